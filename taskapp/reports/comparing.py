"""Mẫu A beside the period before and the same days of last year ("so với cùng kỳ")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.i18n import _, number, percent
from taskapp.reports import adding, asking
from taskapp.reports.listings import Listed
from taskapp.reports.narrative import Earlier, Story, change
from taskapp.reports.periods import before, year_before
from taskapp.reports.question import Question
from taskapp.reports.summary import Summary
from taskapp.reports.tally import Formula, Ratio, Tally
from taskapp.reports.words import days_name


class Then(NamedTuple):
    """An earlier period: its question, and what was assigned and done, how well."""

    question: Question
    total: Tally


@dataclass(frozen=True)
class Compared:
    """Earlier periods as their figures are known at the same moment as the summary's.

    `is_over`: the period of the summary is; otherwise last year's ends with the day and month that it has reached.
    """

    previous: Then
    year_ago: Then
    is_over: bool = True

    @property
    def previous_name(self) -> str:
        return days_name(self.previous.question.first, self.previous.question.last)

    @property
    def year_ago_name(self) -> str:
        last = self.year_ago.question.last
        if self.is_over:
            return _("cùng kỳ năm %(year)s", year=last.year)
        return _("cùng kỳ năm %(year)s đến ngày %(day)s", year=last.year, day=formats.day(last))


def compare(session: Session, summary: Summary) -> Compared:
    """The period before, whole; and the same days of last year, as far as this period has run."""
    question = summary.figures.question
    run_until = min(question.last, question.at.on)
    same_days = year_before(question.first), year_before(max(question.first, run_until))
    return Compared(
        _over(session, summary, *before(question.first, question.last)),
        _over(session, summary, *same_days),
        is_over=run_until == question.last,
    )


class Beside(NamedTuple):
    """One figure of this period, the period before and the same days of last year, with the changes, as printed."""

    name: str
    now: str
    previous: str
    since_previous: str
    year_ago: str
    since_year_ago: str


def beside(now: Tally, previous: Tally, year_ago: Tally) -> list[Beside]:
    """The figures that are compared, counts first, then shares."""
    counts = {
        _("Tổng số nhiệm vụ giao"): [one.assigned for one in (now, previous, year_ago)],
        _("Đã hoàn thành"): [one.done for one in (now, previous, year_ago)],
        _("Hoàn thành đúng hạn"): [one.done_on_time for one in (now, previous, year_ago)],
        _("Hoàn thành quá hạn"): [one.done_late for one in (now, previous, year_ago)],
        _("Quá hạn chưa hoàn thành"): [one.open_overdue for one in (now, previous, year_ago)],
    }
    shares = {
        _("Tỷ lệ hoàn thành"): [one.ratio(Formula.D) for one in (now, previous, year_ago)],
        _("Tỷ lệ đúng hạn trên nhiệm vụ đến hạn"): [one.ratio(Formula.HEADLINE) for one in (now, previous, year_ago)],
    }
    return [
        *(
            Beside(name, number(ours), number(then), _signed(ours - then, 0), number(last), _signed(ours - last, 0))
            for name, (ours, then, last) in counts.items()
        ),
        *(
            Beside(name, _share(ours), _share(then), _points(ours, then), _share(last), _points(ours, last))
            for name, (ours, then, last) in shares.items()
        ),
    ]


def _share(ratio: Ratio) -> str:
    return percent(ratio.share)


def _points(now: Ratio, then: Ratio) -> str:
    points = change(now, then)
    return "–" if points is None else _("%(points)s điểm", points=_signed(points, 1))


def _signed(value: float, places: int) -> str:
    """+12, −3, 0."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number(abs(value), places)}"


def story(summary: Summary, compared: Compared, overdue: Listed) -> Story:
    """Everything that the narrative tells."""
    question = summary.figures.question
    return Story(
        who=_who(summary),
        is_whole=_is_whole(summary),
        period=days_name(question.first, question.last),
        first=question.first,
        last=question.last,
        as_of=summary.as_of,
        total=summary.total,
        units=[(row.name, row.tally) for row in summary.rows],
        previous=Earlier(compared.previous_name, compared.previous.total),
        year_ago=Earlier(compared.year_ago_name, compared.year_ago.total),
        bands=overdue.bands,
    )


def _is_whole(summary: Summary) -> bool:
    """Whether the figures are those of the whole committee."""
    question = summary.figures.question
    return question.within is None and any(
        unit.parent_id is None and question.below in (None, unit.id) for unit in summary.units
    )


def _who(summary: Summary) -> str:
    if _is_whole(summary):
        return summary.committee.name
    below = summary.figures.question.below
    named = [unit.name for unit in summary.units if below in (None, unit.id)]
    who = named[0] if len(named) == 1 else _("các đơn vị trong phạm vi theo dõi")
    return f"{who} ({summary.conditions})" if summary.conditions else who


def _over(session: Session, summary: Summary, first: date, last: date) -> Then:
    question = asking.over(session, summary.question, first, last)
    return Then(question, adding.counted(session, question))
