"""The core of the work with scripts switched off: plain forms, folded parts that open by themselves, typed dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

CONTENT = "Kiểm tra công tác hòa giải ở cơ sở"


def test_a_task_is_assigned_done_and_approved_without_scripts(
    site: Site, seat_of: SeatOf, tmp_path: Path, width: int
) -> None:
    evidence = tmp_path / "biên bản.pdf"
    evidence.write_bytes(b"%PDF-1.7 noi dung")

    chair = seat_of(site, "chutich", width, scripts=False)
    assign(chair)
    head = seat_of(site, "truongphong", width, scripts=False)
    accept_and_name(head)
    officer = seat_of(site, "congchuc", width, scripts=False)
    hand_in(officer, evidence)
    send_back(chair)
    correct(officer)
    approve(chair)

    chair.menu("Bảng điều hành")
    chair.sees("100 %", "nhiệm vụ đến hạn")
    chair.page.locator(".headline").get_by_role("link", name="1").first.click()
    expect(chair.row(CONTENT)).to_have_count(1)
    for seat in (chair, head, officer):
        assert seat.is_as_wide_as_its_screen()


def assign(chair: Seat) -> None:
    chair.press("Giao việc")
    chair.fill("Nội dung nhiệm vụ", CONTENT)
    chair.tick("Phòng Tư pháp", group="Đơn vị chủ trì")
    chair.fill("Ngày hết hạn", "6/3/26")
    chair.press("Sản phẩm, nguồn giao và chi tiết văn bản")
    chair.fill("Sản phẩm phải có", "Biên bản kiểm tra")
    assert chair.is_as_wide_as_its_screen()
    chair.press("Giao việc")
    chair.sees("Đã giao 1 nhiệm vụ.", "06/03/2026", "Biên bản kiểm tra")
    chair.press("Xem cả thư đã gửi")
    chair.sees("Chưa có thư nào về nhiệm vụ này.")


def accept_and_name(head: Seat) -> None:
    head.menu("Việc cần xử lý")
    head.press("Tiếp nhận", within=head.row(CONTENT))
    head.sees("Đã tiếp nhận nhiệm vụ.")
    head.open_task(CONTENT)
    door = head.open_door("officer")
    head.choose("Người xử lý", "Nguyễn Thị Ánh Tuyết – Công chức Tư pháp - Hộ tịch (chưa giữ việc nào)", within=door)
    assert head.is_as_wide_as_its_screen()
    head.press("Phân công người xử lý", within=door)
    head.sees("Đã phân công người xử lý.")


def hand_in(officer: Seat, evidence: Path) -> None:
    officer.menu("Việc của tôi")
    officer.press("Báo cáo kết quả", within=officer.row(CONTENT))
    officer.fill("Kết quả thực hiện", "Đã kiểm tra 5 tổ hòa giải")
    with officer.refused(409):
        officer.press("Gửi báo cáo kết quả")
        officer.sees("Chưa gửi được.")
    expect(officer.page.get_by_label("Kết quả thực hiện")).to_have_value("Đã kiểm tra 5 tổ hòa giải")
    officer.attach("Tệp minh chứng", evidence)
    officer.press("Gửi báo cáo kết quả")
    officer.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.", "biên bản.pdf")


def send_back(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    chair.press("Xem, trả lại", within=chair.row(CONTENT))
    door = chair.open_door("return")
    chair.fill("Lý do", "Ghi rõ số vụ hòa giải thành", within=door)
    chair.press("Trả lại", within=door)
    chair.sees("Đã trả lại để thực hiện tiếp, thời hạn giữ nguyên.")


def correct(officer: Seat) -> None:
    officer.menu("Việc của tôi")
    officer.open_task(CONTENT)
    officer.sees("Ghi rõ số vụ hòa giải thành")
    officer.press("Báo cáo kết quả")
    officer.fill("Kết quả thực hiện", "Đã kiểm tra 5 tổ, hòa giải thành 17 vụ")
    officer.press("Không có văn bản hoặc tệp")
    officer.fill("Lý do không có văn bản hoặc tệp", "Biên bản đã gửi lần trước")
    officer.press("Gửi báo cáo kết quả")
    officer.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.")


def approve(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    chair.press("Duyệt", within=chair.row(CONTENT))
    chair.sees("Đã duyệt kết quả.")
