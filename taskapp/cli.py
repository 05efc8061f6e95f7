"""The command line, one command over one function. Exit code 0 done, 1 refused (reason on stderr), 2 wrong usage."""

from __future__ import annotations

import json
import logging
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from functools import update_wrapper
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from taskapp.admin.doctor import examine
from taskapp.app import create_app
from taskapp.base import clock, migrate
from taskapp.base.console import Day, Moment
from taskapp.base.db import db, start_reading, unscoped
from taskapp.base.errors import Refused
from taskapp.base.settings import Settings, SettingsError
from taskapp.demo.office import load as load_demo
from taskapp.demo.office import refresh as refresh_demo
from taskapp.directives import importing
from taskapp.people.accounts import make_link
from taskapp.people.models import Committee
from taskapp.people.queries import person_for_sign_in
from taskapp.people.setup import first_administrator
from taskapp.reminders import practice, simulation
from taskapp.reminders import round as reminder_round
from taskapp.reports import commands as reports
from taskapp.reports.asking import Asked
from taskapp.reports.ontime import Basis
from taskapp.reports.slices import Dimension
from taskapp.workdays import calendars, commands


class _Group(click.Group):
    """Turns a refusal into its sentence and exit code 1, never into a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            _refuse(str(error))
        except Refused as error:
            _refuse(error.reason)
        except OverflowError:
            _refuse("Ngày hoặc số nằm ngoài khoảng tính được.")
        except OSError as error:
            _refuse(f"Không đọc hoặc ghi được tệp: {error}")
        except SQLAlchemyError as error:
            _refuse(f"Cơ sở dữ liệu: {str(error).splitlines()[0]}")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="taskapp")
def cli() -> None:
    """Giao Việc: giao nhiệm vụ, theo dõi thời hạn, nhắc việc. Mỗi lệnh có --help."""


def main() -> None:
    """Entry point of `taskapp`."""
    cli(prog_name="taskapp")


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)


@contextmanager
def _opened() -> Iterator[Flask]:
    """The application in its context; its connections are closed at the end."""
    app = create_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run the command inside the application, on a database of the newest form; commits at the end."""

    def run(*args: Any, **kwargs: Any) -> Any:
        with _opened() as app:
            start_reading(False)
            migrate.upgrade(db.engine)
            done = command(app, *args, **kwargs)
            db.session.commit()
            return done

    return update_wrapper(run, command)


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def _settings(app: Flask) -> Settings:
    settings: Settings = app.extensions["taskapp"]
    return settings


def _session() -> Session:
    return db.session()


def _committee() -> Committee:
    found = _session().scalars(unscoped(Committee).order_by(Committee.id)).all()
    if not found:
        raise Refused("Chưa có cơ quan nào. Hãy chạy: taskapp init --name 'UBND …' (hoặc taskapp demo để dùng thử).")
    if len(found) > 1:
        raise Refused("Có nhiều cơ quan trong cơ sở dữ liệu; lệnh này hiện chỉ chạy khi có một cơ quan.")
    only: Committee = found[0]
    return only


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _print(data: Any) -> None:
    click.echo(_json(data))


