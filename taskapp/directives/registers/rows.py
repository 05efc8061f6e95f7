"""One row of a register: its cells read by meaning, with every problem by column. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from taskapp.base.text import clean, one_line
from taskapp.directives.reason import Reason
from taskapp.directives.registers import dates, progress, wording
from taskapp.directives.registers.columns import Layout, letter
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.sheet import Sheet
from taskapp.tasks.states import LimitKind

LONGEST = {"number": 60, "assigner": 120, "deadline": 300, "unit": 200}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: the sheet's row (1-based) and column letter."""

    row: int
    column: str
    reason: Reason
    sheet: str = ""


@dataclass(frozen=True)
class Row:
    """A task as the sheet states it; None where the sheet says nothing."""

    row: int
    number: str | None = None
    issued: date | None = None
    content: str = ""
    lead: str = ""
    support: tuple[str, ...] = ()
    due: date | None = None
    done: date | None = None
    result: str | None = None
    assigner: str | None = None
    document_kind: str = ""
    due_time: time | None = None
    limit_kind: LimitKind = LimitKind.NONE
    states_limit: bool = False
    deadline_text: str = ""
    result_on: date | None = None
    note: str = ""
    sheet: str = ""

    def as_json(self) -> dict[str, object]:
        """The row as other programs read it: dates ISO, null where the sheet says nothing."""
        return {
            "number": self.number,
            "issued": self.issued.isoformat() if self.issued else None,
            "content": self.content,
            "lead": self.lead or None,
            "support": list(self.support),
            "due": self.due.isoformat() if self.due else None,
            "done": self.done.isoformat() if self.done else None,
            "result": self.result,
            "assigner": self.assigner,
        }


