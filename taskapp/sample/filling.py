"""Tasks by the thousand, with all that people did about them, written in the order in which it happened."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.text import fold
from taskapp.reminders import marks
from taskapp.sample import bulk, courses, lives, words
from taskapp.sample.courses import Course
from taskapp.sample.days import Days, stamp
from taskapp.sample.lives import Given, Lived, live
from taskapp.sample.office import Office
from taskapp.tasks.directive_models import Directive, directive_key
from taskapp.tasks.documents import number_key
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Extension
from taskapp.tasks.states import Kind, Source
from taskapp.workdays import calendars

BATCH = 20_000  # rows of events written at once
COURSES = 500
SUPPORTED = 0.1  # the share of tasks with a supporting unit
STUCK, LONGEST_STUCK = 0.25, 90  # the share of open tasks on which nobody goes on; working days past the limit
PER_DOCUMENT = 6  # most tasks of one document
DIRECTIVE = (
    "id", "committee_id", "number", "number_key", "issued_on", "issuer", "kind", "subject", "signer", "urgency",
    "created_at", "created_by_id", "is_incoming", "entered_on", "search_key",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """How many tasks, how many of them still open, over how many years; the seed makes it the same each time."""

    tasks: int
    still_open: int
    years: float
    seed: int


@dataclass
class Made:
    """How many rows were made."""

    tasks: int = 0
    parts: int = 0
    events: int = 0


def days_of(session: Session, office: Office, years: float, now: datetime) -> Days:
    """The working days on which load data lie."""
    committee = office.committee
    today = clock.local_day(now, committee.timezone)
    return Days(calendars.load(session, committee.id), today, years, committee.timezone)


def fill(
    session: Session, office: Office, wanted: Wanted, *, now: datetime, tell: Callable[[int], None] = lambda _n: None
) -> Made:
    """Add the tasks up to the last working day before `now`; `tell` hears how many more are there. Does not commit.

    What would have been owed by then counts as reminded: no mail goes out for the past.
    """
    days = days_of(session, office, wanted.years, now)
    papers, told = Documents(session, office, days, Random(wanted.seed), bulk.next_id(session, Directive)), 0
    written = _Written(session, papers)
    with bulk.much(session, (Directive, Task, Submission, Extension, Explanation, TaskEvent)):
        for given in lots(papers, wanted, bulk.next_id(session, Task)):
            written.take(live(given, days), given.kind)
            if written.is_full:
                written.write(before=days.instant(given.start, 0, 0))
                tell(written.made.tasks - told)
                told = written.made.tasks
        written.write()
    tell(written.made.tasks - told)
    marks.write(session, office.committee.id, now)
    return written.made


def lots(papers: Documents, wanted: Wanted, first_id: int) -> Iterator[Given]:
    """The tasks in the order in which they are given out, each followed by its part; `papers` gathers their documents.

    Those that are over begin early enough to be; the others stand somewhere in their course.
    """
    random, days, ids = papers.random, papers.days, _Ids(first_id)
    drawn = courses.drawn(random, COURSES)
    lengths = [course.length for course in drawn]
    waiting = _still_open(random, drawn, wanted, days)
    over, last = wanted.tasks - sum(map(len, waiting.values())), max(1, days.last - lengths[0])
    for day in range(days.last + 1):
        fitting = bisect_right(lengths, days.last - day)
        count = 0 if day >= last else over * (day + 1) // last - over * day // last
        begun = [drawn[random.randrange(fitting)] for _number in range(count)] + waiting.get(day, [])
        for course in sorted(begun, key=lambda course: course.minute):
            yield from _given(ids, papers.office, papers.of(day, course), random, course)


def _still_open(random: Random, drawn: list[Course], wanted: Wanted, days: Days) -> dict[int, list[Course]]:
    found: dict[int, list[Course]] = defaultdict(list)
    long = [course for course in drawn if course.length]
    for _number in range(min(wanted.still_open, wanted.tasks)):
        course, back = random.choice(long), 0
        if random.random() < STUCK and course.limit:
            course, back = courses.stuck(course), course.limit + random.randint(1, LONGEST_STUCK)
        found[max(0, days.last - (back or random.randrange(course.length)))].append(course)
    return found


@dataclass
class _Ids:
    next: int

    def take(self) -> int:
        self.next += 1
        return self.next - 1


@dataclass(frozen=True)
class _Paper:
    id: int
    number: str
    day: int
    leader: tuple[int, str]
    committee_id: int


def _given(ids: _Ids, office: Office, paper: _Paper, random: Random, course: Course) -> Iterator[Given]:
    number, desk = ids.take(), random.choice(office.desks)
    content, key = words.content(random, number)
    whole = Given(
        id=number,
        committee_id=paper.committee_id,
        course=course,
        start=paper.day,
        second=number % 60,
        desk=desk,
        officer=random.choice(desk.officers),
        assigner_id=paper.leader[0],
        assigner_title=paper.leader[1],
        monitor_id=office.monitor_id,
        content=content,
        search_key=f"{key} {fold(paper.number)}",
        directive_id=paper.id,
        source=random.choice((Source.OWN, Source.OWN, Source.PROVINCE, Source.GOVERNMENT, Source.PARTY)),
        field=random.choice(words.FIELDS),
        starred=random.random() < 0.05,
    )
    yield whole
    part = courses.part_of(course) if random.random() < SUPPORTED else None
    if part:
        beside = random.choice([each for each in office.desks if each != desk])
        changed: dict[str, Any] = {"id": ids.take(), "kind": Kind.PART, "parent_id": number, "course": part}
        yield replace(whole, **changed, desk=beside, officer=random.choice(beside.officers), decider_id=desk.head_id)


@dataclass
class Documents:
    """The documents that give tasks: some give one, some several of the same day."""

    session: Session
    office: Office
    days: Days
    random: Random
    next_id: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    last: _Paper | None = None
    left: int = 0

    def of(self, day: int, course: Course) -> _Paper:
        """The document of the next task, which is given out on this day."""
        if self.last is None or self.last.day != day or not self.left:
            self.last, self.left = self._new(day, course), self.random.randint(1, PER_DOCUMENT)
        self.left -= 1
        return self.last

    def write(self) -> None:
        """Put what has gathered into the database: before its tasks."""
        bulk.insert(self.session, Directive, DIRECTIVE, self.rows)
        self.rows = []

    def _new(self, day: int, course: Course) -> _Paper:
        known, self.next_id = self.next_id, self.next_id + 1
        leader, (kind, letters) = self.random.choice(self.office.leaders), self.random.choice(words.KINDS)
        number, committee = f"{known}/{letters}", self.office.committee
        paper = _Paper(known, number, day, leader, committee.id)
        subject = f"V/v {self.random.choice(words.OBJECTS)}"
        on, at = self.days.written[day], stamp(self.days.instant(day, course.minute, 0))
        self.rows.append((
            paper.id, committee.id, number, number_key(number), on, committee.name, kind, subject, "", "ordinary", at,
            leader[0], 0, on, directive_key(number, subject, committee.name, "", kind),
        ))  # fmt: skip
        return paper


class _Written:
    """Rows on their way to the database; events wait until nothing earlier can come."""

    def __init__(self, session: Session, papers: Documents) -> None:
        self.session, self.papers, self.made = session, papers, Made()
        self._tasks: list[lives.Row] = []
        self._papers: dict[Any, list[Any]] = {Submission: [], Extension: [], Explanation: []}
        self._events: list[tuple[int, int, lives.Row]] = []
        self._order = 0

    @property
    def is_full(self) -> bool:
        return len(self._tasks) >= BATCH // 4

    def take(self, lived: Lived, kind: Kind) -> None:
        self._tasks.append(lived.task)
        self._papers[Submission] += lived.submissions
        self._papers[Extension] += lived.extensions
        self._papers[Explanation] += lived.explanations
        for instant, row in lived.events:
            self._order += 1
            heapq.heappush(self._events, (instant, self._order, row))
        is_whole = kind is Kind.OFFICIAL
        self.made.tasks += is_whole
        self.made.parts += not is_whole

    def write(self, before: int | None = None) -> None:
        """Write what has been taken; of the events those recorded earlier than `before`, all when None."""
        self.papers.write()
        bulk.insert(self.session, Task, lives.TASK, self._tasks)
        bulk.insert(self.session, Submission, lives.SUBMISSION, self._papers[Submission])
        bulk.insert(self.session, Extension, lives.EXTENSION, self._papers[Extension])
        bulk.insert(self.session, Explanation, lives.EXPLANATION, self._papers[Explanation])
        self._tasks = []
        for kept in self._papers.values():
            kept.clear()
        due = []
        while self._events and (before is None or self._events[0][0] < before):
            due.append(heapq.heappop(self._events)[2])
        bulk.insert(self.session, TaskEvent, lives.EVENT, due)
        self.made.events += len(due)
