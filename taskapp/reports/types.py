"""Figures by type of work: finished, within the commitment, within the law, working days taken; as of any moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.reports import asking, grouping, present, reach
from taskapp.reports.asking import Asked
from taskapp.reports.measures import measure
from taskapp.reports.naming import conditions
from taskapp.reports.ontime import Judged, Yardstick
from taskapp.reports.promises import TypeTally, add_up, is_typed
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice, key_of
from taskapp.reports.words import row_name
from taskapp.tasks.models import Task
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.models import WorkTypeVersion


@dataclass(frozen=True)
class TypeRow:
    """One type: the version that held on the period's last day as far as known then, and its numbers."""

    slice: Slice
    version: WorkTypeVersion | None
    tally: TypeTally

    @property
    def name(self) -> str:
        return self.version.name if self.version else row_name(self.slice, "")


@dataclass(frozen=True)
class ByType:
    """The answer to one question, a row for each type of which there is a task; `versions`: of all types."""

    committee: Committee
    question: Question
    rows: list[TypeRow]
    total: TypeTally
    versions: list[WorkTypeVersion]
    is_provisional: bool
    conditions: str = ""  # what the figures are limited to, when it is not the usual

    @property
    def as_of(self) -> datetime:
        """When this was known, on the wall clock of the committee."""
        return self.question.as_of_local


def by_type(session: Session, committee: Committee, asked: Asked, *, rights: Rights | None, now: datetime) -> ByType:
    """The figures of a period within what the person may read. Raises BadInput, Missing."""
    question = asking.question(session, asked, committee, rights, now)
    tasks, by = _typed(session, question)
    of_type: dict[str, list[Judged]] = defaultdict(list)
    for task in tasks:
        of_type[key_of(task.image, Dimension.WORK_TYPE)].append(task)
    versions = list(session.scalars(queries.in_force(committee.id, question.at.on, question.as_of)))
    known = {str(version.work_type_id): version for version in versions}
    rows = [
        TypeRow(Slice(Dimension.WORK_TYPE, key), known.get(key), add_up(found, by)) for key, found in of_type.items()
    ]
    rows.sort(key=lambda row: (row.version.code if row.version else "", row.slice.key))
    provisional = asking.is_provisional(question.as_of, now)
    limited = conditions(session, question)
    return ByType(committee, question, rows, add_up(tasks, by), versions, provisional, limited)


def _typed(session: Session, question: Question) -> tuple[list[Judged], Yardstick]:
    """The tasks of types that the period counts."""
    half, by = reach.halves(session, question), present.yardstick(session, question)
    found = [task for task in measure(session, half.read).judged if is_typed(task)] if half.read else []
    if half.as_now:
        found += grouping.judged(session, half.as_now, by, Task.work_type_id.is_not(None))
    return found, by
