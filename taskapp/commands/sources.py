"""Files of other systems taken in from the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from flask import Flask

from taskapp.base import clock
from taskapp.base.errors import Refused
from taskapp.commands.opening import committee, session, with_app
from taskapp.commands.telling import tell
from taskapp.sources import queries, taking, words
from taskapp.sources.files import opened
from taskapp.sources.models import Door
from taskapp.sources.taking import Delivery


@click.group()
def sources() -> None:
    """Nguồn hồ sơ, văn bản của phần mềm khác."""


@sources.command("import")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@with_app
def import_file(_app: Flask, *, name: str, file: Path, as_json: bool) -> None:
    """Nhận một tệp .csv, .xlsx, .ods hoặc .edxml vào nguồn NAME; gửi lại bao nhiêu lần cũng được."""
    found = opened(file.read_bytes())
    now = clock.database_now(session())
    source = queries.get(session(), queries.sources(committee().id), queries.named(name), to_change=True)
    what = taking.understand(found.givens, taking.surroundings(session(), source, now=now))
    delivery = Delivery(Door.EDXML if found.envelope else Door.COMMAND, file_name=file.name)
    receipt = taking.take(session(), source, what, delivery, now=now)
    if as_json:
        tell(asdict(receipt))
        return
    click.echo(words.told(receipt))
    for no in receipt.refused:
        click.echo(f"{no.position}: {no.id}: {words.FIELD_NAMES.get(no.field, no.field)}: {no.reason}", err=True)
    if receipt.refused and not receipt.taken:
        raise Refused("Không nhận được mục nào. Hãy sửa tệp theo các lý do ở trên rồi chạy lại.")
