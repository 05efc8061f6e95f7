"""Writing a compared register down: directives, tasks as the past they are, corrections of what was known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.directives.registers.matching import Difference, Placed, Plan
from taskapp.directives.registers.rows import Row
from taskapp.people.models import Person, Unit
from taskapp.tasks import registers
from taskapp.tasks.assigning import search_key
from taskapp.tasks.deadlines import REVIEW_AFTER
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import number_key
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Kind, LimitKind, State

_CHUNK = 500
_DEFAULTS = {c.key: c.default.arg for c in Task.__table__.columns if isinstance(c.default, ScalarElementColumnDefault)}


@dataclass(frozen=True)
class Taking:
    """Into which committee and batch, by whom and when (`now`: the database's aware UTC)."""

    committee_id: int
    batch_id: int
    by: Actor
    now: datetime

    @property
    def today(self) -> date:
        return clock.local_day(self.now, self.by.zone)


def take(session: Session, plan: Plan, taking: Taking, *, update: Collection[int] | None) -> int:
    """Record the new rows, and correct the known tasks whose id is in `update` (None: all that differ).

    Gives the number of corrections. Raises Refused when a correction is not possible any more. Does not commit.
    """
    directives = _directives(session, plan.new, taking)
    assigners = _assigners(session, taking.committee_id)
    for placed in plan.new:
        _record(session, placed, directives, assigners, taking)
    wanted = [d for d in plan.changed if update is None or d.known.task_id in update]
    _correct(session, wanted, taking)
    session.flush()
    return len(wanted)


def _record(
    session: Session,
    placed: Placed,
    directives: dict[tuple[str, date | None], Directive],
    assigners: dict[str, Person],
    taking: Taking,
) -> None:
    row, lead = placed.row, placed.lead
    assigner = assigners.get(fold(row.assigner or ""))
    is_open_undated = row.due is None and row.done is None
    task = Task(
        committee_id=taking.committee_id,
        directive=directives.get(_document_key(placed)) if row.number else None,
        content=row.content,
        search_key=search_key(row.content, row.number or ""),
        lead_unit_id=lead.id,
        lead_unit_name=lead.name,
        assigner_id=assigner.id if assigner else None,
        assigner_title=row.assigner or "",
        created_by_id=taking.by.person_id,
        limit_kind=row.limit_kind,
        deadline_text=row.deadline_text,
        original_due_on=row.due,
        original_due_time=row.due_time,
        due_on=row.due,
        due_time=row.due_time,
        review_on=taking.today + timedelta(days=REVIEW_AFTER) if is_open_undated else None,
        batch_id=taking.batch_id,
        import_key=placed.key,
    )
    _fill_defaults(task)
    session.add(task)
    issued_on = row.issued or min(day for day in (row.due, row.done, taking.today) if day)
    registers.record_past(
        session, task, issued_on=issued_on, done_on=row.done, by=taking.by, now=taking.now, note=_note(placed)
    )
    if row.done and row.result:
        task.submissions = [_submission(placed, row.done, taking)]
    for unit in placed.supporting:
        part = _part(task, unit)
        session.add(part)
        registers.record_past(session, part, issued_on=issued_on, done_on=row.done, by=taking.by, now=taking.now)


def _fill_defaults(task: Task) -> None:
    # the record copies the task at once; stored first and changed afterwards, each row would cost its own statement
    for name, value in _DEFAULTS.items():
        if getattr(task, name) is None:
            setattr(task, name, value)


def _part(task: Task, unit: Unit) -> Task:
    """What a supporting unit had to give. When it gave it the register does not say, so a finished one has no limit."""
    is_judged = task.state is not State.DONE and task.limit_kind is LimitKind.DATED
    due_on, due_time = (task.due_on, task.due_time) if is_judged else (None, None)
    part = Task(
        committee_id=task.committee_id,
        kind=Kind.PART,
        parent=task,
        directive=task.directive,
        content=task.content,
        search_key=task.search_key,
        lead_unit_id=unit.id,
        lead_unit_name=unit.name,
        assigner_id=task.assigner_id,
        assigner_title=task.assigner_title,
        created_by_id=task.created_by_id,
        limit_kind=LimitKind.DATED if is_judged else LimitKind.NONE,
        original_due_on=due_on,
        original_due_time=due_time,
        due_on=due_on,
        due_time=due_time,
        batch_id=task.batch_id,
    )
    _fill_defaults(part)
    return part


def _note(placed: Placed) -> str:
    row = placed.row
    parts = [_where(row), row.note]
    if row.result and not row.done:
        parts.append(_("Văn bản kết quả: %(result)s", result=row.result))
    return " ".join(part for part in parts if part)


def _where(row: Row) -> str:
    if not row.sheet:
        return _("Dòng %(row)s của sổ theo dõi.", row=row.row)
    return _("Dòng %(row)s, trang “%(sheet)s” của sổ theo dõi.", row=row.row, sheet=row.sheet)


def _submission(placed: Placed, done: date, taking: Taking) -> Submission:
    row = placed.row
    is_number = len(row.result or "") <= 60 and "/" in (row.result or "")
    return Submission(
        committee_id=taking.committee_id,
        number=1,
        submitted_at=taking.now,
        submitted_on=done,
        text="" if is_number else row.result,
        result_number=row.result if is_number else "",
        result_on=row.result_on,
        decision="approved",
        decided_at=taking.now,
    )


def _document_key(placed: Placed) -> tuple[str, date | None]:
    return number_key(placed.row.number or ""), placed.row.issued


def _directives(session: Session, new: Sequence[Placed], taking: Taking) -> dict[tuple[str, date | None], Directive]:
    """The directive of each number and date in the rows: known ones reused, the others added."""
    keys = sorted({_document_key(placed)[0] for placed in new if placed.row.number})
    found: dict[tuple[str, date | None], Directive] = {}
    for chunk in _chunks(keys):
        query = (
            scoped(Directive, taking.committee_id).where(Directive.number_key.in_(chunk)).order_by(Directive.id.desc())
        )
        found.update({(known.number_key, known.issued_on): known for known in session.scalars(query)})
    for placed in new:
        row, key = placed.row, _document_key(placed)
        if row.number and key not in found:
            found[key] = Directive(
                committee_id=taking.committee_id,
                number=row.number,
                number_key=key[0],
                issued_on=row.issued,
                kind=row.document_kind,
                created_at=taking.now,
            )
            session.add(found[key])
    return found


def _assigners(session: Session, committee_id: int) -> dict[str, Person]:
    """The one enabled person at the head of the committee with each title; titles that several hold are left out."""
    query = scoped(Person, committee_id).join(Person.unit).where(Unit.parent_id.is_(None), Person.disabled_at.is_(None))
    by_title: dict[str, list[Person]] = {}
    for person in session.scalars(query):
        by_title.setdefault(fold(person.position), []).append(person)
    return {title: people[0] for title, people in by_title.items() if title and len(people) == 1}


def _correct(session: Session, differences: Sequence[Difference], taking: Taking) -> None:
    tasks: dict[int, Task] = {}
    for chunk in _chunks([difference.known.task_id for difference in differences]):
        query = scoped(Task, taking.committee_id).where(Task.id.in_(chunk)).options(selectinload(Task.submissions))
        tasks.update({task.id: task for task in session.scalars(query)})
    for difference in differences:
        registers.correct(
            session,
            tasks[difference.known.task_id],
            due_on=difference.new_due,
            done_on=difference.new_done,
            reason=_("Sổ theo dõi ghi khác (dòng %(row)s).", row=difference.placed.row.row),
            by=taking.by,
            now=taking.now,
        )


def _chunks(keys: Sequence[object]) -> Iterator[Sequence[object]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
