"""Somebody looks for a task: "/" and a few letters, an arrow, Enter; on a phone behind a button; without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def path(site: Site) -> str:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        desk.done(content="Rà soát hộ tịch năm trước")
        return f"/tasks/{desk.in_progress(content='Rà soát sổ hộ tịch').id}"


def test_a_task_is_found_while_one_types(site: Site, seat_of: SeatOf, path: str) -> None:
    monitor = seat_of(site, "vanphong")
    monitor.go("/tasks?view=all")
    monitor.page.keyboard.press("/")
    box, hits = monitor.page.get_by_role("combobox", name="Tìm nhiệm vụ"), monitor.page.get_by_role("listbox")
    expect(box).to_be_focused()
    box.press_sequentially("ho tic")
    expect(hits.get_by_role("option")).to_have_count(3)
    expect(monitor.page.locator("#search-says")).to_contain_text("Thấy 2 kết quả")
    assert shortcomings(monitor.page) == []
    box.press("Escape")
    expect(hits).to_be_hidden()
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(hits.get_by_role("option", selected=True)).to_contain_text("Rà soát sổ hộ tịch")
    box.press("Enter")
    expect(monitor.page).to_have_url(f"{site.url}{path}")


def test_on_a_phone_a_button_leads_to_the_search_with_or_without_scripts(
    site: Site, seat_of: SeatOf, path: str
) -> None:
    for scripts in (True, False):
        officer = seat_of(site, "congchuc", 390, scripts=scripts)
        officer.press("Tìm kiếm")
        officer.fill("Tìm nhiệm vụ, văn bản, người, đơn vị", "hộ tịch")
        officer.page.keyboard.press("Enter")
        officer.sees("Rà soát sổ hộ tịch", "Còn 4 ngày làm việc", "Đang thực hiện")
        assert officer.is_as_wide_as_its_screen()
    officer.press("Đã kết thúc")
    officer.sees("Rà soát hộ tịch năm trước")
