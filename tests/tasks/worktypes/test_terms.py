"""Both limits of a type counted from the receipt, on the published calendar of 2026; every date worked out by hand."""

from __future__ import annotations

from datetime import date, time

import pytest

from taskapp.tasks.deadlines import Moment
from taskapp.tasks.worktypes.terms import Limits, Terms, TermUnit, blanks, ends, limits
from tests.workdays.table import published

TABLE = published()  # Tết 16-20/02/2026; 02/01 off and worked for on Saturday 10/01; 22/08 worked for 31/08
WORKDAYS, DAYS, HOURS = TermUnit.WORKDAYS, TermUnit.DAYS, TermUnit.HOURS


def on(text: str) -> Moment:
    """ "02/03" or "02/03 09:30" of 2026."""
    day, _blank, hour = text.partition(" ")
    return Moment(date(2026, int(day[3:5]), int(day[:2])), time.fromisoformat(hour) if hour else None)


@pytest.mark.parametrize(
    ("received", "count", "unit", "expected"),
    [
        ("02/03", 5, WORKDAYS, "09/03"),  # a Monday: Tue 3 … Fri 6, Mon 9
        ("02/03", 15, WORKDAYS, "23/03"),
        ("11/02", 5, WORKDAYS, "25/02"),  # 12, 13, then after Tết 23, 24, 25
        ("11/02", 15, WORKDAYS, "11/03"),
        ("08/01", 2, WORKDAYS, "10/01"),  # Friday and the worked Saturday
        ("20/08", 2, WORKDAYS, "22/08"),
        ("27/08", 3, WORKDAYS, "04/09"),  # Fri 28, then 29/08-02/09 off, 3, 4
        ("07/03", 1, WORKDAYS, "09/03"),  # received on a Saturday: counting begins on Monday
        ("18/02", 1, WORKDAYS, "23/02"),  # received in Tết
        ("10/01", 1, WORKDAYS, "12/01"),  # received on the worked Saturday
        ("02/03", 7, DAYS, "09/03"),
        ("11/02", 5, DAYS, "23/02"),  # the 16th is Tết: to the next working day
        ("05/03", 2, DAYS, "09/03"),  # ends on a Saturday
        ("02/03 09:30", 8, HOURS, "02/03 17:30"),
        ("02/03 16:00", 24, HOURS, "03/03 16:00"),
        ("06/03 09:00", 24, HOURS, "09/03"),  # ends on a Saturday: to the end of Monday
        ("02/03", 4, HOURS, "02/03 12:00"),  # no hour known: from eight
        ("05/03 16:00", 8, HOURS, "05/03"),  # at midnight: the end of Thursday
        ("06/03 16:00", 8, HOURS, "06/03"),  # and of Friday, which is worked
        ("07/03 16:00", 8, HOURS, "09/03"),  # the end of a Saturday
        ("05/03 00:00", 24, HOURS, "05/03"),
    ],
)
def test_a_period_ends(received: str, count: int, unit: TermUnit, expected: str):
    assert ends(count, unit, on(received), TABLE) == on(expected)


def test_both_limits_are_counted_and_the_shorter_one_is_proposed():
    found = limits(Terms(WORKDAYS, 15, 5), on("02/03"), TABLE)
    assert found == Limits(statutory=on("23/03"), commitment=on("09/03"))
    assert found.proposed == on("09/03")
    assert limits(Terms(WORKDAYS, 15, None), on("02/03"), TABLE).proposed == on("23/03")
    assert limits(Terms(), on("02/03"), TABLE) == Limits()


@pytest.mark.parametrize(
    ("terms", "is_cut", "share"),
    [
        (Terms(WORKDAYS, 15, 5), True, 2 / 3),
        (Terms(WORKDAYS, 15, 15), False, 0),
        (Terms(WORKDAYS, 15, None), False, None),
        (Terms(WORKDAYS, None, 5), False, None),
        (Terms(), False, None),
    ],
)
def test_how_far_the_law_s_time_is_cut(terms: Terms, is_cut: bool, share: float | None):
    assert terms.is_cut is is_cut
    assert terms.cut_share == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giải quyết hồ sơ của {người nộp}, {số hồ sơ}", ["{người nộp}", "{số hồ sơ}"]),
        ("{a} và {a}", ["{a}"]),
        ("không có chỗ trống {}", []),
        ("", []),
    ],
)
def test_places_left_to_fill_are_found(text: str, expected: list[str]):
    assert blanks(text) == expected
