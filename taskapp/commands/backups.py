"""Backup and restore on the command line."""

from __future__ import annotations

import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from taskapp.admin.backups import folder, taking
from taskapp.admin.backups import restoring as putting_back
from taskapp.admin.backups.contents import Contents, Looking, walk
from taskapp.base import clock, migrate
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.base.formats import number
from taskapp.base.settings import Settings
from taskapp.commands.opening import opened, settings_of

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("target", metavar="[FILE]", required=False, type=FILE)
@click.option(
    "--check", "is_check", is_flag=True, help="Không sao lưu: đọc hết FILE và cho biết nó có nguyên vẹn không."
)
@click.option(
    "--keep", type=click.IntRange(1, 10_000), default=None, help="FILE là thư mục: chỉ giữ lại ngần này bản mới nhất."
)
def backup(target: Path | None, is_check: bool, keep: int | None) -> None:
    """Sao lưu cơ sở dữ liệu và tệp minh chứng vào FILE, trong lúc mọi người vẫn làm việc; đọc lại để kiểm tra.

    FILE là thư mục thì tên tệp là thời điểm sao lưu; không ghi FILE thì vào thư mục TASKAPP_BACKUP_DIR. Có
    TASKAPP_BACKUP_KEY thì tệp được mã hóa (dạng age).
    """
    with opened() as app:
        settings = settings_of(app)
        place = target or _usual(settings)
        if is_check:
            _check(place, settings)
        elif place.is_dir():
            _take(place / folder.name_at(clock.now()), settings)
            if keep is not None and (gone := folder.prune(place, keep)):
                click.echo(f"Đã xóa {number(gone)} bản cũ, giữ lại {number(keep)} bản mới nhất.")
        elif keep is not None:
            raise Refused(f"--keep cần một thư mục, mà {place} không phải thư mục đã có.")
        else:
            _take(place, settings)


def _usual(settings: Settings) -> Path:
    """The folder of the office's backups, made when it is not there yet."""
    place = settings.backup_dir
    if place is None:
        raise Refused("Hãy cho biết sao lưu vào tệp hay thư mục nào, hoặc đặt TASKAPP_BACKUP_DIR.")
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"TASKAPP_BACKUP_DIR không là thư mục và không tạo được: {place} ({error.strerror}).") from error
    return place


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Thay toàn bộ dữ liệu đang có bằng bản sao lưu.")
def restore(file: Path, replace: bool) -> None:
    """Phục hồi từ bản sao lưu FILE, tất cả hoặc không gì; thư còn nợ được giữ đến khi quản trị cho gửi.

    Bản sao lưu của SQLite vào được PostgreSQL và ngược lại; của phiên bản cũ thì được nâng cấp sau đó.
    """
    with opened() as app:
        settings = settings_of(app)
        with click.progressbar(length=file.stat().st_size, label="Đang phục hồi", file=sys.stderr) as bar:
            done = putting_back.restore(db.engine, settings, file, replace=replace, tell=bar.update)
    _say("Đã phục hồi", done.contents, settings)
    click.echo("Các dòng đọc lại từ cơ sở dữ liệu khớp bản sao lưu. Mọi phiên đăng nhập đã kết thúc.")
    if done.contents.beginning.revision != migrate.newest():
        click.echo(f"Cấu trúc bảng đã nâng cấp lên {migrate.newest()}.")
    click.echo(
        f"Mọi thư, tin ({number(done.held)} đang nợ) được GIỮ, vì có thể đã gửi sau lúc sao lưu: "
        f"quản trị hoặc Văn phòng mở {settings.base_url}/admin/mail/hold để cho gửi hoặc hủy."
    )
    for note in done.notes:
        click.echo(f"Chú ý: {note}", err=True)


def _take(target: Path, settings: Settings) -> None:
    known = 0
    with click.progressbar(length=1, label="Đang sao lưu", file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            nonlocal known
            if not known:
                known = bar.length = total
            bar.update(done)

        contents = taking.take(db.engine, settings, target, program=version("taskapp"), tell=tell)
    _say(f"Đã sao lưu vào {target} ({_size(target)})", contents, settings)
    click.echo("Đã đọc lại cả tệp: nguyên vẹn.")
    if not contents.is_encrypted:
        click.echo(
            "Tệp KHÔNG mã hóa (chưa đặt TASKAPP_BACKUP_KEY) và không có các khóa: chép riêng secret_key, audit_key."
        )
    if missing := contents.ending.missing:
        click.echo(
            f"Chú ý: {number(len(missing))} tệp minh chứng đã mất hoặc bị đổi trong {settings.files_dir}: "
            f"{', '.join(missing[:5])}. Tìm chúng trong bản sao lưu cũ hơn.",
            err=True,
        )


def _check(path: Path, settings: Settings) -> None:
    newest = folder.found(path)[-1:] if path.is_dir() else [path]
    if not newest:
        raise Refused(f"Trong {path} chưa có bản sao lưu nào.")
    with click.progressbar(length=newest[0].stat().st_size, label="Đang kiểm tra", file=sys.stderr) as bar:
        contents = walk(newest[0], settings.backup_key, Looking(), bar.update)
    _say(f"Nguyên vẹn: {newest[0]}", contents, settings)


def _say(done: str, contents: Contents, settings: Settings) -> None:
    begun, ending = contents.beginning, contents.ending
    made_at = clock.local(datetime.fromisoformat(begun.made_at), settings.timezone)
    click.echo(
        f"{done}: {number(contents.rows)} dòng trong {number(len(ending.tables))} bảng, "
        f"{number(ending.files)} tệp minh chứng."
    )
    click.echo(
        f"Lập lúc {made_at:%H:%M:%S %d/%m/%Y}, từ {begun.database}, cấu trúc bảng {begun.revision}, "
        f"{'có' if contents.is_encrypted else 'không'} mã hóa; cơ quan: {', '.join(begun.committees) or 'chưa có'}."
    )
    click.echo(f"Mã băm các dòng: {ending.digest}")


def _size(path: Path) -> str:
    return f"{number(path.stat().st_size / 1024**2, 1)} MB"
