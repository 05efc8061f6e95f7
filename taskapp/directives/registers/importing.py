"""From a file to tasks: read, compare, take in all or nothing; the counts that people and programs get."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold, one_line
from taskapp.directives import limits
from taskapp.directives.registers import matching, spreadsheets
from taskapp.directives.registers import register as registers
from taskapp.directives.registers.columns import NOTHING, Memory
from taskapp.directives.registers.matching import Plan
from taskapp.directives.registers.memory import learn, memory_of
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.offices import Meant
from taskapp.directives.registers.register import AS_UNDERSTOOD, Choice, Register
from taskapp.directives.registers.rows import Problem
from taskapp.directives.registers.taking import Taking, take
from taskapp.people.models import Committee, Unit, UnitKind
from taskapp.people.organisation import create_unit, top_unit_id
from taskapp.people.rights import Rights, Role
from taskapp.tasks.record import Actor
from taskapp.tasks.states import Via

WRITERS = (Role.LEADER, Role.MONITOR)
READERS = (*WRITERS, Role.CLERK)
_ROWS_NAMED = 6
_COMMUNE = ("ubnd xa", "ubnd phuong", "ubnd thi tran", "ubnd dac khu", "uy ban nhan dan xa", "uy ban nhan dan phuong")


class ImportRefused(Refused):
    """Nothing was taken in; `result` says for each row why, in the form that programs read."""

    def __init__(self, reason: str, result: dict[str, Any]) -> None:
        super().__init__(reason)
        self.result = result


@dataclass(frozen=True)
class NewUnit:
    """A unit that a person agreed to create."""

    name: str
    kind: UnitKind
    parent_id: int | None = None


@dataclass(frozen=True)
class Agreed:
    """What a person agreed to: units to create, and known tasks (ids) to correct. None: all."""

    units: Sequence[NewUnit] | None = ()
    update: Collection[int] | None = ()

    def corrects(self, plan: Plan) -> bool:
        """Whether at least one known task would be corrected."""
        return any(self.update is None or difference.known.task_id in self.update for difference in plan.changed)


def import_file(
    session: Session,
    committee: Committee,
    path: Path,
    *,
    dry_run: bool,
    create_units: bool,
    update: bool,
    by: Rights | None,
    now: datetime,
) -> dict[str, Any]:
    """Take a register in from a file, or say what would happen.

    Gives {"tasks", "problems", "new", "known", "changed", "units", "batch"}; "units" are sentences on names that stand
    for other units, "batch" is None when nothing was written. Raises BadInput for a file that cannot be read and
    ImportRefused (with the same result) when a row has a problem; with `dry_run` problems are only listed. `by` None is
    the system itself. Does not commit.
    """
    data = _content(path)
    register = read(data, memory=memory_of(session, committee.id))
    agreed = Agreed(units=None if create_units else (), update=None if update else ())
    if dry_run:
        create = None if create_units else ()
        today = clock.local_day(now, committee.timezone)
        return result(
            matching.plan(session, committee.id, register, today=today, create=create, reach=_reach(by)), None
        )
    batch = ImportBatch(
        committee_id=committee.id,
        by_id=by.person_id if by else None,
        made_at=now,
        file_name=safe_name(path.name),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    plan = take_in(session, committee, batch, register, agreed, by=by, now=now)
    return result(plan, batch.id if batch in session else None)


def read(data: bytes, choice: Choice = AS_UNDERSTOOD, memory: Memory = NOTHING) -> Register:
    """The register in a spreadsheet. Raises BadInput when the file, its heading or its columns cannot be used."""
    return registers.parse(spreadsheets.sheets(data), choice, memory)


def take_in(
    session: Session,
    committee: Committee,
    batch: ImportBatch,
    register: Register,
    agreed: Agreed,
    *,
    by: Rights | None,
    now: datetime,
) -> Plan:
    """Take the register in as `batch`: units first, then tasks and corrections; all or nothing.

    Raises Forbidden without a right to assign, ImportRefused when a row has a problem. A new batch that would change
    nothing is not added. Does not commit.
    """
    if by is not None and not by.has(*WRITERS):
        raise Forbidden(_("Anh/chị xem trước được sổ theo dõi; người theo dõi hoặc lãnh đạo mới nhập được."))
    _lock(session, committee.id)
    today = clock.local_day(now, committee.timezone)
    names = None if agreed.units is None else [unit.name for unit in agreed.units]
    reach = by.reach(*WRITERS) if by else None
    plan = matching.plan(session, committee.id, register, today=today, create=names, reach=reach)
    _refuse(plan)
    if plan.unknown:
        if by is not None and not oversees(session, by, *WRITERS):
            raise Forbidden(_("Chỉ người theo dõi hoặc lãnh đạo của cả cơ quan mới tạo được đơn vị khi nhập."))
        _create_units(session, committee, plan, agreed)
        plan = matching.plan(session, committee.id, register, today=today, create=(), reach=None)
        _refuse(plan)
    batch.new_count, batch.known_count = len(plan.new), len(plan.known)
    if not plan.new and not agreed.corrects(plan):
        return plan
    batch.state, batch.committed_at, batch.content = BatchState.COMMITTED, now, None
    session.add(batch)
    session.flush()
    learn(batch, register)
    actor = Actor(by, committee.timezone, Via.IMPORT, batch_id=batch.id)
    batch.changed_count = take(session, plan, Taking(committee.id, batch.id, actor, now), update=agreed.update)
    return plan


def result(plan: Plan, batch_id: int | None) -> dict[str, Any]:
    """The outcome in the form that programs read; every row of the sheet stands in "tasks"."""
    return {
        "tasks": [row.as_json() for row in plan.register.rows],
        "problems": [_problem(problem, plan.register) for problem in plan.problems],
        "new": len(plan.new),
        "known": len(plan.known),
        "changed": len(plan.changed),
        "units": [meant_text(meant, rows) for meant, rows in plan.meant.items()],
        "batch": batch_id,
    }


def _problem(problem: Problem, register: Register) -> dict[str, Any]:
    sheet = {"sheet": problem.sheet} if register.has_several else {}
    return sheet | {"row": problem.row, "column": problem.column, "message": say(problem.reason)}


def summary(outcome: Mapping[str, Any]) -> str:
    """The outcome as lines for a terminal."""
    counts = {name: outcome[name] for name in ("new", "known", "changed")}
    lines = [_("Mới: %(new)s · Đã có: %(known)s · Khác ngày: %(changed)s", **counts)]
    lines += outcome["units"]
    for problem in outcome["problems"]:
        line = _("Dòng %(row)s, cột %(column)s: %(message)s", **problem)
        lines.append(
            _("Trang “%(sheet)s”: %(line)s", sheet=problem["sheet"], line=line) if "sheet" in problem else line
        )
    if outcome["batch"]:
        lines.append(_("Đã nhập, đợt nhập số %(batch)s.", batch=outcome["batch"]))
    elif outcome["problems"]:
        lines.append(_("Chưa nhập nhiệm vụ nào."))
    return "\n".join(lines)


def meant_text(meant: Meant, rows: Sequence[int]) -> str:
    """For which units a name in the register is taken, in the reader's language."""
    named = ", ".join(map(str, rows[:_ROWS_NAMED])) + ("…" if len(rows) > _ROWS_NAMED else "")
    values = {"name": meant.name, "units": "; ".join(meant.units), "rows": named}
    if meant.ended_on is None:
        return _(
            "“%(name)s” là %(count)s đơn vị phối hợp: %(units)s (dòng %(rows)s).", count=len(meant.units), **values
        )
    return _(
        "“%(name)s” đã kết thúc ngày %(day)s: việc chưa xong giao cho %(units)s (dòng %(rows)s).",
        day=formats.day(meant.ended_on),
        **values,
    )


