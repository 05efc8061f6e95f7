"""Taking a backup: all rows of one moment, while others go on writing, then the files that they name.

What is on disk under the name asked for was written whole, read back and found right; until then it bears `.part`.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec
from sqlalchemy import Connection, Engine, column, table
from sqlalchemy.exc import DatabaseError

from taskapp.admin.backups import age, rows
from taskapp.admin.backups.container import PIECE, Writer
from taskapp.admin.backups.contents import BEGIN, END, FORMAT, Beginning, Contents, Ending, Looking, mark_of, walk
from taskapp.admin.backups.folder import PART
from taskapp.base import clock, migrate, storage
from taskapp.base.db import reading, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.tasks.evidence import path_of

KEYS = ("secret_key", "audit_key")  # as the program itself keeps them in the data directory
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Tell = Callable[[int, int], object]


def take(
    engine: Engine, settings: Settings, target: Path, *, program: str, tell: Tell = lambda _d, _a: None
) -> Contents:
    """Write a backup to `target`, read it back, and say what is in it; `tell` hears rows done and all rows.

    `program`: the version that writes it. Raises Refused when the file exists, the disk is full or cannot be written,
    the database is broken, or what was read back differs; then there is no such file.
    """
    if target.exists():
        raise Refused(_("Đã có tệp %(path)s: hãy đặt tên khác hoặc xóa tệp cũ.", path=str(target)))
    with _drafted(target) as (draft, file):
        _write(engine, settings, file, program, tell)
        file.flush()
        os.fsync(file.fileno())
        contents = walk(draft, settings.backup_key, Looking())
        _named(draft, target)
    return contents


@contextmanager
def _drafted(target: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """The file under its provisional name, ours alone; gone again when anything fails, and taken over after a crash."""
    draft = target.with_name(target.name + PART)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600), "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                file.truncate(0)
                yield draft, file
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
    except BlockingIOError as error:
        raise Refused(_("Một lệnh sao lưu khác đang ghi %(path)s: hãy chờ lệnh đó xong.", path=str(draft))) from error
    except OSError as error:
        raise Refused(_in_words(error, target.parent)) from error


def _in_words(error: OSError, folder: Path) -> str:
    if error.errno in _FULL:
        return _("Hết chỗ trên đĩa ở %(folder)s: dọn bớt hoặc chọn đĩa khác rồi sao lưu lại.", folder=str(folder))
    return _(
        "Không sao lưu được ở %(folder)s (%(reason)s). Kiểm tra thư mục, đĩa và quyền ghi của tài khoản chạy lệnh.",
        folder=str(folder),
        reason=error.strerror or str(error),
    )


def _named(draft: Path, target: Path) -> None:
    """Under its own name, and that on the disk."""
    draft.rename(target)
    file = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _write(engine: Engine, settings: Settings, file: IO[bytes], program: str, tell: Tell) -> None:
    anchors = list(_anchors(settings.anchor_dir))  # before the rows: what the anchor knows more would look like a loss
    sealing = age.Sealing(file, settings.backup_key) if settings.backup_key else None
    try:
        with _one_moment(engine) as connection:
            now = clock.now()
            writer = Writer(sealing or file, int(now.timestamp()))
            beginning = _beginning(connection, settings, program, now)
            writer.add(BEGIN, msgspec.json.encode(beginning))
            writer.close_list()
            for name, content in anchors:
                writer.add(f"anchor/{name}", content)
            if sealing is not None:  # in a file that anybody can read keys would open what they guard
                for name, path in kept_keys(settings):
                    writer.add(f"keys/{name}", path.read_bytes())
            sums = _write_rows(connection, writer, beginning.tables, tell)
            count, missing = _write_files(connection, writer, settings.files_dir)
    except DatabaseError as error:
        if storage.fault_of(error) is not storage.Fault.BROKEN:
            raise
        raise Refused(_broken(str(error.orig).splitlines()[0])) from error
    writer.add(END, msgspec.json.encode(Ending(sums, rows.digest(sums), count, tuple(missing))))
    writer.finish()
    if sealing is not None:
        sealing.close()


def _broken(wrong: str) -> str:
    return _(
        "Tệp cơ sở dữ liệu hỏng (%(wrong)s), nên không sao lưu được. Dừng dịch vụ, đổi tên tệp ấy cùng các tệp -wal, "
        "-shm bên cạnh để giữ lại, rồi chạy taskapp restore với bản sao lưu gần nhất.",
        wrong=wrong,
    )


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as of one moment, and keeps nobody from writing."""
    with reading(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            if wrong := storage.unsound(connection):
                raise Refused(_broken(wrong))
            yield connection


def _beginning(connection: Connection, settings: Settings, program: str, now: datetime) -> Beginning:
    revision = migrate.revision_of(connection)
    if revision is None:
        raise Refused(_("Chưa có cơ sở dữ liệu để sao lưu: hãy chạy taskapp init."))
    names = connection.scalars(unscoped(column("name")).select_from(table("committee")).order_by(column("id")))
    return Beginning(
        FORMAT,
        program,
        now.astimezone(UTC).isoformat(),
        revision,
        connection.dialect.name,
        tuple(names),
        tuple(rows.forms(connection)),
        {"secret_key": mark_of(settings.secret_key), "audit_key": " ".join(map(mark_of, settings.audit_keys))},
    )


def _anchors(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob("*.log")):
        content = path.read_bytes()
        if path.stem.isdecimal():
            yield path.name, content[: content.rfind(b"\n") + 1]


def kept_keys(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The keys that lie in the data directory and are in use: not those that the administrator keeps elsewhere."""
    in_use = {"secret_key": (settings.secret_key,), "audit_key": settings.audit_keys}
    for name in KEYS:
        path = settings.data_dir / name
        if path.is_file() and tuple(path.read_text(encoding="utf-8").split()) == in_use[name]:
            yield name, path


def _write_rows(
    connection: Connection, writer: Writer, forms: tuple[rows.Form, ...], tell: Tell
) -> dict[str, rows.Sum]:
    total = sum(rows.count(connection, form) for form in forms)
    sums = {}
    for form in forms:
        summing = rows.Summing()
        for number, part in enumerate(rows.read(connection, form), 1):
            lines = rows.lines_of(part)
            summing.add(lines, len(part))
            writer.add(f"rows/{form.name}/{number:06}.jsonl.gz", rows.packed(lines))
            tell(len(part), total)
        sums[form.name] = summing.sum()
    return sums


def _write_files(connection: Connection, writer: Writer, folder: Path) -> tuple[int, list[str]]:
    """The files that the rows name: how many were there, and the keys of those that were not, or not as they should."""
    count, missing = 0, []
    asked = unscoped(column("key"), column("sha256")).select_from(table("stored_file")).order_by(column("id"))
    with connection.execute(asked, execution_options={"stream_results": True}) as result:
        for key, sha256 in result:
            try:
                found = _write_file(writer, path_of(folder, key), f"files/{key[:2]}/{key}")
            except FileNotFoundError:
                missing.append(key)
                continue
            count += 1
            if found != sha256:
                missing.append(key)
    return count, missing


def _write_file(writer: Writer, path: Path, name: str) -> str:
    with path.open("rb") as file:
        return writer.add_pieces(name, os.fstat(file.fileno()).st_size, _pieces(file))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
