"""Writing a task down: what an assignment says, the rules it must keep, one task for each lead unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Forbidden, Refused, check_all
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.models import Person, Unit
from taskapp.tasks import permissions
from taskapp.tasks.deadlines import LONGEST_YEARS, REVIEW_AFTER, Moment, within
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import DocumentGiven, find_or_add_directive
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import due_of
from taskapp.tasks.secrecy import check_secrecy
from taskapp.tasks.states import Kind, LimitKind, Source, State
from taskapp.tasks.worktypes.receipt import Receipt
from taskapp.tasks.worktypes.receipt import check as check_receipt


@dataclass(frozen=True)
class Assignment:
    """What is to be done by whom until when. `assigner` is in whose name, `assigner_title` his title as written."""

    content: str
    leads: Sequence[Unit]
    supporting: Sequence[Unit] = ()
    limit_kind: LimitKind = LimitKind.DATED
    due_on: date | None = None
    due_time: time | None = None
    support_due_on: date | None = None  # the supporting units' own day; None: that of the whole
    deadline_text: str = ""
    document: DocumentGiven = field(default_factory=DocumentGiven)
    product: str = ""
    assigner: Person | None = None
    assigner_title: str = ""
    starred: bool = False
    source: Source = Source.OWN
    field: str = ""
    receipt: Receipt | None = None  # of work of a type
    limit_reason: str = ""  # why a limit is kept that like tasks mostly could not keep
    past_due_known: bool = False  # the person ticked "ghi nhận việc đã quá hạn"
    once: str = ""  # a random word of the form: sent twice, it assigns once


def draft(session: Session, given: Assignment, *, by: Actor, committee_id: int, now: datetime) -> list[Task]:
    """Draft one task for each lead unit; nothing is in the record before lifecycle.issue.

    Raises Refused with the field at fault, Forbidden when a lead unit is out of the person's reach. Does not commit.
    """
    today = clock.local_day(now, by.zone)
    check(given, today)
    check_reach(given, by)
    directive = find_or_add_directive(session, given.document, committee_id=committee_id, now=now)
    return [
        _draft_one(session, given, lead, directive, by=by, committee_id=committee_id, now=now) for lead in given.leads
    ]


def discard(session: Session, task: Task, *, by: Actor, now: datetime) -> None:  # noqa: ARG001 - the same shape as a move
    """Delete a draft: it was never in the record. Raises Refused when the task has been issued."""
    if task.state is not State.DRAFT:
        raise Refused(_("Nhiệm vụ đã giao thì không bỏ được. Hãy dùng “Thu hồi”."))
    for part in task.below:
        session.delete(part)
    session.flush()
    session.delete(task)


def check(given: Assignment, today: date) -> None:
    """Raise Refused when the assignment breaks a rule, naming the field; it knows of the others that are broken."""
    check_all(
        partial(_check_content, given),
        partial(_check_units, given),
        partial(_check_limit, given, today),
        partial(_check_document, given.document, today),
        partial(_check_support_limit, given, today),
        partial(_check_receipt, given, today),
    )


def once_key(once: str, lead_id: int) -> str:
    """What is unique about one lead unit's task of one form that was sent."""
    return f"form:{once[:32]}:{lead_id}"


def search_key(content: str, number: str) -> str:
    """What a search looks through: content and document number without diacritics."""
    return f"{fold(content)} {fold(number)}".strip()


def _draft_one(
    session: Session,
    given: Assignment,
    lead: Unit,
    directive: Directive | None,
    *,
    by: Actor,
    committee_id: int,
    now: datetime,
) -> Task:
    dated = given.limit_kind is LimitKind.DATED
    due_on, due_time = (given.due_on, given.due_time) if dated else (None, None)
    task = Task(
        committee_id=committee_id,
        directive=directive,
        content=given.content,
        search_key=search_key(given.content, given.document.number),
        product=given.product,
        lead_unit=lead,
        lead_unit_name=lead.name,
        assigner=given.assigner,
        assigner_title=given.assigner_title or (given.assigner.position if given.assigner else ""),
        created_by_id=by.person_id,
        source=given.source,
        field=given.field,
        starred=given.starred,
        limit_kind=given.limit_kind,
        deadline_text=given.deadline_text,
        limit_reason="; ".join(filter(None, (given.limit_reason, given.receipt.reason if given.receipt else ""))),
        original_due_on=due_on,
        original_due_time=due_time,
        due_on=due_on,
        due_time=due_time,
        import_key=once_key(given.once, lead.id) if given.once else None,
        review_on=None if dated else clock.local_day(now, by.zone) + timedelta(days=REVIEW_AFTER),
        recorded_at=now,
        **(given.receipt.columns if given.receipt else {}),
    )
    session.add(task)
    session.flush()
    whole = due_of(task)
    part_due = within(Moment(given.support_due_on), whole) if given.support_due_on else whole
    for unit in given.supporting:
        below(session, task, Kind.PART, unit, part_due, by=by, now=now)
    return task


