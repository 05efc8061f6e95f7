"""A CSV file of calendar days, read as a whole: all entries and all problems by row and column; nothing is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from taskapp.base.dates import read_day
from taskapp.base.i18n import _
from taskapp.base.text import fold, one_line
from taskapp.workdays.calendars import Entry, objection
from taskapp.workdays.kinds import DayKind

MOST_ROWS = 2000
MOST_BYTES = 1_000_000
LONGEST = 200  # characters of a note or a decision

HEADS = {
    "day": ("ngay", "date", "day"),
    "kind": ("loai", "loai ngay", "kind", "type"),
    "note": ("ghi chu", "ly do", "noi dung", "ten ngay", "dip", "note", "name", "reason"),
    "decision": ("quyet dinh", "van ban", "so van ban", "so quyet dinh", "can cu", "decision", "source"),
}
KINDS = {
    DayKind.OFF: ("nghi", "ngay nghi", "nghi le", "nghi bu", "nghi hoan doi", "off", "holiday"),
    DayKind.WORKED: ("lam bu", "lam viec", "ngay lam bu", "di lam", "worked", "work"),
    DayKind.ORDINARY: ("binh thuong", "bo", "huy", "ordinary", "normal"),
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}


class Problem(NamedTuple):
    """Something that a person must put right in the file: the row as a spreadsheet numbers it, the column's head."""

    row: int
    column: str
    message: str


class Sheet(NamedTuple):
    """What a file says: its entries in order, and what is wrong with it. With problems nothing may be recorded."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]


def read_csv(data: bytes) -> Sheet:
    """The days that a file holds. Columns are found by their heads (Vietnamese or English, any order)."""
    if len(data) > MOST_BYTES:
        return _unreadable(_("Tệp lớn hơn 1 MB. Tệp lịch chỉ cần các ngày nghỉ, ngày làm bù; hãy bỏ phần thừa."))
    try:
        rows = _rows(data)
    except (UnicodeDecodeError, csv.Error):
        return _unreadable(_("Không đọc được tệp. Hãy lưu bảng tính dạng “CSV UTF-8” rồi chọn lại."))
    if not rows:
        return _unreadable(_("Tệp không có dòng nào."))
    if len(rows) > MOST_ROWS:
        return _unreadable(_("Tệp có hơn %(most)s dòng. Hãy chia nhỏ tệp.", most=MOST_ROWS))
    columns = _columns(rows[0][1])
    if "day" not in columns or "kind" not in columns:
        text = _("Không thấy cột “Ngày” và “Loại” ở dòng đầu. Dòng đầu cần có: Ngày, Loại, Ghi chú, Quyết định.")
        return Sheet((), (Problem(rows[0][0], "", text),))
    return _read_rows(rows[1:], columns)


class _Column(NamedTuple):
    place: int
    head: str


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    if "\0" in text:
        raise csv.Error("binary")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    cells = ((number, [one_line(cell) for cell in row]) for number, row in enumerate(read, 1))
    return [(number, row) for number, row in cells if any(row)]


def _columns(heads: list[str]) -> Mapping[str, _Column]:
    found: dict[str, _Column] = {}
    for place, head in enumerate(heads):
        for name, words in HEADS.items():
            if fold(head).split("(")[0].strip() in words:
                found.setdefault(name, _Column(place, head))
    return found


def _read_rows(rows: list[tuple[int, list[str]]], columns: Mapping[str, _Column]) -> Sheet:
    entries: dict[date, Entry] = {}
    first_rows: dict[date, int] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        found = _read_row(number, cells, columns)
        if isinstance(found, list):
            problems += found
        elif found.day in entries:
            text = _("Ngày này đã có ở dòng %(row)s. Mỗi ngày chỉ ghi một dòng.", row=first_rows[found.day])
            problems.append(Problem(number, columns["day"].head, text))
        else:
            entries[found.day] = found
            first_rows[found.day] = number
    if not entries and not problems:
        problems.append(Problem(1, "", _("Tệp chỉ có dòng tiêu đề, chưa có ngày nào.")))
    return Sheet(tuple(entries.values()), tuple(problems))


def _read_row(number: int, cells: list[str], columns: Mapping[str, _Column]) -> Entry | list[Problem]:
    problems: list[Problem] = []

    def cell(name: str) -> str:
        column = columns.get(name)
        return cells[column.place] if column and column.place < len(cells) else ""

    day = None
    try:
        day = read_day(cell("day"))
    except ValueError as error:
        problems.append(Problem(number, columns["day"].head, str(error)))
    kind = _KIND_OF.get(fold(cell("kind")))
    if kind is None:
        text = _("“%(kind)s” không phải là loại ngày. Ghi: nghỉ, làm bù, hoặc bình thường.", kind=cell("kind")[:40])
        problems.append(Problem(number, columns["kind"].head, text))
    elif day and (reason := objection(day, kind)):
        problems.append(Problem(number, columns["day"].head, reason))
    for name in ("note", "decision"):
        if len(cell(name)) > LONGEST:
            text = _("Dài quá %(most)s ký tự. Hãy ghi ngắn lại.", most=LONGEST)
            problems.append(Problem(number, columns[name].head, text))
    if problems or day is None or kind is None:
        return problems
    return Entry(day, kind, cell("note"), cell("decision"))


def _unreadable(text: str) -> Sheet:
    return Sheet((), (Problem(1, "", text),))
