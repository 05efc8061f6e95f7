"""The calendar of a task's letters: those that went, and those that will go if nothing happens to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from taskapp.base import clock
from taskapp.base.db import db, scoped
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import Message
from taskapp.outbox.words import STATE_KINDS, STATE_NAMES
from taskapp.people.auth import viewer
from taskapp.reminders import gather, schedule
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import Setting
from taskapp.reminders.schedule import Entry
from taskapp.reminders.words import step_name
from taskapp.tasks import queries
from taskapp.tasks.models import Task

bp = Blueprint("schedule", __name__)
MOST_PAST = 200


@bp.get("/tasks/<int:task_id>/reminders")
def show(task_id: int) -> ResponseReturnValue:
    task = queries.get(db.session(), viewer().rights, task_id)
    setting, now = gather.setting(db.session(), viewer().committee), clock.database_now(db.session())
    shown = preview(task, setting, now, past=_past(task, setting))
    return render_template("reminders/schedule.html", task=task, policy=setting.policy_on(setting.today(now)), **shown)


def preview(task: Task, setting: Setting, now: datetime, past: Sequence[Entry] = ()) -> dict[str, Any]:
    """What the block of the calendar shows: months, entries by month, names of persons."""
    [facts] = gather.gather_some(db.session(), viewer().committee, [task.id], now)
    entries = [*past, *schedule.ahead(facts, setting, now)]
    persons = gather.people(db.session(), task.committee_id, {one for entry in entries for one in entry.persons})
    return {
        "leaves": schedule.leaves(entries, setting, now),
        "names": {one: person.full_name for one, person in persons.items()},
        "step_name": step_name,
        "states": STATE_NAMES,
        "kinds": STATE_KINDS,
    }


def _past(task: Task, setting: Setting) -> list[Entry]:
    """The letters that were made about the task, oldest first."""
    query = scoped(Reminder, task.committee_id).where(
        Reminder.task_id == task.id, Reminder.state == ReminderState.CARRIED, Reminder.channel == Channel.MAIL
    )
    query = query.options(joinedload(Reminder.message).defer(Message.content))
    newest = db.session.scalars(query.order_by(Reminder.id.desc()).limit(MOST_PAST)).all()
    found = [
        Entry(
            clock.local(one.message.finished_at or one.message.next_try_at, setting.zone),
            one.step,
            (one.person_id,),
            one.message.kind != "digest",
            one.message.state,
        )
        for one in newest
    ]
    return sorted(found, key=lambda entry: entry.at)