def below(
    session: Session, whole: Task, kind: Kind, unit: Unit, limit: Moment | None, *, by: Actor, now: datetime
) -> Task:
    """Draft what one unit has to give to a task: a supporting unit's part, or a piece of the lead unit's work."""
    due_on, due_time = limit or (None, None)
    without = LimitKind.NONE if whole.limit_kind is LimitKind.DATED else whole.limit_kind
    made = Task(
        committee_id=whole.committee_id,
        kind=kind,
        parent=whole,
        directive=whole.directive,
        content=whole.content,
        search_key=whole.search_key,
        product=whole.product if kind is Kind.PART else "",
        lead_unit=unit,
        lead_unit_name=unit.name,
        assigner=whole.assigner,
        assigner_title=whole.assigner_title,
        created_by_id=by.person_id,
        source=whole.source,
        field=whole.field,
        starred=whole.starred,
        limit_kind=LimitKind.DATED if limit else without,
        original_due_on=due_on,
        original_due_time=due_time,
        due_on=due_on,
        due_time=due_time,
        review_on=None if limit else whole.review_on,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    return made


def _check_content(given: Assignment) -> None:
    if not given.content:
        raise Refused(_("Hãy ghi nội dung nhiệm vụ."), field="content")
    document = given.document
    check_secrecy(document.kind.upper(), document.subject, document.number, given.content)


def _check_document(document: DocumentGiven, today: date) -> None:
    if document.issued_on and document.issued_on > today:
        raise Refused(_("Ngày văn bản không thể sau hôm nay."), field="issued_on")


def _check_receipt(given: Assignment, today: date) -> None:
    if given.receipt:
        due = Moment(given.due_on, given.due_time) if given.limit_kind is LimitKind.DATED and given.due_on else None
        check_receipt(given.receipt, given.content, due, today)


def _check_units(given: Assignment) -> None:
    if not given.leads:
        raise Refused(_("Hãy chọn đơn vị chủ trì."), field="leads")
    leads = {unit.id for unit in given.leads}
    for unit in given.supporting:
        if unit.id in leads:
            raise Refused(
                _("%(unit)s đang được chọn cả chủ trì và phối hợp. Hãy bỏ một trong hai.", unit=unit.name),
                field="supporting",
            )


def _check_limit(given: Assignment, today: date) -> None:
    if given.limit_kind is not LimitKind.DATED:
        return
    if given.due_on is None:
        raise Refused(_("Hãy ghi thời hạn, hoặc chọn “Không thời hạn”."), field="due_on")
    issued = given.document.issued_on
    if issued and given.due_on < issued:
        raise Refused(_("Thời hạn không thể trước ngày văn bản."), field="due_on")
    if given.due_on.year > today.year + LONGEST_YEARS:
        raise Refused(_("Thời hạn quá xa. Hãy kiểm tra lại năm."), field="due_on")
    if given.due_on < today and not given.past_due_known:
        raise Refused(_("Thời hạn đã qua. Nếu đúng như vậy, hãy đánh dấu “Ghi nhận việc đã quá hạn”."), field="due_on")


def _check_support_limit(given: Assignment, today: date) -> None:
    day = given.support_due_on
    if day is None:
        return
    if not given.supporting:
        raise Refused(_("Hãy chọn đơn vị phối hợp, hoặc để trống hạn này."), field="support_due_on")
    if given.limit_kind is LimitKind.DATED and given.due_on and day > given.due_on:
        raise Refused(_("Hạn của đơn vị phối hợp không được sau thời hạn của nhiệm vụ."), field="support_due_on")
    if (day < today and not given.past_due_known) or day.year > today.year + LONGEST_YEARS:
        raise Refused(_("Hạn của đơn vị phối hợp đã qua hoặc quá xa. Hãy kiểm tra lại ngày."), field="support_due_on")


def check_reach(given: Assignment, by: Actor) -> None:
    """Raise Forbidden when the person writes down no tasks, or a unit is out of his reach."""
    rights = by.rights
    if rights is None:
        return
    if not permissions.may_draft(rights):
        raise Forbidden(_("Anh/chị không có quyền giao việc."))
    reach = rights.readable
    for unit in (*given.leads, *given.supporting):
        if unit.id not in reach:
            raise Forbidden(_("Anh/chị không giao việc được cho %(unit)s.", unit=unit.name))