@cli.command()
@click.option("--name", default="Ủy ban nhân dân", show_default=True, help="Tên cơ quan giao việc.")
@click.option("--place", default="", help="Địa danh ghi trên văn bản, ví dụ Châu Thành.")
@click.option("--email", default="", help="Thư điện tử của quản trị viên đầu tiên.")
@_with_app
def init(app: Flask, name: str, place: str, email: str) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; quản trị viên đầu tiên đặt mật khẩu bằng liên kết dùng một lần."""
    now = clock.database_now(_session())
    settings = _settings(app)
    made = first_administrator(
        _session(), committee_name=name, place=place, timezone=settings.timezone, email=email, now=now
    )
    calendars.ship(_session(), _committee().id, now=now)
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")
    if made:
        person, token = made
        click.echo(f"Tài khoản quản trị: {person.username}. Mở liên kết này trong 72 giờ để đặt mật khẩu:")
        click.echo(f"{settings.base_url}/password/{token}")


@cli.command()
@click.argument("username")
@_with_app
def link(app: Flask, username: str) -> None:
    """Tạo liên kết dùng một lần để đặt lại mật khẩu cho USERNAME (khi quản trị viên duy nhất quên mật khẩu)."""
    person = person_for_sign_in(_session(), _committee(), username)
    if person is None:
        raise Refused(f"Không có tài khoản {username}.")
    token = make_link(_session(), person, by=None, now=clock.database_now(_session()))
    click.echo(f"{_settings(app).base_url}/password/{token}")


@cli.command()
@click.option("--refresh", is_flag=True, help="Dời các việc đang mở của cơ quan mẫu về hôm nay.")
@_with_app
def demo(app: Flask, refresh: bool) -> None:
    """Nạp cơ quan mẫu: huyện Châu Thành năm 2021 (mật khẩu mọi tài khoản mẫu: demo)."""
    if not _settings(app).is_demo:
        click.echo("Chú ý: mật khẩu của cơ quan mẫu ai cũng biết, không dùng cho hệ thống thật.", err=True)
    now = clock.database_now(_session())
    if refresh:
        click.echo(refresh_demo(_session(), now=now))
    else:
        click.echo(load_demo(_session(), now=now))


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=None, type=click.IntRange(1, 64), help="Số tiến trình web; mặc định bằng số nhân.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Chạy máy chủ web và bộ nhắc việc."""
    from taskapp.serve import serve as run

    _log_to_stderr()
    app = create_app()
    with app.app_context():
        migrate.upgrade(db.engine)
        db.engine.dispose()
    raise SystemExit(run(app, host=host, port=port, workers=workers))


@cli.command()
def scheduler() -> None:
    """Chỉ chạy bộ nhắc việc (thêm máy)."""
    from taskapp.scheduler import run

    _log_to_stderr()
    raise SystemExit(run(create_app()))


