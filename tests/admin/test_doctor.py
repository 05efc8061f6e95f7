"""The doctor names each thing that is not in order and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from taskapp.admin import doctor
from taskapp.admin.doctor import Finding, examine
from taskapp.base import clock, heartbeat
from taskapp.base.db import db
from tests.conftest import make_settings
from tests.smtp_server import SmtpServer


def findings(app: Flask, **changes: object) -> dict[str, Finding]:
    settings = replace(app.extensions["taskapp"], **changes)  # type: ignore[arg-type]
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        return {finding.name: finding for finding in examine(db.session(), settings)}


def beat(app: Flask, job: str = "deliver", *, error: str = "", trouble: str = "") -> None:
    with app.app_context():
        heartbeat.begin(db.session(), job, "a", clock.now())
        heartbeat.end(db.session(), job, "a", clock.now(), error=error, trouble=trouble)
        db.session.commit()


def test_a_healthy_installation_has_nothing_to_mend(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE_SPACE", 1)
    beat(app)
    with SmtpServer() as server:
        found = findings(app, smtp_url=server.url)
        assert server.received == []
    assert [finding.name for finding in found.values() if not finding.is_ok] == []
    assert len(found) == 9


@pytest.mark.parametrize(
    ("changes", "name", "words"),
    [
        ({"mail_from": "giaoviec"}, "Cấu hình", "TASKAPP_MAIL_FROM"),
        ({"env": "production"}, "Cấu hình", "https://"),
        ({"smtp_url": "smtp://127.0.0.1:1"}, "Máy chủ thư", "TASKAPP_SMTP_URL"),
    ],
)
def test_wrong_settings(app: Flask, changes: dict[str, object], name: str, words: str) -> None:
    finding = findings(app, **changes)[name]
    assert not finding.is_ok
    assert words in finding.text


def test_a_wrong_password_is_told_in_the_servers_words(app: Flask) -> None:
    with SmtpServer(password="right") as server:
        finding = findings(app, smtp_url=f"smtp://office:wrong@127.0.0.1:{server.port}")["Máy chủ thư"]
    assert not finding.is_ok
    assert "535" in finding.text
    assert "wrong" not in finding.text


def test_a_scheduler_that_does_not_run_or_fails(app: Flask, frozen_clock: Callable[[datetime], None]) -> None:
    assert "không chạy" in findings(app)["Bộ nhắc việc"].text
    beat(app, error="RuntimeError: boom")
    assert "boom" in findings(app)["Bộ nhắc việc"].text
    frozen_clock(clock.now() + timedelta(minutes=2))
    assert "không chạy" in findings(app)["Bộ nhắc việc"].text


def test_a_job_that_cannot_do_its_work(app: Flask) -> None:
    beat(app, "duties", trouble="việc định kỳ số 7 chưa giao được")
    found = findings(app)
    assert "việc định kỳ số 7" in found["Bộ nhắc việc"].text
    assert found["Nhật ký"].is_ok
    beat(app, "seal", trouble="một giao dịch đang ghi nhật ký đã mở hơn 15 phút")
    found = findings(app)
    assert "15 phút" in found["Nhật ký"].text
    assert "15 phút" not in found["Bộ nhắc việc"].text
    assert not found["Nhật ký"].is_ok


def test_an_old_schema_is_told_and_tables_that_are_not_there_are_not_looked_at(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001_people'"))
        db.session.execute(text("DROP TABLE heartbeat"))
        db.session.commit()
    found = findings(app)
    assert "taskapp init" in found["Cấu trúc bảng"].text
    assert "Bộ nhắc việc" not in found


def test_a_clock_that_differs_from_the_databases(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = clock.now() + timedelta(seconds=30)
    monkeypatch.setattr(clock, "database_now", lambda _session: ahead)
    finding = findings(app)["Đồng hồ"]
    assert not finding.is_ok
    assert "30.0" in finding.text


def test_a_full_disk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LITTLE_SPACE", 2**62)
    assert not findings(app)["Đĩa"].is_ok


def test_a_database_that_is_not_there_is_the_finding(app: Flask, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"
    settings = make_settings(url, tmp_path)
    with app.app_context(), Session(create_engine(url)) as session:
        found = {finding.name: finding for finding in examine(session, settings)}
    assert not found["Cơ sở dữ liệu"].is_ok
    assert "Bộ nhắc việc" not in found


def test_documents_that_could_not_be_read_are_counted_where_documents_come_in(app: Flask, tmp_path: Path) -> None:
    assert "Văn bản đến" not in findings(app)
    refused = tmp_path / "data" / "documents-in" / "refused"
    refused.mkdir(parents=True)
    assert findings(app)["Văn bản đến"].is_ok
    (refused / "1-a.docx").write_bytes(b"a")
    (refused / "1-a.docx.txt").write_text("reason")
    finding = findings(app)["Văn bản đến"]
    assert not finding.is_ok
    assert finding.text == "1 văn bản gửi vào thư mục không đọc được: xem documents-in/refused"
