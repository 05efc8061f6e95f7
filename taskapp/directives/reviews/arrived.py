"""Documents that have come by themselves: they wait, read but nobody's, until somebody takes one to review it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Select, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import Changed, Missing
from taskapp.base.i18n import _
from taskapp.directives.draft import Draft
from taskapp.directives.reviews import assembling, assigners, naming_queries, reviewing, starting, work
from taskapp.directives.reviews.assigners import Leader
from taskapp.directives.reviews.naming import Found
from taskapp.directives.reviews.review_models import DirectiveReview
from taskapp.people.models import Committee
from taskapp.people.rights import Rights


class _Unasked:
    """Which units are meant depends on who reviews: it is asked when somebody takes the document."""

    def find(self, _written: str) -> Found:
        return Found()


def add(
    session: Session,
    committee: Committee,
    draft: Draft,
    *,
    now: datetime,
    file_name: str = "",
    content: bytes | None = None,
    from_whom: str = "",
    subject: str = "",
) -> DirectiveReview:
    """Keep a document that has come with its draft, for whoever takes it; `content` is None for words of a mail."""
    today = clock.local_day(now, committee.timezone)
    begun = work.dump(starting.begin(draft, _Unasked(), own_name=committee.name, today=today))
    review = DirectiveReview(
        committee_id=committee.id,
        made_at=now,
        touched_at=now,
        file_name=file_name,
        content=content,
        from_whom=from_whom,
        mail_subject=subject,
        lines=[asdict(line) for line in draft.lines],
        read=begun,
        work=begun,
    )
    session.add(review)
    session.flush()
    return review


def waiting(committee_id: int) -> Select[DirectiveReview]:
    """The documents that nobody has taken yet, the oldest first."""
    unowned = (DirectiveReview.by_id.is_(None), DirectiveReview.ended_at.is_(None))
    return scoped(DirectiveReview, committee_id).where(*unowned).order_by(DirectiveReview.id)


def count(session: Session, committee_id: int) -> int:
    """How many documents nobody has taken yet."""
    return len(session.scalars(waiting(committee_id).with_only_columns(DirectiveReview.id)).all())


def take(
    session: Session, review_id: int, *, by: Rights, leaders: Mapping[int, Leader], zone: str, now: datetime
) -> DirectiveReview:
    """Make the document the person's own and look its units up; `leaders` as for reviewing.begin.

    Raises Changed when somebody else was quicker, Missing for what is no such document, Refused when too many wait
    for the person.
    """
    reviewing.check_room(session, by)
    unowned = (DirectiveReview.by_id.is_(None), DirectiveReview.ended_at.is_(None))
    ours = (DirectiveReview.committee_id == by.committee_id, DirectiveReview.id == review_id)
    mine = update(DirectiveReview).where(*ours, *unowned).values(by_id=by.person_id, touched_at=now)
    if not session.execute(mine.returning(DirectiveReview.id)).first():
        known = session.scalars(scoped(DirectiveReview, by.committee_id, DirectiveReview.id).where(*ours)).first()
        if known is None:
            raise Missing(_("Văn bản này không còn: để quá 30 ngày không ai nhận thì tự xóa."))
        raise Changed(_("Văn bản này vừa có người khác nhận rà soát. Hãy chọn văn bản khác."))
    review = reviewing.get(session, by, review_id, to_change=True)
    today, came = clock.local_day(now, zone), work.load(review.work)
    names = naming_queries.names_for(session, by, written_on=assembling.issued_on(came, today), today=today)
    begun = starting.taken(came, names)
    begun = replace(begun, assigner=assigners.proposed(came.header, leaders, by.person_id))
    review.read = review.work = work.dump(begun)
    return review
