"""What the words of a reminder are made from: its rows, who said what, and how long something has waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _, _n
from taskapp.base.text import one_line
from taskapp.people.models import Person
from taskapp.reminders.models import Reminder
from taskapp.tasks.lists import Now
from taskapp.tasks.models import Task, TaskEvent
from taskapp.workdays.arithmetic import workdays_between

OPINION = 300  # characters of an opinion that a mail carries


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
    text = one_line(text)
    return text if len(text) <= OPINION else text[: OPINION - 1].rstrip() + "…"


def who(by: Person | None, on_behalf_of: Person | None) -> str:
    """Whose words they are, and in whose place."""
    if by is None:
        return _("Hệ thống")
    if on_behalf_of is None:
        return by.full_name
    return _("%(name)s thay %(other)s", name=by.full_name, other=on_behalf_of.full_name)
