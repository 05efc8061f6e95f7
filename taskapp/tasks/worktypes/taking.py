"""A pasted table taken in: new codes become types, known ones get another version; all of it or nothing."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.models import Person
from taskapp.tasks.worktypes import keeping, pasting, queries
from taskapp.tasks.worktypes.keeping import Said
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion
from taskapp.tasks.worktypes.pasting import Line, Problem
from taskapp.tasks.worktypes.terms import TermUnit
from taskapp.tasks.worktypes.words import COLUMN_NAMES

MOST_TOLD = 5
MOST_LINES = 500


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
    lines, known, taken = _read(table), queries.known(session, committee_id), Taken()
    for line in lines:
        said = _said(line, valid_from, decision)
        try:
            if work_type := known.get(fold(line.code)):
                how = _again(session, work_type, said, by=by, now=now)
            else:
                keeping.begin(session, committee_id, line.code, said, by=by, now=now)
                how = "added"
        except Refused as error:
            reason = _("Dòng %(line)s (%(code)s): %(reason)s", line=line.number, code=line.code, reason=error.reason)
            raise Refused(reason, field="table") from error
        taken = taken._replace(**{how: getattr(taken, how) + 1})
    return taken


def _read(table: str) -> list[Line]:
    try:
        lines, problems = pasting.read(table)
    except csv.Error as error:
        reason = _(
            "Không đọc được bảng: có ô mở đầu bằng dấu ngoặc kép mà không đóng lại ở cuối ô. Hãy sửa rồi dán lại."
        )
        raise Refused(reason, field="table") from error
    if problems:
        raise Refused(_told(problems), field="table")
    if not lines:
        raise Refused(_("Chưa thấy dòng nào. Hãy chép các dòng trong Excel rồi dán vào đây."), field="table")
    if len(lines) > MOST_LINES:
        raise Refused(_("Bảng có hơn %(most)s dòng. Hãy chia nhỏ bảng.", most=MOST_LINES), field="table")
    first: dict[str, int] = {}
    for line in lines:
        if first.setdefault(fold(line.code), line.number) != line.number:
            said = {"line": line.number, "code": line.code, "first": first[fold(line.code)]}
            reason = _("Dòng %(line)s: mã %(code)s đã có ở dòng %(first)s. Mỗi mã chỉ ghi một dòng.", **said)
            raise Refused(reason, field="table")
    return lines


def _again(session: Session, work_type: WorkType, said: Said, *, by: Person | None, now: datetime) -> str:
    if before := keeping.on(work_type, said.valid_from):
        said = _kept(said, before)
    if keeping.is_said(work_type, said):
        return "same"
    keeping.revise(session, work_type, said, by=by, now=now)
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