@dataclass
class Reader:
    """Reads the rows of one sheet in order, keeping the values that "như trên" refers to."""

    layout: Layout
    sheet: Sheet
    around: date | None = None  # days without a year, in rows without a document's date, lie near this one
    problems: list[Problem] = field(default_factory=list)
    _above: dict[Meaning, object] = field(default_factory=dict)

    def read(self, number: int, cells: tuple[object, ...], section: str) -> Row:
        """The task in row `number`; `section` is the unit whose part of the table this is. Problems are collected."""
        values = {
            meaning: self._value(number, meaning, column, cells) for meaning, column in self.layout.columns.items()
        }
        document = self._document(number, values)
        issued = self._day(number, Meaning.ISSUED, values).day or document.issued
        due = self._day(number, Meaning.DUE, values, not_before=issued)
        result = self._result(number, values)
        lead = self._lead(number, values, section)
        done = self._done(number, values, result, not_before=issued)
        support = tuple(name for name in wording.units(_text(values, Meaning.SUPPORT)))
        row = Row(
            row=number,
            number=document.number,
            issued=issued,
            content=clean(_text(values, Meaning.CONTENT)),
            lead=lead,
            support=support,
            due=due.day,
            done=done,
            result=result.number,
            assigner=one_line(_text(values, Meaning.ASSIGNER)) or None,
            document_kind=document.kind,
            due_time=due.hour,
            limit_kind=LimitKind.DATED if due.day else due.kind or LimitKind.NONE,
            states_limit=bool(due.day or due.kind),
            deadline_text=due.text,
            result_on=result.issued,
            note=_notes(values, result),
            sheet=self.sheet.title,
        )
        self._check_lengths(row)
        return row

    def column_of(self, meaning: Meaning) -> str:
        """The letter of the column with this meaning; that of the content when the sheet has none."""
        return letter(self.layout.columns.get(meaning, self.layout.columns[Meaning.CONTENT]))

    def problem(self, row: int, meaning: Meaning, reason: Reason) -> None:
        """Note a problem of one cell."""
        self.problems.append(Problem(row, self.column_of(meaning), reason, self.sheet.title))

    def _value(self, number: int, meaning: Meaning, column: int, cells: tuple[object, ...]) -> object:
        value = cells[column] if column < len(cells) else None
        if isinstance(value, str) and wording.says_same(value) and meaning is not Meaning.CONTENT:
            return self._above.get(meaning)
        if (number, column) in self.sheet.uncounted and meaning is not Meaning.ORDER:
            self.problem(
                number, meaning, Reason("Ô là công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại rồi chọn lại.")
            )
            value = None
        if isinstance(value, str) and wording.is_error(value):
            self.problem(
                number, meaning, Reason("Ô đang báo lỗi %(text)s. Hãy sửa công thức hoặc ghi giá trị.", {"text": value})
            )
            value = None
        self._above[meaning] = value
        return value

    def _document(self, number: int, values: Mapping[Meaning, object]) -> wording.Document:
        document = wording.document(_text(values, Meaning.NUMBER))
        if document.problem and not values.get(Meaning.ISSUED):
            self.problem(number, Meaning.NUMBER, document.problem)
        return document

    def _day(
        self, number: int, meaning: Meaning, values: Mapping[Meaning, object], not_before: date | None = None
    ) -> dates.Written:
        written = dates.read(values.get(meaning), is_1904=self.sheet.is_1904, not_before=not_before, around=self.around)
        if written.problem:
            self.problem(number, meaning, written.problem)
        return written

    def _result(self, number: int, values: Mapping[Meaning, object]) -> wording.Document:
        text, told = _text(values, Meaning.RESULT), _text(values, Meaning.PROGRESS)
        if not text and progress.says_done(told) and len(wording.numbers(told)) == 1:
            return wording.document(told)  # "Đã hoàn thành (BC số 99/BC-CAH)"
        result = wording.document(text)
        if result.problem and Meaning.DONE not in self.layout.columns:
            self.problem(number, Meaning.RESULT, result.problem)
        tells_progress = progress.says_done(text) is not None and not wording.numbers(text)
        return wording.Document() if tells_progress or dates.is_dash(text) else result

    def _done(
        self,
        number: int,
        values: Mapping[Meaning, object],
        result: wording.Document,
        not_before: date | None,
    ) -> date | None:
        """The day of completion: of its own column, else that in the words on progress, else that of the result."""
        value = values.get(Meaning.DONE)
        if value is not None:
            return self._stated_done(number, value, values, not_before)
        for meaning in (Meaning.PROGRESS, Meaning.RESULT):
            text = _text(values, meaning)
            if progress.says_done(text):
                return self._told_done(number, meaning, text, result, not_before)
        # a register with one column for the result states the day with its document
        return result.issued if Meaning.DONE not in self.layout.columns else None

    def _stated_done(
        self, number: int, value: object, values: Mapping[Meaning, object], not_before: date | None
    ) -> date | None:
        if isinstance(value, str) and (dates.says_not_done(value) or progress.says_done(value) is False):
            return None
        written = self._day(number, Meaning.DONE, values, not_before)
        if written.kind is not None and not written.problem and not dates.is_dash(written.text):
            self.problem(
                number,
                Meaning.DONE,
                Reason("Không đọc được ngày “%(text)s”. Hãy ghi ngày hoàn thành.", {"text": written.text}),
            )
        return written.day

    def _told_done(
        self, number: int, meaning: Meaning, text: str, result: wording.Document, not_before: date | None
    ) -> date | None:
        written = wording.day_in(text, not_before=not_before, around=self.around)
        day = written or result.issued
        if day is None:
            reason = Reason("Ghi là đã hoàn thành nhưng không có ngày. Hãy ghi thêm ngày hoàn thành.")
            self.problem(number, meaning, reason)
        return day

    def _lead(self, number: int, values: Mapping[Meaning, object], section: str) -> str:
        names = wording.units(_text(values, Meaning.LEAD))
        if len(names) > 1:
            reason = Reason("Ô có nhiều đơn vị chủ trì. Mỗi nhiệm vụ một đơn vị: hãy tách thành nhiều dòng.")
            self.problem(number, Meaning.LEAD, reason)
        if not names and not section:
            self.problem(number, Meaning.LEAD, Reason("Thiếu đơn vị chủ trì."))
        return names[0] if names else section

    def _check_lengths(self, row: Row) -> None:
        for meaning, text, most in _measured(row):
            if len(text) > most:
                values = {"count": len(text), "most": most}
                self.problem(row.row, meaning, Reason("Dài %(count)s ký tự, vượt mức %(most)s. Hãy rút gọn.", values))


def _notes(values: Mapping[Meaning, object], result: wording.Document) -> str:
    """The remarks of a row, with the words on progress that are no document."""
    told = _text(values, Meaning.RESULT)
    is_kept = bool(told) and result.number is None and not dates.is_dash(told)
    parts = (_text(values, Meaning.PROGRESS), told if is_kept else "", _text(values, Meaning.NOTE))
    return clean("\n".join(part for part in parts if part and not dates.is_dash(part)))


def _measured(row: Row) -> Iterator[tuple[Meaning, str, int]]:
    yield Meaning.NUMBER, row.number or "", LONGEST["number"]
    yield Meaning.ASSIGNER, row.assigner or "", LONGEST["assigner"]
    yield Meaning.DUE, row.deadline_text, LONGEST["deadline"]
    yield Meaning.LEAD, row.lead, LONGEST["unit"]
    for name in row.support:
        yield Meaning.SUPPORT, name, LONGEST["unit"]


def _text(values: Mapping[Meaning, object], meaning: Meaning) -> str:
    value = values.get(meaning)
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
