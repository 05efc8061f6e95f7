"""An office at play: people with their own rights do things to tasks while time passes, for tests of whole lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import note
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import Refused
from taskapp.base.text import fold, name_key
from taskapp.people.models import Committee, Person, RoleHeld, Unit, UnitKind
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights, Role
from taskapp.people.standing_models import Absence, Delegation
from taskapp.tasks import permissions, rule_settings
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Comment, Dispute, Extension
from taskapp.tasks.permissions import Action
from taskapp.tasks.record import Actor
from taskapp.tasks.results import facts_of
from taskapp.tasks.rules import OfficeRules, Terms
from taskapp.workdays import calendars
from taskapp.workdays.calendars import Entry
from taskapp.workdays.kinds import DayKind
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.making import ZONE

OFF = [date(2026, 3, 9), date(2026, 3, 10), date(2026, 4, 27)]
WORKED = [date(2026, 3, 14)]
# What a change may touch, besides its events: every row. Made once, since they are asked after each step.
PAPERS = [
    select(paper.__table__).order_by(paper.id) for paper in (Task, Extension, Dispute, Submission, Explanation, Comment)
]
EVENTS = select(func.count()).select_from(TaskEvent)
CENTRE = {"tgpl_head": ("Trần Văn Tám", Role.UNIT_HEAD), "tgpl": ("Phan Thị Chín", Role.OFFICER)}


def furnish(session: Session, office: Office, rules: OfficeRules) -> None:
    """A centre below the office of justice, days off, people away with deputies, delegations, house rules; commits."""
    committee = session.get_one(Committee, office.committee_id)
    centre = _centre(session, office)
    office.units["tgpl"] = centre.id
    entries = [Entry(day, DayKind.OFF) for day in OFF] + [Entry(day, DayKind.WORKED) for day in WORKED]
    calendars.set_days(session, committee.id, entries, by_id=None, now=MONDAY)
    people = office.people
    for who, deputy, first, last in (
        ("truongphong", "congchuc2", date(2026, 3, 2), date(2026, 3, 18)),
        ("vanphong", "congchuc_nv", date(2026, 3, 6), date(2026, 4, 10)),
    ):
        session.add(
            Absence(
                committee_id=committee.id,
                person_id=people[who],
                deputy_id=people[deputy],
                first_on=first,
                last_on=last,
                by_id=people["vanphong"],
                recorded_at=MONDAY,
            )
        )
    for leader, delegate, last in (
        ("chutich", "vanphong", date(2026, 3, 31)),
        ("phochutich", "truongphong", date(2026, 4, 10)),
    ):
        session.add(
            Delegation(
                committee_id=committee.id,
                person_id=people[leader],
                delegate_id=people[delegate],
                first_on=date(2026, 3, 2),
                last_on=last,
                paper_number="05/QĐ-UBND",
                paper_on=date(2026, 2, 27),
                by_id=people[leader],
                recorded_at=MONDAY,
            )
        )
    rule_settings.choose(session, committee, rules, reason="Theo quy chế", by=None, now=MONDAY - timedelta(days=1))
    session.commit()


def _centre(session: Session, office: Office) -> Unit:
    name, committee_id = "Trung tâm Trợ giúp pháp lý", office.committee_id
    centre = Unit(
        committee_id=committee_id,
        parent_id=office.units["tp"],
        kind=UnitKind.OFFICE,
        code="tgpl",
        name=name,
        search_key=fold(name),
        sort_order=9,
    )
    session.add(centre)
    session.flush()
    for username, (full_name, role) in CENTRE.items():
        person = Person(
            committee_id=committee_id,
            unit_id=centre.id,
            username=username,
            full_name=full_name,
            sort_key=name_key(full_name),
            search_key=fold(full_name),
            position="Viên chức",
            email=f"{username}@chauthanh.example",
            created_at=MONDAY,
        )
        person.roles.append(RoleHeld(committee_id=committee_id, unit_id=centre.id, role=role))
        session.add(person)
        session.flush()
        office.people[username] = person.id
    return centre


class Play:
    """One life of the office: its tasks, its clock, what is recorded so far."""

    def __init__(self, session: Session, office: Office, known_rights: dict[tuple[str, date], Rights]) -> None:
        """`known_rights`: those of each person on each day, the same in every life."""
        self.session, self.office, self.known_rights = session, office, known_rights
        committee = session.get_one(Committee, office.committee_id)
        self.terms = Terms(calendars.load(session, office.committee_id), rule_settings.of(committee))
        self.now = MONDAY
        self.tasks: list[Task] = []
        self.people = {person.username: person for person in session.scalars(select(Person).order_by(Person.id))}
        self.units = {unit.code: unit for unit in session.scalars(select(Unit).order_by(Unit.id))}
        self.rows = self.read()

    @property
    def today(self) -> date:
        return clock.local_day(self.now, ZONE)

    def rights(self, username: str) -> Rights:
        """The person's rights today, the places of those who are away included."""
        key = username, self.today
        if key not in self.known_rights:
            self.known_rights[key] = rights_of(self.session, self.people[username], on=self.today)
        return self.known_rights[key]

    def actor(self, username: str, task: Task, action: Action) -> Actor:
        """The person about to do this: in whose place, when his own rights do not do."""
        rights = self.rights(username)
        return Actor(rights, ZONE).for_person(permissions.on_behalf_of(rights, action, facts_of(task)))

    def able(self, task: Task, action: Action) -> list[str]:
        """The people whose rights permit the action on the task, the places they fill included."""
        facts = facts_of(task)
        return [name for name in self.people if permissions.has_right(self.rights(name), action, facts)]

    def has_own_right(self, username: str, task: Task, action: Action) -> bool:
        """Whether the person may do this without the places that he fills."""
        return permissions.has_right(self.rights(username).alone, action, facts_of(task))

    def attempt(self, what: str, do: Callable[[], Any]) -> bool:
        """Do something a minute later; when it is refused, nothing has changed. Whether it was done."""
        self.now += timedelta(minutes=1)
        refusal, before = _refusal(do), self.rows
        self.rows = self.read()
        note(f"{self.now:%d/%m %H:%M} {what}: {refusal or 'done'}")
        assert refusal is None or self.rows == before, f"{what} was refused ({refusal}), yet something has changed"
        return refusal is None

    def read(self) -> tuple[Any, ...]:
        """All that is recorded: every row of the papers, and how many events there are."""
        self.session.flush()
        return self.session.scalar(EVENTS), *(tuple(self.session.execute(paper)) for paper in PAPERS)


def _refusal(do: Callable[[], Any]) -> str | None:
    """Why it was refused; None when it was done."""
    try:
        do()
    except Refused as refused:
        return refused.reason
    return None
