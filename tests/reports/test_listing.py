"""Mẫu B, C, D worked out by hand: bands, days, silence; and what was known at the moment of the figures, no more."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from taskapp.reports.asking import Asked
from taskapp.reports.listing import Band, Line, Listing, band
from taskapp.reports.listings import Listed, Scope, listed
from taskapp.tasks import changes
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FEB_27, FRI, MON, Writing
from tests.reports.history import History, at


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, Band.UP_TO_30), (30, Band.UP_TO_30), (31, Band.OVER_30), (120, Band.OVER_30), (121, Band.OVER_120)],
)
def test_bands_begin_on_the_31st_and_the_121st_day(days: int, expected: Band) -> None:
    assert band(days) is expected


def read(h: History, kind: Listing, now: datetime, as_of: str = "") -> tuple[Listed, list[Line]]:
    asked = Asked(date(2026, 1, 1), date(2026, 12, 31), as_of)
    found = listed(h.session, kind, Scope(h.committee, None), asked, now=now)
    return found, list(found.lines(h.session))


def test_the_overdue_stand_with_calendar_and_working_days_and_the_longest_first(writing: Writing) -> None:
    with writing() as h:
        short, long = h.give(FEB_2, FEB_27), h.give(FEB_2, FEB_9, unit="nv", supporting=("tnd",))
        found, lines = read(h, Listing.OVERDUE, at(MON, 18))
        assert [(line.judged.image.task_id, line.days, line.workdays) for line in lines] == [
            (long.id, 21, 15),  # 9 February to 2 March, less three weekends
            (short.id, 3, 1),
        ]
        assert found.bands == {Band.OVER_120: 0, Band.OVER_30: 0, Band.UP_TO_30: 2}
        assert (lines[0].known.supporting, lines[0].assigner) == (("UBND xã Tân Nhuận Đông",), "Trần Thị Lan")
        assert lines[0].known.situation == "Chưa tiếp nhận"


def test_a_late_result_that_waits_is_overdue_until_the_day_it_was_handed_in(writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9)
        h.hand_in(task, FEB_10)
        _found, (line,) = read(h, Listing.OVERDUE, at(FRI, 18))
        assert (line.days, line.workdays) == (1, 1)
        assert line.known.situation == "Đã nộp kết quả 10/02/2026, chờ duyệt"
        assert line.known.cause == "Việc nhiều"


def test_a_list_of_a_past_moment_says_only_what_was_known_then(writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9, supporting=("nv",))
        h.urge(task, FEB_10)
        by, head = h.actor("congchuc"), h.actor("truongphong")
        changes.name_officer(h.session, task, officer=h.person("congchuc"), by=head, now=at(FEB_10, 13))
        changes.progress(h.session, task, percent=40, note="Đang lấy số liệu", by=by, now=at(FEB_10, 14))
        explained = {"text": "Chờ số liệu của xã", "claims_objective": False, "by": by, "terms": h.terms()}
        changes.explain(h.session, task, **explained, now=at(FEB_27, 15))  # type: ignore[arg-type]
        h.urge(task, FEB_27)
        h.add_part(task, FEB_27, "tnd")
        h.finish(task, MON)
        _found, (then,) = read(h, Listing.OVERDUE, at(FRI), as_of="10/02/2026")
        assert (then.known.urgings, then.known.cause, then.known.supporting) == (1, "", ("Phòng Nội vụ",))
        assert then.known.situation == "40 % · Đang lấy số liệu (báo cáo 10/02/2026)"
        assert then.days == 1
        _found, (later,) = read(h, Listing.OVERDUE, at(FRI), as_of="27/02/2026")
        assert (later.known.urgings, later.known.cause) == (2, "Chờ số liệu của xã")
        assert later.known.supporting == ("Phòng Nội vụ", "UBND xã Tân Nhuận Đông")
        assert read(h, Listing.OVERDUE, at(FRI))[1] == []  # done since


def test_urgings_of_the_unit_that_had_the_task_before_are_not_this_one_s(writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9)
        h.urge(task, FEB_10)
        h.reassign(task, FEB_27, "nv")
        _found, (line,) = read(h, Listing.OVERDUE, at(MON, 18))
        assert (line.judged.image.lead_unit_name, line.known.urgings) == ("Phòng Nội vụ", 0)


def test_due_soon_are_those_with_five_working_days_left_or_fewer(writing: Writing) -> None:
    with writing() as h:
        today, near = h.give(FEB_27, MON), h.give(FEB_27, date(2026, 3, 9))
        sooner = h.give(FEB_27, date(2026, 3, 9), hour=time(10))  # given later, due before the end of that day
        h.give(FEB_27, date(2026, 3, 10))
        handed_in = h.give(FEB_27, FRI)
        h.hand_in(handed_in, MON, hour=8)
        _found, lines = read(h, Listing.DUE_SOON, at(MON))
        found = [(line.judged.image.task_id, line.days) for line in lines]
        assert found == [(today.id, 0), (sooner.id, 5), (near.id, 5)]


def test_the_silent_are_those_without_a_limit_and_without_a_report_for_more_than_three_months(writing: Writing) -> None:
    day = date(2026, 6, 1)
    with writing() as h:
        silent, heard, moved = (h.give(FEB_2, None) for _one in range(3))
        h.give(date(2026, 3, 1), None)  # three months to the day are not more than three
        h.give(FEB_2, FEB_9)
        waiting = h.give(FEB_2, None)
        by = h.actor("truongphong")
        changes.progress(h.session, heard, percent=0, note="Đang làm", by=by, now=at(date(2026, 3, 16)))
        h.reassign(moved, FRI, "nv")
        h.hand_in(waiting, FEB_10)
        _found, lines = read(h, Listing.UNDATED, at(day, 18))
        assert [(line.judged.image.task_id, line.since, line.days) for line in lines] == [(silent.id, FEB_2, 119)]
        _found, lines = read(h, Listing.UNDATED, at(date(2026, 6, 17), 18))
        assert [line.judged.image.task_id for line in lines][:1] == [silent.id]
        assert {line.judged.image.task_id for line in lines} >= {heard.id, moved.id}
