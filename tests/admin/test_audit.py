"""The page of the sealed record, the job behind it, and who hears when something is wrong."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from taskapp.admin.doctor import examine
from taskapp.admin.health import YOUNG, Watch
from taskapp.base import clock, heartbeat
from taskapp.base.db import db, start_reading
from taskapp.base.ticks import Tick
from taskapp.jobs import JOBS
from taskapp.people.models import Committee
from taskapp.scheduler import Ticker
from taskapp.tasks.audit import sealing, steps
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.audit.record import Record

ClientOf = Callable[[str], FlaskClient]
Freeze = Callable[[datetime], None]


@pytest.fixture
def record(app: Flask, office: Office) -> Record:
    settings = app.extensions["taskapp"]
    app.extensions["watch"] = Watch(born=clock.monotonic() - YOUNG - 1)
    return Record(app, office, settings.anchor_dir, settings.audit_keys)


def run(record: Record, *names: str) -> None:
    """The scheduler's runs of these jobs."""
    ticker = Ticker(record.app)
    for name in names:
        ticker.tick(next(job for job in JOBS if job.name == name))


def tamper(record: Record) -> None:
    record.execute("UPDATE task_event SET due_on = '2026-03-31' WHERE id = 2")


def page(client: FlaskClient) -> str:
    return re.sub(r"\s+", " ", client.get("/admin/audit").get_data(as_text=True))


