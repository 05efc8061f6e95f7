"""What the dashboard loads after itself: eight quarters, units by weeks; the same numbers that measure() gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports import heat, ranking
from taskapp.reports.board import question_now
from taskapp.reports.cells import Ask, Cell
from taskapp.reports.heat import read_heat
from taskapp.reports.measures import measure
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.tally import Ratio, Tally
from taskapp.reports.trend import read_trend
from tests.office import Office
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, MON, Writing
from tests.reports.history import History, at
from tests.reports.test_pages import links, page, rows

Browser = Callable[[str], FlaskClient]
NOV_3, DEC_15, JAN_5, JAN_20 = date(2025, 11, 3), date(2025, 12, 15), date(2026, 1, 5), date(2026, 1, 20)


@pytest.fixture
def years(writing: Writing, usual: dict[str, int]) -> None:
    """Tasks of three quarters: late over the turn of the year, waiting, sent back, extended after the limit."""
    with writing() as h:
        h.finish(h.give(NOV_3, DEC_15), DEC_15)
        h.finish(h.give(NOV_3, DEC_15), date(2025, 12, 17))  # late, within its quarter
        h.finish(h.give(NOV_3, DEC_15), JAN_5)  # overdue when the year ended, done late in the next
        h.finish(h.give(NOV_3, DEC_15), DEC_15, approved=JAN_20)  # approved a quarter later: on time in its own
        h.finish(h.give(date(2025, 8, 4), date(2025, 8, 29), unit="nv"), date(2025, 10, 1))  # overdue at two ends
        h.hand_in(h.give(NOV_3, date(2025, 12, 31)), date(2026, 1, 2))  # late and waiting
        back = h.give(NOV_3, date(2025, 12, 31), unit="nv")
        h.hand_in(back, date(2025, 12, 30))
        h.send_back(back, date(2026, 1, 6))  # days with the approver are not the unit's
        h.withdraw(h.give(NOV_3, DEC_15), JAN_5)
        extended = h.give(NOV_3, DEC_15, unit="tnd")
        h.ask_time(extended, date(2025, 12, 16), JAN_20, late_requests=True)
        h.grant(extended, date(2025, 12, 17))  # the missed limit goes on judging
        h.finish(h.give(date(2025, 11, 24), date(2026, 2, 20)), date(2025, 11, 28))  # long before its limit


def test_each_quarter_of_the_trend_has_the_numbers_of_its_report(years: None, app: Flask, office: Office) -> None:
    with app.app_context():
        h = History(db.session(), office)
        points = read_trend(db.session(), *question_now(db.session(), h.committee, h.rights("chutich"), at(MON)))
        found = {one.period.first: one.ratio for one in points}
        expected = {
            one.period.first: (total.numerator, total.denominator)
            for one in points
            for total in [measure(db.session(), one.question).total]
        }
    assert found == expected
    assert [found[date(2025, month, 1)] for month in (1, 4, 7, 10)] == [(0, 0), (0, 0), (0, 1), (3, 7)]
    assert len(points) == 8


def test_each_square_holds_the_tasks_of_its_week(years: None, app: Flask, office: Office) -> None:
    with app.app_context():
        h = History(db.session(), office)
        _quarter, question = question_now(db.session(), h.committee, h.rights("chutich"), at(MON))
        grid = read_heat(db.session(), question)
        measured = measure(db.session(), grid.question)
        ask = Ask(measured.by, h.rights("chutich"))
        expected = {
            unit: [
                Ratio(
                    *(
                        len(measured.tasks(cell, replace(ask, day=week), row))
                        for cell in (Cell.WEEK_LATE, Cell.WEEK_DUE)
                    )
                )
                for week in grid.weeks
            ]
            for unit in grid.squares
            for row in [Slice(Dimension.UNIT, unit)]
        }
    assert grid.squares == expected
    assert grid.weeks == [MON - timedelta(weeks=back) for back in range(11, -1, -1)]
    ours = grid.squares[str(office.units["tp"])]
    assert ours[0] == Ratio(2, 4)  # limits of the week of 15 December
    assert ours[grid.weeks.index(FEB_9)] == Ratio(1, 3)
    assert grid.squares[str(office.units["tnd"])][0] == Ratio(1, 1)


@pytest.mark.parametrize("address", ["/dashboard/trend", "/dashboard/units"])
@pytest.mark.parametrize("name", ["chutich", "truongphong"])
def test_every_number_opens_exactly_as_many_tasks(years: None, client_of: Browser, address: str, name: str) -> None:
    client = client_of(name)
    found = links(page(client, address))
    assert len(found) >= 4
    for href, number in found:
        assert rows(page(client, href)) == number, href


def test_a_unit_head_sees_the_own_unit_alone(years: None, client_of: Browser) -> None:
    html = page(client_of("truongphong"), "/dashboard/units")
    assert re.findall(r'<th scope="row">([^<]+)</th>', html) == ["Phòng Tư pháp", "Tổng cộng"]


@pytest.mark.parametrize(
    ("week", "expected"),
    [((0, 0), "none"), ((0, 9), "0"), ((1, 9), "1"), ((1, 5), "2"), ((49, 100), "2"), ((1, 2), "3"), ((1, 1), "3")],
)
def test_a_square_is_as_hot_as_its_share_of_late_tasks(week: tuple[int, int], expected: str) -> None:
    assert heat.level(Ratio(*week)) == expected


@pytest.mark.parametrize(("due", "thin"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_share_of_few_tasks_is_marked(due: int, thin: bool) -> None:
    line = ranking.UnitLine(Slice(Dimension.UNIT, "1"), "Phòng Tư pháp", Tally(done_on_time=due), [])
    assert line.is_thin is thin


def test_the_mark_stands_beside_the_share(usual: dict[str, int], client_of: Browser) -> None:
    html = page(client_of("chutich"), "/dashboard/units")
    assert "66,7 % · ít việc" in html
    assert "dưới 5 nhiệm vụ đến hạn" in html


def test_the_most_urgent_are_named(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for due in (FEB_9, FEB_10, date(2026, 2, 11), date(2026, 2, 12)):
            h.give(FEB_2, due, words=f"Quá hạn {due:%d/%m}")
        h.give(FEB_2, MON, words="Hôm nay")
        h.give(FEB_2, date(2026, 3, 3), words="Ngày mai")
        h.give(FEB_2, date(2026, 3, 3), words="Sáng mai", hour=time(10))
        h.hand_in(h.give(FEB_2, MON, words="Đã nộp"), FEB_9)
    html = page(client_of("chutich"), "/dashboard")
    card = html[html.index("Gấp nhất") : html.index("30 ngày làm việc tới")]
    named = re.findall(r'class="urgent-what" href="/tasks/\d+">([^<]+)</a>', card)
    assert named == ["Quá hạn 09/02", "Quá hạn 10/02", "Quá hạn 11/02", "Hôm nay", "Sáng mai", "Ngày mai"]
    assert "Quá 15 ngày làm việc" in card
    assert "Đến hạn trong ngày" in card
