"""Dates as offices write them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from taskapp.directives.reason import Reason
from taskapp.directives.registers.dates import read, says_not_done
from taskapp.tasks.states import LimitKind

JULY_16 = date(2021, 7, 16)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("16/07/2021", JULY_16),
        ("16/7/21", JULY_16),
        ("16.7.2021", JULY_16),
        ("16-07-2021", JULY_16),
        (" 16 / 7 / 2021. ", JULY_16),
        ("ngày 16 tháng 7 năm 2021", JULY_16),
        ("16 tháng 07, năm 2021", JULY_16),
        ("2021-07-16", JULY_16),
        ("trước ngày 16/7/2021", JULY_16),
        ("từ ngày 1/7/2021 đến ngày 16/7/2021", JULY_16),  # the limit is the end of the period
        (datetime.combine(JULY_16, time()), JULY_16),
        (date(2021, 7, 16), JULY_16),
        (44393, JULY_16),  # an Excel serial number
        (44393.75, JULY_16),
        ("Tháng 6/2021", date(2021, 6, 30)),
        ("tháng 2 năm 2024", date(2024, 2, 29)),
        ("Quý III năm 2021", date(2021, 9, 30)),
        ("quý 4/2021", date(2021, 12, 31)),
        ("năm 2021", date(2021, 12, 31)),
        ("29/2/2024", date(2024, 2, 29)),
        (None, None),
        ("", None),
    ],
)
def test_a_date_is_read_in_every_form_that_registers_use(written: object, day: date | None) -> None:
    assert (read(written).day, read(written).problem) == (day, None)


def test_a_serial_number_counts_from_the_workbook_s_own_epoch() -> None:
    assert read(42931, is_1904=True).day == JULY_16


@pytest.mark.parametrize(
    ("written", "hour"),
    [("17h00 ngày 16/7/2021", time(17)), ("trước 9 giờ 30 ngày 16/7/2021", time(9, 30)), ("16/7/2021", None)],
)
def test_an_hour_beside_the_date_is_kept(written: str, hour: time | None) -> None:
    assert (read(written).day, read(written).hour) == (JULY_16, hour)


@pytest.mark.parametrize(
    ("written", "not_before", "day"),
    [("30/6", date(2021, 5, 1), date(2021, 6, 30)), ("5/1", date(2021, 12, 20), date(2022, 1, 5))],
)
def test_a_day_without_a_year_is_the_next_one_after_the_document(written: str, not_before: date, day: date) -> None:
    assert read(written, not_before=not_before).day == day


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Không thời hạn", LimitKind.NONE),
        ("không có thời hạn", LimitKind.NONE),
        ("-", LimitKind.NONE),
        ("Thường xuyên", LimitKind.CONTINUOUS),
        ("THƯỜNG XUYÊN", LimitKind.CONTINUOUS),
        ("Định kỳ hằng quý", LimitKind.RECURRING),
        ("Hàng tháng, trước ngày 15", LimitKind.RECURRING),
    ],
)
def test_words_for_no_date_give_the_kind_of_limit(words: str, kind: LimitKind) -> None:
    assert (read(words).day, read(words).kind, read(words).problem) == (None, kind, None)


@pytest.mark.parametrize(
    ("written", "part_of_the_message"),
    [
        ("31/4/2021", "tháng 4 năm 2021 chỉ có 30 ngày"),
        ("29/2/2021", "tháng 2 năm 2021 chỉ có 28 ngày"),
        ("15/13/2021", "13"),
        ("ngày 32 tháng 1 năm 2021", "tháng 1 năm 2021 chỉ có 31 ngày"),
        ("1/1/1021", "năm 1021"),
        ("tháng 13/2021", "13"),
        (2021, "2021"),  # a year typed as a number is no serial date
        (float("nan"), "nan"),
        (-5, "-5"),
        (True, "True"),
        (time(8), "08:00"),
        ("sớm nhất có thể", "sớm nhất có thể"),
        ("30/6", "thiếu năm"),
        ("10 ngày kể từ ngày 3/6/2021", "tính từ một mốc khác"),
        ("30/6/2021, 15/7/2021", "nhiều ngày"),
        ("25h00 ngày 30/6/2021", "25h00"),
        ("x" * 300, "…"),
    ],
)
def test_what_cannot_be_a_date_is_said_and_never_guessed(written: object, part_of_the_message: str) -> None:
    found = read(written)
    assert found.day is None
    assert part_of_the_message in str(found.problem)


def test_a_reason_without_values_may_hold_a_percent_sign() -> None:
    assert str(Reason("đạt 100%")) == "đạt 100%"


def test_words_that_say_the_work_goes_on_are_no_completion() -> None:
    assert says_not_done("Đang thực hiện")
    assert says_not_done("chưa xong")
    assert not says_not_done("12/3/2021")
