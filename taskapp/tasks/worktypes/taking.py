"""A pasted table taken in: new codes become types, known ones get another version; all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.models import Person
from taskapp.tasks.worktypes import keeping, pasting, queries
from taskapp.tasks.worktypes.keeping import Said
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.pasting import Line, Problem
from taskapp.tasks.worktypes.terms import TermUnit
from taskapp.tasks.worktypes.words import COLUMN_NAMES

MOST_TOLD = 5


class Taken(NamedTuple):
    """How many types are new, got another version, were so already."""

    added: int = 0
    revised: int = 0
    same: int = 0

    @property
    def text(self) -> str:
        return _(
            "Thêm %(added)s loại việc, ghi phiên bản mới cho %(revised)s; %(same)s không có gì khác.",
            **self._asdict(),
        )


def take(
    session: Session,
    committee_id: int,
    table: str,
    *,
    valid_from: date,
    decision: str,
    by: Person | None,
    now: datetime,
) -> Taken:
    """Write down every line of the table. Raises Refused that names lines and columns. Does not commit.

    A known type keeps its units, and its content and product where their cells are empty.
    """
    lines, problems = pasting.read(table)
    if problems:
        raise Refused(_told(problems), field="table")
    if not lines:
        raise Refused(_("Chưa thấy dòng nào. Hãy chép các dòng trong Excel rồi dán vào đây."), field="table")
    taken = Taken()
    for line in lines:
        said = _said(line, valid_from, decision)
        try:
            how = _take_one(session, committee_id, line, said, by=by, now=now)
        except Refused as error:
            reason = _("Dòng %(line)s (%(code)s): %(reason)s", line=line.number, code=line.code, reason=error.reason)
            raise Refused(reason, field="table") from error
        taken = taken._replace(**{how: getattr(taken, how) + 1})
    return taken


def _take_one(session: Session, committee_id: int, line: Line, said: Said, *, by: Person | None, now: datetime) -> str:
    known = queries.by_code(session, committee_id, line.code)
    if known is None:
        keeping.add(session, committee_id, line.code, said, by=by, now=now)
        return "added"
    before = keeping.on(known, said.valid_from)
    if before is not None:
        said = _kept(said, before)
        if not before.is_ended and keeping.said_by(before, said.valid_from, said.decision) == said:
            return "same"
    keeping.revise(session, known, said, by=by, now=now)
    return "revised"


def _kept(said: Said, before: WorkTypeVersion) -> Said:
    return replace(
        said,
        lead_unit_id=before.lead_unit_id,
        supporting_ids=tuple(before.supporting_ids),
        source=before.source,
        content=said.content or before.content,
        product=said.product or before.product,
        field=said.field or before.field,
    )


def _said(line: Line, valid_from: date, decision: str) -> Said:
    return Said(
        name=line.name,
        valid_from=valid_from,
        field=line.field,
        content=line.content,
        product=line.product,
        unit=TermUnit(line.unit),
        statutory=line.statutory,
        legal_basis=line.legal_basis,
        committed=line.committed,
        decision=decision,
    )


def _told(problems: list[Problem]) -> str:
    said = "; ".join(
        _(
            "dòng %(line)s, cột %(column)s: “%(cell)s”",
            line=problem.line,
            column=COLUMN_NAMES[pasting.COLUMNS[problem.column - 1]],
            cell=problem.cell[:40],
        )
        for problem in problems[:MOST_TOLD]
    )
    return _("Chưa đọc được %(count)s ô: %(cells)s. Hãy sửa rồi gửi lại.", count=len(problems), cells=said)
