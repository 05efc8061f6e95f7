"""Verbs that rearrange units by a decision, from a day on: found, rename, move, close. None commits.

Nothing is overwritten: each change leaves an after-image, and what was before the first one is kept too. A decision
takes effect on its day or later, never ahead: a unit that is to begin tomorrow has no persons and no tasks today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.people import accounts, organisation, unit_queries
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.unit_models import Rearranging, Reorganisation, UnitChange, UnitEvent
from taskapp.people.validity import Span
from taskapp.workdays.arithmetic import DAY


@dataclass(frozen=True)
class Decision:
    """What is done, from which local day, by which document."""

    kind: Rearranging
    effective_on: date
    number: str
    signed_on: date | None = None


@dataclass(frozen=True)
class NewUnit:
    """A unit to be founded; `parent` None: at the top."""

    name: str
    kind: UnitKind
    parent: Unit | None
    short_name: str = ""
    sort_order: int | None = None


class _Told(NamedTuple):
    """From which day a change holds, when it was recorded, by which decision."""

    on: date | None
    now: datetime
    made: Reorganisation | None = None


def begin(
    session: Session, committee_id: int, decision: Decision, *, by: Person | None, today: date, now: datetime
) -> Reorganisation:
    """Write down the decision that the following changes carry out; one at a time in a committee.

    Raises BadInput without its number or signed on a day to come, Refused before the day on which it takes effect.
    """
    accounts.lock(session, committee_id)
    if not decision.number or len(decision.number) > 60:
        raise BadInput(_("Hãy ghi số, ký hiệu văn bản quyết định, tối đa 60 ký tự."), field="number")
    if decision.signed_on and decision.signed_on > today:
        raise BadInput(_("Ngày ký văn bản không thể sau hôm nay."), field="signed_on")
    if decision.effective_on > today:
        raise Refused(
            _(
                "Chưa đến ngày %(day)s. Đơn vị, người và việc chuyển cùng lúc, nên chỉ thực hiện được từ ngày đó.",
                day=formats.day(decision.effective_on),
            ),
            field="effective_on",
        )
    made = Reorganisation(
        committee_id=committee_id,
        kind=decision.kind,
        effective_on=decision.effective_on,
        decision_number=decision.number,
        decision_on=decision.signed_on,
        by_id=by.id if by else None,
        recorded_at=now,
        people_moved=0,
        tasks_moved=0,
    )
    session.add(made)
    session.flush()
    return made


def found(session: Session, made: Reorganisation, new: NewUnit) -> Unit:
    """A unit that begins with the decision. Raises what create_unit() raises, Refused unless its parent holds then."""
    if new.parent:
        refuse_unless_valid(new.parent, made)
    unit = organisation.create_unit(
        session,
        made.committee_id,
        name=new.name,
        short_name=new.short_name,
        kind=new.kind,
        parent=new.parent,
        sort_order=new.sort_order,
        valid_from=made.effective_on,
    )
    if new.parent is None:
        unit.parent_id = None
        session.flush()
    _record(session, unit, UnitChange.FOUNDED, 1, _by(made))
    return unit


def rename(session: Session, unit: Unit, made: Reorganisation, *, name: str, short_name: str) -> None:
    """Another name from the day on; what was given under the old one keeps it. Raises BadInput, Refused."""
    name, short_name = one_line(name), one_line(short_name)
    organisation.check_names(name, short_name)
    if name == unit.name:
        raise Refused(_("Tên mới giống tên đang dùng. Hãy ghi tên mới theo quyết định."), field="name")
    organisation.refuse_name_in_use(session, unit.committee_id, name, but=unit.id)
    version = _before(session, unit, made)
    unit.name, unit.short_name = name, short_name
    _record(session, unit, UnitChange.RENAMED, version, _by(made))
    unit.search_key = unit_queries.search_key(session, unit)


def shorten(session: Session, unit: Unit, short_name: str, *, on: date, now: datetime) -> None:
    """Give the unit another short name, empty for none; its full name stays. Raises BadInput."""
    short_name = one_line(short_name)
    organisation.check_names(unit.name, short_name)
    if short_name == unit.short_name:
        return
    version = _opened(session, unit, now)
    unit.short_name = short_name
    _record(session, unit, UnitChange.SHORTENED, version, _Told(on, now))
    unit.search_key = unit_queries.search_key(session, unit)


def move(session: Session, unit: Unit, made: Reorganisation, *, parent: Unit) -> None:
    """Another unit above it from the day on. Raises Refused for one below it, the same, or one not valid on the day."""
    if unit.parent_id is None:
        raise Refused(_("Đơn vị cao nhất không chuyển đi được. Hãy thành lập đơn vị kế thừa nó."), field="parent")
    if unit.parent_id == parent.id:
        raise Refused(_("Đơn vị đang trực thuộc đơn vị này rồi. Hãy chọn đơn vị khác."), field="parent")
    if is_below(session, parent, unit):
        raise Refused(_("Không chuyển được vào đơn vị nằm dưới chính nó. Hãy chọn đơn vị khác."), field="parent")
    refuse_unless_valid(parent, made)
    version = _before(session, unit, made)
    unit.parent_id, unit.parent = parent.id, parent
    _record(session, unit, UnitChange.MOVED, version, _by(made))


def close(session: Session, unit: Unit, made: Reorganisation) -> None:
    """Let the unit end on the eve of the day. Raises Refused when it ended before, or began on that day or later."""
    eve = made.effective_on - DAY
    if unit.valid_to is not None or not Span(unit.valid_from).holds(eve):
        raise Refused(
            _(
                "%(unit)s không hoạt động vào ngày trước %(day)s. Hãy xem lại ngày có hiệu lực.",
                unit=unit.name,
                day=formats.day(made.effective_on),
            ),
            field="effective_on",
        )
    version = _before(session, unit, made)
    unit.valid_to = eve
    _record(session, unit, UnitChange.CLOSED, version, _by(made))


def refuse_unless_valid(unit: Unit, made: Reorganisation) -> None:
    """Raise Refused unless the unit is one on the day on which the decision takes effect."""
    if not Span(unit.valid_from, unit.valid_to).holds(made.effective_on):
        raise Refused(
            _(
                "%(unit)s không hoạt động vào ngày %(day)s. Hãy xem lại ngày có hiệu lực.",
                unit=unit.name,
                day=formats.day(made.effective_on),
            ),
            field="effective_on",
        )


def is_below(session: Session, unit: Unit, above: Unit) -> bool:
    """Whether the one is the other, or stands somewhere below it."""
    at: Unit | None = unit
    while at is not None:
        if at.id == above.id:
            return True
        at = session.get(Unit, at.parent_id) if at.parent_id else None
    return False


def _before(session: Session, unit: Unit, made: Reorganisation) -> int:
    """The version of the change that is about to be made. Raises Refused for a day before the unit's last change."""
    changed = scoped(UnitEvent, unit.committee_id, func.max(UnitEvent.effective_on))
    last = session.scalar(changed.where(UnitEvent.unit_id == unit.id, UnitEvent.reorganisation_id.is_not(None)))
    if last is not None and made.effective_on < last:
        raise Refused(
            _(
                "%(unit)s đã được sắp xếp từ ngày %(day)s. Hãy chọn ngày có hiệu lực không trước ngày đó.",
                unit=unit.name,
                day=formats.day(last),
            ),
            field="effective_on",
        )
    return _opened(session, unit, made.recorded_at)


def _opened(session: Session, unit: Unit, now: datetime) -> int:
    """The next version of the unit's record, which begins with how it was before anything happened to it."""
    versions = scoped(UnitEvent, unit.committee_id, func.max(UnitEvent.version)).where(UnitEvent.unit_id == unit.id)
    version: int | None = session.scalar(versions)
    if version is None:
        _record(session, unit, UnitChange.BEGUN, 1, _Told(unit.valid_from, now))
        version = 1
    return version + 1


def _by(made: Reorganisation) -> _Told:
    return _Told(made.effective_on, made.recorded_at, made)


def _record(session: Session, unit: Unit, kind: UnitChange, version: int, told: _Told) -> None:
    event = UnitEvent(
        committee_id=unit.committee_id,
        unit_id=unit.id,
        version=version,
        kind=kind,
        effective_on=told.on,
        recorded_at=told.now,
        reorganisation=told.made,
        parent_id=unit.parent_id,
        name=unit.name,
        short_name=unit.short_name,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
    session.add(event)
    session.flush()
