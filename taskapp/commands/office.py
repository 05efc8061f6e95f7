"""Commands of the administrator: a database, a way in, the demo office, what ails the installation."""

from __future__ import annotations

import click
from flask import Flask

from taskapp.admin.doctor import examine
from taskapp.base import clock
from taskapp.base.errors import Refused
from taskapp.commands.opening import committee, opened, session, settings_of, with_app
from taskapp.demo.office import load as load_demo
from taskapp.demo.office import refresh as refresh_demo
from taskapp.people.accounts import make_link
from taskapp.people.factors import keeping
from taskapp.people.queries import person_for_sign_in
from taskapp.people.setup import first_administrator
from taskapp.workdays import calendars


@click.command()
@click.option("--name", default="Ủy ban nhân dân", show_default=True, help="Tên cơ quan giao việc.")
@click.option("--place", default="", help="Địa danh ghi trên văn bản, ví dụ Châu Thành.")
@click.option("--email", default="", help="Thư điện tử của quản trị viên đầu tiên.")
@with_app
def init(app: Flask, name: str, place: str, email: str) -> None:
    """Tạo hoặc nâng cấp cơ sở dữ liệu; quản trị viên đầu tiên đặt mật khẩu bằng liên kết dùng một lần."""
    now = clock.database_now(session())
    settings = settings_of(app)
    made = first_administrator(
        session(), committee_name=name, place=place, timezone=settings.timezone, email=email, now=now
    )
    calendars.ship(session(), committee().id, now=now)
    click.echo("Cơ sở dữ liệu đã sẵn sàng.")
    if made:
        person, token = made
        click.echo(f"Tài khoản quản trị: {person.username}. Mở liên kết này trong 72 giờ để đặt mật khẩu:")
        click.echo(f"{settings.base_url}/password/{token}")


@click.command()
@click.argument("username")
@click.option(
    "--reset-factors", is_flag=True, help="Gỡ cả bước xác nhận thứ hai (mất điện thoại, khóa và mã khôi phục)."
)
@with_app
def link(app: Flask, username: str, reset_factors: bool) -> None:
    """Tạo liên kết dùng một lần để đặt lại mật khẩu cho USERNAME (khi quản trị viên duy nhất quên mật khẩu)."""
    person = person_for_sign_in(session(), committee(), username.strip().lower())
    if person is None:
        raise Refused(f"Không có tài khoản {username}.")
    now = clock.database_now(session())
    if reset_factors:
        keeping.reset(session(), person, by=None, now=now)
    token = make_link(session(), person, by=None, now=now)
    click.echo(f"{settings_of(app).base_url}/password/{token}")


@click.command()
@click.option("--refresh", is_flag=True, help="Dời các việc đang mở của cơ quan mẫu về hôm nay.")
@with_app
def demo(app: Flask, refresh: bool) -> None:
    """Nạp cơ quan mẫu: huyện Châu Thành năm 2021 (mật khẩu mọi tài khoản mẫu: demo)."""
    if not settings_of(app).is_demo:
        click.echo("Chú ý: mật khẩu của cơ quan mẫu ai cũng biết, không dùng cho hệ thống thật.", err=True)
    now = clock.database_now(session())
    if refresh:
        click.echo(refresh_demo(session(), now=now))
    else:
        click.echo(load_demo(session(), now=now))


@click.command()
def doctor() -> None:
    """Kiểm tra cài đặt: thiết lập, cơ sở dữ liệu, thư, đồng hồ, bộ nhắc việc, đĩa."""
    with opened() as app:
        findings = examine(session(), settings_of(app))
    for finding in findings:
        click.echo(f"{'✓' if finding.is_ok else '✗'} {finding.name}: {finding.text}")
    raise SystemExit(0 if all(finding.is_ok for finding in findings) else 1)
