"""Where delays gather: for each unit and week, how many of the tasks whose limit fell in that week are late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import case
from sqlalchemy.orm import Session

from taskapp.reports import grouping, present
from taskapp.reports.ontime import DUE
from taskapp.reports.population import limit_columns
from taskapp.reports.question import Question
from taskapp.reports.tally import Ratio
from taskapp.tasks.models import Task
from taskapp.workdays.arithmetic import DAY

WEEKS = 12
BEFORE = 13  # weeks: what was finished earlier than that before the first week is not looked for
NOTHING = Ratio(0, 0)


@dataclass(frozen=True)
class Heat:
    """`question` opens the tasks; `weeks`: their Mondays; by unit id: newest name, late ÷ due of each week."""

    question: Question
    weeks: list[date]
    names: dict[str, str]
    squares: dict[str, list[Ratio]]


def level(week: Ratio) -> str:
    """How hot a square is by its share of late tasks: "none" (nothing fell due), 0 (none late) to 3 (half and more)."""
    share = week.share
    if share is None:
        return "none"
    return str(sum(share >= step for step in (0.5, 0.2)) + (share > 0))


def read_heat(session: Session, question: Question) -> Heat:
    """The last 12 weeks, this one included; six queries. What is still in term has not fallen due."""
    monday = question.at.on - DAY * question.at.on.weekday()
    weeks = [monday - DAY * 7 * back for back in reversed(range(WEEKS))]
    asked = replace(question, first=weeks[0] - DAY * 7 * BEFORE, last=monday + DAY * 6)
    by = present.yardstick(session, asked)
    limit_on, _limit_at = limit_columns(asked.basis)
    place = case(*((limit_on < week + DAY * 7, number) for number, week in enumerate(weeks)))
    key = Task.lead_unit_id * WEEKS + place
    squares: dict[str, list[Ratio]] = defaultdict(lambda: [NOTHING] * WEEKS)
    newest: dict[str, int] = {}
    fell_due = limit_on.between(weeks[0], asked.last)
    for group in grouping.groups(session, asked, by, key, fell_due, named=("heat", weeks[0])):
        if group.verdict.count in DUE:
            unit, week = str(group.key // WEEKS), group.key % WEEKS
            known = squares[unit][week]
            late = group.count * group.verdict.is_late
            squares[unit][week] = Ratio(known.numerator + late, known.denominator + group.count)
            newest[unit] = max(newest.get(unit, 0), group.newest_id)
    return Heat(asked, weeks, present.unit_names(session, asked, newest), squares)
