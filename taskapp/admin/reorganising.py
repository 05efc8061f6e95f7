"""A decision about units carried out as a whole: units, persons, open tasks and all that hangs on a unit, at once.

What becomes of each thing that names a unit, when the unit ends:

- `unit.parent_id`: open units directly below go under the successor, with an event of their own.
- `unit_event.unit_id`, `unit_event.parent_id`, `unit_succession.predecessor_id`, `unit_succession.successor_id`: the
  record itself, only added to.
- `person.unit_id`, `role_held.unit_id`: go to the successor; a role held there already is not doubled.
- `group_role.unit_id` (groups of an outer directory): go to the successor like roles.
- `task.lead_unit_id` of open tasks, parts and pieces, and of drafts: the successor (tasks/succeeding.py); finished
  and withdrawn ones stay. `task_event.lead_unit_id`: never touched, figures of days gone by are read from it.
- `task.proposed_lead_id`: the successor, while the question is open.
- `duty.lead_unit_id`, `duty_support.unit_id` (recurring duties): the successor, stopped ones left as they are.
- `work_type_version.lead_unit_id` (types of work): a further version names the successor, from the day of the decision.
- `unit_alias.unit_id` (names learned from documents): the successor.
- `work_source.unit_id` (other systems): the successor. `source_item.unit_id`: never touched, what was recorded then.
- `open_link.unit_id` (addresses of walls and public figures): stays; it shows what was the unit's until it expires or
  somebody ends it, for what was promised to the public about one unit does not become another's.
- `webhook.unit_id`: stays; a receiver that is to be told of the successor's tasks gets a webhook of its own.
- The scopes of reminder ladders: the successor, from tomorrow. Reminders themselves name tasks and persons: nothing
  to do, and nothing is owed anew to heads who take over (reminders/owing.py).
- Absences, delegations, followers, report schedules, hand-over lists: name persons, or words of their day; untouched.
- Rights: a role in the successor reaches its predecessors too, so what they finished stays readable.
- Reviews of documents under way: a choice of a closed unit is asked for again, its successor offered.

In a split, whatever is not chosen for somebody or something in particular goes to the first successor.
Functions do not commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.directives.reviews import succeeding as learned_names
from taskapp.duties import succeeding as duties
from taskapp.people import queries, unit_changes, unit_heirs
from taskapp.people.models import Committee, Person, Unit
from taskapp.people.rights import READERS, Rights
from taskapp.people.sso import linking as outer_groups
from taskapp.people.unit_changes import Decision, NewUnit
from taskapp.people.unit_models import Rearranging, Reorganisation
from taskapp.reminders import policies
from taskapp.sources import keeping as sources
from taskapp.tasks import succeeding
from taskapp.tasks.record import Actor
from taskapp.tasks.succeeding import Following
from taskapp.tasks.worktypes import succeeding as work_types


@dataclass(frozen=True)
class Plan:
    """What is to be done. `heirs`: existing successors, `new`: successors to be founded, counted on after them.

    `by_person`, `by_task`: the place of another successor than the first. `name`, `short_name`: of a unit to rename;
    `parent`: for one to move.
    """

    decision: Decision
    olds: Sequence[Unit]
    heirs: Sequence[Unit] = ()
    new: Sequence[NewUnit] = ()
    by_person: Mapping[int, int] = field(default_factory=dict)
    by_task: Mapping[int, int] = field(default_factory=dict)
    name: str = ""
    short_name: str = ""
    parent: Unit | None = None


@dataclass(frozen=True)
class By:
    """Who carries it out, for which committee, when."""

    committee: Committee
    person: Person
    rights: Rights
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor(self.rights.alone, self.committee.timezone)


@dataclass(frozen=True)
class Outcome:
    """What it comes to, in plain values. `tasks`: open ones by the name of the unit that had them.

    `doubled`: parts that the unit leading the whole now owes to itself; `losing`: who reads no task of it any more.
    """

    made_id: int
    shown_id: int  # the unit on whose page it is to be seen
    heirs: tuple[str, ...] = ()
    people: int = 0
    tasks: tuple[tuple[str, int], ...] = ()
    drafts: int = 0
    duties: int = 0
    work_types: int = 0
    children: tuple[str, ...] = ()
    aliases: int = 0
    ladders: int = 0
    doubled: int = 0
    losing: tuple[str, ...] = ()

    @property
    def open_tasks(self) -> int:
        return sum(count for _unit, count in self.tasks)

    @property
    def is_succession(self) -> bool:
        """Whether units ended."""
        return bool(self.tasks)

    @property
    def mark(self) -> str:
        """The same for two runs that come to the same: what is confirmed is what was shown."""
        counts = (self.people, self.open_tasks, self.drafts, self.duties, self.work_types, self.aliases, self.ladders)
        return "-".join(str(count) for count in counts)


def preview(session: Session, plan: Plan, by: By) -> Outcome:
    """What carry_out() would come to, found out by doing it and undoing it. Raises what it raises."""
    attempt = session.begin_nested()
    try:
        return carry_out(session, plan, by)
    finally:
        attempt.rollback()


def carry_out(session: Session, plan: Plan, by: By) -> Outcome:
    """Do all of it. Raises BadInput, Refused with the field at fault; then nothing may be kept of it."""
    today = clock.local_day(by.now, by.committee.timezone)
    made = unit_changes.begin(session, by.committee.id, plan.decision, by=by.person, today=today, now=by.now)
    before = _readers(session, plan.olds)
    if plan.decision.kind is Rearranging.RENAME:
        unit_changes.rename(session, plan.olds[0], made, name=plan.name, short_name=plan.short_name)
        return Outcome(made.id, plan.olds[0].id, heirs=(plan.name,))
    if plan.decision.kind is Rearranging.MOVE:
        if plan.parent is None:
            raise BadInput(_("Hãy chọn đơn vị cấp trên mới."), field="parent")
        unit_changes.move(session, plan.olds[0], made, parent=plan.parent)
        return Outcome(
            made.id, plan.olds[0].id, heirs=(plan.parent.name,), losing=_losing(before, _readers(session, plan.olds))
        )
    return _succeed(session, plan, made, before, by)


def _succeed(session: Session, plan: Plan, made: Reorganisation, before: Mapping[int, str], by: By) -> Outcome:
    """Close the old units and let their successors go on with everything."""
    _check(session, plan)
    names = {unit.id: unit.name for unit in plan.olds}
    for old in plan.olds:
        unit_changes.close(session, old, made)
    heirs = [*plan.heirs, *(unit_changes.found(session, made, new) for new in plan.new)]
    unit_heirs.succeed(session, made, plan.olds, heirs)
    first = heirs[0]
    persons = {person_id: heirs[place] for person_id, place in plan.by_person.items()}
    people: set[int] = set()
    below: list[str] = []
    for old in plan.olds:
        people |= unit_heirs.take_people(session, made, old, first, persons, by=by.person)
        below += [child.name for child in unit_heirs.take_children(session, made, old, first)]
    tasks = {task_id: heirs[place] for task_id, place in plan.by_task.items()}
    succession = {old.id: first for old in plan.olds}
    outer_groups.follow_units(session, by.committee.id, succession)
    sources.follow_units(session, by.committee.id, succession)
    followed = _follow(session, made, Following(succession, persons, tasks), by)
    made.people_moved, made.tasks_moved = len(people), followed.open
    session.flush()
    return Outcome(
        made.id,
        first.id if plan.new else plan.olds[0].id,
        heirs=tuple(heir.name for heir in heirs),
        people=len(people),
        tasks=tuple((names[unit.id], followed.by_unit.get(unit.id, 0)) for unit in plan.olds),
        drafts=followed.drafts,
        children=tuple(below),
        duties=duties.follow_units(
            session, by.committee.id, succession, persons, decision=decision_text(made), by=by.actor, now=by.now
        ),
        work_types=work_types.follow_units(
            session,
            by.committee.id,
            succession,
            on=made.effective_on,
            decision=decision_text(made),
            by=by.person,
            now=by.now,
        ),
        aliases=learned_names.follow_units(session, by.committee.id, succession),
        ladders=_ladders(session, plan, heirs, by),
        doubled=followed.doubled,
        losing=_losing(before, _readers(session, heirs)),
    )


def _check(session: Session, plan: Plan) -> None:
    if not plan.olds:
        raise BadInput(_("Hãy chọn đơn vị kết thúc hoạt động."), field="units")
    count = len(plan.heirs) + len(plan.new)
    if not count:
        raise BadInput(_("Hãy chọn hoặc đặt tên đơn vị kế thừa."), field="heirs")
    if plan.decision.kind is Rearranging.SPLIT and count < 2:
        raise BadInput(_("Chia, tách cần ít nhất hai đơn vị kế thừa. Chỉ có một thì dùng “Sáp nhập”."), field="heirs")
    if {unit.id for unit in plan.olds} & {unit.id for unit in plan.heirs}:
        raise BadInput(
            _("Một đơn vị không vừa kết thúc vừa kế thừa. Hãy bỏ chọn nó ở danh sách kết thúc."), field="units"
        )
    if _any_below(session, plan.heirs, plan.olds):
        raise BadInput(
            _("Đơn vị kế thừa đang trực thuộc đơn vị kết thúc. Hãy chuyển nó sang cấp trên khác trước."),
            field="heirs" if plan.decision.kind is Rearranging.SPLIT else "into",
        )
    if _any_below(session, [new.parent for new in plan.new if new.parent], plan.olds):
        raise BadInput(_("Đơn vị mới không trực thuộc đơn vị kết thúc hoạt động được. Hãy chọn lại."), field="parent")


def _any_below(session: Session, units: Iterable[Unit], olds: Sequence[Unit]) -> bool:
    return any(unit_changes.is_below(session, unit, old) for unit in units for old in olds)


def _follow(session: Session, made: Reorganisation, following: Following, by: By) -> succeeding.Followed:
    return succeeding.follow(
        session,
        following,
        on=made.effective_on,
        decision=decision_text(made),
        by=by.actor,
        committee_id=by.committee.id,
        now=by.now,
    )


def _ladders(session: Session, plan: Plan, heirs: Sequence[Unit], by: By) -> int:
    successors = {old.id: [heir.id for heir in heirs] for old in plan.olds}
    reason = _("Sắp xếp tổ chức theo %(number)s", number=plan.decision.number)
    return policies.follow_units(session, by.committee, successors, reason=reason, by=by.person, now=by.now)


def decision_text(made: Reorganisation) -> str:
    """The decision as it is cited: number and date."""
    if made.decision_on is None:
        return made.decision_number
    return _("%(number)s ngày %(day)s", number=made.decision_number, day=formats.day(made.decision_on))


def _readers(session: Session, units: Iterable[Unit]) -> dict[int, str]:
    """Who reads the tasks of one of the units, by id: the name."""
    return {
        person.id: person.full_name
        for unit in units
        for person in queries.holders(session, unit.committee_id, unit.id, *READERS)
    }


def _losing(before: Mapping[int, str], after: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted(name for person_id, name in before.items() if person_id not in after))
