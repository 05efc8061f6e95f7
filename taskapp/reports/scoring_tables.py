"""The committee's scoring tables: shipped ones, chosen ones as rows, which of them held for a day as it was known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Session, joinedload

from taskapp.base.db import scoped
from taskapp.base.errors import Changed, Refused
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person
from taskapp.reports.evaluation_models import ScoringTable
from taskapp.reports.evaluation_words import COMPLAINTS, TABLE_NAMES
from taskapp.reports.scoring import IN_FORCE, Row, Scored, Scoring, complaint

DECREE = "Nghị định 335/2025/NĐ-CP ngày 21/12/2025, hiệu lực từ 01/01/2026"
_SHIPPED: Mapping[Scored, tuple[str, tuple[Row, ...]]] = {
    Scored.DEDUCTIONS: (DECREE, ({"failure": 25, "delay": 25, "in_term": 1},)),
    Scored.COMBINATION: ("", ({"points": 70, "quantity": 1, "quality": 1, "progress": 1},)),
    Scored.RANKS: (DECREE, ({"excellent": 90, "good": 70, "done": 50},)),
    Scored.PAR_STEPS: (
        "",
        (
            {"done": 100, "on_time": 100, "points": 100},
            {"done": 100, "on_time": 0, "points": 75},
            {"done": 80, "on_time": 0, "points": 50},
        ),
    ),
    Scored.PAR_LINEAR: ("", ({"floor": 80, "at_floor": 80, "ceiling": 100},)),
}
Tables = Mapping[Scored, Scoring]


def shipped(scored: Scored) -> Scoring:
    """The table that holds until the office chooses one; without a source it is nobody's official table."""
    source, rows = _SHIPPED[scored]
    return Scoring(scored, str(TABLE_NAMES[scored]), source, IN_FORCE, rows)


def held(session: Session, committee_id: int, day: date, as_of: datetime) -> Tables:
    """The tables valid on a local day as they were known at an instant; kinds without one are missing. One query."""
    query = scoped(ScoringTable, committee_id).where(
        ScoringTable.recorded_at <= as_of, ScoringTable.valid_from <= day, _not_ended(day)
    )
    found = {one.scored: one for one in map(shipped, Scored) if one.valid_from <= day}
    return found | {row.kind: read(row) for row in session.scalars(query.order_by(ScoringTable.id))}


def history(session: Session, committee_id: int, scored: Scored) -> list[ScoringTable]:
    """All versions that the office chose, newest first, with who chose them."""
    query = scoped(ScoringTable, committee_id).where(ScoringTable.kind == scored)
    return list(session.scalars(query.options(joinedload(ScoringTable.by)).order_by(ScoringTable.id.desc())))


def newest(session: Session, committee_id: int, scored: Scored) -> int:
    """The number of the newest version, 0 before the first: what an editor has to have shown."""
    query = scoped(ScoringTable, committee_id, func.max(ScoringTable.id)).where(ScoringTable.kind == scored)
    return session.scalar(query) or 0


def choose(
    session: Session, committee: Committee, table: Scoring, *, seen: int, reason: str, by: Person, now: datetime
) -> ScoringTable:
    """Add a version of a table; what was known before stays as it was. Does not commit.

    Raises Changed when somebody chose one since `seen` was shown, Refused (naming the field) when it cannot hold. Holds
    the committee against other choices until the transaction ends.
    """
    session.refresh(committee, with_for_update=True)
    if newest(session, committee.id, table.scored) != seen:
        raise Changed(_("Đã có người thay đổi bảng này trước anh/chị. Hãy xem lại các mục rồi gửi lần nữa."))
    _check(table, reason)
    row = ScoringTable(
        committee_id=committee.id,
        kind=table.scored,
        name=table.name,
        source=table.source,
        valid_from=table.valid_from,
        valid_to=table.valid_to,
        steps=[dict(one) for one in table.rows],
        recorded_at=now,
        by_id=by.id,
        reason=reason,
    )
    session.add(row)
    return row


def read(row: ScoringTable) -> Scoring:
    """A version as a table."""
    table = Scoring(row.kind, row.name, row.source, row.valid_from, tuple(row.steps))
    return replace(table, valid_to=row.valid_to, id=row.id)


def _check(table: Scoring, reason: str) -> None:
    if table.valid_to is not None and table.valid_to < table.valid_from:
        raise Refused(_("Ngày hết hiệu lực không thể trước ngày có hiệu lực."), field="valid_to")
    wrong = complaint(table.scored, table.rows)
    if wrong:
        raise Refused(str(COMPLAINTS[table.scored]), field=f"{wrong}_0")
    if not reason:
        raise Refused(_("Hãy ghi lý do thay đổi bảng điểm."), field="reason")


def _not_ended(day: date) -> ColumnElement[bool]:
    return ScoringTable.valid_to.is_(None) | (ScoringTable.valid_to >= day)
