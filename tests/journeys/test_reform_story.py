"""An administrator merges two units before a browser; their officials find their work under the new name."""

from __future__ import annotations

from datetime import date

import pytest

from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

CONTENT = "Báo cáo số liệu hộ tịch quý I"
NEW = "UBND xã Phú Hựu"


def test_two_units_become_one(site: Site, seat_of: SeatOf, width: int) -> None:
    with site.writing() as (session, office):
        Desk(session, office).in_progress(content=CONTENT, due_on=date(2026, 3, 9))
    admin = seat_of(site, "quantri", width)
    merge(admin)
    admin.sees("Đã thực hiện: 5 người và 1 nhiệm vụ đang mở", "Tiền thân: Phòng Tư pháp", "1663/NQ-UBTVQH15")
    assert admin.is_as_wide_as_its_screen()
    admin.go("/admin/units")
    admin.sees("đã kết thúc, hết ngày 01/03/2026")
    admin.press("Xem cơ cấu tại một ngày đã qua")
    admin.fill("Cơ cấu tại ngày", "01/03/2026")
    admin.press("Xem cơ cấu")
    admin.sees("Cơ cấu tại ngày 01/03/2026", "Phòng Tư pháp")
    admin.sees_no(NEW)
    assert admin.is_as_wide_as_its_screen()

    officer = seat_of(site, "congchuc", width)
    officer.go("/tasks?view=mine")
    officer.open_task(CONTENT)
    officer.sees(NEW, "Phòng Tư pháp → UBND xã Phú Hựu")
    officer.press("Báo cáo kết quả")
    officer.fill("Kết quả thực hiện", "Đã gửi số liệu")
    officer.fill("Số, ký hiệu văn bản kết quả", "21/BC-UBND")
    officer.fill("Ngày văn bản kết quả", "02/03/2026")
    officer.press("Gửi báo cáo kết quả")
    officer.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.")


def merge(admin: Seat) -> None:
    admin.go("/admin/units")
    admin.press("Sắp xếp lại theo quyết định")
    admin.press("Sáp nhập, hợp nhất")
    for name in ("Phòng Tư pháp", "UBND xã Tân Nhuận Đông"):
        admin.tick(name, group="Các đơn vị kết thúc hoạt động")
    admin.fill("Tên đơn vị mới", NEW)
    admin.fill("Số, ký hiệu văn bản", "1663/NQ-UBTVQH15")
    admin.fill("Có hiệu lực từ ngày", "02/03/2026")
    admin.press("Xem trước")
    admin.sees("Sẽ chuyển theo; chưa có gì thay đổi", "Việc đang mở của Phòng Tư pháp")
    assert admin.is_as_wide_as_its_screen()
    admin.press("Thực hiện")
