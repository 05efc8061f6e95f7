"""A pasted list of units and persons taken in: what would be new, then all of it or nothing. Does not commit."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people import accounts, administering, organisation, queries, roster
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.rights import WHOLE_COMMITTEE, Rights, Role
from taskapp.people.roster import Line, Problem
from taskapp.people.words import LIST_COLUMN_NAMES

MOST_LINES = 500
MOST_TOLD = 8
_COMMUNE = ("ubnd xa", "ubnd phuong", "ubnd thi tran", "ubnd dac khu")


@dataclass(frozen=True)
class Row:
    """One line of the list: its unit by id, None while that is new; the user name that a new person gets."""

    line: Line
    unit_id: int | None
    username: str
    is_known: bool


@dataclass(frozen=True)
class Enrolment:
    """What a list would do: names of new units in their order, and all its lines."""

    new_units: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def new_people(self) -> list[Row]:
        return [row for row in self.rows if row.line.full_name and not row.is_known]

    @property
    def shared_addresses(self) -> frozenset[str]:
        """Addresses that stand on more than one line: reminders of each of them would come to one mailbox."""
        counted = Counter(row.line.email.casefold() for row in self.rows if row.line.email)
        return frozenset(address for address, count in counted.items() if count > 1)


def plan(session: Session, rights: Rights, table: str) -> Enrolment:
    """What the pasted table would add; persons of the same name in the same unit are there already, ended units not.

    Raises BadInput that names lines and columns.
    """
    lines = _read(table)
    names, new = queries.unit_names(session, rights.committee_id), dict[str, str]()
    known = scoped(Person, rights.committee_id, Person.username, Person.full_name, Person.unit_id)
    people = session.execute(known).all()
    there: dict[tuple[str, object], str] = {(_written(row.full_name), row.unit_id): row.username for row in people}
    taken, seen = {row.username for row in people}, dict[tuple[str, object], int]()
    open_units = set(session.scalars(scoped(Unit, rights.committee_id, Unit.id).where(Unit.valid_to.is_(None))))
    rows: list[Row] = []
    for line in lines:
        found = names.find(line.unit)
        if found is None and names.is_shared(line.unit):
            raise _said(line, _("nhiều đơn vị cùng tên “%(name)s”; hãy ghi tên đầy đủ.", name=line.unit))
        unit_id = found if found in open_units else None
        if unit_id is None:
            new.setdefault(fold(line.unit), line.unit)
        who: tuple[str, object] = (_written(line.full_name), unit_id or fold(line.unit))
        if line.full_name and not line.username and who in seen:
            said = {"name": line.full_name, "first": seen[who]}
            raise _said(line, _("%(name)s đã có ở dòng %(first)s; bỏ bớt một dòng, hoặc ghi tên đăng nhập.", **said))
        seen[who] = line.number
        known_as = there.get(who)
        is_known = known_as is not None and line.username.lower() in ("", known_as)
        username = "" if is_known or not line.full_name else _username(line, taken)
        taken.add(username)
        rows.append(Row(line, unit_id, username, is_known))
    return Enrolment(tuple(new.values()), tuple(rows))


def carry_out(session: Session, rights: Rights, made: Enrolment, *, by: Person, now: datetime) -> None:
    """Make the units below the administrator's highest one, then the persons with their roles.

    Raises Refused that names the line: nothing of the list holds then.
    """
    top = _top(session, rights)
    units = {fold(name): _new_unit(session, rights, name, top) for name in made.new_units}
    for row in made.new_people:
        try:
            unit = administering.get_unit(session, rights, row.unit_id) if row.unit_id else units[fold(row.line.unit)]
            _enrol(session, rights, row, unit, by=by, now=now)
        except Refused as error:
            reason = _("Dòng %(line)s: %(reason)s", line=row.line.number, reason=error.reason)
            raise Refused(reason, field="table") from error


def _written(name: str) -> str:
    """A name as it is compared: Hương and Hường are two persons."""
    return unicodedata.normalize("NFC", name).casefold()


def _said(line: Line, reason: str) -> BadInput:
    return BadInput(_("Dòng %(line)s: %(reason)s", line=line.number, reason=reason), field="table")


def _read(table: str) -> list[Line]:
    try:
        lines, problems = roster.read(table)
    except csv.Error as error:
        reason = _("Bảng có dấu ngoặc kép mở mà không đóng. Hãy bỏ dấu đó rồi dán lại.")
        raise BadInput(reason, field="table") from error
    if problems:
        raise BadInput(" ".join(_told(problems)), field="table")
    if not 0 < len(lines) <= MOST_LINES:
        raise BadInput(_("Mỗi lần dán từ 1 đến %(most)s dòng.", most=MOST_LINES), field="table")
    return lines


def _told(problems: list[Problem]) -> Iterator[str]:
    for problem in problems[:MOST_TOLD]:
        column = LIST_COLUMN_NAMES[problem.column]
        if problem.cell:
            yield _("Dòng %(line)s, cột %(column)s: không hiểu “%(cell)s”.", **problem._asdict() | {"column": column})
        else:
            yield _("Dòng %(line)s thiếu cột %(column)s.", line=problem.line, column=column)
    if len(problems) > MOST_TOLD:
        yield _("Còn %(count)s chỗ nữa.", count=len(problems) - MOST_TOLD)


def _username(line: Line, taken: set[str]) -> str:
    return line.username.lower() or roster.username_of(line.full_name, taken)


def _top(session: Session, rights: Rights) -> Unit:
    rows = administering.unit_rows(session, rights)
    found = next((row.unit for row in rows if row.unit.valid_to is None), None)
    if found is None:
        raise Refused(_("Anh/chị chưa quản trị đơn vị nào. Hãy nhờ người quản trị cấp trên."))
    return found


def _new_unit(session: Session, rights: Rights, name: str, top: Unit) -> Unit:
    kind = UnitKind.COMMUNE if fold(name).startswith(_COMMUNE) else UnitKind.OFFICE
    return organisation.create_unit(session, rights.committee_id, name=name, kind=kind, parent=top)


def _enrol(session: Session, rights: Rights, row: Row, unit: Unit, *, by: Person, now: datetime) -> None:
    line = row.line
    person = accounts.create_person(
        session,
        rights.committee_id,
        username=row.username,
        full_name=line.full_name,
        unit=unit,
        position=line.position,
        email=line.email,
        by=by,
        now=now,
    )
    accounts.give_role(session, person, line.role, _reached(session, rights, line.role, unit), by=by, now=now)


def _reached(session: Session, rights: Rights, role: Role, unit: Unit) -> Unit:
    """Where the role holds: the whole committee for those who work for all of it, else the home unit."""
    top = session.scalar(organisation.top_unit_id(rights.committee_id))
    return administering.get_unit(session, rights, top) if role in WHOLE_COMMITTEE and top is not None else unit
