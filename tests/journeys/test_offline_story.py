"""Working without a network, on a telephone: tasks are kept and read, reports wait and are sent, conflicts are shown.

The server is really gone meanwhile: its address refuses connections.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from taskapp.base import clock
from taskapp.tasks import changes
from taskapp.tasks.models import Task, TaskEvent
from tests.conftest import MONDAY
from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import SeatOf
from tests.journeys.seat import Seat
from tests.journeys.site import Site
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

ROUNDS, MEDIATION = "Rà soát văn bản quy phạm pháp luật", "Tổng kết công tác hòa giải ở cơ sở"
AWAY, WRITTEN = "Không có mạng, hoặc máy chủ không trả lời.", "Viết trên máy lúc"


def reports_of(site: Site, task_id: int) -> list[str]:
    with site.writing() as (session, _office):
        told = select(TaskEvent.note).where(TaskEvent.task_id == task_id, TaskEvent.kind == "progress")
        return list(session.scalars(told.order_by(TaskEvent.version)))


@contextmanager
def without_server(site: Site, seat: Seat) -> Iterator[None]:
    """Inside, the server is gone; that requests fail then is no complaint."""
    seat.unheard = (*seat.unheard, "net::ERR_CONNECTION_REFUSED")
    with site.away():
        yield


def write(seat: Seat, content: str, percent: str, note: str) -> None:
    seat.press(content)
    seat.fill("Tiến độ (%)", percent)
    seat.fill("Tình hình, khó khăn", note)
    seat.press("Ghi báo cáo")
    expect(queued(seat, content)).to_contain_text("Chờ gửi")


def queued(seat: Seat, content: str) -> Locator:
    return seat.page.locator(".offline-report").filter(has_text=content)


def enter(seat: Seat, username: str) -> None:
    """Somebody signs in at this browser, after whoever was there before had left it for long."""
    seat.context.clear_cookies()
    seat.go("/sign-in")
    seat.sign_in(username)


def shares_nothing_but_the_link(seat: Seat, url: str, title: str) -> None:
    """The share sheet of the telephone gets it; without one it is copied."""
    seat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seat.page.evaluate("void (navigator.share = undefined)")
    seat.press("Chia sẻ liên kết")
    seat.sees("Đã chép liên kết.")
    assert seat.page.evaluate("navigator.clipboard.readText()") == url
    seat.page.evaluate("void (navigator.share = async (given) => { window.given = given; })")
    seat.press("Chia sẻ liên kết")
    assert seat.page.evaluate("window.given") == {"title": title, "url": url}


def test_tasks_are_read_and_reports_written_without_a_network_and_sent_when_it_is_back(
    site: Site, seat_of: SeatOf
) -> None:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        rounds = desk.in_progress(content=ROUNDS, due_on=date(2026, 3, 6), product="Báo cáo rà soát").id
        mediation = desk.in_progress(content=MEDIATION, due_on=date(2026, 3, 10)).id
    seat = seat_of(site, "congchuc", 390)
    seat.context.clock.set_fixed_time(MONDAY)
    seat.page.locator("details.who summary").click()
    seat.press("Việc khi mất mạng")
    seat.sees("Chỉ bật trên máy, điện thoại của riêng anh/chị")
    seat.press("Giữ việc của tôi trên máy này")
    seat.sees("Đang giữ 2 việc, cập nhật lúc 09:00 02/03/2026.")
    assert shortcomings(seat.page) == []

    with without_server(site, seat):
        seat.go("/tasks")
        seat.sees(AWAY, ROUNDS, MEDIATION, "Còn 4 ngày làm việc", "Của Nguyễn Thị Ánh Tuyết")
        assert shortcomings(seat.page) == []
        seat.press(ROUNDS)
        seat.sees("Báo cáo rà soát", "12/UBND-NC ngày 27/02/2026", "thứ Sáu 06/03/2026")
        seat.press("Ghi báo cáo")
        seat.sees("Hãy ghi một câu về tình hình thực hiện.")
        assert shortcomings(seat.page) == []
        seat.press("Danh sách")
        write(seat, ROUNDS, "40", "Đã rà soát 5 xã")
        write(seat, MEDIATION, "20", "Đang chờ số liệu các xã")
        seat.go(f"/tasks/{mediation}")  # as if from a link; it opens there
        expect(seat.page.locator("[data-one] [data-content]")).to_have_text(MEDIATION)
        expect(queued(seat, ROUNDS)).to_contain_text("Chờ gửi")
        with site.writing() as (session, office):
            desk, told = Desk(session, office), session.get_one(Task, mediation)
            head = desk.by("truongphong")
            changes.progress(session, told, percent=30, note="Đã có số liệu 8 xã", by=head, now=clock.now())

    with seat.refused(409):
        seat.press("Thử lại")
        expect(queued(seat, ROUNDS)).to_contain_text("Đã gửi")
        conflict = queued(seat, MEDIATION)
        expect(conflict).to_contain_text("Có báo cáo khác")
        expect(conflict).to_contain_text("Đã có số liệu 8 xã")
    assert (reports_of(site, rounds), len(reports_of(site, mediation))) == (["40 % · Đã rà soát 5 xã"], 1)
    assert shortcomings(seat.page) == []
    seat.press("Vẫn gửi", within=conflict)
    expect(conflict).to_contain_text("Đã gửi")
    assert reports_of(site, mediation)[1:] == ["20 % · Đang chờ số liệu các xã"]
    seat.go(f"/tasks/{rounds}")
    expect(seat.page.get_by_text(WRITTEN)).to_have_count(1)
    shares_nothing_but_the_link(seat, f"{site.url}/tasks/{rounds}", f"Nhiệm vụ {rounds} · Giao Việc")

    seat.context.clock.set_fixed_time(MONDAY + timedelta(days=1))
    with without_server(site, seat):
        seat.go("/offline")
        seat.sees(ROUNDS, "thứ Sáu 06/03/2026")
        seat.sees_no("Còn 4 ngày làm việc")  # it was so yesterday
        seat.context.clock.set_fixed_time(MONDAY + timedelta(days=8))
        seat.go("/offline")
        seat.sees("Máy này chưa giữ việc nào")


def test_on_a_machine_of_several_people_nobody_reads_or_loses_what_is_another_s(site: Site, seat_of: SeatOf) -> None:
    with site.writing() as (session, office):
        rounds = Desk(session, office).in_progress(content=ROUNDS).id
    seat = seat_of(site, "congchuc")
    seat.go("/offline")
    seat.press("Giữ việc của tôi trên máy này")
    seat.sees("Đang giữ 1 việc")
    with without_server(site, seat):
        seat.go("/")
        write(seat, ROUNDS, "40", "Đã rà soát 5 xã")

    enter(seat, "congchuc2")
    seat.go("/offline")
    seat.sees("Chỉ bật trên máy, điện thoại của riêng anh/chị")
    seat.sees_no(ROUNDS, "Đã rà soát 5 xã")
    assert reports_of(site, rounds) == []

    enter(seat, "congchuc")
    seat.sees("Báo cáo viết khi mất mạng đã được gửi.")
    assert reports_of(site, rounds) == ["40 % · Đã rà soát 5 xã"]
    seat.go("/offline")
    seat.press("Giữ việc của tôi trên máy này")
    seat.sees("Đang giữ 1 việc")
    seat.page.locator("details.who summary").click()
    seat.press("Đăng xuất")
    seat.sees("Anh/chị đã đăng xuất.")
    seat.go("/offline")
    seat.sees("Máy này chưa giữ việc nào")
    seat.sees_no(ROUNDS)
