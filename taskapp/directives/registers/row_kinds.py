"""What a row below the heading is: a task, the title of a section, a total, a remark, a signature. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from taskapp.base.text import fold
from taskapp.directives.reason import Reason
from taskapp.directives.registers import dates, wording
from taskapp.directives.registers.columns import Layout
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.sheet import Cells

TOTAL = Reason("Dòng tổng cộng")
REMARK = Reason("Ghi chú, phần ký ngoài bảng")
SECTION = Reason("Dòng tiêu đề nhóm")
NUMBERING = Reason("Dòng đánh số cột")
HEADING = Reason("Tiêu đề lặp lại")

# "cộng" with its tone: "công an", "công việc" begin like it without
_TOTAL = re.compile(r"^(?:tổng\s*(?:cộng|số|:|\(|$)|cộng\b|tong (?:cong|so)\b|tc:?$|t\.?\s?cộng)")
_REMARK = re.compile(
    r"^(?:ghi chu|luu y|chu thich|noi nhan|nguoi lap|lap (?:bang|bieu)|kt\.|tm\.|tl\.|tuq\.|\*|\(?(?:da )?ky\b"
    r"|xac nhan cua|thu truong|(?:[\w .]+, )?ngay .* thang .* nam)"
)
_LABEL = re.compile(r"^\(?([IVX]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,2})*|[a-zđ])\)?[.)/]?$")
_PREFIX = re.compile(r"^\(?([IVX]+|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)/:\-]\s*(?=\S)")
_COUNT = re.compile(
    r"\s*[(:–-]+\s*\d+\s*(?:nhiem vu|nhiệm vụ|việc|nv|công việc|văn bản|dòng)?\s*\)?\.?$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\(?(?:[A-Z]|\d{1,2})\)?(?:\s*=[\d\s+\-*/()=%]*)?$")
_LONGEST_TITLE = 120
_FEW = 3  # cells; a row with more of them is a task even where something is missing
_FIGURES = 3  # the level of labels that are figures
_SURE = 3  # so much speaks for a task that it is one even below the total and the signatures


@dataclass(frozen=True)
class Title:
    """The title of a section, and how deep it stands: 1 letters, 2 Roman, 3 figures, 4 and more "1.1"; 0 unknown."""

    text: str
    level: int


@dataclass
class RowKinds:
    """Tells the rows of one sheet apart.

    `wide` are merged over most of the table, `last_sure` is the last row that is a task beyond doubt.
    """

    layout: Layout
    rows: Mapping[int, Cells]
    wide: frozenset[int] = frozenset()
    last_sure: int = 0
    _labels: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        below = {number: cells for number, cells in self.rows.items() if number > self.layout.last_row}
        self._labels = {number: label for number, cells in below.items() if (label := self._label(cells))}
        self._following = dict(pairwise(self._labels))
        levels = [level_of(label) for label in self._labels.values()]
        self._is_numbered = sum(level >= _FIGURES for level in levels) > len(levels) // 2
        has_order = sum(label[0].isdigit() for label in self._labels.values()) * 2 > len(below)
        self._least = _SURE if has_order else _SURE - 1
        sure = (number for number, cells in below.items() if self._strength(cells) >= self._least)
        self.last_sure = max(sure, default=0)

    def why_no_task(self, number: int) -> Reason | None:
        """Why the row is no task; None for a task. Titles of sections are asked for by title() first."""
        cells = self.rows[number]
        filled = [str(cell) for cell in cells if cell is not None]
        if self._is_total(cells, filled):
            return TOTAL
        if len(filled) <= _FEW and _REMARK.match(fold(filled[0])):
            return REMARK
        if _is_numbering(filled):
            return NUMBERING
        if self._repeats_heading(cells):
            return HEADING
        if number > self.last_sure:
            return REMARK if self._strength(cells) < self._least else None
        return REMARK if self._is_remark(cells, filled) else None

    def title(self, number: int) -> Title | None:
        """The title of a section, if the row is one: words alone, or after a label, and nothing else stated."""
        cells = self.rows[number]
        words = [(column, cell) for column, cell in enumerate(cells) if isinstance(cell, str) and not _is_figure(cell)]
        label = self._labels.get(number, "")
        texts = [(column, text) for column, text in words if not (label and text.strip() == self._label_cell(cells))]
        if len(texts) != 1 or any(isinstance(cell, date) for cell in cells) or number > self.last_sure:
            return None
        column, text = texts[0]
        prefix, name = named(text)
        if len(name) > _LONGEST_TITLE or not any(char.isalpha() for char in name) or _REMARK.match(fold(name)):
            return None
        label = label or prefix
        has_figures = len([cell for cell in cells if cell is not None]) - len(words) > (1 if label else 0)
        is_title = self._is_title(number, column, name, label, has_figures=has_figures)
        return Title(name, level_of(label)) if is_title else None

    def _is_title(self, number: int, column: int, name: str, label: str, *, has_figures: bool) -> bool:
        is_unit = wording.names_unit(name)
        if number in self.wide:
            return True
        if name.isupper():
            return not has_figures or is_unit or level_of(label) in (1, 2)
        if self._has_children(number, label):
            return True
        if column != self.layout.columns.get(Meaning.CONTENT):
            return not has_figures or is_unit
        if level_of(label) in (1, 2):
            return is_unit or self._is_numbered
        return is_unit and not label

    def _has_children(self, number: int, label: str) -> bool:
        """Whether the next label stands below this one, as "1.1" below "1"."""
        following = self._labels.get(self._following.get(number, 0), "")
        return bool(label) and following.startswith(f"{label.rstrip('.')}.")

    def _is_total(self, cells: Cells, filled: Sequence[str]) -> bool:
        first = " ".join(filled[0].casefold().split())
        if _TOTAL.match(first) and not self.text(cells, Meaning.LEAD):
            return True
        content = " ".join(self.text(cells, Meaning.CONTENT).casefold().split())
        return len(filled) <= _FEW and bool(_TOTAL.match(content))

    def _is_remark(self, cells: Cells, filled: Sequence[str]) -> bool:
        states_task = self.text(cells, Meaning.LEAD) or self.text(cells, Meaning.DUE)
        if len(filled) > _FEW or states_task:
            return False
        is_alone = len(filled) == 1 and self._least == _SURE
        return is_alone or not self.text(cells, Meaning.CONTENT)

    def _repeats_heading(self, cells: Cells) -> bool:
        headings = self.layout.headings
        pairs = [(column, fold(str(cell))) for column, cell in enumerate(cells) if cell is not None]
        if len(pairs) < 2 or any(column >= len(headings) for column, _text in pairs):
            return False
        return all(text in fold(headings[column]).split(" > ") for column, text in pairs)

    def _strength(self, cells: Cells) -> int:
        """How much speaks for a task: a figure in the order column and a day for the limit two each, others one."""
        content = self.text(cells, Meaning.CONTENT)
        if content and _TOTAL.match(content.casefold()):
            return 0
        due = self.cell(cells, Meaning.DUE)
        is_due = isinstance(due, int | float | date) or (isinstance(due, str) and dates.speaks_of_time(due))
        strength = 2 if self._label(cells)[:1].isdigit() else 0
        strength += 2 if is_due and not isinstance(due, bool) else 0
        others = (content, self.text(cells, Meaning.LEAD), " ".join(wording.numbers(self.text(cells, Meaning.NUMBER))))
        return strength + sum(bool(text) for text in others) if content or others[1] else 0

    def cell(self, cells: Cells, meaning: Meaning) -> object:
        """The cell of a meaning; None when the sheet has no such column."""
        column = self.layout.columns.get(meaning)
        return cells[column] if column is not None and column < len(cells) else None

    def text(self, cells: Cells, meaning: Meaning) -> str:
        """The cell of a meaning as words."""
        cell = self.cell(cells, meaning)
        return "" if cell is None else str(cell)

    def _label_cell(self, cells: Cells) -> str:
        column = self.layout.columns.get(Meaning.ORDER)
        if column is None:
            column = next((place for place, cell in enumerate(cells) if cell is not None), 0)
        cell = cells[column] if column < len(cells) else None
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if cell is None or isinstance(cell, bool | date) else str(cell).strip()

    def _label(self, cells: Cells) -> str:
        match = _LABEL.match(self._label_cell(cells))
        return match[1] if match else ""


def named(text: str) -> tuple[str, str]:
    """The label and the name in words such as "II. PHÒNG NỘI VỤ (3 nhiệm vụ)"; the label may be empty."""
    plain = " ".join(text.split())
    prefix = _PREFIX.match(plain)
    return prefix[1] if prefix else "", _COUNT.sub("", _PREFIX.sub("", plain)).strip()


def level_of(label: str) -> int:
    """How deep a label stands: a letter 1, a Roman number 2, a figure 3, "1.1" 4 and so on; 0 for none."""
    if not label:
        return 0
    if re.fullmatch(r"[IVX]+", label):
        return 2
    return 3 + label.count(".") if label[0].isdigit() else (1 if label.isupper() else 9)


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s]+%?", text))


def _is_numbering(filled: Sequence[str]) -> bool:
    """Whether the cells only count the columns: 1, 2, 3 … or A, B, 1, 2 … or (1), (2), (3=1+2)."""
    cells = [" ".join(cell.split()) for cell in filled]
    numbers = [int(match[0]) for cell in cells if (match := re.search(r"\d+", cell))]
    is_counting = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(cells) >= _FEW and is_counting and all(_NUMBERED.match(cell) for cell in cells)
