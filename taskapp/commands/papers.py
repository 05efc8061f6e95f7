"""Commands that take registers in and write reports; the working calendar."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
from flask import Flask

from taskapp.base import clock
from taskapp.base.console import Day
from taskapp.base.db import db, unscoped
from taskapp.commands.opening import committee, session, settings_of, with_app
from taskapp.commands.telling import tell
from taskapp.directives.registers import importing
from taskapp.people.models import Committee
from taskapp.people.setup import first_administrator
from taskapp.reports import commands as reports
from taskapp.reports.asking import Asked
from taskapp.reports.ontime import Basis
from taskapp.reports.slices import Dimension
from taskapp.workdays import calendars, commands


@click.command("import-tasks")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.option("--create-units", is_flag=True, help="Tạo các đơn vị chưa có.")
@click.option("--update", is_flag=True, help="Áp dụng ngày khác của những việc đã có.")
@click.option("--json", "as_json", is_flag=True)
@with_app
def import_tasks(app: Flask, *, file: Path, dry_run: bool, create_units: bool, update: bool, as_json: bool) -> None:
    """Nhập sổ theo dõi nhiệm vụ (.xlsx, .ods, .csv); tất cả hoặc không dòng nào."""
    now = clock.database_now(session())
    committee = _committee_for_import(app, now)
    choice = {"dry_run": dry_run, "create_units": create_units, "update": update}
    try:
        outcome = importing.import_file(session(), committee, file, by=None, now=now, **choice)
    except importing.ImportRefused as error:
        if as_json:
            tell(error.result)
        else:
            click.echo(importing.summary(error.result))
        raise
    if dry_run:
        db.session.rollback()
    if as_json:
        tell(outcome)
    else:
        click.echo(importing.summary(outcome))
    if dry_run and outcome["problems"]:
        raise SystemExit(1)  # as the import would be refused


def _committee_for_import(app: Flask, now: datetime) -> Committee:
    """The committee; in an empty database one is made, and stays only if the import does."""
    if not session().scalars(unscoped(Committee).limit(1)).first():
        first_administrator(session(), committee_name="Ủy ban nhân dân", timezone=settings_of(app).timezone, now=now)
        calendars.ship(session(), committee().id, now=now)
    return committee()


def _one_of(words: type[StrEnum]) -> click.Choice[Any]:
    return click.Choice([*words], case_sensitive=False)


@click.command()
@click.argument("kind", type=click.Choice(reports.KINDS))
@click.option("--from", "first", type=Day(), required=True, help="Ngày đầu kỳ.")
@click.option("--to", "last", type=Day(), required=True, help="Ngày cuối kỳ.")
@click.option("--as-of", default="", help="Số liệu như đã biết tại thời điểm này (ISO).")
@click.option("--unit", default="", help="Chỉ đơn vị này và cấp dưới.")
@click.option("--by", type=_one_of(Dimension), default=Dimension.UNIT, show_default=True, help="Mỗi dòng là gì.")
@click.option("--basis", type=_one_of(Basis), default=Basis.CURRENT, show_default=True, help="Hạn dùng để tính.")
@click.option("--format", "form", type=click.Choice(reports.FORMATS), default="json", show_default=True)
@click.option("-o", "output", type=click.Path(path_type=Path), default=None, help="Tệp kết quả.")
@with_app
def report(app: Flask, *, kind: str, form: str, unit: str, output: Path | None, **asked: Any) -> None:
    """Báo cáo theo mẫu: summary (A), overdue (B), due-soon (C), undated (D), people (E)."""
    if form != "json" and output is None:
        raise click.UsageError(f"{kind}: --format {form} cần -o TỆP.{form}")
    wanted = reports.Wanted(kind, form, Asked(**asked), unit, settings_of(app).data_dir)
    made = reports.write(session(), committee(), wanted, now=clock.database_now(session()))
    if output is not None:
        output.write_bytes(made)
    else:
        click.echo(made.decode(), nl=False)


@click.group()
def calendar() -> None:
    """Lịch làm việc."""


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_app
def calendar_import(_app: Flask, file: Path) -> None:
    """Nhập quyết định nghỉ lễ, làm bù từ tệp CSV (ngày, loại, ghi chú, quyết định)."""
    now = clock.database_now(session())
    count = commands.import_csv(session(), committee().id, file.read_bytes(), by_id=None, now=now)
    click.echo(f"Đã ghi {count} ngày.")


@calendar.command("check")
@click.argument("start", type=Day())
@click.argument("count", type=int)
@with_app
def calendar_check(_app: Flask, start: date, count: int) -> None:
    """N ngày làm việc kể từ ngày START là ngày nào, qua những ngày nghỉ nào."""
    click.echo(commands.check_text(commands.check(session(), committee().id, start, count)))
