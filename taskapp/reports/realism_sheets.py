"""What the assignment form is told about a limit and the units chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.forms import typed_day
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Rights
from taskapp.reports import realism, realism_queries
from taskapp.reports.realism import Comparison
from taskapp.reports.realism_queries import Away, Work
from taskapp.tasks.now import Now
from taskapp.tasks.states import LimitKind, Source
from taskapp.workdays.arithmetic import DAY, add_workdays, workdays_between

MOST_UNITS = 4  # more is no longer a choice, but a circular


@dataclass(frozen=True)
class Question:
    """A limit, and the units that the task may go to."""

    due_on: date
    unit_ids: Sequence[int]
    source: str = Source.OWN.value

    @property
    def week(self) -> Away:
        """Monday to Sunday around the limit."""
        monday = self.due_on - self.due_on.weekday() * DAY
        return Away(monday, monday + 6 * DAY)


@dataclass(frozen=True)
class Candidate:
    """Somebody of the unit who could take the task; `away`: when he is not here before the limit."""

    person: Person
    work: Work
    away: Away | None


@dataclass(frozen=True)
class UnitSheet:
    """One unit: how long such tasks took, what it has to do, who could take it, those with least to do first."""

    unit: Unit
    comparison: Comparison | None
    work: Work
    candidates: Sequence[Candidate] = field(default=())


@dataclass(frozen=True)
class Sheet:
    """The answer. `days`: working days until the limit."""

    days: int
    week: Away
    units: Sequence[UnitSheet]

    @property
    def is_tight(self) -> bool:
        """Whether the limit is tight for one of the units."""
        return any(each.comparison is not None and each.comparison.is_tight for each in self.units)


def asked(arguments: Mapping[str, str], leads: Sequence[str], now: Now) -> Question | None:
    """What is typed so far; None while a unit or a day that is still to come is missing or cannot be read."""
    if arguments.get("limit_kind", LimitKind.DATED.value) != LimitKind.DATED.value:
        return None
    units = [int(each) for each in leads if each.isascii() and each.isdigit() and len(each) < 19]
    due_on = _day(arguments, now)
    source = arguments.get("source", "")
    if due_on is None or due_on < now.today or not units:
        return None
    return Question(due_on, units[:MOST_UNITS], source if source in set(Source) else Source.OWN.value)


def look(session: Session, rights: Rights, question: Question, now: Now) -> Sheet:
    """The answer for the units that the person may assign to, in six queries however many they are."""
    committee_id, today = rights.committee_id, now.today
    days = workdays_between(today, question.due_on, now.calendar)
    ids = [each for each in question.unit_ids if each in rights.readable]
    units = {unit.id: unit for unit in session.scalars(scoped(Unit, committee_id).where(Unit.id.in_(ids)))}
    past = list(realism_queries.past(session, committee_id, ids, today, now.calendar))
    work = realism_queries.unit_work(session, committee_id, ids, question.week)
    candidates = _candidates(session, committee_id, ids, question, now)
    return Sheet(
        days,
        question.week,
        [
            UnitSheet(
                units[each],
                realism.compare(past, each, question.source, days),
                work.get(each, Work()),
                [one for one in candidates if one.person.unit_id == each],
            )
            for each in ids
        ],
    )


def _candidates(
    session: Session, committee_id: int, ids: Sequence[int], question: Question, now: Now
) -> list[Candidate]:
    persons = realism_queries.doers(session, committee_id, ids)
    known = [person.id for person in persons]
    away = realism_queries.absences(session, committee_id, known, now.today, question.due_on)
    work = realism_queries.officer_work(session, committee_id, known, question.week)
    found = [Candidate(person, work.get(person.id, Work()), away.get(person.id)) for person in persons]
    return sorted(found, key=lambda one: (one.away is not None, one.work))


def _day(arguments: Mapping[str, str], now: Now) -> date | None:
    text, count = arguments.get("due_on", "").strip(), arguments.get("workdays", "").strip()
    if text:
        try:
            return typed_day(text)
        except ValueError:
            return None
    is_number = count.isascii() and count.isdigit() and len(count) < 4
    return add_workdays(now.today, int(count), now.calendar) if is_number else None
