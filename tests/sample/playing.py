"""The tasks of load data once more, each step through the verb that a person would have used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from taskapp.demo import phrases
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.sample import words
from taskapp.sample.courses import Act, Step
from taskapp.sample.days import Days
from taskapp.sample.lives import Given
from taskapp.tasks import assigning, changes, extensions, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result, due_of
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import LimitKind

ZONE = "Asia/Ho_Chi_Minh"


class Player:
    """Plays tasks of one office; `play` gives the whole and its part, as they stand afterwards."""

    def __init__(self, session: Session, days: Days) -> None:
        self.session, self.days, self.terms = session, days, Terms(days.calendar)
        self.actor = cache(self._actor)

    def play(self, whole: Given, part: Given | None) -> list[Task]:
        """Give the task out and do every step of both, in the order of time."""
        given = [each for each in (whole, part) if each]
        tasks = self._give(whole, part)
        steps = [(self._at(each, step), number, step) for number, each in enumerate(given) for step in self._past(each)]
        for at, number, step in sorted(steps, key=lambda entry: entry[0]):
            self._do(given[number], tasks[number], step, at)
            self.session.flush()
        return tasks

    def _actor(self, person_id: int) -> Actor:
        person = self.session.get_one(Person, person_id)
        return Actor(rights_of(self.session, person, on=self.days.days[self.days.last]), ZONE)

    def _past(self, given: Given) -> Iterable[Step]:
        return [step for step in given.course.steps if given.start + step.day <= self.days.last]

    def _at(self, given: Given, step: Step) -> datetime:
        instant = self.days.instant(given.start + step.day, step.minute, given.second)
        return datetime.fromtimestamp(instant, UTC)

    def _give(self, whole: Given, part: Given | None) -> list[Task]:
        now = self._at(whole, Step(0, whole.course.minute, Act.NAME))
        document, by = self.session.get_one(Directive, whole.directive_id), self.actor(whole.assigner_id)
        limit = self.days.days[whole.start + whole.course.limit] if whole.course.limit else None
        given = Assignment(
            whole.content,
            [self.session.get_one(Unit, whole.desk.unit_id)],
            supporting=[self.session.get_one(Unit, part.desk.unit_id)] if part else [],
            limit_kind=LimitKind.DATED if limit else LimitKind.NONE,
            due_on=limit,
            document=DocumentGiven(document.number, document.issued_on, document.issuer, subject=document.subject),
            assigner=self.session.get_one(Person, whole.assigner_id),
            source=whole.source,
            field=whole.field,
            starred=whole.starred,
        )
        (task,) = assigning.draft(self.session, given, by=by, committee_id=whole.committee_id, now=now)
        lifecycle.issue(self.session, task, by=by, now=now)
        self.session.flush()
        return [task, *task.below]

    def _do(self, given: Given, task: Task, step: Step, now: datetime) -> None:
        session, terms = self.session, self.terms
        leader, head = self.actor(given.decider_id or given.assigner_id), self.actor(given.desk.head_id)
        officer, monitor = self.actor(given.officer.id), self.actor(given.monitor_id)
        day = given.start + step.day
        acts: dict[Act, Any] = {
            Act.NAME: lambda: changes.name_officer(
                session, task, officer=session.get_one(Person, given.officer.id), by=head, now=now
            ),
            Act.DECLINE: lambda: lifecycle.decline(session, task, reason=words.DECLINED, by=head, now=now, terms=terms),
            Act.REFUSE_DECLINE: lambda: lifecycle.refuse_decline(
                session, task, reason=phrases.KEEP, by=leader, now=now
            ),
            Act.PROGRESS: lambda: changes.progress(
                session, task, percent=step.value, note=words.progress_words(step), by=officer, now=now
            ),
            Act.URGE: lambda: changes.urge(session, task, text=words.of(phrases.URGINGS, step), by=monitor, now=now),
            Act.ASK: lambda: extensions.ask(session, task, self._request(task, step), by=officer, now=now, terms=terms),
            Act.GRANT: lambda: extensions.grant(session, task, limit=None, reason=phrases.GRANTED, by=leader, now=now),
            Act.REFUSE: lambda: extensions.refuse(session, task, reason=phrases.NOT_GRANTED, by=leader, now=now),
            Act.SUBMIT: lambda: lifecycle.submit(
                session, task, result=self._result(given, day, step), by=officer, now=now, terms=terms
            ),
            Act.SEND_BACK: lambda: lifecycle.send_back(
                session, task, reason=words.of(phrases.RETURNS, step), by=leader, now=now, terms=terms
            ),
            Act.APPROVE: lambda: lifecycle.approve(
                session, task, note=words.of(phrases.APPROVALS, step), by=leader, now=now
            ),
            Act.WITHDRAW: lambda: lifecycle.withdraw(session, task, reason=phrases.WITHDRAW, by=leader, now=now),
        }
        acts[step.act]()

    def _request(self, task: Task, step: Step) -> extensions.Request:
        due, (code, reason) = due_of(task), words.asking(step)
        assert due
        return extensions.Request(Moment(self._later(due.on, step.value)), reason, code)

    def _later(self, due: date, more: int) -> date:
        return self.days.days[self.days.days.index(due) + more]

    def _result(self, given: Given, day: int, step: Step) -> Result:
        number, why_not = words.evidence(given.id, day, step)
        return Result(
            text=words.of(phrases.RESULTS, step),
            result_number=number,
            result_on=self.days.days[day] if number else None,
            no_evidence_reason=why_not,
            explanation=words.of(phrases.EXPLANATIONS, step),
        )
