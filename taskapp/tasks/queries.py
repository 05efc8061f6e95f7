"""What a person may see of the tasks, and one of them with what its page shows. Functions return a Select or a row."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, or_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Rights, Role
from taskapp.tasks.models import StoredFile, Submission, Task, TaskEvent
from taskapp.tasks.paper_models import Follower
from taskapp.tasks.states import State


def visible_to(rights: Rights) -> Select[Task]:
    """Tasks the person may read: of units in reach, those they support, by or to the person, to know; own drafts."""
    return scoped(Task, rights.committee_id).where(may_see(rights))


def may_see(rights: Rights) -> ColumnElement[bool]:
    """The condition of visible_to()."""
    me, reach = rights.person_id, rights.readable
    hands, seats = sorted(rights.hands), sorted(rights.seats)
    involved = or_(Task.assigner_id.in_(seats), Task.assignee_id.in_(hands), Task.created_by_id == me)
    followed = scoped(Follower, rights.committee_id, Follower.task_id).where(Follower.person_id == me)
    drafting = Task.lead_unit_id.in_(rights.reach(Role.LEADER, Role.MONITOR, Role.CLERK))
    return or_(
        (Task.state != State.DRAFT) & or_(involved, _in_reach(rights, reach), Task.id.in_(followed)),
        (Task.state == State.DRAFT) & or_(Task.created_by_id == me, drafting),
    )


def _in_reach(rights: Rights, reach: frozenset[int]) -> ColumnElement[bool]:
    """A unit in reach leads the task, or gives a part or a piece of it; or it belongs to one that such a unit leads."""
    if not reach:
        return false()
    below, above = aliased(Task), aliased(Task)
    gives = scoped(below, rights.committee_id, below.id).where(
        below.parent_id == Task.id, below.lead_unit_id.in_(reach), below.state != State.DRAFT
    )
    led = scoped(above, rights.committee_id, above.id).where(above.id == Task.parent_id, above.lead_unit_id.in_(reach))
    return or_(Task.lead_unit_id.in_(reach), gives.exists(), led.exists())


def get(session: Session, rights: Rights, task_id: int) -> Task:
    """One task with what its page shows. Raises Missing when there is none or the person may not see it."""
    query = visible_to(rights).where(Task.id == task_id)
    query = query.options(
        joinedload(Task.directive),
        joinedload(Task.assignee),
        joinedload(Task.assigner),
        joinedload(Task.parent),
        joinedload(Task.proposed_lead),
        selectinload(Task.below).joinedload(Task.assignee),
        selectinload(Task.submissions).selectinload(Submission.files),
        selectinload(Task.submissions).joinedload(Submission.by),
        selectinload(Task.explanations),
    )
    task: Task | None = session.scalars(query).unique().one_or_none()
    if task is None:
        raise Missing(_("Không có nhiệm vụ này, hoặc nhiệm vụ nằm ngoài phạm vi đơn vị của anh/chị."))
    return task


def sees(session: Session, rights: Rights, task_id: int) -> bool:
    """Whether the person may read the task."""
    return session.scalar(visible_to(rights).where(Task.id == task_id).with_only_columns(Task.id)) is not None


def story(committee_id: int, task_id: int) -> Select[TaskEvent]:
    """The events of a task, oldest first, each with the person who caused it."""
    return (
        scoped(TaskEvent, committee_id)
        .where(TaskEvent.task_id == task_id)
        .options(joinedload(TaskEvent.by), joinedload(TaskEvent.on_behalf_of))
        .order_by(TaskEvent.version)
    )


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
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role == Role.LEADER)
    query = scoped(Person, committee_id).where(Person.id.in_(held), Person.disabled_at.is_(None))
    return query.order_by(Person.position.like("Phó%"), Person.sort_key, Person.id)
