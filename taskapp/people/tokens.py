"""Tokens of programs: made, found by their hash, paced, ended. Functions do not commit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, Select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.people import secret_keys
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.people.scopes import Scope, written
from taskapp.people.sessions import digest, new_token
from taskapp.people.token_models import ApiToken

MOST_LIVE = 20  # of one person
PREFIX = "gv_"  # by which whoever searches for lost secrets recognises one
PER_MINUTE = 300  # calls of one token, on all nodes together


def make(session: Session, person: Person, name: str, scopes: Collection[Scope], days: int, *, now: datetime) -> str:
    """A new token of the person for so many days; what is given is kept nowhere. Raises Refused, BadInput."""
    if not scopes:
        raise BadInput(_("Hãy chọn ít nhất một việc mà phần mềm được làm."), field="scopes")
    expires_at = secret_keys.expiry(days, now)
    live = session.scalars(
        of_person(person).where(*secret_keys.live(ApiToken, now)).with_only_columns(ApiToken.id)
    ).all()
    if len(live) >= MOST_LIVE:
        raise Refused(_("Anh/chị đã có %(most)s mã đang dùng được. Hãy thu hồi bớt mã không dùng.", most=MOST_LIVE))
    token = PREFIX + new_token()
    made = ApiToken(
        committee_id=person.committee_id,
        person_id=person.id,
        name=name,
        token_hash=digest(token),
        scopes=written(scopes),
        made_at=now,
        expires_at=expires_at,
    )
    session.add(made)
    session.flush()
    return token


def find(session: Session, token: str, *, now: datetime) -> ApiToken | None:
    """The live token with its person, unit and committee, in one query; None when ended, too old or the person's."""
    return secret_keys.find(session, ApiToken, token, *secret_keys.live(ApiToken, now))


def spend(connection: Connection, token_id: int, calls: int, *, address: str, now: datetime) -> bool:
    """Take so many calls out of this minute's, and note where the token is used; False when none are left."""
    return secret_keys.spend(connection, ApiToken, token_id, calls, PER_MINUTE, now=now, last_address=address[:45])


def of_person(person: Person) -> Select[ApiToken]:
    """All tokens that the person has made, the newest first."""
    query = scoped(ApiToken, person.committee_id).where(ApiToken.person_id == person.id)
    return query.order_by(ApiToken.id.desc())


def of_committee(rights: Rights) -> Select[ApiToken]:
    """The tokens of all persons whom the administrator may see, the newest first."""
    query = scoped(ApiToken, rights.committee_id).join(ApiToken.person)
    query = query.options(contains_eager(ApiToken.person), joinedload(ApiToken.ended_by))
    return query.where(Person.unit_id.in_(rights.reach(Role.ADMIN)))


def end(session: Session, mine: Select[ApiToken], token_id: int, *, by: Person, now: datetime) -> ApiToken:
    """End one of these tokens at once. Raises Missing when it is none of them, Refused when it is over already."""
    return secret_keys.end(session, mine, token_id, ApiToken, by=by, now=now)


def end_all(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """End every token of the person, for good."""
    mine = (ApiToken.committee_id == person.committee_id, ApiToken.person_id == person.id, ApiToken.ended_at.is_(None))
    session.execute(update(ApiToken).where(*mine).values(ended_at=now, ended_by_id=by.id if by else None))
