"""Checking the record. Exit code 0: as it was sealed, 1: something is wrong, 2: it cannot be checked."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from taskapp.base import clock, migrate
from taskapp.base.db import db, start_reading, unscoped
from taskapp.base.formats import number
from taskapp.base.settings import Settings, SettingsError
from taskapp.commands.opening import opened, session, settings_of
from taskapp.commands.telling import tell as tell_json
from taskapp.people.models import Committee
from taskapp.tasks.audit import trouble, verifying, words
from taskapp.tasks.audit.canon import Ring
from taskapp.tasks.audit.findings import Found
from taskapp.tasks.audit.sealing import Means
from taskapp.tasks.audit.trouble import Hindered

WRONG, CANNOT = 1, 2


@click.group()
def audit() -> None:
    """Nhật ký đã niêm phong."""


@audit.command()
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Thư mục chứa bản sao sổ neo để đối chiếu, thay cho sổ neo của hệ thống.",
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def verify(anchor: Path | None, as_json: bool) -> None:
    """Kiểm tra nhật ký có bị sửa, xóa, chèn không. Mã thoát: 0 nguyên vẹn, 1 sai lệch, 2 không kiểm tra được."""
    try:
        with opened() as app:
            start_reading(True)
            codes = _verify_all(settings_of(app), anchor, as_json)
            raise SystemExit(WRONG if WRONG in codes else max(codes, default=0))
    except (SettingsError, SQLAlchemyError) as error:
        click.echo(f"Không kiểm tra được: {str(error).splitlines()[0]}", err=True)
        raise SystemExit(CANNOT) from error


def _verify_all(settings: Settings, anchor: Path | None, as_json: bool) -> list[int]:
    if not migrate.is_current(db.engine):
        click.echo("Không kiểm tra được: cơ sở dữ liệu chưa đúng phiên bản, hãy chạy taskapp init.", err=True)
        return [CANNOT]
    means = Means(Ring(settings.audit_keys), anchor or settings.anchor_dir)
    committees = session().scalars(unscoped(Committee).order_by(Committee.id)).all()
    return [_verify(committee, means, is_copy=anchor is not None, as_json=as_json) for committee in committees]


def _verify(committee: Committee, means: Means, *, is_copy: bool, as_json: bool) -> int:
    committee_id, now = committee.id, clock.database_now(session())
    length = verifying.size(session(), committee_id)
    session().rollback()
    try:
        with click.progressbar(length=length, label="Đang kiểm tra", file=sys.stderr) as bar:
            found = verifying.verify(session(), committee_id, means, now=now, is_copy=is_copy, tell=bar.update)
    except Hindered as hindered:
        click.echo(
            f"{committee.name}: không kiểm tra được: {trouble.say(hindered.hindrance, hindered.detail)}", err=True
        )
        return CANNOT
    if as_json:
        tell_json({"committee": committee.code, **asdict(found)})
    else:
        _say(committee, found)
    return WRONG if found.wrong else 0


def _say(committee: Committee, found: Found) -> None:
    click.echo(
        f"{committee.name}: đã kiểm tra {number(found.rows)} dòng trong {number(found.seals)} niêm phong; "
        f"{number(found.unsealed)} dòng chưa niêm phong."
    )
    if not found.wrong:
        click.echo("✓ Nguyên vẹn: mọi dòng đã niêm phong còn đúng như lúc ghi.")
        return
    click.echo(f"✗ Có {number(found.wrong)} chỗ sai lệch:")
    for problem in found.problems:
        click.echo(f"  {words.say(problem.as_dict(), committee.timezone)}")
    if found.wrong > len(found.problems):
        click.echo(f"  … và {number(found.wrong - len(found.problems))} chỗ nữa.")
    click.echo("Giữ nguyên máy chủ, cơ sở dữ liệu và sổ neo như hiện trạng, rồi báo thanh tra.")
