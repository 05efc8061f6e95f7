"""The letters: a digest a morning, most urgent first, and one at once for what just happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.outbox import rendering
from taskapp.outbox.contract import Attachment, Letter
from taskapp.people.frame import written
from taskapp.people.models import Committee, Person
from taskapp.reminders import calendar_entry, report_links
from taskapp.reminders.calendar_entry import Entry
from taskapp.reminders.facts import TO_DO
from taskapp.reminders.headings import heading, headings
from taskapp.reminders.models import Reminder
from taskapp.reminders.telling import Told, tell
from taskapp.tasks import row_words
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.states import MOVES, Kind, LimitKind, Move
from taskapp.tasks.words import KIND_NAMES

LATE = timedelta(hours=4)  # a letter that comes later than this after the first of it was owed says so
SUBJECT = 120
# What gives the reader a limit, or another one, for his calendar; and what takes the task from him again.
GIVES = frozenset({"assigned", "named", "extended", "moved", "reopened", "sent_back"})
TAKES = frozenset({"ended", "taken_away"})


@dataclass(frozen=True)
class Occasion:
    """Who is written to, about which reminders, as of which moment.

    `oldest`: since when the first of what it speaks of was owed; `places`: in whose place, by the reminder's id;
    `reportable`: ids of the tasks that are the reader's to do.
    """

    session: Session
    committee: Committee
    person: Person
    reminders: Sequence[Reminder]
    oldest: datetime
    now: Now
    base_url: str
    mail_from: str
    secret: str
    day: date
    places: Mapping[int, Person]
    reportable: frozenset[int]

    @property
    def policies(self) -> str:
        """The versions of the policy under which the reminders were owed."""
        return ", ".join(str(version) for version in sorted({one.policy_version for one in self.reminders}))

    @property
    def choice_href(self) -> str:
        """Where the reader chooses what to do without."""
        return f"{self.base_url}/account/reminders"

    @property
    def is_late(self) -> bool:
        return self.now.at - self.oldest > LATE


@dataclass(frozen=True)
class Line:
    """One task in a letter: what happened or waits, its limit in words, what it is, whose, where from, its address.

    `report_href`: where the reader reports without signing in, empty when it is not his to do; `words`: what was said
    with it; `place`: the name of the person in whose place the reader gets it.
    """

    due: str
    note: str
    content: str
    about: str
    href: str
    report_href: str
    words: Sequence[str]
    place: str


def digest(occasion: Occasion) -> Letter:
    """The morning's letter: every task once, under the most urgent heading of its reminders."""
    groups = by_heading(occasion)
    subject = digest_subject(occasion, groups)
    shown = [(name, [_line(reminders, occasion) for reminders in tasks]) for name, tasks in groups]
    count = sum(len(lines) for _name, lines in shown)
    is_private = any(line.report_href for _name, lines in shown for line in lines)
    return _letter("digest", subject, occasion, groups=shown, count=count, is_private=is_private)


def by_heading(occasion: Occasion) -> list[tuple[str, list[list[Reminder]]]]:
    """The reminders of each task, the most urgent first, under its heading; headings in their order, none empty."""
    order = {name: place for place, name in enumerate(headings())}
    of_task: dict[int, list[tuple[int, Reminder]]] = defaultdict(list)
    for reminder in occasion.reminders:
        of_task[reminder.task_id].append((order[heading(reminder, occasion.now)], reminder))
    groups: list[list[list[Reminder]]] = [[] for _name in order]
    for found in of_task.values():
        found.sort(key=lambda one: (one[0], one[1].id))
        groups[found[0][0]].append([reminder for _place, reminder in found])
    return [(name, groups[place]) for name, place in order.items() if groups[place]]


def digest_subject(occasion: Occasion, groups: Sequence[tuple[str, Sequence[object]]]) -> str:
    """The morning in one line: how many tasks under each heading."""
    parts = ", ".join(f"{len(tasks)} {name.lower()}" for name, tasks in groups)
    return _("Nhắc việc %(day)s: %(parts)s", day=formats.day(occasion.day), parts=parts)


def at_once(occasion: Occasion) -> Letter:
    """The letter about one thing that just happened to one task."""
    reminder = occasion.reminders[0]
    task, told = reminder.task, tell(occasion.session, reminder, occasion.now)
    line = _line_of(reminder, [Told(words=told.words)], occasion)
    files = _for_calendar(reminder, line, occasion)
    what = told.what or line.due
    values = {
        "what": what,
        "line": line,
        "is_private": bool(line.report_href),
        "file": _about_file(files, reminder),
    }
    letter = _letter("task", cut(f"{what}: {task.content}"), occasion, **values)
    thread = f"<{_address(task, occasion)}>"
    headers = {**letter.headers, "References": thread, "In-Reply-To": thread}
    return replace(letter, headers=headers, attachments=files)


