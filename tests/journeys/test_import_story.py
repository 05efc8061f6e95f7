"""A real register of the office goes in through the page, goes in only once, and comes out again."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.conftest import DATA
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

BOOK = DATA / "so-theo-doi-2021.xlsx"
ROWS: list[dict[str, Any]] = json.loads((DATA / "so-theo-doi-2021.json").read_text())


def test_a_register_is_taken_in_once_and_can_be_undone(site: Site, seat_of: SeatOf, width: int) -> None:
    monitor = seat_of(site, "vanphong", width)
    upload(monitor)
    expect(stat(monitor, "nhiệm vụ mới")).to_have_text(str(len(ROWS)))
    expect(stat(monitor, "lỗi phải sửa")).to_have_text("0")
    assert site.count_tasks() == 0  # nothing before the person says so
    monitor.tick("Tạo tất cả")
    monitor.press(f"Nhập {len(ROWS)} nhiệm vụ")
    monitor.sees(f"Đã nhập {len(ROWS)} nhiệm vụ")
    expect(stat(monitor, "nhiệm vụ mới")).to_have_text(str(len(ROWS)))
    assert site.count_tasks() == len(ROWS)
    batch = monitor.page.url
    expect_figures(monitor)

    upload(monitor)
    expect(stat(monitor, "nhiệm vụ mới")).to_have_text("0")
    expect(stat(monitor, "đã có, giữ nguyên")).to_have_text(str(len(ROWS)))
    monitor.sees("Mọi nhiệm vụ trong sổ này đã có trong hệ thống.")
    expect(monitor.page.get_by_role("button", name="Nhập", exact=False)).to_have_count(0)
    monitor.press("Bỏ tệp này")
    monitor.sees("Đã bỏ tệp.")
    assert site.count_tasks() == len(ROWS)

    monitor.go(batch)
    monitor.fill("Lý do", "Nhập nhầm sổ của năm khác")
    monitor.press("Hoàn tác")
    dialog = monitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Hoàn tác đợt nhập này?")
    monitor.press("Hoàn tác", within=dialog)
    monitor.sees(f"Đã hoàn tác: rút {len(ROWS)} nhiệm vụ")
    monitor.go("/reports/summary?from=2021-01-01&to=2021-12-31")
    monitor.sees("Không có nhiệm vụ nào trong kỳ")


def test_a_file_that_is_no_register_is_refused_in_words(site: Site, seat_of: SeatOf) -> None:
    monitor = seat_of(site, "vanphong", 390)
    monitor.menu("Văn bản, sổ theo dõi", "Nhập sổ theo dõi")
    monitor.attach("Tệp sổ theo dõi", DATA / "so-theo-doi-2021.json")
    with monitor.refused(400):
        monitor.press("Xem trước")
        monitor.sees("Chưa gửi được. Hãy sửa các mục sau:")
    monitor.sees(".xlsx")
    assert site.count_tasks() == 0


def upload(monitor: Seat) -> None:
    monitor.menu("Văn bản, sổ theo dõi", "Nhập sổ theo dõi")
    monitor.attach("Tệp sổ theo dõi", BOOK)
    monitor.press("Xem trước")
    monitor.sees("Xem trước sổ theo dõi")


def expect_figures(monitor: Seat) -> None:
    """The year's table counts what the register says, unit by unit."""
    in_year = [row for row in ROWS if row["issued"] and row["issued"] <= "2021-12-31"]
    monitor.go("/reports/summary?from=2021-01-01&to=2021-12-31")
    expect(total(monitor, "Tổng số giao")).to_have_text(str(len(in_year)))
    on_time = [row for row in in_year if row["done"] and row["due"] and row["done"] <= row["due"]]
    expect(total(monitor, "Hoàn thành đúng hạn")).to_have_text(str(len(on_time)))
    by_unit = Counter(row["lead"] for row in in_year)
    assert by_unit
    for unit, count in by_unit.items():
        row = lead_units(monitor).locator("tbody tr").filter(has=monitor.page.get_by_role("rowheader", name=unit))
        expect(row.locator("[data-label='Tổng số giao']")).to_have_text(str(count))


def stat(seat: Seat, label: str) -> Locator:
    return seat.page.locator(".stat").filter(has_text=label).locator("b")


def total(seat: Seat, label: str) -> Locator:
    return lead_units(seat).locator(f"tr.total [data-label='{label}']")


def lead_units(seat: Seat) -> Locator:
    """The first table; below it stands that of the supporting units."""
    return seat.page.locator(".summary-table").first
