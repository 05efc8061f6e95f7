"""One task's story: who does what on which day, in words of the office; verbs of the lifecycle with past instants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from random import Random
from typing import ClassVar

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.demo import phrases
from taskapp.demo.assignments import enterer
from taskapp.demo.cast import Office
from taskapp.demo.diary import Diary
from taskapp.demo.results import result
from taskapp.demo.stage import Act, Opening, Script, Step
from taskapp.people.models import Person, Unit
from taskapp.tasks import changes, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.workdays.arithmetic import Calendar, add_workdays, workdays_between


@dataclass(frozen=True)
class World:
    """Where stories take place: the office, its working calendar, and the last working day before today."""

    office: Office
    calendar: Calendar
    yesterday: date

    @property
    def terms(self) -> Terms:
        """What its moves are judged by."""
        return Terms(self.calendar)

    def day(self, start: date, workdays: int) -> date:
        """The day that many working days after `start`."""
        return add_workdays(start, workdays, self.calendar)

    def left(self, start: date, end: date) -> int:
        """Working days in (start, end]."""
        return workdays_between(start, end, self.calendar)


class Story:
    """The verbs, each adding a step; days that are past or not worked become the next that can be.

    `begins_at`: when it was assigned; `taken_at`: when it was last accepted or given to an officer; `ends_at`: when its
    result is first handed in or it is taken back, None while neither has happened.
    """

    progress_words: ClassVar[Mapping[str, tuple[str, ...]]] = phrases.PROGRESS
    result_words: ClassVar[tuple[str, ...]] = phrases.RESULTS

    def __init__(
        self,
        world: World,
        key: str,
        *,
        lead: Unit,
        assigner: Person,
        product: str,
        field: str,
        task: Task | None = None,
        script: Script | None = None,
    ) -> None:
        self.world = world
        self.rng = Random(key)
        self.lead = lead
        self.assigner = assigner
        self.product = product
        self.field = field
        self.officer: Person | None = task.assignee if task else None
        self.percent = task.progress_percent if task else 0
        self.script = script or Script(key, task=task)
        self.begins_at = self.taken_at = datetime.max.replace(tzinfo=UTC)
        self.ends_at: datetime | None = None
        self._said: set[str] = set()
        self._diary = Diary(world.calendar, world.office.committee.timezone, self.rng)

    @classmethod
    def of(cls, world: World, key: str, given: Assignment) -> Story:
        """The story of a task that is to be assigned to one lead unit."""
        assigner = given.assigner or world.office.people["chutich"]
        return cls(world, key, lead=given.leads[0], assigner=assigner, product=given.product, field=given.field)

    @property
    def today(self) -> date:
        """The day that the story has come to."""
        return self._diary.today

    @property
    def ends_on(self) -> date | None:
        """The local day of `ends_at`."""
        return clock.local_day(self.ends_at, self.world.office.committee.timezone) if self.ends_at else None

    def go_on_after(self, moment: datetime) -> None:
        """Take up a story whose last event is of this instant."""
        self.begins_at = self.taken_at = moment
        self._diary = Diary(self.world.calendar, self.world.office.committee.timezone, self.rng, after=moment)

    def open(self, day: date, given: Assignment, *, keep_draft: bool = False, named: Person | None = None) -> None:
        """Assign it, or only draft it; the clerk drafts, the office that follows tasks or the leader issues."""
        office = self.world.office
        who = office.people["vanthu"] if keep_draft else enterer(office, self.assigner, self.rng)
        by = self.for_assigner(who)
        self.officer, self.begins_at = named, self._diary.on(day)
        self.taken_at = self.begins_at
        self.script.opening = Opening(self.begins_at, given, by, keep_draft, named)

    def accept(self, day: date) -> None:
        """The unit's head, or the officer that the document names, takes it."""
        self.add(day, partial(lifecycle.accept, by=self.doer()))
        self.taken_at = self.script.steps[-1].at

    def name(self, day: date, officer: Person | None = None) -> None:
        """The head names an officer, whose field it is when none is given; that also accepts it."""
        fits = self.world.office.fitting_officers(self.lead, self.field)
        self.officer = officer or self.rng.choice(fits)
        self.add(day, partial(changes.name_officer, officer=self.officer, by=self.world.office.actor(self.head())))
        self.taken_at = self.script.steps[-1].at

    def progress(self, day: date, percent: int, *, ongoing: bool = False) -> None:
        """A sentence about how it goes."""
        known = phrases.ONGOING if ongoing else self.progress_words.get(self.product, self.progress_words[""])
        fresh = [sentence for sentence in known if sentence not in self._said] or list(known)
        sentence = self.rng.choice(fresh if ongoing else fresh[:2])
        self._said = {*self._said, sentence} if len(fresh) > 1 else {sentence}
        note = sentence.format(n=self.rng.randint(2, 4))
        self.percent = percent
        self.add(day, partial(changes.progress, percent=percent, note=note, by=self.doer()))

    def submit(self, day: date, *, claims_objective: bool = False, release_reason: str = "") -> None:
        """The officer, or the head, hands in the result; a late one brings its explanation."""
        at = self._diary.on(day)
        self.ends_at = self.ends_at or at
        made = result(self.world.office, self.lead, self.product, self.today, self.rng, texts=self.result_words)
        made = replace(made, claims_objective=claims_objective, release_reason=release_reason)
        by = self.world.office.actor(self.submitter())
        self.script.steps.append(Step(at, partial(_hand_in, result=made, by=by, terms=self.world.terms)))

    def send_back(self, workdays: int) -> None:
        """The result is returned with what is missing."""
        reason, by, terms = self.rng.choice(phrases.RETURNS), self.decider(), self.world.terms
        self.later(workdays, partial(lifecycle.send_back, reason=reason, by=by, terms=terms))

    def approve(self, workdays: int) -> None:
        """The result is accepted."""
        self.later(workdays, partial(lifecycle.approve, note=self.rng.choice(phrases.APPROVALS), by=self.decider()))

    def decline(self, day: date, other: Unit) -> None:
        """The head says that the task is another unit's."""
        reason = phrases.DECLINE.format(unit=other.name)
        by, terms = self.world.office.actor(self.head()), self.world.terms
        self.add(day, partial(lifecycle.decline, reason=reason, by=by, terms=terms, proposed=other))

    def reassign(self, workdays: int, other: Unit) -> None:
        """The assigner gives it to the other unit."""
        reason = phrases.REASSIGN.format(unit=other.name)
        by = self.for_assigner(self.assigner)
        self.later(workdays, partial(lifecycle.reassign, lead=other, reason=reason, by=by))
        self.lead, self.officer = other, None

    def keep(self, workdays: int) -> None:
        """The assigner leaves a declined task where it is."""
        self.later(
            workdays, partial(lifecycle.refuse_decline, reason=phrases.KEEP, by=self.for_assigner(self.assigner))
        )

    def withdraw(self, workdays: int, reason: str) -> None:
        """The assigner takes it back."""
        self.later(workdays, partial(lifecycle.withdraw, reason=reason, by=self.for_assigner(self.assigner)))
        self.ends_at = self.ends_at or self.script.steps[-1].at

    def reopen(self, workdays: int) -> None:
        """The assigner opens it again."""
        self.later(workdays, partial(lifecycle.reopen, reason=phrases.REOPEN, by=self.for_assigner(self.assigner)))

    def head(self) -> Person:
        """Who heads the unit that does it."""
        return self.world.office.heads[self.lead.id]

    def doer(self) -> Actor:
        """The officer who does it, as long as none is named the head of the unit."""
        return self.world.office.actor(self.officer or self.head())

    def submitter(self) -> Person:
        """Who hands the result in: mostly the officer."""
        return self.officer if self.officer and self.rng.random() < 0.7 else self.head()

    def for_assigner(self, who: Person) -> Actor:
        """This person, in the name of the one who assigned it."""
        return self.world.office.actor(who).for_person(self.assigner.id)

    def decider(self) -> Actor:
        """Who decides on a result: the assigner, or the office in his name."""
        office = self.world.office
        if self.lead.id == office.units["vp"].id:  # who follows tasks there may have handed this one in
            return self.for_assigner(self.assigner)
        return self.for_assigner(self.rng.choice((self.assigner, office.people["vanphong"])))

    def add(self, day: date, act: Act) -> None:
        """Do it on this day, or on the first possible one after it."""
        self.script.steps.append(Step(self._diary.on(day), act))

    def later(self, workdays: int, act: Act) -> None:
        """Do it so many working days after the last thing that was done."""
        self.script.steps.append(Step(self._diary.after(workdays), act))

    def beside(self, day: date, act: Act) -> None:
        """Do it on this day whatever else is going on: what others do about the task."""
        self.talk(day, (act,))

    def talk(self, day: date, acts: Iterable[Act]) -> None:
        """Do these one after the other, from this day on, whatever else is going on."""
        diary = Diary(self.world.calendar, self.world.office.committee.timezone, self.rng, after=self.taken_at)
        self.script.steps.extend(Step(diary.on(day), act) for act in acts)


def _hand_in(session: Session, task: Task, *, result: Result, by: Actor, terms: Terms, now: datetime) -> None:
    """Hand in a result whose document is dated no later than the day on which that happens."""
    if result.result_on:
        result = replace(result, result_on=min(result.result_on, clock.local_day(now, by.zone)))
    lifecycle.submit(session, task, result=result, by=by, terms=terms, now=now)
