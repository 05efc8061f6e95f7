"""Shorthands of the tests of backups: an office with work and files, backups of it, places to restore them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from taskapp.admin.backups import rows
from taskapp.admin.backups.contents import Contents, Looking, walk
from taskapp.admin.backups.restoring import Restored, restore
from taskapp.admin.backups.taking import take
from taskapp.base import clock
from taskapp.base.db import db, prepare_engine, start_reading
from taskapp.base.settings import Settings
from taskapp.tasks import evidence
from taskapp.tasks.evidence import Upload
from taskapp.tasks.models import StoredFile
from tests.office import Office
from tests.tasks.making import Desk

KEY = "khoa-sao-luu-0123456789-abcdefghijklm"
PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


@dataclass
class Vault:
    """One office and the folder of its backups."""

    app: Flask
    office: Office
    folder: Path

    @property
    def settings(self) -> Settings:
        settings: Settings = self.app.extensions["taskapp"]
        return settings

    def work(self, tasks: int = 3, files: int = 2, now: datetime | None = None) -> None:
        """So many tasks in progress, and files of evidence."""
        moment = now or clock.now()
        with self.app.app_context():
            start_reading(False)
            desk = Desk(db.session(), self.office)
            made = [desk.in_progress(moment, content=f"Việc “số {number}”, \\n và 'nháy'") for number in range(tasks)]
            uploads = [Upload(f"ket-qua-{number}.pdf", io.BytesIO(PDF + bytes([number]))) for number in range(files)]
            keeping = evidence.kept(
                uploads, self.settings.files_dir, committee_id=self.office.committee_id, by_id=None, now=moment
            )
            with keeping as stored:
                for file in stored:
                    file.task_id = made[0].id
                db.session.add_all(stored)
                db.session.commit()

    def files(self) -> list[Path]:
        with self.app.app_context():
            keys = [row.key for row in db.session.query(StoredFile).order_by(StoredFile.id)]
        return [evidence.path_of(self.settings.files_dir, key) for key in keys]

    def take(self, name: str = "one.backup", key: str | None = None) -> Path:
        path = self.folder / name
        with self.app.app_context():
            take(db.engine, replace(self.settings, backup_key=key), path, program="0.1.0")
        return path

    def restore(self, path: Path, *, replace_all: bool = True, key: str | None = None) -> Restored:
        """Into the office's own database."""
        with self.app.app_context():
            db.session.remove()
            return restore(db.engine, replace(self.settings, backup_key=key), path, replace=replace_all)

    def digest(self) -> str:
        """Of all rows as the database has them now."""
        with self.app.app_context():
            return digest_of(db.engine)

    @contextmanager
    def elsewhere(self, url: str, name: str = "elsewhere") -> Iterator[tuple[Engine, Settings]]:
        """An empty database at this address, with a data directory of its own."""
        engine = create_engine(url)
        prepare_engine(engine)
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        yield engine, replace(self.settings, database_url=url, data_dir=folder)
        engine.dispose()


def looked_at(path: Path, key: str | None = None) -> Contents:
    """Gone through to its end."""
    return walk(path, key, Looking())


def digest_of(engine: Engine) -> str:
    with engine.connect() as connection:
        return rows.digest(dict(rows.sums(connection, rows.forms(connection))))
