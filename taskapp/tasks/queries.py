"""What a person may see of the tasks, and one of them with what its page shows. Functions return a Select or a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, case, false, func, or_, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people import blanks, standing_queries
from taskapp.people.blanks import STATEMENTS, Made
from taskapp.people.models import Person
from taskapp.people.rights import Everywhere, Rights
from taskapp.people.unit_queries import among
from taskapp.tasks import permissions
from taskapp.tasks.models import Explanation, StoredFile, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Dispute, Extension, Follower
from taskapp.tasks.states import OPEN, State

MOST_ALIKE = 20
# made once: an alias costs more than the query it stands in
_below, _above, _other = aliased(Task), aliased(Task), aliased(Task)


def one_of(states: Iterable[State]) -> ColumnElement[bool]:
    """The condition that a task is in one of the states, written out so that SQLite sees which partial index fits."""
    names = [state.value for state in State if state in states]
    return Task.state.in_(bindparam(None, names, expanding=True, literal_execute=True))


def undone() -> ColumnElement[bool]:
    """The condition that somebody may still have to do something: open, a draft, or disputed; as its index has it."""
    return or_(one_of(OPEN), one_of([State.DRAFT]), Task.disputed)


def visible_to(rights: Rights) -> Select[Task]:
    """Tasks the person may read: of units in reach, those they support, by or to the person, to know; own drafts."""
    return scoped(Task, rights.committee_id).where(may_see(rights))


def may_see(rights: Rights) -> ColumnElement[bool]:
    """The condition of visible_to(): what permissions.may_see() says, for the database."""
    me, reach = rights.person_id, rights.readable
    hands, seats = sorted(rights.hands), sorted(rights.seats)
    involved = or_(Task.assigner_id.in_(seats), Task.assignee_id.in_(hands), Task.created_by_id == me)
    followed = scoped(Follower, rights.committee_id, Follower.task_id).where(Follower.person_id == me)
    drafting = among(Task.lead_unit_id, rights.reach(*permissions.DRAFTERS))
    return or_(
        (Task.state != State.DRAFT) & or_(involved, _in_reach(rights, reach), Task.id.in_(followed)),
        (Task.state == State.DRAFT) & or_(Task.created_by_id == me, drafting),
    )


def _in_reach(rights: Rights, reach: frozenset[int]) -> ColumnElement[bool]:
    """A unit in reach leads the task, or gives a part or a piece of it; or it belongs to one that such a unit leads."""
    if isinstance(reach, Everywhere):
        return true()
    if not reach:
        return false()
    gives = scoped(_below, rights.committee_id, _below.id).where(
        _below.parent_id == Task.id, _below.lead_unit_id.in_(reach), _below.state != State.DRAFT
    )
    led = scoped(_above, rights.committee_id, _above.id).where(
        _above.id == Task.parent_id, _above.lead_unit_id.in_(reach)
    )
    return or_(Task.lead_unit_id.in_(reach), gives.exists(), led.exists())


def get(session: Session, rights: Rights, task_id: int) -> Task:
    """One task with what its page shows. Raises Missing when there is none or the person may not see it."""
    own = blanks.own(rights)
    task: Task | None = session.scalars(*_shown(own.rights).by(own, task_id=task_id)).unique().one_or_none()
    if task is None:
        raise Missing(_("Không có nhiệm vụ này, hoặc nhiệm vụ nằm ngoài phạm vi đơn vị của anh/chị."))
    return task


def version_of(session: Session, rights: Rights, task_id: int) -> int | None:
    """At which version the task stands; None when there is none or the person may not see it."""
    own = blanks.own(rights)
    version: int | None = session.scalar(*_versioned(own.rights).by(own, task_id=task_id))
    return version


def _of_id(rights: Rights) -> Select[Task]:
    return visible_to(rights).where(Task.id == bindparam("task_id"))


@lru_cache(STATEMENTS)
def _versioned(rights: Rights) -> Made:
    return blanks.made(_of_id(rights).with_only_columns(Task.version))


@lru_cache(STATEMENTS)
def _shown(rights: Rights) -> Made:
    query = _of_id(rights).options(
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        joinedload(Task.parent),
        joinedload(Task.proposed_lead),
        selectinload(Task.below).joinedload(Task.assignee),
        selectinload(Task.submissions).selectinload(Submission.files),
        selectinload(Task.submissions).joinedload(Submission.by),
        selectinload(Task.explanations).joinedload(Explanation.by),
        selectinload(Task.explanations).joinedload(Explanation.judged_by),
    )
    return blanks.made(query)


def sees(session: Session, rights: Rights, task_id: int) -> bool:
    """Whether the person may read the task."""
    return version_of(session, rights, task_id) is not None


def seen_around(rights: Rights, task: Task) -> Select[int]:
    """Ids of what the person may see of the task's whole, parts and pieces: what its page links to."""
    around = [task.parent_id, *(each.id for each in task.below)]
    return visible_to(rights).with_only_columns(Task.id).where(Task.id.in_([i for i in around if i is not None]))


