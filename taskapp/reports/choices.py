"""What a page offers besides its figures: usual periods, the chart, formulas with their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any

from flask import url_for

from taskapp.base import formats
from taskapp.base.i18n import _
from taskapp.reports.board import DayAhead
from taskapp.reports.cells import Cell
from taskapp.reports.periods import ROMAN, Cutoff, Period, Span, containing, previous, week_of
from taskapp.reports.tally import Formula, Ratio, Tally
from taskapp.reports.trend import Point
from taskapp.reports.words import CUTOFF_NAMES, FORMULA_CELLS, FORMULA_NAMES, FORMULA_TEXTS, period_name


@dataclass(frozen=True)
class Choice:
    """A period to choose with one touch."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class FormulaLine:
    """A formula written out, with its numbers and the cells that hold their tasks."""

    name: str
    text: str
    ratio: Ratio
    numerator: Cell
    denominator: Cell


def usual_periods(today: date) -> list[tuple[str, list[Choice]]]:
    """This and the last week, and the last months, quarters and years by each way of cutting them off."""
    calendar, *others = [(str(CUTOFF_NAMES[cutoff]), _around(today, cutoff)) for cutoff in Cutoff]
    return [(calendar[0], [*weeks(today), *calendar[1]]), *others]


def weeks(today: date) -> list[Choice]:
    """This week and the last one, from Monday to Sunday."""
    this, last = week_of(today), week_of(today - timedelta(days=7))
    return [Choice(_("Tuần này"), *this), Choice(_("Tuần trước"), *last)]


def formula_lines(tally: Tally) -> list[FormulaLine]:
    """The headline formula and the four others, over one tally."""
    return [
        FormulaLine(str(FORMULA_NAMES[one]), str(FORMULA_TEXTS[one]), tally.ratio(one), *FORMULA_CELLS[one])
        for one in Formula
    ]


def outlook_chart(days: Iterable[DayAhead], args: Mapping[str, Any]) -> dict[str, Any]:
    """What charts.js draws: tasks due on each day ahead, days off marked, each column a link to its tasks."""
    days = list(days)
    return {
        "kind": "bar",
        "stacked": True,
        "labels": [f"{one.day:%d/%m}" for one in days],
        "series": [
            {"name": _("Nhiệm vụ đến hạn"), "values": [one.due for one in days], "role": "plain"},
            {"name": _("Ngày nghỉ"), "values": [1 if one.is_off else None for one in days], "role": "off"},
        ],
        "links": [day_link(one, args) if one.due else None for one in days],
    }


def trend_chart(points: Sequence[Point], links: Sequence[str]) -> dict[str, Any]:
    """What charts.js draws: the share of each quarter, 100 % as the goal, each point with its link."""
    shares = [one.ratio.share for one in points]
    lowest = min((share for share in shares if share is not None), default=0)
    return {
        "kind": "line",
        "percent": True,
        "min": max(0, floor(lowest * 10 - 0.5) / 10),
        "labels": [f"{ROMAN[one.period.number - 1]}/{one.period.year % 100:02}" for one in points],
        "series": [{"name": _("Đúng hạn"), "values": shares, "role": "plain"}],
        "target": {"value": 1, "name": "100 %"},
        "links": [link if one.ratio.denominator else None for one, link in zip(points, links, strict=True)],
    }


def day_link(one: DayAhead, args: Mapping[str, Any]) -> str:
    """Where the tasks due on that day are listed."""
    return url_for("reports.tasks", **args, cell=Cell.DUE_ON.value, day=one.day.isoformat())


def _around(today: date, cutoff: Cutoff) -> list[Choice]:
    found: list[Choice] = []
    for span in Span:
        period = containing(today, span, cutoff)
        found += [_choice(period), _choice(previous(period, cutoff))]
    return found


def _choice(period: Period) -> Choice:
    name = period_name(period)
    return Choice(formats.sentence(name), period.first, period.last)
