"""How long backup, check and restore of a large office take: `python -m tests.bench.backups [tasks] [files]`.

On SQLite, or on the PostgreSQL of TEST_DATABASE_URL. Adds files of evidence of 100 KB each to a large office, and
runs the commands as an administrator does, encrypted. The restore goes to a new SQLite file. Prints the time by the
clock, the processor time and the most memory of each.
"""

from __future__ import annotations

import hashlib
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import insert

from taskapp.base import clock
from taskapp.base.db import db, start_reading
from taskapp.base.settings import Settings
from taskapp.people.models import Committee
from taskapp.tasks.evidence import path_of
from taskapp.tasks.models import StoredFile, Task
from tests.bench.office import large_office

SIZE = 100_000
TASKAPP = Path(sys.executable).with_name("taskapp")


def main(tasks: int, files: int) -> None:
    """Fill, back up, check, restore."""
    with large_office(tasks) as app, tempfile.TemporaryDirectory() as folder:
        with app.app_context():
            start_reading(False)
            _add_files(app, files)
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        key = {"TASKAPP_BACKUP_KEY": secrets.token_urlsafe(48)}
        path = str(Path(folder, "office.backup"))
        _run("backup", "backup", path, **key)
        print(f"size: {Path(path).stat().st_size / 1024**2:.1f} MiB", flush=True)
        _run("check", "backup", "--check", path, **key)
        _run("restore", "restore", path, **key, TASKAPP_DATABASE_URL="", TASKAPP_DATA_DIR=str(Path(folder, "new")))


def _add_files(app: Flask, count: int) -> None:
    settings: Settings = app.extensions["taskapp"]
    committee, task = db.session.query(Committee.id).limit(1).scalar(), db.session.query(Task.id).limit(1).scalar()
    now, rows = clock.now(), []
    for number in range(count):
        key = secrets.token_hex(16)
        path = path_of(settings.files_dir, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(SIZE))
        rows.append({"committee_id": committee, "task_id": task, "key": key, "name": f"{number}.pdf", "size": SIZE})
        rows[-1] |= {"media_type": "application/pdf", "sha256": _sum(path), "stored_at": now}
    if rows:
        db.session.execute(insert(StoredFile), rows)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(name: str, *words: str, **environment: str) -> None:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([TASKAPP, *words], env=os.environ | environment, text=True, capture_output=True, check=False)
    seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = after.ru_maxrss / 1024  # of the largest so far
    print(f"{name}: {seconds:.1f} s, {used:.1f} s of processor time, at most {memory:.0f} MiB", flush=True)
    print(done.stdout, done.stderr, flush=True)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [100_000, 200][len(given) :]))
