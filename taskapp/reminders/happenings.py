"""What happened to tasks of late, or ever to some of them: one query for each kind of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func
from sqlalchemy.orm import Session, aliased

from taskapp.base.db import scoped
from taskapp.reminders.facts import Claim, Event, Reader, Remark, Request
from taskapp.reminders.news import GIVEN_ELSEWHERE, TELLING
from taskapp.reminders.posts import Posts
from taskapp.tasks.models import Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Answer, Comment, Dispute, Extension, Follower, Mention
from taskapp.tasks.queries import one_of
from taskapp.tasks.states import OPEN, Change, Move, State

DECIDING = (Move.APPROVE, Move.SEND_BACK, Change.CORRECT)
ANSWERING = (Change.EXTEND, Change.REFUSE_EXTENSION)
DISPUTING = (Change.DISPUTE, Change.ANSWER_DISPUTE)
FOLLOWED = (Move.APPROVE, Change.EXTEND, Change.MOVE_LIMIT)
_before = aliased(TaskEvent)


class Result(NamedTuple):
    """The last result handed in, and what was decided about it."""

    number: int
    by_id: int | None
    for_id: int | None
    decision: str | None
    decided_at: datetime | None


NONE = Result(0, None, None, None, None)


@dataclass
class Happenings:
    """By the task's id, in the order in which it happened."""

    results: dict[int, Result] = field(default_factory=dict)
    inherited: dict[int, datetime] = field(default_factory=dict)
    events: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    requests: dict[int, list[Request]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[int, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[int, list[Remark]] = field(default_factory=lambda: defaultdict(list))
    readers: dict[int, list[Reader]] = field(default_factory=lambda: defaultdict(list))

    def tasks(self) -> frozenset[int]:
        """The tasks that something happened to, or waits on."""
        told = (self.results, self.events, self.requests, self.claims, self.remarks, self.readers)
        return frozenset(chain.from_iterable(told))


@dataclass(frozen=True)
class Window:
    """What is looked at: with `ids` all that ever happened to these tasks, else what happened since an instant."""

    committee_id: int
    since: datetime
    ids: Sequence[int] | None = None

    def wants(self, column: Any, when: Any) -> ColumnElement[bool]:
        """The condition on a table that says which task and when."""
        condition: ColumnElement[bool] = when >= self.since if self.ids is None else column.in_(self.ids)
        return condition

    def holds(self, answered_at: datetime | None) -> bool:
        """Whether something is still told of: it waits, or was answered of late."""
        return self.ids is not None or answered_at is None or answered_at >= self.since

    def touched(self, *kinds: str) -> Select[int]:
        """Ids of the tasks to which something of these kinds happened."""
        query = scoped(TaskEvent, self.committee_id, TaskEvent.task_id)
        return query.where(self.wants(TaskEvent.task_id, TaskEvent.recorded_at), TaskEvent.kind.in_(kinds))

    def tasks(self, *states: State) -> Select[int]:
        """Ids of the tasks in these states."""
        query = scoped(Task, self.committee_id, Task.id).where(one_of(states))
        return query if self.ids is None else query.where(Task.id.in_(self.ids))

    def lately(self) -> Any:
        """Ids of the tasks that something is told of, whatever their state."""
        said = scoped(Comment, self.committee_id, Comment.task_id).where(self.wants(Comment.task_id, Comment.said_at))
        read = scoped(Follower, self.committee_id, Follower.task_id)
        read = read.where(self.wants(Follower.task_id, Follower.added_at))
        return self.touched(*TELLING).union_all(said, read)


def load(session: Session, window: Window, posts: Posts) -> Happenings:
    """Everything that is told of, in as many queries as there are kinds of it."""
    found = Happenings()
    for task_id, *result in session.execute(_results(window)):
        found.results[task_id] = Result(*result)
    for task_id, at in session.execute(_inherited(window)):
        found.inherited[task_id] = at
    for task_id, event in _events(session, window, posts):
        found.events[task_id].append(event)
    for task_id, request in _requests(session, window, posts):
        found.requests[task_id].append(request)
    for task_id, claim in _claims(session, window, posts):
        found.claims[task_id].append(claim)
    for task_id, remark in _remarks(session, window, posts):
        found.remarks[task_id].append(remark)
    for task_id, reader in _readers(session, window, posts):
        found.readers[task_id].append(reader)
    return found


def _results(window: Window) -> Select[Any]:
    given = (Submission.task_id, Submission.number, Submission.by_id, Submission.on_behalf_of_id)
    columns = (*given, Submission.decision, Submission.decided_at)
    of = window.tasks(State.SUBMITTED).union_all(window.touched(*DECIDING))
    query = scoped(Submission, window.committee_id, *columns).where(Submission.task_id.in_(of))
    return query.order_by(Submission.task_id, Submission.number)


def _inherited(window: Window) -> Select[Any]:
    """When the unit that has an open task took it over from another one; however long ago, for its heads began then."""
    query = scoped(TaskEvent, window.committee_id, TaskEvent.task_id, func.max(TaskEvent.recorded_at))
    query = query.where(TaskEvent.kind == Change.UNIT_CHANGED, TaskEvent.task_id.in_(window.tasks(*OPEN)))
    return query.group_by(TaskEvent.task_id)


def _events(session: Session, window: Window, posts: Posts) -> Iterator[tuple[int, Event]]:
    columns = (TaskEvent.task_id, TaskEvent.kind, TaskEvent.version, TaskEvent.recorded_at, TaskEvent.by_id)
    query = scoped(TaskEvent, window.committee_id, *columns, _before.lead_unit_id, _before.assignee_id).outerjoin(
        _before,
        and_(
            _before.task_id == TaskEvent.task_id,
            _before.version == TaskEvent.version - 1,
            TaskEvent.kind.in_(GIVEN_ELSEWHERE),
        ),
    )
    wanted = (window.wants(TaskEvent.task_id, TaskEvent.recorded_at), TaskEvent.kind.in_(TELLING))
    rows = session.execute(query.where(*wanted).order_by(TaskEvent.recorded_at, TaskEvent.id))
    for task_id, kind, version, at, by_id, unit_id, officer_id in rows:
        had = [officer_id, *(posts.heads.get(unit_id, ()) if kind == Move.REASSIGN else ())]
        yield task_id, Event(kind, version, at, by_id, tuple(_known(had, posts)))


def _requests(session: Session, window: Window, posts: Posts) -> Iterator[tuple[int, Request]]:
    of = window.tasks(*OPEN).union_all(window.touched(*ANSWERING))
    query = scoped(Extension, window.committee_id).where(Extension.task_id.in_(of)).order_by(Extension.id)
    for one in session.scalars(query):
        if one.answer is not Answer.TAKEN_BACK and window.holds(one.answered_at):
            is_granted = None if one.answer is None else one.answer is Answer.GRANTED
            asked_by, answered = posts.known(one.asked_by_id), (one.answered_at, one.answered_by_id)
            yield one.task_id, Request(one.id, asked_by, one.asked_at, is_granted, *answered, one.on_behalf_of_id)


def _claims(session: Session, window: Window, posts: Posts) -> Iterator[tuple[int, Claim]]:
    query = scoped(Dispute, window.committee_id).where(Dispute.task_id.in_(window.touched(*DISPUTING)))
    for one in session.scalars(query.order_by(Dispute.id)):
        if not one.is_taken_back and window.holds(one.answered_at):
            by_id = posts.known(one.by_id)
            yield one.task_id, Claim(one.id, by_id, one.raised_at, one.answered_at, one.answered_by_id)


def _remarks(session: Session, window: Window, posts: Posts) -> Iterator[tuple[int, Remark]]:
    query = scoped(Comment, window.committee_id, Comment, Mention.person_id)
    query = query.outerjoin(Mention, Mention.comment_id == Comment.id)
    query = query.where(window.wants(Comment.task_id, Comment.said_at)).order_by(Comment.id, Mention.person_id)
    named: dict[Comment, list[int | None]] = defaultdict(list)
    for comment, person_id in session.execute(query):
        named[comment].append(person_id)
    for one, persons in named.items():
        mentioned = tuple(_known(persons, posts))
        yield one.task_id, Remark(one.id, one.by_id, one.said_at, one.is_directing, mentioned)


def _readers(session: Session, window: Window, posts: Posts) -> Iterator[tuple[int, Reader]]:
    """Those who were added of late, and those of tasks that something happened to: each is found by its own index."""
    followers = scoped(Follower, window.committee_id)
    added = session.scalars(followers.where(window.wants(Follower.task_id, Follower.added_at)))
    told = session.scalars(followers.where(Follower.task_id.in_(window.touched(*FOLLOWED))))
    for one in sorted({*added, *told}, key=lambda follower: follower.id):
        if one.person_id in posts.enabled:
            yield one.task_id, Reader(one.id, one.person_id, one.added_at, one.added_by_id)


def _known(persons: Iterable[int | None], posts: Posts) -> Iterator[int]:
    return (person_id for person_id in persons if person_id is not None and person_id in posts.enabled)
