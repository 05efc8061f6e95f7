"""The letters: a digest a morning, most urgent first, and one at once for what just happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import render_template

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.outbox.contract import Letter
from taskapp.people.models import Committee, Person
from taskapp.reminders.models import Reminder
from taskapp.tasks import lists
from taskapp.tasks.deadlines import TimeClass
from taskapp.tasks.models import Task
from taskapp.tasks.states import State

LATE = timedelta(hours=4)  # a reminder carried later than this after it was owed says so
SUBJECT = 120


@dataclass(frozen=True)
class Occasion:
    """Who is written to, about which reminders, as of which moment."""

    committee: Committee
    person: Person
    reminders: Sequence[Reminder]
    now: lists.Now
    base_url: str
    day: date

    @property
    def is_late(self) -> bool:
        return any(self.now.at - reminder.owed_since > LATE for reminder in self.reminders)


@dataclass(frozen=True)
class Line:
    """One task in a letter: its limit in words, what it is, where it comes from, its address; `news` what happened."""

    news: str
    due: str
    note: str
    content: str
    source: str
    href: str


def digest(occasion: Occasion) -> Letter:
    """The morning's letter: every task once, under the most urgent heading that fits it."""
    groups: dict[str, list[Line]] = {name: [] for name in _headings()}
    for reminder in {reminder.task_id: reminder for reminder in occasion.reminders}.values():
        groups[_heading(reminder.task, occasion.now)].append(_line(reminder, occasion))
    shown = [(name, lines) for name, lines in groups.items() if lines]
    count = sum(len(lines) for _name, lines in shown)
    parts = ", ".join(f"{len(lines)} {name.lower()}" for name, lines in shown)
    subject = _("Nhắc việc %(day)s: %(parts)s", day=formats.day(occasion.day), parts=parts)
    return _letter("digest", subject, occasion, groups=shown, count=count)


def at_once(occasion: Occasion) -> Letter:
    """The letter about one thing that just happened to one task."""
    reminder = occasion.reminders[0]
    step, what, task = reminder.step.partition(":")[0], _news(reminder), reminder.task
    reason = task.submissions[-1].decision_reason if task.submissions and step in ("approved", "sent_back") else ""
    subject = f"{what}: {task.content}"
    if len(subject) > SUBJECT:
        subject = subject[: SUBJECT - 1].rstrip() + "…"
    letter = _letter("task", subject, occasion, what=what, line=_line(reminder, occasion), reason=reason)
    thread = f"<task-{task.id}.{occasion.committee.code}@{urlsplit(occasion.base_url).hostname}>"
    return Letter(letter.subject, letter.text, letter.html, headers={"References": thread, "In-Reply-To": thread})


def _letter(name: str, subject: str, occasion: Occasion, **values: object) -> Letter:
    shared = {"occasion": occasion, "subject": subject, **values}
    text = render_template(f"mail/{name}/body.txt", **shared)
    html = render_template(f"mail/{name}/body.html", **shared)
    return Letter(subject=subject, text=text, html=html)


def _headings() -> tuple[str, ...]:
    return (_("Quá hạn"), _("Hôm nay"), _("Sắp đến hạn"), _("Chờ tiếp nhận"), _("Cần xem lại"), _("Tin về nhiệm vụ"))


def _heading(task: Task, now: lists.Now) -> str:
    if task.state in (State.DONE, State.SUBMITTED):
        return _("Tin về nhiệm vụ")
    cls = lists.time_class(task, now)
    if cls is TimeClass.OVERDUE:
        return _("Quá hạn")
    if task.due_on == now.today:
        return _("Hôm nay")
    if task.state is State.ASSIGNED and cls is not TimeClass.DUE_SOON:
        return _("Chờ tiếp nhận")
    return (
        _("Sắp đến hạn")
        if cls is TimeClass.DUE_SOON
        else _("Cần xem lại")
        if cls is TimeClass.NO_LIMIT
        else _("Tin về nhiệm vụ")
    )


def _news(reminder: Reminder) -> str:
    """What happened, for the steps that tell of something; empty for those that recall a limit."""
    names = {
        "assigned": _("Giao việc"),
        "assigned_support": _("Phối hợp thực hiện"),
        "named": _("Phân công xử lý"),
        "extended": _("Gia hạn"),
        "approved": _("Đã duyệt kết quả"),
        "sent_back": _("Trả lại kết quả"),
    }
    return names.get(reminder.step.partition(":")[0], "")


def _line(reminder: Reminder, occasion: Occasion) -> Line:
    task = reminder.task
    cls = lists.time_class(task, occasion.now)
    document = task.directive
    source = document.number if document else ""
    if document and document.issued_on:
        source = _("%(number)s ngày %(day)s", number=document.number, day=formats.day(document.issued_on))
    return Line(
        news=_news(reminder),
        due=lists.due_text(task, cls, occasion.now),
        note=lists.due_note(task),
        content=task.content,
        source=source,
        href=f"{occasion.base_url}/tasks/{task.id}",
    )
