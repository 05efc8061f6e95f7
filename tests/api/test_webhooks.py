"""Webhooks from the move of a task to the receiver: what is told, to whom, what survives a kill; the pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp import jobs
from taskapp.api.webhooks import filling, steps
from taskapp.api.webhooks.events import NAMES
from taskapp.base import clock
from taskapp.base.db import db, unscoped
from taskapp.base.settings import ROOT
from taskapp.base.ticks import Tick
from taskapp.outbox.claims import LEASE
from taskapp.outbox.models import Message
from taskapp.people import accounts
from taskapp.people.models import Person
from taskapp.reminders import hook_notices
from taskapp.tasks.states import Change, Move
from tests.api.hook_worker import HERE
from tests.conftest import MONDAY
from tests.hook_receiver import Receiver
from tests.office import Office
from tests.people.browser import send, text_of
from tests.tasks.making import Desk

PAGE = "/admin/webhooks"
SECRET = re.compile(r'id="secret" value="(whsec_[^"]+)"')
Clock = Callable[[datetime], None]


class Story:
    """One office, a program that listens, and the job that tells it."""

    def __init__(self, app: Flask, office: Office, program: Receiver) -> None:
        self.app, self.office, self.program = app, office, program
        self.settings = replace(app.extensions["taskapp"], webhook_allow=HERE)
        app.extensions["taskapp"] = self.settings

    def listen(self, client: FlaskClient, *events: str, **more: str) -> tuple[str, str]:
        """A webhook made on the page: its address there, and its secret."""
        data = {"name": "Một cửa", "address": self.program.url, "events": list(events or NAMES), **more}
        page = text_of(send(client, PAGE, page=PAGE, data=data))
        return re.search(rf"{PAGE}/\d+", page)[0], SECRET.search(page)[1]

    def work(self, act: Callable[[Desk], object]) -> object:
        with self.app.app_context():
            found = act(Desk(db.session(), self.office))
            number = getattr(found, "id", None)
            db.session.commit()
            return number

    def tick(self) -> int:
        with self.app.app_context():
            return jobs.webhooks(Tick(db.session(), self.settings, "one"))

    @property
    def told(self) -> list[str]:
        return [came.told["event"] for came in self.program.received]


@pytest.fixture
def program() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


@pytest.fixture
def story(app: Flask, office: Office, program: Receiver, monkeypatch: pytest.MonkeyPatch) -> Story:
    for module in (jobs, steps):
        monkeypatch.setattr(module, "is_steady", lambda _tick: True)
    return Story(app, office, program)


def test_every_move_and_change_of_the_lifecycle_can_be_told() -> None:
    declared = {f"task.{kind.value}" for kind in (*Move, *Change)}
    assert set(NAMES) == declared | {"task.overdue"}


def test_a_program_hears_what_was_chosen_signed_and_in_the_words_of_the_api(
    story: Story, client_of: Callable[[str], FlaskClient], program_of
) -> None:
    story.work(lambda desk: desk.task(content="Trước khi có webhook"))
    _page, secret = story.listen(client_of("vanphong"), "task.issue", "task.accept", "task.submit")
    task = story.work(lambda desk: desk.submitted(content="Báo cáo hộ tịch"))
    story.tick()
    story.tick()
    assert story.told == ["task.issue", "task.accept", "task.submit"]
    assert all(came.is_signed_with(secret) for came in story.program.received)
    last = story.program.received[-1]
    assert last.told["id"] == last.name
    assert last.told["occurred_at"] == "2026-03-02T02:00:00Z"
    (as_read,) = program_of("vanphong").read("/tasks?view=all&q=hộ tịch")["items"]
    assert last.told["task"] == as_read
    assert last.told["task"]["id"] == task
    record = program_of("vanphong").read(f"/tasks/{task}/events")["items"]
    assert last.told["change"] == next(line for line in record if line["kind"] == "submit")


def test_no_more_is_told_than_the_maker_may_read_at_that_moment(story: Story, client_of, office: Office) -> None:
    story.listen(client_of("quantri"), "task.issue")
    task = story.work(lambda desk: desk.task(content="Việc kín"))
    story.tick()
    [came] = story.program.received
    assert came.told["task"] == {"id": task, "page": f"/tasks/{task}"}
    assert came.told["change"] is None
    assert "Việc kín" not in came.body.decode()


def test_a_webhook_of_a_unit_hears_of_that_unit_alone(story: Story, client_of, office: Office) -> None:
    story.listen(client_of("vanphong"), unit=str(office.units["nv"]))
    story.work(lambda desk: desk.task(content="Của Tư pháp"))
    story.work(lambda desk: desk.task(content="Của Nội vụ", leads=[desk.unit("nv")]))
    story.tick()
    assert [came.told["task"]["content"] for came in story.program.received] == ["Của Nội vụ"]


def test_a_limit_that_passes_is_told_once(story: Story, client_of, frozen_clock: Clock) -> None:
    story.listen(client_of("vanphong"), "task.overdue")
    story.work(lambda desk: desk.task(content="Hạn thứ Sáu", due_on=date(2026, 3, 6)))
    story.work(lambda desk: desk.submitted(content="Đã nộp", due_on=date(2026, 3, 6)))
    friday = MONDAY.replace(day=6, hour=23, minute=59)
    for moment, told in ((friday, 0), (friday + timedelta(minutes=1), 1), (friday + timedelta(days=3), 1)):
        frozen_clock(moment)
        story.tick()
        assert len(story.told) == told, moment
    [came] = story.program.received
    assert came.told["task"]["content"] == "Hạn thứ Sáu"
    assert came.told["occurred_at"] == "2026-03-06T17:00:00Z"
    story.program.answer(500)
    story.work(lambda desk: desk.task(content="Hạn có giờ", due_on=date(2026, 3, 10), due_time=time(9, 30)))
    for moment in (datetime(2026, 3, 10, 2, 30, tzinfo=UTC), datetime(2026, 3, 10, 2, 31, tzinfo=UTC)):
        frozen_clock(moment)
        story.tick()
    assert story.told == ["task.overdue"] * 2
    assert story.program.received[1].told["occurred_at"] == "2026-03-10T02:30:00Z"


@pytest.mark.parametrize(("point", "copies"), [("owed", 0), ("claim", 0), ("begun", 0), ("sent", 1)])
def test_a_job_killed_at_any_point_loses_nothing_and_repeats_under_the_same_name(
    story: Story, client_of, database_url: str, tmp_path: Path, frozen_clock: Clock, point: str, copies: int
) -> None:
    _page, secret = story.listen(client_of("vanphong"), "task.issue")
    story.work(lambda desk: desk.task())
    command = [sys.executable, "-m", "tests.api.hook_worker", database_url, str(tmp_path / "other"), point]
    with subprocess.Popen([*command, clock.now().isoformat()], cwd=ROOT, text=True, stdout=subprocess.PIPE) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == point
        finally:
            worker.kill()
    frozen_clock(clock.now() + LEASE)
    story.tick()
    assert story.told == ["task.issue"] * (1 + copies)
    assert len({(came.name, came.body) for came in story.program.received}) == 1
    assert all(came.is_signed_with(secret) for came in story.program.received)


def test_two_jobs_at_once_owe_each_thing_once(story: Story, client_of) -> None:
    story.listen(client_of("vanphong"), "task.issue")
    story.work(lambda desk: desk.task())
    with story.app.app_context():
        (mine,), (theirs,) = filling.look(db.session(), MONDAY), filling.look(db.session(), MONDAY)
        assert filling.put(db.session(), mine, MONDAY) == 1
        db.session.commit()
        assert filling.put(db.session(), theirs, MONDAY) == 0
        db.session.commit()
        assert len(db.session.scalars(unscoped(Message.id).where(Message.kind == "hook")).all()) == 1


def test_a_pause_loses_nothing_and_a_test_shows_its_answer(story: Story, client_of) -> None:
    office, story.program.says = client_of("vanphong"), b"Da nhan tin thu"
    page, old = story.listen(office, "task.issue")
    send(office, f"{page}/test", page=page)
    story.tick()
    shown = text_of(office.get(page))
    assert "trả lời 200" in shown
    assert "Da nhan tin thu" in shown
    assert story.told == ["test"]
    send(office, f"{page}/pause", page=page)
    assert send(office, f"{page}/test", page=page).status_code == 409
    story.work(lambda desk: desk.task())
    story.tick()
    assert story.told == ["test"]
    send(office, f"{page}/resumption", page=page)
    new = SECRET.search(text_of(send(office, f"{page}/secret", page=page)))[1]
    story.tick()
    assert story.told == ["test", "task.issue"]
    assert story.program.received[1].is_signed_with(new)
    assert not story.program.received[1].is_signed_with(old)
    assert new not in text_of(office.get(page))
    send(office, f"{page}/end", page=page)
    assert office.get(page).status_code == 404


def test_administrators_hear_that_a_webhook_has_stopped_by_itself(story: Story, client_of, frozen_clock: Clock) -> None:
    admin = client_of("quantri")
    page, _secret = story.listen(client_of("vanphong"), "task.issue")
    story.work(lambda desk: desk.task())
    story.program.answer(410)
    story.tick()
    shown = text_of(admin.get(page))
    assert "Đang tạm dừng báo từ 09:00 ngày 02/03/2026" in shown
    assert "410" in shown
    with story.app.app_context():
        assert hook_notices.owe(db.session(), clock.now()) == 1
        assert hook_notices.owe(db.session(), clock.now() + timedelta(minutes=1)) == 1
        db.session.commit()
        (mail,) = db.session.scalars(unscoped(Message).where(Message.kind == hook_notices.KIND))
        assert mail.person_id == story.office.people["quantri"]
        assert jobs.deliver(Tick(db.session(), story.settings, "one")) >= 1
        db.session.refresh(mail)
        assert mail.subject == "Webhook “Một cửa” đã tạm dừng"
    dead = re.search(r'action="(/admin/mail/\d+/sending)"', shown)[1]
    send(admin, f"{page}/resumption", page=page)
    send(admin, dead, page=page)
    story.tick()
    assert story.told == ["task.issue", "task.issue"]
    assert len({came.name for came in story.program.received}) == 1


def test_a_webhook_stops_with_the_account_of_its_maker(story: Story, client_of, office: Office) -> None:
    page, _secret = story.listen(client_of("vanphong"), "task.issue")
    story.work(lambda desk: desk.task())
    with story.app.app_context():
        person = db.session.get_one(Person, office.people["vanphong"])
        accounts.disable(db.session(), person, by=None, now=MONDAY)
        db.session.commit()
    story.tick()
    assert story.told == []
    assert "Tài khoản của người tạo webhook đã bị khóa." in text_of(client_of("quantri").get(page))


def test_what_cannot_be_a_receiver_is_refused_and_nothing_typed_is_lost(story: Story, client_of) -> None:
    story.app.extensions["taskapp"] = replace(story.settings, webhook_allow=())
    data = {"name": "Một cửa", "address": "http://a.gov.vn/x", "events": ["task.issue"]}
    page = text_of(send(client_of("quantri"), PAGE, page=PAGE, data=data))
    assert "Địa chỉ phải bắt đầu bằng https://" in page
    assert 'value="http://a.gov.vn/x"' in page
    page = text_of(send(client_of("quantri"), PAGE, page=PAGE, data=data | {"events": []}))
    assert "Hãy chọn ít nhất một sự kiện." in page


def test_a_webhook_that_is_changed_is_told_of_something_else_somewhere_else(story: Story, client_of) -> None:
    maker = client_of("vanphong")
    hook, secret = story.listen(maker, "task.accept")
    wish = {"name": "Hộ tịch", "events": ["task.issue"], "unit": ""}
    refused = send(maker, hook, page=hook, data=wish | {"address": "nghe"})
    assert refused.status_code == 400
    assert 'value="nghe"' in text_of(refused)
    story.work(lambda desk: desk.task())
    assert story.tick() == 0  # as before: nobody has accepted anything
    other = wish | {"address": f"{story.program.url}/noi-khac"}
    assert send(maker, hook, page=hook, data=other).status_code == 302
    shown = text_of(maker.get(hook))
    assert "<h1>Hộ tịch</h1>" in shown
    assert re.findall(r'value="(task[^"]+)" id="events-[0-9]+" checked', shown) == ["task.issue"]
    story.work(lambda desk: desk.task())
    story.tick()
    assert story.told == ["task.issue"]
    assert story.program.received[0].path == "/noi-khac"
    assert story.program.received[0].is_signed_with(secret)  # the program goes on with the key that it has


def test_an_approval_is_told_in_the_order_of_the_record(story: Story, client_of) -> None:
    story.listen(client_of("vanphong"))
    story.work(lambda desk: desk.done())
    story.tick()
    versions = [came.told["change"]["version"] for came in story.program.received]
    assert versions == sorted(versions)
    assert story.told[-1] == "task.approve"
