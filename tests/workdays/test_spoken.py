"""Days in words, seen from Thursday 5 March 2026, with Monday 9 March off."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.workdays.arithmetic import Calendar
from taskapp.workdays.spoken import day_said

TODAY = date(2026, 3, 5)
CALENDAR = Calendar(off={date(2026, 3, 9): "Nghỉ"})


def never() -> Calendar:
    raise AssertionError("the calendar is read though nobody counts working days")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("hôm nay", "2026-03-05"),
        ("Mai", "2026-03-06"),
        ("ngày kia", "2026-03-07"),
        ("hôm qua", "2026-03-04"),
        ("thứ sáu", "2026-03-06"),
        ("THỨ SÁU", "2026-03-06"),
        ("thu 6", "2026-03-06"),
        ("t6", "2026-03-06"),
        ("thứ năm", "2026-03-05"),
        ("thứ tư", "2026-03-11"),
        ("chủ nhật", "2026-03-08"),
        ("cn tuần sau", "2026-03-15"),
        ("thứ hai tuần này", "2026-03-02"),
        ("thứ sáu tuần sau", "2026-03-13"),
        ("thứ ba tuần trước", "2026-02-24"),
        ("10 ngày", "2026-03-15"),
        ("ba ngày nữa", "2026-03-08"),
        ("2 tuần", "2026-03-19"),
        ("1 tháng", "2026-04-05"),
        ("5 ngày trước", "2026-02-28"),
        ("ngày 15", "2026-03-15"),
        ("ngày 4", "2026-04-04"),
        ("ngày 31", "2026-03-31"),
        ("15 tháng 5", "2026-05-15"),
        ("ngày 15 tháng 2", "2026-02-15"),  # just gone
        ("ngày 30 tháng 11", "2026-11-30"),
        ("ngày 29 tháng 2", "2028-02-29"),
        ("ngày 15 tháng 2 năm 2026", "2026-02-15"),
        ("cuối tháng", "2026-03-31"),
        ("cuối tháng sau", "2026-04-30"),
        ("cuối tháng 2", "2026-02-28"),
        ("cuối quý", "2026-03-31"),
        ("cuối quý II", "2026-06-30"),
        ("cuối năm", "2026-12-31"),
    ],
)
def test_words_name_a_day(words: str, day: str) -> None:
    assert day_said(words, TODAY, never) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1 ngày làm việc", "2026-03-06"),
        ("2 ngày làm việc", "2026-03-10"),
        ("năm ngày làm việc", "2026-03-13"),
        ("trong 5 ngày làm việc", "2026-03-13"),
        ("2 ngày làm việc trước", "2026-03-03"),
        ("cuối tuần", "2026-03-06"),
        ("cuối tuần sau", "2026-03-13"),
    ],
)
def test_working_days_are_those_of_the_office(words: str, day: str) -> None:
    assert day_said(words, TODAY, lambda: CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("words", "day"),
    [("thứ sáu", "2026-02-27"), ("thứ năm", "2026-03-05"), ("ngày 15", "2026-02-15"), ("ngày 5", "2026-03-05")],
)
def test_where_days_lie_behind_the_last_such_day_is_meant(words: str, day: str) -> None:
    assert day_said(words, TODAY, never, is_past=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "5",
        "15/5",
        "hôm nào đó",
        "thứ tám",
        "0 ngày",
        "501 ngày",
        "ngày 32",
        "cuối tháng 13",
        "30 tháng 2",
        "sớm nhất",
    ],
)
def test_other_words_name_none(words: str) -> None:
    assert day_said(words, TODAY, lambda: CALENDAR) is None


def test_what_no_calendar_holds_is_no_day() -> None:
    assert day_said("500 tháng", date(9990, 1, 1), never) is None
    assert day_said("500 ngày làm việc", date(9999, 12, 1), lambda: CALENDAR) is None
