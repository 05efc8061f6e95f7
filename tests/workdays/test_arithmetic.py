"""Working days against an independent walk, and against days known from the official table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.workdays.arithmetic import (
    Calendar,
    add_workdays,
    days_off_between,
    end_of_month,
    is_workday,
    months_after,
    workday_on_or_after,
    workday_on_or_before,
    workdays_between,
)
from tests.workdays.table import published

TABLE = published()
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
NEAR = st.dates(date(2024, 1, 1), date(2024, 6, 30))
CALENDARS = st.builds(
    Calendar,
    off=st.dictionaries(NEAR, st.just("nghỉ"), max_size=40),
    worked=st.dictionaries(NEAR, st.just("làm bù"), max_size=20),
    weekend=st.sets(st.integers(0, 6), max_size=3).map(frozenset),
)


def walked(start: date, end: date, calendar: Calendar) -> list[date]:
    """The working days in (start, end], found by asking each day, in words of our own."""
    found = []
    day = start
    while day < end:
        day = day + timedelta(days=1)
        is_weekend = day.weekday() in calendar.weekend
        if day in calendar.worked or (not is_weekend and day not in calendar.off):
            found.append(day)
    return found


@given(start=NEAR, end=NEAR, calendar=CALENDARS)
def test_the_quick_count_equals_the_walk(start, end, calendar):
    first, last = min(start, end), max(start, end)
    expected = len(walked(first, last, calendar))
    assert workdays_between(first, last, calendar) == expected
    assert workdays_between(last, first, calendar) == -expected


@given(start=NEAR, count=st.integers(1, 40), calendar=CALENDARS)
def test_adding_lands_on_the_day_that_the_walk_counts(start, count, calendar):
    due = add_workdays(start, count, calendar)
    assert walked(start, due, calendar)[count - 1] == due
    assert workdays_between(start, due, calendar) == count


@given(start=NEAR, count=st.integers(1, 40), calendar=CALENDARS)
def test_going_back_lands_on_a_working_day_with_as_many_in_between(start, count, calendar):
    day = add_workdays(start, -count, calendar)
    assert is_workday(day, calendar)
    assert len(walked(day - timedelta(days=1), start - timedelta(days=1), calendar)) == count


@given(start=DAYS, middle=DAYS, end=DAYS)
def test_counts_of_two_spans_add_up(start, middle, end):
    whole = workdays_between(start, end, TABLE)
    assert whole == workdays_between(start, middle, TABLE) + workdays_between(middle, end, TABLE)


@given(start=NEAR, end=NEAR, calendar=CALENDARS)
def test_each_day_of_a_span_is_worked_or_listed_as_off(start, end, calendar):
    off = [day for day, _why in days_off_between(start, end, calendar)]
    worked = walked(start, end, calendar)
    assert sorted(off + worked) == [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


@given(day=DAYS)
def test_the_nearest_working_days_enclose_a_day_off(day):
    before, after = workday_on_or_before(day, TABLE), workday_on_or_after(day, TABLE)
    assert before <= day <= after
    assert walked(before, after, TABLE) == ([after] if before < after else [])


@pytest.mark.parametrize(
    ("year", "count"),
    [(2019, 252), (2020, 252), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 250), (2026, 250)],
)
def test_a_year_of_the_table_has_its_known_number_of_working_days(year, count):
    assert workdays_between(date(year - 1, 12, 31), date(year, 12, 31), TABLE) == count


def test_2026_has_one_working_day_less_where_24_november_is_off():
    calendar = Calendar({**TABLE.off, date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}, TABLE.worked)
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31), calendar) == 249


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 1, 8), 3, date(2026, 1, 12)),  # 9/1, the worked Saturday 10/1, then Monday
        (date(2026, 1, 9), 1, date(2026, 1, 10)),  # the worked Saturday itself
        (date(2021, 6, 3), 5, date(2021, 6, 10)),
        (date(2021, 6, 3), 15, date(2021, 6, 24)),
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # a Friday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # the Saturday after it
        (date(2026, 3, 9), -1, date(2026, 3, 6)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2024, 4, 26), 3, date(2024, 5, 4)),  # 29/4 swapped, 30/4, 1/5 off: 2/5, 3/5 and the Saturday
        (date(2024, 5, 3), 1, date(2024, 5, 4)),
    ],
)
def test_known_dates(start, count, due):
    assert add_workdays(start, count, TABLE) == due


def test_a_decision_makes_a_saturday_count_like_any_working_day():
    saturday = date(2026, 10, 10)
    decided = Calendar({**TABLE.off, date(2026, 10, 9): "Nghỉ hoán đổi"}, {**TABLE.worked, saturday: "Làm bù"})
    assert is_workday(saturday, decided)
    assert not is_workday(saturday, TABLE)
    assert add_workdays(date(2026, 10, 8), 1, decided) == saturday
    assert workdays_between(date(2026, 10, 8), saturday, decided) == 1
    assert days_off_between(date(2026, 10, 8), saturday, decided) == [(date(2026, 10, 9), "Nghỉ hoán đổi")]


def test_days_off_carry_their_reason_or_the_name_of_the_weekday():
    named = Calendar({date(2026, 4, 30): "Ngày Chiến thắng 30/4", date(2026, 5, 1): "Quốc tế Lao động"})
    assert days_off_between(date(2026, 4, 29), date(2026, 5, 3), named) == [
        (date(2026, 4, 30), "Ngày Chiến thắng 30/4"),
        (date(2026, 5, 1), "Quốc tế Lao động"),
        (date(2026, 5, 2), "thứ Bảy"),
        (date(2026, 5, 3), "Chủ nhật"),
    ]


def test_a_count_over_a_thousand_years_does_not_walk_them(monkeypatch):
    asked = []
    monkeypatch.setattr("taskapp.workdays.arithmetic.is_workday", lambda *args: asked.append(args))
    assert workdays_between(date(1500, 1, 1), date(2500, 1, 1), Calendar()) == 260_889
    assert not asked


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        Calendar(weekend=frozenset(range(7)))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2025, 11, 30), date(2026, 2, 28)),  # BLDS 2015 Art. 148: the month's last day
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_three_months_end_on_the_corresponding_day(day: date, expected: date) -> None:
    assert months_after(day, 3) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2026, 2, 1), date(2026, 2, 28)), (date(2024, 2, 29), date(2024, 2, 29))]
)
def test_a_month_ends_on_its_own_last_day(day: date, expected: date) -> None:
    assert end_of_month(day) == expected
