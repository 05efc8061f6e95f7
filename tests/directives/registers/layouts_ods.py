"""Small OpenDocument spreadsheets written by hand, for what no writer would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from html import escape

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
HIDDEN = (
    '<style:style style:name="hid" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def ods(tables: Mapping[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """An .ods of these tables; a cell that is a str beginning with "<table:" stands as it is."""
    body = "".join(
        _table(name, "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows), name in hidden)
        for name, rows in tables.items()
    )  # fmt: skip
    return packed(document(body))


def document(tables: str, before: str = "") -> str:
    """The content.xml around tables that are written out."""
    styles = f"<office:automatic-styles>{HIDDEN}</office:automatic-styles>"
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMES}>{styles}{body}</office:document-content>'


def table(rows: str, name: str = "Sổ") -> str:
    """One table of rows that are written out."""
    return _table(name, rows, is_hidden=False)


def packed(content: str | bytes, **members: bytes) -> bytes:
    """The zip file around a content.xml, with further members by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def _table(name: str, rows: str, is_hidden: bool) -> str:
    style = ' table:style-name="hid"' if is_hidden else ""
    return f'<table:table table:name="{escape(name)}"{style}>{rows}</table:table>'


def _cell(value: object) -> str:
    if isinstance(value, str) and value.startswith("<table:"):
        return value
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, datetime | date):
        shown = f"<text:p>{value:%d/%m/%y}</text:p>"
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">{shown}</table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
