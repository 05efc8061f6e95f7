"""A year of duties on the calendar of 2026, worked out by hand; and the same occurrences whatever the tick times.

What of the calendar matters here. Days off: Thursday 1 and Friday 2 January, Tết from Monday 16 to Friday 20 February,
Monday 27 April, Thursday 30 April, Friday 1 May, Monday 31 August to Wednesday 2 September. Worked: the Saturdays
10 January and 22 August. 2026 begins on a Thursday.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.duties.giving import MORNING
from taskapp.duties.picking import Day, Often, Pick, rule_of
from taskapp.duties.plan import Occurrence, Plan, Shift, _owed, coming, owed
from taskapp.duties.recurrence import read
from taskapp.workdays.arithmetic import DAY, Calendar, is_workday
from taskapp.workdays.shipped import shipped_calendar

CALENDAR = shipped_calendar()
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
MONTHLY_25 = "FREQ=MONTHLY;BYMONTHDAY=25"
LAST_WORKDAY = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
QUARTERLY_15 = "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"


def plan(rule: str, shift: Shift = Shift.BEFORE, ahead: int = 10, start: date = FIRST) -> Plan:
    return Plan(read(rule), shift, ahead, start, start, LAST)


def year(rule: str, shift: Shift = Shift.BEFORE) -> list[Occurrence]:
    return coming(plan(rule, shift), CALENDAR, FIRST, 400)


def limits(rule: str, shift: Shift = Shift.BEFORE) -> str:
    return " ".join(f"{one.due_on.day}/{one.due_on.month}" for one in year(rule, shift))


@pytest.mark.parametrize(
    ("rule", "shift", "days"),
    [
        # 25/1 and 25/10 are Sundays, 25/4 and 25/7 Saturdays
        (MONTHLY_25, Shift.BEFORE, "23/1 25/2 25/3 24/4 25/5 25/6 24/7 25/8 25/9 23/10 25/11 25/12"),
        # the Monday after 25/4 is a day off (27/4)
        (MONTHLY_25, Shift.AFTER, "26/1 25/2 25/3 28/4 25/5 25/6 27/7 25/8 25/9 26/10 25/11 25/12"),
        (MONTHLY_25, Shift.AS_IT_FALLS, "25/1 25/2 25/3 25/4 25/5 25/6 25/7 25/8 25/9 25/10 25/11 25/12"),
        # 30/4 is a day off; 31/8 too, and 29 and 30 August are a weekend
        (LAST_WORKDAY, Shift.BEFORE, "30/1 27/2 31/3 29/4 29/5 30/6 31/7 28/8 30/9 30/10 30/11 31/12"),
        # whatever is said of days off: the n-th working day is a working day
        (LAST_WORKDAY, Shift.AS_IT_FALLS, "30/1 27/2 31/3 29/4 29/5 30/6 31/7 28/8 30/9 30/10 30/11 31/12"),
        # the first working day: 1 and 2 January off, 1/5 off, 1 and 2 September off
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", Shift.BEFORE,
         "5/1 2/2 2/3 1/4 4/5 1/6 1/7 3/8 3/9 1/10 2/11 1/12"),
        # 15/3 is a Sunday
        (QUARTERLY_15, Shift.BEFORE, "13/3 15/6 15/9 15/12"),
        # 18/2 lies in the middle of Tết
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=18", Shift.BEFORE, "13/2"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=18", Shift.AFTER, "23/2"),
        # a worked Saturday is a working day: the 10th of January stays, 10/5 is a Sunday, 10/10 a Saturday
        ("FREQ=MONTHLY;BYMONTHDAY=10", Shift.BEFORE, "10/1 10/2 10/3 10/4 8/5 10/6 10/7 10/8 10/9 9/10 10/11 10/12"),
        # the working day before Sunday 23/8 is the worked Saturday
        ("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=23", Shift.BEFORE, "22/8"),
    ],
)  # fmt: skip
def test_a_year_of_limits_is_as_worked_out_by_hand(rule: str, shift: Shift, days: str):
    assert limits(rule, shift) == days


def test_a_year_of_thursdays_moves_three_of_them():
    thursdays = [FIRST + DAY * 7 * week for week in range(53)]
    moved = {
        date(2026, 1, 1): None,  # the working day before lies in the year before, when the duty had not begun
        date(2026, 2, 19): date(2026, 2, 13),  # Tết
        date(2026, 4, 30): date(2026, 4, 29),
    }
    expected = [(day, moved.get(day, day)) for day in thursdays]
    assert [(one.on, one.due_on) for one in year("FREQ=WEEKLY;BYDAY=TH")] == [
        pair for pair in expected if pair[1] is not None
    ]
    assert len(year("FREQ=WEEKLY;BYDAY=TH")) == 52


def test_days_off_in_a_row_owe_a_daily_report_once():
    # of the days of Tết only the last working day before remains, which owes its own report
    february = [one.due_on.day for one in year("FREQ=DAILY") if one.due_on.month == 2]
    assert february == [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 23, 24, 25, 26, 27]


@pytest.mark.parametrize(
    ("rule", "ahead", "due_on", "issue_on"),
    [
        (MONTHLY_25, 10, date(2026, 3, 25), date(2026, 3, 11)),
        (MONTHLY_25, 10, date(2026, 2, 25), date(2026, 2, 4)),  # Tết takes a week of the ten days
        (MONTHLY_25, 0, date(2026, 3, 25), date(2026, 3, 25)),
        ("FREQ=WEEKLY;BYDAY=TH", 10, date(2026, 3, 12), date(2026, 3, 6)),  # the one of 5 March comes first
        ("FREQ=WEEKLY;BYDAY=TH", 3, date(2026, 3, 12), date(2026, 3, 9)),
        ("FREQ=WEEKLY;BYDAY=FR", 10, date(2026, 3, 13), date(2026, 3, 9)),  # the day after the limit is a Saturday
    ],
)
def test_a_task_is_handed_out_ahead_but_not_before_the_last_one_is_over(
    rule: str, ahead: int, due_on: date, issue_on: date
):
    found = coming(plan(rule, ahead=ahead), CALENDAR, FIRST, 400)
    assert next(one.issue_on for one in found if one.due_on == due_on) == issue_on


def test_a_duty_begun_just_before_a_limit_gives_it_at_once():
    begun = plan(MONTHLY_25, start=date(2026, 3, 24))
    assert owed(begun, CALENDAR, date(2026, 3, 24), ()).to_give == [
        Occurrence(date(2026, 3, 25), date(2026, 3, 25), date(2026, 3, 24))
    ]


FIFTH_WORKDAY = LAST_WORKDAY.replace("-1", "5")


@pytest.mark.parametrize(
    ("rule", "start", "end", "limits"),
    [
        (LAST_WORKDAY, date(2026, 4, 1), date(2026, 5, 29), ["30/04", "29/05"]),
        (LAST_WORKDAY, date(2026, 4, 1), date(2026, 5, 28), ["30/04"]),
        (FIFTH_WORKDAY, date(2026, 3, 3), date(2026, 4, 30), ["06/03", "07/04"]),
        (FIFTH_WORKDAY, date(2026, 3, 7), date(2026, 4, 30), ["07/04"]),
        (f"{LAST_WORKDAY};UNTIL=20260529", date(2026, 5, 1), None, ["29/05"]),
    ],
)
def test_a_working_day_of_the_first_and_of_the_last_month_counts_by_its_limit(
    rule: str, start: date, end: date | None, limits: list[str]
):
    bounded = replace(plan(rule, start=start), ends_on=end)
    assert [f"{one.due_on:%d/%m}" for one in coming(bounded, Calendar(), start, 12)] == limits


@given(st.deferred(lambda: PLANS), st.dates(date(2029, 1, 1), date(2031, 12, 31)))
def test_years_later_the_same_occurrences_come_as_when_one_counts_from_the_start(duty: Plan, day: date):
    every = [one for one in _owed(duty, CALENDAR, duty.starts_on, day + timedelta(days=200)) if one.due_on >= day]
    assert [one for one in _owed(duty, CALENDAR, day, day + timedelta(days=200)) if one.due_on >= day] == every


PICKS = st.builds(
    Pick,
    st.sampled_from([Often.WEEKLY, Often.MONTHLY, Often.QUARTERLY]),
    st.sets(st.integers(0, 6), min_size=1, max_size=3).map(tuple),
    st.integers(1, 2),
    st.sampled_from(Day),
    st.integers(1, 31),
    st.sampled_from([1, 2, -1]),
    st.integers(0, 6),
)
PLANS = st.builds(
    lambda pick, shift, ahead, start: plan(rule_of(pick), shift, ahead, start),
    PICKS, st.sampled_from(Shift), st.integers(0, 15), st.dates(FIRST, date(2026, 3, 1)),
)  # fmt: skip
MOMENTS = st.builds(datetime.combine, st.dates(FIRST, date(2026, 8, 1)), st.times(MORNING))  # before it nobody asks
TICKS = st.lists(MOMENTS, min_size=1, max_size=40)


@given(PLANS, TICKS)
def test_the_same_occurrences_come_whatever_the_tick_times(duty: Plan, ticks: list[datetime]):
    settled: dict[date, tuple[date, bool]] = {}
    for tick in sorted(ticks):
        found = owed(duty, CALENDAR, tick.date(), settled)
        for is_given, ones in ((True, found.to_give), (False, found.missed)):
            settled |= {one.on: (one.due_on, is_given) for one in ones}
    expected = {
        one.on: (one.due_on, any(_in_time(one, tick) for tick in ticks))
        for one in coming(duty, CALENDAR, duty.starts_on, 400)
        if _morning_of(one) <= max(ticks)
    }
    assert settled == expected


@given(PLANS)
def test_occurrences_follow_one_another(duty: Plan):
    found = coming(duty, CALENDAR, duty.starts_on, 60)
    assert [one.due_on for one in found] == sorted({one.due_on for one in found})
    for before, one in pairwise(found):
        assert before.due_on < one.issue_on <= one.due_on
    if duty.shift is not Shift.AS_IT_FALLS:
        assert all(is_workday(one.due_on, CALENDAR) for one in found)


def _morning_of(one: Occurrence) -> datetime:
    return datetime.combine(one.issue_on, MORNING)


def _in_time(one: Occurrence, tick: datetime) -> bool:
    return _morning_of(one) <= tick < datetime.combine(one.due_on, time()) + timedelta(days=1)
