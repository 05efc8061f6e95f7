"""Taking a delivery in: each item by itself, the same again changes nothing, other values are a new version.

The good items of a delivery enter and the bad ones are told of, one by one: who sends is a program at night, and one
wrong row must not keep two thousand right ones out of the figures. Sending all again, mended, is always safe.
Functions do not commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.models import Committee
from taskapp.people.rights import Rights, Role
from taskapp.sources import queries
from taskapp.sources.items import FIELDS, Entry, Given, Surroundings, Wrong, corrects, read
from taskapp.sources.models import Door, SourceBatch, SourceItem, WorkSource
from taskapp.tasks.secrecy import check_secrecy

AT_ONCE = 500  # items looked up by one statement
UNSAID_BY_ENVELOPES = ("due_on", "due_time", "done_on", "done_time", "officer", "unit_id")
UNSAID_BY_OTHERS = ("proposed_on",)
LIMIT = ("due_on", "due_time")


@dataclass(frozen=True)
class Refusal:
    """Why an item did not enter; `position` counts from 1, in sheets it is the row."""

    position: int
    id: str
    field: str
    reason: str


@dataclass(frozen=True)
class Understood:
    """What of a delivery can be taken, and why the rest cannot."""

    entries: Sequence[Entry]
    refused: Sequence[Refusal]


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery: new items, such as went on, such as were corrected, such as were known already."""

    added: int = 0
    changed: int = 0
    corrected: int = 0
    unchanged: int = 0
    refused: Sequence[Refusal] = ()

    @property
    def taken(self) -> int:
        return self.added + self.changed + self.corrected + self.unchanged

    def __add__(self, other: Receipt) -> Receipt:
        return Receipt(
            self.added + other.added,
            self.changed + other.changed,
            self.corrected + other.corrected,
            self.unchanged + other.unchanged,
            (*self.refused, *other.refused),
        )


@dataclass(frozen=True)
class Delivery:
    """How it came: by which way, in whose name, in which file."""

    door: Door
    by_id: int | None = None
    file_name: str = ""


def surroundings(session: Session, source: WorkSource, *, now: datetime) -> Surroundings:
    """What items of the source are read by; two queries."""
    zone = session.get_one(Committee, source.committee_id).timezone
    units: dict[str, int] = {}
    for unit in queries.units_of(session, source):
        for name in (unit.code, unit.name, unit.short_name):
            units.setdefault(fold(name), unit.id)
    units.pop("", None)
    return Surroundings(zone, clock.local_day(now, zone), units, source.keeps_titles)


def understand(givens: Iterable[Given], by: Surroundings) -> Understood:
    """Read each item; touches no database. The same id twice is taken once, and refused if it says something else."""
    known: dict[str, tuple[int, Entry]] = {}
    refused = []
    for given in givens:
        try:
            entry = _read(given, by)
            position, before = known.setdefault(entry.own_id, (given.position, entry))
            if before != entry:
                reason = _("Mã này đã có ở mục %(position)s với nội dung khác. Hãy để lại một.", position=position)
                raise Refused(reason, field="id")
        except Refused as no:
            refused.append(Refusal(given.position, str(given.id)[:100], no.field or "", no.reason))
    return Understood([entry for _position, entry in known.values()], refused)


def take(session: Session, source: WorkSource, what: Understood, delivery: Delivery, *, now: datetime) -> Receipt:
    """Write down what was understood; the source is held (queries.get, `to_change`). Raises Refused when closed."""
    if source.closed_at is not None:
        raise Refused(_("Nguồn này đã thôi nhận số liệu. Hãy mở lại nguồn ở trang Nguồn hồ sơ, văn bản."))
    batch = SourceBatch(
        committee_id=source.committee_id,
        source_id=source.id,
        taken_at=now,
        door=delivery.door,
        by_id=delivery.by_id,
        file_name=delivery.file_name[:200],
        added=0,
        changed=0,
        corrected=0,
        unchanged=0,
        refused=len(what.refused),
    )
    session.add(batch)
    session.flush()
    for some in _portions(what.entries):
        _keep(session, source, some, batch)
    session.flush()
    return Receipt(batch.added, batch.changed, batch.corrected, batch.unchanged, what.refused)


