"""The share of progress reports of a period: each unit with its numerator, denominator and the reports behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import asking, update_stories
from taskapp.reports.asking import Asked
from taskapp.reports.measures import Measured, measure_some
from taskapp.reports.updates import Expected, Share, expected, share_of


@dataclass(frozen=True)
class Report:
    """A report that was expected of a task; `title` empty for one that the person may not open any more."""

    task_id: int
    title: str
    expected: Expected


@dataclass(frozen=True)
class UnitUpdates:
    """One unit's share, and what stands behind it, what did not come first."""

    name: str
    share: Share
    reports: Sequence[Report]


@dataclass(frozen=True)
class Updates:
    """The share of all units together and of each."""

    measured: Measured
    total: Share
    units: Sequence[UnitUpdates]
    is_provisional: bool


def read_updates(session: Session, committee: Committee, rights: Rights, asked: Asked, *, now: datetime) -> Updates:
    """What was expected from the first day asked for to the moment of the figures. Raises BadInput, Missing."""
    question = asking.question(session, asked, committee, rights, now)
    measured = measure_some(session, question, lambda asked, _by: update_stories.may_owe(asked))
    stories = update_stories.stories(session, question, [task.image.task_id for task in measured.judged])
    last = min(question.last, question.at.on)
    found = {task_id: expected(story, measured.by.calendar, question.first, last) for task_id, story in stories.items()}
    owing = [task_id for task_id, ones in found.items() if ones]
    titles = update_stories.titles(session, rights, owing)
    reports = [
        Report(task_id, titles.get(task_id, ""), one)
        for task_id in owing
        for one in found[task_id]
        if question.unit_ids is None or one.unit_id in question.unit_ids
    ]
    return Updates(
        measured,
        share_of(each.expected for each in reports),
        _by_unit(reports),
        asking.is_provisional(question.as_of, now),
    )


def _by_unit(reports: Sequence[Report]) -> list[UnitUpdates]:
    """The lowest share first."""
    units: dict[int, list[Report]] = {}
    for each in reports:
        units.setdefault(each.expected.unit_id, []).append(each)
    made = [
        UnitUpdates(ones[-1].expected.unit, share_of(each.expected for each in ones), sorted(ones, key=_order))
        for ones in units.values()
    ]
    return sorted(made, key=lambda unit: (unit.share.share or 0, unit.name))


def _order(each: Report) -> tuple[bool, int, int]:
    return each.expected.told_on is not None, -each.expected.on.toordinal(), each.task_id
