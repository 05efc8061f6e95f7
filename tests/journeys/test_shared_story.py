"""A task that several do together, at a desk and on a phone: split, helped late, sent back, approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, expect

from taskapp.people import accounts
from taskapp.people.models import UnitKind
from taskapp.people.organisation import create_unit
from taskapp.people.rights import Role
from tests.conftest import MONDAY
from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk, at

pytestmark = pytest.mark.browser

WHOLE = "Tổng kiểm tra hồ sơ hộ tịch, chứng thực trên địa bàn"
OWN, BELOW = "Rà soát hồ sơ hộ tịch", "Kiểm tra sổ chứng thực tại các xã"
HELPER = "Phòng Nội vụ"
FRIDAY, NEXT_MONDAY, TUESDAY, THURSDAY = at("06/03"), at("09/03"), at("10/03"), at("12/03")


class Cast:
    """Everybody of the story; who comes back after days signs in again."""

    def __init__(self, site: Site, seat_of: SeatOf, width: int) -> None:
        self._site, self._seat_of, self._width = site, seat_of, width
        self._seats: dict[str, Seat] = {}

    def __call__(self, username: str) -> Seat:
        if username not in self._seats:
            self._seats[username] = self._seat_of(self._site, username, self._width)
        seat = self._seats[username]
        seat.go("/")
        if seat.page.url.split("?")[0].endswith("/sign-in"):
            seat.sign_in(username)
        return seat

    def go_home(self) -> None:
        """Everybody leaves the page that is open, so that no late request of it is met by an ended sign-in."""
        for seat in self._seats.values():
            seat.go("/account")


def test_units_share_a_task_and_one_is_late(
    site: Site, seat_of: SeatOf, frozen_clock: Callable[[datetime], None], width: int
) -> None:
    build_a_unit_below(site)
    who = Cast(site, seat_of, width)
    assign(who("chutich"))
    split(who("truongphong"))
    helper_takes_its_part(who("truongphong_nv"))
    hand_in_piece(who("congchuc"), OWN, "31/BC-TP")

    who.go_home()
    frozen_clock(FRIDAY)
    see_who_holds_it_up(who("truongphong"))
    ask_for_more_time(who("truongphong"))
    grant(who("chutich"))

    who.go_home()
    frozen_clock(NEXT_MONDAY)
    accept_piece(who("congchuc2"))
    hand_in_piece(who("congchuc2"), BELOW, "07/BC-THG")
    helper_explains_and_gives(who("congchuc_nv"))
    take_in_what_was_given(who("truongphong"))

    who.go_home()
    frozen_clock(TUESDAY)
    hand_in_the_whole(who("truongphong"), "41/BC-TP")
    send_back(who("chutich"))

    who.go_home()
    frozen_clock(THURSDAY)
    hand_in_the_whole(who("truongphong"), "44/BC-TP", again=True)
    approve(who("chutich"))
    read_the_figures(who("chutich"))


def build_a_unit_below(site: Site) -> None:
    """The officer of the unit below: a group of Phòng Tư pháp with one person, its head."""
    with site.writing() as (session, office):
        desk = Desk(session, office)
        group = create_unit(
            session, office.committee_id, name="Tổ Hòa giải", kind=UnitKind.OFFICE, parent=desk.unit("tp")
        )
        head = desk.person("congchuc2")
        head.unit = group
        session.flush()
        accounts.give_role(session, head, Role.UNIT_HEAD, group, by=None, now=MONDAY)


def assign(chair: Seat) -> None:
    chair.press("Giao việc")
    chair.fill("Nội dung nhiệm vụ", WHOLE)
    chair.tick("Phòng Tư pháp", group="Đơn vị chủ trì")
    chair.fill("Ngày hết hạn", "11/3")
    chair.press("Đơn vị phối hợp")
    chair.tick(HELPER, group="Đơn vị phối hợp")
    chair.fill("Hạn phối hợp", "5/3")
    chair.press("Giao việc")
    chair.sees("Đã giao 1 nhiệm vụ.", "0/1 phần phối hợp đã nhận", "thứ Năm 05/03/2026")


def split(head: Seat) -> None:
    """Two pieces, for an officer and for a unit below; the day of each is there already."""
    head.press("Tiếp nhận", within=head.row(WHOLE))
    head.sees("Đã tiếp nhận nhiệm vụ.")
    head.open_task(WHOLE)
    head.press("Giao việc con")
    pieces = ((OWN, "Nguyễn Thị Ánh Tuyết"), (BELOW, "Tổ Hòa giải"))
    for number, (content, helper) in enumerate(pieces, 1):
        row = head.page.get_by_role("group", name=f"Việc con {number}")
        head.fill("Nội dung việc con", content, within=row)
        choice = row.get_by_label("Giao cho")
        choice.select_option(label=choice.get_by_role("option").filter(has_text=helper).inner_text())
        expect(row.get_by_label("Hạn nội bộ")).to_have_value("09/03/2026")
    readable(head)
    head.press("Giao việc con")
    head.sees("Đã giao 2 việc con.", "0/2 việc con đã xong")


def helper_takes_its_part(head: Seat) -> None:
    find(head, "Phối hợp", WHOLE)
    head.sees("Thuộc nhiệm vụ")
    head.press("Tiếp nhận")
    head.sees("Đã tiếp nhận nhiệm vụ.")
    door = head.open_door("officer")
    head.choose("Người xử lý", "Bùi Thanh Hà – Chuyên viên (chưa giữ việc nào)", within=door)
    head.press("Phân công người xử lý", within=door)
    head.sees("Đã phân công người xử lý.")


def hand_in_piece(officer: Seat, content: str, number: str) -> None:
    find(officer, "", content)
    officer.press("Báo cáo kết quả")
    result(officer, number)


def accept_piece(head: Seat) -> None:
    row = head.row(BELOW)
    expect(row).to_contain_text(f"Việc con của “{WHOLE}”")
    head.press("Tiếp nhận", within=row)
    head.sees("Đã tiếp nhận nhiệm vụ.")


def see_who_holds_it_up(head: Seat) -> None:
    """The list says so, the page says who; a result of the unit's own waits for its head."""
    expect(head.row(WHOLE)).to_contain_text(f"đang chậm do {HELPER}")
    head.open_task(WHOLE)
    head.sees("Đang giữ việc: Bùi Thanh Hà", "Quá 1 ngày làm việc")
    readable(head)
    head.menu("Chờ duyệt")
    head.press("Duyệt", within=head.row(OWN))
    head.sees("Đã duyệt kết quả.")


