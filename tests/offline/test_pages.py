"""What a device keeps and sends, over HTTP: whose tasks, once however often, conflicts, refusals, ended sign-ins."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.base.themes import GROUNDS
from taskapp.offline import bundle
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.models import SignInSession
from taskapp.tasks import changes, lifecycle, talk
from taskapp.tasks.models import Task, TaskEvent
from tests.asked import statements
from tests.conftest import MONDAY
from tests.office import Office
from tests.repo.palette import tokens
from tests.tasks.browsing import ClientOf, made, post
from tests.tasks.making import Desk

WRITTEN = "2026-03-02T01:12:07.345Z"  # 08:12:07 in Vietnam, an hour before it arrives
REMARK = "Viết trên máy lúc 08:12:07 02/03/2026 theo đồng hồ của máy, gửi khi có mạng."


def kept(client: FlaskClient, begin: str = "") -> dict[str, Any]:
    answer = client.get(f"/offline/tasks{begin}", headers={"X-Background": "1"})
    assert answer.status_code == 200
    return dict(answer.get_json())


def send(client: FlaskClient, task_id: int, **changes: object) -> TestResponse:
    told = kept(client)
    report = {"task": task_id, "percent": 40, "note": "Đã rà soát 5 xã", "written_at": WRITTEN, "seen": 0}
    return client.post("/offline/reports", json=report | changes, headers={"X-CSRFToken": told.get("token", "")})


def notes(app: Flask, task_id: int) -> list[str]:
    with app.app_context():
        events = select(TaskEvent).where(TaskEvent.task_id == task_id, TaskEvent.kind == "progress")
        return [event.note for event in db.session.scalars(events.order_by(TaskEvent.version))]


def report_of_the_head(app: Flask, office: Office, task_id: int) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        task = db.session.get_one(Task, task_id)
        head = desk.by("truongphong")
        changes.progress(db.session(), task, percent=60, note="Đã đôn đốc các xã", by=head, now=MONDAY)
        db.session.commit()


@pytest.fixture
def task_id(app: Flask, office: Office) -> int:
    return made(app, Desk.in_progress, office)[0]


def test_a_device_gets_the_list_of_its_person_and_nobody_else_s(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    submitted, _version = made(app, lambda desk: desk.submitted(content="Hòa giải ở cơ sở"), office)

    def part(desk: Desk) -> Task:
        whole = desk.task(content="Có đơn vị phối hợp", supporting=[desk.unit("nv")])
        desk.session.flush()
        return whole.below[0]

    helping, _version = made(app, part, office)
    with app.app_context():
        whole = db.session.get_one(Task, helping).parent_id
    own = {
        "congchuc": ("Việc của tôi", {task_id, submitted}),
        "truongphong": ("Việc cần xử lý", {task_id, whole}),
        "chutich": ("Chờ duyệt", {submitted}),
        "congchuc2": ("Việc của tôi", set()),
        "truongphong_nv": ("Việc cần xử lý", {helping}),
        "thanhtra": ("", set()),
        "quantri": ("", set()),
    }
    for username, (title, ids) in own.items():
        told = kept(client_of(username))
        assert (told["is"], told["list"], {task["id"] for task in told["tasks"]}) == ("in", title, ids), username
        assert told["owner"] == f"{office.committee_id}-{office.people[username]}"


def test_a_kept_task_says_what_is_to_be_done_and_what_was_said_of_it(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    report_of_the_head(app, office, task_id)
    with app.app_context():
        desk, task = Desk(db.session(), office), db.session.get_one(Task, task_id)
        for number in range(1, 5):
            talk.say(db.session(), task, text=f"Ý kiến {number}", by=desk.by("truongphong"), now=MONDAY)
        db.session.commit()
        version = task.version
    [task] = kept(client_of("congchuc"))["tasks"]
    assert (task["due_note"], task["due_on"], task["kind"]) == ("thứ Sáu 06/03/2026", "2026-03-06", "soon")
    assert task["due"] == "Còn 4 ngày làm việc"
    facts = dict(task["facts"])
    assert facts["Văn bản"] == "12/UBND-NC ngày 27/02/2026"
    assert facts["Đơn vị thực hiện"] == "Phòng Tư pháp"
    assert facts["Tiến độ"] == "60 %"
    assert [remark["text"] for remark in task["remarks"]] == ["Ý kiến 2", "Ý kiến 3", "Ý kiến 4"]
    assert (task["may_report"], task["seen"]) == (True, version)
    assert task["report"] == {"by": "Võ Minh Khang", "at": "09:00 02/03/2026", "text": "60 % · Đã đôn đốc các xã"}


def test_the_cut_is_said_and_the_number_of_queries_does_not_grow(
    app: Flask, office: Office, client_of: ClientOf, task_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("congchuc")
    with app.app_context():
        engine = db.engine
    with statements(engine) as few:
        assert not kept(client)["is_cut"]
    for days in range(3, 6):
        due = date(2026, 3, days)
        made(app, lambda desk, due=due: desk.in_progress(content=f"Việc hạn {due}", due_on=due), office)
    monkeypatch.setattr(bundle, "MOST", 3)
    with statements(engine) as more:
        told = kept(client)
    assert (told["is_cut"], [task["due_on"][-2:] for task in told["tasks"]]) == (True, ["03", "04", "05"])
    assert len(more) == len(few)


def test_a_report_is_recorded_with_when_it_was_written_and_counts_from_its_arrival(
    app: Flask, client_of: ClientOf, task_id: int
) -> None:
    answer = send(client_of("congchuc"), task_id)
    assert (answer.status_code, answer.get_json()) == (200, {"is": "sent"})
    assert notes(app, task_id) == ["40 % · Đã rà soát 5 xã"]
    with app.app_context():
        task = db.session.get_one(Task, task_id)
        event = db.session.scalars(select(TaskEvent).where(TaskEvent.version == task.version)).one()
        assert (task.progress_percent, event.reason, event.effective_on) == (40, REMARK, date(2026, 3, 2))
        assert event.effective_at == event.recorded_at >= MONDAY


def test_a_report_that_comes_twice_counts_once_in_whichever_language(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    client = client_of("congchuc")
    assert send(client, task_id).get_json() == {"is": "sent"}
    post(client, "/language", language="en")
    report_of_the_head(app, office, task_id)
    assert send(client, task_id).get_json() == {"is": "sent"}
    with app.app_context():  # nor is it refused when the task is the person's no more
        desk = Desk(db.session(), office)
        task, unit, by = db.session.get_one(Task, task_id), desk.unit("nv"), desk.by("chutich")
        lifecycle.reassign(db.session(), task, lead=unit, reason="Đúng thẩm quyền", by=by, now=MONDAY)
        db.session.commit()
    assert send(client, task_id).get_json() == {"is": "sent"}
    assert len(notes(app, task_id)) == 2
    assert send(client, task_id, note="Câu khác").status_code == 404


def test_two_tabs_that_send_at_once_count_once(app: Flask, client_of: ClientOf, task_id: int) -> None:
    tabs, told = [client_of("congchuc") for _ in range(4)], Barrier(4)

    def at_once(tab: FlaskClient) -> str:
        token = kept(tab)["token"]
        told.wait()
        report = {"task": task_id, "percent": 40, "note": "Đã rà soát 5 xã", "written_at": WRITTEN, "seen": 0}
        answer = tab.post("/offline/reports", json=report, headers={"X-CSRFToken": token})
        return str(answer.get_json()["is"])

    with ThreadPoolExecutor(4) as threads:
        found = Counter(threads.map(at_once, tabs))
    assert found["sent"] >= 1
    assert set(found) <= {"sent", "later"}  # whoever lost the race asks again, and is told that it is there
    assert len(notes(app, task_id)) == 1


def test_a_report_beside_a_colleague_s_waits_for_its_author_s_word(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    client = client_of("congchuc")
    report_of_the_head(app, office, task_id)
    answer = send(client, task_id)
    told = answer.get_json()
    assert (answer.status_code, told["is"]) == (409, "conflict")
    assert [(other["by"], other["text"]) for other in told["others"]] == [("Võ Minh Khang", "60 % · Đã đôn đốc các xã")]
    assert len(notes(app, task_id)) == 1
    assert send(client, task_id, seen=told["seen"]).get_json() == {"is": "sent"}
    assert len(notes(app, task_id)) == 2


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"note": "  "}, 400, "Hãy điền mục này"),
        ({"note": "x" * 4001}, 400, "Tình hình, khó khăn"),
        ({"percent": 101}, 400, "Từ 0 đến 100"),
        ({"percent": "nhiều"}, 400, "Tiến độ"),
        ({"written_at": "2026-03-02T08:12:07"}, 400, "Giờ ghi trên máy"),
        ({"written_at": "hôm qua"}, 400, "Giờ ghi trên máy"),
        ({"written_at": "9999-12-31T23:59:59Z"}, 400, "Giờ ghi trên máy"),
        ({"note": None}, 400, "Hãy điền mục này"),
        ({"seen": -1}, 400, "không đọc được"),
        ({"seen": 10**12}, 400, "không đọc được"),
        ({"task": 10**30}, 400, "không đọc được"),
        ({"task": 999_999}, 404, "Không có nhiệm vụ này"),
    ],
)
def test_what_the_rules_do_not_take_is_refused_in_words(
    app: Flask, client_of: ClientOf, task_id: int, changes: dict[str, object], status: int, reason: str
) -> None:
    answer = send(client_of("congchuc"), task_id, **changes)
    assert (answer.status_code, answer.get_json()["is"]) == (status, "refused")
    assert reason in answer.get_json()["reason"]
    assert notes(app, task_id) == []


def test_whoever_may_not_report_or_comes_too_late_is_told_why(
    app: Flask, office: Office, client_of: ClientOf, task_id: int
) -> None:
    submitted, _version = made(app, Desk.submitted, office)
    for username, task, status, reason in (
        ("congchuc", submitted, 409, "Chờ duyệt"),
        ("congchuc2", task_id, 403, "không có quyền"),
        ("congchuc_nv", task_id, 404, "Không có nhiệm vụ này"),
    ):
        answer = send(client_of(username), task)
        assert (answer.status_code, answer.get_json()["is"]) == (status, "refused")
        assert reason in answer.get_json()["reason"]


def test_without_the_token_of_the_sign_in_nothing_is_taken_and_the_device_tries_again(
    app: Flask, client_of: ClientOf, task_id: int
) -> None:
    client = client_of("congchuc")
    answer = client.post("/offline/reports", json={"task": task_id}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.get_json()["is"]) == (400, "later")


def test_a_sign_in_that_ran_out_keeps_the_device_and_one_that_was_ended_empties_it(
    app: Flask, client_of: ClientOf, frozen_clock: Any
) -> None:
    assert app.test_client().get("/offline/tasks").get_json() == {"is": "ended"}
    idle, lost, other = (client_of("congchuc") for _ in range(3))
    post(other, "/account/sign-ins/ending")
    assert [kept(each)["is"] for each in (idle, lost, other)] == ["gone", "gone", "in"]
    token = kept(other)["token"]
    frozen_clock(MONDAY + timedelta(minutes=20))
    assert kept(other) == {"is": "ended"}
    answer = other.post("/offline/reports", json={"task": 1}, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in")


def test_keeping_in_touch_keeps_no_sign_in_alive_and_taking_tasks_along_is_written_down(
    app: Flask, client_of: ClientOf, task_id: int, frozen_clock: Any
) -> None:
    client = client_of("congchuc")
    frozen_clock(MONDAY + timedelta(minutes=10))
    kept(client)
    with app.app_context():
        assert db.session.scalars(select(SignInSession.last_seen_at)).one() < MONDAY + timedelta(minutes=5)
        exported = select(AccessEvent.note).where(AccessEvent.kind == AccessKind.EXPORTED)
        assert db.session.scalars(exported).all() == []
    kept(client, "?begin=1")
    with app.app_context():
        assert db.session.scalars(exported).all() == ["/offline/tasks?begin=1"]


def test_what_a_browser_keeps_of_the_site_is_nobody_s(app: Flask, client_of: ClientOf) -> None:
    stranger, client = app.test_client(), client_of("congchuc")
    page = client.get("/offline?kept=1")
    assert page.data == stranger.get("/offline").data
    assert "Set-Cookie" not in stranger.get("/offline?kept=1").headers
    assert "csrf" not in page.get_data(as_text=True)
    assert 'action="/sign-out"' in client.get("/offline").get_data(as_text=True)
    told = {each.get("/worker.js").data for each in (stranger, client)}
    assert len(told) == 1
    post(client, "/language", language="en")
    assert client.get("/worker.js").data not in told  # its page is another one


def test_the_worker_comes_from_the_root_shows_notifications_and_names_files_that_exist(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/worker.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "worker-src 'self'" in policy
    assert b"showNotification" in answer.data
    with app.test_request_context():
        shell = app.json.loads(answer.data.decode().split("const SHELL = ", 1)[1].split(";\n", 1)[0])
    assert [path for path in [*shell["assets"], shell["page"]] if client.get(path).status_code != 200] == []
    page = client.get(shell["page"]).get_data(as_text=True)
    used = {part.split('"', 1)[0].split("#")[0] for part in page.replace("href=", "src=").split('src="')[1:]}
    assert {path for path in used if path.startswith("/static/") and "icons/a" not in path} <= set(shell["assets"])


def test_the_app_can_be_installed_and_looks_like_the_pages(app: Flask) -> None:
    client = app.test_client()
    told = client.get("/app.webmanifest").get_json(force=True)
    assert (told["start_url"], told["display"], told["lang"]) == ("/", "standalone", "vi")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        data = client.get(icon["src"]).data
        width, height = (int.from_bytes(data[start : start + 4], "big") for start in (16, 20))
        assert (data[:4], f"{width}x{height}") == (b"\x89PNG", icon["sizes"])
    assert {theme: tokens(theme)["--ground"] for theme in GROUNDS} == GROUNDS
    assert told["theme_color"] == GROUNDS["light"]
