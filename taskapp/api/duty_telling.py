"""Duties as programs are told of them: from models to shapes."""

from __future__ import annotations

from msgspec.structs import asdict

from taskapp.api import duty_shapes, shapes, telling
from taskapp.base import formats
from taskapp.duties import keeping, sheets
from taskapp.duties.models import Duty, DutyNote, DutyOccurrence
from taskapp.duties.rule_words import rule_text
from taskapp.people.models import Unit
from taskapp.tasks.now import Now


def item(duty: Duty) -> duty_shapes.DutyItem:
    """A duty of a list."""
    return duty_shapes.DutyItem(
        id=duty.id,
        version=duty.version,
        phase=duty.phase,
        content=duty.content,
        product=duty.product,
        lead_unit=_unit(duty.lead_unit),
        supporting=[_unit(unit) for unit in duty.supporting],
        assigner=telling.ref(duty.assigner),
        rule=duty.rule,
        rule_text=rule_text(duty.rule),
        shift=duty.shift,
        workdays_ahead=duty.workdays_ahead,
        due_time=formats.hour(duty.due_time) if duty.due_time else None,
        starts_on=duty.starts_on,
        ends_on=duty.ends_on,
        page=f"/duties/{duty.id}",
    )


def whole(duty: Duty, now: Now) -> duty_shapes.Duty:
    """One duty with its days and its history."""
    return duty_shapes.Duty(
        **asdict(item(duty)),
        officer=telling.ref(duty.officer),
        is_of_previous=duty.is_of_previous,
        coming=[
            duty_shapes.ComingItem(one.on, keeping.label_of(duty, one.on), one.due_on, one.issue_on)
            for one in sheets.coming_of(duty, now.calendar, now.today)
        ],
        occurrences=[_occurrence(one) for one in duty.occurrences],
        notes=[_note(row) for row in duty.notes],
    )


def _occurrence(one: DutyOccurrence) -> duty_shapes.OccurrenceItem:
    return duty_shapes.OccurrenceItem(
        id=one.id,
        on_day=one.on_day,
        due_on=one.due_on,
        label=one.label,
        outcome=one.outcome,
        task_id=one.task_id,
        reason=one.reason,
    )


def _note(row: DutyNote) -> duty_shapes.DutyNoteItem:
    by = telling.ref(row.by)
    return duty_shapes.DutyNoteItem(row.version, row.kind, row.recorded_at, by, row.reason, row.text)


def _unit(unit: Unit) -> shapes.UnitRef:
    return shapes.UnitRef(unit.id, unit.name)
