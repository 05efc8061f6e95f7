"""Talk on a task in a browser: a name completed by keys, a leader at a phone, an answer, somebody who is to know."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

TEXT = "Nội dung trao đổi"


@pytest.fixture
def path(site: Site) -> str:
    with site.writing() as (session, office):
        return f"/tasks/{Desk(session, office).in_progress().id}"


def test_a_question_is_asked_directed_and_answered(site: Site, seat_of: SeatOf, path: str) -> None:
    officer, chair = seat_of(site, "congchuc"), seat_of(site, "chutich", 390)
    officer.go(path)
    words, names = officer.page.get_by_label(TEXT), officer.page.get_by_role("listbox")
    words.press_sequentially("Nhờ @bui th")
    expect(names.get_by_role("option")).to_have_count(1)
    assert shortcomings(officer.page) == []
    words.press("ArrowDown")
    words.press("Enter")
    expect(words).to_have_value("Nhờ @Bùi Thanh Hà ")
    expect(names).to_be_hidden()
    words.press_sequentially("cho số liệu <b>12</b> xã, @khong")
    words.press("Enter")  # with nothing to choose it is a new line
    words.press_sequentially("trước thứ Năm.")
    officer.press("Gửi ý kiến")
    officer.sees("Đã gửi ý kiến.", "cho số liệu <b>12</b> xã, @khong")
    expect(officer.page.locator("#followers")).to_contain_text("Bùi Thanh Hà")

    chair.go(path)
    chair.fill(TEXT, "Phòng Nội vụ gửi trong ngày.")
    chair.press("Gửi tới để biết…")
    chair.tick("Lê Văn Đức – Phó Chủ tịch", group="Gửi tới để biết")
    chair.press("Gửi ý kiến")
    chair.sees("Đã gửi ý kiến chỉ đạo.", "Ý kiến chỉ đạo mới nhất:")
    assert shortcomings(chair.page) == []

    helper = seat_of(site, "congchuc_nv", 390, scripts=False)
    helper.menu("Việc của tôi")
    helper.page.get_by_role("link", name="Để biết").click()
    helper.open_task("Báo cáo kết quả theo dõi thi hành pháp luật quý I")
    helper.sees("Ý kiến chỉ đạo mới nhất:", "@Bùi Thanh Hà")
    helper.fill(TEXT, "Đã gửi qua thư công vụ.")
    helper.press("Gửi ý kiến")
    helper.sees("Đã gửi ý kiến.", "Đã gửi qua thư công vụ.")
    assert helper.is_as_wide_as_its_screen()


def test_what_was_typed_outlives_a_closed_page_and_a_refusal(site: Site, seat_of: SeatOf, path: str) -> None:
    officer = seat_of(site, "congchuc", 390)
    officer.go(path)
    officer.fill(TEXT, "Còn thiếu 3 xã.")
    officer.go(path)
    words = officer.page.get_by_label(TEXT)
    expect(words).to_have_value("Còn thiếu 3 xã.")
    officer.press("Đính kèm tệp")
    bad = {"name": "bao-cao.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    officer.page.get_by_label("Tệp kèm theo").set_input_files([bad])  # type: ignore[list-item]
    with officer.refused(400):
        officer.press("Gửi ý kiến")
        officer.sees("không thuộc loại được nhận")
    expect(words).to_have_value("Còn thiếu 3 xã.")
    officer.press("Gửi ý kiến")
    officer.sees("Đã gửi ý kiến.")
    expect(officer.page.get_by_label(TEXT)).to_have_value("")
