"""Just before a message goes out: plan its tasks again, drop what is no longer owed, write the letter of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, func, update
from sqlalchemy.orm import Session, joinedload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _l
from taskapp.base.settings import Settings
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import CODE, Cancel, Check, Checks, Letter
from taskapp.outbox.models import Message
from taskapp.people.access import idle
from taskapp.people.factors import letters as factor_letters
from taskapp.people.models import Committee, Person
from taskapp.reminders import gather, hook_notices, letters, notes, probe, reconciliation
from taskapp.reminders.carrying import AT_ONCE, DIGEST
from taskapp.reminders.facts import TO_DO, TaskFacts, concerned
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import ONCE, Owed, Setting
from taskapp.reminders.plan import plan
from taskapp.reports import sending_letters, sendings
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
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
    "checkpoint": _l("đã cập nhật tiến độ, hoặc thời hạn đã đổi"),
    "unreported": _l("đã cập nhật tiến độ, hoặc thời hạn đã đổi"),
    "reviewing": _l("đã rà soát, hoặc nhiệm vụ đã có thời hạn"),
    "at_risk": _l("nguy cơ trễ không còn cao, hoặc thời hạn đã đổi"),
}


def checks(settings: Settings) -> Checks:
    """Who says, for each kind of message, whether it still holds, and what it says.

    The tasks of all messages that are about to be sent are read and planned at once, not mail by mail.
    """

    def table(session: Session, messages: Sequence[Message], now: datetime) -> Mapping[str, Check]:
        told = [message for message in messages if message.kind in (AT_ONCE, DIGEST)]
        sights = {number: _look(session, number, told, now) for number in {m.committee_id for m in told}}
        return {
            AT_ONCE: _checking(letters.at_once, notes.at_once, settings, sights),
            DIGEST: _checking(letters.digest, notes.digest, settings, sights),
            reconciliation.KIND: reconciliation.checking(settings.base_url),
            probe.KIND: probe.checking(settings.base_url),
            idle.KIND: idle.checking(settings.base_url),
            hook_notices.KIND: hook_notices.checking(settings.base_url),
            factor_letters.KIND: factor_letters.checking(settings.base_url),
            sendings.KIND: sending_letters.checking(settings.base_url),
            CODE: notes.code_checking(settings),
        }

    return table


Writer = Callable[[letters.Occasion], Letter]


@dataclass(frozen=True)
class _Sight:
    """One committee's side of the messages about to be sent: what they carry, and how its tasks stand."""

    committee: Committee
    terms: Setting
    now: datetime
    carried: Mapping[int, Sequence[Reminder]]  # by the message's id
    oldest: Mapping[tuple[int, int], datetime]  # by message and task: since when the first of it was owed
    tasks: Mapping[int, TaskFacts]
    owed: Mapping[tuple[int, int, str, int], Owed]
    persons: Mapping[int, Person]


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


def _look(session: Session, committee_id: int, messages: Sequence[Message], now: datetime) -> _Sight:
    committee = session.get_one(Committee, committee_id)
    ids = [message.id for message in messages if message.committee_id == committee_id]
    carried: dict[int, list[Reminder]] = {number: [] for number in ids}
    for reminder in session.scalars(_carried(committee_id, ids)).unique():
        carried[reminder.message_id].append(reminder)
    task_ids = sorted({reminder.task_id for reminders in carried.values() for reminder in reminders})
    terms = gather.setting(session, committee)
    found = gather.gather_some(session, committee, task_ids, now)
    owed = {one.key: one for one in plan(found, terms, now)}
    readers = {message.person_id for message in messages if message.person_id}
    persons = gather.people(session, committee_id, readers | {o.for_id for o in owed.values() if o.for_id})
    oldest = {(row[0], row[1]): row[2] for row in session.execute(_oldest(committee_id, ids))}
    return _Sight(committee, terms, now, carried, oldest, {task.id: task for task in found}, owed, persons)


def _checking(write: Writer, note: Writer, settings: Settings, sights: Mapping[int, _Sight]) -> Check:
    def check(session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        sight = sights[message.committee_id]
        held, dropped = _sorted_out(sight, message)
        along = tuple(_drop(reminder, reason) for reminder, reason in dropped)
        if not held:
            reasons = "; ".join(dict.fromkeys(reason for _reminder, reason in dropped))
            return Cancel(_("Không còn đúng khi thư đến lượt gửi: %(reasons)s.", reasons=reasons), along)
        occasion = _occasion(session, sight, message, held, settings)
        letter = write(occasion) if message.channel is Channel.MAIL else note(occasion)
        return replace(letter, along=along)

    return check


def _sorted_out(sight: _Sight, message: Message) -> tuple[list[_Held], list[tuple[Reminder, str]]]:
    """The reminders of the message that are still owed, and the others, why they are not."""
    held, dropped = [], []
    for reminder in sight.carried[message.id]:
        task = sight.tasks[reminder.task_id]
        one = sight.owed.get((reminder.task_id, reminder.due_version, reminder.step, reminder.person_id))
        if one:
            held.append(_Held(reminder, one, task))
        else:
            dropped.append((reminder, why_not(reminder, task)))
    return held, dropped


def _drop(reminder: Reminder, reason: str) -> Update:
    carried = (Reminder.id == reminder.id, Reminder.state == ReminderState.CARRIED)
    return update(Reminder).where(*carried).values(state=ReminderState.DROPPED, reason=reason)


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


def _carried(committee_id: int, message_ids: Sequence[int]) -> Select[Reminder]:
    return (
        scoped(Reminder, committee_id)
        .where(Reminder.message_id.in_(message_ids), Reminder.state == ReminderState.CARRIED)
        .options(
            joinedload(Reminder.task).joinedload(Task.directive),
            joinedload(Reminder.task).joinedload(Task.assignee),
        )
        .order_by(Reminder.id)
        .execution_options(populate_existing=True)
    )


def _oldest(committee_id: int, message_ids: Sequence[int]) -> Select[Any]:
    """What a message speaks of for others counts too: after an outage the last step may be of this very morning."""
    told = Reminder.state.in_((ReminderState.CARRIED, ReminderState.SUPERSEDED))
    columns = (Reminder.message_id, Reminder.task_id)
    query = scoped(Reminder, committee_id, *columns, func.min(Reminder.owed_since).label("since"))
    return query.where(Reminder.message_id.in_(message_ids), told).group_by(*columns)


def _occasion(
    session: Session, sight: _Sight, message: Message, held: list[_Held], settings: Settings
) -> letters.Occasion:
    zone = sight.committee.timezone
    return letters.Occasion(
        session=session,
        committee=sight.committee,
        person=sight.persons[message.person_id or 0],
        reminders=[one.reminder for one in held],
        oldest=min(sight.oldest[message.id, one.reminder.task_id] for one in held),
        places={one.reminder.id: sight.persons[one.owed.for_id] for one in held if one.owed.for_id},
        reportable=frozenset(one.reminder.task_id for one in held if one.is_for_doer),
        now=Now(sight.now, zone, sight.terms.calendar, sight.terms.rules),
        base_url=settings.base_url,
        mail_from=settings.mail_from,
        secret=settings.secret_key,
        day=clock.local_day(sight.now, zone),
    )
