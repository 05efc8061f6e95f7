"""Occurrences handed out as ordinary tasks: by the job in their time, or by a person after all. None commits."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Select
from sqlalchemy.orm import Session, selectinload

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.duties.keeping import label_of, may_keep, note, settle
from taskapp.duties.models import Duty, DutyOccurrence, DutyPhase, Note, Outcome
from taskapp.duties.plan import Owing, owed
from taskapp.duties.words import rule_text
from taskapp.people.models import Committee
from taskapp.tasks import assigning, changes, lifecycle
from taskapp.tasks.assigning import Assignment, DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Via
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar

MORNING = time(7)  # local: nobody gets a task in the middle of the night


def waiting(session: Session, now: datetime) -> list[int]:
    """Ids of the duties of all committees of which something is to be handed out or has been missed. Only reads."""
    found: list[int] = []
    for committee in session.scalars(unscoped(Committee).order_by(Committee.id)):
        duties = session.scalars(_running(committee.id).options(selectinload(Duty.occurrences))).all()
        calendar = calendars.load(session, committee.id) if duties else Calendar()
        found += [duty.id for duty in duties if any(_owing(duty, calendar, committee.timezone, now))]
    return found


def give_due(session: Session, duty_id: int, now: datetime) -> int:
    """Hand out what one duty owes by now and write down what was missed; how many tasks.

    The duty's row is held until the transaction ends, so that of many schedulers one does it.
    """
    held = unscoped(Duty).where(Duty.id == duty_id, Duty.phase == DutyPhase.RUNNING).with_for_update()
    duty = session.scalars(held.execution_options(populate_existing=True)).one_or_none()
    if duty is None:
        return 0
    committee = session.get_one(Committee, duty.committee_id)
    by = Actor(None, committee.timezone, Via.JOB).for_person(duty.assigner_id)
    owing = _owing(duty, calendars.load(session, committee.id), committee.timezone, now)
    for one in owing.missed:
        made = settle(session, duty, one, Outcome.MISSED, now=now)
        note(session, duty, Note.MISSED, by=by, now=now, text=made.label)
    for one in owing.to_give:
        label = label_of(duty, one.on)
        task = _hand_out(session, duty, label, one.on, one.due_on, by=by, now=now)
        settle(session, duty, one, Outcome.GIVEN, now=now, task=task)
        note(session, duty, Note.GIVEN, by=by, now=now, text=label)
    return len(owing.to_give)


def give_after_all(session: Session, one: DutyOccurrence, due_on: date, *, by: Actor, now: datetime) -> Task:
    """Hand out an occurrence that was missed or skipped, with a limit from today on. Raises Refused, Forbidden."""
    duty = one.duty
    if by.rights and not may_keep(by.rights, duty.lead_unit_id):
        raise Forbidden(_("Anh/chị không có quyền giao việc này."))
    if one.outcome is Outcome.GIVEN:
        raise Refused(_("Kỳ này đã được giao."))
    if reason := standstill(duty, clock.local_day(now, by.zone)):
        raise Refused(reason)
    by_assigner = by.for_person(duty.assigner_id)
    task = _hand_out(session, duty, one.label, one.on_day, due_on, by=by_assigner, now=now)
    one.outcome, one.task = Outcome.GIVEN, task
    note(session, duty, Note.GIVEN_AFTER_ALL, by=by, now=now, text=one.label)
    return task


def standstill(duty: Duty, today: date) -> str:
    """Why nothing can be handed out, in words; empty when all is well."""
    closed = [unit.name for unit in (duty.lead_unit, *duty.supporting) if unit.valid_to and unit.valid_to < today]
    if not closed:
        return ""
    return _("%(unit)s không còn hoạt động. Hãy sửa đơn vị thì các kỳ mới được giao.", unit=", ".join(closed))


def _running(committee_id: int) -> Select[Duty]:
    return scoped(Duty, committee_id).where(Duty.phase == DutyPhase.RUNNING).order_by(Duty.id)


def _owing(duty: Duty, calendar: Calendar, zone: str, now: datetime) -> Owing:
    local = clock.local(now, zone)
    if standstill(duty, local.date()):
        return Owing([], [])
    settled = {each.on_day for each in duty.occurrences}
    return owed(duty.plan, calendar, local.date(), settled, is_morning=local.time() >= MORNING)


def _hand_out(
    session: Session, duty: Duty, label: str, on_day: date, due_on: date, *, by: Actor, now: datetime
) -> Task:
    given = Assignment(
        content=f"{duty.content} (kỳ {label})",
        leads=[duty.lead_unit],
        supporting=duty.supporting,
        due_on=due_on,
        due_time=duty.due_time,
        deadline_text=(duty.deadline_text or rule_text(duty.rule))[:300],
        document=_document(duty),
        product=duty.product,
        assigner=duty.assigner,
        source=duty.source,
        once=f"ky-{duty.id}-{on_day:%Y%m%d}",
    )
    (task,) = assigning.draft(session, given, by=by, committee_id=duty.committee_id, now=now)
    lifecycle.issue(session, task, by=by, now=now)
    officer = duty.officer
    if officer and officer.is_enabled and officer.unit_id == duty.lead_unit_id:
        changes.name_officer(session, task, officer=officer, by=Actor(None, by.zone, by.via), now=now)
    return task


def _document(duty: Duty) -> DocumentGiven:
    paper = duty.directive
    if paper is None:
        return DocumentGiven()
    return DocumentGiven(
        paper.number, paper.issued_on, paper.issuer, paper.kind, paper.subject, paper.signer, paper.urgency
    )
