"""A successor's figures together with those of its predecessors, for a period that has rows of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from taskapp.people import unit_queries
from taskapp.people.unit_queries import UnitImage
from taskapp.reports.figures import Row
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension
from taskapp.reports.tally import Tally


@dataclass(frozen=True)
class Joined:
    """A successor by its name, and the rows that belong together: its predecessors' and its own."""

    name: str
    rows: tuple[Row, ...]

    @property
    def tally(self) -> Tally:
        return sum((row.tally for row in self.rows), Tally())


def joined(session: Session, question: Question, rows: Iterable[Row], units: Sequence[UnitImage]) -> list[Joined]:
    """The rows of units that ended in the period with those of their only successors, in the order of `units`.

    One query where there are units that have ended, else none.

    A unit that was split has no such successor, and stays by itself.
    """
    found = {int(row.slice.key): row for row in rows if row.slice.by is Dimension.UNIT}
    if not any(unit.valid_to for unit in units if unit.id in found):
        return []
    heirs = unit_queries.only_heirs(session, question.committee_id, question.last, question.as_of)
    together: dict[int, list[Row]] = defaultdict(list)
    for unit_id, row in found.items():
        together[heirs.get(unit_id, unit_id)].append(row)
    return [Joined(unit.name, tuple(together[unit.id])) for unit in units if _has_heritage(together.get(unit.id), unit)]


def _has_heritage(rows: Sequence[Row] | None, heir: UnitImage) -> bool:
    return any(row.slice.key != str(heir.id) for row in rows or ())
