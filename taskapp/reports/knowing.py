"""What was known of tasks at the moment of a figure beside their images: words, supporting units, reports, urgings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func
from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.people.rights import Rights
from taskapp.reports.listing import Known
from taskapp.reports.ontime import Image, Judged
from taskapp.reports.question import Question
from taskapp.reports.succession import led_until, stays_with_it
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Explanation, Task, TaskEvent
from taskapp.tasks.queries import may_see
from taskapp.tasks.states import Change, Kind, Move
from taskapp.tasks.words import STATE_NAMES

CHUNK = 500  # tasks asked about at once: whatever the length of a list, a query names no more
# What ends a silence: a report, or that the unit got the task (again).
HEARD = (Change.PROGRESS.value, Move.SUBMIT.value, Move.REASSIGN.value, Move.REOPEN.value)


def known(session: Session, question: Question, rights: Rights | None, tasks: Sequence[Judged]) -> dict[int, Known]:
    """What was known of these tasks (no more than CHUNK) as of the question; four queries.

    Content and document are those of the task itself; no words are shown of a task that `rights` no longer reach.
    """
    ids = [task.image.task_id for task in tasks]
    words = {row.id: row for row in session.execute(_words(question, rights, ids))}
    units = _supporting(session, question, ids)
    causes = {row.task_id: row for row in session.execute(_explanations(question, ids))}
    said = _said(session, question, tasks)
    found = {task_id: Known(supporting=tuple(units.get(task_id, ())), urgings=said.urged[task_id]) for task_id in ids}
    for task in tasks:
        task_id = task.image.task_id
        if row := words.get(task_id):
            found[task_id] = replace(
                found[task_id],
                content=row.content,
                number=row.number or "",
                written_on=row.issued_on,
                situation=_situation(task, said.reports.get(task_id)),
                cause=_cause(task.image, causes.get(task_id)),
            )
    return found


def last_heard(session: Session, question: Question, ids: Sequence[int]) -> dict[int, date]:
    """The last day on which something was heard of each task, as known then; a query for every CHUNK of them."""
    found: dict[int, date] = {}
    for start in range(0, len(ids), CHUNK):
        columns = (TaskEvent.task_id, func.max(TaskEvent.effective_on))
        query = _events(question, ids[start : start + CHUNK], *columns).where(TaskEvent.kind.in_(HEARD))
        found |= {row[0]: row[1] for row in session.execute(query.group_by(TaskEvent.task_id))}
    return found


def _events(question: Question, ids: Sequence[int], *columns: Any) -> Select[Any]:
    """Events of these tasks that were known and had happened by the moment of the question."""
    return scoped(TaskEvent, question.committee_id, *columns).where(
        TaskEvent.task_id.in_(ids),
        TaskEvent.recorded_at <= question.as_of,
        TaskEvent.effective_on <= question.at.on,
    )


def _words(question: Question, rights: Rights | None, ids: Sequence[int]) -> Select[Any]:
    columns = (Task.id, Task.content, Directive.number, Directive.issued_on)
    query = scoped(Task, question.committee_id, *columns).outerjoin(Directive, Directive.id == Task.directive_id)
    query = query.where(Task.id.in_(ids))
    return query if rights is None else query.where(may_see(rights))


def _supporting(session: Session, question: Question, ids: Sequence[int]) -> dict[int, list[str]]:
    """The supporting units of each task as of the question, under the names they had on the period's last day."""
    led = led_until(question)
    parts = scoped(Task, question.committee_id, Task.id).where(Task.parent_id.in_(ids), Task.kind == Kind.PART)
    name = func.coalesce(led.c.lead_unit_name, TaskEvent.lead_unit_name).label("lead_unit_name")
    query = (
        scoped(TaskEvent, question.committee_id, TaskEvent.task_id, TaskEvent.parent_id, name, TaskEvent.excluded)
        .outerjoin(led, led.c.task_id == TaskEvent.task_id)
        .where(TaskEvent.task_id.in_(parts), TaskEvent.recorded_at <= question.as_of)
        .order_by(TaskEvent.task_id, TaskEvent.version)
    )
    newest = {row.task_id: row for row in session.execute(query)}
    found: dict[int, list[str]] = defaultdict(list)
    for row in newest.values():
        if row.excluded is None:
            found[row.parent_id].append(row.lead_unit_name)
    return found


def _explanations(question: Question, ids: Sequence[int]) -> Select[Any]:
    """The explanations given by then, the newest of each task last."""
    return (
        scoped(Explanation, question.committee_id, Explanation.task_id, Explanation.text)
        .where(Explanation.task_id.in_(ids), Explanation.given_at <= question.as_of)
        .order_by(Explanation.task_id, Explanation.due_version)
    )


class _Said(NamedTuple):
    """The last report of progress on each task, and how often the unit that led it then had been urged."""

    reports: Mapping[int, Any]
    urged: Counter[int]


def _said(session: Session, question: Question, tasks: Sequence[Judged]) -> _Said:
    leads = {task.image.task_id: task.image.lead_unit_id for task in tasks}
    columns = (
        TaskEvent.task_id, TaskEvent.kind, TaskEvent.note, TaskEvent.effective_on, TaskEvent.lead_unit_id,
        stays_with_it(question).label("stays"),
    )  # fmt: skip
    kinds = (Change.PROGRESS.value, Change.URGE.value)
    query = _events(question, list(leads), *columns).where(TaskEvent.kind.in_(kinds))
    reports: dict[int, Any] = {}
    urged: Counter[int] = Counter()
    for row in session.execute(query.order_by(TaskEvent.task_id, TaskEvent.version)):
        if not row.stays and row.lead_unit_id != leads[row.task_id]:
            continue
        if row.kind == Change.URGE:
            urged[row.task_id] += 1
        else:
            reports[row.task_id] = row
    return _Said(reports, urged)


def _situation(task: Judged, report: Any) -> str:
    """How far the work is: its result waits, or the unit's last report, or just its state."""
    if task.verdict.is_waiting and task.image.submitted_on:
        return _("Đã nộp kết quả %(day)s, chờ duyệt", day=formats.day(task.image.submitted_on))
    if report is None:
        return str(STATE_NAMES[task.image.to_state])
    note = report.note.removeprefix("0 % · ")  # of work that is never finished
    return _("%(note)s (báo cáo %(day)s)", note=note, day=formats.day(report.effective_on))


def _cause(image: Image, explanation: Any) -> str:
    if explanation is None:
        return ""
    if image.objective_cause:
        return _("%(text)s (đã xác nhận nguyên nhân khách quan)", text=explanation.text)
    return str(explanation.text)
