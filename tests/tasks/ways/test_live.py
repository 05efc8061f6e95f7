"""What an open page hears of by itself, tasks beside a list, forms that come too late, taking back, days in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people.models import SignInSession
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.browsing import ClientOf, door, made, page, post, queries_for, state_of
from tests.tasks.making import REPORT

ASKED = {"X-Background": "1"}
REPORTED = {"text": "Đã xong", "result_number": REPORT.result_number, "result_on": "27/02/2026"}


def heard(client: FlaskClient, **about: int) -> dict[str, Any]:
    answer = client.get("/live", query_string=about, headers=ASKED)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_menu_counts_anew_and_an_unchanged_answer_is_not_sent_again(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    head = client_of("truongphong")
    first = head.get("/live", headers=ASKED)
    assert first.get_json()["counts"]["/tasks?view=unit"] == ["", False]
    again = head.get("/live", headers=ASKED | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    made(app, lambda desk: desk.task(), office)
    changed = head.get("/live", headers=ASKED | {"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.get_json()["counts"]["/tasks?view=unit"] == ["1", True]


def test_an_open_task_hears_who_did_what_and_only_who_may_see_it_hears(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, head = client_of("congchuc"), client_of("truongphong")
    assert heard(officer, task=task_id, seen=version)["news"] == ""
    post(head, f"/tasks/{task_id}/progress", version=version, percent=40, note="Đã họp <b>tổ</b>")
    news = heard(officer, task=task_id, seen=version)["news"]
    assert "Võ Minh Khang" in news
    assert "cập nhật tiến độ" in news
    assert "Đã họp &lt;b&gt;tổ&lt;/b&gt;" in news
    assert heard(officer, task=task_id, seen=version + 1)["news"] == ""
    assert heard(client_of("congchuc_nv"), task=task_id, seen=version)["news"] == ""
    assert heard(officer, task=2**70, seen=0)["news"] == ""


def test_asking_in_the_background_keeps_nobody_signed_in_and_is_cheap(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None]
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer = client_of("congchuc")
    assert queries_for(app, officer, f"/live?task={task_id}&seen={version}") <= 5
    frozen_clock(MONDAY + timedelta(minutes=10))
    heard(officer, task=task_id, seen=version)
    with app.app_context():
        assert db.session.scalars(select(SignInSession.last_seen_at)).all() == [MONDAY]
    frozen_clock(MONDAY + timedelta(days=2))
    assert officer.get("/live", headers=ASKED).status_code == 286  # the page stays as it is, and stops asking


def test_beside_a_list_a_task_comes_without_the_frame_also_when_it_is_refused(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, beside = client_of("congchuc"), {"HX-Request": "true", "HX-Target": "panel"}
    shown = page(officer.get(f"/tasks/{task_id}", headers=beside))
    assert "<html" not in shown
    assert "Báo cáo kết quả theo dõi thi hành pháp luật quý I" in shown
    assert f'action="/tasks/{task_id}/progress"' in shown
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert token
    given = {"csrf_token": token[1], "version": version, "percent": "140", "note": "Gần xong"}
    refused = officer.post(f"/tasks/{task_id}/progress", data=given, headers=beside)
    assert refused.status_code == 400
    assert "<html" not in page(refused)
    assert "Từ 0 đến 100." in page(refused)
    assert "Gần xong" in page(refused)


def test_a_form_over_an_older_version_keeps_what_was_typed_beside_what_a_colleague_did(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, head = client_of("congchuc"), client_of("truongphong")
    post(head, f"/tasks/{task_id}/progress", version=version, percent=40, note="Trưởng phòng đã họp")
    late = post(officer, f"/tasks/{task_id}/progress", version=version, percent=60, note="Tôi đang viết")
    assert late.status_code == 409
    news = page(late).split('class="news"', 1)[1].split("</div>", 1)[0]
    assert "Võ Minh Khang" in news
    assert "Trưởng phòng đã họp" in news
    assert "Tôi đang viết" in door(page(late), "progress")
    assert 'value="60"' in door(page(late), "progress")
    report = post(officer, f"/tasks/{task_id}/submission", version=version, **REPORTED)
    assert report.status_code == 409
    assert "Trưởng phòng đã họp" in page(report)
    assert REPORT.result_number in page(report)
    fresh = re.search(r'name="version"[^>]*value="(\d+)"', door(page(late), "progress"))
    assert fresh
    sent = post(officer, f"/tasks/{task_id}/progress", version=fresh[1], percent=60, note="Tôi đang viết")
    assert sent.status_code == 302


def test_a_report_just_handed_in_can_be_taken_back_from_what_is_said_about_it(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer = client_of("congchuc")
    post(officer, f"/tasks/{task_id}/submission", version=version, **REPORTED)
    said = page(officer.get(f"/tasks/{task_id}")).split('class="flashes"', 1)[1].split("</main>", 1)[0]
    back = re.search(rf'action="(/tasks/{task_id}/recall)".*?name="version" value="(\d+)".*?Hoàn tác', said, re.DOTALL)
    assert back
    assert post(officer, back[1], version=back[2]).status_code == 302
    assert state_of(app, task_id) is State.IN_PROGRESS
    assert "Hoàn tác" not in page(officer.get(f"/tasks/{task_id}"))  # what was taken back is not offered again


def test_what_can_not_be_taken_back_offers_no_way(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head = client_of("truongphong")
    post(head, f"/tasks/{task_id}/acceptance", version=version)
    shown = page(head.get(f"/tasks/{task_id}"))
    assert "Đã tiếp nhận nhiệm vụ." in shown
    assert "Hoàn tác" not in shown


def test_a_date_field_says_what_it_has_understood_and_takes_the_words_without_scripts(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    said = page(chair.get("/days/said?of=due_on&due_on=th%E1%BB%A9+s%C3%A1u"))
    assert "thứ Sáu 06/03/2026" in said
    assert "còn 4 ngày làm việc" in said
    assert "ngày nghỉ" in page(chair.get("/days/said?of=first&first=cn"))
    assert "27/02/2026" in page(chair.get("/days/said?of=x&x=t6&past=1"))
    assert "Ngày 30/11/2027 chưa tới" in page(chair.get("/days/said?of=x&x=30/11/2027&past=1"))
    assert "không phải là ngày" in page(chair.get("/days/said?of=x&x=h%C3%B4m+n%C3%A0o"))
    assert page(chair.get("/days/said?of=x")).strip() == ""
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    asked = {"version": version, "due_on": "thứ sáu tuần sau", "code": "other", "reason": "Chờ số liệu"}
    post(client_of("congchuc"), f"/tasks/{task_id}/extension-request", **asked)
    assert "13/03/2026" in page(chair.get(f"/tasks/{task_id}"))
