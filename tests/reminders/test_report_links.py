"""Reporting from the mail: one person, one task, for a while, never a decision; opening the page changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.models import Committee, Person
from taskapp.reminders import report_links
from taskapp.tasks import lifecycle, rule_settings
from taskapp.tasks.models import Task
from taskapp.tasks.rules import OfficeRules
from taskapp.tasks.states import State, Via
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.making import Desk, at

Clock = Callable[[datetime], None]
GONE = "Liên kết báo cáo đã hết hạn"


class Mail:
    """A letter to one person about one task, and a browser that belongs to nobody."""

    def __init__(self, app: Flask, office: Office, build: Callable[[Desk], Task], username: str = "congchuc") -> None:
        self.app, self.office = app, office
        with app.app_context():
            desk = Desk(db.session(), office)
            task = build(desk)
            db.session.commit()
            secret = app.extensions["taskapp"].secret_key
            self.task_id, self.version = task.id, task.version
            self.token = report_links.make(desk.person(username), task.id, clock.now().date(), secret)
        self.browser = app.test_client()

    @property
    def path(self) -> str:
        return f"/r/{self.token}"

    def open(self) -> TestResponse:
        return self.browser.get(self.path)

    def post(self, what: str, **fields: object) -> TestResponse:
        data = {"csrf_token": token_of(self.browser, "/sign-in"), "version": self.version, **fields}
        return self.browser.post(f"{self.path}/{what}", data=data, content_type="multipart/form-data")

    def change(self, act: Callable[[Desk, Task], object]) -> None:
        with self.app.app_context():
            desk = Desk(db.session(), self.office)
            act(desk, desk.session.get_one(Task, self.task_id))
            db.session.commit()

    def task(self) -> Task:
        with self.app.app_context():
            found = db.session.get_one(Task, self.task_id)
            assert found.events
            assert found.submissions is not None
            assert found.explanations is not None
            db.session.expunge_all()
            return found


@pytest.fixture
def mail(app: Flask, office: Office) -> Mail:
    return Mail(app, office, Desk.in_progress)


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_opening_the_link_shows_the_task_and_changes_nothing(mail: Mail) -> None:
    for _scanner in range(3):
        answer = mail.open()
    assert answer.status_code == 200
    assert "Báo cáo kết quả theo dõi thi hành pháp luật quý I" in text(answer)
    assert "Còn 4 ngày làm việc" in text(answer)
    assert mail.task().version == mail.version


def test_progress_reported_from_the_mail_stands_in_the_record_as_such(mail: Mail) -> None:
    answer = mail.post("progress", percent="60", note="Còn 1 xã chưa gửi số liệu")
    assert answer.status_code == 302
    last = mail.task().events[-1]
    assert (last.kind, last.via, last.by_id) == ("progress", Via.MAIL, mail.office.people["congchuc"])


def test_a_result_with_its_photo_is_handed_in_from_the_mail(
    mail: Mail, client_of: Callable[[str], FlaskClient]
) -> None:
    photo = (io.BytesIO(b"\xff\xd8\xff\xe0 anh chup"), "bien-ban.jpg")
    answer = mail.post("result", text="Đã xong", files=photo)
    assert answer.status_code == 200
    assert "Kết quả đang chờ duyệt" in text(answer)
    task = mail.task()
    assert (task.state, task.events[-1].via) == (State.SUBMITTED, Via.MAIL)
    assert "bien-ban.jpg" in text(client_of("chutich").get(f"/tasks/{mail.task_id}"))
    assert GONE in text(mail.open()), "what was reported is not asked for again"


def test_what_is_refused_is_said_beside_its_field_and_nothing_typed_is_lost(mail: Mail) -> None:
    answer = mail.post("result", text="Đã rà soát 11 xã")
    assert answer.status_code == 409
    assert "Cần minh chứng" in text(answer)
    assert "Đã rà soát 11 xã" in text(answer)
    assert mail.task().version == mail.version


def test_a_late_result_asks_for_its_explanation_here_too(mail: Mail, frozen_clock: Clock) -> None:
    frozen_clock(at("10/03"))
    assert "Giải trình lý do chậm" in text(mail.open())
    refused = mail.post("result", text="Xong", no_evidence_reason="Họp")
    assert "hãy giải trình lý do chậm" in text(refused)
    given = {"text": "Xong", "no_evidence_reason": "Họp", "explanation": "Mưa lũ", "claims_objective": "y"}
    assert mail.post("result", **given).status_code == 200
    assert mail.task().explanations[0].claims_objective


def test_somebody_else_s_change_in_between_is_told(mail: Mail) -> None:
    mail.post("progress", percent="10", note="Bắt đầu")
    again = mail.post("progress", percent="20", note="Tiếp")
    assert again.status_code == 409
    assert "Tiếp" in text(again)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda _token: "x" * 40,
        lambda token: token.rpartition(".")[0],
        lambda token: token + "%00",
    ],
)
def test_a_link_that_is_not_ours_opens_nothing(mail: Mail, spoil: Callable[[str], str]) -> None:
    answer = mail.browser.get(f"/r/{spoil(mail.token)}")
    assert answer.status_code == 404
    assert GONE in text(answer)


def disable(desk: Desk, _task: Task) -> None:
    desk.person("congchuc").disabled_at = MONDAY


def revoke(desk: Desk, _task: Task) -> None:
    report_links.revoke(desk.session, desk.person("congchuc"))


def switch_off(desk: Desk, _task: Task) -> None:
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    rule_settings.choose(
        desk.session, committee, OfficeRules(report_by_mail=False), reason="Chưa sẵn sàng", by=None, now=MONDAY
    )


def withdraw(desk: Desk, task: Task) -> None:
    lifecycle.withdraw(desk.session, task, reason="Giao nhầm", by=desk.by("chutich"), now=MONDAY)


def give_to_another(desk: Desk, task: Task) -> None:
    lifecycle.reassign(desk.session, task, lead=desk.unit("nv"), reason="Đúng việc", by=desk.by("chutich"), now=MONDAY)


@pytest.mark.parametrize("what", [disable, revoke, switch_off, withdraw, give_to_another])
def test_a_link_dies_with_what_it_rests_on(mail: Mail, what: Callable[[Desk, Task], object]) -> None:
    mail.change(what)
    assert mail.open().status_code == 404
    assert mail.post("progress", percent="10", note="Tôi đây").status_code == 404


def test_a_link_lives_for_two_weeks(mail: Mail, frozen_clock: Clock) -> None:
    frozen_clock(MONDAY + timedelta(days=14))
    assert mail.open().status_code == 200
    frozen_clock(MONDAY + timedelta(days=15))
    assert mail.open().status_code == 404


def test_the_assigner_s_link_cannot_report_nor_decide(app: Flask, office: Office) -> None:
    mail = Mail(app, office, Desk.submitted, "chutich")
    assert mail.open().status_code == 404
    assert mail.browser.post(f"/tasks/{mail.task_id}/approval").status_code in (302, 400)
    assert mail.task().state is State.SUBMITTED


def test_a_person_can_revoke_all_links_from_the_account(mail: Mail, client_of: Callable[[str], FlaskClient]) -> None:
    officer = client_of("congchuc")
    answer = officer.post("/account/report-links/revocation", data={"csrf_token": token_of(officer, "/account")})
    assert answer.status_code == 302
    assert mail.open().status_code == 404


def test_no_token_of_one_task_opens_another(app: Flask, office: Office, mail: Mail) -> None:
    other = Mail(app, office, lambda desk: desk.in_progress(content="Việc khác"))
    assert other.token != mail.token
    assert "Việc khác" not in text(mail.open())


def test_the_token_names_no_secret_and_stays_short(app: Flask, office: Office) -> None:
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        token = report_links.make(person, 123_456_789, date(2026, 3, 2), "x" * 40)
    assert len(token) < 80
