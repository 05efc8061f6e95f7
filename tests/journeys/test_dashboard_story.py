"""A leader looks at the dashboard, decides, opens what it folds; the office page, the wall, the sheet beside it."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SeatOf
from tests.journeys.site import Site
from tests.reports.history import History

pytestmark = pytest.mark.browser

FEB_2, FEB_27, FRI = date(2026, 2, 2), date(2026, 2, 27), date(2026, 3, 6)


@pytest.fixture
def busy(site: Site) -> None:
    """One result that waits, eleven overdue tasks with long names, one due on Friday."""
    with site.writing() as (session, office):
        h = History(session, office)
        h.hand_in(h.give(FEB_2, FRI, words="Báo cáo chứng thực"), FEB_27)
        h.give(FEB_2, FRI, words="Kế hoạch tuần")
        for n in range(11):
            words = f"Việc {n}: rà soát, tổng hợp số liệu phục vụ sơ kết công tác tư pháp sáu tháng đầu năm của huyện"
            h.give(FEB_2, date(2026, 2, 10 + n % 4), unit=("tp", "nv", "tnd")[n % 3], words=words)


def test_a_leader_sees_decides_and_opens(site: Site, busy: None, seat_of: SeatOf, width: int) -> None:
    chair = seat_of(site, "chutich", width)
    chair.go("/dashboard")
    chair.sees("Đúng hạn quý I/2026", "Gấp nhất", "30 ngày làm việc tới", "Chưa so sánh được")
    expect(chair.page.locator("#trend svg")).to_be_visible()
    expect(chair.page.locator("#outlook svg")).to_be_visible()
    if width < 500:
        assert chair.page.evaluate("document.documentElement.scrollHeight") < 2400
        chair.sees_no("Tổng cộng")
        chair.press("Theo đơn vị, theo tuần")
    chair.sees("Tổng cộng", "ô trống: không có việc đến hạn")
    square = chair.page.get_by_role("link", name="Trễ hạn, thời hạn trong tuần: 4").first
    square.click()
    expect(chair.page.locator(".task-row")).to_have_count(4)
    chair.go("/dashboard")
    chair.press("Duyệt", within=chair.page.locator(".row-item").filter(has_text="Báo cáo chứng thực"))
    chair.sees("Đã duyệt kết quả.", "Không có việc nào chờ anh/chị quyết định.")


def test_the_office_follows_what_does_not_move(site: Site, busy: None, seat_of: SeatOf, width: int) -> None:
    office = seat_of(site, "vanphong", width)
    office.menu("Bảng điều hành", "Theo dõi tiến độ")
    office.sees("Chưa tiếp nhận", "Quá hạn theo nguyên nhân", "Khối lượng theo người xử lý", "Chưa phân công")
    office.page.get_by_role("link", name="Quá hạn, chưa giải trình: 11").click()
    expect(office.page.locator(".task-row")).to_have_count(11)


def test_the_wall_fits_its_screen(site: Site, busy: None, seat_of: SeatOf) -> None:
    chair = seat_of(site, "chutich", 1920)
    chair.page.set_viewport_size({"width": 1920, "height": 1080})
    chair.go("/dashboard/wall")
    chair.sees("Gấp nhất", "Đơn vị cần chú ý")
    assert chair.page.evaluate("[document.body.scrollHeight, document.body.scrollWidth]") == [1080, 1920]
    cut = "[...document.querySelectorAll('section')].filter((part) => part.scrollHeight > part.clientHeight + 1).length"
    assert chair.page.evaluate(cut) == 0


def test_the_sheet_is_one_page_of_paper(site: Site, busy: None, seat_of: SeatOf) -> None:
    chair = seat_of(site, "chutich")
    chair.go("/dashboard")
    chair.press("Phiếu họp")
    chair.sees("Kết luận", "Còn 2 việc quá hạn khác")
    paper = chair.page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 1


def test_without_scripts_the_parts_are_pages(site: Site, busy: None, seat_of: SeatOf, width: int) -> None:
    chair = seat_of(site, "chutich", width, scripts=False)
    chair.go("/dashboard")
    chair.press("Diễn biến 8 quý")
    chair.sees("Diễn biến tỷ lệ đúng hạn", "Chưa so sánh được")
    chair.press("Bảng điều hành")
    chair.press("Theo đơn vị, theo tuần")
    chair.press("Mở bảng theo đơn vị, theo tuần")
    chair.sees("Tổng cộng")
    assert chair.is_as_wide_as_its_screen()


def test_the_words_of_a_report_come_when_its_end_is_looked_at_and_leave_its_title_alone(
    site: Site, busy: None, seat_of: SeatOf
) -> None:
    chair = seat_of(site, "chutich", 390)
    chair.go("/reports/summary")
    expect(chair.page.locator("#report-words")).to_have_count(0)
    chair.page.keyboard.press("End")
    expect(chair.page.locator("#report-words")).to_be_visible()
    expect(chair.page).to_have_title("Báo cáo tổng hợp · Giao Việc")
