"""Work of a type in a browser: chosen, filled in with its date, done within the promise; its page shows both limits.

Once at a desk, once on a phone without scripts, where a button does what a choice does else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from taskapp.base import clock
from tests.conftest import MONDAY
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk
from tests.tasks.worktypes.making import marriage

pytestmark = pytest.mark.browser

DOSSIER = "Giải quyết hồ sơ đăng ký kết hôn của bà Lý Thị Hoa"


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, False)])
def test_a_type_is_chosen_its_date_proposed_and_both_limits_are_shown(
    site: Site, seat_of: SeatOf, width: int, scripts: bool
) -> None:
    with site.writing() as (session, office):
        marriage(Desk(session, office))
    chair = seat_of(site, "chutich", width, scripts=scripts)
    assign(chair)
    chair.sees("Cam kết 5 ngày làm việc: 09/03/2026", "Theo luật 15 ngày làm việc: 23/03/2026")
    clock.freeze(_later(3))
    hand_in(seat_of(site, "truongphong", width, scripts=scripts))
    clock.freeze(_later(9))
    chair = seat_of(site, "chutich", width, scripts=scripts)
    chair.menu("Chờ duyệt")
    chair.press("Duyệt", within=chair.row(DOSSIER))
    chair.sees("Đã duyệt kết quả.")
    chair.go("/reports/work-types?from=2026-03-01&to=2026-03-31")
    row = chair.page.locator("tbody tr").filter(has_text="Đăng ký kết hôn có yếu tố nước ngoài")
    expect(row).to_contain_text("1/1 100 %")
    row.get_by_role("link", name="1").first.click()
    chair.open_task(DOSSIER)
    expect(chair.page.locator(".work-type .state").filter(has_text="đã giữ")).to_have_count(2)
    assert chair.is_as_wide_as_its_screen()


def assign(chair: Seat) -> None:
    chair.press("Giao việc")
    chair.fill("Loại việc", "ket hon")
    if chair.scripts:
        chair.page.keyboard.press("Tab")
    else:
        chair.press("Lấy mẫu")
    chair.sees("Cam kết: 5 ngày làm việc → 09/03/2026; theo luật: 15 ngày làm việc → 23/03/2026.")
    expect(chair.page.get_by_label("Ngày hết hạn")).to_have_value("09/03/2026")
    expect(chair.page.get_by_label("Loại việc")).to_have_value("HT-03 · Đăng ký kết hôn có yếu tố nước ngoài")
    with chair.refused(409):
        chair.press("Giao việc")
        chair.sees("Hãy điền những chỗ còn trống của mẫu: {người nộp}.")
    chair.fill("Nội dung nhiệm vụ", DOSSIER)
    assert chair.is_as_wide_as_its_screen()
    chair.press("Giao việc")
    chair.sees("Đã giao 1 nhiệm vụ.")


def hand_in(head: Seat) -> None:
    head.menu("Việc cần xử lý")
    head.open_task(DOSSIER)
    head.sees("còn 2 ngày làm việc")
    head.press("Báo cáo kết quả")
    head.fill("Kết quả thực hiện", "Đã trao giấy chứng nhận kết hôn")
    head.press("Không có văn bản hoặc tệp")
    head.fill("Lý do không có văn bản hoặc tệp", "Giấy đã trao tại buổi lễ")
    head.press("Gửi báo cáo kết quả")
    head.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.", "nộp trong hạn, chờ duyệt")


def _later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)
