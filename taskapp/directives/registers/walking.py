"""Going down one sheet row by row: which section a task stands in, which rows are none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from taskapp.base.text import fold
from taskapp.directives.reason import Reason
from taskapp.directives.registers import dates, row_kinds, wording
from taskapp.directives.registers.columns import Layout
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.row_kinds import RowKinds, Title
from taskapp.directives.registers.rows import Problem, Reader, Row
from taskapp.directives.registers.sheet import Sheet

_UNIT_LINE = re.compile(r"^(?:tên )?(?:đơn vị|cơ quan|phòng(?:,)? ban|bộ phận)[^:]{0,30}:\s*(.+)$", re.IGNORECASE)
_GROUP = re.compile(r"\b(nhiem vu|cong viec|viec|linh vuc|thang|quy|tuan|nam|van ban|noi dung|muc|phan|nhom)\b")
_BLANK = Reason("Dòng trống")
_WIDE = 3  # columns
_YEARS_LOOKED_AT = (Meaning.ISSUED, Meaning.NUMBER, Meaning.DUE, Meaning.DONE)


@dataclass(frozen=True)
class Skipped:
    """A row that is no task, and why."""

    row: int
    reason: Reason
    sheet: str = ""


@dataclass(frozen=True)
class Read:
    """What one sheet gave."""

    rows: list[Row]
    problems: list[Problem]
    skipped: list[Skipped]


def walk(sheet: Sheet, layout: Layout) -> Read:
    """Every row below the heading as a task or as passed over, each with its reason; problems by row and column."""
    return _Walk(sheet, layout).all()


def names_units(sheet: Sheet, layout: Layout) -> bool:
    """Whether titles of sections, the title of the sheet or a line above the table name the units of the tasks."""
    kinds = RowKinds(layout, sheet.rows, _wide(sheet, layout))
    titles = (kinds.title(number) for number in sheet.rows if number > layout.last_row)
    is_named = bool(_unit_of_sheet(sheet, layout) or _title_above(sheet, layout))
    return is_named or any(title and wording.names_unit(title.text) for title in titles)


class _Walk:
    """Goes down one sheet, remembering the section."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.kinds = RowKinds(layout, sheet.rows, _wide(sheet, layout))
        self.reader = Reader(layout, sheet, _around(sheet, layout))
        self.default = _unit_of_sheet(sheet, layout)
        self.section = _title_above(sheet, layout) or Title(self.default, 0)
        self.rows: list[Row] = []
        self.skipped: list[Skipped] = []

    def all(self) -> Read:
        last = self.layout.last_row
        for number in self.sheet.rows:
            if number <= self.layout.last_row:
                continue
            self._skip(range(last + 1, number), _BLANK)
            last = number
            if reason := self._why_skipped(number):
                self._skip([number], reason)
            else:
                self._take(number)
        return Read(self.rows, self.reader.problems, self.skipped)

    def _why_skipped(self, number: int) -> Reason | None:
        reason = self.kinds.why_no_task(number)
        if reason in (row_kinds.TOTAL, row_kinds.NUMBERING, row_kinds.HEADING):
            return reason
        if title := self.kinds.title(number):
            self._enter(title)
            return row_kinds.SECTION
        return reason

    def _enter(self, title: Title) -> None:
        if wording.names_unit(title.text) or self._is_unit_beside(title):
            self.section = title
        elif not 0 < self.section.level < title.level:  # a group within a unit's section leaves the unit
            self.section = Title(self.default, 0)

    def _is_unit_beside(self, title: Title) -> bool:
        """Whether a title among those of units is one too: where only the sections say who leads, on the same level."""
        is_beside = bool(self.section.text) and title.level == self.section.level and not self.default
        return is_beside and Meaning.LEAD not in self.layout.columns and not _GROUP.search(fold(title.text))

    def _skip(self, numbers: Iterable[int], reason: Reason) -> None:
        self.skipped.extend(Skipped(number, reason, self.sheet.title) for number in numbers)

    def _take(self, number: int) -> None:
        row = self.reader.read(number, self.sheet.rows[number], self.section.text)
        if not row.content:
            self.reader.problem(number, Meaning.CONTENT, Reason("Thiếu nội dung nhiệm vụ."))
        self.rows.append(row)


def _unit_of_sheet(sheet: Sheet, layout: Layout) -> str:
    """The unit that a sheet without a column of lead units belongs to, by a line above its table or by its name."""
    if Meaning.LEAD in layout.columns:
        return ""
    for text in _above(sheet, layout):
        match = _UNIT_LINE.match(" ".join(text.split()))
        if match and wording.names_unit(match[1]):
            return match[1].strip(" .")
    return sheet.title if wording.is_unit_name(sheet.title) else ""


def _wide(sheet: Sheet, layout: Layout) -> frozenset[int]:
    """The rows that are merged over most of the table."""
    width = sum(bool(heading) for heading in layout.headings)
    least = max(_WIDE, width * 2 // 3)
    return frozenset(first for left, first, right, last in sheet.merged if first == last and right - left + 1 >= least)


def _title_above(sheet: Sheet, layout: Layout) -> Title | None:
    """The unit's title just above the heading, where each section has a heading of its own."""
    above = [cells for number, cells in sheet.rows.items() if number < layout.first_row][-1:]
    words = [cell for cells in above for cell in cells if cell is not None]
    if len(words) != 1 or not isinstance(words[0], str):
        return None
    label, name = row_kinds.named(words[0])
    return Title(name, row_kinds.level_of(label)) if label and wording.names_unit(name) else None


def _above(sheet: Sheet, layout: Layout) -> list[str]:
    """The words above the heading."""
    rows = [cells for number, cells in sheet.rows.items() if number < layout.first_row]
    return [cell for cells in rows for cell in cells if isinstance(cell, str)]


def _around(sheet: Sheet, layout: Layout) -> date | None:
    """Near which day those without a year lie: by the titles, or by the year that all full dates of the sheet share."""
    named = dates.around_titles([*_above(sheet, layout), sheet.title])
    if named:
        return named
    places = [layout.columns[meaning] for meaning in _YEARS_LOOKED_AT if meaning in layout.columns]
    cells = [cells[c] for cells in sheet.rows.values() for c in places if c < len(cells)]
    years = {year for cell in cells if (year := _year_in(cell))}
    return date(years.pop(), 7, 1) if len(years) == 1 else None


def _year_in(cell: object) -> int | None:
    if isinstance(cell, date):
        return cell.year
    if not isinstance(cell, str) or not re.search(r"\d{2}", cell):
        return None
    found, _plain = dates.find(fold(cell))
    day = dates.read(found[-1][0]).day if found else None
    return day.year if day else None
