"""What a due date means: days off by name, years without a calendar, the text of the command line, the proposal."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.base.errors import BadInput
from taskapp.workdays import calendars, commands
from taskapp.workdays.arithmetic import Calendar
from taskapp.workdays.kinds import DayKind
from taskapp.workdays.outlook import Run, after_days, after_workdays, until
from taskapp.workdays.proposal import propose
from tests.conftest import MONDAY
from tests.workdays.table import published

HOLIDAYS = Calendar(
    {date(2026, 4, 30): "Ngày Chiến thắng", date(2026, 5, 1): "Ngày Chiến thắng"}, {date(2026, 5, 9): "Làm bù"}
)


def test_days_in_between_are_gathered_by_reason():
    look = after_workdays(date(2026, 4, 29), 6, HOLIDAYS)
    assert look.due == date(2026, 5, 9)
    assert look.holidays == (Run(date(2026, 4, 30), date(2026, 5, 1), "Ngày Chiến thắng"),)
    assert look.weekends == (Run(date(2026, 5, 2), date(2026, 5, 3), ""),)
    assert look.worked == (Run(date(2026, 5, 9), date(2026, 5, 9), "Làm bù"),)
    assert look.why_off is None


@pytest.mark.parametrize(
    ("due", "why", "remind_on"),
    [
        (date(2026, 5, 3), "", date(2026, 4, 29)),
        (date(2026, 5, 1), "Ngày Chiến thắng", date(2026, 4, 29)),
        (date(2026, 5, 9), None, date(2026, 5, 9)),
    ],
)
def test_a_date_on_a_day_off_is_reminded_of_on_the_working_day_before(due, why, remind_on):
    look = until(date(2026, 4, 1), due, HOLIDAYS)
    assert (look.due, look.why_off, look.remind_on) == (due, why, remind_on)


def test_a_date_gone_by_counts_negative():
    look = until(date(2026, 5, 4), date(2026, 4, 29), HOLIDAYS)
    assert (look.workdays, look.off) == (-1, ())


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2021, 6, 3), 10, date(2021, 6, 14)),  # ends on a Sunday
        (date(2021, 6, 3), 30, date(2021, 7, 5)),  # ends on a Saturday
        (date(2021, 6, 3), 7, date(2021, 6, 10)),
    ],
)
def test_a_period_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day(start, count, due):
    assert after_days(start, count, published()).due == due


def test_years_without_a_single_holiday_are_said_to_be_unknown():
    assert after_workdays(date(2026, 12, 30), 3, published()).unknown_years == (2027,)
    assert after_workdays(date(2026, 3, 2), 3, published()).unknown_years == ()


def test_the_command_line_names_the_result_and_what_lies_between(session, office):
    calendars.ship(session, office.committee_id, now=MONDAY)
    look = commands.check(session, office.committee_id, date(2026, 1, 8), 3)
    assert commands.check_text(look).splitlines() == [
        "08/01/2026 + 3 ngày làm việc = thứ Hai 12/01/2026",
        "  nghỉ: 11/01/2026 (cuối tuần)",
        "  làm bù: 10/01/2026 (Làm bù cho thứ Sáu 02/01/2026)",
    ]


@pytest.mark.parametrize("count", [-1, 2501])
def test_the_command_line_refuses_an_absurd_count(session, office, count):
    with pytest.raises(BadInput, match="từ 0 đến 2500"):
        commands.check(session, office.committee_id, date(2026, 1, 8), count)


def test_the_proposal_for_a_year_is_what_the_law_gives_and_leaves_the_culture_day_out():
    entries = propose(2027)
    assert [entry.day for entry in entries] == [
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (4, 5, 8, 9, 10)),
        date(2027, 4, 16),
        date(2027, 4, 30),
        date(2027, 5, 3),
        date(2027, 9, 2),
        date(2027, 9, 3),
    ]
    assert all(entry.kind is DayKind.OFF and entry.note for entry in entries)


def test_the_proposal_for_2026_lacks_the_late_swap_so_a_person_must_confirm():
    off = {entry.day for entry in propose(2026) if entry.kind is DayKind.OFF}
    official = {day for day in published().off if day.year == 2026}
    assert official - off == {date(2026, 1, 2)}
    assert off <= official
    assert [entry.day for entry in propose(2026) if entry.kind is DayKind.WORKED] == [date(2026, 8, 22)]