def ask(client: FlaskClient) -> str:
    token = token_of(client, "/admin/audit")
    answer = client.post("/admin/audit/check", data={"csrf_token": token}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(("username", "status"), [("thanhtra", 200), ("quantri", 200), ("vanphong", 403)])
def test_inspectors_and_administrators_see_how_far_the_record_is_sealed(
    record: Record, client_of: ClientOf, username: str, status: int
) -> None:
    client = client_of(username)
    assert client.get("/admin/audit").status_code == status
    assert ("Kiểm tra nhật ký" in client.get("/admin/rights").get_data(as_text=True)) is (status == 200)


def test_the_minute_seals_and_the_night_checks(record: Record, client_of: ClientOf) -> None:
    record.grow()
    run(record, "seal")
    record.grow()
    run(record, "audit", "audit")
    shown = page(client_of("thanhtra"))
    assert "Nhật ký nguyên vẹn." in shown
    assert "<b>3</b> <span>dòng đã niêm phong</span>" in shown
    assert "<b>3</b> <span>dòng chờ niêm phong</span>" in shown
    assert shown.count("tự động mỗi đêm") == 1, "one check a night, whatever the number of runs"


def test_before_two_in_the_morning_nothing_is_checked(
    record: Record, frozen_clock: Freeze, client_of: ClientOf
) -> None:
    record.grow()
    frozen_clock(MONDAY.replace(hour=1))
    run(record, "seal", "audit")
    assert "Chưa kiểm tra lần nào" in page(client_of("quantri"))


def test_somebody_asks_and_the_next_minute_answers(record: Record, client_of: ClientOf) -> None:
    record.grow()
    run(record, "seal", "audit")
    client = client_of("thanhtra")
    assert "bắt đầu trong vòng một phút" in ask(client)
    assert "Đang có một lần kiểm tra" in ask(client)
    assert "Đang kiểm tra; kết quả tự hiện" in page(client)
    run(record, "audit")
    assert "Trương Công Định" in page(client)
    assert "Đang kiểm tra" not in page(client)


def test_what_is_wrong_is_named_on_the_page_to_the_probe_and_to_those_concerned(
    record: Record, client_of: ClientOf
) -> None:
    record.grow()
    run(record, "seal")
    tamper(record)
    run(record, "audit")
    client = client_of("thanhtra")
    assert "dòng 2 (nhiệm vụ số 1, thay đổi thứ 2, ghi lúc 09:00:00 02/03/2026) · niêm phong số 1: bị sửa" in page(
        client
    )
    assert "thấy nhật ký bị sửa" in client.get("/account").get_data(as_text=True)
    assert "thấy nhật ký bị sửa" not in client_of("congchuc").get("/account").get_data(as_text=True)
    answer = record.app.test_client().get("/readyz").json
    assert answer is not None
    assert answer["record"] == "tampered"
    assert "1 chỗ sai lệch" in said_by_the_doctor(record)


def said_by_the_doctor(record: Record) -> str:
    settings = record.app.extensions["taskapp"]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with record.app.app_context():
        (found,) = (finding for finding in examine(db.session(), settings) if finding.name == "Nhật ký")
        assert not found.is_ok
        return found.text


def test_an_anchor_that_cannot_be_written_is_said_while_reminders_go_on(record: Record, client_of: ClientOf) -> None:
    record.grow()
    record.folder.parent.mkdir(parents=True, exist_ok=True)
    record.folder.write_text("a file where the folder should be")
    run(record, "seal")
    with record.app.app_context():
        (beat,) = heartbeat.latest(db.session())
        assert (beat.error, "không đọc, ghi được sổ neo" in beat.trouble) == ("", True)
    client = client_of("quantri")
    assert "Nhật ký chưa được niêm phong" in client.get("/account").get_data(as_text=True)
    assert "không đọc, ghi được sổ neo" in page(client)
    assert "không đọc, ghi được sổ neo" in said_by_the_doctor(record)
    answer = record.app.test_client().get("/readyz").json
    assert answer is not None
    assert (answer["record"], answer["scheduler"]) == ("unsealed", "ok")
    record.folder.unlink()
    run(record, "seal", "audit")
    assert "Nhật ký nguyên vẹn." in page(client)


def test_one_committee_that_cannot_be_sealed_keeps_neither_the_others_nor_the_reminders(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has put a number into a row that no column of ours can hold, say. What is settled is asked once."""
    with record.app.app_context():
        other = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=MONDAY)
        db.session.add(other)
        db.session.commit()
        other_id = other.id
    asked: list[int] = []
    sealed: list[int] = []

    def settled(_session: Session) -> int:
        asked.append(7)
        return 7

    def seal(_session: Session, committee_id: int, *_means: object, top: int, **_more: object) -> int:
        if committee_id == record.committee_id:
            raise struct.error("int too large")
        sealed.append(top)
        return 1

    monkeypatch.setattr(sealing, "settled", settled)
    monkeypatch.setattr(sealing, "seal", seal)
    run(record, "seal")
    assert (asked, sealed, other_id > record.committee_id) == ([7], [7], True)
    with record.app.app_context():
        (beat,) = heartbeat.latest(db.session())
        assert (beat.error, beat.trouble) == ("", "lỗi không lường trước: xem nhật ký dịch vụ (error)")


def test_the_doctor_misses_the_triggers_that_somebody_has_taken_away(record: Record) -> None:
    with record.owner() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("ALTER TABLE task_event DISABLE TRIGGER ALL"))
        connection.commit()
    assert "đã bị gỡ hoặc tắt" in said_by_the_doctor(record)


def test_a_check_that_cannot_be_made_says_why(record: Record, client_of: ClientOf) -> None:
    record.grow()
    run(record, "seal")
    record.notes.unlink()
    run(record, "audit")
    assert "không thấy sổ neo" in page(client_of("quantri"))
    assert "không thấy sổ neo" in said_by_the_doctor(record)


def test_a_check_that_takes_long_says_that_it_lives_and_ends_in_time(
    record: Record, monkeypatch: pytest.MonkeyPatch, client_of: ClientOf, frozen_clock: Freeze
) -> None:
    record.grow()
    run(record, "seal")
    monkeypatch.setattr("taskapp.tasks.audit.verifying.TOLD_EVERY", 1)
    monkeypatch.setattr(steps, "ALIVE_EVERY", -1.0)
    ended: list[datetime] = []
    monkeypatch.setattr(heartbeat, "end", lambda *_args, **_more: ended.append(clock.now()))
    with record.app.app_context():
        start_reading(False)
        assert steps.audit(Tick(db.session(), record.app.extensions["taskapp"], "a")) == 3
    assert len(ended) == 3
    monkeypatch.setattr(steps, "LONGEST_AUDIT", -1.0)
    frozen_clock(MONDAY + timedelta(days=1))
    run(record, "audit")
    assert "nhật ký quá dài" in page(client_of("thanhtra"))


def test_a_check_that_is_broken_off_waits_for_the_next_process(
    record: Record, monkeypatch: pytest.MonkeyPatch, client_of: ClientOf
) -> None:
    record.grow()
    run(record, "seal")
    with monkeypatch.context() as told, record.app.app_context():
        told.setattr("taskapp.tasks.audit.verifying.TOLD_EVERY", 1)
        start_reading(False)
        assert steps.audit(Tick(db.session(), record.app.extensions["taskapp"], "a", should_stop=lambda: True)) == 0
    run(record, "audit")
    assert "Nhật ký nguyên vẹn." in page(client_of("thanhtra"))
