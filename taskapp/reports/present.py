"""Figures of the present, put together from groups of tasks that count alike (see grouping.py) and from deeds.

What it gives is what measure() gives, without reading the tasks one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_
from sqlalchemy.orm import Session

from taskapp.base.db import scoped, unscoped
from taskapp.reports import approving
from taskapp.reports.columns import column_of
from taskapp.reports.figures import Figures, Row
from taskapp.reports.grouping import groups
from taskapp.reports.holding import Held
from taskapp.reports.ontime import Yardstick
from taskapp.reports.population import population
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice, text_of
from taskapp.reports.succession import stays_with_it
from taskapp.reports.supporting import held_up_rows
from taskapp.reports.tally import Tally
from taskapp.tasks import rule_settings
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Change
from taskapp.workdays import calendars

PERSONS = (Dimension.PERSON, Dimension.ASSIGNER)


def newest_moment(session: Session, committee_id: int, now: datetime) -> datetime:
    """The instant of the newest event, or `now` if that is later: figures as of it are figures of the present."""
    newest = session.scalar(scoped(TaskEvent, committee_id, func.max(TaskEvent.recorded_at)))
    return max(now, newest or now)


def yardstick(session: Session, question: Question) -> Yardstick:
    """By what the question's tasks are judged; two queries."""
    strict = session.scalar(unscoped(rule_settings.choice_as_of("is_strict", *question.known)))
    return Yardstick(question.at, calendars.load(session, *question.known), question.basis, bool(strict))


@dataclass
class Sums:
    """What tasks add up to, by the key of their row; of each row its newest task, and what its record calls the row."""

    tallies: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    newest: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    names: dict[str, str] = field(default_factory=dict)
    total: Tally = field(default_factory=Tally)
    waiting: tuple[Held, ...] = ()
    decided: tuple[Held, ...] = ()

    def __len__(self) -> int:
        """How many rows and results are kept."""
        return len(self.tallies) + len(self.waiting) + len(self.decided)

    def __add__(self, other: Sums) -> Sums:
        """Both together; a row is called what its newest task is called."""
        both = replace(self, tallies=self.tallies.copy(), newest=self.newest.copy(), names=dict(self.names))
        for key, tally in other.tallies.items():
            both.tallies[key] += tally
        for key, task_id in other.newest.items():
            if task_id > both.newest[key]:
                both.newest[key] = task_id
                both.names.pop(key, None)
                both.names |= {key: other.names[key]} if key in other.names else {}
        both.total += other.total
        both.waiting, both.decided = (*self.waiting, *other.waiting), (*self.decided, *other.decided)
        return both


def sums(session: Session, question: Question, cut: Dimension, by: Yardstick) -> Sums:
    """What the tasks of a question add up to that look as they looked then; nine queries whatever their number."""
    key, found = column_of(Task, cut), Sums()
    for group in groups(session, question, by, key, named=cut):
        one = text_of(group.key)
        found.tallies[one] += group.tally
        found.newest[one] = max(found.newest[one], group.newest_id)
    for value, tally in _deeds(session, question, key):
        found.tallies[text_of(value)] += tally
    held = held_up_rows(session, question, by, cut)
    found.total = sum(found.tallies.values(), Tally()) + Tally(held_up=len(held))
    for whole in held:
        for one, task_id in whole.items():
            found.tallies[one] += Tally(held_up=1)
            found.newest[one] = max(found.newest[one], task_id)
    found.waiting = approving.waiting(session, question)
    return found


def figures(session: Session, question: Question, cut: Dimension, by: Yardstick) -> Figures:
    """The numbers of a question about the present, a row for each key of `cut`; twelve queries whatever its size."""
    found = sums(session, question, cut, by)
    found.decided = approving.decided(session, question)
    return named(session, question, cut, by, found)


def named(session: Session, question: Question, cut: Dimension, by: Yardstick, found: Sums) -> Figures:
    """The numbers with the names of their rows; two queries."""
    people = approving.names(session, question, (*found.waiting, *found.decided), _persons(cut, found.tallies))
    names = unit_names_of(session, question, found) if cut is Dimension.UNIT else _texts(cut, people)
    rows = [Row(Slice(cut, one), names.get(one, ""), tally) for one, tally in found.tallies.items()]
    return Figures(question, by, rows, found.total, found.waiting, found.decided, people)


def unit_names_of(session: Session, question: Question, found: Sums) -> dict[str, str]:
    """What the unit of each row is called, by the record or in its newest task as that looks now; one query."""
    unnamed = {key: task_id for key, task_id in found.newest.items() if key not in found.names}
    return found.names | unit_names(session, question, unnamed)


def counted(session: Session, question: Question, by: Yardstick) -> Tally:
    """The counts of all tasks together: what was done about them is left out, and who held them up; three queries."""
    return sum((group.tally for group in groups(session, question, by, Task.committee_id, named="all")), Tally())


def unit_names(session: Session, question: Question, newest: Mapping[str, int]) -> dict[str, str]:
    """What each unit (by its key) is called in the newest of its tasks; one query."""
    query = scoped(Task, question.committee_id, Task.id, Task.lead_unit_name).where(Task.id.in_(newest.values()))
    names = {row.id: row.lead_unit_name for row in session.execute(query)}
    return {unit: names[task_id] for unit, task_id in newest.items()}


def noted(session: Session, question: Question) -> Tally:
    """What was done about all tasks together: urgings in the period, corrections since it began; one query."""
    return sum((tally for _key, tally in _deeds(session, question, Task.committee_id)), Tally())


def _deeds(session: Session, question: Question, key: Any) -> Iterator[tuple[Any, Tally]]:
    """By key: urgings in the period while the unit or a predecessor led; tasks corrected since the period began."""
    is_urging = and_(
        TaskEvent.kind == Change.URGE,
        or_(TaskEvent.lead_unit_id == Task.lead_unit_id, stays_with_it(question)),
        TaskEvent.effective_on <= question.last,
    )
    done = (
        scoped(TaskEvent, question.committee_id, key.label("key"), TaskEvent.kind, Task.id)
        .join(Task, Task.id == TaskEvent.task_id)
        .where(
            TaskEvent.kind.in_((Change.URGE.value, Change.CORRECT.value)),
            TaskEvent.effective_on >= question.first,
            TaskEvent.task_kind == question.kind,
            or_(is_urging, TaskEvent.kind == Change.CORRECT),
            *population(question),
        )
        .subquery()
    )
    events, tasks = func.count(), func.count(done.c.id.distinct())
    query = unscoped(done.c.key, done.c.kind, events, tasks).group_by(done.c.key, done.c.kind)
    for value, kind, urgings, corrected in session.execute(query):
        yield value, Tally(urgings=urgings) if kind == Change.URGE else Tally(corrected=corrected)


def _persons(cut: Dimension, keys: Iterable[str]) -> set[int]:
    return {int(key) for key in keys} if cut in PERSONS else set()


def _texts(cut: Dimension, people: Mapping[int, str]) -> dict[str, str]:
    return {str(one): name for one, name in people.items()} if cut in PERSONS else {}
