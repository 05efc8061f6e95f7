"""Work of a type in a browser: chosen, filled in with its date, done within the promise; its page shows both limits.

Once at a desk, once on a phone without scripts, where a button does what a choice does else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect

from taskapp.base import clock
from tests.conftest import MONDAY
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import PATIENCE_MS, Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk
from tests.tasks.worktypes.making import marriage

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

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
    expect(chair.page.locator(".work-type .state").filter(has_text="Đúng hạn")).to_have_count(2)
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


def test_what_is_typed_and_ticked_while_the_form_fills_itself_in_stays(site: Site, seat_of: SeatOf, width: int) -> None:
    with site.writing() as (session, office):
        marriage(Desk(session, office))
    chair = seat_of(site, "chutich", width)
    chair.go("/tasks/new")
    content = chair.page.get_by_label("Nội dung nhiệm vụ")
    let_go = hold_back(site.app)
    chair.fill("Loại việc", "ket hon")
    with chair.page.expect_request("**/tasks/new"):
        chair.page.keyboard.press("Tab")
    expect(content).to_be_focused()
    chair.page.keyboard.type("Việc của bà Hoa")
    chair.tick("Phòng Nội vụ", group="Đơn vị chủ trì")
    chair.page.get_by_label("Số, ký hiệu văn bản").click()
    chair.page.keyboard.type("77/UBND-NC")
    for _step in range(3):
        chair.page.keyboard.press("ArrowLeft")
    let_go.set()
    chair.sees("Cam kết: 5 ngày làm việc → 09/03/2026")
    expect(chair.page.get_by_label("Phòng Nội vụ").first).to_be_checked()
    expect(content).to_have_value("Việc của bà Hoa")
    number = chair.page.get_by_label("Số, ký hiệu văn bản")
    expect(number).to_be_focused()
    chair.page.keyboard.type("/")
    expect(number).to_have_value("77/UBND/-NC")
    chair.go("/account")
    chair.go("/tasks/new")
    expect(content).to_have_value("Việc của bà Hoa")  # the draft has it too


def hold_back(app: Flask) -> Event:
    """Let answers that fill the form in be on their way until the event is set."""
    answer, let_go = app.wsgi_app, Event()

    def answer_late(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/tasks/new":
            let_go.wait(PATIENCE_MS / 1000)
        return answer(environ, start)

    app.wsgi_app = answer_late  # type: ignore[method-assign]
    return let_go


def test_a_draft_comes_back_with_its_day_of_receipt(site: Site, seat_of: SeatOf) -> None:
    with site.writing() as (session, office):
        marriage(Desk(session, office))
    chair = seat_of(site, "chutich")
    chair.go("/tasks/new")
    chair.fill("Loại việc", "HT-03")
    chair.page.keyboard.press("Tab")
    chair.fill("Ngày tiếp nhận", "27/02/2026")
    chair.page.keyboard.press("Tab")
    chair.sees("Cam kết: 5 ngày làm việc → 06/03/2026")
    chair.fill("Nội dung nhiệm vụ", DOSSIER)
    chair.go("/account")
    chair.go("/tasks/new")
    chair.sees("Cam kết: 5 ngày làm việc → 06/03/2026")
    expect(chair.page.get_by_label("Ngày tiếp nhận")).to_have_value("27/02/2026")
    expect(chair.page.get_by_label("Nội dung nhiệm vụ")).to_have_value(DOSSIER)


def hand_in(head: Seat) -> None:
    head.menu("Việc cần xử lý")
    head.open_task(DOSSIER)
    head.sees("Còn 2 ngày làm việc")
    head.press("Báo cáo kết quả")
    head.fill("Kết quả thực hiện", "Đã trao giấy chứng nhận kết hôn")
    head.press("Không có văn bản hoặc tệp")
    head.fill("Lý do không có văn bản hoặc tệp", "Giấy đã trao tại buổi lễ")
    head.press("Gửi báo cáo kết quả")
    head.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.", "Chờ duyệt, nộp trong hạn")


def _later(days: int) -> datetime:
    return MONDAY + timedelta(days=days)
