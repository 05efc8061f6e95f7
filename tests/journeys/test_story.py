"""A task's way through the office, at a desk and on a phone: assigned, done, sent back, approved, counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.conftest import VIETNAM
from tests.journeys.conftest import OpenSite, SeatOf
from tests.journeys.seat import PHONE, Seat
from tests.journeys.site import Site
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 4, 24, 9, 0, tzinfo=VIETNAM)  # before the Hùng Kings' day and 30/4 – 1/5
TUESDAY = datetime(2026, 4, 28, 14, 0, tzinfo=VIETNAM)
CONTENT = "Báo cáo kết quả chứng thực điện tử quý I năm 2026"
OLD = "Rà soát biên chế đầu năm"
MOST_STEPS = 12
NOTHING = {"owed": 0, "planned": 0, "delivered": 0, "refused": 0, "retrying": 0, "in_doubt": 0, "cancelled": 0}


class Post:
    """What a round of reminders brought to whom."""

    def __init__(self, site: Site, server: SmtpServer) -> None:
        self.site, self.server = site, server

    def brings(self) -> dict[str, str]:
        """Play a round; the subject of the new mail by the name of its addressee. A second round brings nothing."""
        before = len(self.server.received)
        outcome = self.site.remind()
        fresh = self.server.received[before:]
        assert outcome["planned"] == outcome["delivered"] == len(fresh)
        assert self.site.remind() == NOTHING
        found = {mail.recipient.partition("@")[0]: str(mail.mail["Subject"]) for mail in fresh}
        assert len(found) == len(fresh)
        return found

    def link_for(self, username: str) -> str:
        """The task's address in the last mail to that person."""
        mail = next(m.mail for m in reversed(self.server.received) if m.recipient.startswith(f"{username}@"))
        body = mail.get_body(("plain",))
        assert body is not None
        return next(word for word in body.get_content().split() if word.startswith(f"{self.site.url}/tasks/"))


def test_a_task_goes_through_the_office(
    open_site: OpenSite, seat_of: SeatOf, frozen_clock: Callable[[datetime], None], tmp_path: Path, width: int
) -> None:
    frozen_clock(FRIDAY)
    evidence = tmp_path / "báo cáo quý I.pdf"
    evidence.write_bytes(b"%PDF-1.7 noi dung")
    with SmtpServer() as server:
        site = open_site(smtp_url=server.url)
        leave_something_overdue(site)
        post = Post(site, server)
        chair = seat_of(site, "chutich", width)
        assign(chair)
        post_of_the_day = post.brings()
        assert post_of_the_day["truongphong"] == post_of_the_day["chutichxa"] == f"Giao việc: {CONTENT}"
        assert post_of_the_day["truongphong_nv"].endswith("1 quá hạn")

        accept_and_name(seat_of(site, "truongphong", width))
        assert post.brings() == {"congchuc": f"Phân công xử lý: {CONTENT}"}

        frozen_clock(TUESDAY)
        officer = seat_of(site, "congchuc", width)
        report_progress(officer, post.link_for("congchuc"))
        hand_in(officer, evidence, "Đã rà soát 11 xã")
        post.brings()

        send_back(chair)
        assert post.brings() == {"congchuc": f"Trả lại kết quả: {CONTENT}"}

        officer.go(post.link_for("congchuc"))
        officer.sees("Thiếu số liệu xã Tân Nhuận Đông")
        hand_in(officer, evidence, "Đã rà soát đủ 12 xã", again=True)
        approve(seat_of(site, "vanphong", width))
        assert post.brings() == {"congchuc": f"Đã duyệt kết quả: {CONTENT}"}

    read_the_figures(chair)


def leave_something_overdue(site: Site) -> None:
    with site.writing() as (session, office):
        desk = Desk(session, office)
        issued = datetime(2026, 4, 1, 9, 0, tzinfo=VIETNAM)
        desk.task(issued, content=OLD, leads=[desk.unit("nv")], due_on=date(2026, 4, 10))


def assign(chair: Seat) -> None:
    chair.steps = 0
    chair.press("Giao việc")
    chair.fill("Nội dung nhiệm vụ", CONTENT)
    chair.tick("Phòng Tư pháp", group="Đơn vị chủ trì")
    chair.tick("UBND xã Tân Nhuận Đông", group="Đơn vị chủ trì")
    chair.fill("Hoặc số ngày làm việc", "5")
    preview = chair.page.locator("#limit-preview")
    expect(preview).to_contain_text(
        "thứ Tư 06/05/2026: 5 ngày làm việc, tính từ hôm sau ngày 24/04/2026", ignore_case=True
    )
    expect(preview).to_contain_text("27/04/2026 (Nghỉ bù Giỗ Tổ Hùng Vương)")
    expect(preview).to_contain_text("30/04/2026 (Ngày Chiến thắng 30/4)")
    expect(preview).to_contain_text("Cuối tuần ở giữa: 25/04/2026 – 26/04/2026; 02/05/2026 – 03/05/2026")
    chair.fill("Số, ký hiệu văn bản", "145/TB-UBND")
    chair.fill("Ngày văn bản", "23/04/2026")
    chair.press("Sản phẩm, nguồn giao và chi tiết văn bản")
    chair.fill("Sản phẩm phải có", "Báo cáo kèm phụ lục")
    chair.tick("Gắn sao")
    chair.press("Giao việc")
    chair.sees("Đã giao 2 nhiệm vụ.")
    assert chair.steps <= MOST_STEPS
    expect(chair.row(CONTENT)).to_have_count(2)
    expect(chair.row("UBND xã Tân Nhuận Đông")).to_contain_text("Còn 5 ngày làm việc")


