"""What was typed is never lost: a refused form, a session that ended, somebody who was quicker; and it is sent once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

CONTENT = "Tổng kết công tác phổ biến, giáo dục pháp luật"


def task_in_progress(site: Site) -> int:
    with site.writing() as (session, office):
        return Desk(session, office).in_progress(content=CONTENT).id


def type_assignment(chair: Seat, due: str) -> None:
    chair.go("/tasks/new")
    chair.fill("Nội dung nhiệm vụ", CONTENT)
    chair.tick("Phòng Nội vụ", group="Đơn vị chủ trì")
    chair.fill("Ngày hết hạn", due)
    chair.fill("Số, ký hiệu văn bản", "77/UBND-NC")


def test_a_refused_assignment_keeps_everything_that_was_typed_and_ticked(
    site: Site, seat_of: SeatOf, width: int
) -> None:
    chair = seat_of(site, "chutich", width)
    type_assignment(chair, due="31/02/2026")
    chair.tick("Gắn sao")
    with chair.refused(400):
        chair.press("Giao việc")
        summary = chair.page.get_by_role("alert").filter(has_text="Chưa gửi được")
        expect(summary).to_be_focused()
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value(CONTENT)
    expect(chair.page.get_by_label("Số, ký hiệu văn bản")).to_have_value("77/UBND-NC")
    expect(chair.page.get_by_label("Phòng Nội vụ").first).to_be_checked()
    expect(chair.page.get_by_label("Gắn sao")).to_be_checked()
    due = chair.page.get_by_label("Ngày hết hạn")
    expect(due).to_have_value("31/02/2026")
    expect(due).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link", name="Ngày hết hạn").click()
    expect(due).to_be_focused()
    due.fill("06/03/2026")
    chair.press("Giao việc")
    chair.sees("Đã giao 1 nhiệm vụ.", "06/03/2026")
    assert site.count_tasks() == 1


def test_a_file_that_cannot_be_evidence_does_not_cost_the_text(site: Site, seat_of: SeatOf, tmp_path: Path) -> None:
    program = tmp_path / "bao-cao.exe"
    program.write_bytes(b"MZ")
    task_id = task_in_progress(site)
    officer = seat_of(site, "congchuc", 390)
    officer.go(f"/tasks/{task_id}/submission")
    officer.fill("Kết quả thực hiện", "Đã tổng kết ở 12 xã")
    officer.fill("Số, ký hiệu văn bản kết quả", "88/BC-TP")
    officer.fill("Ngày văn bản kết quả", "02/03/2026")
    officer.attach("Tệp minh chứng", program)
    with officer.refused(400):
        officer.press("Gửi báo cáo kết quả")
        officer.sees("bao-cao.exe")
    expect(officer.page.get_by_label("Kết quả thực hiện")).to_have_value("Đã tổng kết ở 12 xã")
    officer.press("Gửi báo cáo kết quả")
    officer.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.", "88/BC-TP")


def test_what_was_typed_before_the_session_ended_is_there_after_signing_in_again(
    site: Site, seat_of: SeatOf, width: int
) -> None:
    chair = seat_of(site, "chutich", width)
    type_assignment(chair, due="06/03/2026")
    sign_out(chair.context.new_page())
    with chair.refused(400):
        chair.press("Giao việc")
        chair.sees("phiên đăng nhập đã đổi")
    assert site.count_tasks() == 0
    chair.press("Quay lại")
    chair.sees("Đăng nhập")
    chair.sign_in("chutich")
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value(CONTENT)
    expect(chair.page.get_by_label("Ngày hết hạn")).to_have_value("06/03/2026")
    expect(chair.page.get_by_label("Số, ký hiệu văn bản")).to_have_value("77/UBND-NC")
    chair.tick("Phòng Nội vụ", group="Đơn vị chủ trì")
    chair.press("Giao việc")
    chair.sees("Đã giao 1 nhiệm vụ.")
    chair.go("/tasks/new")  # what was sent is a draft no longer
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value("")


def test_a_page_closed_by_mistake_gives_its_text_back_but_not_to_the_next_person(site: Site, seat_of: SeatOf) -> None:
    chair = seat_of(site, "chutich")
    type_assignment(chair, due="06/03/2026")
    chair.menu("Bảng điều hành")
    chair.press("Giao việc")
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value(CONTENT)
    sign_out(chair.page)
    chair.go("/sign-in")
    chair.sign_in("vanphong")
    chair.go("/tasks/new")
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value("")


def test_the_second_of_two_editors_is_told_and_keeps_the_text(site: Site, seat_of: SeatOf) -> None:
    task_id = task_in_progress(site)
    officer, head = seat_of(site, "congchuc", 390), seat_of(site, "truongphong")
    officer.go(f"/tasks/{task_id}")
    door = officer.open_door("progress")
    officer.fill("Tiến độ (%)", "40", within=door)
    officer.fill("Tình hình, khó khăn", "Còn 5 xã chưa báo cáo", within=door)

    head.go(f"/tasks/{task_id}")
    other = head.open_door("progress")
    head.fill("Tiến độ (%)", "55", within=other)
    head.fill("Tình hình, khó khăn", "Đã đôn đốc các xã", within=other)
    head.press("Cập nhật tiến độ", within=other)
    head.sees("Đã cập nhật tiến độ.")

    with officer.refused(409):
        officer.press("Cập nhật tiến độ", within=door)
        officer.sees("Đã có người cập nhật")
    officer.sees("Đã đôn đốc các xã")
    expect(door.get_by_label("Tình hình, khó khăn")).to_have_value("Còn 5 xã chưa báo cáo")
    expect(door.get_by_label("Tiến độ (%)")).to_have_value("40")
    officer.press("Cập nhật tiến độ", within=door)
    officer.sees("Đã cập nhật tiến độ.", "Còn 5 xã chưa báo cáo", "40 %")


def test_a_second_decision_on_the_same_result_is_refused_in_words(site: Site, seat_of: SeatOf) -> None:
    with site.writing() as (session, office):
        task_id = Desk(session, office).submitted(content=CONTENT, due_on=date(2026, 3, 6)).id
    chair, monitor = seat_of(site, "chutich"), seat_of(site, "vanphong")
    for seat in (chair, monitor):
        seat.go(f"/tasks/{task_id}")
    door = monitor.open_door("return")
    monitor.fill("Lý do", "Thiếu phụ lục", within=door)
    monitor.press("Trả lại", within=door)
    monitor.sees("Đã trả lại để thực hiện tiếp")
    approval = chair.open_door("approval")
    chair.fill("Ý kiến", "Làm tốt, đồng ý với đề xuất", within=approval)
    with chair.refused(409):
        chair.press("Duyệt kết quả", within=approval)
        chair.sees("Đã có người cập nhật")
    chair.sees("Thiếu phụ lục", "Làm tốt, đồng ý với đề xuất")


def test_a_double_click_sends_once(site: Site, seat_of: SeatOf) -> None:
    chair = seat_of(site, "chutich")
    type_assignment(chair, due="06/03/2026")
    chair.page.get_by_role("button", name="Giao việc", exact=True).dblclick()
    chair.sees("Đã giao 1 nhiệm vụ.")
    chair.menu("Tôi giao, đôn đốc")
    expect(chair.row(CONTENT)).to_have_count(1)
    assert site.count_tasks() == 1


def sign_out(page: Page) -> None:
    """Sign out on this page, as in another tab of the same browser."""
    page.goto("/account")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Anh/chị đã đăng xuất.")).to_be_visible()
