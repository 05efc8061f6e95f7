"""A recurring duty in a browser: picked by ordinary words with its next days beside, then left out and stopped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


def test_a_weekly_report_is_given_and_one_of_them_left_out(site: Site, seat_of: SeatOf) -> None:
    office = seat_of(site, "vanphong")
    office.menu("Việc định kỳ")
    office.page.get_by_role("link", name="Thêm việc định kỳ").first.click()
    office.fill("Nội dung nhiệm vụ", "Báo cáo công tác tuần")
    office.tick("Phòng Tư pháp", group="Đơn vị chủ trì")
    expect(office.page.locator("#duty-preview")).to_contain_text("Hằng tháng, ngày 25")
    office.page.get_by_label("Hằng tuần").check()
    expect(office.page.locator("#duty-preview")).to_contain_text("Hằng tuần, thứ Năm")  # without a button
    expect(office.page.locator("#duty-preview li")).to_have_count(12)
    expect(office.page.get_by_label("Một ngày trong tháng")).to_be_hidden()
    assert shortcomings(office.page) == []
    office.press("Giao việc định kỳ")
    office.sees("Đã ghi 1 việc định kỳ.", "Hằng tuần, thứ Năm")
    assert shortcomings(office.page) == []

    leader = seat_of(site, "chutich", 390, scripts=False)
    leader.go("/duties")
    leader.page.get_by_role("link", name="Báo cáo công tác tuần").click()
    leader.page.locator("summary", has_text="Bỏ một kỳ").click()
    skip = leader.page.locator("form", has=leader.page.get_by_role("button", name="Bỏ kỳ này"))
    leader.fill("Lý do", "Tuần này họp tổng kết.", within=skip)
    leader.press("Bỏ kỳ này", within=skip)
    leader.sees("Đã bỏ kỳ này.", "lý do: Tuần này họp tổng kết.")
    assert leader.is_as_wide_as_its_screen()
