"""A report of a period ready to be filed: figures, comparison, proposed words, the overdue tasks of its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.reports.asking import Asked
from taskapp.reports.comparing import Compared, compare, story
from taskapp.reports.listing import Line, Listing
from taskapp.reports.listings import Scope, listed
from taskapp.reports.narrative import narrate
from taskapp.reports.slices import Dimension
from taskapp.reports.summary import Summary, summarise
from taskapp.reports.words import days_name

MOST = 500  # overdue tasks that the appendix names


@dataclass(frozen=True)
class Report:
    """What is filed: the figures, what they are compared with, the words about them, the overdue tasks of its end.

    `overdue`: the first of them, `overdue_count`: how many there are.
    """

    summary: Summary
    compared: Compared
    narrative: Sequence[str]
    overdue: list[Line]
    overdue_count: int

    @property
    def period(self) -> str:
        """The period as inside a sentence."""
        return days_name(self.summary.figures.question.first, self.summary.figures.question.last)

    @property
    def file_name(self) -> str:
        """What a file of the report is called, without its ending."""
        question = self.summary.figures.question
        return f"bao-cao-{question.first:%Y%m%d}-{question.last:%Y%m%d}"

    def saying(self, text: str) -> Report:
        """The same report with these words, a paragraph a line."""
        return replace(self, narrative=[line.strip() for line in text.splitlines() if line.strip()])


def draft(session: Session, scope: Scope, asked: Asked, *, now: datetime, most: int = MOST) -> Report:
    """The report of a period, unit by unit, within what the person may read, with the words that the figures propose.

    `most`: of so many overdue tasks the lines are read; none for who reads the words only.

    Raises BadInput, Missing.
    """
    asked = replace(asked, by=Dimension.UNIT)
    summary = summarise(session, scope.committee, asked, rights=scope.rights, now=now)
    compared = compare(session, summary)
    overdue = listed(session, Listing.OVERDUE, scope, asked, now=now)
    words = narrate(story(summary, compared, overdue))
    return Report(summary, compared, words, list(overdue.lines(session, 0, most)), len(overdue.tasks))
