"""The screen of the meeting room and the meeting's sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from taskapp.reports.board import DayAhead
from taskapp.reports.drawing import columns
from taskapp.tasks import changes
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FRI, MON, TUE, Writing
from tests.reports.history import at
from tests.reports.test_pages import links, page, rows

Browser = Callable[[str], FlaskClient]
WALL, SHEET = "/dashboard/wall", "/reports/meeting"
ROW = re.compile(r'<td class="sheet-what">(.*?)</td>.*?Nguyên nhân, tiến độ">(.*?)</td>(.*?)</tr>', re.S)


def sheet(client: FlaskClient) -> list[tuple[str, str]]:
    """Content and reason of each row; the cell of the conclusion stands in each and is empty."""
    found = ROW.findall(page(client, SHEET))
    assert all(re.search(r'data-label="Kết luận"></td>', rest) for _what, _why, rest in found)
    return [(re.sub(r"<small>.*?</small>|<[^>]+>", "", what).strip(), why) for what, why, _rest in found]


def test_overdue_tasks_come_first_each_with_its_reason(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        h.give(FEB_2, FRI, words="Tuần này")
        told = h.give(FEB_2, date(2026, 2, 16), words="Đã giải trình")
        h.accept(told, FEB_9)
        by, now, terms = h.actor("truongphong"), at(date(2026, 2, 27)), h.terms()
        changes.explain(h.session, told, text="Thiếu số liệu", claims_objective=False, by=by, now=now, terms=terms)
        held_up = h.give(FEB_2, FEB_10, words="Chờ phối hợp", supporting=("nv",), support_due=FEB_9)
        half = h.give(FEB_2, MON, words="Hôm nay")
        h.accept(half, FEB_9)
        changes.progress(h.session, half, percent=40, note="Đã có dự thảo", by=by, now=now)
        h.give(FEB_2, date(2026, 2, 17), words="Chưa giải trình gì", unit="nv")
        assert held_up.id
    assert sheet(client_of("chutich")) == [
        ("Chờ phối hợp", "Chậm do phối hợp: Phòng Nội vụ"),
        ("Đã giải trình", "Giải trình: Thiếu số liệu"),
        ("Chưa giải trình gì", "Chưa giải trình"),
        ("Hôm nay", "Tiến độ báo cáo: 40 %"),
        ("Tuần này", "Chưa báo cáo tiến độ"),
    ]
    assert [what for what, _why in sheet(client_of("truongphong_nv"))] == ["Chưa giải trình gì"]


def test_what_does_not_fit_is_counted_and_can_be_opened(writing: Writing, client_of: Browser) -> None:
    with writing() as h:
        for n in range(11):
            h.give(FEB_2, FEB_10 + timedelta(days=n % 3), words=f"Việc {n}")
    client = client_of("chutich")
    assert len(sheet(client)) == 9
    html = page(client, SHEET)
    assert "Còn 2 việc quá hạn khác không đủ chỗ trên phiếu" in html
    for href, number in links(html):
        assert rows(page(client, href)) == number, href


def test_a_meeting_without_red_items_says_so(client_of: Browser) -> None:
    assert "Không có việc nào phải đưa ra họp" in page(client_of("vanphong"), SHEET)


def test_the_wall_shows_the_figures_of_the_dashboard_without_a_menu(usual: dict[str, int], client_of: Browser) -> None:
    client = client_of("chutich")
    html = page(client, WALL)
    assert '<p class="wall-big">50 %</p>' in html
    assert "Danh mục chính" not in html
    assert 'hx-trigger="every 60s"' in html
    assert "số liệu lúc 09:00" in html
    found = links(html)
    assert len(found) >= 8
    for href, number in found:
        assert rows(page(client, href)) == number, href


def test_the_wall_is_judged_anew_each_time(
    writing: Writing, client_of: Browser, frozen_clock: Callable[[datetime], None]
) -> None:
    with writing() as h:
        h.give(FEB_2, MON)
    late = re.compile(r'<li class="is-late"><b>(?:<[^>]+>)?(\d+)')
    html = page(client_of("chutich"), WALL)
    assert late.findall(html) == ["0"]
    assert "Không đơn vị nào có việc quá hạn." in html
    frozen_clock(at(TUE, 0, 0))
    html = page(client_of("chutich"), WALL)
    assert late.findall(html) == ["1"]
    assert '<th scope="row">Phòng Tư pháp</th>' in html


@pytest.mark.parametrize("address", [WALL, SHEET])
def test_officers_and_administrators_are_refused(client_of: Browser, address: str) -> None:
    for name in ("congchuc", "quantri"):
        page(client_of(name), address, 403)
    page(client_of("truongphong"), address)


def test_columns_are_as_tall_as_their_counts() -> None:
    days = [DayAhead(MON + timedelta(days=n), due, is_off=n == 1) for n, due in enumerate((2, 0, 4))]
    assert [(one.x, one.y, one.height, one.is_labelled) for one in columns(days)] == [
        (0, 30, 30, True),
        (10, 60, 0, False),
        (20, 0, 60, False),
    ]
    assert [one.height for one in columns([DayAhead(FRI, 0, is_off=False)])] == [0]
