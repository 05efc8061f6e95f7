"""What the figures say in words: one table of small offices, each told by hand."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from taskapp.reports.comparing import beside
from taskapp.reports.listing import Band
from taskapp.reports.narrative import Earlier, Story, change, narrate
from taskapp.reports.periods import before, named, year_before
from taskapp.reports.tally import Ratio, Tally

MOMENT = datetime(2026, 3, 31, 17, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
BINH_DINH = Tally(done_on_time=1014, done_late=146, open_in_term=211, open_overdue=16, carried_over=200)


def told(total: Tally, *units: tuple[str, Tally], **more: object) -> str:
    story = Story(
        "UBND huyện Châu Thành", "quý I/2026", date(2026, 1, 1), date(2026, 3, 31), MOMENT, total, units, **more  # type: ignore[arg-type]
    )  # fmt: skip
    return "\n".join(narrate(story))


def due(on_time: int, late: int = 0, overdue: int = 0) -> Tally:
    return Tally(done_on_time=on_time, done_late=late, open_overdue=overdue)


def test_counts_and_shares_stand_with_what_they_are_made_of() -> None:
    text = told(BINH_DINH)
    assert text.splitlines()[0] == (
        "Trong quý I/2026 (từ ngày 01/01/2026 đến ngày 31/03/2026), UBND huyện Châu Thành có 1.387 nhiệm vụ giao các "
        "cơ quan, đơn vị; trong đó kỳ trước chuyển sang 200 nhiệm vụ, giao trong kỳ 1.187 nhiệm vụ (số liệu ghi nhận "
        "đến 17:00 ngày 31/03/2026)."
    )
    assert "đã hoàn thành 1.160 nhiệm vụ, đạt 83,6 % (1.160/1.387): đúng hạn 1.014, quá hạn 146" in text
    assert "Chưa hoàn thành 227 nhiệm vụ: trong hạn 211, quá hạn 16, không thời hạn 0." in text
    assert "đạt 86,2 % (1.014/1.176)." in text


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (Tally(), "không có nhiệm vụ nào được giao hoặc chuyển sang"),
        (Tally(open_in_term=3), "chưa có nhiệm vụ nào đến hạn nên chưa tính tỷ lệ đúng hạn"),
        (due(771), "đạt 100 % (771/771)."),
        (due(771), "Không còn nhiệm vụ chưa hoàn thành."),
        (due(771), "không có nhiệm vụ quá hạn chưa hoàn thành."),
        (due(1999, 1), "đạt 99,9 % (1.999/2.000)."),  # what is not complete does not read as complete
        (Tally(open_in_term=3, waiting=2), "Có 2 kết quả đã nộp đang chờ duyệt."),
        (Tally(done_late=1, extensions=2, urgings=5, held_up=1), "gia hạn 2 lần, đôn đốc 5 lượt, 1 nhiệm vụ chậm do"),
        (Tally(open_overdue=4), "Còn 4 nhiệm vụ quá hạn chưa hoàn thành."),
    ],
)
def test_what_is_said_of_a_total(total: Tally, expected: str) -> None:
    assert expected in told(total)


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (due(80, 20), "; tăng 10,0 điểm phần trăm so với quý IV/2025 (80 %, 80/100)."),
        (due(95, 5), "; giảm 5,0 điểm phần trăm so với quý IV/2025 (95 %, 95/100)."),
        (due(9, 1), "; bằng quý IV/2025 (90 %, 9/10)."),
        (Tally(open_in_term=4), "đạt 90 % (90/100)."),  # nothing had fallen due then: nothing to compare with
    ],
)
def test_the_change_against_the_period_before(then: Tally, expected: str) -> None:
    assert expected in told(due(90, 10), previous=Earlier("quý IV/2025", then))


def test_both_comparisons_stand_in_one_sentence() -> None:
    text = told(
        due(90, 10), previous=Earlier("quý IV/2025", due(8, 2)), year_ago=Earlier("cùng kỳ năm 2025", due(95, 5))
    )
    assert (
        "đạt 90 % (90/100); tăng 10,0 điểm phần trăm so với quý IV/2025 (80 %, 8/10); "
        "giảm 5,0 điểm phần trăm so với cùng kỳ năm 2025 (95 %, 95/100)."
    ) in text


def test_the_best_and_the_worst_units_are_named_when_they_differ() -> None:
    text = told(
        due(40, 8), ("A", due(10)), ("B", due(9, 1)), ("C", due(8, 2)), ("D", due(5, 5)), ("nhỏ", due(0, 4)),
    )  # fmt: skip
    assert "tỷ lệ đúng hạn cao: A (100 %, 10/10); B (90 %, 9/10). " in text
    assert "tỷ lệ đúng hạn thấp: D (50 %, 5/10); C (80 %, 8/10)." in text
    assert "nhỏ" not in text  # four tasks are too few for a share
    assert "tỷ lệ đúng hạn cao" not in told(due(20), ("A", due(10)), ("B", due(10)))
    assert "tỷ lệ đúng hạn cao" not in told(due(10), ("A", due(10)))


def test_no_unit_is_both_praised_and_blamed() -> None:
    text = told(due(27, 1), ("A", due(9)), ("B", due(9)), ("C", due(9, 1)))
    assert "cao: A (100 %, 9/9). Đơn vị có tỷ lệ đúng hạn thấp: C (90 %, 9/10)." in text


def test_the_overdue_are_told_by_band_and_by_unit() -> None:
    text = told(
        due(10, 0, 16), ("A", due(5, 0, 2)), ("B", due(5, 0, 14)), ("C", due(5)),
        bands={Band.OVER_120: 1, Band.OVER_30: 0, Band.UP_TO_30: 15},
    )  # fmt: skip
    assert (
        "Còn 16 nhiệm vụ quá hạn chưa hoàn thành (trên 120 ngày: 1; đến 30 ngày: 15), chủ yếu ở: B (14), A (2) "
    ) in text


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (Ratio(1014, 1176), Ratio(1, 2), 36.2),
        (Ratio(1, 2), Ratio(1014, 1176), -36.2),
        (Ratio(0, 0), Ratio(1, 2), None),
        (Ratio(1, 2), Ratio(0, 0), None),
    ],
)
def test_change_is_that_of_the_printed_shares(now: Ratio, then: Ratio, expected: float | None) -> None:
    assert change(now, then) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 2, 15), date(2026, 3, 14), (date(2026, 1, 15), date(2026, 2, 14))),  # NĐ 09: cut off on the 14th
        (date(2026, 3, 2), date(2026, 3, 8), (date(2026, 2, 23), date(2026, 3, 1))),
    ],
)
def test_the_period_before(first: date, last: date, expected: tuple[date, date]) -> None:
    assert before(first, last) == expected


def test_usual_periods_are_known_by_their_days() -> None:
    assert named(date(2026, 1, 1), date(2026, 3, 31)) is not None
    assert named(date(2026, 1, 1), date(2026, 3, 30)) is None
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)


def test_figures_beside_each_other_show_their_change() -> None:
    rows = {row.name: row[1:] for row in beside(due(9, 1, 2), due(8, 2), Tally())}
    assert rows["Tổng số nhiệm vụ giao"] == ("12", "10", "+2", "0", "+12")
    assert rows["Hoàn thành quá hạn"] == ("1", "2", "−1", "0", "+1")
    assert rows["Tỷ lệ đúng hạn trên nhiệm vụ đến hạn"] == ("75 %", "80 %", "−5,0 điểm", "–", "–")
