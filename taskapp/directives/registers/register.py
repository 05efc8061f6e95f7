"""A register in a spreadsheet read into tasks: each sheet's heading, rows, problems, and rows passed over.

Says what the sheets hold; knows nothing of the office's units or of what was taken in before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.directives.reason import Reason
from taskapp.directives.registers import columns, walking
from taskapp.directives.registers.columns import NOTHING, Layout, Memory
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.rows import Problem, Row
from taskapp.directives.registers.sheet import Sheet
from taskapp.directives.registers.walking import Skipped


@dataclass(frozen=True)
class SheetChoice:
    """What a person corrected of one sheet: whether it is read, where its heading stands (first row, how many rows),
    and what each named column (0-based) means (None: nothing)."""

    is_read: bool = True
    heading: tuple[int, int] | None = None
    columns: Mapping[int, Meaning | None] | None = None


@dataclass(frozen=True)
class Choice:
    """What a person corrected, by the title of the sheet; sheets that are not named are read as understood."""

    sheets: Mapping[str, SheetChoice] = field(default_factory=dict)

    def of(self, title: str) -> SheetChoice:
        """What was chosen for the sheet of this title."""
        return self.sheets.get(title, SheetChoice())


AS_UNDERSTOOD = Choice()


@dataclass(frozen=True)
class Part:
    """One sheet with its table. `missing` names meanings that a person must point out first; then there are no rows.

    Its columns may be as a person corrected them: in this file, or (`is_remembered`) in one before with these headings.
    """

    sheet: Sheet
    layout: Layout
    is_read: bool = True
    is_corrected: bool = False
    is_remembered: bool = False
    rows: Sequence[Row] = ()
    problems: Sequence[Problem] = ()
    skipped: Sequence[Skipped] = ()
    missing: Sequence[Meaning] = ()


@dataclass(frozen=True)
class Register:
    """What was read: every sheet that holds a table, those that are not read too."""

    parts: Sequence[Part]

    @property
    def read_parts(self) -> list[Part]:
        """The sheets whose rows count."""
        return [part for part in self.parts if part.is_read]

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.read_parts for row in part.rows]

    @property
    def problems(self) -> list[Problem]:
        return [problem for part in self.read_parts for problem in part.problems]

    @property
    def skipped(self) -> list[Skipped]:
        return [skipped for part in self.read_parts for skipped in part.skipped]

    @property
    def missing(self) -> list[Meaning]:
        return list(dict.fromkeys(meaning for part in self.read_parts for meaning in part.missing))

    @property
    def has_several(self) -> bool:
        """Whether rows must be named with their sheet."""
        return len(self.read_parts) > 1

    def part(self, title: str) -> Part:
        """The part of a sheet."""
        return next(part for part in self.parts if part.sheet.title == title)


def parse(sheets: Sequence[Sheet], choice: Choice = AS_UNDERSTOOD, memory: Memory = NOTHING) -> Register:
    """Read every sheet that has the heading of a register, as understood, remembered or chosen, in their order.

    Sheets that lack a needed column or have no task are left out where others are whole. Where no heading is known,
    rows that may be one are offered for a person to name their columns. Raises BadInput when there is none, or no task.
    """
    known = [(sheet, found) for sheet in sheets if (found := _layout(sheet, choice, memory))]
    if not known:
        known = [(sheet, found) for sheet in sheets if (found := columns.offered(sheet.rows, sheet.merged))]
    if not known:
        raise BadInput(_(_NO_HEADING.text))
    parts = [_part(sheet, layout, choice.of(sheet.title), memory) for sheet, layout in known]
    if any(part.rows for part in parts):
        parts = [_left_out(part) if part.missing and part.sheet.title not in choice.sheets else part for part in parts]
        parts = [part for part in parts if part.rows or not part.is_read or part.sheet.title in choice.sheets]
    elif not any(part.missing or not part.is_read for part in parts):
        raise BadInput(_(_NO_ROWS.text))
    return Register(parts)


def _layout(sheet: Sheet, choice: Choice, memory: Memory) -> Layout | None:
    heading = choice.of(sheet.title).heading
    if heading:
        return columns.stated(sheet.rows, sheet.merged, sheet.hidden_columns, heading)
    return columns.remembered(sheet.rows, sheet.merged, memory) or columns.recognise(
        sheet.rows, sheet.merged, sheet.hidden_columns
    )


def _part(sheet: Sheet, layout: Layout, choice: SheetChoice, memory: Memory) -> Part:
    told = columns.meanings(layout.headings, memory) if choice.columns is None else None
    if choice.columns is not None or told is not None:
        layout = columns.corrected(layout, choice.columns if choice.columns is not None else told or {})
    part = Part(sheet, layout, choice.is_read, choice.columns is not None, told is not None)
    if not part.is_read:
        return part
    missing = columns.missing(layout, has_sections=walking.names_units(sheet, layout))
    if missing:
        return replace(part, missing=missing)
    found = walking.walk(sheet, layout)
    return replace(part, rows=found.rows, problems=found.problems, skipped=found.skipped)


def _left_out(part: Part) -> Part:
    return replace(part, is_read=False, missing=())


_NO_HEADING = Reason(
    "Không tìm thấy dòng tiêu đề của bảng theo dõi. Trong 100 dòng đầu cần có dòng ghi tên cột, ít nhất "
    "“Nội dung nhiệm vụ” và một trong các cột “Đơn vị chủ trì”, “Thời hạn”, “Số, ký hiệu văn bản”."
)
_NO_ROWS = Reason("Bảng không có nhiệm vụ nào dưới dòng tiêu đề. Hãy kiểm tra lại tệp.")
