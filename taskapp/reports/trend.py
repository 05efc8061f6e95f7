"""The headline share of this quarter and the seven before it, each judged at its end as it is known now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, case, or_
from sqlalchemy.orm import Session

from taskapp.reports import grouping, periods, present, remembered
from taskapp.reports.ontime import Count, Judged, Yardstick, judge
from taskapp.reports.periods import Period
from taskapp.reports.population import limit_columns
from taskapp.reports.question import Question
from taskapp.reports.tally import Ratio
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from taskapp.workdays.arithmetic import DAY

QUARTERS = 8


@dataclass(frozen=True)
class Point:
    """One quarter with its headline share; `question` opens its tasks."""

    period: Period
    question: Question
    ratio: Ratio


def read_trend(session: Session, quarter: Period, question: Question) -> list[Point]:
    """The oldest first; ten queries, and each finished task is looked at once however many quarters it was open in.

    A quarter counts what was finished in it, and what was overdue at its end; what is still in term counts nowhere.
    """
    spans = [quarter]
    while len(spans) < QUARTERS:
        spans.insert(0, periods.previous(spans[0]))
    asked = [replace(question, first=span.first, last=span.last) for span in spans]
    whole = replace(question, first=spans[0].first)
    by = present.yardstick(session, whole)
    done, open_late = _done(session, whole, by, spans), _open_late(session, whole, by, asked)
    return [
        Point(span, ask, Ratio(done[place, True], done[place, True] + done[place, False] + open_late[place]))
        for place, (span, ask) in enumerate(zip(spans, asked, strict=True))
    ]


def _done(session: Session, whole: Question, by: Yardstick, spans: list[Period]) -> Counter[tuple[int, bool]]:
    """By the place of the quarter in which they were finished: how many on time, how many late."""
    place = case(*((Task.finished_on <= span.last, number) for number, span in enumerate(spans)))
    found: Counter[tuple[int, bool]] = Counter()
    is_done = Task.state == State.DONE, Task.finished_on >= whole.first
    for group in grouping.groups(session, whole, by, place, *is_done, named=("trend", *spans)):
        if group.verdict.count in (Count.DONE_ON_TIME, Count.DONE_LATE):
            found[group.key, group.verdict.count is Count.DONE_ON_TIME] += group.count
    return found


def _open_late(session: Session, whole: Question, by: Yardstick, asked: list[Question]) -> Counter[int]:
    """By the place of the quarter: how many tasks were overdue and not finished when it ended."""
    limit_on, _limit_at = limit_columns(whole.basis)
    crossing = [
        and_(limit_on <= one.at.on, or_(Task.finished_on.is_(None), Task.finished_on > one.at.on)) for one in asked
    ]
    outlasted = or_(Task.finished_on.is_(None), Task.finished_on > limit_on)  # of the others none can have crossed one

    def read(among: Question, *where: ColumnElement[bool]) -> list[tuple[int, int]]:
        tasks = grouping.judged(session, among, by, outlasted, or_(*crossing), *where)
        late = (place for place, one in enumerate(asked) for task in _judged_for(tasks, one, by) if _is_late(task))
        return list(Counter(late).items())

    last = remembered.until(whole)
    if last is None:
        return Counter(dict(read(whole)))
    what = "late", by.rules, *((one.first, one.last) for one in asked)
    settled = remembered.told(session, whole, last, what, lambda: read(whole, Task.finished_on <= last))
    live = read(replace(whole, first=last + DAY))
    return Counter(dict(settled)) + Counter(dict(live))


def _is_late(task: Judged) -> bool:
    return task.verdict.count is Count.OPEN_OVERDUE


def _judged_for(tasks: list[Judged], question: Question, by: Yardstick) -> list[Judged]:
    at_its_end = replace(by, at=question.at)
    return judge((task.image for task in tasks), question.first, question.last, at_its_end)
