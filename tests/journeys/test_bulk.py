"""Many tasks at once, at a desk, on a phone, and without scripts: three touches from the list to the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from taskapp.tasks.models import Task
from tests.journeys.accessible import action_of, shortcomings, walk
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk, at

pytestmark = pytest.mark.browser

OVERDUE = "/tasks?view=all&time=overdue"


@pytest.fixture
def late(site: Site, frozen_clock: Callable[[object], None]) -> Site:
    """Three tasks that are overdue, and one that is not."""
    with site.writing() as (session, office):
        desk = Desk(session, office)
        for content in ("Rà soát hộ tịch", "Kiểm tra chứng thực", "Báo cáo hòa giải"):
            desk.in_progress(content=content)
        desk.task(content="Kế hoạch năm", due_on=date(2026, 4, 30))
    frozen_clock(at("10/03"))
    return site


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, True), (1440, False), (390, False)])
def test_the_office_urges_a_whole_filtered_list_in_three_touches(
    late: Site, seat_of: SeatOf, width: int, scripts: bool
) -> None:
    office = seat_of(late, "vanphong", width, scripts=scripts)
    office.go(OVERDUE)
    before = office.steps
    office.tick("Chọn tất cả trên trang" if scripts else "Áp dụng cho cả 3 việc chưa xong của danh sách này")
    if scripts:
        office.sees("Đã chọn 3 việc:")
    wrong = _wrong_with(office, "Đôn đốc")
    office.press("Đôn đốc")
    office.sees("Cả 3 nhiệm vụ đều làm được.", "Chưa có gì thay đổi.")
    wrong += _wrong_with(office, "Đôn đốc 3 nhiệm vụ")
    office.press("Đôn đốc 3 nhiệm vụ")
    assert office.steps - before == 3
    office.sees("Đã đôn đốc 3 nhiệm vụ", "Rà soát hộ tịch")
    wrong += _wrong_with(office, "Về danh sách")
    assert wrong == []
    office.press("Về danh sách")
    office.sees("đã đôn đốc 1 lần")
    with late.writing() as (session, _office):
        assert sorted(session.scalars(select(Task.urgings))) == [0, 1, 1, 1]


def test_the_actions_appear_with_the_first_tick_and_rows_are_judged_as_soon_as_the_officer_is_chosen(
    late: Site, seat_of: SeatOf
) -> None:
    head = seat_of(late, "truongphong", 1440)
    head.go("/tasks?view=unit")
    actions = head.page.get_by_role("button", name="Phân công", exact=True)
    expect(actions).to_be_hidden()
    head.tick("Chọn: Kế hoạch năm")
    head.tick("Chọn: Rà soát hộ tịch")
    head.sees("Đã chọn 2 việc:")
    expect(actions).to_be_visible()
    head.press("Phân công")
    head.sees("Chờ điền các mục ở trên")
    head.choose("Người xử lý", "Huỳnh Quốc Bảo – Chuyên viên")
    head.press("Phân công 2 nhiệm vụ")
    head.sees("Đã phân công 2 nhiệm vụ")


def _wrong_with(seat: Seat, action: str) -> list[str]:
    """What keeps people from reading the page or from reaching its action."""
    if not seat.scripts:
        return [] if seat.is_as_wide_as_its_screen() else [f"{seat.page.url} is too wide"]
    return walk(seat.page, action_of(seat.page, action)) + shortcomings(seat.page)
