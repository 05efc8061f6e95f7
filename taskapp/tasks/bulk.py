"""One action on many tasks, each in a savepoint of its own: what refuses one leaves the others done.

No rule stands here, the single verbs judge. A preview is the same run undone, so the two cannot disagree.
Functions do not commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.people.rights import Rights
from taskapp.tasks import changes, extensions, lifecycle, permissions
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.queries import visible_to
from taskapp.tasks.record import Actor
from taskapp.tasks.results import facts_of
from taskapp.tasks.rules import Terms
from taskapp.tasks.selections import Order
from taskapp.tasks.states import OPEN, Change, Move
from taskapp.tasks.words import MOVE_NAMES

MOST = 500  # tasks in one run
ACTIONS: tuple[permissions.Action, ...] = (Move.ACCEPT, Change.NAME_OFFICER, Change.URGE, Change.EXTEND)


@dataclass(frozen=True)
class Seen:
    """A task as the person saw it: whoever changed it since has made its version another one."""

    task_id: int
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one task: done, or why not. `is_repeated`: the person had done the same since he saw the task."""

    task_id: int
    reason: str = ""
    is_repeated: bool = False

    @property
    def is_done(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Deed:
    """What is done to each task: `do(session, task, by=…)` is a single verb with its other arguments filled in."""

    action: permissions.Action
    do: Callable[..., None]


def accepting(now: datetime) -> Deed:
    """Accept each task."""
    return Deed(Move.ACCEPT, partial(lifecycle.accept, now=now))


def naming(officer: Person, now: datetime) -> Deed:
    """Name the same officer for each task."""
    return Deed(Change.NAME_OFFICER, partial(changes.name_officer, officer=officer, now=now))


def urging(text: str, now: datetime) -> Deed:
    """Urge each task with the same words."""
    return Deed(Change.URGE, partial(changes.urge, text=text, now=now))


def extending(limit: Moment, reason: str, now: datetime, terms: Terms) -> Deed:
    """Grant each task the same later limit."""
    return Deed(Change.EXTEND, partial(extensions.extend, limit=limit, reason=reason, now=now, terms=terms))


def checking(action: permissions.Action) -> Deed:
    """Only ask whether the action could start: for a preview before its words are typed."""
    return Deed(action, lambda _session, task, *, by: lifecycle.check(task, action, by))


def run(session: Session, chosen: Sequence[Seen], deed: Deed, *, by: Actor) -> list[Outcome]:
    """Do the deed to each task that was chosen, in the name of whoever the person stands in for; in the given order.

    What the person may not see he is told does not exist. Raises BadInput beyond MOST tasks.
    """
    check_size(len(chosen))
    rights = _person(by)
    tasks = load(session, rights, [seen.task_id for seen in chosen])
    repeated = _repeated(session, rights, tasks, chosen, deed.action)
    outcomes: dict[int, Outcome] = {}
    # always from the lowest number up: two runs at once wait for each other instead of locking each other out
    for seen in sorted(chosen, key=lambda seen: seen.task_id):
        task = tasks.get(seen.task_id)
        if task is None:
            outcomes[seen.task_id] = Outcome(seen.task_id, _unknown())
        elif seen.task_id in repeated:
            outcomes[seen.task_id] = Outcome(seen.task_id, _done_before(deed.action), is_repeated=True)
        elif task.version != seen.version:
            outcomes[seen.task_id] = Outcome(seen.task_id, _changed())
        else:
            outcomes[seen.task_id] = _one(session, task, deed, by)
    return [outcomes[seen.task_id] for seen in chosen]


def preview(session: Session, chosen: Sequence[Seen], deed: Deed, *, by: Actor) -> list[Outcome]:
    """What run() would do, found out by doing it and undoing it."""
    attempt = session.begin_nested()
    try:
        return run(session, chosen, deed, by=by)
    finally:
        attempt.rollback()


def whole(session: Session, query: Select[Task], order: Order) -> list[Seen]:
    """The open tasks of a list of undone ones, in its order. Raises BadInput when there are more than MOST."""
    columns = query.where(Task.state.in_(OPEN)).with_only_columns(Task.id, Task.version)
    found = [Seen(*row) for row in session.execute(columns.order_by(*order).limit(MOST + 1))]
    check_size(len(found))
    return found


def size(session: Session, query: Select[Task]) -> int:
    """How many open tasks a list of undone ones holds; it stops counting at MOST + 1."""
    columns = query.where(Task.state.in_(OPEN)).with_only_columns(Task.id)
    return len(session.scalars(columns.limit(MOST + 1)).all())


def check_size(count: int) -> None:
    """Raise BadInput for more tasks than one run may touch."""
    if count > MOST:
        raise BadInput(
            _(
                "Mỗi lần làm được nhiều nhất %(most)s nhiệm vụ. "
                "Hãy lọc danh sách hẹp lại (theo đơn vị, tình trạng hoặc thời hạn) rồi làm từng phần.",
                most=MOST,
            )
        )


def load(session: Session, rights: Rights, ids: Iterable[int]) -> dict[int, Task]:
    """Those of the tasks that the person may see, by id, with what the verbs and a row of a list read of them."""
    query = visible_to(rights).where(Task.id.in_(list(ids)))
    query = query.options(
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.parent),
        selectinload(Task.below),
        selectinload(Task.submissions),
    )
    return {task.id: task for task in session.scalars(query)}


def _person(by: Actor) -> Rights:
    if by.rights is None:
        raise ValueError("only a person acts on a selection")
    return by.rights


def _one(session: Session, task: Task, deed: Deed, by: Actor) -> Outcome:
    task_id, place = task.id, permissions.on_behalf_of(_person(by), deed.action, facts_of(task))
    try:
        with session.begin_nested():
            deed.do(session, task, by=by.for_person(place))
    except StaleDataError:
        return Outcome(task_id, _changed())
    except Refused as error:
        return Outcome(task_id, error.reason)
    return Outcome(task_id)


def _repeated(
    session: Session, rights: Rights, tasks: Mapping[int, Task], chosen: Sequence[Seen], action: permissions.Action
) -> set[int]:
    """The tasks to which this person has done the same since he saw them: a form sent twice."""
    older = {s.task_id: s.version for s in chosen if s.task_id in tasks and tasks[s.task_id].version > s.version}
    if not older:
        return set()
    query = scoped(TaskEvent, rights.committee_id, TaskEvent.task_id, TaskEvent.version).where(
        TaskEvent.task_id.in_(older), TaskEvent.by_id == rights.person_id, TaskEvent.kind == action.value
    )
    return {task_id for task_id, version in session.execute(query) if version > older[task_id]}


def _unknown() -> str:
    return _("Không có nhiệm vụ này, hoặc nhiệm vụ nằm ngoài phạm vi đơn vị của anh/chị.")


def _changed() -> str:
    return _("Đã có người cập nhật sau khi anh/chị mở danh sách. Hãy mở nhiệm vụ để xem lại.")


def _done_before(action: permissions.Action) -> str:
    name = MOVE_NAMES[action]
    return _("Anh/chị đã %(action)s nhiệm vụ này sau khi mở danh sách nên không làm lần nữa.", action=name)
