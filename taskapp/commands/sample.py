"""The command that makes load data."""

from __future__ import annotations

import sys
from datetime import timedelta
from random import Random

import click
from flask import Flask

from taskapp.base import clock
from taskapp.base.formats import number
from taskapp.commands.opening import session, settings_of, with_app
from taskapp.sample import filling
from taskapp.sample.making import Wanted
from taskapp.sample.office import Size, office


@click.command()
@click.option("--tasks", type=click.IntRange(1, 20_000_000), default=10_000, show_default=True, help="Số nhiệm vụ.")
@click.option("--people", type=click.IntRange(10, 50_000), default=200, show_default=True, help="Số người.")
@click.option("--units", type=click.IntRange(2, 1_000), default=40, show_default=True, help="Số đơn vị.")
@click.option("--years", type=click.FloatRange(0.5, 50), default=5, show_default=True, help="Trải trong mấy năm.")
@click.option(
    "--open",
    "still_open",
    type=click.IntRange(0),
    default=None,
    help="Số việc đang mở (mặc định 15 %, tối đa 8 việc mỗi người).",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Cùng số này thì cùng số liệu.")
@with_app
def sample(app: Flask, *, tasks: int, people: int, units: int, years: float, still_open: int | None, seed: int) -> None:
    """Nạp số liệu mẫu cỡ lớn để thử tải: vào cơ sở dữ liệu trống, hoặc thêm vào cơ quan mẫu của “taskapp demo”."""
    settings, now = settings_of(app), clock.database_now(session())
    if not settings.is_demo:
        click.echo("Chú ý: mật khẩu của mọi tài khoản mẫu là “demo”, không dùng cho hệ thống thật.", err=True)
    opened_on = (now - timedelta(days=years * 366)).date()
    place = office(session(), Size(people, units), Random(seed), zone=settings.timezone, opened_on=opened_on, now=now)
    wanted = Wanted(tasks, min(tasks * 15 // 100, 8 * people) if still_open is None else still_open, years, seed)
    with click.progressbar(length=tasks, label="Đang nạp nhiệm vụ", file=sys.stderr) as bar:
        made = filling.fill(session(), place, wanted, now=now, tell=bar.update)
    click.echo(
        f"{number(made.tasks)} nhiệm vụ, {number(made.parts)} phần phối hợp, {number(made.events)} dòng nhật ký."
    )
