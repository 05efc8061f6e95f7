"""A register in Excel read into tasks: the heading, the rows, every problem and every row passed over.

Says what the sheet holds; knows nothing of the office's units or of what was taken in before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.directives import columns, wording
from taskapp.directives.columns import Layout
from taskapp.directives.dates import Reason
from taskapp.directives.headings import Meaning
from taskapp.directives.rows import Problem, Reader, Row
from taskapp.directives.workbook import Sheet

_TOTAL = re.compile(r"^(tong( cong| so|:|$)|cong:?$|cong tong)")
_REMARK = re.compile(
    r"^(ghi chu|luu y|chu thich|noi nhan|nguoi lap|lap bang|kt\.|tm\.|tl\.|tuq\.|ngay .* thang .* nam)"
)
_NUMERAL = re.compile(r"^\(?([ivxlc]+|[a-zđ]|\d{1,3})[.)]?$", re.IGNORECASE)
_LABEL = re.compile(r"^\(?([IVXLC]+|[A-ZĐ]|\d{1,2})[.)]\s*")
_FULL = 3  # so many cells besides the order number make a row a task even where something is missing
Cells = tuple[object, ...]


@dataclass(frozen=True)
class Skipped:
    """A row that is no task, and why."""

    row: int
    reason: Reason


@dataclass(frozen=True)
class Choice:
    """What a person corrected: the sheet, and what each named column (0-based) means (None: nothing)."""

    sheet: str = ""
    columns: Mapping[int, Meaning | None] | None = None


AS_UNDERSTOOD = Choice()


@dataclass(frozen=True)
class Register:
    """What was read. `missing` names meanings that a person must point out first; then there are no rows."""

    sheet: Sheet
    layout: Layout
    rows: Sequence[Row]
    problems: Sequence[Problem]
    skipped: Sequence[Skipped]
    missing: Sequence[Meaning]
    sheet_titles: Sequence[str]


def parse(sheets: Sequence[Sheet], choice: Choice = AS_UNDERSTOOD) -> Register:
    """Read the sheet whose heading explains most (or the chosen one). Raises BadInput when none has a known heading."""
    known = [(sheet, layout) for sheet in sheets if (layout := columns.recognise(sheet.rows))]
    if not known:
        raise BadInput(_(_NO_HEADING.text))
    titles = [sheet.title for sheet, _layout in known]
    chosen = [pair for pair in known if pair[0].title == choice.sheet]
    sheet, layout = chosen[0] if chosen else max(known, key=lambda pair: len(pair[1].columns))
    if choice.columns is not None:
        layout = columns.corrected(layout, choice.columns)
    has_sections = any(_unit_title(cells, layout) for number, cells in sheet.rows.items() if number > layout.last_row)
    missing = columns.missing(layout, has_sections=has_sections)
    if missing:
        return Register(sheet, layout, (), (), (), missing, titles)
    rows, problems, skipped = _Walk(sheet, layout).all()
    if not rows:
        raise BadInput(_(_NO_ROWS.text))
    return Register(sheet, layout, rows, problems, skipped, (), titles)


_NO_HEADING = Reason(
    "Không tìm thấy dòng tiêu đề của bảng theo dõi. Trong 30 dòng đầu cần có dòng ghi tên cột, ít nhất "
    "“Nội dung nhiệm vụ” và một trong các cột “Đơn vị chủ trì”, “Thời hạn”, “Số, ký hiệu văn bản”."
)
_NO_ROWS = Reason("Bảng không có nhiệm vụ nào dưới dòng tiêu đề. Hãy kiểm tra lại tệp.")
_SAID_TOTAL = Reason("Dòng tổng cộng")
_SAID_REMARK = Reason("Ghi chú, phần ký ngoài bảng")
_SAID_SECTION = Reason("Dòng tiêu đề nhóm")
_SAID_BLANK = Reason("Dòng trống")
_SAID_NUMBERING = Reason("Dòng đánh số cột")
_SAID_HEADING = Reason("Tiêu đề lặp lại")


class _Walk:
    """Goes down one sheet, remembering the section and whether the table is over."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.reader = Reader(layout, sheet.uncounted, sheet.is_1904)
        self.section, self.is_over = "", False
        self.rows: list[Row] = []
        self.skipped: list[Skipped] = []

    def all(self) -> tuple[list[Row], list[Problem], list[Skipped]]:
        last = self.layout.last_row
        for number, cells in self.sheet.rows.items():
            if number <= self.layout.last_row:
                continue
            self.skipped.extend(Skipped(blank, _SAID_BLANK) for blank in range(last + 1, number))
            last = number
            reason = self._why_skipped(cells)
            if reason:
                self.skipped.append(Skipped(number, reason))
            else:
                self._take(number, cells)
        return self.rows, self.reader.problems, self.skipped

    def _why_skipped(self, cells: Cells) -> Reason | None:
        filled = [str(cell) for cell in cells if cell is not None]
        first = fold(filled[0])
        content = self._cell(cells, Meaning.CONTENT)
        if _TOTAL.match(first) or (len(filled) <= _FULL and _TOTAL.match(fold(str(content or "")))):
            self.is_over = True
            return _SAID_TOTAL
        if len(filled) <= 2 and _REMARK.match(first):
            return _SAID_REMARK
        if _is_numbering(filled):
            return _SAID_NUMBERING
        if content and fold(str(content)) == fold(self._heading(Meaning.CONTENT)):
            return _SAID_HEADING
        return self._section_or_remark(cells, filled)

    def _section_or_remark(self, cells: Cells, filled: list[str]) -> Reason | None:
        title = _section_title(cells, self.layout)
        if title and self.is_over:
            return _SAID_REMARK
        if title:
            self.section = title if wording.names_unit(title) else ""
            return _SAID_SECTION
        is_thin = len(filled) <= _FULL and not self._cell(cells, Meaning.LEAD) and not self._cell(cells, Meaning.DUE)
        if is_thin and (self.is_over or not self._cell(cells, Meaning.CONTENT)):
            return _SAID_REMARK
        return None

    def _take(self, number: int, cells: Cells) -> None:
        self.is_over = False
        row = self.reader.read(number, cells, self.section)
        if not row.content:
            self.reader.problem(number, Meaning.CONTENT, Reason("Thiếu nội dung nhiệm vụ."))
        self.rows.append(row)

    def _cell(self, cells: Cells, meaning: Meaning) -> object:
        column = self.layout.columns.get(meaning)
        return cells[column] if column is not None and column < len(cells) else None

    def _heading(self, meaning: Meaning) -> str:
        heading = self.layout.headings[self.layout.columns[meaning]]
        return heading.split(" > ")[-1]


def _section_title(cells: Cells, layout: Layout) -> str:
    """The title of a section row: one text alone, or after a numeral; in the content's column only if it reads so."""
    filled = [(column, str(cell)) for column, cell in enumerate(cells) if cell is not None]
    has_numeral = len(filled) == 2 and bool(_NUMERAL.match(filled[0][1]))
    if not (has_numeral or len(filled) == 1):
        return ""
    column, text = filled[-1]
    title = _LABEL.sub("", " ".join(text.split()))
    if len(title) > columns.LONGEST_HEADING or not any(char.isalpha() for char in title):
        return ""
    is_content = column == layout.columns.get(Meaning.CONTENT)
    if not is_content or title.isupper():
        return title
    return title if wording.names_unit(title) and not has_numeral else ""


def _unit_title(cells: Cells, layout: Layout) -> bool:
    return wording.names_unit(_section_title(cells, layout))


def _is_numbering(filled: Sequence[str]) -> bool:
    found = [re.fullmatch(r"\(?(\d{1,2})\)?", cell.strip()) for cell in filled]
    numbers = [int(match[1]) for match in found if match]
    return len(numbers) == len(filled) >= _FULL and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
