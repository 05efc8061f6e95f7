"""What programs are told of recurring duties, as types: fields are only ever added."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from taskapp.api.shapes import Hour, PersonRef, UnitRef
from taskapp.duties.models import DutyPhase, Note, Outcome
from taskapp.duties.plan import Shift


class DutyItem(Struct):
    """A duty as it stands in a list; `rule` is its RRULE (RFC 5545), `rule_text` the same in words."""

    id: int
    version: int
    phase: DutyPhase
    content: str
    product: str
    lead_unit: UnitRef
    supporting: list[UnitRef]
    assigner: PersonRef | None
    rule: str
    rule_text: str
    shift: Shift
    workdays_ahead: int
    due_time: Hour | None
    starts_on: date
    ends_on: date | None
    page: str


class ComingItem(Struct):
    """An occurrence that is still to come: the day that the rule names, its limit, the day on which it is given."""

    on_day: date
    label: str
    due_on: date
    issue_on: date


class OccurrenceItem(Struct):
    """What became of an occurrence, with the task if there is one."""

    id: int
    on_day: date
    due_on: date
    label: str
    outcome: Outcome
    task_id: int | None
    reason: str


class DutyNoteItem(Struct):
    """One line of a duty's history; no person: the program did it by itself."""

    version: int
    kind: Note
    recorded_at: datetime
    by: PersonRef | None
    reason: str
    text: str


class Duty(DutyItem):
    """A duty with its officer, its days and its history."""

    officer: PersonRef | None
    is_of_previous: bool
    coming: list[ComingItem]
    occurrences: list[OccurrenceItem]
    notes: list[DutyNoteItem]


class Duties(Struct):
    """Some duties."""

    items: list[DutyItem]
