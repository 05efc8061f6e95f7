"""A register held against what the office has: its units, its rules, and the tasks that were taken in before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.text import fold
from taskapp.directives.reason import Reason
from taskapp.directives.registers import checks, wording
from taskapp.directives.registers.columns import letter
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.offices import Meant, RegisterOffice
from taskapp.directives.registers.register import Register
from taskapp.directives.registers.rows import Problem, Row
from taskapp.people.models import Unit
from taskapp.people.unit_names import unit_key
from taskapp.tasks.documents import number_key
from taskapp.tasks.models import Task
from taskapp.tasks.states import LimitKind, State

_ENDED = Reason("%(unit)s đã kết thúc ngày %(day)s, không có một đơn vị kế thừa. Hãy ghi đơn vị nhận việc này.")
_SEVERAL = Reason("“%(unit)s” là nhiều đơn vị. Hãy ghi tên từng đơn vị.")
_SEVERAL_LEAD = Reason(
    "“%(unit)s” là nhiều đơn vị, mỗi dòng chỉ có một đơn vị chủ trì. Hãy tách mỗi đơn vị một dòng, "
    "hoặc ghi đơn vị đầu mối và để “%(unit)s” ở cột phối hợp."
)
_CHUNK = 500  # keys in one query: under every database's limit of parameters


@dataclass(frozen=True)
class Placed:
    """A row with its units found, and its identity; a unit not yet in the office has a negative id."""

    row: Row
    lead: Unit
    supporting: tuple[Unit, ...]
    key: str


@dataclass(frozen=True)
class Known:
    """What the office holds of a row that was taken in before."""

    task_id: int
    state: State
    limit_kind: LimitKind
    due_on: date | None
    original_due_on: date | None
    submitted_on: date | None


@dataclass(frozen=True)
class Difference:
    """A known task whose dates the register states differently; None in `new_…` of what it leaves as it is."""

    placed: Placed
    known: Known

    @property
    def due_differs(self) -> bool:
        row, known = self.placed.row, self.known
        return row.states_limit and row.due not in (known.due_on, known.original_due_on)

    @property
    def done_differs(self) -> bool:
        done = self.placed.row.done
        return done is not None and done != self.known.submitted_on

    @property
    def new_due(self) -> date | None:
        return self.placed.row.due if self.due_differs else self.known.due_on

    @property
    def new_done(self) -> date | None:
        return self.placed.row.done if self.done_differs else None


@dataclass
class Plan:
    """What taking in a register would do.

    `unknown` are names of units to be created, `meant` names that stand for other units, with the rows that use them.
    """

    register: Register
    problems: list[Problem] = field(default_factory=list)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    new: list[Placed] = field(default_factory=list)
    known: list[Placed] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    meant: dict[Meant, list[int]] = field(default_factory=dict)
    overdue: int = 0


def plan(
    session: Session,
    committee_id: int,
    register: Register,
    *,
    today: date,
    create: Collection[str] | None = (),
    reach: frozenset[int] | None = None,
) -> Plan:
    """Compare the register with the office: problems by row and column, and which rows are new, known or changed.

    `create`: unit names that are agreed to be new (None: all); `reach`: ids of the units that may be given tasks (None:
    all). The number of queries does not grow with the rows but for one in each 500. Writes nothing.
    """
    made = Plan(register, problems=list(register.problems))
    office, named = RegisterOffice(session, committee_id, today), _columns(register)
    placed = [_place(row, office) for row in register.rows]
    known = _known(session, committee_id, {item.key for item in placed})
    placed = [item if item.key in known else _as_of_today(made, item, office) for item in placed]
    _check_units(made, placed, create, reach)
    for item in placed:
        made.problems.extend(checks.problems(item.row, item.lead, item.supporting, today, named[item.row.sheet]))
    _compare(made, placed, known)
    made.overdue = sum(_is_overdue(item.row, today) for item in made.new)
    order = {part.sheet.title: place for place, part in enumerate(register.parts)}
    made.problems.sort(key=lambda found: (order[found.sheet], found.row, len(found.column), found.column))
    return made


def key_of(row: Row, lead: str) -> str:
    """The identity of a row: document number as compared, its date, content without diacritics, and the lead unit."""
    issued = row.issued.isoformat() if row.issued else ""
    text = "\x1f".join((number_key(row.number or ""), issued, fold(row.content), lead))
    return hashlib.sha256(text.encode()).hexdigest()


def _place(row: Row, office: RegisterOffice) -> Placed:
    lead = office.find(row.lead)
    supporting: dict[int, Unit] = {}
    for name in row.support:
        members = [unit for unit in office.group(name, row.done) if unit is not lead]
        supporting |= {unit.id: unit for unit in members or [office.find(name)]}
    identity = str(lead.id) if lead.id > 0 else unit_key(lead.name)
    return Placed(row, lead, tuple(supporting.values()), key_of(row, identity))


def _as_of_today(made: Plan, item: Placed, office: RegisterOffice) -> Placed:
    """A new row with the units that have its work today, and what its names stand for put down.

    What is done keeps the units that it had; the identity is of those that are named.
    """
    for name in item.row.support:
        if members := tuple(unit.name for unit in office.group(name, item.row.done) if unit is not item.lead):
            made.meant.setdefault(Meant(name, members), []).append(item.row.row)
    ended = [unit for unit in (item.lead, *item.supporting) if office.has_ended(unit)]
    if item.row.done is not None or not ended:
        return item
    for unit in ended:
        if heir := office.going_on(unit):
            made.meant.setdefault(Meant(unit.name, (heir.name,), unit.valid_to), []).append(item.row.row)
        else:
            meaning = Meaning.LEAD if unit is item.lead else Meaning.SUPPORT
            reason = Reason(_ENDED.text, {"unit": unit.name, "day": formats.day(unit.valid_to)})
            made.problems.append(_problem(item.row, _columns(made.register), meaning, reason))
    lead = office.going_on(item.lead) or item.lead
    supporting = {unit.id: unit for each in item.supporting if (unit := office.going_on(each) or each)}
    if lead is not item.lead or item.lead not in item.supporting:
        supporting.pop(lead.id, None)  # two that have become one
    return replace(item, lead=lead, supporting=tuple(supporting.values()))


def _check_units(
    made: Plan, placed: Iterable[Placed], create: Collection[str] | None, reach: frozenset[int] | None
) -> None:
    agreed, named = None if create is None else {unit_key(name) for name in create}, _columns(made.register)
    for item in placed:
        units_given = [(Meaning.LEAD, item.lead)] + [(Meaning.SUPPORT, unit) for unit in item.supporting]
        for meaning, unit in units_given:
            if reason := _objection(made, item.row, unit, meaning, agreed):
                made.problems.append(_problem(item.row, named, meaning, reason))
        if reach is not None and item.lead.id > 0 and item.lead.id not in reach:
            reason = Reason("Anh/chị không giao việc được cho %(unit)s.", {"unit": item.lead.name})
            made.problems.append(_problem(item.row, named, Meaning.LEAD, reason))


def _objection(made: Plan, row: Row, unit: Unit, meaning: Meaning, agreed: set[str] | None) -> Reason | None:
    if unit.id > 0 or not unit.name:
        return None
    if wording.is_group(unit.name):
        reason = _SEVERAL_LEAD if meaning is Meaning.LEAD else _SEVERAL
        return Reason(reason.text, {"unit": unit.name})
    made.unknown.setdefault(unit.name, []).append(row.row)
    if agreed is None or unit_key(unit.name) in agreed:
        return None
    return Reason("Chưa có đơn vị “%(unit)s”. Hãy sửa tên cho đúng hoặc đồng ý tạo đơn vị mới.", {"unit": unit.name})


def _known(session: Session, committee_id: int, keys: Collection[str]) -> dict[str, Known]:
    columns = (
        Task.import_key,
        Task.id,
        Task.state,
        Task.limit_kind,
        Task.due_on,
        Task.original_due_on,
        Task.submitted_on,
    )
    found: dict[str, Known] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        for key, *facts in session.execute(scoped(Task, committee_id, *columns).where(Task.import_key.in_(chunk))):
            found[key] = Known(*facts)
    return found


def _compare(made: Plan, placed: Sequence[Placed], known: Mapping[str, Known]) -> None:
    seen: dict[str, Row] = {}
    for item in placed:
        before = seen.setdefault(item.key, item.row)
        if before is not item.row:
            _compare_double(made, item, before)
        elif item.key not in known:
            made.new.append(item)
        else:
            difference = Difference(item, known[item.key])
            is_open_to_change = difference.known.state is not State.WITHDRAWN
            if is_open_to_change and (difference.due_differs or difference.done_differs):
                made.changed.append(difference)
            else:
                made.known.append(item)


def _compare_double(made: Plan, item: Placed, before: Row) -> None:
    made.known.append(item)
    if (item.row.due, item.row.done) != (before.due, before.done):
        reason = Reason("Trùng với dòng %(row)s nhưng khác ngày. Hãy để lại một dòng đúng.", {"row": before.row})
        if before.sheet != item.row.sheet:
            values = {"row": before.row, "sheet": before.sheet}
            reason = Reason(
                "Trùng với dòng %(row)s của trang “%(sheet)s” nhưng khác ngày. Hãy để lại một dòng hoặc bỏ bớt trang.",
                values,
            )
        meaning = Meaning.DUE if item.row.due != before.due else Meaning.DONE
        made.problems.append(_problem(item.row, _columns(made.register), meaning, reason))


def _is_overdue(row: Row, today: date) -> bool:
    return row.done is None and row.due is not None and row.due < today


def _problem(row: Row, named: Mapping[str, Mapping[Meaning, str]], meaning: Meaning, reason: Reason) -> Problem:
    return Problem(row.row, named[row.sheet][meaning], reason, row.sheet)


def _columns(register: Register) -> dict[str, dict[Meaning, str]]:
    """For each sheet the letter of the column of each meaning; that of the content where it has none."""
    return {part.sheet.title: _letters(part.layout.columns) for part in register.parts}


def _letters(columns: Mapping[Meaning, int]) -> dict[Meaning, str]:
    return {meaning: letter(columns.get(meaning, columns.get(Meaning.CONTENT, 0))) for meaning in Meaning}
