"""The lists of the left menu: which tasks each holds for whom, narrowed and ordered. Functions return a Select."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, false, func, or_
from sqlalchemy.orm import aliased, joinedload

from taskapp.base.db import scoped
from taskapp.people import standing_queries
from taskapp.people.models import Person
from taskapp.people.rights import Rights, Role
from taskapp.people.unit_queries import among
from taskapp.tasks import risk_queries
from taskapp.tasks.models import Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Dispute, Extension, Follower
from taskapp.tasks.queries import may_see, one_of, undone, visible_to
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import TaskRisk
from taskapp.tasks.rules import DEFAULT
from taskapp.tasks.search_index import OPEN as OPEN_MARK
from taskapp.tasks.search_index import Sought, holds
from taskapp.tasks.searching import plain
from taskapp.tasks.states import OPEN, Kind, Move, State

FAR = date(9999, 12, 31)
Order = tuple[SQLColumnExpression[Any], ...]
DUE_ORDER: Order = (func.coalesce(Task.due_on, FAR), Task.id)
TO_DO = (State.ASSIGNED, State.IN_PROGRESS)
WAITING = (State.ASSIGNED, State.DECLINED, State.IN_PROGRESS)  # whose limit can pass
_whole = aliased(Task)  # made once, as in queries


class View(StrEnum):
    """The lists of the left menu."""

    MINE = "mine"
    UNIT = "unit"
    SUPPORT = "support"
    KNOW = "know"
    DECIDE = "decide"
    GIVEN = "given"
    URGED = "urged"
    UNATTENDED = "unattended"
    DRAFTS = "drafts"
    DONE = "done"
    ALL = "all"


UNCOUNTED = frozenset({View.DONE, View.ALL})  # lists without a number in the menu
# Lists of what is the person's own or in his reach: being in them is reason enough to see a task.
OWN = frozenset({View.MINE, View.UNIT, View.SUPPORT, View.KNOW, View.GIVEN, View.URGED, View.UNATTENDED})


@dataclass(frozen=True)
class Filters:
    """What a list may be narrowed by; empty values do nothing."""

    words: str = ""
    unit_id: int | None = None
    kind: Kind | None = None
    state: State | None = None
    time: str = ""  # overdue, today, soon, no_limit, starred, at_risk
    ids: frozenset[int] | None = None
    is_undone: bool = False  # only what nobody has finished
    by_risk: bool = False  # only what has an estimate, most at risk first
    sought: Sought | None = None  # the words with the names they may be, as searching.read() gives them
    due: tuple[date | None, date | None] | None = None  # not done, its limit in these days

    @property
    def is_of_undone(self) -> bool:
        """Whether only tasks are left that nobody has finished: few, and in an index of their own."""
        is_timed = self.time in ("overdue", "today", "soon", "no_limit", "at_risk")
        is_open = self.by_risk or self.state in OPEN  # an estimate holds for work under way alone
        return self.is_undone or is_timed or is_open


EVERYTHING = Filters()


@dataclass(frozen=True)
class Sight:
    """Who looks, on which local day; `urgings`: how many unanswered ones put a task before the leader."""

    rights: Rights
    day: date
    urgings: int = DEFAULT.urgings_before_leader


def order_of(view: View, filters: Filters = EVERYTHING) -> Order:
    """How a list is sorted: by the limit, most urgent first; finished ones newest first; or most at risk first."""
    if filters.by_risk:
        return TaskRisk.kept_permille, TaskRisk.task_id
    return (Task.id.desc(),) if is_of_archive(view, filters) else DUE_ORDER


def is_of_archive(view: View, filters: Filters) -> bool:
    """Whether a list holds what is finished too, by which it is as long as the archive: the newest come first."""
    return view in UNCOUNTED and not filters.is_of_undone


def _mine(sight: Sight) -> ColumnElement[bool]:
    mine = Task.assignee_id.in_(sorted(sight.rights.hands)) & Task.state.in_((*TO_DO, State.SUBMITTED))
    return mine & (Task.kind != Kind.PART)


def _unit(sight: Sight) -> ColumnElement[bool]:
    """What the unit has to do; the pieces that the head has handed on stand with their task and in "Tôi giao đi"."""
    rights = sight.rights
    others = or_(Task.assignee_id.is_(None), Task.assignee_id.not_in(sorted(rights.hands)))
    handed_on = (Task.kind == Kind.CHILD) & _headed(rights) & others
    ours = among(Task.lead_unit_id, rights.reach(Role.UNIT_HEAD))
    return ours & Task.state.in_(TO_DO) & (Task.kind != Kind.PART) & ~handed_on


def _support(sight: Sight) -> ColumnElement[bool]:
    """A head sees every part that the unit has to give, an officer his own."""
    rights = sight.rights
    ours = or_(among(Task.lead_unit_id, rights.reach(Role.UNIT_HEAD)), Task.assignee_id.in_(sorted(rights.hands)))
    return (Task.kind == Kind.PART) & ours & Task.state.in_(OPEN)


def _know(sight: Sight) -> ColumnElement[bool]:
    rights = sight.rights
    followed = scoped(Follower, rights.committee_id, Follower.task_id).where(Follower.person_id == rights.person_id)
    return Task.id.in_(followed) & Task.state.in_(OPEN)


def _decide(sight: Sight) -> ColumnElement[bool]:
    """What waits for this person: results, words of not being competent, requests for more time, disputes.

    As permissions sees it, but leaders and the office are not shown what units settle among themselves: the lead unit
    takes what a supporting unit hands in and answers its requests, a head does the same for the pieces.
    """
    rights = sight.rights
    open_requests = scoped(Extension, rights.committee_id, Extension.task_id).where(Extension.answer.is_(None))
    asked = Task.state.in_(OPEN) & Task.id.in_(open_requests)
    handed_in = Task.state == State.SUBMITTED
    contested = or_(Task.state == State.DECLINED, Task.disputed & Task.state.in_((*OPEN, State.DONE)))
    over = among(Task.lead_unit_id, rights.reach(Role.LEADER, Role.MONITOR))
    assigned, is_part = Task.assigner_id.in_(sorted(rights.seats)), Task.kind == Kind.PART
    given = or_(over & (Task.kind == Kind.OFFICIAL), assigned & ~is_part, _headed(rights) & (Task.kind == Kind.CHILD))
    return or_(
        given & or_(handed_in, contested, asked),
        is_part & or_(over, assigned) & contested,
        is_part & _headed(rights) & or_(handed_in, asked),
        is_part & _under(rights, lambda whole: whole.assignee_id.in_(sorted(rights.hands))) & handed_in,
    )


def _headed(rights: Rights) -> ColumnElement[bool]:
    """The task belongs to one whose lead unit the person heads."""
    return _under(rights, lambda whole: among(whole.lead_unit_id, rights.reach(Role.UNIT_HEAD)))


def _under(rights: Rights, is_such: Callable[[type[Task]], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The task belongs to such a one, which is looked up by its key."""
    return scoped(_whole, rights.committee_id, _whole.id).where(_whole.id == Task.parent_id, is_such(_whole)).exists()


