"""A held flood is seen on every page, in the probe and by the doctor; the office decides on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.admin.doctor import examine
from taskapp.admin.health import YOUNG, Watch
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import floods
from taskapp.outbox.models import Message, MessageState
from taskapp.people.models import Committee
from taskapp.reminders import reconciliation
from taskapp.reminders.fill import fill_reminders
from tests.conftest import token_of
from tests.office import Office
from tests.outbox.post import Post
from tests.tasks.making import Desk

ClientOf = Callable[[str], FlaskClient]
BANNER = "Thư của cơ quan đang bị giữ, chưa thư nhắc nào được gửi"
TASKS = 6


@pytest.fixture
def flooded(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Six tasks assigned in one go where more than four letters at once are too many."""
    monkeypatch.setattr(floods, "FLOOR", 4)
    app.extensions["watch"] = Watch(born=clock.monotonic() - YOUNG - 1)
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(TASKS):
            desk.task(content=f"Việc {number}", leads=[desk.unit("nv" if number else "tp")], due_on=date(2026, 3, 20))
        db.session.commit()
        fill_reminders(db.session(), clock.now())
    return Post(app, office)


def states(post: Post) -> list[MessageState]:
    return [post.message(number).state for number in range(1, TASKS + 1)]


def page_of(client: FlaskClient, path: str = "/admin/mail/hold") -> str:
    return client.get(path).get_data(as_text=True)


def press(client: FlaskClient, act: str, **fields: str) -> tuple[int, str]:
    data = {"csrf_token": token_of(client, "/admin/mail/hold"), **fields}
    answer = client.post(f"/admin/mail/hold/{act}", data=data)
    return answer.status_code, answer.get_data(as_text=True)


def test_planning_holds_a_flood_and_says_to_whom_it_would_go(flooded: Post, client_of: ClientOf) -> None:
    assert flooded.deliver().total == 0
    page = page_of(client_of("vanphong"))
    assert "Đang giữ 6 thư báo ngay" in page
    assert "nhiều hơn 5 lần ngày nhiều nhất trong 7 ngày trước (0 thư)" in page
    assert page.index("Đặng Hữu Phước") < page.index("Võ Minh Khang"), "whoever gets the most stands first"


@pytest.mark.parametrize(("username", "sees"), [("vanphong", True), ("quantri", True), ("congchuc", False)])
def test_every_page_tells_those_who_can_decide(flooded: Post, client_of: ClientOf, username: str, sees: bool) -> None:
    client = client_of(username)
    assert (BANNER in page_of(client, "/account")) is sees
    assert client.get("/admin/mail/hold").status_code == (200 if sees else 403)


def test_the_probe_and_the_doctor_say_it(flooded: Post, app: Flask) -> None:
    answer = app.test_client().get("/readyz").json
    assert answer is not None
    assert answer["mail"] == "held"
    flooded.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        found = {finding.name: finding for finding in examine(db.session(), flooded.settings)}["Thư đang chờ"]
    assert not found.is_ok
    assert "Thư đang giữ" in found.text


def test_the_doctor_counts_mails_in_doubt(app: Flask, office: Office) -> None:
    post = Post(app, office)
    made = post.put()
    post.settings.data_dir.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        message = db.session.get_one(Message, made)
        message.state, message.finished_at = MessageState.IN_DOUBT, clock.now()
        db.session.commit()
        found = {finding.name: finding for finding in examine(db.session(), post.settings)}["Thư đang chờ"]
    assert (found.is_ok, found.text.startswith("1 thư chưa rõ kết quả")) == (False, True)


def test_the_office_lets_everything_go(flooded: Post, client_of: ClientOf) -> None:
    client = client_of("vanphong")
    assert "Xem thư đang giữ" in page_of(client, "/admin/mail")
    assert press(client, "release")[0] == 302
    assert "Xem thư đang giữ" not in page_of(client, "/admin/mail")
    page = page_of(client)
    assert "Không có thư nào bị giữ" in page
    assert "rồi cho gửi" in page
    assert "Phạm Ngọc Mai" in page


def test_the_office_cancels_everything_with_a_reason(flooded: Post, client_of: ClientOf) -> None:
    client = client_of("quantri")
    status, page = press(client, "cancellation", reason="  ")
    assert status == 400
    assert "Đang giữ 6 thư báo ngay" in page
    assert press(client, "cancellation", reason="Nhập nhầm tệp năm 2021")[0] == 302
    assert states(flooded) == [MessageState.CANCELLED] * TASKS
    page = page_of(client)
    assert "rồi hủy 6 thư: Nhập nhầm tệp năm 2021" in page
    assert "Nhập nhầm tệp năm 2021" in page_of(client, "/admin/mail?state=cancelled")


def test_whoever_decides_second_is_told_and_keeps_what_was_typed(flooded: Post, client_of: ClientOf) -> None:
    client = client_of("vanphong")
    token = token_of(client, "/admin/mail/hold")
    assert press(client_of("quantri"), "release")[0] == 302
    answer = client.post("/admin/mail/hold/cancellation", data={"csrf_token": token, "reason": "Nhập nhầm"})
    assert answer.status_code == 409
    assert "Hiện không có đợt thư nào bị giữ" in answer.get_data(as_text=True)
    assert MessageState.CANCELLED not in states(flooded)


def test_the_morning_letter_to_the_office_says_it(flooded: Post, app: Flask) -> None:
    with app.app_context():
        committee = db.session.get_one(Committee, flooded.office.committee_id)
        found = reconciliation.account(db.session(), committee, date(2026, 3, 2))
        assert found.hold is not None
        assert found.hold.made == TASKS