def say(reason: object) -> str:
    """A reason in the reader's language."""
    return _(getattr(reason, "text", str(reason)), **getattr(reason, "values", {}))


def safe_name(name: str) -> str:
    """The last part of a file's name as a person may see it: no folders, no control characters, at most 200."""
    return (one_line(name.replace("\\", "/")).split("/")[-1].strip(". ") or "so-theo-doi.xlsx")[-200:]


def guessed_kind(name: str) -> UnitKind:
    """What kind of unit a name most likely means."""
    return UnitKind.COMMUNE if fold(name).startswith(_COMMUNE) else UnitKind.OFFICE


def root_unit(session: Session, committee_id: int) -> Unit | None:
    """The committee's own unit, under which new ones stand."""
    query = scoped(Unit, committee_id).where(Unit.id.in_(top_unit_id(committee_id)))
    found: Unit | None = session.scalars(query).first()
    return found


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.LARGEST_FILE:
            raise spreadsheets.too_large(size)
        return path.read_bytes()
    except OSError as error:
        raise BadInput(_("Không mở được tệp %(name)s. Hãy kiểm tra đường dẫn.", name=path.name)) from error


def _reach(by: Rights | None) -> frozenset[int] | None:
    return by.reach(*READERS) if by else None


def _lock(session: Session, committee_id: int) -> None:
    # one import of a committee at a time: two people sending the same sheet must not both find its rows new
    session.execute(unscoped(Committee.id).where(Committee.id == committee_id).with_for_update())


def _refuse(plan: Plan) -> None:
    if plan.register.missing:
        raise BadInput(_("Chưa rõ cột nội dung nhiệm vụ hoặc đơn vị chủ trì. Hãy chỉ rõ cột rồi nhập lại."))
    if plan.problems:
        values = {"count": len(plan.problems)}
        reason = _(
            "Chưa nhập: sổ theo dõi có %(count)s lỗi. Hãy sửa trong tệp rồi nhập lại; chưa có gì thay đổi.", **values
        )
        raise ImportRefused(reason, result(plan, None))


def oversees(session: Session, rights: Rights, *roles: Role) -> bool:
    """Whether one of the roles reaches the whole committee: others' imports and its tree of units are its matter."""
    root = root_unit(session, rights.committee_id)
    return root is not None and rights.over(root.id, *roles)


def _create_units(session: Session, committee: Committee, plan: Plan, agreed: Agreed) -> None:
    root = root_unit(session, committee.id)
    agreed_units = {unit.name: unit for unit in agreed.units or ()}
    for name in plan.unknown:
        wanted = agreed_units.get(name) or NewUnit(name, guessed_kind(name))
        parent = session.get(Unit, wanted.parent_id) if wanted.parent_id else root
        create_unit(session, committee.id, name=name, kind=wanted.kind, parent=parent)
