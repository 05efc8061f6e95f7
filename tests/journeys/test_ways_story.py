"""Along one's tasks in a browser: beside the list and by keys, a colleague at the same task; a month on a phone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

FIRST, SECOND = "Báo cáo rà soát hộ tịch", "Tổng hợp số liệu chứng thực"
PLACE = "(one) => one.getBoundingClientRect().top + scrollY"


@pytest.fixture
def paths(site: Site) -> list[str]:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        found = [desk.in_progress(content=FIRST), desk.in_progress(content=SECOND, due_on=date(2026, 3, 10))]
        return [f"/tasks/{task.id}" for task in found]


def test_a_task_is_done_beside_its_list_while_a_colleague_is_at_it_too(
    site: Site, seat_of: SeatOf, paths: list[str]
) -> None:
    officer, head = seat_of(site, "congchuc"), seat_of(site, "truongphong", 390)
    panel, page = officer.page.locator("#panel"), officer.page
    title = panel.get_by_role("heading", level=2).first
    officer.row(FIRST).locator("a.task-title").click()
    expect(title).to_have_text(FIRST)
    expect(title).to_be_focused()
    expect(page).to_have_url(re.compile(rf"[?&]task={paths[0].split('/')[-1]}$"))
    assert shortcomings(page) == []
    page.keyboard.press("j")
    expect(title).to_have_text(SECOND)
    page.keyboard.press("k")
    expect(title).to_have_text(FIRST)

    form = panel.locator("details#progress")
    officer.open_door("progress")
    form.get_by_label("Tiến độ").fill("70")
    form.get_by_label("Tình hình").fill("Còn hai xã")
    head.go(paths[0])
    other = head.open_door("progress")
    other.get_by_label("Tiến độ").fill("60")
    other.get_by_label("Tình hình").fill("Đã nhắc hai xã")
    head.press("Cập nhật tiến độ", within=other)
    head.sees("Đã cập nhật tiến độ.")
    page.evaluate("document.dispatchEvent(new Event('live:now'))")  # what half a minute would bring
    expect(panel.get_by_role("status").filter(has_text="Võ Minh Khang")).to_contain_text("Đã nhắc hai xã")
    expect(form.get_by_label("Tình hình")).to_have_value("Còn hai xã")
    officer.press("Xem thay đổi")
    expect(officer.row(FIRST)).to_contain_text("tiến độ 60 %")
    expect(form.get_by_label("Tình hình")).to_have_value("Còn hai xã")  # it came back with the fresh page
    form.get_by_role("button", name="Cập nhật tiến độ").click()
    expect(panel.get_by_text("Đã cập nhật tiến độ.")).to_be_visible()
    expect(officer.row(FIRST)).to_contain_text("tiến độ 70 %")

    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(officer.row(FIRST).locator("a.task-title")).to_be_focused()
    page.go_forward()
    expect(title).to_have_text(FIRST)
    page.reload()
    expect(title).to_have_text(FIRST)
    officer.press("Mở cả trang")
    officer.sees("1 / 2")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(SECOND)


def test_a_result_is_reported_beside_the_list(site: Site, seat_of: SeatOf, paths: list[str]) -> None:
    officer = seat_of(site, "congchuc")
    panel, page = officer.page.locator("#panel"), officer.page
    officer.press("Báo cáo kết quả", within=officer.row(FIRST))
    expect(panel.get_by_label("Kết quả thực hiện")).to_be_focused()
    expect(panel).to_contain_text(FIRST)
    assert shortcomings(page) == []
    panel.get_by_role("link", name="Thôi").click()
    expect(panel.get_by_role("heading", level=2).first).to_have_text(FIRST)
    officer.press("Báo cáo kết quả", within=panel)
    officer.fill("Kết quả thực hiện", "Đã rà soát đủ 12 xã", within=panel)
    with officer.refused(409):
        officer.press("Gửi báo cáo kết quả")
        expect(panel.get_by_role("alert")).to_contain_text("Cần minh chứng")
    expect(panel.get_by_label("Kết quả thực hiện")).to_have_value("Đã rà soát đủ 12 xã")
    officer.fill("Số, ký hiệu văn bản kết quả", "214/BC-TP", within=panel)
    officer.press("Gửi báo cáo kết quả")
    expect(panel.get_by_text("Đã gửi báo cáo kết quả")).to_be_visible()
    expect(panel).to_contain_text("Văn bản 214/BC-TP ngày 02/03/2026")
    expect(officer.row(FIRST)).to_contain_text("Chờ duyệt")
    assert page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft:'))") == []
    page.keyboard.press("k")  # what is handed in stands after what is to be done
    expect(panel.get_by_role("heading", level=2).first).to_have_text(SECOND)


def test_whoever_has_switched_single_keys_off_presses_them_in_vain(
    site: Site, seat_of: SeatOf, paths: list[str]
) -> None:
    officer = seat_of(site, "congchuc")
    title, page = officer.row(FIRST).locator("a.task-title"), officer.page
    page.wait_for_load_state()  # keys do something when the scripts are there
    title.focus()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    officer.go("/account")
    officer.press("Tắt")
    officer.go("/")
    title.focus()
    for key in ("/", "j"):
        page.keyboard.press(key)
        expect(title).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(officer.row(SECOND).locator("a.task-title")).to_be_focused()
    page.locator("#search").press_sequentially("j/")
    expect(page.locator("#search")).to_have_value("j/")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_list_is_narrowed_by_keys_alone_though_a_phone_folds_its_filters(
    site: Site, seat_of: SeatOf, paths: list[str], width: int
) -> None:
    assert len(paths) == 2
    monitor = seat_of(site, "vanphong", width)
    monitor.go("/tasks?view=all")
    narrow, line = monitor.page.get_by_role("button", name="Lọc", exact=True), monitor.page.locator(".picker > summary")
    if width == 390:
        expect(narrow).to_be_hidden()
        expect(line).to_have_text(re.compile(r"^\s*Tất cả\s+Lọc\s*$"))
        line.press("Enter")
    expect(narrow).to_be_visible()
    monitor.fill("Từ khóa", "chung thuc")
    narrow.press("Enter")
    expect(monitor.row(SECOND)).to_be_visible()
    expect(monitor.row(FIRST)).to_have_count(0)
    if width == 390:
        expect(line).to_have_text(re.compile(r"^\s*chung thuc\s+Lọc\s*$"))  # what was asked for, folded again
        expect(narrow).to_be_hidden()


@pytest.mark.parametrize("width", [1440, 390])
def test_what_a_report_is_asked_for_opens_by_keys_and_says_what_was_chosen(
    site: Site, seat_of: SeatOf, width: int
) -> None:
    monitor = seat_of(site, "vanphong", width)
    monitor.go("/reports/summary")
    line = monitor.page.locator(".picker > summary")
    expect(monitor.page.get_by_label("Tính theo")).to_be_hidden()
    line.press("Enter")
    expect(monitor.page.get_by_label("Tính theo")).to_be_visible()
    assert shortcomings(monitor.page) == []
    monitor.choose("Đơn vị", "Phòng Tư pháp")
    monitor.page.get_by_role("button", name="Xem", exact=True).press("Enter")
    expect(line).to_contain_text("Phòng Tư pháp")
    monitor.page.get_by_role("link", name="Tháng 2/2026").press("Enter")  # the unit stays when the period changes
    expect(line).to_contain_text("Tháng 2/2026 · Phòng Tư pháp")


def test_a_month_is_read_on_a_phone_day_by_day(site: Site, seat_of: SeatOf, paths: list[str]) -> None:
    officer = seat_of(site, "congchuc", 390)
    officer.press("Lịch tháng")
    officer.sees("Tháng 3 năm 2026", "thứ Sáu 06/03/2026", "thứ Ba 10/03/2026", SECOND)
    officer.sees_no("thứ Năm 05/03/2026")  # nothing falls due
    assert shortcomings(officer.page) == []
    officer.press("Theo tuần")
    officer.sees("Tuần sau")
    assert shortcomings(officer.page) == []
    officer.press("Bảng")
    assert shortcomings(officer.page) == []
    officer.press("Lịch tháng")
    officer.page.get_by_role("link", name=SECOND).click()
    expect(officer.page).to_have_url(re.compile(rf"{paths[1]}$"))


def test_what_a_typed_day_means_moves_no_button_from_under_the_hand(
    site: Site, seat_of: SeatOf, paths: list[str]
) -> None:
    officer = seat_of(site, "congchuc", 390)
    officer.go(f"{paths[0]}/submission")
    button = officer.page.get_by_role("button", name="Gửi báo cáo kết quả")
    before = button.evaluate(PLACE)
    officer.fill("Ngày văn bản kết quả", "2/3")
    officer.sees("thứ Hai 02/03/2026")
    assert button.evaluate(PLACE) == before


def test_what_a_typed_limit_means_comes_up_from_under_the_pinned_buttons(site: Site, seat_of: SeatOf) -> None:
    leader = seat_of(site, "chutich", 390)
    leader.press("Giao việc")
    field, buttons = leader.page.get_by_label("Ngày hết hạn"), ".form-wide > .form-actions"
    field.focus()
    just_above = (
        f"field.getBoundingClientRect().bottom - document.querySelector('{buttons}').getBoundingClientRect().top"
    )
    field.evaluate(f"field => scrollBy({{ top: {just_above} + 20, behavior: 'instant' }})")
    leader.page.keyboard.insert_text("27/3")
    leader.sees("27/03/2026")
    edges = "(selector, edge) => document.querySelector(selector).getBoundingClientRect()[edge]"
    leader.page.wait_for_function(f"() => ({edges})('#limit-preview', 'bottom') <= ({edges})('{buttons}', 'top')")


def test_a_page_that_is_only_left_open_asks_less_often(seat_of: SeatOf, site: Site, paths: list[str]) -> None:
    page, asked = seat_of(site, "congchuc").page, []
    page.on("request", lambda request: asked.append(request.url) if "/live" in request.url else None)
    page.clock.install()
    page.goto(paths[0])

    def asks_within(seconds: int) -> bool:
        before = len(asked)
        for _second in range(seconds):
            page.clock.run_for(1000)
            page.evaluate("0")  # what was answered is heard
            if len(asked) > before:
                return True
        return False

    for _time in range(4):  # two minutes since somebody has touched it
        assert asks_within(40)
    assert not asks_within(90)
    assert asks_within(60)
    assert not asks_within(60)
    with page.expect_request(lambda request: "/live" in request.url):
        page.mouse.move(200, 200)  # somebody is there again
        page.mouse.move(220, 220)
        page.clock.run_for(1000)
