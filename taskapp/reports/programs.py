"""The summary in the shape that programs rely on: keys are only ever added."""

from __future__ import annotations

from typing import TypedDict

from taskapp.base.i18n import _
from taskapp.reports.figures import Row as Figures
from taskapp.reports.holding import Holder
from taskapp.reports.summary import Summary
from taskapp.reports.tally import Formula, Tally
from taskapp.reports.words import FORMULA_TEXTS


class Row(TypedDict):
    """One row, or the total, as programs read it; `assigned` is the sum of the six counts after it.

    `unit` is the row's name, whatever `by` says that a row is.

    `held_up`: of those late, the ones that supporting units held up; for a supporting unit, the tasks that it held up.
    """

    unit: str
    key: str
    assigned: int
    done_on_time: int
    done_late: int
    done_no_limit: int
    open_in_term: int
    open_overdue: int
    open_no_limit: int
    numerator: int
    denominator: int
    on_time_share: float | None
    held_up: int
    extensions: int
    late_extensions: int
    urgings: int
    disputed: int
    corrected: int


class Days(TypedDict("Ends", {"from": str, "to": str})):
    """First and last day of the period, ISO."""


class Table(TypedDict):
    """Rows of units and their total."""

    units: list[Row]
    total: Row


class Holding(TypedDict):
    """One assigner ("" for nobody in particular): results waiting and decided, working days in the middle, at most."""

    assigner: str
    waiting: int
    waiting_median_days: float
    waiting_longest_days: int
    decided: int
    decided_median_days: float
    decided_longest_days: int


class Report(Table):
    """The summary as programs read it; instants and days are ISO, the share is 0 to 1 with 4 places."""

    period: Days
    as_of: str
    formula: str
    by: str
    basis: str
    within: str
    supporting: Table
    holding: list[Holding]


def summary_json(summary: Summary) -> Report:
    """The summary as plain values."""
    question = summary.figures.question
    return {
        "period": {"from": question.first.isoformat(), "to": question.last.isoformat()},
        "as_of": summary.as_of.isoformat(),
        "formula": str(FORMULA_TEXTS[Formula.HEADLINE]),
        "by": summary.by.value,
        "basis": question.basis.value,
        "within": str(question.within or ""),
        **_table(summary.rows, summary.total),
        "supporting": _table(summary.supporting, summary.parts.total),
        "holding": [_holding(one) for one in summary.figures.holders],
    }


def _table(rows: list[Figures], total: Tally) -> Table:
    return {
        "units": [_row(one.name, one.slice.key, one.tally) for one in rows],
        "total": _row(_("Tổng cộng"), "", total),
    }


def _row(name: str, key: str, tally: Tally) -> Row:
    return {
        "unit": name,
        "key": key,
        "assigned": tally.assigned,
        "done_on_time": tally.done_on_time,
        "done_late": tally.done_late,
        "done_no_limit": tally.done_no_limit,
        "open_in_term": tally.open_in_term,
        "open_overdue": tally.open_overdue,
        "open_no_limit": tally.open_no_limit,
        "numerator": tally.numerator,
        "denominator": tally.denominator,
        "on_time_share": tally.on_time_share,
        "held_up": tally.held_up,
        "extensions": tally.extensions,
        "late_extensions": tally.late_extensions,
        "urgings": tally.urgings,
        "disputed": tally.disputed,
        "corrected": tally.corrected,
    }


def _holding(holder: Holder) -> Holding:
    return {
        "assigner": holder.name,
        "waiting": holder.waiting.count,
        "waiting_median_days": holder.waiting.median,
        "waiting_longest_days": holder.waiting.longest,
        "decided": holder.decided.count,
        "decided_median_days": holder.decided.median,
        "decided_longest_days": holder.decided.longest,
    }
