"""Commands that serve and remind."""

from __future__ import annotations

import sys
import uuid
from dataclasses import asdict
from datetime import datetime

import click
from flask import Flask

from taskapp import scheduler as ticking
from taskapp import serve as serving
from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.console import Moment
from taskapp.base.db import db
from taskapp.commands.opening import committee, log_to_stderr, session, settings_of, with_app
from taskapp.commands.telling import as_json_text, tell
from taskapp.reminders import practice, simulation
from taskapp.reminders import round as reminder_round


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Số tiến trình web; mặc định bằng số nhân.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Chạy máy chủ web và bộ nhắc việc."""
    log_to_stderr()
    app = create_app()
    with app.app_context():
        migrate.upgrade(db.engine)
        db.engine.dispose()
    raise SystemExit(serving.serve(app, host=host, port=port, workers=workers))


@click.command()
def scheduler() -> None:
    """Chỉ chạy bộ nhắc việc (thêm máy)."""
    log_to_stderr()
    raise SystemExit(ticking.run(create_app()))


@click.command()
@click.option("--at", type=Moment(), default=None, help="Thời điểm lập kế hoạch, mặc định bây giờ.")
@click.option("--dry-run", is_flag=True, help="Chỉ đếm, không gửi.")
@click.option("--json", "as_json", is_flag=True)
@with_app
def remind(app: Flask, at: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Một vòng lập kế hoạch và gửi thư nhắc."""
    moment = at or clock.database_now(session())
    outcome = reminder_round.play(session(), settings_of(app), owner=str(uuid.uuid4()), at=moment, dry_run=dry_run)
    if as_json:
        tell(outcome)
    else:
        click.echo(" · ".join(f"{name}: {count}" for name, count in outcome.items()))


@click.command()
@click.option("--years", type=click.IntRange(2, 1000), default=30, show_default=True, help="Số năm mô phỏng.")
@click.option("--officers", type=click.IntRange(1, 5000), default=40, show_default=True, help="Số cán bộ.")
@click.option("--tasks", type=click.IntRange(1, 100_000), default=1200, show_default=True, help="Số việc mỗi năm.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số này thì cùng kết quả.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@with_app
def simulate(_app: Flask, years: int, officers: int, tasks: int, seed: int, as_json: bool) -> None:
    """Diễn tập các cách nhắc việc trên một cơ quan mô phỏng: mô hình, không phải bằng chứng (docs/simulation.md)."""
    office = simulation.Office(officers, tasks)
    with click.progressbar(length=years, label="Đang mô phỏng", file=sys.stderr) as bar:
        found = practice.run(session(), committee(), office, years=years, seed=seed, tell=lambda _done: bar.update(1))
    click.echo(as_json_text([asdict(each) for each in found]) if as_json else practice.table(found))
