"""Rows of tasks by the thousand, in the order in which people did it all; nothing is read or written here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from random import Random
from typing import NamedTuple

from taskapp.base.db import Base
from taskapp.base.text import fold
from taskapp.sample import courses, lives, words
from taskapp.sample.courses import Course
from taskapp.sample.days import Days, stamp
from taskapp.sample.lives import Given, Row, live
from taskapp.sample.office import Office
from taskapp.tasks.directive_models import Directive, directive_key
from taskapp.tasks.documents import number_key
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Extension
from taskapp.tasks.states import Kind, Source

BATCH = 2_000  # tasks whose rows are written at once
COURSES = 500
SUPPORTED = 0.1  # the share of tasks with a supporting unit
STUCK, LONGEST_STUCK = 0.25, 90  # the share of open tasks on which nobody goes on; working days past the limit
PER_DOCUMENT = 6  # most tasks of one document
DIRECTIVE = (
    "id", "committee_id", "number", "number_key", "issued_on", "issuer", "kind", "subject", "signer", "urgency",
    "created_at", "created_by_id", "is_incoming", "entered_on", "search_key",
)  # fmt: skip
COLUMNS: dict[type[Base], tuple[str, ...]] = {  # a document comes before its tasks, a task before what was done
    Directive: DIRECTIVE,
    Task: lives.TASK,
    Submission: lives.SUBMISSION,
    Extension: lives.EXTENSION,
    Explanation: lives.EXPLANATION,
    TaskEvent: lives.EVENT,
}


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

    def add(self, other: Made) -> None:
        """Count these too."""
        self.tasks += other.tasks
        self.parts += other.parts
        self.events += other.events


class Batch(NamedTuple):
    """Rows with the columns of COLUMNS, table after table, and how many they are."""

    rows: list[list[Row]]
    made: Made


def batches(papers: Documents, wanted: Wanted, first_id: int) -> Iterator[Batch]:
    """All rows, a few thousand tasks at once; events lie in the order of time, also from one batch to the next."""
    kept = _Kept(papers)
    for given in lots(papers, wanted, first_id):
        kept.take(given)
        if kept.is_full:
            yield kept.give(before=papers.days.instant(given.start, 0, 0))
    yield kept.give()


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


class _Paper(NamedTuple):
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
        officer, taken = random.choice(beside.officers), ids.take()
        shared = whole._replace(id=taken, kind=Kind.PART, parent_id=number, course=part)
        yield shared._replace(desk=beside, officer=officer, decider_id=desk.head_id)


@dataclass
class Documents:
    """The documents that give tasks: some give one, some several of the same day."""

    office: Office
    days: Days
    random: Random
    next_id: int
    rows: list[Row] = field(default_factory=list)
    last: _Paper | None = None
    left: int = 0

    def of(self, day: int, course: Course) -> _Paper:
        """The document of the next task, which is given out on this day."""
        if self.last is None or self.last.day != day or not self.left:
            self.last, self.left = self._new(day, course), self.random.randint(1, PER_DOCUMENT)
        self.left -= 1
        return self.last

    def _new(self, day: int, course: Course) -> _Paper:
        known, self.next_id = self.next_id, self.next_id + 1
        leader, (kind, letters) = self.random.choice(self.office.leaders), self.random.choice(words.KINDS)
        number, committee = f"{known}/{letters}", self.office.committee
        paper = _Paper(known, number, day, leader, committee.id)
        subject = f"V/v {self.random.choice(words.OBJECTS)}"
        on, at = self.days.written[day], stamp(self.days.instant(day, course.minute, 0))
        self.rows.append((
            paper.id, committee.id, number, number_key(number), on, committee.name, kind, subject, "", "ordinary", at,
            leader[0], 0, on, directive_key(number, *map(words.folded, (subject, committee.name, kind))),
        ))  # fmt: skip
        return paper


class _Kept:
    """Rows until there are many; events wait until nothing earlier can come."""

    def __init__(self, papers: Documents) -> None:
        self.papers = papers
        self._events: list[tuple[int, Row]] = []
        self._start()

    def _start(self) -> None:
        self.papers.rows = []
        self._tasks: list[Row] = []
        self._submissions: list[Row] = []
        self._extensions: list[Row] = []
        self._explanations: list[Row] = []
        self._made = Made()

    @property
    def is_full(self) -> bool:
        return len(self._tasks) >= BATCH

    def take(self, given: Given) -> None:
        lived = live(given, self.papers.days)
        self._tasks.append(lived.task)
        self._submissions += map(tuple, lived.submissions)
        self._extensions += map(tuple, lived.extensions)
        self._explanations += lived.explanations
        self._events += lived.events
        is_whole = given.kind is Kind.OFFICIAL
        self._made.tasks += is_whole
        self._made.parts += not is_whole

    def give(self, before: int | None = None) -> Batch:
        """What has been taken; of the events those recorded earlier than `before`, all when None."""
        self._events.sort(key=itemgetter(0))  # what was taken first stays first
        count = len(self._events) if before is None else bisect_left(self._events, before, key=itemgetter(0))
        events, self._events = [row for _instant, row in self._events[:count]], self._events[count:]
        self._made.events = count
        rows = [self.papers.rows, self._tasks, self._submissions, self._extensions, self._explanations, events]
        given = Batch(rows, self._made)
        self._start()
        return given
