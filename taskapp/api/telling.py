"""Rows as programs are told of them: from models to shapes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from msgspec.structs import asdict

from taskapp.api import office_shapes, shapes
from taskapp.api.operations import PREFIX
from taskapp.base import formats
from taskapp.directives.reviews.book_queries import Counts
from taskapp.people.models import Person, Unit
from taskapp.reminders.models import Reminder
from taskapp.tasks import row_words
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import StoredFile, Submission, Task, TaskEvent
from taskapp.tasks.now import Now, time_class
from taskapp.tasks.paper_models import Comment, Dispute, Extension, Follower
from taskapp.tasks.queries import Papers


def item(task: Task, now: Now) -> shapes.TaskItem:
    """A task of a list."""
    cls, document = time_class(task, now), task.directive
    return shapes.TaskItem(
        id=task.id,
        version=task.version,
        kind=task.kind,
        state=task.state,
        content=task.content,
        product=task.product,
        lead_unit=shapes.UnitRef(task.lead_unit_id, task.lead_unit_name),
        assignee=ref(task.assignee),
        assigner=ref(task.assigner),
        assigner_title=task.assigner_title,
        directive=shapes.DirectiveRef(document.id, document.number, document.issued_on) if document else None,
        parent_id=task.parent_id,
        source=task.source,
        field=task.field,
        starred=task.starred,
        limit_kind=task.limit_kind,
        due_on=task.due_on,
        due_time=_hour(task.due_time),
        original_due_on=task.original_due_on,
        deadline_text=task.deadline_text,
        time_class=cls,
        due_text=row_words.due_text(task, cls, now),
        issued_on=task.issued_on,
        submitted_on=task.submitted_on,
        finished_on=task.finished_on,
        progress_percent=task.progress_percent,
        extensions=task.extensions,
        urgings=task.urgings,
        disputed=task.disputed,
        page=f"/tasks/{task.id}",
    )


def whole(task: Task, now: Now, papers: Papers, moves: Iterable[str]) -> shapes.Task:
    """One task with its papers; `moves`: what the person may do to it now."""
    return shapes.Task(
        **asdict(item(task, now)),
        moves=sorted(moves),
        shares=[_share(each) for each in task.below],
        submissions=[submission(each) for each in task.submissions],
        extension_requests=[_extension(each) for each in papers.extensions],
        disputes=[_dispute(each) for each in papers.disputes],
    )


def submission(row: Submission) -> shapes.SubmissionItem:
    """A result that was handed in."""
    return shapes.SubmissionItem(
        number=row.number,
        by=ref(row.by),
        submitted_at=row.submitted_at,
        submitted_on=row.submitted_on,
        text=row.text,
        result_number=row.result_number,
        result_on=row.result_on,
        no_evidence_reason=row.no_evidence_reason,
        decision=row.decision,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        files=[file(each) for each in row.files],
    )


def comment(row: Comment) -> shapes.CommentItem:
    """Something that was said."""
    return shapes.CommentItem(
        id=row.id,
        by=named(row.by),
        on_behalf_of=ref(row.on_behalf_of),
        said_at=row.said_at,
        text=row.text,
        is_directing=row.is_directing,
        mentions=[named(each.person) for each in row.mentions],
        files=[file(each) for each in row.files],
    )


def follower(row: Follower) -> shapes.FollowerItem:
    """Somebody who has a task to know."""
    return shapes.FollowerItem(named(row.person), ref(row.added_by), row.added_at)


def event(row: TaskEvent) -> shapes.EventItem:
    """One line of the record."""
    return shapes.EventItem(
        version=row.version,
        kind=row.kind,
        recorded_at=row.recorded_at,
        effective_on=row.effective_on,
        from_state=row.from_state,
        to_state=row.to_state,
        by=ref(row.by),
        on_behalf_of=ref(row.on_behalf_of),
        via=row.via,
        reason=row.reason,
        note=row.note,
    )


def reminder(row: Reminder) -> office_shapes.ReminderItem:
    """One thing that somebody was reminded of."""
    return office_shapes.ReminderItem(
        id=row.id,
        task_id=row.task_id,
        step=row.step,
        person=shapes.PersonRef(row.person.id, row.person.full_name, row.person.position),
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        planned_at=row.planned_at,
        message_state=row.message.state,
        finished_at=row.message.finished_at,
    )


def directive(row: Directive, counts: Counts) -> office_shapes.DirectiveItem:
    """A document of the register."""
    return office_shapes.DirectiveItem(
        id=row.id,
        number=row.number,
        issued_on=row.issued_on,
        issuer=row.issuer,
        kind=row.kind,
        subject=row.subject,
        signer=row.signer,
        urgency=row.urgency,
        is_incoming=row.is_incoming,
        received_on=row.received_on,
        entry_due_on=row.entry_due_on,
        entered_on=row.entered_on,
        tasks=counts.all,
        open_tasks=counts.open,
    )


def directive_whole(
    row: Directive, counts: Counts, files: Iterable[StoredFile], task_ids: list[int]
) -> office_shapes.Directive:
    """A document with its files and the tasks that the person sees of it."""
    told = [file(each, f"{PREFIX}/directives/{row.id}/files/{each.id}") for each in files]
    return office_shapes.Directive(**asdict(directive(row, counts)), files=told, task_ids=task_ids)


def unit(row: Unit) -> office_shapes.UnitItem:
    """A unit of today."""
    return office_shapes.UnitItem(row.id, row.code, row.name, row.short_name, row.kind, row.parent_id)


def person(row: Person) -> office_shapes.PersonItem:
    """A person and his unit."""
    at = shapes.UnitRef(row.unit.id, row.unit.name)
    return office_shapes.PersonItem(row.id, row.full_name, row.position, at)


def ref(row: Person | None) -> shapes.PersonRef | None:
    """A person who is spoken of."""
    return None if row is None else named(row)


def named(row: Person) -> shapes.PersonRef:
    """A person who is certainly there."""
    return shapes.PersonRef(row.id, row.full_name, row.position)


def file(row: StoredFile, href: str = "") -> shapes.File:
    """A kept file."""
    return shapes.File(row.id, row.name, row.media_type, row.size, row.sha256, href or f"{PREFIX}/files/{row.id}")


def _hour(value: time | None) -> str | None:
    return None if value is None else formats.hour(value)


def _share(task: Task) -> shapes.ShareItem:
    unit = shapes.UnitRef(task.lead_unit_id, task.lead_unit_name)
    return shapes.ShareItem(task.id, task.kind, task.state, unit, task.due_on, task.finished_on)


def _extension(row: Extension) -> shapes.ExtensionItem:
    return shapes.ExtensionItem(
        asked_by=ref(row.asked_by),
        asked_at=row.asked_at,
        asked_due_on=row.asked_due_on,
        code=row.reason_code,
        reason=row.reason,
        answer=row.answer and row.answer.value,
        answered_at=row.answered_at,
        files=[file(each) for each in row.files],
    )


def _dispute(row: Dispute) -> shapes.DisputeItem:
    return shapes.DisputeItem(
        by=ref(row.by),
        about=row.about,
        text=row.text,
        raised_at=row.raised_at,
        is_upheld=row.is_upheld,
        is_taken_back=row.is_taken_back,
        files=[file(each) for each in row.files],
    )
