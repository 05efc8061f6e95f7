"""What programs are told, as types: fields are only ever added. Days are ISO dates, instants carry their zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from taskapp.tasks.deadlines import TimeClass
from taskapp.tasks.paper_models import DisputeAbout, ExtensionReason
from taskapp.tasks.states import Kind, LimitKind, Source, State, Via

Hour = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class UnitRef(Struct):
    """A unit by id and name."""

    id: int
    name: str


class PersonRef(Struct):
    """A person by id, name and position."""

    id: int
    full_name: str
    position: str


class DirectiveRef(Struct):
    """A document by id, number and day."""

    id: int
    number: str
    issued_on: date | None


class File(Struct):
    """A file that is kept; `href` downloads it."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    href: str


class TaskItem(Struct):
    """A task as it stands in a list. `version` is what If-Match names; `time_class` is that of this moment."""

    id: int
    version: int
    kind: Kind
    state: State
    content: str
    product: str
    lead_unit: UnitRef
    assignee: PersonRef | None
    assigner: PersonRef | None
    assigner_title: str
    directive: DirectiveRef | None
    parent_id: int | None
    source: Source
    field: str
    starred: bool
    limit_kind: LimitKind
    due_on: date | None
    due_time: Hour | None
    original_due_on: date | None
    deadline_text: str
    time_class: TimeClass
    due_text: str
    issued_on: date | None
    submitted_on: date | None
    finished_on: date | None
    progress_percent: int
    extensions: int
    urgings: int
    disputed: bool
    page: str


class SubmissionItem(Struct):
    """A result handed in with its evidence, and what was decided about it."""

    number: int
    by: PersonRef | None
    submitted_at: datetime
    submitted_on: date
    text: str
    result_number: str
    result_on: date | None
    no_evidence_reason: str
    decision: str | None
    decided_at: datetime | None
    decision_reason: str
    files: list[File]


class ShareItem(Struct):
    """What a unit has to give to a task: a supporting unit's part, or a piece of the lead unit's work."""

    id: int
    kind: Kind
    state: State
    lead_unit: UnitRef
    due_on: date | None
    finished_on: date | None


class ExtensionItem(Struct):
    """A request for more time; without an answer it waits."""

    asked_by: PersonRef | None
    asked_at: datetime
    asked_due_on: date
    code: ExtensionReason
    reason: str
    answer: str | None
    answered_at: datetime | None
    files: list[File]


class DisputeItem(Struct):
    """ "Báo sai": what a unit says is wrong; without a conclusion it waits."""

    by: PersonRef | None
    about: DisputeAbout
    text: str
    raised_at: datetime
    is_upheld: bool | None
    is_taken_back: bool
    files: list[File]


class Task(TaskItem):
    """One task with what was written about it; `moves` are the doors that are open to this token's person now."""

    moves: list[str]
    shares: list[ShareItem]
    submissions: list[SubmissionItem]
    extension_requests: list[ExtensionItem]
    disputes: list[DisputeItem]


class EventItem(Struct):
    """One line of a task's record."""

    version: int
    kind: str
    recorded_at: datetime
    effective_on: date
    from_state: State | None
    to_state: State
    by: PersonRef | None
    on_behalf_of: PersonRef | None
    via: Via
    reason: str
    note: str


class CommentItem(Struct):
    """Something said about a task; `mentions`: the persons named in it with @."""

    id: int
    by: PersonRef
    on_behalf_of: PersonRef | None
    said_at: datetime
    text: str
    is_directing: bool
    mentions: list[PersonRef]
    files: list[File]


class CommentPage(Struct):
    """Some of what was said, the newest first, and the cursor of what came before."""

    items: list[CommentItem]
    next: str | None


class FollowerItem(Struct):
    """A person who has the task to know, by whom and since when."""

    person: PersonRef
    added_by: PersonRef | None
    added_at: datetime


class Followers(Struct):
    """Who has the task to know, in the order in which they were added."""

    items: list[FollowerItem]


class BulkItem(Struct):
    """What became of one of many tasks: done, or the reason why not. `version`: as it is now, null if not to be seen.

    `is_repeated`: this person had done the same since the task was read, so it was not done again.
    """

    task_id: int
    is_done: bool
    is_repeated: bool
    reason: str
    version: int | None


class BulkResult(Struct):
    """What became of each task, in the order in which they were named; what refuses one leaves the others done."""

    items: list[BulkItem]


class Submissions(Struct):
    """The results handed in for a task, the oldest first."""

    items: list[SubmissionItem]


class Events(Struct):
    """The record of a task, the oldest line first."""

    items: list[EventItem]


class TaskPage(Struct):
    """Some tasks; `next` is the cursor of those after them, null when there are none."""

    items: list[TaskItem]
    next: str | None


class Assigned(Struct):
    """The tasks that an assignment has become: one for each lead unit."""

    items: list[Task]
