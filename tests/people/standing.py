"""Absences and delegations for tests, made by the product's own verbs with the rights of those who make them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.people import absences, delegations
from taskapp.people.delegations import Paper
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from taskapp.people.standing import Term
from taskapp.people.standing_models import Absence, Delegation
from tests.conftest import MONDAY
from tests.office import Office

TODAY = MONDAY.date()  # Monday, 2 March 2026


def march(day: int) -> date:
    return date(2026, 3, day)


class Book:
    """Where absences and delegations are written down: `book.away("congchuc", 4, 6, deputy="congchuc2")`."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office = session, office

    def person(self, username: str) -> Person:
        return self.session.get_one(Person, self.office.people[username])

    def rights(self, username: str, on: date = TODAY) -> Rights:
        return rights_of(self.session, self.person(username), on=on)

    def away(
        self, who: str, first: int, last: int, deputy: str | None = None, by: str | None = None, now: datetime = MONDAY
    ) -> Absence:
        """Days of March; registered by himself unless `by` somebody else."""
        return absences.register(
            self.session,
            self.person(who),
            Term(march(first), march(last)),
            deputy=self.person(deputy) if deputy else None,
            reason="nghỉ phép",
            by=self.rights(by or who),
            now=now,
        )

    def end(self, absence: Absence, by: str, now: datetime = MONDAY) -> None:
        absences.end(self.session, absence, by=self.rights(by), now=now)

    def delegate(
        self,
        leader: str,
        delegate: str,
        first: int,
        last: int,
        by: str | None = None,
        paper: Paper | None = None,
        now: datetime = MONDAY,
    ) -> Delegation:
        """Days of March; written down by the leader unless `by` somebody else."""
        return delegations.register(
            self.session,
            self.person(leader),
            self.person(delegate),
            Term(march(first), march(last)),
            paper or Paper("12/QĐ-UBND", TODAY),
            by=self.rights(by or leader),
            now=now,
        )

    def revoke(self, delegation: Delegation, by: str, now: datetime = MONDAY) -> None:
        delegations.revoke(self.session, delegation, by=self.rights(by), now=now)
