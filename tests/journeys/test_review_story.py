"""From a document to the tasks: upload, review with the keyboard, give out; the unit has its task, the mail is owed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from taskapp.outbox.models import Message
from taskapp.people.models import Person
from tests.journeys.accessible import action_of, shortcomings, walk
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

TEXT = """ỦY BAN NHÂN DÂN
HUYỆN CHÂU THÀNH
Số: 12/TB-UBND
Châu Thành, ngày 27 tháng 02 năm 2026

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Sau khi nghe báo cáo, Chủ tịch UBND huyện kết luận như sau:
1. Phòng Tư pháp
a) Chủ trì, phối hợp với Phòng Nội vụ kiểm tra công tác hòa giải ở cơ sở, báo cáo trước ngày 20/3/2026.
b) Tổng hợp tình hình theo dõi thi hành pháp luật, báo cáo trước ngày 25/3/2026.
c) Mua sắm trang thiết bị phục vụ hội nghị, hoàn thành trước ngày 26/3/2026.
2. Phòng Hộ tịch và Thi hành án
Rà soát hồ sơ hộ tịch, hoàn thành trước ngày 30/3/2026.

CHỦ TỊCH

Trần Thị Lan
"""
MERGED = "kiểm tra công tác hòa giải"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "12-TB-UBND.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_document_becomes_tasks(site: Site, seat_of: SeatOf, paper: Path, width: int) -> None:
    monitor = seat_of(site, "vanphong", width)
    monitor.menu("Văn bản, sổ theo dõi")
    monitor.press("Giao việc từ văn bản")
    monitor.attach("Tệp văn bản", paper)
    monitor.press("Đọc văn bản")
    monitor.sees("1 chỗ cần xem", "Giao 3 nhiệm vụ")
    expect(monitor.page.locator(".review-switch:not([hidden])")).to_have_count(1)
    assert site.count_tasks() == 0
    assert walk(monitor.page, action_of(monitor.page, "Giao 3 nhiệm vụ")) + shortcomings(monitor.page) == []

    change_unit(monitor)
    press_in(monitor, "t3", "Bỏ")
    monitor.sees("Đã bỏ:")
    press_in(monitor, "t2", "Gộp lên")
    expect(monitor.page.locator("#t2")).to_have_count(0)
    monitor.page.reload()
    monitor.sees("Không còn chỗ cần xem", "Giao 2 nhiệm vụ")
    monitor.press("Giao 2 nhiệm vụ")
    monitor.sees("Đã giao 2 nhiệm vụ.", "Thông báo 12/TB-UBND", "đúng hạn nhập")
    assert shortcomings(monitor.page) == []
    assert site.count_tasks() == 2

    head = seat_of(site, "truongphong_nv", width)
    head.go("/tasks?view=unit")
    expect(head.row("Rà soát hồ sơ hộ tịch")).to_have_count(1)
    site.remind()
    with site.writing() as (session, _office):
        receivers = set(session.scalars(select(Person.username).join(Message, Message.person_id == Person.id)))
    assert {"truongphong", "truongphong_nv"} <= receivers

    monitor.go("/directives?q=ket+luan")
    monitor.sees("12/TB-UBND", "100 %")
    assert shortcomings(monitor.page) == []


def test_a_review_is_done_with_the_keyboard(site: Site, seat_of: SeatOf, paper: Path) -> None:
    monitor = seat_of(site, "vanphong")
    read(monitor, paper)
    keys, page = monitor.page.keyboard, monitor.page
    keys.press("n")  # the one that is doubtful
    expect(page.locator("#t4")).to_be_focused()
    expect(page.locator("mark[data-of=t4].is-current")).to_have_count(1)
    keys.press("c")
    keys.type("noi vu")
    keys.press("Tab")
    monitor.sees("Không còn chỗ cần xem")
    keys.press("Escape")
    keys.press("k")
    expect(page.locator("#t3")).to_be_focused()
    keys.press("x")
    monitor.sees("Đã bỏ:")
    expect(page.locator("#t4")).to_be_focused()
    keys.press("m")
    expect(page.locator("#t4")).to_have_count(0)
    expect(page.locator("#t2")).to_be_focused()
    page.locator("#t2-content").press("Home")
    for _letter in "Tổng hợp":
        keys.press("ArrowRight")
    keys.press("Alt+s")
    expect(page.locator("textarea[name$='-content']")).to_have_count(3)
    page.locator("#t1-due").fill("21/3/2026")
    monitor.sees("Đã lưu")
    keys.press("Control+Enter")
    keys.press("Enter")
    monitor.sees("Đã giao")


def test_words_of_the_document_become_a_task_and_lead_to_it(site: Site, seat_of: SeatOf, paper: Path) -> None:
    monitor = seat_of(site, "vanphong")
    read(monitor, paper)
    monitor.page.get_by_text("Sau khi nghe báo cáo").click(click_count=3)
    monitor.press("Thêm từ đoạn chọn")
    expect(monitor.page.locator("textarea[name$='-content']")).to_have_count(5)
    expect(monitor.page.locator("[data-piece]").first).to_have_id("t5")
    expect(monitor.page.locator(".review-text [data-of=t5]")).to_have_count(1)
    monitor.page.locator("mark[data-of=t2]").click()
    expect(monitor.page.locator("#t2")).to_be_focused()


def test_a_document_is_reviewed_without_scripts(site: Site, seat_of: SeatOf, paper: Path, width: int) -> None:
    monitor = seat_of(site, "vanphong", width, scripts=False)
    monitor.go("/directives/new")
    monitor.attach("Tệp văn bản", paper)
    monitor.press("Đọc văn bản")
    monitor.page.locator("#t4-lead").fill("Phòng Nội vụ")
    press_in(monitor, "t3", "Bỏ")
    press_in(monitor, "t2", "Gộp lên")
    monitor.press("Giao 2 nhiệm vụ")
    monitor.sees("Đã giao 2 nhiệm vụ.")
    assert monitor.is_as_wide_as_its_screen()


def read(monitor: Seat, paper: Path) -> None:
    monitor.go("/directives/new")
    monitor.attach("Tệp văn bản", paper)
    monitor.press("Đọc văn bản")
    expect(monitor.page.locator(".review-switch:not([hidden])")).to_have_count(1)  # its script has begun


def change_unit(monitor: Seat) -> None:
    """The unit that the document calls by a name of its own."""
    field = monitor.page.locator("#t4-lead")
    field.fill("noi vu")
    field.press("Tab")
    monitor.sees("Không còn chỗ cần xem", "Giao 4 nhiệm vụ")


def press_in(monitor: Seat, key: str, name: str) -> None:
    monitor.page.locator(f"#{key}").get_by_role("button", name=name).click()
