"""More time and earlier limits over HTTP: what each side sees, what a refusal keeps, evidence that can be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.paper_models import Extension
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, choose, door, made, page, post
from tests.tasks.making import Desk, at
from tests.tasks.papers import ask, child, part

REQUEST = {"due_on": "13/03/2026", "code": "coordination", "reason": "Xã chưa gửi số liệu"}


def asked(desk: Desk) -> Task:
    task = desk.in_progress()
    ask(desk, task, MONDAY, reason="Xã chưa gửi số liệu")
    return task


def row(app: Flask, task_id: int) -> Task:
    with app.app_context():
        found = db.session.get_one(Task, task_id)
        db.session.expunge(found)
        return found


def test_the_story_of_an_extension_over_http(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, chair = client_of("congchuc"), client_of("chutich")
    form = door(page(officer.get(f"/tasks/{task_id}")), "extension-request")
    assert "Thời hạn hiện nay 06/03/2026; thời hạn gốc 06/03/2026." in form
    assert "Xin chậm nhất ngày 06/03/2026." in form
    assert "Đã gia hạn 0 trong 1 lần được phép." in form
    files = (io.BytesIO(b"%PDF-1.7 van ban"), "công văn 45.pdf")
    answer = post(officer, f"/tasks/{task_id}/extension-request", version=version, **REQUEST, files=files)
    assert answer.status_code == 302

    seen = page(chair.get(f"/tasks/{task_id}"))
    assert "Xin gia hạn đến 13/03/2026" in seen
    assert "Chờ đơn vị phối hợp" in seen
    assert "Xã chưa gửi số liệu" in seen
    assert "công văn 45.pdf" in seen
    grant = door(seen, "extension-grant")
    assert 'value="13/03/2026"' in grant
    assert "Thời hạn hiện nay 06/03/2026" in grant
    assert "xin gia hạn đến 13/03/2026" in page(chair.get("/tasks?view=decide"))
    fields = {"version": version + 1, "due_on": "11/03/2026", "remark": "Không chậm hơn nữa"}
    assert post(chair, f"/tasks/{task_id}/extension-grant", **fields).status_code == 302

    task = row(app, task_id)
    assert (task.due_on, task.original_due_on, task.extensions) == (date(2026, 3, 11), date(2026, 3, 6), 1)
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Không chậm hơn nữa" in shown
    assert "gia hạn lần 1, hạn gốc 06/03/2026" in shown
    assert "Trần Thị Lan cho gia hạn đến 11/03/2026." in shown
    assert 'id="extension-request"' not in shown  # one only, and it is used up
    assert "gia hạn lần 1, hạn gốc 06/03/2026" in page(officer.get("/tasks?view=mine"))


def test_evidence_of_a_request_is_read_by_those_who_see_the_task(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    files = (io.BytesIO(b"%PDF-1.7 van ban"), "công văn.pdf")
    post(client_of("congchuc"), f"/tasks/{task_id}/extension-request", version=version, **REQUEST, files=files)
    with app.app_context():
        stored = db.session.scalars(select(StoredFile)).one()
        file_id, extension_id = stored.id, stored.extension_id
        assert extension_id == db.session.scalars(select(Extension.id)).one()
    assert client_of("chutich").get(f"/files/{file_id}").data == b"%PDF-1.7 van ban"
    assert client_of("truongphong_nv").get(f"/files/{file_id}").status_code == 404


def test_a_refused_request_keeps_what_was_typed_and_no_file(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer = client_of("congchuc")
    for changed, status, message in (
        ({"due_on": "05/03/2026"}, 409, "sau thời hạn hiện nay"),
        ({"reason": ""}, 400, "Hãy điền mục này"),
        ({"due_on": "32/03/2026"}, 400, "32/03/2026"),
        ({"version": 1}, 409, "Đã có người cập nhật"),
    ):
        files = (io.BytesIO(b"%PDF-1.7 x"), "a.pdf")
        fields = {"version": version, **REQUEST, "due_time": "16:00", "files": files} | changed
        answer = post(officer, f"/tasks/{task_id}/extension-request", **fields)
        form = door(page(answer), "extension-request")
        assert answer.status_code == status
        assert message in form
        assert '<option selected value="coordination">' in form
        assert 'value="16:00"' in form
        assert str(fields["reason"]) in form
        assert "hãy chọn lại" in form
        assert f'value="{version}"' in form
    with app.app_context():
        assert db.session.scalars(select(StoredFile)).all() == []
        folder = app.extensions["taskapp"].files_dir
        assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_bad_file_is_named_and_the_request_is_not_sent(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    fields = {"version": version, **REQUEST, "files": (io.BytesIO(b"MZ"), "virus.exe")}
    answer = post(client_of("congchuc"), f"/tasks/{task_id}/extension-request", **fields)
    assert answer.status_code == 400
    assert "virus.exe" in page(answer)
    assert "Xã chưa gửi số liệu" in page(answer)
    with app.app_context():
        assert db.session.scalars(select(Extension)).all() == []


def test_a_request_is_refused_with_a_reason_and_the_asker_reads_it(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, asked, office)
    chair, officer = client_of("chutich"), client_of("congchuc")
    assert post(chair, f"/tasks/{task_id}/extension-refusal", version=version, reason="").status_code == 400
    answer = post(chair, f"/tasks/{task_id}/extension-refusal", version=version, reason="Tỉnh cần gấp")
    assert answer.status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Tỉnh cần gấp" in shown
    assert "Trần Thị Lan không gia hạn." in shown
    assert 'id="extension-request"' in shown  # may ask again


def test_the_asker_takes_it_back_and_sees_no_decision_of_his_own(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, asked, office)
    officer = client_of("congchuc")
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Rút lại đề nghị" in shown
    assert "extension-grant" not in shown
    assert "Rút lại đề nghị" not in page(client_of("truongphong").get(f"/tasks/{task_id}"))
    assert post(client_of("truongphong"), f"/tasks/{task_id}/extension-recall", version=version).status_code == 403
    assert post(officer, f"/tasks/{task_id}/extension-recall", version=version).status_code == 302
    assert "Đã rút lại" in page(officer.get(f"/tasks/{task_id}"))


def test_the_page_counts_the_working_days_a_request_has_waited(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    task_id, _version = made(app, asked, office)
    assert "Mới gửi, đang chờ quyết định." in page(client_of("chutich").get(f"/tasks/{task_id}"))
    frozen_clock(at("05/03"))
    assert "Đã chờ quyết định 3 ngày làm việc." in page(client_of("chutich").get(f"/tasks/{task_id}"))


def test_a_late_request_is_flagged_and_the_missed_limit_stays_in_sight(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    choose(app, late_requests=True)
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    frozen_clock(at("09/03"))
    officer, chair = client_of("congchuc"), client_of("chutich")
    assert "vẫn tính là trễ hạn" in door(page(officer.get(f"/tasks/{task_id}")), "extension-request")
    assert post(officer, f"/tasks/{task_id}/extension-request", version=version, **REQUEST).status_code == 302
    assert "Xin sau khi quá hạn" in page(chair.get(f"/tasks/{task_id}"))
    fields = {"version": version + 1, "due_on": "13/03/2026"}
    assert post(chair, f"/tasks/{task_id}/extension-grant", **fields).status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert "Tính quá hạn theo" in shown
    assert "gia hạn sau khi đã quá hạn 06/03/2026, hạn gốc 06/03/2026" in shown
    assert "Quá 1 ngày làm việc" in shown


@pytest.mark.parametrize(("rules", "words"), [
    ({}, "Hạn cuối để xin gia hạn là ngày 06/03/2026, đã qua."),
    ({"ask_before": 3}, "Hạn cuối để xin gia hạn là ngày 03/03/2026, đã qua."),
])  # fmt: skip
def test_past_the_last_day_the_door_is_gone_and_the_page_says_why(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None],
    rules: dict[str, int], words: str,
) -> None:  # fmt: skip
    choose(app, **rules)
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    frozen_clock(at("09/03"))
    officer = client_of("congchuc")
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert 'id="extension-request"' not in shown
    assert words in shown
    answer = post(officer, f"/tasks/{task_id}/extension-request", version=version, **REQUEST)  # from a page left open
    assert answer.status_code == 409
    for kept in ("Đã quá thời hạn", "Xã chưa gửi số liệu", "13/03/2026"):
        assert kept in page(answer)


def test_the_assigner_extends_directly_only_while_nothing_was_asked(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    task_id, _version = made(app, lambda desk: desk.in_progress(), office)
    assert 'id="extension"' in page(chair.get(f"/tasks/{task_id}"))
    task_id, _version = made(app, asked, office)
    shown = page(chair.get(f"/tasks/{task_id}"))
    assert 'id="extension"' not in shown
    assert 'id="extension-grant"' in shown


def hanging(desk: Desk) -> Task:
    task = desk.in_progress()
    child(desk, task)
    part(desk, task)
    return task


def bring(client: FlaskClient, task_id: int, version: int, **changes: object) -> str:
    fields = {"version": version, "due_on": "04/03/2026", "reason": "Tỉnh cần sớm"} | changes
    answer = post(client, f"/tasks/{task_id}/limit", **fields)
    return page(answer) if answer.status_code != 302 else ""


def test_an_earlier_limit_first_names_what_would_break_and_then_takes_it_along(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, hanging, office)
    chair = client_of("chutich")
    form = door(page(chair.get(f"/tasks/{task_id}")), "limit")
    assert "Phần việc chưa xong: Phòng Nội vụ 05/03/2026; Phòng Tư pháp 05/03/2026" in form
    assert "Chuyển hạn các phần việc này theo" not in form
    form = door(bring(chair, task_id, version), "limit")
    assert "Phòng Nội vụ 05/03/2026; Phòng Tư pháp 05/03/2026" in form
    assert "Chuyển hạn các phần việc này theo" in form
    for kept in ('value="04/03/2026"', "Tỉnh cần sớm"):
        assert kept in form
    assert bring(chair, task_id, version, carry="y") == ""
    with app.app_context():
        task = db.session.get_one(Task, task_id)
        assert {each.due_on for each in [task, *task.below]} == {date(2026, 3, 4)}
    assert "đã điều chỉnh, hạn gốc 06/03/2026" in page(chair.get(f"/tasks/{task_id}"))


def test_a_task_without_a_limit_is_given_one(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.undated(), office)
    chair = client_of("chutich")
    assert "Đặt thời hạn" in page(chair.get(f"/tasks/{task_id}"))
    assert bring(chair, task_id, version, due_time="16h") == ""
    task = row(app, task_id)
    assert (task.due_on, task.due_time, task.original_due_on) == (date(2026, 3, 4), time(16), date(2026, 3, 4))


def test_a_limit_that_is_over_cannot_be_brought_forward(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    task_id, _version = made(app, lambda desk: desk.in_progress(), office)
    frozen_clock(at("09/03"))
    assert 'id="limit"' not in page(client_of("chutich").get(f"/tasks/{task_id}"))