def ask_for_more_time(head: Seat) -> None:
    find(head, "", WHOLE)
    door = head.open_door("extension-request")
    head.fill("Thời hạn mới", "13/3", within=door)
    head.choose("Nguyên nhân", "Chờ đơn vị phối hợp", within=door)
    head.fill("Lý do cụ thể", "Phòng Nội vụ chưa gửi danh sách cán bộ đã chuyển công tác", within=door)
    head.press("Xin gia hạn", within=door)
    head.sees("Đã gửi đề nghị gia hạn.", "Xin gia hạn đến 13/03/2026")
    readable(head)


def grant(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    expect(chair.row(WHOLE)).to_contain_text(f"đang chậm do {HELPER}")
    chair.press("Quyết định", within=chair.row(WHOLE))
    chair.sees("Thời hạn hiện nay 11/03/2026; thời hạn gốc 11/03/2026.", "Đang giữ việc: Bùi Thanh Hà")
    door = chair.open_door("extension-grant")
    expect(door.get_by_label("Thời hạn mới")).to_have_value("13/03/2026")
    readable(chair)
    chair.press("Đồng ý gia hạn", within=door)
    chair.sees("Đã gia hạn.", "thứ Sáu 13/03/2026 · gia hạn lần 1, hạn gốc 11/03/2026")


def helper_explains_and_gives(officer: Seat) -> None:
    find(officer, "Phối hợp", WHOLE)
    officer.sees("Cần giải trình")
    officer.press("Báo cáo kết quả")
    officer.fill("Giải trình", "Chờ sao lục hồ sơ tại Trung tâm Lưu trữ")
    readable(officer)
    result(officer, "18/DS-NV")
    officer.sees("Chờ sao lục hồ sơ tại Trung tâm Lưu trữ")


def take_in_what_was_given(head: Seat) -> None:
    head.menu("Chờ duyệt")
    head.press("Duyệt", within=head.row(BELOW))
    expect(head.row(BELOW)).to_have_count(0)
    head.press("Nhận", within=head.row("Phần phối hợp"))
    expect(head.row("Phần phối hợp")).to_have_count(0)
    find(head, "", WHOLE)
    head.sees("1/1 phần phối hợp đã nhận · 2/2 việc con đã xong", "chậm 2 ngày làm việc")
    head.sees_no("Đang giữ việc")


def hand_in_the_whole(head: Seat, number: str, *, again: bool = False) -> None:
    if again:
        expect(head.row(WHOLE)).to_contain_text("kết quả bị trả lại")
    find(head, "", WHOLE)
    if again:
        head.sees("Thiếu số liệu của 2 xã", "hạn gốc 11/03/2026")
    head.press("Báo cáo kết quả")
    result(head, number)


def send_back(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    chair.press("Xem, trả lại", within=chair.row(WHOLE))
    readable(chair)
    door = chair.open_door("return")
    chair.fill("Lý do", "Thiếu số liệu của 2 xã", within=door)
    chair.press("Trả lại", within=door)
    chair.sees("Đã trả lại để thực hiện tiếp, thời hạn giữ nguyên.", "thứ Sáu 13/03/2026")


def approve(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    chair.press("Duyệt", within=chair.row(WHOLE))
    chair.sees("Đã duyệt kết quả.")


def read_the_figures(chair: Seat) -> None:
    """The task is on time for its lead, once extended; the part that was late is the supporting unit's."""
    chair.menu("Báo cáo")
    tables = chair.page.locator(".summary-table")
    lead, helper = row_of(tables.first, "Phòng Tư pháp"), row_of(tables.last, HELPER)
    for cell, text in {"Đúng hạn/đến hạn": "1/1", "Tỷ lệ đúng hạn": "100 %", "Số lần gia hạn": "1"}.items():
        expect(cell_of(lead, cell)).to_contain_text(text)
    for cell, text in {"Đúng hạn/đến hạn": "0/1", "Hoàn thành quá hạn": "1"}.items():
        expect(cell_of(helper, cell)).to_contain_text(text)
    readable(chair)
    cell_of(helper, "Hoàn thành quá hạn").get_by_role("link").click()
    expect(chair.page.locator("main")).to_contain_text(WHOLE)
    readable(chair)


def find(seat: Seat, tab: str, content: str) -> None:
    """Open a task from the lists that the person comes in at."""
    seat.go("/")
    if tab:
        seat.page.get_by_role("navigation", name="Việc của tôi theo vai trò").get_by_role("link", name=tab).click()
    seat.open_task(content)


def result(seat: Seat, number: str) -> None:
    seat.fill("Kết quả thực hiện", "Đã làm xong, có danh sách kèm theo")
    seat.fill("Số, ký hiệu văn bản kết quả", number)
    seat.fill("Ngày văn bản kết quả", "2/3")
    seat.press("Gửi báo cáo kết quả")
    seat.sees("Đã gửi báo cáo kết quả")


def readable(seat: Seat) -> None:
    assert shortcomings(seat.page) == []


def row_of(table: Locator, name: str) -> Locator:
    return table.get_by_role("row", name=name)


def cell_of(row: Locator, name: str) -> Locator:
    return row.locator(f'[data-label="{name}"]')
