"""How dates, numbers and shares are written."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from taskapp.base import formats


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("quý III/2026", "Quý III/2026"), ("đơn vị X", "Đơn vị X"), ("ủy ban", "Ủy ban"), ("5 ngày", "5 ngày")],
)
def test_a_line_begins_with_a_large_letter(text: str, expected: str):
    assert formats.sentence(text) == expected


def test_days_hours_and_weekdays():
    assert formats.day(date(2021, 3, 5)) == "05/03/2021"
    assert formats.day(None) == ""
    assert formats.hour(time(9, 5)) == "09:05"
    assert formats.hour(None) == ""
    assert [formats.weekday(date(2026, 3, 2 + n)) for n in (0, 4, 5, 6)] == [
        "thứ Hai",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(1387, 0, "1.387"), (87.45, 1, "87,5"), (0.5, 0, "1"), (2.5, 0, "3"), (-1234.5, 1, "-1.234,5"), (0, 0, "0")],
)
def test_numbers_are_grouped_by_dots_and_rounded_half_up(value, places, text):
    assert formats.number(value, places) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (None, "–"),
        (0, "0 %"),
        (1, "100 %"),
        (0.874, "87,4 %"),
        (0.5, "50 %"),
        (0.99999, "99,9 %"),  # one late task among many must show
        (Decimal("0.00001"), "0,1 %"),
    ],
)
def test_shares_never_round_to_all_or_nothing(share, text):
    assert formats.percent(share) == text
