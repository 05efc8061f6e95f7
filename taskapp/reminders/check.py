"""Just before a message goes out: plan its tasks again, drop what is no longer owed, write the letter of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _l
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.models import Committee, Person
from taskapp.reminders import gather, letters, probe, reconciliation
from taskapp.reminders.facts import TO_DO, TaskFacts, concerned
from taskapp.reminders.fill import AT_ONCE, DIGEST
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import ONCE, Owed
from taskapp.reminders.plan import plan
from taskapp.tasks.lists import Now
from taskapp.tasks.models import Task
from taskapp.tasks.states import State

# Why a step that depends on something open is no longer owed; the others depend on the task and on the person.
_SETTLED = {
    "approved": _l("đã có quyết định mới"),
    "sent_back": _l("đã có quyết định mới"),
    "waiting": _l("kết quả đã được quyết định hoặc rút lại"),
    "handed_in": _l("kết quả đã được quyết định hoặc rút lại"),
    "asked": _l("đề nghị gia hạn đã được quyết định hoặc rút lại"),
    "asking": _l("đề nghị gia hạn đã được quyết định hoặc rút lại"),
    "declined": _l("đã quyết định về đề nghị chuyển đơn vị"),
    "declining": _l("đã quyết định về đề nghị chuyển đơn vị"),
    "urged": _l("đã có trả lời đôn đốc, hoặc lần đôn đốc sau"),
    "unanswered": _l("đã có trả lời đôn đốc, hoặc lần đôn đốc sau"),
    "disputed": _l("báo sai đã có kết luận"),
    "unattended": _l("đã có người phụ trách"),
    "held_up": _l("đơn vị phối hợp đã nộp, hoặc thời hạn đã đổi"),
}


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
        committee = session.get_one(Committee, message.committee_id)
        holding, dropped = _sorted_out(session, committee, message, now)
        if not holding:
            reasons = "; ".join(dict.fromkeys(dropped))
            return Cancel(_("Không còn đúng khi thư đến lượt gửi: %(reasons)s.", reasons=reasons))
        return write(_occasion(session, message, holding, now, base_url))

    return check


def _sorted_out(
    session: Session, committee: Committee, message: Message, now: datetime
) -> tuple[list[tuple[Reminder, Owed]], list[str]]:
    """The reminders of the message that are still owed, each with the plan's word on it; why the others are not."""
    reminders = list(session.scalars(_carried(message)).unique())
    tasks = {
        task.id: task for task in gather.gather_some(session, committee, sorted({r.task_id for r in reminders}), now)
    }
    owed = {one.key: one for one in plan(tasks.values(), gather.setting(session, committee), now)}
    holding, dropped = [], []
    for reminder in reminders:
        found = owed.get((reminder.task_id, reminder.due_version, reminder.step, reminder.person_id))
        if found:
            holding.append((reminder, found))
            continue
        reason = why_not(reminder, tasks[reminder.task_id])
        reminder.state, reminder.reason = ReminderState.DROPPED, reason
        dropped.append(reason)
    return holding, dropped


def why_not(reminder: Reminder, task: TaskFacts) -> str:
    """Why a reminder that is owed no more is not, in words."""
    kind = reminder.step.partition(":")[0]
    if kind in _SETTLED:
        return str(_SETTLED[kind])
    if task.state not in TO_DO:
        return _("nhiệm vụ đã nộp kết quả, đã xong hoặc đã thu hồi")
    if reminder.due_version not in (ONCE, task.due_version):
        return _("thời hạn đã đổi")
    if kind == "unaccepted" and task.state is not State.ASSIGNED:
        return _("đã tiếp nhận")
    if reminder.person_id not in concerned(task):
        return _("đã giao người khác, hoặc người vắng đã trở lại")
    return _("đã có thay đổi mới hơn")


def _carried(message: Message) -> Select[Reminder]:
    return (
        scoped(Reminder, message.committee_id)
        .where(Reminder.message_id == message.id, Reminder.state == ReminderState.CARRIED)
        .options(
            joinedload(Reminder.task).joinedload(Task.directive),
            joinedload(Reminder.task).joinedload(Task.assignee),
        )
        .order_by(Reminder.id)
        .execution_options(populate_existing=True)
    )


def _occasion(
    session: Session, message: Message, holding: list[tuple[Reminder, Owed]], now: datetime, base_url: str
) -> letters.Occasion:
    committee = session.get_one(Committee, message.committee_id)
    setting = gather.setting(session, committee)
    places = gather.people(session, committee.id, {owed.for_id for _reminder, owed in holding if owed.for_id})
    return letters.Occasion(
        session=session,
        committee=committee,
        person=session.get_one(Person, message.person_id),
        reminders=[reminder for reminder, _owed in holding],
        places={reminder.id: places[owed.for_id] for reminder, owed in holding if owed.for_id},
        now=Now(now, committee.timezone, setting.calendar, setting.rules),
        base_url=base_url,
        day=clock.local_day(now, committee.timezone),
    )