def take_limit(session: Session, item: SourceItem, *, by: Rights, now: datetime) -> None:
    """Let the limit that an envelope proposed be the limit: a person has looked. Raises Forbidden, Refused, Changed."""
    if not may_take_limit(by, item):
        raise Forbidden(_("Việc nhận hạn là của văn thư, người theo dõi hoặc thủ trưởng đơn vị. Hãy báo họ."))
    source = queries.get(session, queries.sources(item.committee_id), WorkSource.id == item.source_id, to_change=True)
    session.refresh(item)
    if item.replaced_at is not None:
        raise Changed(_("Phần mềm nguồn vừa gửi thêm về mục này. Hãy mở lại trang rồi quyết định."))
    if item.proposed_on is None or item.due_on is not None:
        raise Refused(_("Mục này không có hạn đề nghị chờ nhận. Hãy mở lại trang."))
    entry = Entry(**{name: getattr(item, name) for name in FIELDS})
    taken = Understood([replace(entry, due_on=item.proposed_on)], ())
    take(session, source, taken, Delivery(Door.WEB, by.person_id), now=now)


def may_take_limit(rights: Rights, item: SourceItem) -> bool:
    """Whether the person answers for documents of the item's unit."""
    return rights.over(item.unit_id, Role.CLERK, Role.MONITOR, Role.UNIT_HEAD)


def _read(given: Given, by: Surroundings) -> Entry:
    try:
        entry = read(given, by)
    except Wrong as wrong:
        raise Refused(_(wrong.reason.text, **wrong.reason.values), field=wrong.field) from wrong
    try:
        check_secrecy(str(given.title), entry.kind)
    except Refused as secret:
        raise Refused(secret.reason, field="title") from secret
    return entry


def _portions(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _keep(session: Session, source: WorkSource, entries: Sequence[Entry], batch: SourceBatch) -> None:
    found = session.scalars(queries.current(source, [entry.own_id for entry in entries]))
    known = {row.own_id: row for row in found}
    rows, replaced = [], []
    for entry in entries:
        before = known.get(entry.own_id)
        row = _next(batch, _completed(entry, before, source, batch.door), before)
        if row is not None:
            rows.append(row)
            replaced += [before.id] if before else []
    if replaced:
        mine = (SourceItem.committee_id == source.committee_id, SourceItem.id.in_(replaced))
        session.execute(
            update(SourceItem).where(*mine).values(replaced_at=batch.taken_at),
            execution_options={"synchronize_session": False},
        )
    if rows:
        session.execute(insert(SourceItem), rows)
    session.expire_all() if replaced else None


def _completed(entry: Entry, before: SourceItem | None, source: WorkSource, door: Door) -> Entry:
    """With what this way of delivery never says, or was not said of the unit, as it was before."""
    if before is None:
        return replace(entry, unit_id=entry.unit_id or source.unit_id)
    unsaid: tuple[str, ...] = UNSAID_BY_ENVELOPES if door is Door.EDXML else UNSAID_BY_OTHERS
    if (
        entry.due_on is None and before.due_on == before.proposed_on
    ):  # a clerk took it; programs without it know of none
        unsaid += LIMIT
    kept = {name: getattr(before, name) for name in unsaid}
    return replace(entry, **({"unit_id": entry.unit_id or before.unit_id} | kept))


def _next(batch: SourceBatch, entry: Entry, before: SourceItem | None) -> dict[str, object] | None:
    """The row that says this from now on, counted; None when nothing of it is new."""
    old = Entry(**{name: getattr(before, name) for name in FIELDS}) if before else None
    if old == entry:
        batch.unchanged += 1
        return None
    is_correction = old is not None and corrects(old, entry)
    if before is None:
        batch.added += 1
    elif is_correction:
        batch.corrected += 1
    else:
        batch.changed += 1
    return {name: getattr(entry, name) for name in FIELDS} | {
        "committee_id": batch.committee_id,
        "source_id": batch.source_id,
        "batch_id": batch.id,
        "version": before.version + 1 if before else 1,
        "recorded_at": batch.taken_at,
        "replaced_at": None,
        "corrected_at": batch.taken_at if is_correction else before.corrected_at if before else None,
    }
