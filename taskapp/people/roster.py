"""Units and persons from a table that is pasted: one line a person, cells separated as Excel copies them. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from taskapp.base.text import fold, is_email, one_line
from taskapp.people.rights import Role

COLUMNS = ("unit", "full_name", "position", "email", "role", "username")
HEADINGS = {
    "unit": ("don vi", "phong ban", "phong", "co quan", "don vi cong tac", "co quan, don vi", "phong, ban", "unit"),
    "full_name": ("ho va ten", "ho ten", "ten", "can bo", "ho va ten can bo", "full name"),
    "position": ("chuc danh", "chuc vu", "chuc vu, chuc danh", "position"),
    "email": ("thu dien tu", "email", "e-mail", "hop thu", "dia chi thu dien tu", "hop thu cong vu"),
    "role": ("vai tro", "quyen", "roles", "role"),
    "username": ("ten dang nhap", "tai khoan", "ten tai khoan", "user name"),
}
ROLES = {
    "lanh dao": Role.LEADER,
    "lanh dao giao viec": Role.LEADER,
    "van phong": Role.MONITOR,
    "van phong theo doi": Role.MONITOR,
    "theo doi": Role.MONITOR,
    "van thu": Role.CLERK,
    "thu truong": Role.UNIT_HEAD,
    "thu truong don vi": Role.UNIT_HEAD,
    "truong phong": Role.UNIT_HEAD,
    "cong chuc": Role.OFFICER,
    "chuyen vien": Role.OFFICER,
    "cong chuc, chuyen vien": Role.OFFICER,
    "": Role.OFFICER,
    "thanh tra": Role.INSPECTOR,
    "thanh tra, kiem tra": Role.INSPECTOR,
    "quan tri": Role.ADMIN,
    "quan tri he thong": Role.ADMIN,
    "leader": Role.LEADER,
    "assigning leader": Role.LEADER,
    "office monitor": Role.MONITOR,
    "records clerk": Role.CLERK,
    "head of unit": Role.UNIT_HEAD,
    "officer": Role.OFFICER,
    "inspector": Role.INSPECTOR,
    "administrator": Role.ADMIN,
    "system administrator": Role.ADMIN,
}
_HEADING = {word: column for column, words in HEADINGS.items() for word in words}


class Problem(NamedTuple):
    """What cannot be read: the line counted from 1, the column and the cell."""

    line: int
    column: str
    cell: str


@dataclass(frozen=True)
class Line:
    """One line as pasted; without a name it is a unit alone. An empty role cell means an officer."""

    number: int
    unit: str
    full_name: str
    position: str
    email: str
    role: Role
    username: str


def read(text: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a pasted table and what cannot be read in it; empty lines are passed over.

    A first line of headings says which column is which, in any order and beside others; without one the columns are
    those of COLUMNS. Raises csv.Error where quotation marks do not go together.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    order: Sequence[str] = COLUMNS
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True), start=1):
        cells = [one_line(cell) for cell in row]
        if not any(cells):
            continue
        if not lines and not problems and (named := _headings(cells)):
            order = named
            continue
        values = dict.fromkeys(COLUMNS, "") | {name: cell for name, cell in zip(order, cells, strict=False) if name}
        wrong = [Problem(number, name, values[name]) for name in _faults(values)]
        problems += wrong
        if not wrong:
            role = ROLES[fold(values.pop("role"))]
            lines.append(Line(number=number, role=role, **values))
    return lines, problems


def username_of(full_name: str, taken: set[str]) -> str:
    """A user name made of the whole name, as offices do: "Nguyễn Văn An" is nguyenvanan, the next nguyenvanan2."""
    made = re.sub(r"[^a-z0-9]", "", fold(full_name))[:60]
    numbered = (f"{made}{number}" for number in range(2, 1000))
    return made if made not in taken else next((name for name in numbered if name not in taken), made)


def _headings(cells: Sequence[str]) -> list[str]:
    """Which column each cell heads, "" for one that is not ours; nothing unless at least two are known words."""
    found = [_HEADING.get(fold(cell), "") for cell in cells]
    known = [name for name in found if name]
    return found if len(known) > 1 and len(known) == len(set(known)) else []


def _faults(values: dict[str, str]) -> list[str]:
    if not values["unit"]:
        return ["unit"]
    if not values["full_name"] and any(values[name] for name in COLUMNS[2:]):
        return ["full_name"]
    if values["email"] and not is_email(values["email"]):
        return ["email"]
    return [] if fold(values["role"]) in ROLES else ["role"]
