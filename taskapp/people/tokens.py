"""Tokens of programs: made, found by their hash, paced, ended. Functions do not commit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, case, or_, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.people.scopes import Scope, written
from taskapp.people.sessions import digest, new_token
from taskapp.people.token_models import ApiToken

LONGEST_DAYS = 365
MOST_LIVE = 20  # of one person
PREFIX = "gv_"  # by which whoever searches for lost secrets recognises one
PER_MINUTE = 300  # calls of one token, on all nodes together
WINDOW = timedelta(minutes=1)


def make(session: Session, person: Person, name: str, scopes: Collection[Scope], days: int, *, now: datetime) -> str:
    """A new token of the person for so many days; what is given is kept nowhere. Raises Refused, BadInput."""
    if not scopes:
        raise BadInput(_("Hãy chọn ít nhất một việc mà phần mềm được làm."), field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(_("Mã dùng được từ 1 đến %(most)s ngày.", most=LONGEST_DAYS), field="days")
    live = session.scalars(of_person(person).where(*_is_live(now)).with_only_columns(ApiToken.id)).all()
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
        expires_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    return token


def find(session: Session, token: str, *, now: datetime) -> ApiToken | None:
    """The live token with its person, unit and committee, in one query; None when ended, too old or the person's."""
    query = unscoped(ApiToken).join(ApiToken.person)
    query = query.options(
        contains_eager(ApiToken.person).options(joinedload(Person.committee), joinedload(Person.unit))
    )
    live = (*_is_live(now), Person.disabled_at.is_(None))
    return session.scalars(query.where(ApiToken.token_hash == digest(token), *live)).first()


def spend(connection: Connection, token_id: int, calls: int, *, address: str, now: datetime) -> bool:
    """Take so many calls out of this minute's, and note where the token is used; False when none are left.

    One statement, so that nodes at once cannot both take the last ones.
    """
    minute = now.replace(second=0, microsecond=0)
    spent = update(ApiToken).where(
        ApiToken.id == token_id,
        or_(ApiToken.window_at.is_(None), ApiToken.window_at != minute, ApiToken.window_calls < PER_MINUTE),
    )
    counted = case((ApiToken.window_at == minute, ApiToken.window_calls + calls), else_=calls)
    values = {"window_at": minute, "window_calls": counted, "last_used_at": now, "last_address": address[:45]}
    return connection.execute(spent.values(values).returning(ApiToken.id)).first() is not None


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
    found = session.scalars(mine.where(ApiToken.id == token_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có mã truy cập này."))
    if found.ended_at is not None:
        raise Refused(_("Mã này đã được thu hồi trước đó."))
    found.ended_at, found.ended_by_id = now, by.id
    return found


def end_all(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """End every token of the person, for good."""
    mine = (ApiToken.committee_id == person.committee_id, ApiToken.person_id == person.id, ApiToken.ended_at.is_(None))
    session.execute(update(ApiToken).where(*mine).values(ended_at=now, ended_by_id=by.id if by else None))


def _is_live(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ApiToken.ended_at.is_(None), ApiToken.expires_at > now
