"""`taskapp audit verify`: what it prints, and the exit code that a nightly script reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base.db import db, start_reading
from taskapp.cli import cli
from taskapp.people.models import Committee
from taskapp.tasks.audit import verifying
from taskapp.tasks.audit.findings import Found
from taskapp.tasks.audit.trouble import Hindered, Hindrance
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.audit.record import KEY, Record


@pytest.fixture
def record(app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    made = Record(app, office, tmp_path / "data" / "audit-anchor")
    for name, value in (
        ("ENV", "test"),
        ("DATA_DIR", str(tmp_path / "data")),
        ("DATABASE_URL", app.extensions["taskapp"].database_url),
        ("AUDIT_KEY", KEY),
    ):
        monkeypatch.setenv(f"TASKAPP_{name}", value)
    made.grow(2)
    made.seal()
    made.grow()
    return made


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["audit", "verify", *words])


def test_a_whole_record(record: Record) -> None:
    result = run()
    assert result.exit_code == 0, result.stderr
    assert "đã kiểm tra 6 dòng trong 1 niêm phong; 3 dòng chưa niêm phong." in result.stdout
    assert "Nguyên vẹn" in result.stdout


def test_a_row_that_was_changed_is_named(record: Record) -> None:
    record.execute("UPDATE task_event SET reason = 'Theo chỉ đạo' WHERE id = 5")
    result = run()
    assert result.exit_code == 1
    assert "Có 1 chỗ sai lệch" in result.stdout
    assert (
        "dòng 5 (nhiệm vụ số 2, thay đổi thứ 2, ghi lúc 09:00:00 02/03/2026) · niêm phong số 1: bị sửa" in result.stdout
    )
    told: Any = json.loads(run("--json").stdout)
    assert (told["wrong"], told["problems"][0]["event_id"]) == (1, 5)


def test_what_is_wrong_with_one_committee_is_not_hidden_by_another_that_cannot_be_checked(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    with record.app.app_context():
        start_reading(False)
        db.session.add(Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=MONDAY))
        db.session.commit()
    verify = verifying.verify

    def verify_one(session: Session, committee_id: int, *means: Any, **more: Any) -> Found:
        if committee_id != record.committee_id:
            raise Hindered(Hindrance.ANCHOR_BEHIND)
        return verify(session, committee_id, *means, **more)

    monkeypatch.setattr(verifying, "verify", verify_one)
    assert run().exit_code == 2
    record.execute("UPDATE task_event SET reason = 'Theo chỉ đạo' WHERE id = 5")
    assert run().exit_code == 1


def test_what_is_sealed_meanwhile_is_no_wrong(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    size = verifying.size

    def late(*args: Any) -> int:
        found = size(*args)
        record.meanwhile()
        return found

    monkeypatch.setattr(verifying, "size", late)
    result = run()
    assert result.exit_code == 0, result.stdout


def test_without_the_anchor_it_cannot_say_and_a_copy_of_it_serves(record: Record, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    record.folder.rename(copy)
    result = run()
    assert result.exit_code == 2
    assert "không thấy sổ neo" in result.stderr
    assert run("--anchor", str(copy)).exit_code == 0


def test_without_its_key_or_its_database_it_cannot_say(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKAPP_AUDIT_KEY", "another-key-for-tests-0123456789-abcdefgh")
    result = run()
    assert (result.exit_code, "một khóa khác" in result.stderr) == (2, True)
    monkeypatch.setenv("TASKAPP_AUDIT_KEY", "weak")
    result = run()
    assert (result.exit_code, "TASKAPP_AUDIT_KEY quá yếu" in result.stderr) == (2, True)
    monkeypatch.setenv("TASKAPP_AUDIT_KEY", KEY)
    monkeypatch.setenv("TASKAPP_DATABASE_URL", "sqlite:////no/such/folder/a.db")
    assert run().exit_code == 2
