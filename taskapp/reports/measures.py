"""Figures made of the record: what was known at a recorded instant, judged at a local moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from taskapp.reports.cells import Ask, Cell, opened
from taskapp.reports.holding import Held, Holder, Spread, by_assigner, spread
from taskapp.reports.ontime import Image, Judged, Yardstick, judge, late_parts
from taskapp.reports.question import Question
from taskapp.reports.reading import DECIDED, Deed, Record, read
from taskapp.reports.tally import Tally, tally
from taskapp.tasks.states import Change, Kind
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class UnitFigures:
    """One row of a report: a lead or supporting unit under the name it had, and its counts."""

    unit_id: int
    name: str
    tally: Tally


@dataclass(frozen=True)
class Measured:
    """The population of a question, each task judged: every number and every list of a page comes from here.

    `wholes`: when parts are asked about, the official tasks held up by them; `decided`: the results of official tasks
    that were decided in the period; `names`: of assigners.
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
    def units(self) -> list[UnitFigures]:
        """One row for each unit that has a task, or held one up, under the name that its newest one has."""
        tasks, wholes = _by_unit(self.judged), _held_up_by_unit(self.wholes)
        names = {part.lead_unit_id: part.lead_unit_name for whole in self.wholes for part in whole.held_up_by}
        names |= {unit_id: _name_at_the_time(found) for unit_id, found in tasks.items()}
        return [
            UnitFigures(unit_id, name, _add_up(tasks.get(unit_id, ()), wholes.get(unit_id, ())))
            for unit_id, name in names.items()
        ]

    def tasks(self, cell: Cell, ask: Ask, unit_id: int | None = None) -> list[Judged]:
        """The tasks behind a number, of one unit if given; most urgent first."""
        return opened(self.wholes if cell is Cell.HOLDS_UP else self.judged, cell, ask, unit_id)

    @cached_property
    def waiting(self) -> tuple[Held, ...]:
        """The results that wait for a decision at the moment judged."""
        return tuple(
            Held(task.image.task_id, task.image.assigner_id, task.image.submitted_on, self.by.at.on)
            for task in self.judged
            if task.verdict.is_waiting and task.image.submitted_on
        )

    @cached_property
    def holders(self) -> list[Holder]:
        """How long results lay with each assigner."""
        return by_assigner(self.waiting, self.decided, self.names, self.by.calendar)

    @property
    def lying(self) -> Spread:
        """How long the waiting results have lain, all together."""
        return spread(self.waiting, self.by.calendar)

    @property
    def settled(self) -> Spread:
        """How long those decided in the period had lain, all together."""
        return spread(self.decided, self.by.calendar)


def measure(session: Session, question: Question) -> Measured:
    """Answer a question, in two queries whatever its size."""
    return judged_by(question, read(session, question), calendars.load(session, *question.known))


def judged_by(question: Question, record: Record, calendar: Calendar) -> Measured:
    """Answer a question from a record read already; it must reach back to its first day."""
    by = Yardstick(question.at, calendar, question.basis, record.is_strict)
    wholes = _held_up(_judged(Kind.OFFICIAL, question, record, by), record, by)
    if question.kind is Kind.OFFICIAL:
        asked = tuple(task for task in wholes if task.image.task_id in record.asked)
        return Measured(question, by, asked, decided=_decided(question, record), names=record.names)
    parts = _judged(question.kind, question, record, by)
    asked = tuple(part for part in parts if part.image.task_id in record.asked)
    ours = (replace(task, held_up_by=tuple(p for p in task.held_up_by if p.task_id in record.asked)) for task in wholes)
    return Measured(question, by, asked, wholes=tuple(task for task in ours if task.held_up_by))


def _judged(kind: Kind, question: Question, record: Record, by: Yardstick) -> list[Judged]:
    """The tasks of the kind that the period counts, each with how often its unit was urged."""
    urged = Counter((deed.task_id, deed.unit_id) for deed in _deeds(question, record, Change.URGE.value))
    images = (image for image in record.images if image.task_kind is kind)
    return [
        replace(task, urgings=urged[task.image.task_id, task.image.lead_unit_id])
        for task in judge(images, question.first, question.last, by)
    ]


def _held_up(wholes: Iterable[Judged], record: Record, by: Yardstick) -> list[Judged]:
    """The same tasks, each late one with the parts that held it up."""
    parts: dict[int, list[Image]] = defaultdict(list)
    for image in record.images:
        if image.task_kind is Kind.PART and image.parent_id is not None:
            parts[image.parent_id].append(image)
    return [replace(task, held_up_by=late_parts(task, parts[task.image.task_id], by)) for task in wholes]


def _decided(question: Question, record: Record) -> tuple[Held, ...]:
    return tuple(
        Held(deed.task_id, deed.assigner_id, deed.since, deed.on)
        for deed in _deeds(question, record, *DECIDED)
        if deed.since is not None and deed.task_kind is Kind.OFFICIAL
    )


def _deeds(question: Question, record: Record, *kinds: str) -> Iterable[Deed]:
    return (deed for deed in record.deeds if deed.kind in kinds and question.first <= deed.on <= question.last)


def _by_unit(tasks: Iterable[Judged]) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = defaultdict(list)
    for task in tasks:
        found[task.image.lead_unit_id].append(task)
    return found


def _held_up_by_unit(wholes: Iterable[Judged]) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = defaultdict(list)
    for task in wholes:
        for part in task.held_up_by:
            found[part.lead_unit_id].append(task)
    return found


def _add_up(tasks: Iterable[Judged], wholes: Iterable[Judged]) -> Tally:
    return tally(tasks) + Tally(held_up=sum(1 for _whole in wholes))


def _name_at_the_time(found: list[Judged]) -> str:
    newest = max(found, key=lambda task: (task.image.issued_on or date.min, task.image.task_id))
    return newest.image.lead_unit_name
