"""The yearly review of rights: who has which, when they last came, who looked at it and when it is due again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.people.access import access_queries, recording
from taskapp.people.access.access_models import AccessKind, RightsReview
from taskapp.people.models import Person
from taskapp.people.rights import Rights
from taskapp.people.tables import role_texts


@dataclass(frozen=True)
class ReviewRow:
    """One person's rights; `by` empty: nobody has ever looked at them."""

    person: Person
    roles: list[str]
    last_sign_in_at: datetime | None
    reviewed_at: datetime | None
    by: str
    is_changed: bool  # the roles are not those that were looked at
    is_due: bool


def rows(
    session: Session, committee_id: int, people: Sequence[Person], labels: Mapping[int, str], *, now: datetime
) -> list[ReviewRow]:
    """These persons with what they may and when somebody last looked at it, what is due first."""
    newest = access_queries.newest_reviews(session, committee_id, [person.id for person in people])
    found = []
    for person in people:
        texts = role_texts(person, labels)
        review, by = newest.get(person.id, (None, ""))
        is_changed = review is not None and review.roles != _kept(person)
        is_old = review is None or now - review.reviewed_at >= access_queries.REVIEWED_EVERY
        reviewed_at = review.reviewed_at if review else None
        found.append(
            ReviewRow(person, texts, person.last_sign_in_at, reviewed_at, by, is_changed, is_old or is_changed)
        )
    return sorted(found, key=lambda row: not row.is_due)


def confirm(session: Session, rights: Rights, person_ids: Collection[int], *, by: Person, now: datetime) -> int:
    """Note that somebody has looked at the rights of these persons and found them right; how many. Does not commit."""
    people = session.scalars(access_queries.reviewable(rights).where(Person.id.in_(person_ids))).all()
    for person in people:
        session.add(
            RightsReview(
                committee_id=rights.committee_id,
                person_id=person.id,
                by_id=by.id,
                roles=_kept(person),
                reviewed_at=now,
            )
        )
        recording.note(session, person, AccessKind.REVIEWED, by=by, now=now)
    return len(people)


def _kept(person: Person) -> str:
    return ", ".join(sorted(f"{held.role.value}@{held.unit_id}" for held in person.roles))
