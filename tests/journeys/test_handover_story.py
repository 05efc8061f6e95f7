"""Work does not stop when a person does: the only officer of a commune is away, an officer moves to another office."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import MONDAY
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

AT_THE_COMMUNE = "Báo cáo số liệu đăng ký khai sinh quý I của xã"
FIRST, SECOND = "Rà soát hồ sơ hộ tịch năm 2025", "Tổng hợp kết quả chứng thực"


def test_the_only_officer_of_a_commune_is_away(site: Site, seat_of: SeatOf, width: int) -> None:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        task = desk.task(content=AT_THE_COMMUNE, leads=[desk.unit("tnd")], due_on=date(2026, 3, 5))
        task.assignee_id, task.assignee_since = office.people["tuphapxa"], MONDAY
    monitor = seat_of(site, "vanphong", width)
    register(monitor, "Chưa có người thay")
    monitor.go("/dashboard")
    monitor.sees("1 việc đang mở không có người phụ trách.")
    monitor.menu("Tôi giao, đôn đốc", "Không có người phụ trách")
    monitor.sees("người xử lý vắng đến 06/03/2026, không có người thay")

    monitor.press("Ghi người thay")
    monitor.page.get_by_role("link", name="Lý Thị Cẩm Nhung").click()
    monitor.press("Chọn người thay")
    monitor.choose("Người thay", "Ngô Văn Bền · Chủ tịch UBND xã · UBND xã Tân Nhuận Đông")
    monitor.press("Đăng ký")
    monitor.sees("Đã ghi: Lý Thị Cẩm Nhung vắng")
    monitor.sees("Người thay làm và báo cáo được các việc này.")
    monitor.go("/dashboard")
    monitor.sees_no("không có người phụ trách")

    deputy = seat_of(site, "chutichxa", width)
    deputy.go("/tasks?view=mine")
    deputy.open_task(AT_THE_COMMUNE)
    deputy.press("Báo cáo kết quả")
    deputy.fill("Kết quả thực hiện", "Đã gửi số liệu")
    deputy.fill("Số, ký hiệu văn bản kết quả", "21/BC-UBND")
    deputy.fill("Ngày văn bản kết quả", "02/03/2026")
    deputy.press("Gửi báo cáo kết quả")
    deputy.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.")


def test_an_officer_moves_and_others_take_over(site: Site, seat_of: SeatOf, width: int) -> None:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        for content in (FIRST, SECOND):
            desk.in_progress(content=content)
    head = seat_of(site, "truongphong", width)
    head.menu("Vắng mặt, bàn giao", "Bàn giao việc")
    head.press("Bàn giao việc", within=head.page.get_by_role("main"))
    head.choose("Bàn giao việc của ai", "Nguyễn Thị Ánh Tuyết · Công chức Tư pháp - Hộ tịch · Phòng Tư pháp · 2 việc")
    head.press("Xem việc đang mở")
    with head.refused(400):
        head.press("Xem trước")
        head.sees("Hãy chọn lý do bàn giao.", "Hãy chọn người nhận chung, hoặc chọn ở từng việc.")
    head.page.get_by_label("Chuyển công tác").check()
    head.choose("Người nhận chung", "Huỳnh Quốc Bảo – Chuyên viên")
    head.choose(f"Người nhận việc: {SECOND}", "Võ Minh Khang – Trưởng phòng")
    head.press("Xem trước lại")
    head.sees("Sẽ bàn giao 2 việc; chưa có gì thay đổi.")
    head.press("Bàn giao 2 việc")
    head.sees("BIÊN BẢN BÀN GIAO CÔNG VIỆC", "Số: 01/BB-BGCV")
    assert head.is_as_wide_as_its_screen()

    receiver = seat_of(site, "congchuc2", width)
    receiver.sees("Bàn giao chờ xác nhận: 1 việc.")
    receiver.press("Xem")
    receiver.press("Tôi đã nhận đủ")
    receiver.sees("Đã ghi: anh/chị đã nhận đủ việc bàn giao.")
    receiver.go("/tasks?view=mine")
    receiver.sees(FIRST)
    receiver.sees_no(SECOND, "Bàn giao chờ xác nhận")


def register(monitor: Seat, deputy: str) -> None:
    """The office writes down that the officer of the commune is away this week."""
    monitor.go("/absences/new")
    monitor.choose("Người vắng", "Lý Thị Cẩm Nhung · Công chức Tư pháp - Hộ tịch · UBND xã Tân Nhuận Đông")
    monitor.fill("Từ ngày", "2/3")
    monitor.fill("Đến hết ngày", "6/3")
    monitor.choose("Người thay", deputy)
    monitor.sees("Có 1 việc đến hạn trong thời gian vắng.")
    monitor.press("Đăng ký")
    monitor.sees("Đã ghi: Lý Thị Cẩm Nhung vắng")
