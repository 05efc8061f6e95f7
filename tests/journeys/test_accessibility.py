"""Every page, at a desk and on a phone, for people who listen to it, who have no mouse, or whose eyes are weak."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.journeys.accessible import action_of, shortcomings, walk
from tests.journeys.axe import violations_unfolded
from tests.journeys.conftest import WIDTHS, SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.thorough import much

pytestmark = pytest.mark.browser

LOOKS: dict[int, Literal["light", "dark"]] = {1440: "light", 390: "dark"}
# path and the words of the page's main action
LEADER = (
    ("/dashboard", "Giao việc"),
    ("/dashboard/trend", "Bảng điều hành"),
    ("/dashboard/units", "Bảng điều hành"),
    ("/dashboard/office", "Bảng điều hành"),
    ("/dashboard/wall", ""),
    ("/dashboard/displays", "Tạo địa chỉ"),
    ("/reports/meeting", "In phiếu"),
    ("/tasks/new", "Giao việc"),
    ("/tasks?view=decide", "Duyệt"),
    ("/tasks?view=given", "Giao việc"),
    ("/tasks?view=drafts", "Giao việc"),
    ("/tasks?view=all", "Giao việc"),
    ("/tasks/{submitted}", "Duyệt kết quả"),
    ("/tasks/{declined}", "Chuyển đơn vị chủ trì"),
    ("/tasks/{done}", "Mở lại"),
    ("/reports/summary?from=2026-01-01&to=2026-03-31", "Tải Excel"),
    ("/reports/tasks?cell=open_overdue&from=2026-01-01&to=2026-03-31", "Bảng tổng hợp"),
    ("/imports", "Xem trước"),
    ("/directives/new", "Đọc văn bản"),
    ("/directives", "Lọc"),
    ("/admin/calendar", ""),
    ("/mailbox", ""),
    ("/account", "Đổi mật khẩu"),
)
OFFICER = (
    ("/tasks?view=mine", "Báo cáo kết quả"),
    ("/tasks?view=support", ""),
    ("/tasks?view=done", ""),
    ("/tasks/{overdue}", "Báo cáo kết quả"),
    ("/tasks/{overdue}/submission", "Gửi báo cáo kết quả"),
    ("/tasks/{overdue}/mails", "Về trang nhiệm vụ"),
    ("/tasks/{overdue}/comments", ""),
    ("/tasks/{overdue}/followers", "Thêm"),
    ("/mailbox", ""),
    ("/account", "Đổi mật khẩu"),
    ("/account/data", "Tải về"),
    ("/account/data/seen", "Lọc"),
)
ADMINISTRATOR = (
    ("/admin/ui", "In"),
    ("/admin/webhooks", "Thêm phần mềm nhận"),
    ("/admin/public-figures", "Công khai"),
    ("/admin/people", "Thêm người dùng"),
    ("/admin/people/new", "Tạo tài khoản"),
    ("/admin/people/paste", "Xem trước"),
    ("/admin/welcome", "Bỏ qua"),
    ("/help", "Có gì mới"),
    ("/help/changes", ""),
    ("/admin/people/{officer}", "Lưu"),
    ("/admin/people/{officer}/data", "Tải về"),
    ("/admin/units", "Thêm đơn vị"),
    ("/admin/units/new", "Thêm đơn vị"),
    ("/admin/units/changes/merge", "Xem trước"),
    ("/admin/units/changes/split", "Xem trước"),
    ("/admin/units/{unit}", "Lưu"),
    ("/admin/calendar", ""),
    ("/admin/calendar/proposal?year=2027", ""),
    ("/admin/unit-names", ""),
    ("/admin/mail", ""),
    ("/admin/mail/{message}", "Về nhật ký"),
    ("/admin/audit", "Kiểm tra ngay"),
    ("/admin/access", "Lọc"),
    ("/admin/review", "Ghi: đã rà soát những người được đánh dấu"),
    ("/admin/sign-in-rules", "Ghi quy định"),
    ("/account", "Đổi mật khẩu"),
    ("/account/factors", "Bắt đầu"),
    ("/account/proof", "Xác nhận"),
)


@pytest.mark.parametrize(
    ("username", "pages"),
    [
        pytest.param("chutich", LEADER, id="leader"),
        pytest.param("congchuc", OFFICER, id="officer"),
        pytest.param("quantri", ADMINISTRATOR, id="administrator"),
    ],
)
def test_every_page_can_be_read_and_used_by_everybody(
    site: Site, numbers: dict[str, int], seat_of: SeatOf, username: str, pages: tuple[tuple[str, str], ...]
) -> None:
    wrong = []
    for place, width in enumerate(WIDTHS):  # one page at a desk, the next on a phone, unless thorough
        seat = seat_of(site, username, width)
        seat.page.emulate_media(color_scheme=LOOKS[width])
        for pattern, words in much(pages, pages[place::2]):
            path = pattern.format(**numbers)
            seat.go(path)
            found = walk(seat.page, action_of(seat.page, words)) + shortcomings(seat.page)
            found += much(violations_unfolded, lambda _page: [])(seat.page)
            wrong += [f"{width} px {path}: {sentence}" for sentence in found]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_those_who_are_not_signed_in_can_be_read_by_everybody(
    site: Site, seat_of: SeatOf, width: int
) -> None:
    seat = seat_of(site, width=width)
    seat.go("/sign-in")
    wrong = shortcomings(seat.page) + walk(seat.page, action_of(seat.page, "Đăng nhập"))
    with seat.refused(404):
        seat.go("/no-such-page")
        seat.sees("Không tìm thấy")
    wrong += shortcomings(seat.page)
    assert wrong == []


def test_a_form_with_errors_leads_to_what_is_wrong(site: Site, seat_of: SeatOf) -> None:
    seat = seat_of(site, "chutich", 390)
    seat.go("/tasks/new")
    with seat.refused(400):
        seat.press("Giao việc")
        seat.sees("Chưa gửi được. Hãy sửa các mục sau:")
    assert shortcomings(seat.page) == []


def test_the_checks_see_what_is_wrong(site: Site, seat_of: SeatOf) -> None:
    page = seat_of(site).page
    page.set_content(
        """<html lang="en"><body><h1>Một</h1><h1>Hai</h1><input name="q"><svg width="9"></svg><a href="/"></a>
        <p id="p" style="color:#999">Mờ</p><p id="p" style="background:#ffd;color:#8a5200">Rõ</p><label for="x"></label>
        <table><tr><td>1</td></tr></table><button style="outline:0;box-shadow:none">Gửi</button></body></html>"""
    )
    found = " ".join(shortcomings(page) + walk(page, action_of(page, "")))
    for what in ("language en", "2 headings", "no label", "picture", "no name", "contrast 2.8", "id p stands twice",
                 "label for nothing", "table without", "cannot be seen"):  # fmt: skip
        assert what in found
    assert "Rõ" not in found


def test_a_page_that_complains_is_noticed(site: Site, chromium: Browser) -> None:
    seat = Seat(chromium, site.url, "", 390)
    seat.go("/sign-in")
    seat.page.evaluate("document.querySelector('h1').setAttribute('style', 'width: 900px')")
    seat.page.evaluate("document.querySelector('h1').style.width = '900px'")
    seat.fill("Tên đăng nhập", "x")
    seat.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    seat.page.evaluate("fetch('/no-such-page')")
    seat.go("/sign-in")
    found = " ".join(seat.complaints)
    seat.leave()
    for what in ("security policy: style-src", "scrolls sideways: ", "script: ", "answered 404"):
        assert what in found