def _given(sight: Sight) -> ColumnElement[bool]:
    rights = sight.rights
    mine = or_(Task.assigner_id.in_(sorted(rights.seats)), Task.created_by_id == rights.person_id)
    return mine & Task.state.in_(OPEN) & (Task.kind != Kind.PART)


def _urged(sight: Sight) -> ColumnElement[bool]:
    """Urged in vain: after so many unanswered urgings the task is put before the leader (Hà Nội's rule)."""
    return (
        Task.state.in_((*TO_DO, State.DECLINED))
        & (Task.unanswered_urgings >= sight.urgings)
        & among(Task.lead_unit_id, sight.rights.reach(Role.LEADER, Role.MONITOR, Role.UNIT_HEAD))
    )


def _unattended(sight: Sight) -> ColumnElement[bool]:
    """Nobody here is responsible: the officer has gone or is away without a deputy; none is named and no head here."""
    committee_id, reach = sight.rights.committee_id, sight.rights.reach(Role.LEADER, Role.MONITOR, Role.UNIT_HEAD)
    if not reach:
        return false()
    here = standing_queries.is_attended(committee_id, sight.day)
    its_own = scoped(Person, committee_id, Person.id).where(
        Person.id == Task.assignee_id, Person.unit_id == Task.lead_unit_id, here
    )
    officer = Task.assignee_id.is_not(None) & ~its_own.exists()
    headed = standing_queries.attended_units(committee_id, sight.day)
    headless = Task.assignee_id.is_(None) & Task.lead_unit_id.not_in(headed)
    return Task.state.in_((*TO_DO, State.DECLINED)) & among(Task.lead_unit_id, reach) & or_(officer, headless)


def _drafts(_sight: Sight) -> ColumnElement[bool]:
    return (Task.state == State.DRAFT) & (Task.kind == Kind.OFFICIAL)


def _done(sight: Sight) -> ColumnElement[bool]:
    """Of an officer found by his name, in an index; a unit has so many that the newest are met soon."""
    units, his = sight.rights.reach(Role.UNIT_HEAD), Task.assignee_id.in_(sorted(sight.rights.hands))
    if not units:
        return his & one_of([State.DONE])
    return or_(his, among(Task.lead_unit_id, units)) & (Task.state == State.DONE)


def _all(_sight: Sight) -> ColumnElement[bool]:
    return Task.state != State.DRAFT


