"""The 31 procedures of the justice office: nine cut, marriage with a foreign element from 15 days to 8, then to 5.

Names as commonly published; the limits and their basis only illustrate, and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.demo.cast import Office
from taskapp.tasks.worktypes import keeping
from taskapp.tasks.worktypes.keeping import Said
from taskapp.tasks.worktypes.models import WorkType

FILE = "procedures.txt"
IN_FORCE, FIRST_CUT, CUT = date(2016, 1, 1), date(2018, 1, 1), date(2021, 1, 4)
MARRIAGE, FIRST_PROMISE, PROMISE = "HT-02", 8, 5  # working days, of the article
PUBLISHED = "Công bố thủ tục hành chính (minh họa)"
FIRST_DECISION = "Kế hoạch cải cách hành chính năm 2018 (minh họa)"
DECISION = "Quyết định 05/QĐ-UBND ngày 04/01/2021 (minh họa)"


@dataclass(frozen=True)
class Procedure:
    """One line of the file: the version of the beginning, and what is promised since the cut."""

    code: str
    first: Said
    promise: int


def read(lead_unit_id: int) -> Iterator[Procedure]:
    """The procedures of the file, done by the unit."""
    for line in Path(__file__).with_name(FILE).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, name, field, law, promise, basis, product, about = (cell.strip() for cell in line.split("|"))
            first = Said(
                name=name,
                valid_from=IN_FORCE,
                field=field,
                content=f"Giải quyết hồ sơ {about} của {{người nộp}}",
                product=product,
                lead_unit_id=lead_unit_id,
                statutory=int(law),
                committed=int(law),
                legal_basis=f"{basis} (thời hạn minh họa)",
                decision=PUBLISHED,
            )
            yield Procedure(code, first, PROMISE if code == MARRIAGE else int(promise))


def fill(session: Session, office: Office, *, opened_at: datetime) -> None:
    """Write the types down with their versions, each on its day, but none before the office began; once.

    Does not commit.
    """
    committee_id, keeper = office.committee.id, office.people["vanphong"]
    if session.scalars(scoped(WorkType, committee_id, WorkType.id).limit(1)).first() is not None:
        return

    def moment(day: date) -> datetime:
        return max(opened_at, datetime.combine(day, time(8), ZoneInfo(office.committee.timezone)).astimezone(UTC))

    for procedure in read(office.units["tp"].id):
        first = keeping.add(
            session, committee_id, procedure.code, procedure.first, by=keeper, now=moment(IN_FORCE)
        ).work_type
        for said in _cuts(procedure):
            keeping.revise(session, first, said, by=keeper, now=moment(said.valid_from))


def _cuts(procedure: Procedure) -> Iterator[Said]:
    if procedure.code == MARRIAGE:
        yield replace(procedure.first, valid_from=FIRST_CUT, committed=FIRST_PROMISE, decision=FIRST_DECISION)
    if procedure.promise != procedure.first.statutory:
        yield replace(procedure.first, valid_from=CUT, committed=procedure.promise, decision=DECISION)
