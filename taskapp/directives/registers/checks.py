"""The rules that a row of a register must keep: those of every assignment, and those of a day of completion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from taskapp.base.errors import Refused
from taskapp.directives.reason import Reason
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.rows import Problem, Row
from taskapp.people.models import Unit
from taskapp.tasks import assigning
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.states import LimitKind

_MEANINGS = {
    "content": Meaning.CONTENT,
    "leads": Meaning.LEAD,
    "supporting": Meaning.SUPPORT,
    "issued_on": Meaning.ISSUED,
    "due_on": Meaning.DUE,
}


def problems(
    row: Row, lead: Unit, supporting: Sequence[Unit], today: date, column_of: Mapping[Meaning, str]
) -> list[Problem]:
    """Every rule that the row breaks, by column. `today` is the committee's local day."""
    said = [*_of_assignment(row, lead, supporting, today), *_of_completion(row, today)]
    return [Problem(row.row, column_of[meaning], reason, row.sheet) for meaning, reason in dict(said).items()]


def _of_assignment(row: Row, lead: Unit, supporting: Sequence[Unit], today: date) -> Iterator[tuple[Meaning, Reason]]:
    """The rules of assigning, asked part by part so that one broken rule does not hide the next."""
    if not row.content or not row.lead:
        return  # said where the row was read
    issued = row.issued if row.issued is None or row.issued <= today else None  # a wrong one is said once, by itself
    said, undated = DocumentGiven(number=row.number or "", issued_on=row.issued), LimitKind.NONE
    for part in (
        Assignment(row.content, [lead], limit_kind=undated, document=said),
        Assignment(row.content, [lead], supporting, undated),
        Assignment(
            row.content,
            [lead],
            limit_kind=row.limit_kind,
            due_on=row.due,
            document=DocumentGiven(issued_on=issued),
            past_due_known=True,  # a register says what was; what is overdue is counted and shown
        ),
    ):
        try:
            assigning.check(part, today)
        except Refused as refused:
            yield _MEANINGS.get(refused.field or "", Meaning.CONTENT), Reason(refused.reason)


def _of_completion(row: Row, today: date) -> Iterator[tuple[Meaning, Reason]]:
    if row.done is None:
        return
    if row.done > today:
        yield Meaning.DONE, Reason("Ngày hoàn thành không thể sau hôm nay.")
    elif row.issued and row.done < row.issued:
        yield Meaning.DONE, Reason("Ngày hoàn thành không thể trước ngày văn bản.")