@cli.command()
@click.option("--at", type=Moment(), default=None, help="Thời điểm lập kế hoạch, mặc định bây giờ.")
@click.option("--dry-run", is_flag=True, help="Chỉ đếm, không gửi.")
@click.option("--json", "as_json", is_flag=True)
@_with_app
def remind(app: Flask, at: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Một vòng lập kế hoạch và gửi thư nhắc."""
    moment = at or clock.database_now(_session())
    outcome = reminder_round.play(_session(), _settings(app), owner=str(uuid.uuid4()), at=moment, dry_run=dry_run)
    if as_json:
        _print(outcome)
    else:
        click.echo(" · ".join(f"{name}: {count}" for name, count in outcome.items()))


@cli.command("import-tasks")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.option("--create-units", is_flag=True, help="Tạo các đơn vị chưa có.")
@click.option("--update", is_flag=True, help="Áp dụng ngày khác của những việc đã có.")
@click.option("--json", "as_json", is_flag=True)
@_with_app
def import_tasks(app: Flask, *, file: Path, dry_run: bool, create_units: bool, update: bool, as_json: bool) -> None:
    """Nhập sổ theo dõi nhiệm vụ từ Excel; tất cả hoặc không dòng nào."""
    now = clock.database_now(_session())
    committee = _committee_for_import(app, now)
    choice = {"dry_run": dry_run, "create_units": create_units, "update": update}
    try:
        outcome = importing.import_file(_session(), committee, file, by=None, now=now, **choice)
    except importing.ImportRefused as error:
        if as_json:
            _print(error.result)
        else:
            click.echo(importing.summary(error.result))
        raise
    if dry_run:
        db.session.rollback()
    if as_json:
        _print(outcome)
    else:
        click.echo(importing.summary(outcome))


def _committee_for_import(app: Flask, now: datetime) -> Committee:
    """The committee; in an empty database one is made, and stays only if the import does."""
    if not _session().scalars(unscoped(Committee).limit(1)).first():
        first_administrator(_session(), committee_name="Ủy ban nhân dân", timezone=_settings(app).timezone, now=now)
        calendars.ship(_session(), _committee().id, now=now)
    return _committee()


def _one_of(words: type[StrEnum]) -> click.Choice[Any]:
    return click.Choice([*words], case_sensitive=False)


@cli.command()
@click.argument("kind", type=click.Choice(reports.KINDS))
@click.option("--from", "first", type=Day(), required=True, help="Ngày đầu kỳ.")
@click.option("--to", "last", type=Day(), required=True, help="Ngày cuối kỳ.")
@click.option("--as-of", default="", help="Số liệu như đã biết tại thời điểm này (ISO).")
@click.option("--unit", default="", help="Chỉ đơn vị này và cấp dưới.")
@click.option("--by", type=_one_of(Dimension), default=Dimension.UNIT, show_default=True, help="Mỗi dòng là gì.")
@click.option("--basis", type=_one_of(Basis), default=Basis.CURRENT, show_default=True, help="Hạn dùng để tính.")
@click.option("--format", "form", type=click.Choice(reports.FORMATS), default="json", show_default=True)
@click.option("-o", "output", type=click.Path(path_type=Path), default=None, help="Tệp kết quả.")
@_with_app
def report(app: Flask, *, kind: str, form: str, unit: str, output: Path | None, **asked: Any) -> None:
    """Báo cáo theo mẫu: summary (A), overdue (B), due-soon (C), undated (D), people (E)."""
    if form != "json" and output is None:
        raise click.UsageError(f"{kind}: --format {form} cần -o TỆP.{form}")
    wanted = reports.Wanted(kind, form, Asked(**asked), unit, _settings(app).data_dir)
    made = reports.write(_session(), _committee(), wanted, now=clock.database_now(_session()))
    if output is not None:
        output.write_bytes(made)
    else:
        click.echo(made.decode(), nl=False)


@cli.command()
@click.option("--years", type=click.IntRange(2, 1000), default=30, show_default=True, help="Số năm mô phỏng.")
@click.option("--officers", type=click.IntRange(1, 5000), default=40, show_default=True, help="Số cán bộ.")
@click.option("--tasks", type=click.IntRange(1, 100_000), default=1200, show_default=True, help="Số việc mỗi năm.")
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số này thì cùng kết quả.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@_with_app
def simulate(_app: Flask, years: int, officers: int, tasks: int, seed: int, as_json: bool) -> None:
    """Diễn tập các cách nhắc việc trên một cơ quan mô phỏng: mô hình, không phải bằng chứng (docs/simulation.md)."""
    office = simulation.Office(officers, tasks)
    with click.progressbar(length=years, label="Đang mô phỏng", file=sys.stderr) as bar:
        found = practice.run(_session(), _committee(), office, years=years, seed=seed, tell=lambda _done: bar.update(1))
    click.echo(_json([asdict(each) for each in found]) if as_json else practice.table(found))


@cli.command()
def doctor() -> None:
    """Kiểm tra cài đặt: thiết lập, cơ sở dữ liệu, thư, đồng hồ, bộ nhắc việc, đĩa."""
    with _opened() as app:
        findings = examine(_session(), _settings(app))
    for finding in findings:
        click.echo(f"{'✓' if finding.is_ok else '✗'} {finding.name}: {finding.text}")
    raise SystemExit(0 if all(finding.is_ok for finding in findings) else 1)


@cli.group()
def calendar() -> None:
    """Lịch làm việc."""


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_with_app
def calendar_import(_app: Flask, file: Path) -> None:
    """Nhập quyết định nghỉ lễ, làm bù từ tệp CSV (ngày, loại, ghi chú, quyết định)."""
    now = clock.database_now(_session())
    count = commands.import_csv(_session(), _committee().id, file.read_bytes(), by_id=None, now=now)
    click.echo(f"Đã ghi {count} ngày.")


@calendar.command("check")
@click.argument("start", type=Day())
@click.argument("count", type=int)
@_with_app
def calendar_check(_app: Flask, start: date, count: int) -> None:
    """N ngày làm việc kể từ ngày START là ngày nào, qua những ngày nghỉ nào."""
    click.echo(commands.check_text(commands.check(_session(), _committee().id, start, count)))
