"""Tasks by the thousand written into the database, with all that people did about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from random import Random

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.reminders import marks
from taskapp.sample import bulk
from taskapp.sample.ahead import ahead
from taskapp.sample.days import Days
from taskapp.sample.making import COLUMNS, Batch, Documents, Made, Wanted, batches
from taskapp.sample.office import Office
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from taskapp.workdays import calendars

MANY = 20_000  # from so many tasks on it pays to start a process that makes them


def days_of(session: Session, office: Office, years: float, now: datetime) -> Days:
    """The working days on which load data lie."""
    committee = office.committee
    today = clock.local_day(now, committee.timezone)
    return Days(calendars.load(session, committee.id), today, years, committee.timezone)


def fill(
    session: Session, office: Office, wanted: Wanted, *, now: datetime, tell: Callable[[int], None] = lambda _n: None
) -> Made:
    """Add the tasks up to the last working day before `now`; `tell` hears how many more are there. Does not commit.

    What would have been owed by then counts as reminded: no mail goes out for the past.
    """
    days, made = days_of(session, office, wanted.years, now), Made()
    papers = Documents(office, days, Random(wanted.seed), bulk.next_id(session, Directive))
    make = partial(batches, papers, wanted, bulk.next_id(session, Task))
    with bulk.much(session, COLUMNS), _made(make, wanted.tasks) as batches_made:
        for batch in batches_made:
            for (model, columns), rows in zip(COLUMNS.items(), batch.rows, strict=True):
                bulk.insert(session, model, columns, rows)
            made.add(batch.made)
            tell(batch.made.tasks)
    marks.write(session, office.committee.id, now)
    return made


def _made(make: Callable[[], Iterable[Batch]], count: int) -> AbstractContextManager[Iterable[Batch]]:
    return ahead(make) if count >= MANY else nullcontext(make())
