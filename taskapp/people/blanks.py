"""Statements made once for everybody whose rights are alike: where an id is somebody's own, a blank is left.

To make a statement costs more than to ask it, and so does to plan it, which PostgreSQL does once for each of them. An
office has thousands of persons, but few kinds of them: who heads a unit asks what every other head asks, of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, bindparam
from sqlalchemy.sql.visitors import replacement_traverse

from taskapp.base.postgres import PLANNED_ONCE
from taskapp.people.rights import Rights

STATEMENTS = 200  # of a kind that a process keeps


class _Blank(int):
    """Stands for an id; equal by its number, so that the rights of those who are alike are the same."""


class Asked(NamedTuple):
    """A statement with its values, as Session.execute() takes both."""

    statement: Select[Any]
    values: dict[str, Any]


@dataclass(frozen=True)
class Own:
    """Somebody's rights with blanks for the ids, and which ids belong in a blank."""

    rights: Rights
    ids: Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Made:
    """A statement with named parameters where there were blanks."""

    statement: Select[Any]
    blanks: Mapping[str, tuple[int, ...]]

    def by(self, own: Own, **values: Any) -> Asked:
        """The statement with the ids of this person, and values for parameters that it had by name."""
        for name, blanks in self.blanks.items():
            ids = sorted(frozenset().union(*(own.ids[blank] for blank in blanks)))
            values[name] = ids if name.startswith("some") else ids[0]
        return Asked(self.statement, values)


def own(rights: Rights) -> Own:
    """The rights with a blank for each id and each set of ids but the committee's; an empty set stays so."""
    ids: dict[int, frozenset[int]] = {}

    def blank(held: frozenset[int]) -> frozenset[int]:
        if not held:
            return held
        made = _Blank(-1 - len(ids))
        ids[made] = held
        return type(held)({made})

    def one(held: int) -> int:
        (made,) = blank(frozenset({held}))
        return made

    def reached(reaches: Mapping[Any, frozenset[int]]) -> dict[Any, frozenset[int]]:
        return {role: blank(reaches[role]) for role in sorted(reaches)}

    places = tuple(
        replace(place, person_id=one(place.person_id), reaches=reached(place.reaches)) for place in rights.places
    )
    person_id, unit_id, reaches = one(rights.person_id), one(rights.unit_id), reached(rights.reaches)
    return Own(Rights(person_id, rights.committee_id, unit_id, reaches, places), ids)


def made(statement: Select[Any]) -> Made:
    """The statement that was made with the rights of an Own, ready to be asked by everybody who is alike.

    Blanks are found in the statement itself, not in what its options ask besides (with_expression).
    """
    blanks: dict[str, tuple[int, ...]] = {}

    def named(element: Any, **_rest: Any) -> BindParameter[Any] | None:
        if not isinstance(element, BindParameter):
            return None
        held: Any = element.value if element.expanding else [element.value]
        found = tuple(sorted(each for each in held if isinstance(each, _Blank)))
        if not found:
            return None
        name = "_".join(["some" if element.expanding else "one", *(str(-each) for each in found)])
        blanks[name] = found
        return bindparam(name, type_=element.type, expanding=element.expanding)

    everywhere: Any = replacement_traverse(statement, {}, named)
    return Made(everywhere.execution_options(**{PLANNED_ONCE: True}), blanks)
