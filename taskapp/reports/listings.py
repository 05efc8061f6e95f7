"""Mẫu B, C, D read from the record: the tasks of a list, and their lines piece by piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.paging import Page, part_of
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import asking, knowing
from taskapp.reports.asking import Asked
from taskapp.reports.cells import Ask
from taskapp.reports.listing import CELLS, Band, Line, Listing, band, by_urgency, days_overdue, line, silent
from taskapp.reports.listing_words import FILE_NAMES
from taskapp.reports.measures import Measured, measure_some
from taskapp.reports.naming import conditions
from taskapp.reports.ontime import Judged
from taskapp.reports.opening import Wanted, candidates
from taskapp.reports.question import Question
from taskapp.tasks.states import LimitKind


class Scope(NamedTuple):
    """Whose list it is: the committee, and within which rights (None: everything, for the command line)."""

    committee: Committee
    rights: Rights | None


@dataclass(frozen=True)
class Listed:
    """The tasks of one list in its order, as of its moment; `since`: from when nothing was heard of silent ones."""

    kind: Listing
    scope: Scope
    measured: Measured
    tasks: Sequence[Judged]
    since: Mapping[int, date] = field(default_factory=dict)
    is_provisional: bool = False
    conditions: str = ""  # what the list is limited to and judged by, when it is not the usual

    @property
    def committee(self) -> Committee:
        return self.scope.committee

    @property
    def question(self) -> Question:
        return self.measured.question

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.measured.question.as_of_local

    @property
    def file_name(self) -> str:
        """What a file of the list is called, without its ending."""
        return f"{FILE_NAMES[self.kind]}-{self.measured.question.first:%Y%m%d}-{self.measured.question.last:%Y%m%d}"

    @property
    def bands(self) -> dict[Band, int]:
        """How many overdue tasks lie in each band, the longest first."""
        counts = Counter(band(days_overdue(task, self.measured.by)) for task in self.tasks)
        return {one: counts[one] for one in Band}

    def lines(self, session: Session, start: int = 0, end: int | None = None) -> Iterator[Line]:
        """The lines of the tasks from place `start` to `end`; a fixed number of queries for every CHUNK of them."""
        yield from self._lines(session, self.tasks[start:end])

    def _lines(self, session: Session, chosen: Sequence[Judged]) -> Iterator[Line]:
        for place in range(0, len(chosen), knowing.CHUNK):
            yield from self._read(session, chosen[place : place + knowing.CHUNK])

    def page(self, session: Session, mark: str) -> Page:
        """One page of the lines: those after the task that `mark` names."""
        found = part_of(self.tasks, [str(task.image.task_id) for task in self.tasks], mark)
        return Page(list(self._lines(session, found.rows)), found.next_mark)

    def _read(self, session: Session, tasks: Sequence[Judged]) -> Iterator[Line]:
        measured = self.measured
        known = knowing.known(session, measured.question, self.scope.rights, tasks)
        for task in tasks:
            image = task.image
            assigner = measured.names.get(image.assigner_id or 0, "")
            yield line(task, known[image.task_id], assigner, measured.by, self.since.get(image.task_id))


def listed(session: Session, kind: Listing, scope: Scope, asked: Asked, *, now: datetime) -> Listed:
    """The list of a period's end within what the person may read. Raises BadInput, Missing."""
    question = asking.question(session, asked, scope.committee, scope.rights, now)
    wanted = Wanted(CELLS[kind])
    measured = measure_some(session, question, lambda asked, by: candidates(session, asked, by, wanted))
    nobody = Rights(person_id=0, committee_id=scope.committee.id, unit_id=0)
    found = measured.tasks(wanted.cell, Ask(measured.by, scope.rights or nobody))
    since: Mapping[int, date] = {}
    if kind is Listing.UNDATED:
        undated = {task.image.task_id: task for task in found if task.image.limit_kind is not LimitKind.DATED}
        since = silent(undated.values(), knowing.last_heard(session, question, list(undated)), question.at.on)
        tasks = [undated[task_id] for task_id in since]
    else:
        tasks = by_urgency(found, measured.by)
    provisional = asking.is_provisional(question.as_of, now)
    return Listed(kind, scope, measured, tasks, since, provisional, conditions(session, question))
