"""Units are rearranged: moved tasks are not told of as if they were new; what comes due is told to the new heads."""

from __future__ import annotations

from datetime import date

from taskapp.admin.reorganising import carry_out
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


def test_a_task_given_after_the_change_is_told_of_as_always(desk: Desk, remind: Round, mails: Mails) -> None:
    merge(desk)
    new = next(unit for unit in desk.session.query(type(desk.unit("tp"))) if unit.name == NEW)
    desk.task(at("02/03", "11:00"), leads=[new])
    desk.session.commit()
    remind(desk.session, at("02/03", "11:01"))
    assert {"truongphong", "chutichxa"} <= set(mails.names())
