"""Found by their secret, paced, noted as used, ended: one rule each for tokens, calendar feeds and open addresses.

Functions do not commit, except the two that note in a transaction of their own that something was used.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, case, or_, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, contains_eager, joinedload

from taskapp.base.db import db, unscoped, writing
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.people.secret_models import ForATime, OpenedBySecret
from taskapp.people.sessions import digest

Opener = TypeVar("Opener", bound=OpenedBySecret)
Lasting = TypeVar("Lasting", bound=ForATime)

log = logging.getLogger("taskapp.people")
LONGEST_DAYS = 365
NOTED_EVERY = timedelta(hours=1)  # programs ask again and again
WINDOW = timedelta(minutes=1)


def find(session: Session, kind: type[Opener], secret: str, *where: ColumnElement[bool]) -> Opener | None:
    """What the secret opens, with its person, unit and committee, in one query; None when his account is disabled."""
    query = unscoped(kind).join(kind.person)
    query = query.options(contains_eager(kind.person).options(joinedload(Person.committee), joinedload(Person.unit)))
    return session.scalars(query.where(kind.token_hash == digest(secret), Person.disabled_at.is_(None), *where)).first()


def live(kind: type[ForATime], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What holds of rows that have neither ended nor expired."""
    return kind.ended_at.is_(None), kind.expires_at > now


def expiry(days: int, now: datetime) -> datetime:
    """When something made now for so many days ends. Raises BadInput."""
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(_("Mã dùng được từ 1 đến %(most)s ngày.", most=LONGEST_DAYS), field="days")
    return now + timedelta(days=days)


def end(session: Session, mine: Select[Any], row_id: int, kind: type[Lasting], *, by: Person, now: datetime) -> Lasting:
    """End one of these rows at once. Raises Missing when it is none of them, Refused when it is over already."""
    found: Lasting | None = session.scalars(mine.where(kind.id == row_id)).one_or_none()
    if found is None:
        raise Missing(_("Không có mã truy cập này."))
    if found.ended_at is not None:
        raise Refused(_("Mã này đã được thu hồi trước đó."))
    found.ended_at, found.ended_by_id = now, by.id
    return found


def spend(
    connection: Connection, kind: type[ForATime], row_id: int, calls: int, most: int, *, now: datetime, **noted: str
) -> bool:
    """Take so many calls out of this minute's `most`, and note the use; False when none are left.

    One statement, so that nodes at once cannot both take the last ones.
    """
    minute = now.replace(second=0, microsecond=0)
    is_left = or_(kind.window_at.is_(None), kind.window_at != minute, kind.window_calls < most)
    counted = case((kind.window_at == minute, kind.window_calls + calls), else_=calls)
    values = {"window_at": minute, "window_calls": counted, "last_used_at": now, **noted}
    spent = update(kind).where(kind.id == row_id, is_left).values(values).returning(kind.id)
    return connection.execute(spent).first() is not None


def is_to_be_noted(row: OpenedBySecret, now: datetime) -> bool:
    """Whether it is time to write down again that something is used."""
    return row.last_used_at is None or now - row.last_used_at >= NOTED_EVERY


def note(kind: type[OpenedBySecret], row_id: int, now: datetime, **more: Any) -> None:
    """Write down that it is used now, `more` columns with it; what was asked for goes out all the same."""
    used = update(kind).where(kind.id == row_id).values(last_used_at=now, **more)
    db.session.rollback()
    try:
        with writing(), db.engine.begin() as connection:
            connection.execute(used)
    except OperationalError:
        log.warning("could not note that a secret address is in use")
