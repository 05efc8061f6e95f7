"""What was sent after the sign-in had ended is kept until the person is back, for a day, and for that person only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Delete, Insert, delete, insert
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.people.access.access_models import HeldForm
from taskapp.people.models import Person
from taskapp.people.sessions import digest

KEPT = timedelta(days=1)
MOST_LETTERS = 200_000
SECRET = ("password", "current", "again", "code", "credential", "csrf_token")  # what a field's name must not begin with
MARK = "_held"  # the field by which a form says that it was kept


def worth_keeping(fields: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The fields that may be kept and hold something; none at all when there is too much of it."""
    kept = [[name, value] for name, value in fields if not name.startswith((*SECRET, MARK))]
    is_too_much = sum(len(name) + len(value) for name, value in kept) > MOST_LETTERS
    return [] if is_too_much or not any(value.strip() for _name, value in kept) else kept


def keeping(
    person: Person, token: str, path: str, fields: list[list[str]], *, had_files: bool, now: datetime
) -> tuple[Delete, Insert]:
    """The statements that keep a form under the token, in place of what the person sent there before."""
    earlier = delete(HeldForm).where(
        HeldForm.committee_id == person.committee_id, HeldForm.person_id == person.id, HeldForm.path == path
    )
    return earlier, insert(HeldForm).values(
        committee_id=person.committee_id,
        person_id=person.id,
        token_hash=digest(token),
        path=path,
        fields=fields,
        had_files=had_files,
        held_at=now,
    )


def find(session: Session, person: Person, token: str, *, now: datetime) -> HeldForm | None:
    """The form kept under the token; None when it is somebody else's or too old."""
    found: HeldForm | None = session.scalars(
        scoped(HeldForm, person.committee_id).where(
            HeldForm.person_id == person.id, HeldForm.token_hash == digest(token), HeldForm.held_at > now - KEPT
        )
    ).first()
    return found


def readable(form: HeldForm) -> list[str]:
    """The texts of the form that somebody has written: those of more than a word, or with letters of ours."""
    return [value for _name, value in form.fields if value.strip() and (" " in value.strip() or not value.isascii())]


def prune(session: Session, *, now: datetime) -> int:
    """Delete forms kept a day ago or earlier; their number. Does not commit."""
    gone = delete(HeldForm).where(HeldForm.held_at <= now - KEPT).returning(HeldForm.id)
    return len(session.execute(gone).all())
