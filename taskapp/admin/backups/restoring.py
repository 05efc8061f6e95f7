"""Restoring: all or nothing in the database, files beside it, and no mail before somebody says so."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, column, delete, func, inspect, table, text
from sqlalchemy.orm import Session

from taskapp.admin.backups import rows
from taskapp.admin.backups.beside import Beside
from taskapp.admin.backups.contents import Beginning, Contents, Tell, walk
from taskapp.admin.backups.rebuilding import count_on, empty, put_back, strip
from taskapp.base import clock, heartbeat, migrate
from taskapp.base.db import UTCDateTime, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import floods
from taskapp.people.models import Committee, SignInSession


@dataclass(frozen=True)
class Restored:
    """What came back: `held` messages wait for a person, `notes` say what else is to be done."""

    contents: Contents
    held: int
    notes: tuple[str, ...]


def restore(
    engine: Engine, settings: Settings, path: Path, *, replace: bool, tell: Tell = lambda _read: None
) -> Restored:
    """Put a backup into the database in one transaction, upgrade it, hold all mail that is owed, put the files back.

    `tell` hears bytes read. Raises Refused when the database is not empty (unless `replace`) or in use, the backup is
    damaged, encrypted with another key or of a newer version, or what came in differs from it: then all is as before.
    Commits.
    """
    beside = Beside(settings)
    try:
        with migrate.rebuilding(engine) as connection:
            _refuse_in_use(connection, replace=replace)
            filling = _Filling(connection, beside)
            contents = walk(path, settings.backup_key, filling, tell)
            filling.finish(contents)
            os.sync()  # files lie on the disk before rows name them
            held = _after(connection, datetime.fromisoformat(contents.beginning.made_at))
    except BaseException:
        beside.drop()
        raise
    _settle(engine)
    notes = beside.settle(contents)
    return Restored(contents, held, tuple(notes))


def _refuse_in_use(connection: Connection, *, replace: bool) -> None:
    tables = inspect(connection).get_table_names()
    if tables and rows.NOT_COPIED not in tables:
        raise Refused(_("Cơ sở dữ liệu này có bảng của phần mềm khác: hãy dùng một cơ sở dữ liệu trống."))
    if "committee" in tables and not replace and _only(connection, func.count(), "committee"):
        raise Refused(
            _("Cơ sở dữ liệu này đã có dữ liệu. Muốn thay toàn bộ bằng bản sao lưu thì chạy lại với --replace.")
        )
    if "heartbeat" not in tables:
        return
    last = _only(connection, func.max(column("started_at"), type_=UTCDateTime()), "heartbeat")
    if last is not None and abs(clock.database_now(Session(connection)) - last) <= heartbeat.DEAD_AFTER:
        raise Refused(
            _(
                "Dịch vụ đang chạy với cơ sở dữ liệu này: dừng nó trên mọi máy (systemctl stop giaoviec), "
                "chờ 90 giây rồi phục hồi."
            )
        )


def _only(connection: Connection, asked: Any, name: str) -> Any:
    return connection.execute(unscoped(asked).select_from(table(name))).scalar()


class _Filling:
    """Rows into tables, everything else beside."""

    def __init__(self, connection: Connection, beside: Beside) -> None:
        self._connection = connection
        self._put_back: list[str] = []
        self.file, self.aside = beside.file, beside.aside

    def begin(self, beginning: Beginning) -> None:
        connection = self._connection
        if not migrate.is_known(beginning.revision):
            raise Refused(
                _(
                    "Bản sao lưu có cấu trúc bảng %(revision)s, mới hơn chương trình này: hãy cài phiên bản đã lập nó "
                    "(%(program)s) hoặc mới hơn.",
                    revision=beginning.revision,
                    program=beginning.program,
                )
            )
        empty(connection, beginning.tables)
        command.upgrade(migrate.config(connection), beginning.revision)
        if tuple(rows.forms(connection)) != beginning.tables:
            raise Refused(
                _(
                    "Các bảng của bản sao lưu không giống các bảng của phiên bản %(revision)s: hãy dùng đúng chương "
                    "trình đã lập nó (%(program)s).",
                    revision=beginning.revision,
                    program=beginning.program,
                )
            )
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL timezone = 'UTC'"))  # as instants are written in the rows
        self._put_back = strip(connection, beginning.tables)

    def rows(self, form: rows.Form, part: Sequence[rows.Values]) -> None:
        rows.write(self._connection, form, part)

    def finish(self, contents: Contents) -> None:
        """All that holds in the database holds again, its rows are those of the backup, its form the newest."""
        put_back(self._connection, self._put_back)
        count_on(self._connection, contents.beginning.tables)
        found = dict(rows.sums(self._connection, contents.beginning.tables))
        wrong = [name for name in sorted(found) if found[name] != contents.ending.tables.get(name)]
        if wrong or rows.digest(found) != contents.ending.digest:
            raise Refused(
                _(
                    "Các dòng đọc lại khác bản sao lưu (%(tables)s), nên không gì được ghi. Hãy báo người phát triển, "
                    "kèm bản sao lưu.",
                    tables=", ".join(wrong),
                )
            )
        command.upgrade(migrate.config(self._connection), "head")


def _after(connection: Connection, made_at: datetime) -> int:
    """Nobody stays signed in, nothing counts as running, no mail goes out; how many messages are held."""
    session = Session(connection)
    session.execute(delete(SignInSession))
    session.execute(delete(heartbeat.Heartbeat))
    committees = session.scalars(unscoped(Committee.id).order_by(Committee.id)).all()
    held = floods.hold_restored(session, committees, backup_at=made_at, now=clock.database_now(session))
    session.flush()
    return held


def _settle(engine: Engine) -> None:
    """Let the database tidy up after so much at once; outside any transaction."""
    raw: Any = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            raw.driver_connection.autocommit = True
        cursor = raw.cursor()
        cursor.execute("ANALYZE" if engine.dialect.name == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.invalidate()
