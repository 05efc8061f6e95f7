"""What a figure is asked about: which days, what was known, whose tasks of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CTE

from taskapp.base import clock
from taskapp.reports.ontime import Basis, judged_at
from taskapp.reports.slices import Slice
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import Kind


@dataclass(frozen=True, eq=False)
class Stirred:
    """Ids of wholes and pieces about which something has been recorded since a moment, as reach.stirred() reads them.

    `known`: of those that had been recorded by it.
    """

    ids: CTE
    known: CTE


@dataclass(frozen=True)
class Question:
    """Which days are judged (`first` to `last`, local), what was known (`as_of`, aware), and which lead units count.

    `unit_ids`: those the person may read (None: all); `below`: only that unit and all below it, which were `ids_below`
    on the last day. `kind`: the tasks of the committee, or what supporting units have to give to them. `within`: only
    the tasks of that row of a table. `changed`: only the tasks about which something has been recorded since;
    `as_it_was`: only the others.
    """

    committee_id: int
    zone: str
    first: date
    last: date
    as_of: datetime
    unit_ids: frozenset[int] | None = None
    below: int | None = None
    ids_below: frozenset[int] | None = None
    basis: Basis = Basis.CURRENT
    kind: Kind = Kind.OFFICIAL
    within: Slice | None = None
    changed: Stirred | None = None
    as_it_was: Stirred | None = None

    @property
    def leads(self) -> frozenset[int] | None:
        """The lead units that count; None: all."""
        if self.unit_ids is None or self.ids_below is None:
            return self.ids_below if self.unit_ids is None else self.unit_ids
        return self.unit_ids & self.ids_below

    @property
    def known(self) -> tuple[int, datetime]:
        """Whose record, as of which instant."""
        return self.committee_id, self.as_of

    @property
    def as_of_local(self) -> datetime:
        """The recorded instant on the wall clock of the committee."""
        return clock.local(self.as_of, self.zone)

    @property
    def at(self) -> Moment:
        """The local moment at which the tasks are judged."""
        return judged_at(self.last, self.as_of_local)