def accept_and_name(head: Seat) -> None:
    head.menu("Việc cần xử lý")
    row = head.row(CONTENT)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("145/TB-UBND")
    head.press("Tiếp nhận", within=row)
    head.sees("Đã tiếp nhận nhiệm vụ.")
    head.open_task(CONTENT)
    door = head.open_door("officer")
    head.choose("Người xử lý", "Nguyễn Thị Ánh Tuyết – Công chức Tư pháp - Hộ tịch (chưa giữ việc nào)", within=door)
    head.press("Phân công người xử lý", within=door)
    head.sees("Đã phân công người xử lý.", "Báo cáo kèm phụ lục", "Trọng tâm")


def report_progress(officer: Seat, link: str) -> None:
    officer.menu("Việc của tôi")
    expect(officer.row(CONTENT)).to_contain_text("Còn 4 ngày làm việc")
    officer.go(link)
    door = officer.open_door("progress")
    officer.fill("Tiến độ (%)", "60", within=door)
    officer.fill("Tình hình, khó khăn", "Còn 1 xã chưa gửi số liệu", within=door)
    officer.press("Cập nhật tiến độ", within=door)
    officer.sees("Đã cập nhật tiến độ.", "60 %", "Còn 1 xã chưa gửi số liệu")


def hand_in(officer: Seat, evidence: Path, text: str, *, again: bool = False) -> None:
    officer.menu("Việc của tôi")
    officer.press("Báo cáo kết quả", within=officer.row(CONTENT))
    officer.fill("Kết quả thực hiện", text)
    officer.fill("Số, ký hiệu văn bản kết quả", "215/BC-TP" if again else "214/BC-TP")
    officer.fill("Ngày văn bản kết quả", "28/04/2026")
    officer.attach("Tệp minh chứng", evidence)
    officer.press("Gửi báo cáo kết quả")
    officer.sees("Đã gửi báo cáo kết quả, chờ người giao duyệt.", "báo cáo quý I.pdf", "28/04/2026")


def send_back(chair: Seat) -> None:
    chair.menu("Chờ duyệt")
    chair.sees("Phiên làm việc đã hết.")  # the last time was four days ago
    chair.sign_in("chutich")
    chair.press("Xem, trả lại", within=chair.row(CONTENT))
    chair.sees("Văn bản 214/BC-TP ngày 28/04/2026")
    with chair.page.expect_download() as download:
        chair.press("báo cáo quý I.pdf")
    assert download.value.path().read_bytes() == b"%PDF-1.7 noi dung"
    door = chair.open_door("return")
    chair.fill("Lý do", "Thiếu số liệu xã Tân Nhuận Đông", within=door)
    chair.press("Trả lại", within=door)
    chair.sees("Đã trả lại để thực hiện tiếp, thời hạn giữ nguyên.")


def approve(monitor: Seat) -> None:
    monitor.menu("Chờ duyệt")
    row = monitor.row(CONTENT)
    expect(row).to_have_count(1)
    monitor.press("Duyệt", within=row)
    monitor.sees("Đã duyệt kết quả.")
    expect(monitor.row(CONTENT)).to_have_count(0)


def read_the_figures(chair: Seat) -> None:
    """One finished on time, one overdue and not finished: 1/2. Each number opens exactly its tasks."""
    chair.menu("Bảng điều hành")
    headline = chair.page.locator(".headline")
    expect(headline).to_contain_text("50 %")
    expect(headline).to_contain_text("1/2 nhiệm vụ đến hạn")
    expect(headline).to_contain_text("= hoàn thành đúng hạn ÷")
    opens(chair, headline.get_by_role("link", name="1", exact=False).first, [CONTENT])
    opens(chair, headline.get_by_role("link", name="2", exact=False).first, [CONTENT, OLD])
    stats = chair.page.locator("a.stat")
    opens(chair, stats.filter(has_text="quá hạn").first, [OLD])
    opens(chair, stats.filter(has_text="đến hạn trong 5 ngày"), [CONTENT], unit="UBND xã Tân Nhuận Đông")
    opens(chair, stats.filter(has_text="chưa tiếp nhận"), [CONTENT, OLD])
    if chair.width < PHONE:
        chair.press("Theo đơn vị, theo tuần")
    row = chair.page.get_by_role("row", name="Phòng Nội vụ")
    expect(row).to_contain_text("0/1")
    opens(chair, row.locator("a.late"), [OLD], unit="Phòng Nội vụ")
    expect(chair.page.locator("#outlook canvas, #outlook svg").first).to_be_visible()


def opens(chair: Seat, number: Locator, contents: list[str], *, unit: str = "") -> None:
    """The number leads to a list of exactly these tasks, as many as it says; then back to the dashboard."""
    expect(number).to_contain_text(str(len(contents)))
    number.click()
    rows = chair.page.locator(".task-row")
    expect(rows).to_have_count(len(contents))
    for content in contents:
        expect(chair.row(content)).to_have_count(1)
    if unit:
        expect(rows).to_contain_text([unit])
    chair.menu("Bảng điều hành")
