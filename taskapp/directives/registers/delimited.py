"""A text with separators (.csv, .tsv, .txt) as a sheet: its encoding and its separator found out."""

from __future__ import annotations

import codecs
import csv
import io
import re

from taskapp.directives.reason import Reason
from taskapp.directives.registers import columns
from taskapp.directives.registers.sheet import Cells, Sheet
from taskapp.directives.registers.sheet_rows import numbered
from taskapp.directives.unreadable import Unreadable

SEPARATORS = ";,\t|"
_TITLE = "CSV"
_LOOKED_AT, _MOST_LOOKED_AT = 120, 300_000  # lines and characters, to find the separator
_SEPARATOR_LINE = re.compile(r"^\"?sep=(.)\"?\s*$", re.IGNORECASE)
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def sheets(data: bytes) -> list[Sheet]:
    """The one sheet of a text. Raises Unreadable when it is no text, or no table."""
    text = _decoded(data)
    first, _break, rest = text.partition("\n")
    stated = _SEPARATOR_LINE.match(first)
    if stated:  # a line by which programs tell Excel the separator; the rows keep their numbers
        text = f"\n{rest}"
    try:
        separator = stated[1] if stated else _separator(text)
        rows = dict(numbered(enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)))
    except csv.Error as error:
        raise Unreadable(
            Reason("Tệp .csv có dấu ngoặc kép không khép lại hoặc ô quá dài. Hãy mở bằng Excel, lưu lại rồi chọn lại.")
        ) from error
    return [Sheet(_TITLE, rows)]


def _decoded(data: bytes) -> str:
    """The words of the text: UTF-8, UTF-16, or the Vietnamese code page of old Windows programs (1258)."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Unreadable(
        Reason("Không đọc được chữ trong tệp. Hãy mở bằng Excel, chọn Lưu thành > CSV UTF-8 hoặc .xlsx rồi chọn lại.")
    )


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return [encoding]
    beginning = data[:1000]
    if beginning[1::2].count(0) > len(beginning) // 8:
        return ["utf-16-le"]
    if beginning[::2].count(0) > len(beginning) // 8:
        return ["utf-16-be"]
    return ["utf-8", "cp1258"]


def _separator(text: str) -> str:
    """The separator under which the heading explains most columns; else the one that makes most cells."""
    beginning = "".join(text[:_MOST_LOOKED_AT].splitlines(keepends=True)[:_LOOKED_AT])
    return max(SEPARATORS, key=lambda separator: _worth(beginning, separator))


def _worth(beginning: str, separator: str) -> tuple[int, int]:
    try:
        rows: dict[int, Cells] = dict(numbered(enumerate(csv.reader(io.StringIO(beginning), delimiter=separator), 1)))
    except csv.Error:
        return 0, 0
    layout = columns.recognise(rows)
    return len(layout.columns) if layout else 0, sum(len(cells) > 1 for cells in rows.values())
