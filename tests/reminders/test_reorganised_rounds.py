"""Units are rearranged: moved tasks are not told of as if they were new; what comes due is told to the new heads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from taskapp.admin.reorganising import carry_out
from taskapp.reminders.models import Reminder
from taskapp.tasks.documents import DocumentGiven
from tests.admin.reform import NEW, by, merging
from tests.conftest import MONDAY
from tests.reminders.conftest import Mails, Round
from tests.tasks.making import Desk, at

FRIDAY = date(2026, 3, 6)


def merge(desk: Desk, moment: str = "10:00") -> None:
    now = at("02/03", moment)
    carry_out(desk.session, merging(desk, "tp", "tnd", on=now.date()), by(desk, now))
    desk.session.commit()


def test_a_reorganisation_writes_to_nobody(desk: Desk, remind: Round, mails: Mails) -> None:
    for number in range(5):
        desk.task(content=f"Việc {number}")
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    merge(desk)
    remind(desk.session, at("02/03", "10:01"))
    assert mails.subjects() == set()


def test_what_comes_due_afterwards_is_told_to_every_head_of_the_new_unit(
    desk: Desk, remind: Round, mails: Mails
) -> None:
    task = desk.task(due_on=FRIDAY, content="Báo cáo tháng")
    desk.session.commit()
    remind(desk.session, MONDAY)
    merge(desk)
    remind(desk.session, at("02/03", "10:01"))
    mails.clear()
    for day in ("03/03", "04/03", "05/03"):
        remind(desk.session, at(day, "07:30"))
    assert {"truongphong", "chutichxa"} <= set(mails.names())
    assert task.lead_unit_name == NEW
    assert all(mails.names().count(name) <= 2 for name in ("truongphong", "chutichxa"))


@pytest.mark.parametrize("is_late", [True, False])
def test_what_came_due_before_is_not_told_to_the_new_heads_days_later_either(
    desk: Desk, remind: Round, mails: Mails, is_late: bool
) -> None:
    given, document = at("09/02"), DocumentGiven("12/UBND", date(2026, 2, 2))
    give, due_on = (desk.in_progress, date(2026, 2, 12)) if is_late else (desk.task, date(2026, 5, 12))
    task = give(given, due_on=due_on, document=document)
    desk.session.commit()
    for day in workdays(date(2026, 2, 10), MONDAY.date()):
        remind(desk.session, at(day, "07:30"))
    merge(desk)
    for day in workdays(MONDAY.date() + timedelta(days=1), date(2026, 3, 20)):
        remind(desk.session, at(day, "07:30"))
    owed = select(Reminder.owed_since).where(Reminder.task_id == task.id)
    told = desk.session.scalars(owed.where(Reminder.person_id == desk.office.people["chutichxa"])).all()
    assert [moment for moment in told if moment < at("02/03", "10:00")] == []


def workdays(first: date, last: date) -> list[str]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [f"{day:%d/%m}" for day in days if day.weekday() < 5]


def test_a_task_given_after_the_change_is_told_of_as_always(desk: Desk, remind: Round, mails: Mails) -> None:
    merge(desk)
    new = next(unit for unit in desk.session.query(type(desk.unit("tp"))) if unit.name == NEW)
    desk.task(at("02/03", "11:00"), leads=[new])
    desk.session.commit()
    remind(desk.session, at("02/03", "11:01"))
    assert {"truongphong", "chutichxa"} <= set(mails.names())
