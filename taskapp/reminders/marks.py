"""How far the plan has come: what lies well before that stands in the ledger and need not be worked out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import insert_into, scoped
from taskapp.reminders.models import PlanMark
from taskapp.reminders.owing import Setting
from taskapp.workdays.arithmetic import add_workdays, workdays_between

MARGIN = 3  # working days before the mark that are planned again: a calendar may have changed meanwhile
AGE = timedelta(hours=1)  # an idle plan leaves a new mark no more often


def read(session: Session, committee_id: int) -> datetime | None:
    """Up to when the committee's plan stands in the ledger; None before the first one."""
    moment: datetime | None = session.scalar(scoped(PlanMark, committee_id, PlanMark.planned_until))
    return moment


def is_old(mark: datetime | None, now: datetime) -> bool:
    """Whether a plan that found nothing new should leave its mark all the same."""
    return mark is None or now - mark >= AGE


def narrowed(setting: Setting, mark: datetime | None, now: datetime) -> Setting:
    """The setting for what came after the mark; after an outage that is as much as the outage took."""
    if mark is None or mark > now:
        return setting
    today, day = setting.today(now), setting.today(mark)
    since = add_workdays(day, -MARGIN, setting.calendar)
    missed, passed = (workdays_between(each, today, setting.calendar) for each in (day, since))
    return replace(
        setting,
        looks_back=min(passed, setting.looks_back),
        mornings_back=min(missed + 1, setting.looks_back),
        horizon=clock.start_of(since, setting.zone),
    )


def write(session: Session, committee_id: int, now: datetime) -> None:
    """Leave the mark, never an earlier one. Does not commit."""
    insert = insert_into(session, PlanMark).values(committee_id=committee_id, planned_until=now)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[PlanMark.committee_id],
            set_={"planned_until": insert.excluded.planned_until},
            where=PlanMark.planned_until < insert.excluded.planned_until,
        )
    )
