"""The assignment form of somebody who chooses a type: what is chosen, whether it has been filled in, filling it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.forms import AssignForm, blame
from taskapp.tasks.now import Now
from taskapp.tasks.states import Source
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.choosing import Offer, Seen, find, offer
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.receipt import Receipt, receive
from taskapp.tasks.worktypes.terms import TermUnit


@dataclass
class Choice:
    """The types to choose from, and the receipt by the one that is chosen (None: none is)."""

    versions: list[WorkTypeVersion]
    receipt: Receipt | None
    seen: Seen | None
    problem: BadInput | None = None

    @property
    def is_news(self) -> bool:
        """Whether the form shows something else than what is chosen now: it must be filled in before anything else."""
        return self.problem is None and self.now_seen != self.seen

    @property
    def now_seen(self) -> Seen | None:
        return Seen(self.receipt.version.id, self.receipt.received) if self.receipt else None


def chosen(session: Session, form: AssignForm, committee_id: int, now: Now) -> tuple[Choice, bool]:
    """What the form chooses, and whether it had to be filled in for that just now: its writer looks at it first."""
    found = choice(session, form, committee_id, now)
    if found.is_news:
        fill(session, form, found, committee_id, now)
    return found, found.is_news


def complain(form: AssignForm, chosen: Choice) -> None:
    """Say beside its field why nothing could be chosen, unless that field says so by itself."""
    if chosen.problem:
        blame(form, chosen.problem)


def choice(session: Session, form: AssignForm, committee_id: int, now: Now) -> Choice:
    """What the form chooses; the version is the one that holds on the day of receipt. At most two queries."""
    received = _received(form, now)
    versions = queries.usable(session, committee_id, received.on)
    seen = Seen.read(form.seen.data or "")
    try:
        _check_read(form.received_on, form.received_time)
        version = _find(session, form.work_type.data or "", versions, committee_id, received.on)
    except BadInput as error:
        return Choice(versions, None, seen, error)
    if version is None:
        return Choice(versions, None, seen)
    if version.unit is not TermUnit.HOURS:
        received = Moment(received.on)
    return Choice(versions, receive(version, received, now.calendar, form.law_reason.data or ""), seen)


def _check_read(*fields: Any) -> None:
    for field in filter(_is_unread, fields):
        raise BadInput(field.process_errors[0], field=field.name)


def _find(
    session: Session, text: str, versions: list[WorkTypeVersion], committee_id: int, received_on: date
) -> WorkTypeVersion | None:
    try:
        return find(text, versions)
    except BadInput as error:
        raise _does_not_apply(session, text, versions, committee_id, received_on) or error from None


def _does_not_apply(
    session: Session, text: str, versions: list[WorkTypeVersion], committee_id: int, received_on: date
) -> BadInput | None:
    """What to say when one type is meant that is not among those of the day of receipt."""
    try:
        meant = find(text, session.scalars(queries.in_force(committee_id, date.max)).all())
    except BadInput:
        return None
    if meant is None or any(each.work_type_id == meant.work_type_id for each in versions):
        return None
    name, day = meant.label, formats.day(received_on)
    reason = _("Loại việc %(name)s không áp dụng vào ngày tiếp nhận %(day)s. Hãy xem lại ngày.", name=name, day=day)
    return BadInput(reason, field="received_on")


def fill(session: Session, form: AssignForm, chosen: Choice, committee_id: int, now: Now) -> None:
    """Put what the chosen type offers where nothing was typed, or where still stands what was offered before."""
    before, after = Offer(), offer(chosen.receipt)
    if chosen.seen and (version := queries.version(session, committee_id, chosen.seen.version_id)):
        before = offer(receive(version, chosen.seen.received, now.calendar))
    for name in ("content", "product"):
        form[name].data = _put(form[name].data or "", "", getattr(before, name), getattr(after, name))
    form.source.data = _put(form.source.data, Source.OWN.value, before.source.value, after.source.value)
    for name in ("leads", "supporting"):
        form[name].data = list(_put(tuple(form[name].data or ()), (), getattr(before, name), getattr(after, name)))
    _put_due(form, before.due, after.due)
    form.work_type.data = chosen.receipt.version.label if chosen.receipt else ""
    form.seen.data = str(chosen.now_seen or "")
    for field, value in zip((form.received_on, form.received_time), _receipt_of(chosen), strict=True):
        if value is not None:
            field.data, field.raw_data = value, None


def _put(typed: Any, empty: Any, before: Any, after: Any) -> Any:
    """What is offered now, unless something else was typed, or what is offered still was taken out."""
    return after if before != after and typed in (empty, before) else typed


def _put_due(form: AssignForm, before: Moment | None, after: Moment | None) -> None:
    if _is_unread(form.due_on) or _is_unread(form.due_time) or form.workdays.data:
        return
    typed = Moment(form.due_on.data, form.due_time.data) if form.due_on.data else None
    if typed in (None, before):
        form.due_on.data, form.due_time.data = after or (None, None)
        form.due_on.raw_data = form.due_time.raw_data = None


def _is_unread(field: Any) -> bool:
    """Whether something stands there that is no day, or no hour: it stays for its writer to correct."""
    return bool(field.raw_data) and field.data is None


def _receipt_of(chosen: Choice) -> Moment | tuple[None, None]:
    return chosen.receipt.received if chosen.receipt else (None, None)


def _received(form: AssignForm, now: Now) -> Moment:
    """The receipt as typed; today and now where nothing is."""
    day = form.received_on.data or now.today
    at: time | None = form.received_time.data
    return Moment(day, at or (now.moment.at if day == now.today else None))
