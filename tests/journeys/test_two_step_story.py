"""Two-step sign-in before a real browser: an app, a security key; and a page whose session ended keeps its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from taskapp.people.models import Committee, Person
from taskapp.reminders import probe
from tests.conftest import MONDAY
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.people.practice import Phone

pytestmark = pytest.mark.browser

CONTENT = "Tổng kết công tác phổ biến, giáo dục pháp luật"
Clock = Callable[[datetime], None]


def test_an_officer_turns_on_the_app_and_signs_in_with_it(
    site: Site, seat_of: SeatOf, frozen_clock: Clock, width: int
) -> None:
    officer = seat_of(site, "congchuc", width)
    officer.go("/account")
    officer.press("Bật đăng nhập hai bước")
    officer.press("Bắt đầu")
    officer.fill("Mật khẩu", "demo")
    officer.press("Xác nhận")
    officer.press("Bắt đầu")
    expect(officer.page.locator("svg.segno")).to_be_visible()
    phone = Phone(officer.page.locator("#seed").inner_text())
    officer.fill("Mã đang hiện trong ứng dụng", phone.code())
    officer.press("Bật")
    officer.sees("chúng chỉ hiện lần này")
    expect(officer.page.locator(".codes li")).to_have_count(10)
    spare = officer.page.locator(".codes code").first.inner_text()
    officer.press("Tôi đã cất các mã")
    expect(officer.page).to_have_url(re.compile("/tasks"))  # on to work
    officer.go("/account/factors")
    officer.sees("Còn 10 mã chưa dùng")

    frozen_clock(MONDAY + timedelta(minutes=1))
    again = seat_of(site, "", width)
    type_password(again)
    with again.refused(400):
        again.fill("Mã xác nhận", "000000")
        again.press("Đăng nhập")
        again.sees("Mã chưa đúng")
    again.fill("Mã xác nhận", phone.code())
    again.press("Đăng nhập")
    expect(again.page.get_by_role("navigation", name="Danh mục chính")).to_be_visible()

    lost = seat_of(site, "", width)
    type_password(lost)
    lost.fill("Mã xác nhận", spare)
    lost.press("Đăng nhập")
    lost.sees("còn 9 mã")


def test_an_officer_signs_in_with_a_security_key(site: Site, seat_of: SeatOf, width: int) -> None:
    with site.writing() as (session, office):
        session.get_one(Committee, office.committee_id).host = "localhost"  # keys are bound to a name, not a number
    officer = seat_of(Site(site.app, site.url.replace("127.0.0.1", "localhost")), "congchuc", width)
    plug_in_a_key(officer)
    officer.go("/account/factors/key")
    officer.fill("Mật khẩu", "demo")
    officer.press("Xác nhận")
    officer.fill("Tên gợi nhớ", "Khóa USB màu đen")
    officer.press("Đăng ký khóa")
    officer.sees("chúng chỉ hiện lần này")
    officer.press("Tôi đã cất các mã")
    officer.go("/account/factors")
    officer.sees("Khóa USB màu đen")
    officer.page.context.clear_cookies()
    type_password(officer)
    officer.press("Dùng khóa bảo mật")
    expect(officer.page.get_by_role("navigation", name="Danh mục chính")).to_be_visible()
    officer.go("/account/factors")
    officer.sees("dùng lần cuối")
    with site.writing() as (session, office):
        assert session.scalars(select(Committee.host)).one() == "localhost"


def test_a_page_whose_session_ended_keeps_what_was_typed_and_sends_it_once(
    site: Site, seat_of: SeatOf, frozen_clock: Clock, width: int
) -> None:
    chair = seat_of(site, "chutich", width)
    chair.go("/tasks/new")
    chair.fill("Nội dung nhiệm vụ", CONTENT)
    chair.tick("Phòng Nội vụ", group="Đơn vị chủ trì")
    chair.fill("Ngày hết hạn", "06/03/2026")
    frozen_clock(MONDAY + timedelta(minutes=16))
    with chair.refused(401):  # fragments of the page hear of it first, and leave the page as it is
        chair.press("Giao việc")
        chair.sees("Hãy đăng nhập lại")
    assert site.count_tasks() == 0
    chair.sign_in("chutich")
    chair.sees("Nội dung chưa gửi")
    expect(chair.page.get_by_label("Nội dung đã nhập").first).to_have_value(CONTENT)
    assert chair.is_as_wide_as_its_screen()
    chair.press("Gửi lại với tên Trần Thị Lan")
    chair.sees("Đã giao 1 nhiệm vụ.")
    assert site.count_tasks() == 1
    chair.go("/tasks/new")  # what was sent is a draft no longer
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value("")


def test_a_page_that_refreshes_itself_keeps_no_session_alive_and_stays_when_it_ends(
    site: Site, seat_of: SeatOf, frozen_clock: Clock
) -> None:
    with site.writing() as (session, office):
        message_id = probe.put(session, session.get_one(Person, office.people["vanphong"]), MONDAY).id
    office_seat = seat_of(site, "vanphong")
    with office_seat.page.expect_request(lambda asked: asked.headers.get("x-background") == "1"):
        office_seat.go(f"/admin/mail/{message_id}")
    frozen_clock(MONDAY + timedelta(minutes=16))
    office_seat.sees("trang này không tự cập nhật nữa")
    expect(office_seat.page).to_have_url(f"{site.url}/admin/mail/{message_id}")


def type_password(seat: Seat) -> None:
    seat.go("/sign-in")
    seat.fill("Tên đăng nhập", "congchuc")
    seat.fill("Mật khẩu", "demo")
    seat.press("Đăng nhập")
    seat.sees("Mật khẩu của Nguyễn Thị Ánh Tuyết đã đúng")


def plug_in_a_key(seat: Seat) -> None:
    """A security key that answers by itself, as the browser's own tools for developers offer it."""
    tools = seat.context.new_cdp_session(seat.page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
