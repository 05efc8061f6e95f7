"""The figures of a period by source, as known at any moment; each source for itself, never added to assigned tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import asking
from taskapp.reports.asking import Asked
from taskapp.reports.question import Question
from taskapp.reports.tally import Tally
from taskapp.sources import counting, queries
from taskapp.sources.models import WorkSource


@dataclass(frozen=True)
class SourceRow:
    """One source with its numbers."""

    source: WorkSource
    tally: Tally


@dataclass(frozen=True)
class BySource:
    """The answer to one question, a row for each source that the person may know of."""

    committee: Committee
    question: Question
    rows: list[SourceRow]
    is_provisional: bool
    conditions: str = ""  # what the figures are limited to, when it is not the usual

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.question.as_of_local


def by_source(
    session: Session, committee: Committee, asked: Asked, *, rights: Rights | None, now: datetime
) -> BySource:
    """The figures within what the person may read (`rights` None: everything). Raises BadInput, Missing."""
    question = asking.question(session, asked, committee, rights, now)
    rows = read_rows(session, question)
    return BySource(committee, question, rows, asking.is_provisional(question.as_of, now))


def read_rows(session: Session, question: Question) -> list[SourceRow]:
    """The sources that have something to tell, and those of readable units that still may; three queries."""
    found, leads = counting.tallies(session, question), question.leads
    return [
        SourceRow(source, found.get(source.id, Tally()))
        for source in session.scalars(queries.sources(question.committee_id))
        if source.id in found or (source.closed_at is None and (leads is None or source.unit_id in leads))
    ]
