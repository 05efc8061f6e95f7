"""One-time links with which a person sets the password."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from taskapp.base.db import unscoped
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _
from taskapp.people.models import OneTimeLink, Person
from taskapp.people.sessions import digest, new_token

VALID_FOR = timedelta(hours=72)
KEPT = timedelta(days=90)


def make(session: Session, person: Person, *, now: datetime) -> str:
    """A new link's token, valid for 72 hours; links made before stop working. Does not commit.

    Raises Refused for a disabled person.
    """
    if not person.is_enabled:
        raise Refused(_("Tài khoản đang bị khóa. Hãy mở lại tài khoản rồi tạo liên kết."))
    cancel(session, person, now=now)
    token = new_token()
    link = OneTimeLink(
        committee_id=person.committee_id,
        person_id=person.id,
        token_hash=digest(token),
        made_at=now,
        expires_at=now + VALID_FOR,
    )
    session.add(link)
    session.flush()
    return token


def owner(session: Session, token: str, *, now: datetime) -> Person:
    """Whose password the link may set. Raises Missing when it was used, expired, replaced or never made."""
    query = unscoped(Person).join(OneTimeLink, OneTimeLink.person_id == Person.id).where(*_open(token, now))
    person: Person | None = session.scalars(query).one_or_none()
    if person is None or not person.is_enabled:
        raise _gone()
    return person


def use(session: Session, token: str, *, now: datetime) -> None:
    """Use the link up; of two uses at once one succeeds. Does not commit. Raises Missing when it cannot be used."""
    used = update(OneTimeLink).where(*_open(token, now)).values(used_at=now).returning(OneTimeLink.id)
    if session.execute(used).first() is None:
        raise _gone()


def cancel(session: Session, person: Person, *, now: datetime) -> None:
    """Make the person's unused links useless. Does not commit."""
    session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.committee_id == person.committee_id,
            OneTimeLink.person_id == person.id,
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=now)
    )


def prune(session: Session, *, now: datetime) -> int:
    """Delete links made 90 days ago or earlier; their number. Does not commit."""
    gone = delete(OneTimeLink).where(OneTimeLink.made_at <= now - KEPT).returning(OneTimeLink.id)
    return len(session.execute(gone).all())


def _open(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (OneTimeLink.token_hash == digest(token), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)


def _gone() -> Missing:
    return Missing(
        _("Liên kết đã được dùng, đã hết hạn hoặc không đúng. Hãy xin người quản trị của cơ quan một liên kết mới.")
    )
