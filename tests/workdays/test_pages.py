"""The calendar's pages and the preview, over HTTP."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest

from taskapp.base.db import db
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import is_workday
from tests.asked import statements
from tests.conftest import DATA, MONDAY, token_of

EVERYONE = ("chutich", "vanphong", "vanthu", "truongphong", "congchuc", "thanhtra", "quantri")
CHANGES = ("days", "culture-day", "imports", "proposal")


@pytest.fixture(autouse=True)
def shipped(app, office):
    with app.app_context():
        calendars.ship(db.session(), office.committee_id, now=MONDAY)
        db.session.commit()


@pytest.fixture
def send(client_of):
    """Post a form of the calendar as a person; the answer, and the page it leads to."""

    def post(noun: str, username: str = "vanphong", **data: object):
        client = client_of(username)
        data["csrf_token"] = token_of(client, "/admin/calendar")
        return client.post(f"/admin/calendar/{noun}", data=data, follow_redirects=True)

    return post


@pytest.fixture
def calendar(app, office):
    """Ask for the calendar as it is in the database now."""

    def load():
        with app.app_context():
            return calendars.load(db.session(), office.committee_id)

    return load


def words(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.parametrize("username", EVERYONE)
def test_everyone_sees_the_year(client_of, username):
    page = words(client_of(username).get("/admin/calendar?year=2026"))
    assert "Cả năm có 250 ngày làm việc" in page
    assert "16/02/2026 – 20/02/2026</b> Tết Nguyên đán" in page
    assert "Làm bù cho thứ Sáu 02/01/2026" in page
    assert ("Ghi vào lịch" in page) == (username in {"vanphong", "quantri"})


@pytest.mark.parametrize("username", [name for name in EVERYONE if name not in {"vanphong", "quantri"}])
@pytest.mark.parametrize("noun", CHANGES)
def test_only_the_office_and_the_administrator_change_it(send, calendar, noun, username):
    before = calendar()
    assert send(noun, username, day="09/10/2026", kind="off", off="y").status_code == 403
    assert calendar() == before


@pytest.mark.parametrize("path", ["/admin/calendar", "/workdays/preview?n=3", "/admin/calendar/proposal"])
def test_who_is_not_signed_in_is_sent_to_sign_in(app, path):
    assert "/sign-in" in app.test_client().get(path).location


def test_a_day_is_recorded_with_its_decision_and_who_recorded_it(send, calendar):
    page = words(send("days", day="9/10/2026", kind="off", note="Nghỉ hoán đổi", decision="CV 77/UBND"))
    assert "Đã ghi ngày 09/10/2026. Thời hạn đã giao không tự đổi theo lịch." in page
    assert "CV 77/UBND" in page
    assert "<span>Phạm Ngọc Mai</span><span>02/03/2026 09:00</span>" in page
    assert calendar().off[date(2026, 10, 9)] == "Nghỉ hoán đổi"


@pytest.mark.parametrize(
    ("day", "kind", "status", "reason"),
    [
        ("10/10/2026", "off", 409, "vốn là ngày nghỉ hằng tuần"),
        ("09/10/2026", "worked", 409, "vốn là ngày làm việc"),
        ("31/02/2026", "off", 400, "Không có ngày 31/02/2026 trong lịch"),
        ("", "off", 400, "Mục này chưa có"),
        ("09/10/2026", "maybe", 400, "Lựa chọn này không còn dùng được"),
    ],
)
def test_a_refused_day_keeps_what_was_typed_and_says_why(send, calendar, day, kind, status, reason):
    before = calendar()
    answer = send("days", day=day, kind=kind, note="Theo công văn hỏa tốc")
    page = words(answer)
    assert answer.status_code == status
    assert reason in page
    assert 'value="Theo công văn hỏa tốc"' in page
    assert calendar() == before


def test_24_november_is_switched_off_and_on(send, calendar):
    day = date(2026, 11, 24)
    assert "Đã ghi 24/11 là ngày nghỉ" in words(send("culture-day?year=2026", off="y", decision="NQ 1"))
    assert calendar().off[day] == "Ngày Văn hóa Việt Nam"
    assert "Cả năm có 250 ngày làm việc" in words(send("culture-day?year=2026"))
    assert is_workday(day, calendar())


@pytest.mark.parametrize("year", ["1990", "2200", "hai nghìn", "²", "9" * 5000])
def test_a_year_without_a_calendar_is_answered_with_those_that_have_one(client_of, year):
    answer = client_of("congchuc").get(f"/admin/calendar?year={year}")
    assert answer.status_code == 400
    assert "Lịch có từ năm 2019 đến năm 2099" in words(answer)


def test_a_year_nobody_has_entered_yet_says_so(client_of):
    assert "Năm 2027 chưa ghi ngày nghỉ lễ nào" in words(client_of("congchuc").get("/admin/calendar?year=2027"))


@pytest.mark.parametrize(("year", "offered"), [(2019, ["2020"]), (2050, ["2049", "2051"]), (2099, ["2098"])])
def test_only_years_that_the_calendar_has_are_offered(client_of, year, offered):
    page = client_of("congchuc").get(f"/admin/calendar?year={year}").get_data(as_text=True)
    assert re.findall(r'href="/admin/calendar\?year=(\d+)"', page) == offered


def test_a_csv_file_is_imported(send, calendar):
    file = (BytesIO((DATA / "calendar_import.csv").read_bytes()), "lich.csv")
    assert "Đã ghi 4 ngày mới từ tệp; 0 ngày đã có sẵn." in words(send("imports", file=file))
    assert calendar().worked[date(2027, 3, 6)] == "Làm bù cho thứ Sáu 05/03/2027"


def test_a_csv_file_with_problems_lists_them_and_records_nothing(send, calendar):
    before = calendar()
    data = (DATA / "calendar_import.csv").read_bytes() + "06/03/2027;nghỉ;;\n32/1/2027;nghỉ;;\n".encode()
    answer = send("imports", file=(BytesIO(data), "lich.csv"))
    page = words(answer)
    assert answer.status_code == 400
    assert "Dòng 6, cột “Ngày”: 06/03/2027 là thứ Bảy" in page
    assert "Dòng 7, cột “Ngày”: Không có ngày 32/01/2027" in page
    assert calendar() == before


def test_no_file_chosen_is_said(send):
    assert send("imports").status_code == 400


def test_the_proposal_for_next_year_is_confirmed_day_by_day(client_of, send, calendar):
    assert "thứ Năm 04/02/2027: nghỉ" in words(client_of("vanphong").get("/admin/calendar/proposal"))
    answer = send("proposal?year=2027", days=["2027-01-01", "2027-02-04"], decision="dự kiến")
    assert "Đã ghi 2 ngày vào lịch năm 2027" in words(answer)
    assert {day for day in calendar().off if day.year == 2027} == {date(2027, 1, 1), date(2027, 2, 4)}


@pytest.mark.parametrize(
    "data", [{"days": ["2027-01-01"]}, {"decision": "x"}, {"days": ["2027-03-05"], "decision": "x"}]
)
def test_a_proposal_without_decision_or_days_or_with_others_is_refused(send, calendar, data):
    assert send("proposal?year=2027", **data).status_code == 400
    assert not [day for day in calendar().off if day.year == 2027]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("n=3", ["thứ Năm 05/03/2026", "3 ngày làm việc"]),
        ("n=5", ["thứ Hai 09/03/2026", "Cuối tuần ở giữa: 07/03/2026 – 08/03/2026"]),
        ("n=3&from=08/01/2026", ["thứ Hai 12/01/2026", "Có tính ngày làm bù: 10/01/2026", "Thời hạn đã qua"]),
        ("n=41", ["Nghỉ ở giữa: 27/04/2026 (Nghỉ bù Giỗ Tổ Hùng Vương)", "Ở giữa có 8 dịp nghỉ cuối tuần"]),
        ("n=10&from=03/06/2021&unit=day", ["thứ Hai 14/06/2021", "10 ngày, tính từ hôm sau"]),
        ("due=06/03/2026", ["thứ Sáu 06/03/2026", "còn 4 ngày làm việc"]),
        ("due=2/3", ["ngay trong ngày"]),
        ("due=07/03/2026", ["Thứ Bảy, ngày nghỉ: nhắc từ ngày làm việc trước, thứ Sáu 06/03/2026"]),
        ("due=01/05/2026", ["Thứ Sáu, ngày nghỉ (Ngày Quốc tế Lao động 1/5)", "trước, thứ Tư 29/04/2026"]),
        ("due=10/01/2026", ["Thời hạn đã qua"]),
        ("due_on=06/03/2026&workdays=", ["còn 4 ngày làm việc"]),  # the names in the assignment form
        ("due_on=&workdays=3", ["thứ Năm 05/03/2026"]),
        ("due_on=06/03/2026&workdays=9", ["còn 4 ngày làm việc"]),  # the date is what counts there
        ("due=04/01/2027", ["Năm 2027 chưa có lịch nghỉ lễ"]),
    ],
)
def test_the_preview_says_what_a_limit_means(client_of, query, expected):
    answer = client_of("congchuc").get(f"/workdays/preview?{query}")
    assert answer.status_code == 200
    assert [text for text in expected if text not in words(answer)] == []


def test_the_preview_of_nothing_is_empty(client_of):
    answer = client_of("congchuc").get("/workdays/preview?n=&due=")
    assert (answer.status_code, words(answer)) == (200, "")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("n=0", "từ 1 đến 2500"),
        ("n=-3", "từ 1 đến 2500"),
        ("n=2501", "từ 1 đến 2500"),
        ("n=ba", "từ 1 đến 2500"),
        ("n=²", "từ 1 đến 2500"),
        (f"n={'9' * 5000}", "từ 1 đến 2500"),
        ("due=30/02/2026", "Không có ngày 30/02/2026"),
        ("due=<script>", "“&lt;script&gt;” không phải là ngày"),
        ("n=3&from=hôm nào", "“hôm nào” không phải là ngày"),
    ],
)
def test_the_preview_of_bad_input_says_what_is_wrong(client_of, query, reason):
    client = client_of("congchuc")
    plain = client.get(f"/workdays/preview?{query}")
    shown = client.get(f"/workdays/preview?{query}", headers={"HX-Request": "true"})
    assert (plain.status_code, shown.status_code) == (400, 200)  # htmx puts only answers of 2xx in the page
    assert reason in words(plain)
    assert reason in words(shown)


def test_the_year_takes_as_many_queries_with_many_changes_as_with_few(app, client_of, send, office):
    client = client_of("vanphong")

    def queries() -> int:
        with app.app_context():
            engine = db.engine
        with statements(engine) as seen:
            client.get("/admin/calendar?year=2026")
        return len(seen)

    few = queries()
    for day in range(5, 10):
        send("days", day=f"{day}/10/2026", kind="off")
    assert queries() <= few + 1  # the names of those who changed it
