"""Selects over the access log, accounts that lie idle and reviews of rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.paging import Page
from taskapp.people import queries
from taskapp.people.access.access_models import AccessEvent, AccessKind, RightsReview
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role

SIZE = 100
IDLE = timedelta(days=45)  # TCVN 14423:2026, x.6.2.1
REVIEWED_EVERY = timedelta(days=365)  # 4.4.2.3


def log(rights: Rights, *, sees_all: bool) -> Select[AccessEvent]:
    """The lines that an administrator may read, newest first: of the persons in his units.

    With `sees_all` also those of names that belong to nobody.
    """
    query = scoped(AccessEvent, rights.committee_id).options(
        joinedload(AccessEvent.person).joinedload(Person.unit), joinedload(AccessEvent.by)
    )
    if not sees_all:
        mine = scoped(Person, rights.committee_id, Person.id).where(Person.unit_id.in_(rights.reach(Role.ADMIN)))
        query = query.where(AccessEvent.person_id.in_(mine))
    return query.order_by(AccessEvent.id.desc())


def about(query: Select[AccessEvent], committee_id: int, words: str) -> Select[AccessEvent]:
    """The log narrowed to persons of that name, or to what was typed as a name."""
    found = queries.search_people(committee_id, words).options().with_only_columns(Person.id)
    typed = AccessEvent.account.contains(words.strip().lower(), autoescape=True)
    return query.where(or_(AccessEvent.person_id.in_(found), typed))


def of_kind(query: Select[AccessEvent], kind: AccessKind) -> Select[AccessEvent]:
    """The log narrowed to one kind."""
    return query.where(AccessEvent.kind == kind)


def between(query: Select[AccessEvent], begin: datetime | None, end: datetime | None) -> Select[AccessEvent]:
    """The log narrowed to what was recorded from `begin` on and before `end`."""
    if begin is not None:
        query = query.where(AccessEvent.recorded_at >= begin)
    return query if end is None else query.where(AccessEvent.recorded_at < end)


def page(session: Session, query: Select[AccessEvent], mark: str | None) -> Page:
    """One page of the log; `mark` is the next_mark of the page before."""
    if mark and mark.isascii() and mark.isdigit():
        query = query.where(AccessEvent.id < int(mark[:18]))
    rows = list(session.scalars(query.limit(SIZE + 1)))
    return Page(rows[:SIZE], str(rows[SIZE - 1].id) if len(rows) > SIZE else None)


def idle_people(committee_id: int, *, now: datetime) -> Select[Person]:
    """Enabled persons who have not signed in for 45 days, longest first; who never did counts from the account."""
    since = func.coalesce(Person.last_sign_in_at, Person.created_at)
    query = scoped(Person, committee_id).options(joinedload(Person.unit))
    return query.where(Person.disabled_at.is_(None), since <= now - IDLE).order_by(since, Person.sort_key, Person.id)


def reviewable(rights: Rights) -> Select[Person]:
    """Enabled persons whose rights the administrator answers for; pages sort them by REVIEW_ORDER."""
    query = scoped(Person, rights.committee_id).options(joinedload(Person.unit), selectinload(Person.roles))
    return query.where(Person.disabled_at.is_(None), Person.unit_id.in_(rights.reach(Role.ADMIN)))


REVIEW_ORDER = (Person.unit_id, Person.sort_key, Person.id)


def newest_reviews(
    session: Session, committee_id: int, person_ids: Sequence[int]
) -> Mapping[int, tuple[RightsReview, str]]:
    """For each person the newest review, and who did it."""
    newest: Select[Any] = scoped(RightsReview, committee_id, func.max(RightsReview.id))
    newest = newest.where(RightsReview.person_id.in_(person_ids)).group_by(RightsReview.person_id)
    rows = scoped(RightsReview, committee_id, RightsReview, Person.full_name).join(
        Person, Person.id == RightsReview.by_id
    )
    found = session.execute(rows.where(RightsReview.id.in_(newest)))
    return {review.person_id: (review, name) for review, name in found}
