"""One task's story: who does what on which day, in words of the office; verbs of the lifecycle with past instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from random import Random

from taskapp.demo import phrases
from taskapp.demo.assignments import enterer
from taskapp.demo.cast import Office
from taskapp.demo.diary import Diary
from taskapp.demo.results import of_its_time, result
from taskapp.demo.stage import Act, Opening, Script, Step
from taskapp.people.models import Person, Unit
from taskapp.tasks import changes, extensions, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.rules import Terms
from taskapp.workdays.arithmetic import Calendar, add_workdays, workdays_between


@dataclass(frozen=True)
class World:
    """Where stories take place: the office, its working calendar, and the last working day before today."""

    office: Office
    calendar: Calendar
    yesterday: date

    def day(self, start: date, workdays: int) -> date:
        """The day that many working days after `start`."""
        return add_workdays(start, workdays, self.calendar)

    def left(self, start: date, end: date) -> int:
        """Working days in (start, end]."""
        return workdays_between(start, end, self.calendar)


class Story:
    """The verbs, each adding a step; days that are past or not worked become the next that can be."""

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
    ) -> None:
        self.world = world
        self.rng = Random(key)
        self.lead = lead
        self.assigner = assigner
        self.product = product
        self.field = field
        self.officer: Person | None = task.assignee if task else None
        self.percent = task.progress_percent if task else 0
        self.script = Script(key, task=task)
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

    def go_on_after(self, moment: datetime) -> None:
        """Take up a story whose last event is of this instant."""
        self._diary = Diary(self.world.calendar, self.world.office.committee.timezone, self.rng, after=moment)

    def open(self, day: date, given: Assignment, *, keep_draft: bool = False, named: Person | None = None) -> None:
        """Assign it, or only draft it; the clerk drafts, the office that follows tasks or the leader issues."""
        office = self.world.office
        who = office.people["vanthu"] if keep_draft else enterer(office, self.assigner, self.rng)
        by = self._for_assigner(who)
        self.officer = named
        self.script.opening = Opening(self._diary.on(day), given, by, keep_draft, named)

    def accept(self, day: date) -> None:
        """The unit's head, or the officer that the document names, takes it."""
        who = self.officer or self._head()
        self._add(day, partial(lifecycle.accept, by=self.world.office.actor(who)))

    def name(self, day: date, officer: Person | None = None) -> None:
        """The head names an officer, whose field it is when none is given; that also accepts it."""
        fits = self.world.office.fitting_officers(self.lead, self.field)
        self.officer = officer or self.rng.choice(fits)
        self._add(day, partial(changes.name_officer, officer=self.officer, by=self.world.office.actor(self._head())))

    def progress(self, day: date, percent: int, *, ongoing: bool = False) -> None:
        """A sentence about how it goes."""
        known = phrases.ONGOING if ongoing else phrases.PROGRESS.get(self.product, phrases.PROGRESS[""])
        fresh = [sentence for sentence in known if sentence not in self._said] or list(known)
        sentence = self.rng.choice(fresh if ongoing else fresh[:2])
        self._said = {*self._said, sentence} if len(fresh) > 1 else {sentence}
        note = sentence.format(n=self.rng.randint(2, 4))
        self.percent = percent
        who = self.world.office.actor(self.officer or self._head())
        self._add(day, partial(changes.progress, percent=percent, note=note, by=who))

    def extend(self, day: date, limit: date) -> None:
        """The assigning side grants a later limit."""
        reason = of_its_time(phrases.EXTENSIONS, day, self.rng)
        by = self._decider()
        self._add(
            day, partial(extensions.extend, limit=Moment(limit), reason=reason, by=by, terms=Terms(self.world.calendar))
        )

    def submit(self, day: date) -> None:
        """The officer, or the head, hands in the result; a late one brings its explanation."""
        at = self._diary.on(day)
        handed_in = result(self.world.office, self.lead, self.product, self.today, self.rng)
        who = self.officer if self.officer and self.rng.random() < 0.7 else self._head()
        by, terms = self.world.office.actor(who), Terms(self.world.calendar)
        self.script.steps.append(Step(at, partial(lifecycle.submit, result=handed_in, by=by, terms=terms)))

    def send_back(self, workdays: int) -> None:
        """The result is returned with what is missing."""
        reason, by, terms = self.rng.choice(phrases.RETURNS), self._decider(), Terms(self.world.calendar)
        self._later(workdays, partial(lifecycle.send_back, reason=reason, by=by, terms=terms))

    def approve(self, workdays: int) -> None:
        """The result is accepted."""
        self._later(workdays, partial(lifecycle.approve, note=self.rng.choice(phrases.APPROVALS), by=self._decider()))

    def decline(self, day: date, other: Unit) -> None:
        """The head says that the task is another unit's."""
        reason = phrases.DECLINE.format(unit=other.name)
        by, terms = self.world.office.actor(self._head()), Terms(self.world.calendar)
        self._add(day, partial(lifecycle.decline, reason=reason, by=by, terms=terms, proposed=other))

    def reassign(self, workdays: int, other: Unit) -> None:
        """The assigner gives it to the other unit."""
        reason = phrases.REASSIGN.format(unit=other.name)
        by = self._for_assigner(self.assigner)
        self._later(workdays, partial(lifecycle.reassign, lead=other, reason=reason, by=by))
        self.lead, self.officer = other, None

    def keep(self, workdays: int) -> None:
        """The assigner leaves a declined task where it is."""
        self._later(
            workdays, partial(lifecycle.refuse_decline, reason=phrases.KEEP, by=self._for_assigner(self.assigner))
        )

    def withdraw(self, workdays: int, reason: str) -> None:
        """The assigner takes it back."""
        self._later(workdays, partial(lifecycle.withdraw, reason=reason, by=self._for_assigner(self.assigner)))

    def reopen(self, workdays: int) -> None:
        """The assigner opens it again."""
        self._later(workdays, partial(lifecycle.reopen, reason=phrases.REOPEN, by=self._for_assigner(self.assigner)))

    def _head(self) -> Person:
        return self.world.office.heads[self.lead.id]

    def _for_assigner(self, who: Person) -> Actor:
        return self.world.office.actor(who).for_person(self.assigner.id)

    def _decider(self) -> Actor:
        office = self.world.office
        if self.lead.id == office.units["vp"].id:  # who follows tasks there may have handed this one in
            return self._for_assigner(self.assigner)
        return self._for_assigner(self.rng.choice((self.assigner, office.people["vanphong"])))

    def _add(self, day: date, act: Act) -> None:
        self.script.steps.append(Step(self._diary.on(day), act))

    def _later(self, workdays: int, act: Act) -> None:
        self.script.steps.append(Step(self._diary.after(workdays), act))