_VIEWS: Mapping[View, Callable[[Sight], ColumnElement[bool]]] = {
    View.MINE: _mine,
    View.UNIT: _unit,
    View.SUPPORT: _support,
    View.KNOW: _know,
    View.DECIDE: _decide,
    View.GIVEN: _given,
    View.URGED: _urged,
    View.UNATTENDED: _unattended,
    View.DRAFTS: _drafts,
    View.DONE: _done,
    View.ALL: _all,
}


def held_in(view: View, sight: Sight) -> ColumnElement[bool]:
    """Which tasks stand in the list; of one that is not among OWN those that the person may see."""
    return _VIEWS[view](sight)


def narrowed(sight: Sight, view: View, filters: Filters, today: date, soon: date) -> Select[Task]:
    """The tasks of one list, narrowed. `soon` is the last local day that counts as "sắp đến hạn".

    The list of all tasks holds what the committee assigned, unless another kind is asked for.
    """
    query = visible_to(sight.rights).where(held_in(view, sight))
    if view not in UNCOUNTED or filters.is_of_undone:
        query = query.where(undone())
    if view is View.ALL and filters.kind is None:
        query = query.where(Task.kind == Kind.OFFICIAL)
    if filters.by_risk:
        query = query.join(TaskRisk, risk_queries.holds(today))
    if filters.words.strip():
        query = query.where(_has_words(sight.rights.committee_id, view, filters))
    for condition in _conditions(sight.rights.committee_id, filters, today, soon):
        query = query.where(condition)
    return query


def _has_words(committee_id: int, view: View, filters: Filters) -> ColumnElement[bool]:
    """The words stand in the task, its document's number, the names of its lead unit and its officer."""
    sought = filters.sought or plain(committee_id, filters.words)
    within = sought if is_of_archive(view, filters) else sought.within(OPEN_MARK)
    return holds(Task, within) if sought.terms else false()


def _conditions(committee_id: int, filters: Filters, today: date, soon: date) -> list[SQLColumnExpression[bool]]:
    found: list[SQLColumnExpression[bool]] = []
    if filters.unit_id is not None:
        found.append(Task.lead_unit_id == filters.unit_id)
    if filters.kind is not None:
        found.append(Task.kind == filters.kind)
    if filters.state is not None:
        found.append(Task.state == filters.state)
    if filters.ids is not None:
        found.append(Task.id.in_(filters.ids))
    if filters.due is not None:
        first, last = filters.due
        found += [Task.due_on.between(first or date.min, last or FAR), undone()]
    waiting_work = Task.state.in_(WAITING)
    times = {
        "overdue": (Task.due_on < today) & waiting_work,
        "today": (Task.due_on == today) & waiting_work,
        "soon": Task.due_on.between(today, soon) & waiting_work,
        "no_limit": Task.due_on.is_(None) & Task.state.in_(OPEN),
        "starred": Task.starred,
        "at_risk": risk_queries.listed(committee_id, TaskRisk.level, today) == RiskLevel.HIGH,
    }
    if filters.time in times:
        found.append(times[filters.time])
    return found


def awaiting_decision(sight: Sight) -> Select[Any]:
    """The list DECIDE with what waits in each task: result, word of not being competent, request, dispute; how long.

    Rows: Task, Submission, TaskEvent, Extension, Dispute (None where nothing of the kind waits), since when the task
    waits, and since when the oldest of all does. What is the person's own to decide comes first, then the oldest.
    """
    rights = sight.rights
    since = case(
        (Task.state == State.SUBMITTED, Task.submitted_at),
        (Task.state == State.DECLINED, Task.declined_at),
        else_=func.coalesce(Extension.asked_at, Dispute.raised_at),
    )
    columns = (
        Task,
        Submission,
        TaskEvent,
        Extension,
        Dispute,
        since.label("since"),
        func.min(since).over().label("oldest"),
    )
    declined = (TaskEvent.kind == Move.DECLINE.value) & (TaskEvent.recorded_at == Task.declined_at)
    return (
        scoped(Task, rights.committee_id, *columns)
        .outerjoin(Submission, (Submission.task_id == Task.id) & Submission.decision.is_(None))
        .outerjoin(TaskEvent, (TaskEvent.task_id == Task.id) & declined)
        .outerjoin(Extension, (Extension.task_id == Task.id) & Extension.answer.is_(None))
        .outerjoin(Dispute, (Dispute.task_id == Task.id) & Dispute.is_upheld.is_(None))
        .where(may_see(rights), undone(), _decide(sight))
        .options(joinedload(Task.parent))
        .order_by(case((Task.assigner_id.in_(sorted(rights.seats)), 0), else_=1), since, Task.id)
    )
