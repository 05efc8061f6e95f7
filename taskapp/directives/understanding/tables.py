"""Tables of tasks: which column holds what, rows that are tasks, tables of which only the cells were left. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taskapp.base.text import fold
from taskapp.directives.draft import Line


class Column(StrEnum):
    ORDER = "order"
    CONTENT = "content"
    LEAD = "lead"
    COOPERATING = "cooperating"
    DUE = "due"
    PRODUCT = "product"
    OTHER = "other"


# Folded words of a heading, the first that fits decides; "cơ quan phối hợp" before "cơ quan".
_HEADINGS: tuple[tuple[Column, str], ...] = (
    (Column.ORDER, r"^(stt|tt|so tt|so thu tu|st)\.?$"),
    (Column.COOPERATING, r"phoi hop|cung thuc hien|ho tro|tham gia"),
    (
        Column.DUE,
        r"^(thoi|ky) (gian|han)|thoi (gian|han|diem)|ngay hoan thanh|han (hoan thanh|xu ly|bao cao)|^han\b|tien do|"
        r"hoan thanh$",
    ),
    (Column.PRODUCT, r"san pham|ket qua (dat|dau ra|can dat|thuc hien|du kien)|^ket qua$|dau ra|yeu cau san pham"),
    (Column.OTHER, r"lanh dao|chi dao|theo doi|giam sat|cap trinh|noi nhan"),
    (
        Column.LEAD,
        r"chu tri|thuc hien$|phu trach|co quan|don vi|bo phan|nguoi|trach nhiem|dau moi|phan cong( cho)?$|"
        r"^giao( cho)?$|can bo",
    ),
    (
        Column.CONTENT,
        r"noi dung|nhiem vu|cong viec|dau viec|hoat dong|van de|chi tieu|hang muc|viec|nhom giai phap|giai phap",
    ),
    (
        Column.OTHER,
        r"ghi chu|kinh phi|nguon|dia diem|so luong|don gia|so tien|thanh tien|chuc vu|ho (va )?ten|dien thoai|can cu|"
        r"muc tieu",
    ),
)
_FEWEST = 2  # columns beside the content that a heading must name


@dataclass(frozen=True)
class Layout:
    """What each column of a table holds."""

    columns: Mapping[Column, int]
    width: int

    def cell(self, cells: Sequence[str], column: Column) -> str:
        place = self.columns.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def layout_of(cells: Sequence[str]) -> Layout | None:
    """The layout that a heading row gives, None when the row is no heading of a table of tasks."""
    columns: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        meaning = column_of(cell)
        if meaning is not None and meaning not in columns:
            columns[meaning] = place
    useful = columns.keys() & {Column.LEAD, Column.DUE, Column.COOPERATING, Column.PRODUCT}
    if (
        Column.CONTENT not in columns
        or len(useful) + (Column.ORDER in columns) < _FEWEST
        or not useful & {Column.LEAD, Column.DUE}
    ):
        return None
    return Layout(columns, len(cells))


def is_group(text: str) -> bool:
    """Whether a plain line between rows is the title of a group of them: "A Công tác hộ tịch"."""
    return bool(re.match(r"(?:[A-HĐ]|[IVX]{1,4})\s+\S", text)) and not text.rstrip().endswith((".", ";", ":"))


def gather(lines: Sequence[Line]) -> list[Line]:
    """The lines, with tables that were pasted one cell a line made rows again."""
    made: list[Line] = []
    place = 0
    while place < len(lines):
        heading = _stacked_heading(lines, place)
        rows = _stacked_rows(lines, place + len(heading), heading) if heading else []
        if not rows:
            made.append(lines[place])
            place += 1
            continue
        for cells in (heading, *rows):
            made.append(Line("\t".join(cells), tuple(cells)))
        place += sum(len(cells) if any(cells[1:]) else 1 for cells in (heading, *rows))
    return made


def column_of(cell: str) -> Column | None:
    """What a column, or a line, of this heading holds; None when its words do not say."""
    words = fold(cell).strip(" .:*")
    if not words or len(words) > 60:
        return None
    return next((column for column, pattern in _HEADINGS if re.search(pattern, words)), None)


def _stacked_heading(lines: Sequence[Line], start: int) -> list[str]:
    """Headings that stand one under another from here on, at least three of them."""
    found: list[str] = []
    for line in lines[start : start + 9]:
        if (
            line.cells
            or re.match(r"\(?(?:\d{1,3}|[IVXLA-D]+)\b[.)]?", line.text.strip())
            or re.search(r":\s*\S", line.text)  # a line that states its own value
            or column_of(line.text) is None
        ):
            break
        found.append(line.text)
    return found if len(found) >= _SHORTEST and layout_of(found) else []


def _stacked_rows(lines: Sequence[Line], start: int, heading: Sequence[str]) -> list[list[str]]:
    """The rows under such headings: so many lines each; a line with a numeral of its own is a group's title."""
    width = len(heading)
    rows: list[list[str]] = []
    place = start
    while place < len(lines) and not lines[place].cells:
        cells = [line.text for line in lines[place : place + width]]
        if (
            not _TITLE.match(cells[0])
            and len(cells) == width
            and not any(line.cells for line in lines[place : place + width])
        ):
            rows.append(cells)
            place += width
        elif _GROUP.match(cells[0]) and place + 1 < len(lines):
            rows.append([cells[0], *[""] * (width - 1)])
            place += 1
        else:
            break
    return rows


_SHORTEST = 3
_TITLE = re.compile(r"(?:\d{1,2}|[IVXL]+|[A-Z])[.)]\s")
_GROUP = re.compile(r"(?:\d{1,2}|[A-Z])[.)]\s")
