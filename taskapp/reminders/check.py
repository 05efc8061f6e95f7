"""Just before a message goes out: plan its tasks again, drop what is no longer owed, write the letter of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _l
from taskapp.base.settings import Settings
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
    "escalated": _l("nhiệm vụ không còn quá hạn, hoặc thời hạn đã đổi"),
    "held_up": _l("đơn vị phối hợp đã nộp, hoặc thời hạn đã đổi"),
}


def checks(settings: Settings) -> Mapping[str, Check]:
    """The outbox's table: for each kind of message who says whether it still holds, and what it says."""
    return {
        AT_ONCE: _checking(letters.at_once, settings),
        DIGEST: _checking(letters.digest, settings),
        reconciliation.KIND: reconciliation.checking(settings.base_url),
        probe.KIND: probe.checking(settings.base_url),
    }


Writer = Callable[[letters.Occasion], Letter]


@dataclass(frozen=True)
class _Held:
    """A reminder that is still owed: what the plan says of it, and the facts it was planned from."""

    reminder: Reminder
    owed: Owed
    task: TaskFacts

    @property
    def is_for_doer(self) -> bool:
        """Whether the reader has to do the task, or heads its unit, himself or in another's place."""
        return (self.owed.for_id or self.owed.person_id) in concerned(self.task)


def _checking(write: Writer, settings: Settings) -> Check:
    def check(session: Session, message: Message, now: datetime) -> Letter | Cancel:
        held, dropped = _sorted_out(session, message, now)
        if not held:
            reasons = "; ".join(dict.fromkeys(dropped))
            return Cancel(_("Không còn đúng khi thư đến lượt gửi: %(reasons)s.", reasons=reasons))
        return write(_occasion(session, message, held, now, settings))

    return check


def _sorted_out(session: Session, message: Message, now: datetime) -> tuple[list[_Held], list[str]]:
    """The reminders of the message that are still owed, and why the others are not."""
    committee = session.get_one(Committee, message.committee_id)
    reminders = list(session.scalars(_carried(message)).unique())
    found = gather.gather_some(session, committee, sorted({reminder.task_id for reminder in reminders}), now)
    tasks = {task.id: task for task in found}
    owed = {one.key: one for one in plan(found, gather.setting(session, committee), now)}
    held, dropped = [], []
    for reminder in reminders:
        task = tasks[reminder.task_id]
        one = owed.get((reminder.task_id, reminder.due_version, reminder.step, reminder.person_id))
        if one:
            held.append(_Held(reminder, one, task))
        else:
            reminder.state, reminder.reason = ReminderState.DROPPED, why_not(reminder, task)
            dropped.append(reminder.reason)
    return held, dropped


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
    session: Session, message: Message, held: list[_Held], now: datetime, settings: Settings
) -> letters.Occasion:
    committee = session.get_one(Committee, message.committee_id)
    terms = gather.setting(session, committee)
    places = gather.people(session, committee.id, {one.owed.for_id for one in held if one.owed.for_id})
    return letters.Occasion(
        session=session,
        committee=committee,
        person=session.get_one(Person, message.person_id),
        reminders=[one.reminder for one in held],
        places={one.reminder.id: places[one.owed.for_id] for one in held if one.owed.for_id},
        reportable=frozenset(one.reminder.task_id for one in held if one.is_for_doer),
        now=Now(now, committee.timezone, terms.calendar, terms.rules),
        base_url=settings.base_url,
        mail_from=settings.mail_from,
        secret=settings.secret_key,
        day=clock.local_day(now, committee.timezone),
    )
