"""A document entered in the register: out of a review, or by a program that brings it. Functions do not commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.directives.reviews.entry import entry_due
from taskapp.tasks import documents, permissions
from taskapp.tasks.directive_models import Directive, Urgency, directive_key
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.record import Actor
from taskapp.tasks.secrecy import check_secrecy
from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Came:
    """How a document came: from outside, on which day (None: today), with how many tasks as far as is known."""

    is_incoming: bool = False
    received_on: date | None = None
    tasks: int = 0


def register(
    session: Session,
    given: DocumentGiven,
    came: Came,
    *,
    committee_id: int,
    by: Actor,
    calendar: Calendar,
    now: datetime,
) -> Directive:
    """Enter a document that is not in the register yet. Raises Forbidden, Refused with the field at fault."""
    if by.rights is None or not permissions.may_draft(by.rights):
        raise Forbidden(_("Anh/chị không có quyền vào sổ văn bản."))
    today = clock.local_day(now, by.zone)
    for name, day in (("issued_on", given.issued_on), ("received_on", came.received_on)):
        if day and day > today:
            raise Refused(_("Ngày văn bản, ngày nhận không thể sau hôm nay."), field=name)
    check_secrecy(given.kind.upper(), given.subject, given.number)
    if documents.find_directive(session, given, committee_id=committee_id) is not None:
        raise Refused(_("Văn bản này đã có trong sổ. Hãy tìm theo số, ký hiệu và ngày."), field="number")
    made = enter(session, given, came, committee_id=committee_id, by=by, calendar=calendar, now=now)
    if made is None:
        raise Refused(_("Hãy ghi số, ký hiệu văn bản; nếu không có số thì ghi trích yếu và ngày."), field="number")
    return made


def enter(
    session: Session,
    given: DocumentGiven,
    came: Came,
    *,
    committee_id: int,
    by: Actor,
    calendar: Calendar,
    now: datetime,
) -> Directive | None:
    """The document in the register: a new one with all that is said of it, a known one filled in where it is empty.

    None when the document has neither a number nor a subject with a date.
    """
    made = documents.find_or_add_directive(session, given, committee_id=committee_id, now=now)
    if made is None:
        return None
    for name in ("issuer", "kind", "subject", "signer"):
        if not getattr(made, name):
            setattr(made, name, getattr(given, name))
    made.search_key = directive_key(made.number, made.subject, made.issuer, made.signer, made.kind)
    if made.received_on is None and made.entered_on is None:
        made.created_by_id = by.person_id
        made.is_incoming = came.is_incoming
        made.received_on = came.received_on or clock.local_day(now, by.zone)
        is_urgent = made.urgency is not Urgency.ORDINARY
        made.entry_due_on = entry_due(made.received_on, calendar, is_urgent=is_urgent, tasks=came.tasks)
    return made
