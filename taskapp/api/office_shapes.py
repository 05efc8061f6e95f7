"""What programs are told of documents, people, units and reminders, as types: fields are only ever added."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from taskapp.api.shapes import File, PersonRef, TaskItem, UnitRef
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import MessageState
from taskapp.people.models import UnitKind
from taskapp.people.rights import Role
from taskapp.people.scopes import Scope
from taskapp.reminders.models import ReminderState
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.paper_models import Handed, HandOverReason


class ReminderItem(Struct):
    """One thing that somebody was reminded of: which step, over which channel, and what became of the message."""

    id: int
    task_id: int
    step: str
    person: PersonRef
    channel: Channel
    state: ReminderState
    reason: str
    planned_at: datetime
    message_state: MessageState
    finished_at: datetime | None


class DirectiveItem(Struct):
    """A document of the register, with how many of its tasks this token's person sees, and how many are open."""

    id: int
    number: str
    issued_on: date | None
    issuer: str
    kind: str
    subject: str
    signer: str
    urgency: Urgency
    is_incoming: bool
    received_on: date | None
    entry_due_on: date | None
    entered_on: date | None
    tasks: int
    open_tasks: int


class Directive(DirectiveItem):
    """A document with its files and tasks."""

    files: list[File]
    task_ids: list[int]


class UnitItem(Struct):
    """A unit of the organisation as it is today."""

    id: int
    code: str
    name: str
    short_name: str
    kind: UnitKind
    parent_id: int | None


class PersonItem(Struct):
    """A person who works here, and where."""

    id: int
    full_name: str
    position: str
    unit: UnitRef


class Me(Struct):
    """In whose name the token asks, for what it was made, and until when it can be used."""

    id: int
    username: str
    full_name: str
    position: str
    unit: UnitRef
    roles: list[Role]
    token: str
    scopes: list[Scope]
    expires_at: datetime


class Units(Struct):
    """All units of today."""

    items: list[UnitItem]


class DirectivePage(Struct):
    """Some documents, and the cursor of those after them."""

    items: list[DirectiveItem]
    next: str | None


class ReminderPage(Struct):
    """Some reminders, and the cursor of those after them."""

    items: list[ReminderItem]
    next: str | None


class PersonPage(Struct):
    """Some persons, and the cursor of those after them."""

    items: list[PersonItem]
    next: str | None


class HandOverLine(Struct):
    """One thing that can be handed over: the work on a task, or the decisions about it."""

    handed: Handed
    task: TaskItem


class OpenWork(Struct):
    """What of a person's open work can go to others, as far as this token's person may hand it over."""

    person: PersonRef
    items: list[HandOverLine]


class HandedLine(Struct):
    """One line of a signed list: what of which task went to whom, and when he said that he has got it."""

    handed: Handed
    task_id: int
    to: PersonRef
    to_unit: str
    progress_percent: int
    confirmed_at: datetime | None


class HandOverItem(Struct):
    """A signed list of work handed over; `unconfirmed`: of how many lines the receiver has not spoken yet."""

    id: int
    number: int
    year: int
    giver: PersonRef
    made_at: datetime
    reason_code: HandOverReason
    reason: str
    lines: int
    unconfirmed: int


class HandOver(HandOverItem):
    """A signed list with those of its lines that this token's person may read."""

    by: PersonRef | None
    items: list[HandedLine]


class HandOverPage(Struct):
    """Some signed lists, the newest first, and the cursor of those after them."""

    items: list[HandOverItem]
    next: str | None
