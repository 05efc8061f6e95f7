"""Import batches: a file kept while a person looks at it, taken in or thrown away, undone later with its tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Missing, Refused
from taskapp.base.i18n import _
from taskapp.directives.registers import importing, register
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.memory import memory_of
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.register import Choice, Part, Register, SheetChoice
from taskapp.directives.registers.sheet import Sheet
from taskapp.people.models import Committee
from taskapp.people.rights import Rights
from taskapp.tasks import lifecycle, registers
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.record import Actor
from taskapp.tasks.states import MOVES, Change, Kind, Move, State, Via

KEPT_DAYS = 7  # a file that nobody confirmed is thrown away after so many days


@dataclass(frozen=True)
class Undone:
    """How many tasks were withdrawn, how many corrections taken back, and how many stay since others built on them."""

    withdrawn: int
    restored: int
    kept: int


def keep(session: Session, committee: Committee, data: bytes, *, name: str, by: Rights, now: datetime) -> ImportBatch:
    """Keep a file that can be read for looking at; throws away what was kept too long."""
    old = ImportBatch.made_at < now - timedelta(days=KEPT_DAYS)
    mine = ImportBatch.committee_id == committee.id
    session.execute(delete(ImportBatch).where(mine, ImportBatch.state == BatchState.PREVIEW, old))
    batch = ImportBatch(
        committee_id=committee.id,
        by_id=by.person_id,
        made_at=now,
        file_name=importing.safe_name(name),
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        mapping={},
    )
    session.add(batch)
    session.flush()
    return batch


def listing(committee_id: int) -> Select[ImportBatch]:
    """All batches of the committee with who made them, without the files."""
    return scoped(ImportBatch, committee_id).options(joinedload(ImportBatch.by))


def get(session: Session, committee_id: int, batch_id: int, *, to_change: bool = False) -> ImportBatch:
    """One batch; `to_change` holds it against others until the transaction ends. Raises Missing."""
    query = scoped(ImportBatch, committee_id).where(ImportBatch.id == batch_id)
    batch: ImportBatch | None = session.scalars(query.with_for_update() if to_change else query).one_or_none()
    if batch is None:
        raise Missing(_("Không có đợt nhập này, hoặc tệp xem trước đã được dọn. Hãy chọn lại tệp."))
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """The kept file. Raises Refused when it is not being looked at any more."""
    if batch.state is not BatchState.PREVIEW or batch.content is None:
        raise Refused(_("Đợt nhập này đã xong. Hãy chọn lại tệp nếu muốn nhập lần nữa."))
    return batch.content


def register_of(session: Session, batch: ImportBatch, sheets: Sequence[Sheet]) -> Register:
    """The sheets of the kept file, read with what the person corrected or the office remembers. Raises BadInput."""
    return register.parse(sheets, choice_of(batch), memory_of(session, batch.committee_id))


def choice_of(batch: ImportBatch) -> Choice:
    """The sheets, headings and columns that the person chose for this file."""
    return Choice({title: _chosen(stored) for title, stored in batch.mapping.get("sheets", {}).items()})


def correct(session: Session, batch: ImportBatch, sheets: Sequence[Sheet], chosen: Choice) -> Register:
    """Note what the person says of the sheets of the kept file and give it as it is read now.

    A sheet whose heading is moved starts from what is understood of it; columns that stay as they were understood are
    not noted. Raises Refused when not being looked at any more, BadInput when nothing can be read this way.
    """
    content_of(batch)
    now = {part.sheet.title: part for part in register_of(session, batch, sheets).parts}
    told = {title: _changed(now[title], choice) for title, choice in chosen.sheets.items() if title in now}
    batch.mapping = {"sheets": {title: _stored(choice) for title, choice in told.items()}}
    return register_of(session, batch, sheets)


def _changed(part: Part, choice: SheetChoice) -> SheetChoice:
    place = (part.layout.first_row, part.layout.rows)
    if choice.heading not in (None, place):
        return replace(choice, columns=None)
    meanings = {column: meaning for meaning, column in part.layout.columns.items()}
    is_same = all(meanings.get(column) == meaning for column, meaning in (choice.columns or {}).items())
    return replace(choice, columns=None) if is_same and not part.is_corrected else choice


def _stored(choice: SheetChoice) -> dict[str, Any]:
    columns = choice.columns
    return {
        "read": choice.is_read,
        "heading": list(choice.heading) if choice.heading else None,
        "columns": None
        if columns is None
        else {str(c): meaning.value if meaning else "" for c, meaning in columns.items()},
    }


def _chosen(stored: dict[str, Any]) -> SheetChoice:
    heading, columns = stored["heading"], stored["columns"]
    return SheetChoice(
        stored["read"],
        (heading[0], heading[1]) if heading else None,
        None if columns is None else {int(c): Meaning(meaning) if meaning else None for c, meaning in columns.items()},
    )


def discard(session: Session, batch: ImportBatch) -> None:
    """Throw away a file that was only looked at. Raises Refused for a batch that was taken in."""
    if batch.state is not BatchState.PREVIEW:
        raise Refused(_("Đợt nhập này đã xong, chỉ hoàn tác được."))
    session.delete(batch)


def worked_on(session: Session, batch: ImportBatch) -> int:
    """How many of the batch's tasks somebody has changed since they were taken in."""
    since = or_(TaskEvent.batch_id.is_(None), TaskEvent.batch_id != batch.id)
    query = scoped(TaskEvent, batch.committee_id, func.count(TaskEvent.task_id.distinct())).join(TaskEvent.task)
    return session.scalar(query.where(Task.batch_id == batch.id, since)) or 0


