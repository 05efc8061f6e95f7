"""Taking a backup: all or nothing on the disk, nothing that was changed passes for whole, no secret in the clear."""

from __future__ import annotations

import fcntl
import tarfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from taskapp.admin.backups import folder, taking
from taskapp.admin.backups.container import Damaged
from taskapp.admin.doctor import examine
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from tests.admin.backups.vault import KEY, PDF, Vault, looked_at
from tests.conftest import MONDAY
from tests.faults.disks import files_up_to
from tests.faults.scale import SCALE, SEED

FLIPS = 100 * SCALE


def test_a_backup_tells_what_is_in_it_and_any_tar_reads_it(vault: Vault) -> None:
    vault.work()
    path = vault.take()
    contents = looked_at(path)
    assert contents.beginning.committees == ("UBND huyện Châu Thành",)
    assert (contents.ending.files, contents.ending.missing) == (2, ())
    assert contents.ending.tables["task"].rows == 3
    assert contents.ending.digest == vault.digest()
    assert path.stat().st_mode & 0o777 == 0o600
    with tarfile.open(path) as archive:
        names = archive.getnames()
        assert PDF in {archive.extractfile(name).read()[:-1] for name in names if name.startswith("files/")}  # type: ignore[union-attr]
    assert names[0] == "BEGIN.json"
    assert not [name for name in names if name.startswith("keys/")]


def test_encrypted_it_holds_the_keys_too_and_shows_nothing(vault: Vault) -> None:
    vault.work()
    vault.settings.data_dir.mkdir(parents=True, exist_ok=True)
    (vault.settings.data_dir / "secret_key").write_text(vault.settings.secret_key, encoding="ascii")
    data = vault.take(key=KEY).read_bytes()
    assert data.startswith(b"age-encryption.org/v1\n")
    assert not [word for word in (PDF[:20], b"BEGIN.json", vault.settings.secret_key.encode()) if word in data]
    with pytest.raises(Refused, match="được mã hóa: hãy đặt TASKAPP_BACKUP_KEY"):
        looked_at(vault.folder / "one.backup")
    with pytest.raises(Refused, match="không mở được"):
        looked_at(vault.folder / "one.backup", KEY + "x")
    assert looked_at(vault.folder / "one.backup", KEY).is_encrypted


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_every_bit_that_differs_is_found_and_so_is_a_missing_end(vault: Vault, key: str | None) -> None:
    vault.work(tasks=1, files=1)
    path = vault.take(key=key)
    data, random = path.read_bytes(), Random(SEED)
    passed = []
    for at in random.sample(range(len(data) * 8), FLIPS):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        path.write_bytes(changed)
        with suppress(Refused):
            looked_at(path, key)
            passed.append(at)
    assert passed == []
    for length in {0, 1, 511, len(data) - 1, len(data) - 1024, *random.sample(range(len(data)), 20)}:
        path.write_bytes(data[:length])
        with pytest.raises(Refused):
            looked_at(path, key)
    path.write_bytes(data + b"\0")
    with pytest.raises(Damaged):
        looked_at(path, key)


def test_damage_is_named(vault: Vault) -> None:
    vault.work()
    path = vault.take()
    data = path.read_bytes()
    at = data.index(PDF)
    path.write_bytes(data[:at] + b"X" + data[at + 1 :])
    with pytest.raises(Damaged, match=r"ở: files/[0-9a-f]{2}/[0-9a-f]{32}\."):
        looked_at(path)
    path.write_bytes(PDF * 200)
    with pytest.raises(Damaged, match="không phải bản sao lưu"):
        looked_at(path)


def test_a_file_that_was_lost_or_changed_before_is_said_and_stops_nothing(vault: Vault) -> None:
    vault.work(files=3)
    lost, changed, _whole = vault.files()
    lost.unlink()
    changed.write_bytes(b"%PDF-x")
    contents = looked_at(vault.take())
    assert contents.ending.files == 2
    assert contents.ending.missing == (lost.name, changed.name)


def test_an_old_backup_is_never_written_over(vault: Vault) -> None:
    before = vault.take().read_bytes()
    with pytest.raises(Refused, match="Đã có tệp"):
        vault.take()
    assert (vault.folder / "one.backup").read_bytes() == before


def test_a_full_disk_is_said_and_leaves_nothing(vault: Vault) -> None:
    vault.work()
    with files_up_to(60_000), pytest.raises(Refused, match="Hết chỗ trên đĩa"):
        vault.take()
    assert list(vault.folder.iterdir()) == []
    with pytest.raises(Refused, match="Không sao lưu được ở"):
        vault.take("nowhere/one.backup")


def test_what_cannot_be_read_back_is_no_backup(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "walk", lambda *_args: (_ for _ in ()).throw(Damaged("rows/task")))
    with pytest.raises(Damaged):
        vault.take()
    assert list(vault.folder.iterdir()) == []


def test_two_commands_do_not_write_one_file_and_a_dead_one_is_taken_over(vault: Vault) -> None:
    draft = vault.folder / "one.backup.part"
    draft.write_bytes(b"left by a command that was killed")
    with draft.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="Một lệnh sao lưu khác"):
            vault.take()
    assert looked_at(vault.take())
    assert not draft.exists()


def test_a_broken_database_is_said_to_be_broken(vault: Vault, database_url: str, tmp_path: Path) -> None:
    if not database_url.startswith("sqlite"):
        return  # PostgreSQL has checksums of its own
    path = Path(make_url(database_url).database or "")
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    for page in range(2, len(data) // size):
        data[page * size : page * size + 64] = bytes(64)
    broken = tmp_path / "broken.db"
    broken.write_bytes(data)
    engine = create_engine(f"sqlite:///{broken}")
    with pytest.raises(Refused, match=r"Tệp cơ sở dữ liệu hỏng .* đổi tên tệp .* taskapp restore"):
        taking.take(engine, vault.settings, vault.folder / "x.backup", program="0.1.0")
    engine.dispose()


def test_a_folder_keeps_the_newest(vault: Vault) -> None:
    made = [vault.take(folder.name_at(MONDAY + timedelta(days=day))) for day in range(4)]
    (vault.folder / "khac.txt").write_text("not ours", encoding="utf-8")
    (vault.folder / (made[0].name + folder.PART)).write_bytes(b"left")
    assert folder.prune(vault.folder, 2) == 2
    assert sorted(path.name for path in vault.folder.iterdir()) == [made[2].name, made[3].name, "khac.txt"]
    assert folder.newest_at(vault.folder) == MONDAY + timedelta(days=3)


def test_the_doctor_says_how_old_the_newest_is_and_what_to_do(vault: Vault, frozen_clock: object) -> None:
    settings = replace(vault.settings, backup_dir=vault.folder, backup_key=KEY)
    settings.data_dir.mkdir(parents=True, exist_ok=True)

    def said() -> tuple[bool, str]:
        with vault.app.app_context():
            found = {finding.name: finding for finding in examine(db.session(), settings)}["Sao lưu"]
        return found.is_ok, found.text

    assert said()[0] is False
    assert "chưa có bản nào" in said()[1]
    vault.take(folder.name_at(clock.now()), key=KEY)
    assert said() == (True, "1 bản, mới nhất 0 giờ trước")
    clock.freeze(MONDAY + timedelta(hours=50))
    assert said()[0] is False
    assert "bản mới nhất đã 50 giờ: chạy taskapp backup" in said()[1]
    vault.take(folder.name_at(clock.now()), key=KEY + "other")
    assert "không mở được" in said()[1]
