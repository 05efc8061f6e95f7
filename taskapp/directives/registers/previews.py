"""What the page of a kept file shows: columns as understood, problems, unknown units, what would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from taskapp.base.i18n import _l
from taskapp.directives.registers import matching
from taskapp.directives.registers.columns import letter
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.importing import READERS, Agreed, guessed_kind, meant_text, root_unit, say
from taskapp.directives.registers.matching import Difference, Plan
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.register import Part, Register
from taskapp.directives.registers.rows import Problem, Row
from taskapp.directives.registers.walking import Skipped
from taskapp.people.models import Unit, UnitKind
from taskapp.people.queries import units_on
from taskapp.people.rights import Rights

MEANING_NAMES = {
    Meaning.ORDER: _l("Số thứ tự"),
    Meaning.NUMBER: _l("Số, ký hiệu văn bản"),
    Meaning.ISSUED: _l("Ngày văn bản"),
    Meaning.CONTENT: _l("Nội dung nhiệm vụ"),
    Meaning.ASSIGNER: _l("Người giao"),
    Meaning.LEAD: _l("Đơn vị chủ trì"),
    Meaning.SUPPORT: _l("Đơn vị phối hợp"),
    Meaning.DUE: _l("Thời hạn"),
    Meaning.DONE: _l("Ngày hoàn thành"),
    Meaning.RESULT: _l("Văn bản kết quả"),
    Meaning.PROGRESS: _l("Tình trạng, tiến độ"),
    Meaning.NOTE: _l("Ghi chú"),
}
KIND_NAMES = {
    UnitKind.OFFICE: _l("Cơ quan, phòng ban"),
    UnitKind.COMMUNE: _l("UBND xã, phường, thị trấn"),
    UnitKind.EXTERNAL: _l("Cơ quan ngoài UBND"),
}
STATE_NAMES = {
    BatchState.PREVIEW: _l("Đang xem trước"),
    BatchState.COMMITTED: _l("Đã nhập"),
    BatchState.UNDONE: _l("Đã hoàn tác"),
}
SHOWN = 300  # problems, rows: more of them tell a person nothing new
FIRST_ROWS = 10
NAMED = 4  # sheets in the heading of the page


@dataclass(frozen=True)
class Column:
    """One column of the sheet: its letter, heading, first value below, and what it was understood as."""

    number: int
    letter: str
    heading: str
    sample: str
    meaning: Meaning | None


@dataclass(frozen=True)
class SheetView:
    """One sheet of the file: how it was read, its columns, how many of its tasks stand in hidden rows."""

    part: Part
    columns: Sequence[Column]
    hidden: int


@dataclass(frozen=True)
class Stranger:
    """A unit that the office does not have: in which rows, and what the person chose for it."""

    name: str
    rows: Sequence[int]
    is_agreed: bool
    kind: UnitKind
    parent_id: int | None


@dataclass(frozen=True)
class Preview:
    """Everything that the page shows."""

    register: Register
    plan: Plan
    sheets: Sequence[SheetView]
    strangers: Sequence[Stranger]
    parents: Sequence[Unit]
    problems: Sequence[tuple[str, str, str]]
    skipped: Sequence[tuple[str, str]]
    meant: Sequence[str]

    @property
    def sheet_names(self) -> str:
        """The sheets that are read, by name, at most a few."""
        titles = [f"“{part.sheet.title}”" for part in self.register.read_parts]
        return ", ".join(titles[:NAMED]) + (" …" if len(titles) > NAMED else "")

    def where(self, row: Row) -> str:
        """The row as a person finds it."""
        return where(self.register, row)

    @property
    def can_be_taken_in(self) -> bool:
        return not self.register.missing and not self.problems and bool(self.plan.new or self.plan.changed)


def preview(
    session: Session, batch: ImportBatch, register: Register, *, today: date, by: Rights, agreed: Agreed | None
) -> Preview:
    """Compare a kept file with the office for the page; units are offered, so they are no problem here."""
    reach = by.reach(*READERS)
    plan = matching.plan(session, batch.committee_id, register, today=today, create=None, reach=reach)
    parents = list(session.scalars(units_on(batch.committee_id, today).where(Unit.id.in_(reach))))
    root = root_unit(session, batch.committee_id)
    return Preview(
        register=register,
        plan=plan,
        sheets=[_sheet(part) for part in register.parts],
        strangers=_strangers(plan, agreed, root.id if root else None),
        parents=parents,
        problems=[(where(register, p), p.column, say(p.reason)) for p in plan.problems],
        skipped=[(where(register, s), say(s.reason)) for s in register.skipped],
        meant=[meant_text(meant, rows) for meant, rows in plan.meant.items()],
    )


def where(register: Register, found: Row | Problem | Skipped) -> str:
    """The row as a person finds it: with its sheet where several are read."""
    return f"{found.sheet} · {found.row}" if register.has_several else str(found.row)


def _sheet(part: Part) -> SheetView:
    return SheetView(part, _columns(part), sum(row.row in part.sheet.hidden_rows for row in part.rows))


def _columns(part: Part) -> list[Column]:
    meanings = {column: meaning for meaning, column in part.layout.columns.items()}
    below = [cells for number, cells in part.sheet.rows.items() if number > part.layout.last_row]
    found = []
    for number, heading in enumerate(part.layout.headings):
        sample = next((_written(cells[number]) for cells in below if number < len(cells) and _has(cells[number])), "")
        if heading or sample:
            found.append(Column(number, letter(number), heading, sample, meanings.get(number)))
    return found


def _has(cell: object) -> bool:
    return cell is not None and not (isinstance(cell, str) and cell.isupper() and len(cell) > 20)


def _written(cell: object) -> str:
    text = f"{cell:%d/%m/%Y}" if isinstance(cell, date) else " ".join(str(cell).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def _strangers(plan: Plan, agreed: Agreed | None, root_id: int | None) -> list[Stranger]:
    chosen = {unit.name: unit for unit in (agreed.units if agreed and agreed.units else ())}
    return [
        Stranger(
            name,
            rows,
            name in chosen,
            chosen[name].kind if name in chosen else guessed_kind(name),
            chosen[name].parent_id if name in chosen else root_id,
        )
        for name, rows in plan.unknown.items()
    ]


def is_ticked(difference: Difference, agreed: Agreed | None) -> bool:
    """Whether the person had ticked a changed row before the page came back."""
    return agreed is not None and (agreed.update is None or difference.known.task_id in agreed.update)
