"""Assigning by a type: what it fills in, what was typed stays, how both dates are counted, when the law is exceeded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.worktypes import keeping
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, assignment, count, page, post
from tests.tasks.making import Desk
from tests.tasks.worktypes.making import add, ready

NEW = "/tasks/new"
MARRIAGE = "HT-03 · Đăng ký kết hôn có yếu tố nước ngoài"
FILLED = "Giải quyết hồ sơ đăng ký kết hôn của bà Lý Thị Hoa"


def typed(office: Office, **changes: object) -> dict[str, object]:
    blank = {"content": "", "leads": [], "due_on": "", "number": "", "issued_on": ""}
    return assignment(office, **blank | {"work_type": MARRIAGE, "received_on": "02/03/2026"} | changes)


def fill(client: FlaskClient, office: Office, **changes: object) -> str:
    answer = post(client, NEW, **typed(office, save="fill", **changes))
    assert answer.status_code == 200
    return page(answer)


def value(text: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', text)
    said = re.search(r'value="([^"]*)"', found[0]) if found else None
    return said[1] if said else ""


def shows_receipt(text: str) -> bool:
    row = text.split('id="received_on"', maxsplit=1)[0].rsplit('<div class="field-row"', 1)[1]
    return not row.startswith(" hidden")


def only(app: Flask) -> Task:
    return db.session.scalars(select(Task)).one()


@pytest.mark.parametrize("said", [MARRIAGE, "ht-03", "ket hon nuoc ngoai", "Đăng ký kết hôn có yếu tố nước ngoài"])
def test_a_type_fills_the_form_in_and_says_how_both_dates_were_counted(
    app: Flask, office: Office, client_of: ClientOf, said: str
):
    ready(app, office)
    text = fill(client_of("vanphong"), office, work_type=said)
    assert "Cam kết: 5 ngày làm việc → 09/03/2026; theo luật: 15 ngày làm việc → 23/03/2026." in text
    assert "Giải quyết hồ sơ đăng ký kết hôn của {người nộp}</textarea>" in text
    assert (value(text, "due_on"), value(text, "product")) == ("09/03/2026", "Giấy chứng nhận kết hôn")
    assert re.search(rf'name="leads" value="{office.units["tp"]}"[^>]* checked', text)
    assert count(app, Task) == 0


def test_the_version_of_the_day_of_receipt_counts(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    text = fill(client_of("vanphong"), office, received_on="01/06/2020")
    assert "Cam kết: 8 ngày làm việc → 11/06/2020; theo luật: 15 ngày làm việc → 22/06/2020." in text


def test_what_was_typed_stays_when_a_type_is_chosen_and_changed(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    client = client_of("vanphong")
    first = fill(client, office, product="Trích lục")
    seen, due = value(first, "seen"), value(first, "due_on")
    assert value(first, "product") == "Trích lục"
    text = fill(client, office, work_type="TH-01", seen=seen, due_on=due, product="Trích lục", content="Lời của tôi")
    assert "Lời của tôi</textarea>" in text
    assert (value(text, "product"), value(text, "due_on")) == ("Trích lục", "")  # the proposed day goes with its type
    moved = fill(client, office, work_type="TH-01", seen=seen, due_on="12/03/2026", leads=[office.units["nv"]])
    assert value(moved, "due_on") == "12/03/2026"
    assert re.search(rf'name="leads" value="{office.units["nv"]}"[^>]* checked', moved)


def test_a_changed_receipt_moves_the_proposed_day_but_not_one_that_was_chosen(
    app: Flask, office: Office, client_of: ClientOf
):
    ready(app, office)
    client = client_of("vanphong")
    seen = value(fill(client, office), "seen")
    assert value(fill(client, office, seen=seen, due_on="09/03/2026", received_on="27/02/2026"), "due_on") == (
        "06/03/2026"
    )
    assert value(fill(client, office, seen=seen, due_on="12/03/2026", received_on="27/02/2026"), "due_on") == (
        "12/03/2026"
    )


def test_a_type_that_has_not_been_filled_in_is_filled_in_before_anything_is_assigned(
    app: Flask, office: Office, client_of: ClientOf
):
    ready(app, office)
    answer = post(client_of("vanphong"), NEW, **typed(office, content=FILLED))
    assert (answer.status_code, count(app, Task)) == (200, 0)
    assert value(page(answer), "due_on") == "09/03/2026"


def test_the_task_keeps_its_version_and_both_limits_and_so_does_its_event(
    app: Flask, office: Office, client_of: ClientOf
):
    work_type_id, client = ready(app, office), client_of("vanphong")
    seen = value(fill(client, office), "seen")
    given = typed(office, seen=seen, content=FILLED, leads=[office.units["tp"]], due_on="10/03/2026")
    answer = post(client, NEW, **given)
    assert answer.status_code == 302
    with app.app_context():
        task = only(app)
        assert (task.work_type_id, task.field, task.due_on) == (work_type_id, "Hộ tịch", date(2026, 3, 10))
        assert (task.received_on, task.commitment_due_on) == (date(2026, 3, 2), date(2026, 3, 9))
        assert task.statutory_due_on == date(2026, 3, 23)
        (event,) = db.session.scalars(select(TaskEvent))
        assert (event.work_type_id, event.commitment_due_on) == (work_type_id, date(2026, 3, 9))
    text = page(client.get(answer.location))
    assert "Cam kết 5 ngày làm việc: <b>09/03/2026</b>" in text
    assert "Theo luật 15 ngày làm việc: <b>23/03/2026</b>" in text
    assert "Còn 5 ngày làm việc" in text


@pytest.mark.parametrize(
    ("late", "reason"),
    [
        ({"due_on": "24/03/2026"}, "sau thời hạn theo luật (23/03/2026)"),
        ({"due_on": "", "limit_kind": "none"}, "Theo luật việc này phải xong trước khi hết 23/03/2026."),
    ],
)
def test_a_date_after_the_law_needs_a_reason_which_the_record_keeps(
    app: Flask, office: Office, client_of: ClientOf, late: dict[str, object], reason: str
):
    ready(app, office)
    client = client_of("vanphong")
    seen = value(fill(client, office), "seen")
    given = typed(office, seen=seen, content=FILLED, leads=[office.units["tp"]], **late)
    refused = post(client, NEW, **given)
    assert refused.status_code == 409
    assert reason in page(refused)
    assert FILLED in page(refused)
    assert post(client, NEW, **given, law_reason="Chờ xác minh ở nước ngoài").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(TaskEvent.reason)).one() == "Chờ xác minh ở nước ngoài"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": "Hồ sơ của {người nộp}"}, "Hãy điền những chỗ còn trống của mẫu: {người nộp}."),
        ({"work_type": "không có"}, "Không có loại việc nào khớp"),
        ({"work_type": "t"}, "Nhiều loại việc khớp"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_assigned(
    app: Flask, office: Office, client_of: ClientOf, changes: dict[str, object], reason: str
):
    ready(app, office)
    client = client_of("vanphong")
    seen = value(fill(client, office), "seen")
    given = typed(office, seen=seen, content=FILLED, leads=[office.units["tp"]], due_on="09/03/2026")
    answer = post(client, NEW, **given | changes)
    assert answer.status_code in (400, 409)
    assert reason in page(answer)
    assert count(app, Task) == 0


def test_a_receipt_after_today_is_refused(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    client = client_of("vanphong")
    seen = value(fill(client, office, received_on="03/03/2026"), "seen")
    given = typed(office, seen=seen, content=FILLED, leads=[office.units["tp"]], received_on="03/03/2026")
    answer = post(client, NEW, **given | {"due_on": "10/03/2026"})
    assert "Ngày tiếp nhận không thể sau hôm nay." in page(answer)


def test_hours_are_counted_from_the_hour_of_receipt(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    client = client_of("vanphong")
    text = fill(client, office, work_type="CT-01", received_time="08:30")
    assert "8 giờ → 16:30 02/03/2026" in text
    given = typed(office, work_type="CT-01", seen=value(text, "seen"), received_time="08:30", content="Chứng thực")
    given |= {"leads": [office.units["tp"]], "due_on": "02/03/2026", "due_time": "16:30"}
    assert post(client, NEW, **given).status_code == 302
    with app.app_context():
        task = only(app)
        assert (task.received_time, task.statutory_due_time) == (time(8, 30), time(16, 30))
        assert task.commitment_due_on is None


def test_a_type_without_limits_is_a_plain_template(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    text = page(client_of("vanphong").get(f"{NEW}?work_type=TH-01"))
    assert "Báo cáo công tác tuần</textarea>" in text
    assert (value(text, "due_on"), shows_receipt(text)) == ("", False)


@pytest.mark.parametrize("fields", [{"work_type": "CT-01", "received_time": "25:99"}, {"received_on": "32/13/2026"}])
def test_a_receipt_that_cannot_be_read_is_said_beside_its_field_and_nothing_is_filled_in(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None], fields: dict[str, object]
):
    ready(app, office)
    client, (wrong,) = client_of("vanphong"), set(fields) - {"work_type"}
    for minute, save, status in ((1, "fill", 200), (2, "issue", 400), (3, "issue", 400)):
        frozen_clock(MONDAY + timedelta(minutes=minute))
        answer = post(client, NEW, **typed(office, content=FILLED, save=save, leads=[office.units["tp"]], **fields))
        text = page(answer)
        assert (answer.status_code, f'id="{wrong}-error"' in text, shows_receipt(text)) == (status, True, True)
        assert (text.count('class="field-error"'), value(text, "due_on")) == (1, "")


def test_when_only_types_of_other_days_fit_none_of_them_is_offered(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    text = fill(client_of("vanphong"), office, work_type="an", received_on="31/12/2018")
    assert "Không có loại việc nào khớp" in text
    assert "Nhiều loại việc khớp" not in text


@pytest.mark.parametrize(("day", "code"), [("31/12/2018", "ht-03"), ("02/03/2026", "ht-09")])
def test_a_type_that_does_not_apply_on_the_day_of_receipt_is_named(
    app: Flask, office: Office, client_of: ClientOf, day: str, code: str
):
    ready(app, office)
    with app.app_context():
        desk = Desk(db.session(), office)
        ended = add(desk, "HT-09", name="Cấp bản sao").work_type
        keeping.end(db.session(), ended, date(2020, 1, 1), "Bãi bỏ", by=None, now=MONDAY)
        db.session.commit()
    answer = post(client_of("vanphong"), NEW, **typed(office, content=FILLED, work_type=code, received_on=day))
    text = page(answer)
    assert (answer.status_code, shows_receipt(text), 'id="received_on-error"' in text) == (400, True, True)
    assert re.search(rf"Loại việc {code.upper()} · .+ không áp dụng vào ngày tiếp nhận {day}", text)
    assert "Không có loại việc nào khớp" not in text


def test_a_product_that_was_taken_out_stays_out_when_the_receipt_moves(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    client = client_of("vanphong")
    first = fill(client, office)
    kept = {"seen": value(first, "seen"), "due_on": value(first, "due_on"), "content": FILLED}
    moved = fill(client, office, **kept, product="", received_on="27/02/2026")
    assert (value(moved, "product"), value(moved, "due_on")) == ("", "06/03/2026")
    assert "checked" not in moved.split('id="leads-list"')[1].split("</ul>")[0]
    other = fill(client, office, **kept, product="", work_type="TH-01")
    assert value(other, "product") == "Báo cáo"  # another type, another product


def test_an_office_without_types_sees_the_form_as_it_was(office: Office, client_of: ClientOf):
    assert 'name="work_type"' not in page(client_of("vanphong").get(NEW))
