"""The command that reads a directive. It needs no database, so it loads nothing that does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask

from taskapp.base import clock
from taskapp.base.i18n import init_i18n
from taskapp.commands.telling import as_json_text
from taskapp.directives import answer, understanding
from taskapp.directives.phrases import Frame
from taskapp.directives.reading import reader
from taskapp.duties.rule_words import rule_text
from taskapp.workdays.shipped import shipped_calendar


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình khác đọc.")
def draft(file: Path, as_json: bool) -> None:
    """Đọc văn bản chỉ đạo (.docx, .pdf, .txt, .edxml) và in các nhiệm vụ dự thảo; không cần cơ sở dữ liệu."""
    with _speaking():
        frame = Frame(clock.now().date(), calendar=shipped_calendar())
        found = understanding.draft(reader.read(file.read_bytes(), file.name), frame=frame)
        text = as_json_text(answer.as_data(found)) if as_json else "\n".join(answer.as_text(found, rule_text))
    click.echo(text)


@contextmanager
def _speaking() -> Iterator[None]:
    """For a command that needs no database: only the language in which refusals are said."""
    app = Flask("taskapp")
    init_i18n(app, "vi")
    with app.app_context():
        yield
