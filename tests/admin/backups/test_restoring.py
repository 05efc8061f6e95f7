"""Restoring: the same rows in either database, all or nothing, and no mail before a person says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from taskapp.admin.backups.container import Damaged
from taskapp.admin.backups.restoring import restore
from taskapp.admin.backups.taking import take
from taskapp.base import clock, heartbeat, migrate
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.outbox.contract import TEST
from taskapp.outbox.delivery import Counts
from taskapp.outbox.models import MessageState
from taskapp.people.models import Committee
from tests.admin.backups.vault import KEY, Vault, digest_of, looked_at
from tests.conftest import MONDAY, token_of
from tests.databases import create_database, drop_database
from tests.outbox.post import CHECKS, Post
from tests.smtp_server import SmtpServer
from tests.tasks.audit.record import Record

Clock = Callable[[datetime], None]
HOUR = timedelta(hours=1)
KINDS = dict.fromkeys(("note", TEST), CHECKS["note"])


def test_what_was_there_at_the_backup_is_there_again_and_nothing_later_and_nobody_is_signed_in(
    vault: Vault, client_of: Callable[[str], FlaskClient]
) -> None:
    vault.work()
    client = client_of("vanphong")
    before, files = vault.digest(), [path.read_bytes() for path in vault.files()]
    path = vault.take()
    vault.work(tasks=2)
    lost = vault.files()[0]
    lost.unlink()
    done = vault.restore(path)
    assert done.contents.ending.digest == before
    assert [path.read_bytes() for path in vault.files()] == files
    with vault.app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM task")).scalar_one() == 3
    vault.work(tasks=1)  # ids go on after those that came in
    assert client.get("/account").status_code == 302
    assert client_of("vanphong").get("/account").status_code == 200


def test_a_database_with_data_is_only_replaced_when_told_so(vault: Vault) -> None:
    path = vault.take()
    vault.work()
    before = vault.digest()
    with pytest.raises(Refused, match="chạy lại với --replace"):
        vault.restore(path, replace_all=False)
    assert vault.digest() == before


def test_tables_of_others_are_left_alone(vault: Vault, database_url: str, tmp_path: Path) -> None:
    path = vault.take()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    with vault.elsewhere(other) as (engine, settings):
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
        with pytest.raises(Refused, match="bảng của phần mềm khác"):
            restore(engine, settings, path, replace=True)
    with vault.app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (word VARCHAR(9))"))
        connection.execute(text("INSERT INTO theirs VALUES ('kept')"))
    vault.restore(vault.take("two.backup"))
    with vault.app.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT word FROM theirs")).scalar_one() == "kept"


def test_rows_go_from_either_database_to_the_other_and_back(
    vault: Vault, database_server: str | None, tmp_path: Path
) -> None:
    vault.work()
    before, path = vault.digest(), vault.take(key=KEY)
    small = f"sqlite:///{tmp_path / 'small.db'}"
    with vault.elsewhere(small) as (engine, given):
        settings = replace(given, backup_key=KEY)
        done = restore(engine, settings, path, replace=False)
        assert done.contents.ending.digest == before
        assert [f.name for f in sorted(settings.files_dir.glob("*/*"))] == sorted(f.name for f in vault.files())
        assert sum(_differing(vault, settings.data_dir / "files")) == 0
        again = vault.folder / "two.backup"
        take(engine, settings, again, program="0.1.0")
        moved = digest_of(engine)
    large = create_database(database_server) if database_server else f"sqlite:///{tmp_path / 'large.db'}"
    with vault.elsewhere(large, "large") as (engine, settings):
        restore(engine, replace(settings, backup_key=KEY), again, replace=False)
        assert looked_at(again, KEY).ending.digest == moved
        with engine.connect() as connection, Session(connection) as session:
            assert session.get_one(Committee, vault.office.committee_id).name == "UBND huyện Châu Thành"
    if database_server:
        drop_database(large)


def _differing(vault: Vault, folder: Path) -> list[bool]:
    return [path.read_bytes() != (folder / path.name[:2] / path.name).read_bytes() for path in vault.files()]


@pytest.mark.parametrize("at", [0.1, 0.9], ids=["in the beginning", "in the files"])
def test_a_damaged_backup_changes_nothing(vault: Vault, at: float) -> None:
    vault.work(files=1)
    path = vault.take()
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 4
    path.write_bytes(data)
    vault.files()[0].unlink()
    before = vault.digest()
    with pytest.raises(Damaged):
        vault.restore(path)
    assert vault.digest() == before
    assert [f for f in vault.settings.files_dir.glob("*/*") if f.is_file()] == []


def test_a_backup_of_an_older_form_is_upgraded(vault: Vault, database_url: str) -> None:
    vault.work()
    engine = create_engine(database_url)
    migrate.downgrade(engine, "0035_addresses_and_webhooks")
    engine.dispose()
    with vault.app.app_context():
        db.engine.dispose()
    path = vault.take()
    assert looked_at(path).beginning.revision == "0035_addresses_and_webhooks"
    with vault.app.app_context():
        migrate.upgrade(db.engine)
    vault.restore(path)
    with vault.app.app_context():
        assert migrate.is_current(db.engine)
    vault.work(tasks=1)


def test_a_backup_of_a_newer_form_is_refused_in_words(vault: Vault, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    path = vault.take()
    with engine.begin() as connection:
        command.stamp(migrate.config(connection), "head", purge=True)
    engine.dispose()
    before = vault.digest()
    with pytest.raises(Refused, match=r"9999_later, mới hơn chương trình này: hãy cài phiên bản .*0\.1\.0"):
        vault.restore(path)
    assert vault.digest() == before


def test_a_running_service_is_not_taken_its_database_away(vault: Vault, frozen_clock: Clock) -> None:
    path = vault.take()
    with vault.app.app_context():
        heartbeat.begin(db.session(), "deliver", "somebody", clock.now())
        db.session.commit()
    with pytest.raises(Refused, match="systemctl stop giaoviec"):
        vault.restore(path)
    frozen_clock(MONDAY + timedelta(minutes=2))
    assert vault.restore(path)


def test_the_record_is_still_whole_and_the_anchor_comes_along(vault: Vault) -> None:
    record = Record(vault.app, vault.office, vault.settings.anchor_dir, vault.settings.audit_keys)
    record.grow()
    record.seal()
    path = vault.take()
    record.grow()
    record.seal()  # what the anchor then knows more is lost with the database
    done = vault.restore(path)
    assert [note.split(":")[0] for note in done.notes] == ["Tệp cũ được giữ lại"]
    assert len(list(vault.settings.anchor_dir.glob("*.log.truoc-phuc-hoi-*"))) == 1
    assert record.seal() == 0
    found = record.verify()
    assert (found.rows, found.wrong, found.unsealed) == (3, 0, 0)


def test_mail_that_is_owed_waits_and_goes_out_as_the_same_mail(
    vault: Vault, post: Post, server: SmtpServer, client_of: Callable[[str], FlaskClient], frozen_clock: Clock
) -> None:
    owed, test = post.put("owed"), post.put("test", kind=TEST, to="test@chauthanh.example")
    path = vault.take()
    assert post.deliver(KINDS) == Counts(delivered=2)  # after the backup: the restored database does not know it
    first = {mail.message_id for mail in server.received}
    frozen_clock(MONDAY + HOUR)
    assert vault.restore(path).held == 2
    later = post.put("later")
    frozen_clock(MONDAY + 2 * HOUR)
    assert post.deliver(KINDS) == Counts()
    assert {post.message(number).state for number in (owed, test, later)} == {MessageState.WAITING}

    client = client_of("vanphong")
    page = client.get("/admin/mail/hold").get_data(as_text=True)
    assert "dữ liệu được phục hồi về lúc 09:00 ngày 02/03/2026" in page
    assert "Vì lúc 10:00 ngày 02/03/2026" in page
    assert "3 thư đang chờ" in page
    client.post("/admin/mail/hold/release", data={"csrf_token": token_of(client, "/admin/mail/hold")})
    assert post.deliver(KINDS) == Counts(delivered=3)
    again = [mail.message_id for mail in server.received]
    assert first < set(again)
    assert len(again) - len(set(again)) == 2, "what went out before is recognised as the same"
    assert "Giữ mọi thư sau khi phục hồi dữ liệu, 2 thư nợ từ bản sao lưu" in client.get("/admin/mail/hold").text


def test_mail_that_is_owed_can_be_given_up_as_a_whole(
    vault: Vault, post: Post, server: SmtpServer, client_of: Callable[[str], FlaskClient]
) -> None:
    made = [post.put(f"owed{number}") for number in range(3)]
    vault.restore(vault.take())
    client = client_of("quantri")
    data = {"csrf_token": token_of(client, "/admin/mail/hold"), "reason": "Đã gửi trước khi máy hỏng"}
    assert client.post("/admin/mail/hold/cancellation", data=data).status_code == 302
    assert {post.message(number).state for number in made} == {MessageState.CANCELLED}
    assert post.deliver(KINDS) == Counts()


def test_keys_of_an_encrypted_backup_come_back_and_others_are_told(vault: Vault, app: Flask, tmp_path: Path) -> None:
    data_dir = vault.settings.data_dir
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "secret_key").write_text(vault.settings.secret_key, encoding="ascii")
    sealed, plain = vault.take("sealed.backup", KEY), vault.take("plain.backup")
    for name, path, expected in (("a", sealed, True), ("b", plain, False)):
        with vault.elsewhere(f"sqlite:///{tmp_path / name}.db", name) as (engine, settings):
            fresh = replace(settings, backup_key=KEY, secret_key="new-one-0123456789-abcdefghijklmnop")
            (settings.data_dir / "secret_key").write_text(fresh.secret_key, encoding="ascii")
            done = restore(engine, fresh, path, replace=False)
            kept = (settings.data_dir / "secret_key").read_text(encoding="ascii")
            assert (kept == vault.settings.secret_key) is expected
            assert any("TASKAPP_SECRET_KEY" in note for note in done.notes) is not expected
