"""How many reminders one process sends a second: `python -m tests.bench.delivery [MAILS]`, SQLite or TEST_DATABASE_URL.

Real tasks are assigned through the product, planned, checked, rendered, kept and sent to a local server that takes
everything. On SQLite every commit reaches the disk (synchronous=FULL), in PostgreSQL as its server is set up.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.base.settings import ROOT, Settings
from taskapp.outbox import floods
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.transport import open_transport
from taskapp.people.models import Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.reminders.check import checks
from taskapp.reminders.fill import fill_reminders
from tests.conftest import make_settings
from tests.databases import create_database, drop_database
from tests.office import Office, build_office
from tests.tasks.making import Desk

MAILS = 1000
MOST_A_HEAD = 10
FOLDER_NAME = "bench-delivery-"


def main(mails: int) -> None:
    """Print what was sent, the pace, and what it cost."""
    with tempfile.TemporaryDirectory(prefix=FOLDER_NAME) as folder, _database(Path(folder)) as url, _sink() as sink:
        settings = replace(make_settings(url, Path(folder)), smtp_url=f"smtp://127.0.0.1:{_said(sink)}")
        app = create_app(settings)
        with app.app_context():
            migrate.upgrade(db.engine)
            build_office(db.session)
            db.session.commit()
            _assign(db.session(), mails)
            floods.FLOOR = mails  # a flood, and wanted
            planned = _plan(db.session())
            _measure(db.session(), settings, planned, sink)
            db.session.remove()
            db.engine.dispose()


def _assign(session: Session, mails: int) -> None:
    """As many tasks, each told to the head of its unit at once."""
    desk = Desk(session, Office.load(session))
    now = clock.now()
    units = _units(session, desk.unit("tp"), mails // MOST_A_HEAD + 1)
    due_on = clock.local_day(now, "Asia/Ho_Chi_Minh") + timedelta(days=2)
    for number in range(mails):
        content = f"Báo cáo kết quả theo dõi tình hình thi hành pháp luật năm 2026, phần {number}"
        desk.task(now, content=content, leads=[units[number % len(units)]], due_on=due_on)
        if number % 100 == 99:
            session.commit()
    session.commit()


def _units(session: Session, like: Unit, count: int) -> list[Unit]:
    """So many units, each with a head of its own: nobody gets more than a few letters at once on one day."""
    made = []
    for number in range(count):
        name, committee_id = f"b{number}", like.committee_id
        unit = Unit(committee_id=committee_id, kind=like.kind, code=name, name=f"Phòng {number}", search_key=name)
        unit.parent_id = like.parent_id
        session.add(unit)
        session.flush()
        head = Person(committee_id=committee_id, unit_id=unit.id, username=name, full_name=f"Nguyễn Thị Ánh {number}")
        head.sort_key = head.search_key = name
        head.email, head.created_at = f"{name}@chauthanh.example", clock.now()
        head.roles.append(RoleHeld(committee_id=committee_id, unit_id=unit.id, role=Role.UNIT_HEAD))
        session.add(head)
        made.append(unit)
    session.flush()
    return made


def _plan(session: Session) -> int:
    began = time.perf_counter()
    filled = fill_reminders(session, clock.database_now(session))
    session.commit()
    print(f"planned {filled.owed} reminders in {filled.planned} mails, {time.perf_counter() - began:.1f} s")
    return filled.planned


def _measure(session: Session, settings: Settings, planned: int, sink: subprocess.Popen[str]) -> None:
    before, began, cpu = _taken(sink), time.perf_counter(), _cpu()
    transport = open_transport(settings)
    while deliver_due(session, checks(settings), transport, owner="bench", settings=settings).total:
        pass
    transport.close()
    seconds, used = time.perf_counter() - began, _cpu() - cpu
    sent = _taken(sink) - before
    kind = session.get_bind().dialect.name
    pace = f"{sent} of {planned} mails in {seconds:.1f} s = {sent / seconds:.0f} mails/s"
    print(f"{kind}: {pace}, {1000 * used / sent:.2f} ms CPU a mail")


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    url = create_database(server)
    yield url
    drop_database(url)


@contextmanager
def _sink() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.bench.sink"]
    sink = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield sink
    finally:
        sink.kill()
        sink.communicate()


def _said(sink: subprocess.Popen[str]) -> str:
    assert sink.stdout is not None
    return sink.stdout.readline().strip()


def _taken(sink: subprocess.Popen[str]) -> int:
    assert sink.stdin is not None
    sink.stdin.write("\n")
    sink.stdin.flush()
    return int(_said(sink))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MAILS)
