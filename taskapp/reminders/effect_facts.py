"""What the effect of reminders is measured from: those delivered and what was done about their tasks; two queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, literal, or_
from sqlalchemy.orm import Session, aliased

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.outbox.channels import Channel
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import DeliveryTry
from taskapp.people.models import Committee
from taskapp.reminders.effect import COMMENT, DEEDS, OVERDUE, WITHIN, Deed, Row, Sent, Terms, measure
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.tasks import rule_settings
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.states import Via
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import add_workdays

BATCH = 2_000  # rows held at a time


def terms_of(session: Session, committee: Committee) -> Terms:
    """By which days and rules the committee counts now."""
    calendar = calendars.load(session, committee.id)
    return Terms(calendar, committee.timezone, rule_settings.of(committee).is_strict)


def read(session: Session, committee: Committee, terms: Terms, first: date, last: date) -> list[Row]:
    """The table of the reminders delivered from the local day `first` to `last`; rows of the database are streamed."""
    begin, end = clock.start_of(first, terms.zone), clock.start_of(last + timedelta(days=1), terms.zone)
    known = clock.start_of(add_workdays(last, WITHIN, terms.calendar) + timedelta(days=1), terms.zone)
    sent = (Sent(*row) for row in _stream(session, _sent(committee.id, begin, end)))
    deeds = (Deed(*row) for row in _stream(session, _deeds(committee.id, begin, end, known)))
    return measure(sent, deeds, terms)


def _stream(session: Session, query: Select[Any]) -> Iterator[Any]:
    yield from session.execute(query, execution_options={"yield_per": BATCH})


def _sent(committee_id: int, begin: datetime, end: datetime) -> Select[Any]:
    is_overdue = or_(*(Reminder.step.startswith(f"{kind}:") for kind in OVERDUE))
    columns = (
        Reminder.task_id,
        Reminder.person_id,
        Reminder.step,
        DeliveryTry.ended_at,
        Reminder.owed_since,
        case((is_overdue, _as_it_was(committee_id, "due_on"))),
        case((is_overdue, _as_it_was(committee_id, "waited_workdays")), else_=0),
    )
    return _delivered(committee_id, begin, end, *columns).order_by(Reminder.task_id)


def _delivered(committee_id: int, begin: datetime, end: datetime, *columns: Any) -> Select[Any]:
    """Reminders by the try that handed their mail over: the index of the tries knows the days."""
    return (
        scoped(DeliveryTry, committee_id, *columns)
        .join(Reminder, Reminder.message_id == DeliveryTry.message_id)
        .where(DeliveryTry.started_at >= begin, DeliveryTry.started_at < end)
        .where(DeliveryTry.outcome == Verdict.DELIVERED.value, Reminder.state == ReminderState.CARRIED)
        .where(Reminder.channel == Channel.MAIL)  # the proof is the mail: each reminder counts once
    )


def _as_it_was(committee_id: int, column: str) -> Any:
    """What the record said of the task when the reminder was planned."""
    image = aliased(TaskEvent)
    query = scoped(image, committee_id, getattr(image, column))
    query = query.where(image.task_id == Reminder.task_id, image.recorded_at <= Reminder.planned_at)
    return query.order_by(image.version.desc()).limit(1).correlate(Reminder).scalar_subquery()


def _deeds(committee_id: int, begin: datetime, end: datetime, known: datetime) -> Any:
    reminded = _delivered(committee_id, begin, end, Reminder.task_id)
    event = (TaskEvent.task_id, TaskEvent.recorded_at, TaskEvent.kind, TaskEvent.by_id, TaskEvent.on_behalf_of_id)
    said = (Comment.task_id, Comment.said_at, literal(COMMENT), Comment.by_id, Comment.on_behalf_of_id)
    done = (
        scoped(TaskEvent, committee_id, *event)
        .where(TaskEvent.recorded_at >= begin, TaskEvent.recorded_at < known, TaskEvent.task_id.in_(reminded))
        .where(TaskEvent.kind.in_(sorted(DEEDS)), TaskEvent.by_id.is_not(None), TaskEvent.via != Via.IMPORT)
    )
    words = scoped(Comment, committee_id, *said).where(
        Comment.said_at >= begin, Comment.said_at < known, Comment.task_id.in_(reminded)
    )
    return done.union_all(words).order_by("task_id")
