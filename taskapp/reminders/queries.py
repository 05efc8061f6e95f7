"""What was owed to whom: the ledger of one task or of one person, the newest first. Functions return a Select."""

from __future__ import annotations

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from taskapp.base.db import scoped
from taskapp.reminders.models import Reminder

NEWEST = (Reminder.id.desc(),)


def of_task(committee_id: int, task_id: int) -> Select[Reminder]:
    """The reminders about a task, whoever got them."""
    return _told(committee_id).where(Reminder.task_id == task_id)


def of_person(committee_id: int, person_id: int) -> Select[Reminder]:
    """What one person was reminded of."""
    return _told(committee_id).where(Reminder.person_id == person_id)


def _told(committee_id: int) -> Select[Reminder]:
    return scoped(Reminder, committee_id).options(joinedload(Reminder.person), joinedload(Reminder.message))