def busy(session: Session, committee_id: int, person_ids: Iterable[int]) -> dict[int, int]:
    """How many open tasks each of the persons is to do, without those who have none; one query."""
    mine = Task.assignee_id.in_(list(person_ids)) & one_of(OPEN)
    query = scoped(Task, committee_id, Task.assignee_id, func.count()).where(mine).group_by(Task.assignee_id)
    found: dict[int, int] = dict(session.execute(query).all())
    return found


def made_of(committee_id: int, keys: Iterable[str]) -> Select[Task]:
    """The tasks that these rows of a form have already become: a double click, or a page sent again."""
    return scoped(Task, committee_id).where(Task.import_key.in_(list(keys))).order_by(Task.id)


def story(committee_id: int, task_id: int) -> Select[TaskEvent]:
    """The events of a task, oldest first, each with the person who caused it."""
    return (
        scoped(TaskEvent, committee_id)
        .where(TaskEvent.task_id == task_id)
        .options(joinedload(TaskEvent.by), joinedload(TaskEvent.on_behalf_of))
        .order_by(TaskEvent.version)
    )


@dataclass(frozen=True)
class Papers:
    """What was written about a task, newest first, and the tasks it was merged with as far as the person sees them."""

    extensions: Sequence[Extension]
    disputes: Sequence[Dispute]
    merged: Sequence[Task]

    @property
    def request(self) -> Extension | None:
        """The request for more time that awaits its answer."""
        return next((each for each in self.extensions if each.answer is None), None)

    @property
    def dispute(self) -> Dispute | None:
        """The dispute that awaits its conclusion."""
        return next((each for each in self.disputes if each.is_upheld is None), None)


def papers(session: Session, rights: Rights, task: Task) -> Papers:
    """What was written about the task, with persons and files; a fixed number of queries."""
    asked = scoped(Extension, task.committee_id).where(Extension.task_id == task.id).order_by(Extension.id.desc())
    raised = scoped(Dispute, task.committee_id).where(Dispute.task_id == task.id).order_by(Dispute.id.desc())
    merged = visible_to(rights).where(Task.id.in_(_merged_with(task)))
    return Papers(
        extensions=session.scalars(
            asked.options(
                joinedload(Extension.asked_by), joinedload(Extension.answered_by), selectinload(Extension.files)
            )
        ).all(),
        disputes=session.scalars(
            raised.options(joinedload(Dispute.by), joinedload(Dispute.answered_by), selectinload(Dispute.files))
        ).all(),
        merged=session.scalars(merged.order_by(Task.id)).all(),
    )


def _merged_with(task: Task) -> Select[int] | CompoundSelect[int]:
    """Ids of the tasks merged into this one and of the one it was merged into: two look-ups, each by its index."""
    ids = scoped(_other, task.committee_id, _other.id)
    into_it = ids.where(_other.merged_into_id == task.id)
    if task.merged_into_id is None:
        return into_it
    return into_it.union_all(ids.where(_other.id == task.merged_into_id))


def alike(rights: Rights, task: Task, words: str = "") -> Select[Task]:
    """Tasks that this one may be the same as, those of its document first, then of its lead unit; at most MOST_ALIKE.

    Without words only these two are looked through, so that the cost does not grow with the archive.
    """
    same_document = Task.directive_id == task.directive_id if task.directive_id else false()
    same_unit = Task.lead_unit_id == task.lead_unit_id
    query = visible_to(rights).where(
        Task.id != task.id, Task.kind == task.kind, Task.state.not_in((State.DRAFT, State.WITHDRAWN))
    )
    for word in fold(words).split()[:8]:
        query = query.where(Task.search_key.contains(word, autoescape=True))
    if not words:
        query = query.where(or_(same_document, same_unit & Task.state.in_(OPEN)))
    nearness = case((same_document, 0), (same_unit, 1), else_=2)
    return query.order_by(nearness, Task.id.desc()).limit(MOST_ALIKE)


def get_file(session: Session, rights: Rights, file_id: int) -> StoredFile:
    """A file of a task that the person may see. Raises Missing otherwise."""
    seen = visible_to(rights).with_only_columns(Task.id)
    query = scoped(StoredFile, rights.committee_id).where(StoredFile.id == file_id, StoredFile.task_id.in_(seen))
    found: StoredFile | None = session.scalars(query).one_or_none()
    if found is None:
        raise Missing(_("Không có tệp này, hoặc tệp nằm ngoài phạm vi đơn vị của anh/chị."))
    return found


def leaders(committee_id: int) -> Select[Person]:
    """Enabled leaders, in whose name tasks are assigned; the highest position first, then by given name."""
    query = standing_queries.leaders(committee_id).order_by(None)
    return query.order_by(Person.position.like("Phó%"), Person.sort_key, Person.id)