def _address(task: Task, occasion: Occasion) -> str:
    return calendar_entry.uid_of(task.id, occasion.committee.code, occasion.base_url)


def _for_calendar(reminder: Reminder, line: Line, occasion: Occasion) -> tuple[Attachment, ...]:
    """The limit for the reader's calendar when he gets one; out of it again when the task is no longer his."""
    task, is_over = reminder.task, _kind(reminder) in TAKES
    is_new = _kind(reminder) in GIVES and task.due_on is not None and task.due_on >= occasion.day
    if task.limit_kind is not LimitKind.DATED or task.due_on is None or not (is_over or is_new):
        return ()
    entry = Entry(
        uid=_address(task, occasion),
        version=task.due_version,
        stamp=occasion.now.at,
        on=task.due_on,
        at=task.due_time,
        zone=occasion.now.zone,
        title=cut(_("Hạn: %(content)s", content=task.content)),
        text="\n".join(text for text in (line.about, line.href) if text),
        href=line.href,
        committee=occasion.committee.name,
        sender=rendering.sender(occasion.mail_from).addr_spec,
        is_over=is_over,
    )
    return (calendar_entry.attachment(entry),)


def _about_file(files: tuple[Attachment, ...], reminder: Reminder) -> str:
    if not files:
        return ""
    if _kind(reminder) in TAKES:
        return _("Mở tệp %(name)s kèm thư này để bỏ thời hạn khỏi lịch của anh/chị.", name=calendar_entry.NAME)
    return _("Mở tệp %(name)s kèm thư này để ghi thời hạn vào lịch của anh/chị.", name=calendar_entry.NAME)


def _kind(reminder: Reminder) -> str:
    return reminder.step.partition(":")[0]


def cut(text: str) -> str:
    """The text as long as a subject may be."""
    return text if len(text) <= SUBJECT else text[: SUBJECT - 1].rstrip() + "…"


def _letter(name: str, subject: str, occasion: Occasion, **values: object) -> Letter:
    letter = written(name, subject, occasion=occasion, **values)
    return replace(letter, headers={"X-Reminder-Policy": occasion.policies})


def _line(reminders: Sequence[Reminder], occasion: Occasion) -> Line:
    told = {tell(occasion.session, reminder, occasion.now): None for reminder in reminders}
    return _line_of(reminders[0], list(told), occasion)


def _line_of(reminder: Reminder, told: Sequence[Told], occasion: Occasion) -> Line:
    task = reminder.task
    due = row_words.due_text(task, time_class(task, occasion.now), occasion.now)
    place = occasion.places.get(reminder.id)
    return Line(
        due=" · ".join(text for text in (*(one.what for one in told), due) if text),
        note=_limit_note(task),
        content=task.content,
        about=" · ".join(text for text in _about(task, occasion.person) if text),
        href=f"{occasion.base_url}/tasks/{task.id}",
        report_href=_report_href(task, occasion),
        words=list(dict.fromkeys(one.words for one in told if one.words)),
        place=place.full_name if place else "",
    )


def _limit_note(task: Task) -> str:
    """The day of the limit; called one where it stands beside something that has been done already."""
    note = row_words.due_note(task)
    return note if not note or task.due_on is None or task.state in TO_DO else _("thời hạn %(day)s", day=note)


def _report_href(task: Task, occasion: Occasion) -> str:
    """For doers and heads, while there is something to report and the office lets mails carry the link."""
    can = task.id in occasion.reportable and task.state in MOVES[Move.SUBMIT].sources
    if not (can and occasion.now.rules.report_by_mail):
        return ""
    token = report_links.make(occasion.person, task.id, occasion.day, occasion.secret)
    return f"{occasion.base_url}/r/{token}"


def _given_by(task: Task, reader: Person) -> str:
    """In whose name it was given, as lists have it, with the name: whose words they are decides how urgent it is."""
    if task.assigner is None or task.assigner_id == reader.id:
        return ""
    who = " ".join(filter(None, (task.assigner_title, task.assigner.full_name)))
    return _("%(who)s giao", who=who)


def _about(task: Task, reader: Person) -> tuple[str, ...]:
    """What kind of work and whose, as far as the reader does not know by himself, and the document it comes from."""
    document = task.directive
    source = document.number if document else ""
    if document and document.issued_on:
        source = _("%(number)s ngày %(day)s", number=document.number, day=formats.day(document.issued_on))
    return (
        str(KIND_NAMES[task.kind]) if task.kind is not Kind.OFFICIAL else "",
        _given_by(task, reader),
        task.lead_unit_name if task.lead_unit_id != reader.unit_id else "",
        task.assignee.full_name if task.assignee and task.assignee_id != reader.id else "",
        source,
    )
