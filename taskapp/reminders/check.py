"""Just before a message goes out: read its reminders again, drop what no longer holds, write the letter of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.models import Committee, Person
from taskapp.reminders import gather, letters, probe, reconciliation
from taskapp.reminders.fill import AT_ONCE, DIGEST
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.plan import TO_DO, TaskFacts, doers
from taskapp.tasks.lists import Now
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from taskapp.workdays import calendars


def checks(base_url: str) -> Mapping[str, Check]:
    """The outbox's table: for each kind of message who says whether it still holds, and what it says."""
    return {
        AT_ONCE: _checking(letters.at_once, base_url),
        DIGEST: _checking(letters.digest, base_url),
        reconciliation.KIND: reconciliation.checking(base_url),
        probe.KIND: probe.checking(base_url),
    }


Writer = Callable[[letters.Occasion], Letter]


def _checking(write: Writer, base_url: str) -> Check:
    def check(session: Session, message: Message, now: datetime) -> Letter | Cancel:
        holding = _still_holding(session, message)
        if not holding:
            return Cancel(_("Việc đã xong, đã đổi hạn hoặc đã giao người khác trước khi thư đi."))
        return write(_occasion(session, message, holding, now, base_url))

    return check


def _still_holding(session: Session, message: Message) -> list[Reminder]:
    heads = gather.heads_by_unit(session, message.committee_id)
    query = (
        scoped(Reminder, message.committee_id)
        .where(Reminder.message_id == message.id, Reminder.state == ReminderState.CARRIED)
        .options(
            joinedload(Reminder.task).joinedload(Task.directive),
            joinedload(Reminder.task).selectinload(Task.submissions),
        )
        .order_by(Reminder.id)
        .execution_options(populate_existing=True)
    )
    holding = []
    for reminder in session.scalars(query).unique().all():
        reason = why_not(reminder, gather.facts(reminder.task, heads))
        if reason:
            reminder.state, reminder.reason = ReminderState.DROPPED, reason
        else:
            holding.append(reminder)
    return holding


def why_not(reminder: Reminder, task: TaskFacts) -> str:
    """Why the reminder no longer holds, in words; empty when it does."""
    kind, _colon, detail = reminder.step.partition(":")
    if kind in ("approved", "sent_back"):
        return "" if task.decision == kind and str(task.decision_number) == detail else _("đã có quyết định mới")
    if task.state not in TO_DO:
        return _("nhiệm vụ đã nộp kết quả, đã xong hoặc đã thu hồi")
    if task.due_version != reminder.due_version:
        return _("thời hạn đã đổi")
    if kind == "unaccepted" and task.state is not State.ASSIGNED:
        return _("đã tiếp nhận")
    if reminder.person_id not in {*doers(task), *task.heads}:
        return _("đã giao người khác")
    return ""


def _occasion(
    session: Session, message: Message, holding: list[Reminder], now: datetime, base_url: str
) -> letters.Occasion:
    committee = session.get_one(Committee, message.committee_id)
    return letters.Occasion(
        committee=committee,
        person=session.get_one(Person, message.person_id),
        reminders=holding,
        now=Now(now, committee.timezone, calendars.load(session, committee.id)),
        base_url=base_url,
        day=clock.local_day(now, committee.timezone),
    )
