"""Occurrences handed out as ordinary tasks: by the job in their time, or by a person after all. None commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import unscoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _, _n
from taskapp.duties import queries
from taskapp.duties.keeping import label_of, may_keep, note, settle
from taskapp.duties.models import Duty, DutyOccurrence, DutyPhase, Note, Outcome
from taskapp.duties.plan import LONGEST_HOLIDAY, LOOKED_BACK, Owing, owed
from taskapp.duties.rule_words import rule_text
from taskapp.people.models import Committee
from taskapp.tasks import assigning, changes, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Via
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar

MORNING = time(7)  # local: nobody gets a task in the middle of the night


@dataclass
class Looked:
    """Duties that were looked at: ids of those that owe something, and of the others id, version and the local day."""

    owing: list[int] = field(default_factory=list)
    idle: list[tuple[int, int, date]] = field(default_factory=list)


def look(session: Session, now: datetime) -> Looked:
    """What running duties owe: each is looked at once a morning, and again after it was changed. Only reads."""
    found = Looked()
    for committee in session.scalars(unscoped(Committee).order_by(Committee.id)).all():
        local = clock.local(now, committee.timezone)
        if local.time() < MORNING:
            continue
        duties = session.scalars(queries.to_look_at(committee.id, local.date())).all()
        if not duties:
            continue
        calendar, since = calendars.load(session, committee.id), local.date() - LOOKED_BACK - LONGEST_HOLIDAY
        settled = queries.settled_days(session, committee.id, [duty.id for duty in duties], since)
        for duty in duties:
            if any(_owing(duty, settled.get(duty.id, ()), calendar, local.date())):
                found.owing.append(duty.id)
            else:
                found.idle.append((duty.id, duty.version, local.date()))
    return found


def seen(session: Session, idle: Iterable[tuple[int, int, date]]) -> None:
    """Note that these owe nothing more on the day, unless they were changed in between."""
    rows = [{"duty": duty_id, "seen": version, "day": day} for duty_id, version, day in idle]
    if rows:
        same = (Duty.id == bindparam("duty"), Duty.version == bindparam("seen"))
        session.connection().execute(update(Duty).where(*same).values(looked_on=bindparam("day")), rows)


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
    today = clock.local_day(now, committee.timezone)
    owing = _owing(duty, {each.on_day for each in duty.occurrences}, calendars.load(session, committee.id), today)
    for one in owing.missed:
        made = settle(session, duty, one, Outcome.MISSED, now=now)
        note(session, duty, Note.MISSED, by=by, now=now, text=made.label)
    for one in owing.to_give:
        label = label_of(duty, one.on)
        task = _hand_out(session, duty, label, one.on, one.due_on, by=by, now=now)
        settle(session, duty, one, Outcome.GIVEN, now=now, task=task)
        note(session, duty, Note.GIVEN, by=by, now=now, text=label)
    duty.looked_on = today
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


def failed_text(count: int) -> str:
    """What whoever looks after the system is told when duties could not be handed out."""
    return _n(
        "1 việc định kỳ chưa giao được kỳ này. Hãy xem nhật ký máy chủ.",
        "%(num)s việc định kỳ chưa giao được kỳ này. Hãy xem nhật ký máy chủ.",
        count,
    )


def standstill(duty: Duty, today: date) -> str:
    """Why nothing can be handed out, in words; empty when all is well."""
    closed = [unit.name for unit in (duty.lead_unit, *duty.supporting) if unit.valid_to and unit.valid_to < today]
    if not closed:
        return ""
    return _("%(unit)s không còn hoạt động. Hãy sửa đơn vị thì các kỳ mới được giao.", unit=", ".join(closed))


def _owing(duty: Duty, settled: Collection[date], calendar: Calendar, today: date) -> Owing:
    return Owing([], []) if standstill(duty, today) else owed(duty.plan, calendar, today, settled)


def _hand_out(
    session: Session, duty: Duty, label: str, on_day: date, due_on: date, *, by: Actor, now: datetime
) -> Task:
    given = Assignment(
        content=f"{duty.content} (kỳ {label})",
        leads=[duty.lead_unit],
        supporting=duty.supporting,
        due_on=due_on,
        due_time=duty.due_time,
        deadline_text=(duty.deadline_text or rule_text(duty.rule, duty.due_time))[:300],
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
