"""The pages of the reports that go out by themselves."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports import sendings
from tests.conftest import token_of
from tests.office import Office
from tests.reports.test_pages import Browser, page

LIST = "/reports/schedules"


def send(client: FlaskClient, office: Office, path: str = f"{LIST}/new", **changes: object) -> tuple[int, str]:
    fields: dict[str, object] = {
        "seen": "0", "report": "summary", "days": "last_month", "cutoff": "decree_09", "cadence": "monthly",
        "day": "25", "weekday": "1",
        "workdays_before": "1", "at": "15:00", "receivers": [str(office.people["chutich"])],
        "csrf_token": token_of(client, "/account"),
    }  # fmt: skip
    answer = client.post(path, data=fields | changes)
    return answer.status_code, answer.get_data(as_text=True)


def one_id(app: Flask, office: Office) -> int:
    with app.app_context():
        return db.session.scalars(sendings.running(office.committee_id)).one().id


def test_a_schedule_is_chosen_and_shown_with_its_next_sendings(client_of: Browser, office: Office) -> None:
    client = client_of("vanphong")
    assert "Chưa có báo cáo nào gửi theo lịch" in page(client, LIST)
    assert send(client, office)[0] == 302
    html = page(client, LIST)
    for text in (
        "Tổng hợp (Mẫu A)", "15:00, trước 1 ngày làm việc so với ngày 25 hằng tháng", "Trần Thị Lan",
        "15:00 thứ Ba 24/03/2026 · số liệu tháng 3/2026", "15:00 thứ Sáu 24/04/2026 · số liệu tháng 4/2026",
    ):  # fmt: skip
        assert text in html


def test_the_coming_sendings_can_be_looked_at_before(client_of: Browser, office: Office, app: Flask) -> None:
    client = client_of("vanphong")
    status, html = send(client, office, look="1", cadence="weekly", weekday="1", workdays_before="0")
    assert status == 200
    assert "15:00 thứ Hai 02/03/2026" in html
    assert "Chưa có báo cáo nào gửi theo lịch" in page(client, LIST)


def test_what_cannot_be_is_refused_and_what_was_typed_stays(client_of: Browser, office: Office) -> None:
    client = client_of("vanphong")
    for changes, reason in (
        ({"cadence": "weekly", "weekday": "8"}, "error-summary"),
        ({"cadence": "weekly", "weekday": "0", "look": "1"}, "error-summary"),  # nor are its sendings made up
        ({"day": "32"}, "error-summary"),
        ({"at": "25:00"}, "không phải là giờ"),
        ({"receivers": []}, "Hãy chọn ít nhất một người nhận"),
        ({"receivers": [str(office.people["quantri"])]}, "error-summary"),  # reads no tasks
        ({"report": "everything"}, "error-summary"),
    ):
        status, html = send(client, office, **changes)
        assert status in (400, 409), changes
        assert reason in html, changes
        assert 'value="15:00"' in html or "25:00" in html


def test_a_schedule_is_changed_and_stopped(client_of: Browser, office: Office, app: Flask) -> None:
    client = client_of("chutich")
    send(client, office)
    address = f"{LIST}/{one_id(app, office)}"
    assert 'value="25"' in page(client, address)
    assert send(client, office, address, seen="1", day="20", report="overdue")[0] == 302
    assert "ngày 20 hằng tháng" in page(client, LIST)
    status, html = send(client, office, address, seen="1", day="10")
    assert (status, "vừa có người sửa" in html, 'value="10"' in html) == (409, True, True)
    assert client.post(f"{address}/end", data={"csrf_token": token_of(client, "/account")}).status_code == 302
    assert "Chưa có báo cáo nào gửi theo lịch" in page(client, LIST)
    page(client, address, 404)


def test_only_leaders_and_the_office_choose(client_of: Browser) -> None:
    for name, status in (("chutich", 200), ("vanphong", 200), ("vanthu", 403), ("truongphong", 403), ("quantri", 403)):
        page(client_of(name), LIST, status)
    assert "Gửi theo lịch" in page(client_of("vanphong"), "/reports/summary")
    assert "Gửi theo lịch" not in page(client_of("truongphong"), "/reports/summary")
