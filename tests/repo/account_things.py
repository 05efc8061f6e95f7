"""What signing in is made of, behind the declared doors: roles, links, sign-ins, tokens, outer accounts and groups."""

from __future__ import annotations

from abc import abstractmethod
from uuid import uuid4

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.outbox import hooks
from taskapp.people import accounts, links, sessions, tokens
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.queries import rights_of
from taskapp.people.rights import Role
from taskapp.people.scopes import Scope
from taskapp.people.sso import linking
from taskapp.people.sso.claims import Claims
from taskapp.reminders import feeds
from taskapp.reminders.feed_models import FeedKind
from taskapp.reports import links as open_links
from taskapp.reports.link_models import LinkKind, OpenLink
from taskapp.reports.links import Wish
from tests.office import Office

Made = tuple[dict[str, object], dict[str, object]]


class AccountThings:
    """The part of Things that makes what belongs to an account of the office."""

    office: Office

    @abstractmethod
    def _someone(self, session: Session) -> Person: ...

    def _role(self, session: Session) -> Made:
        person = self._someone(session)
        unit = session.get_one(Unit, self.office.units["tp"])
        accounts.give_role(session, person, Role.OFFICER, unit, by=None, now=clock.now())
        session.flush()
        held = session.query(RoleHeld).filter_by(person_id=person.id).one()
        return {"person_id": person.id, "role_id": held.id}, {}

    def _outer_account(self, session: Session) -> Made:
        claims = Claims("https://sso.example", uuid4().hex)
        committee = session.get_one(Committee, self.office.committee_id)
        return {"account_id": linking.arrive(session, claims, committee, now=clock.now()).id}, {}

    def _group_role(self, session: Session) -> Made:
        unit = session.get_one(Unit, self.office.units["tp"])
        made = linking.map_group(session, self.office.committee_id, uuid4().hex, Role.OFFICER, unit)
        return {"row_id": made.id}, {}

    def _link(self, session: Session) -> Made:
        return {"token": links.make(session, self._someone(session), now=clock.now())}, {}

    def _sign_in(self, session: Session) -> Made:
        person = self._someone(session)
        token = sessions.open_session(session, person, now=clock.now(), address="", browser="")
        session.flush()
        found = sessions.find(session, token, now=clock.now())
        assert found is not None
        return {"session_id": found.id}, {}

    def _feed(self, session: Session) -> Made:
        return {"token": feeds.make(session, self._someone(session), FeedKind.MINE, now=clock.now())}, {}

    def _hook(self, session: Session) -> Made:
        whose = hooks.Whose(self.office.committee_id, self.office.people["vanphong"])
        wish = hooks.Wish("Một cửa", "https://a.gov.vn/hook", ["task.issue"], None)
        return {"hook_id": hooks.make(session, wish, whose, (), seen_event_id=0, now=clock.now()).id}, {}

    def _wall_address(self, session: Session) -> Made:
        return {"token": self._open(session, "vanphong", Wish(LinkKind.WALL, "Tivi", 90))}, {}

    def _figure_address(self, session: Session) -> Made:
        unit_id = self.office.units["tp"]
        return {"token": self._open(session, "quantri", Wish(LinkKind.FIGURE, "Cổng", 90, unit_id))}, {}

    def _wall_link(self, session: Session) -> Made:
        self._wall_address(session)
        return {"link_id": session.query(OpenLink).order_by(OpenLink.id.desc()).first().id}, {}

    def _figure_link(self, session: Session) -> Made:
        self._figure_address(session)
        return {"link_id": session.query(OpenLink).order_by(OpenLink.id.desc()).first().id}, {}

    def _open(self, session: Session, username: str, wish: Wish) -> str:
        person = session.get_one(Person, self.office.people[username])
        rights = rights_of(session, person, on=clock.now().date())
        return open_links.make(session, person, rights, wish, now=clock.now())

    def _api_token(self, session: Session) -> Made:
        token = tokens.make(session, self._someone(session), "Phần mềm", [Scope.READ], 30, now=clock.now())
        found = tokens.find(session, token, now=clock.now())
        assert found is not None
        return {"token_id": found.id}, {}
