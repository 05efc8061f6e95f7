"""Figures made of the record: what was known at a recorded instant, judged at a local moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import SelectBase
from sqlalchemy.orm import Session

from taskapp.reports import present, reach
from taskapp.reports.cells import Ask, Cell, opened
from taskapp.reports.figures import Figures, Row
from taskapp.reports.holding import Held
from taskapp.reports.ontime import Image, Judged, Yardstick, judge, late_parts
from taskapp.reports.present import Sums
from taskapp.reports.question import Question
from taskapp.reports.reading import DECIDED, Deed, Record, read
from taskapp.reports.slices import Dimension, Slice, key_of
from taskapp.reports.tally import Tally, tally
from taskapp.tasks.states import Change, Kind
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Measured:
    """The population of a question, each task judged: every number and every list of a page comes from here.

    `wholes`: when parts are asked about, the official tasks held up by them; `decided`: the results of official tasks
    that were decided in the period; `names`: of persons.
    """

    question: Question
    by: Yardstick
    judged: tuple[Judged, ...]
    wholes: tuple[Judged, ...] = ()
    decided: tuple[Held, ...] = ()
    names: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def total(self) -> Tally:
        return _add_up(self.judged, self.wholes)

    @cached_property
    def units(self) -> list[Row]:
        """One row for each unit that has a task, or held one up."""
        return self.rows(Dimension.UNIT)

    def rows(self, by: Dimension) -> list[Row]:
        """One row for each key under which there is a task, or under which one was held up."""
        tasks, wholes = _tasks_by(self.judged, by), _held_up_by(self.wholes, by)
        rows = dict.fromkeys(Slice(by, key) for key in (*wholes, *tasks))
        names = self._names(by)
        return [Row(row, names[row.key], _add_up(tasks.get(row.key, ()), wholes.get(row.key, ()))) for row in rows]

    def tasks(self, cell: Cell, ask: Ask, row: Slice | None = None) -> list[Judged]:
        """The tasks behind a number, of one row if given; most urgent first."""
        return opened(self.wholes if cell is Cell.HOLDS_UP else self.judged, cell, ask, row)

    def sums(self, by: Dimension) -> Sums:
        """What the tasks add up to, by row, to be added to what others add up to."""
        newest = self._newest(by)
        return Sums(
            defaultdict(Tally, {row.slice.key: row.tally for row in self.rows(by)}),
            defaultdict(int, {key: image.task_id for key, image in newest.items()}),
            {key: image.lead_unit_name for key, image in newest.items()} if by is Dimension.UNIT else {},
            self.total,
            self.waiting,
        )

    def _names(self, by: Dimension) -> Mapping[str, str]:
        if by in (Dimension.PERSON, Dimension.ASSIGNER):
            return defaultdict(str, {str(person_id): name for person_id, name in self.names.items()})
        if by is not Dimension.UNIT:
            return defaultdict(str)
        return {key: image.lead_unit_name for key, image in self._newest(by).items()}

    def _newest(self, by: Dimension) -> Mapping[str, Image]:
        """The newest task of each row."""
        parts = (part for whole in self.wholes for part in whole.held_up_by)
        images = [*parts, *(task.image for task in self.judged)]
        images.sort(key=lambda image: image.task_id)
        return {key_of(image, by): image for image in images}

    @cached_property
    def waiting(self) -> tuple[Held, ...]:
        """The results that wait for a decision at the moment judged."""
        return tuple(
            Held(task.image.task_id, task.image.assigner_id, task.image.submitted_on, self.by.at.on)
            for task in self.judged
            if task.verdict.is_waiting and task.image.submitted_on
        )

    def figures(self, cut: Dimension) -> Figures:
        """The numbers, a row for each key of `cut`."""
        return Figures(self.question, self.by, self.rows(cut), self.total, self.waiting, self.decided, self.names)


def measure(session: Session, question: Question, among: SelectBase | None = None) -> Measured:
    """Answer a question, in two queries whatever its size; `among`: only tasks of the present with these ids."""
    return judged_by(question, read(session, question, among), calendars.load(session, *question.known))


def measure_some(session: Session, question: Question, some: Callable[[Question, Yardstick], SelectBase]) -> Measured:
    """Answer what only some tasks can be asked about: of those that look as they looked then only they are read.

    `some`: the ids of the tasks, as a query of the present, that are not to be left out. Of a past moment what has
    changed since is there besides, whatever it is. Five queries, and two more of a past moment.
    """
    half, by = reach.halves(session, question), present.yardstick(session, question)
    records = [(half.read, read(session, half.read))] if half.read else []
    if half.as_now:
        records.append((half.as_now, read(session, half.as_now, some(half.as_now, by))))
    parts = [judged_by(asked, record, by.calendar) for asked, record in records]  # no task is in two of them
    return Measured(
        question,
        by,
        tuple(task for part in parts for task in part.judged),
        tuple(whole for part in parts for whole in part.wholes),
        names={person: name for part in parts for person, name in part.names.items()},
    )


def judged_by(question: Question, record: Record, calendar: Calendar) -> Measured:
    """Answer a question from a record read already; it must reach back to its first day."""
    (measured,) = each_judged([question], record, calendar)
    return measured


def each_judged(questions: Sequence[Question], record: Record, calendar: Calendar) -> list[Measured]:
    """Answer questions that differ by the kind of tasks alone; the official ones are judged once for all."""
    first = questions[0]
    by = Yardstick(first.at, calendar, first.basis, record.is_strict)
    wholes = _held_up(_judged(Kind.OFFICIAL, first, record, by), record, by)
    return [_measured(question, record, by, wholes) for question in questions]


def _measured(question: Question, record: Record, by: Yardstick, wholes: Sequence[Judged]) -> Measured:
    """The answer to one question; `wholes`: the official tasks, each late one with the parts that held it up."""
    if question.kind is Kind.OFFICIAL:
        asked = tuple(task for task in wholes if _is_asked(task.image, question, record))
        return Measured(question, by, asked, decided=_decided(question, record), names=record.names)
    parts = _judged(question.kind, question, record, by)
    asked = tuple(part for part in parts if _is_asked(part.image, question, record))
    ours = (
        replace(task, held_up_by=tuple(part for part in task.held_up_by if _is_asked(part, question, record)))
        for task in wholes
        if task.held_up_by
    )
    return Measured(question, by, asked, wholes=tuple(task for task in ours if task.held_up_by), names=record.names)


def _is_asked(image: Image, question: Question, record: Record) -> bool:
    return image.task_id in record.asked and _is_within(image, question)


def _is_within(image: Image, question: Question) -> bool:
    return question.within is None or question.within.holds(image)


def _judged(kind: Kind, question: Question, record: Record, by: Yardstick) -> list[Judged]:
    """The tasks of the kind that the period counts, each with what was done about it."""
    urged: dict[int, list[Deed]] = defaultdict(list)
    for deed in _deeds(question, record, Change.URGE.value):
        urged[deed.image.task_id].append(deed)
    corrected = {deed.image.task_id for deed in record.deeds if deed.kind == Change.CORRECT}
    images = (image for image in record.images if image.task_kind is kind)

    def with_deeds(task: Judged) -> Judged:
        task_id = task.image.task_id
        if task_id not in urged and task_id not in corrected:
            return task
        urgings = sum(_was_its(deed, task.image) for deed in urged[task_id])
        return replace(task, urgings=urgings, is_corrected=task_id in corrected)

    return [with_deeds(task) for task in judge(images, question.first, question.last, by)]


def _was_its(deed: Deed, image: Image) -> bool:
    """Whether it was done while the unit of the image led the task, or one whose work it goes on with."""
    return deed.stays or deed.image.lead_unit_id == image.lead_unit_id


def _held_up(wholes: Iterable[Judged], record: Record, by: Yardstick) -> list[Judged]:
    """The same tasks, each late one with the parts that held it up."""
    parts: dict[int, list[Image]] = defaultdict(list)
    for image in record.images:
        if image.task_kind is Kind.PART and image.parent_id is not None:
            parts[image.parent_id].append(image)

    def with_late_ones(task: Judged) -> Judged:
        late = late_parts(task, parts.get(task.image.task_id, ()), by)
        return replace(task, held_up_by=late) if late else task

    return [with_late_ones(task) for task in wholes]


def _decided(question: Question, record: Record) -> tuple[Held, ...]:
    return tuple(
        Held(deed.image.task_id, deed.image.assigner_id, deed.since, deed.on)
        for deed in _deeds(question, record, *DECIDED)
        if deed.since is not None and deed.image.task_kind is Kind.OFFICIAL and _is_within(deed.image, question)
    )


def _deeds(question: Question, record: Record, *kinds: str) -> Iterable[Deed]:
    return (deed for deed in record.deeds if deed.kind in kinds and question.first <= deed.on <= question.last)


def _tasks_by(tasks: Iterable[Judged], by: Dimension) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for task in tasks:
        found[key_of(task.image, by)].append(task)
    return found


def _held_up_by(wholes: Iterable[Judged], by: Dimension) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = defaultdict(list)
    for task in wholes:
        for key in {key_of(part, by) for part in task.held_up_by}:
            found[key].append(task)
    return found


def _add_up(tasks: Iterable[Judged], wholes: Iterable[Judged]) -> Tally:
    return tally(tasks) + Tally(held_up=sum(1 for _whole in wholes))
