"""What the words of a reminder are made from: its rows, who said what, and how long something has waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _n
from taskapp.base.text import one_line, shortened
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message, MessageState
from taskapp.people.models import Person
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.tasks.models import Explanation, Task, TaskEvent
from taskapp.tasks.now import Now
from taskapp.workdays.arithmetic import workdays_between

OPINION = 300  # characters of an opinion that a mail carries
CALLING = ("assigned", "named", "unaccepted", "before", "overdue", "urged", "directed")  # steps that call on the doers


@dataclass(frozen=True)
class Case:
    """One reminder that is to be put in words."""

    session: Session
    reminder: Reminder
    now: Now

    @property
    def task(self) -> Task:
        return self.reminder.task

    @property
    def number(self) -> int:
        """The number in the step: of an event, a request, a comment …"""
        return int(self.reminder.step.split(":")[1])

    def event(self) -> TaskEvent:
        """The event whose version the step names."""
        query = scoped(TaskEvent, self.reminder.committee_id)
        of_task = (TaskEvent.task_id == self.reminder.task_id, TaskEvent.version == self.number)
        found: TaskEvent = self.session.scalars(query.where(*of_task)).one()
        return found

    def last_event(self, kind: str) -> TaskEvent | None:
        """The newest event of that kind."""
        query = scoped(TaskEvent, self.reminder.committee_id)
        query = query.where(TaskEvent.task_id == self.reminder.task_id, TaskEvent.kind == kind)
        found: TaskEvent | None = self.session.scalars(query.order_by(TaskEvent.version.desc()).limit(1)).first()
        return found


def tried(case: Case) -> str:
    """What has been done so far about a task that is overdue: letters that went out, urgings, an explanation."""
    task, committee_id = case.task, case.reminder.committee_id
    letters, last = case.session.execute(_letters(committee_id, task.id)).one()
    told = _("chưa có thư nhắc nào đi được")
    if letters:
        day = formats.day(clock.local_day(last, case.now.zone))
        told = _n("đã nhắc 1 lần, ngày %(day)s", "đã nhắc %(num)s lần, lần cuối %(day)s", letters, day=day)
    urged = _n("đôn đốc 1 lần", "đôn đốc %(num)s lần", task.urgings) if task.urgings else _("chưa đôn đốc")
    query = scoped(Explanation, committee_id, Explanation.text).where(Explanation.task_id == task.id)
    text = case.session.scalar(query.order_by(Explanation.due_version.desc()).limit(1))
    explained = _("giải trình: %(text)s", text=short(text)) if text else _("chưa có giải trình")
    return formats.sentence(one_line(f"{told}; {urged}; {explained}"))


def _letters(committee_id: int, task_id: int) -> Select[Any]:
    """How many letters recalled the task to those who have to do it, and when the last of them went."""
    query = scoped(Message, committee_id, func.count(Message.id.distinct()), func.max(Message.finished_at))
    return query.join(Reminder, Reminder.message_id == Message.id).where(
        Reminder.task_id == task_id,
        Reminder.channel == Channel.MAIL,
        Reminder.state == ReminderState.CARRIED,
        or_(*(Reminder.step.startswith(f"{kind}:") for kind in CALLING)),
        Message.state == MessageState.DELIVERED,
    )


def waited(case: Case, since: datetime) -> str:
    """Since when a decision is waited for, in working days up to today; the first morning counts one."""
    begun, now = clock.local_day(since, case.now.zone), case.now
    days = max(1, workdays_between(begun, now.today, now.calendar))
    return _n("Đã chờ quyết định 1 ngày làm việc", "Đã chờ quyết định %(num)s ngày làm việc", days)


def reason(event: TaskEvent) -> str:
    """The note and the reason of an event."""
    return f"{short(event.note)} {because(event.reason)}".strip()


def because(reason: str) -> str:
    """The reason, called one; empty without."""
    return _("Lý do: %(text)s", text=short(reason)) if reason else ""


def short(text: str) -> str:
    """In one line, as much of it as a mail carries."""
    return shortened(one_line(text), OPINION)


def who(by: Person | None, on_behalf_of: Person | None) -> str:
    """Whose words they are, and in whose place."""
    if by is None:
        return _("Hệ thống")
    if on_behalf_of is None:
        return by.full_name
    return _("%(name)s thay %(other)s", name=by.full_name, other=on_behalf_of.full_name)
