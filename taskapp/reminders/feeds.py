"""Limits for a person's own calendar program: addresses made and ended, and what stands behind them. None commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.people import secret_keys
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.people.sessions import digest, new_token
from taskapp.reminders.calendar_entry import Entry, uid_of
from taskapp.reminders.feed_models import CalendarFeed, FeedKind
from taskapp.reminders.letters import cut
from taskapp.tasks.models import Task
from taskapp.tasks.queries import one_of, visible_to
from taskapp.tasks.states import OPEN, LimitKind

MOST = 1000  # entries of one feed, the nearest limits first


def make(session: Session, person: Person, kind: FeedKind, *, now: datetime) -> str:
    """The secret of a new address of that kind, kept nowhere; the one before it stops working."""
    end(session, person, kind)
    token = new_token()
    made = CalendarFeed(
        committee_id=person.committee_id, person_id=person.id, kind=kind, token_hash=digest(token), made_at=now
    )
    session.add(made)
    session.flush()
    return token


def end(session: Session, person: Person, kind: FeedKind) -> bool:
    """Let the address of that kind work no longer; whether there was one."""
    gone = delete(CalendarFeed).where(
        CalendarFeed.committee_id == person.committee_id,
        CalendarFeed.person_id == person.id,
        CalendarFeed.kind == kind,
    )
    return session.execute(gone.returning(CalendarFeed.id)).first() is not None


def of_person(session: Session, person: Person) -> dict[FeedKind, CalendarFeed]:
    """The person's addresses by kind."""
    rows = session.scalars(scoped(CalendarFeed, person.committee_id).where(CalendarFeed.person_id == person.id))
    return {feed.kind: feed for feed in rows}


def find(session: Session, token: str) -> CalendarFeed | None:
    """The feed with its person; None when there is none, or the account is disabled."""
    return secret_keys.find(session, CalendarFeed, token)


def tasks(session: Session, feed: CalendarFeed, *, now: datetime) -> Sequence[Task]:
    """The open tasks with a limit in the feed, nearest first: none that the person may not read at this moment."""
    person = feed.person
    rights = rights_of(session, person, on=clock.local_day(now, person.committee.timezone))
    dated = (one_of(OPEN), Task.limit_kind == LimitKind.DATED, Task.due_on.is_not(None))
    query = visible_to(rights).where(*dated, _is_in(feed)).order_by(Task.due_on, Task.id)
    return session.scalars(query.limit(MOST)).all()


def entries(feed: CalendarFeed, found: Iterable[Task], *, base_url: str, sender: str) -> list[Entry]:
    """The tasks as entries; the same entry, to the byte, as long as a task's limit stays the same."""
    committee = feed.person.committee
    return [
        Entry(
            uid=uid_of(task.id, committee.code, base_url),
            version=task.due_version,
            stamp=task.due_since or task.recorded_at,
            on=task.due_on,
            at=task.due_time,
            zone=committee.timezone,
            title=cut(_("Hạn: %(content)s", content=task.content)),
            text=f"{base_url}/tasks/{task.id}",
            href=f"{base_url}/tasks/{task.id}",
            committee=committee.name,
            sender=sender,
        )
        for task in found
        if task.due_on is not None
    ]


def _is_in(feed: CalendarFeed) -> ColumnElement[bool]:
    if feed.kind is FeedKind.MINE:
        return Task.assignee_id == feed.person_id
    if feed.kind is FeedKind.UNIT:
        return Task.lead_unit_id == feed.person.unit_id
    return Task.assigner_id == feed.person_id