def undo(
    session: Session, committee: Committee, batch: ImportBatch, *, reason: str, by: Rights | None, now: datetime
) -> Undone:
    """Withdraw the tasks of the batch as undone and take its corrections back; nothing is deleted. Does not commit.

    A correction stays where something was recorded after it. Raises Refused without a reason or when not taken in,
    Forbidden when a task is out of the person's reach (then nothing is undone).
    """
    if batch.state is not BatchState.COMMITTED:
        raise Refused(_("Đợt nhập này chưa nhập hoặc đã hoàn tác rồi."))
    if not reason:
        raise Refused(_("Hãy ghi lý do hoàn tác."), field="reason")
    actor = Actor(by, committee.timezone, Via.IMPORT, batch_id=batch.id)
    corrected = _corrections(session, batch)
    withdrawn = 0
    for task in _tasks(session, batch):
        task.import_key = None  # the same sheet may come again
        if task.state in MOVES[Move.UNDO].sources:
            lifecycle.undo(session, task, reason=reason, by=actor, now=now)
            withdrawn += 1
    restored = sum(_restore(session, task, batch, reason=reason, by=actor, now=now) for task in corrected)
    batch.state, batch.undone_at = BatchState.UNDONE, now
    session.flush()
    return Undone(withdrawn, restored, len(corrected) - restored)


def _tasks(session: Session, batch: ImportBatch) -> list[Task]:
    query = scoped(Task, batch.committee_id).where(Task.batch_id == batch.id, Task.kind == Kind.OFFICIAL)
    query = query.options(selectinload(Task.submissions), selectinload(Task.below))
    return list(session.scalars(query.order_by(Task.id)))


def _corrections(session: Session, batch: ImportBatch) -> list[Task]:
    """Tasks of earlier batches that this one corrected."""
    ids = scoped(TaskEvent, batch.committee_id, TaskEvent.task_id).where(
        TaskEvent.batch_id == batch.id, TaskEvent.kind == Change.CORRECT.value
    )
    query = scoped(Task, batch.committee_id).where(Task.id.in_(ids), Task.batch_id.is_distinct_from(batch.id))
    return list(session.scalars(query.options(selectinload(Task.events), selectinload(Task.submissions))))


def _restore(session: Session, task: Task, batch: ImportBatch, *, reason: str, by: Actor, now: datetime) -> bool:
    last, before = task.events[-1], task.events[-2]
    if last.batch_id != batch.id or task.state is State.WITHDRAWN:
        return False
    due_on = before.due_on
    if before.to_state is State.DONE or last.to_state is not State.DONE:
        registers.correct(session, task, due_on=due_on, done_on=before.submitted_on, reason=reason, by=by, now=now)
        return True
    if due_on != task.due_on:
        registers.correct(session, task, due_on=due_on, done_on=None, reason=reason, by=by, now=now)
    lifecycle.reopen(session, task, reason=reason, by=by, now=now)
    registers.revive_below(session, task, batch.id, reason=reason, by=by, now=now)
    return True
