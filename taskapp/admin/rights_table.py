"""The rights in force as a table, found by asking the rules: each action, before each relation to a task. Pure.

The story that the rules are asked about: a task led by one unit; a part of it that a supporting unit has to give; a
piece of it that the head has given to a unit below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from taskapp.people.rights import PASSED_ON, Place, Rights, Role, Standing
from taskapp.tasks import permissions
from taskapp.tasks.permissions import Action, Facts, Ties
from taskapp.tasks.states import Change, Kind, Move, State

_TOP, _LEAD, _BELOW, _SUPPORTING, _OTHER = range(1, 6)
_EVERYWHERE = frozenset({_TOP, _LEAD, _BELOW, _SUPPORTING, _OTHER})
_GIVEN = frozenset(State) - {State.DRAFT}
_ASKING, _SOMEBODY = 90, 91  # who fills another's place; anybody else


class Relation(StrEnum):
    """What a person is to a task: by role over its units, as the one who gave it, or in another's place."""

    LEADER = "leader"
    MONITOR = "monitor"
    CLERK = "clerk"
    ASSIGNER = "assigner"
    HEAD = "head"
    OFFICER = "officer"
    SUPPORTING_HEAD = "supporting_head"
    SUPPORTING_OFFICER = "supporting_officer"
    INSPECTOR = "inspector"
    ADMIN = "admin"
    DEPUTY = "deputy"
    DELEGATE = "delegate"


STANDINGS = {Relation.DEPUTY: Standing.DEPUTY, Relation.DELEGATE: Standing.DELEGATE}
_HELD: dict[Relation, tuple[Role, frozenset[int]] | None] = {
    Relation.LEADER: (Role.LEADER, _EVERYWHERE),
    Relation.MONITOR: (Role.MONITOR, _EVERYWHERE),
    Relation.CLERK: (Role.CLERK, _EVERYWHERE),
    Relation.ASSIGNER: None,
    Relation.HEAD: (Role.UNIT_HEAD, frozenset({_LEAD, _BELOW})),
    Relation.OFFICER: (Role.OFFICER, frozenset({_LEAD})),
    Relation.SUPPORTING_HEAD: (Role.UNIT_HEAD, frozenset({_SUPPORTING})),
    Relation.SUPPORTING_OFFICER: (Role.OFFICER, frozenset({_SUPPORTING})),
    Relation.INSPECTOR: (Role.INSPECTOR, _EVERYWHERE),
    Relation.ADMIN: (Role.ADMIN, _EVERYWHERE),
}
_IDS = {relation: number for number, relation in enumerate(_HELD, start=1)}
_OFFICER, _GIVER = _IDS[Relation.OFFICER], _IDS[Relation.ASSIGNER]
_TASKS = {
    Kind.OFFICIAL: Facts(State.DRAFT, _LEAD, _GIVER, _OFFICER),
    Kind.PART: Facts(
        State.DRAFT,
        _SUPPORTING,
        _GIVER,
        _IDS[Relation.SUPPORTING_OFFICER],
        kind=Kind.PART,
        above_unit_id=_LEAD,
        above_assignee_id=_OFFICER,
    ),
    Kind.CHILD: Facts(
        State.DRAFT, _BELOW, _GIVER, _OFFICER, kind=Kind.CHILD, above_unit_id=_LEAD, above_assignee_id=_OFFICER
    ),
}


class Own(StrEnum):
    """What it matters that the person has handed in, or declined, himself."""

    ALIKE = "alike"
    ONLY = "only"
    NEVER = "never"


@dataclass(frozen=True)
class Cell:
    """For which kinds of task the relation allows it, and what more has to hold. `places`: for which in whose place."""

    kinds: frozenset[Kind]
    own: Own = Own.ALIKE
    places: Mapping[Relation, frozenset[Kind]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One action with its states (none: it is not about one task), and a cell for each relation."""

    key: str
    states: frozenset[State]
    cells: Mapping[Relation, Cell]

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of task that anybody may do this to."""
        return frozenset().union(*(cell.kinds for cell in self.cells.values()))


class Group(StrEnum):
    """What the actions are about."""

    GIVING = "giving"
    TAKING = "taking"
    REPORTING = "reporting"
    DECIDING = "deciding"
    LIMITS = "limits"
    FOLLOWING = "following"
    TALKING = "talking"
    READING = "reading"


ACTIONS: dict[Group, tuple[Action, ...]] = {
    Group.GIVING: (Move.ISSUE, Change.ADD_PART, Change.SPLIT, Change.NAME_OFFICER),
    Group.TAKING: (
        Move.ACCEPT,
        Move.DECLINE,
        Move.TAKE_BACK_DECLINE,
        Move.REFUSE_DECLINE,
        Move.REASSIGN,
        Change.HAND_OVER,
    ),
    Group.REPORTING: (Change.PROGRESS, Move.SUBMIT, Move.RECALL, Change.EXPLAIN, Change.DISPUTE),
    Group.DECIDING: (Move.APPROVE, Move.SEND_BACK, Move.REOPEN, Change.JUDGE_CAUSE, Change.ANSWER_DISPUTE),
    Group.LIMITS: (Change.ASK_EXTENSION, Change.EXTEND, Change.REFUSE_EXTENSION, Change.MOVE_LIMIT, Change.REVIEW),
    Group.FOLLOWING: (Change.URGE, Change.STAR, Move.MERGE, Move.WITHDRAW, Change.CORRECT, Move.UNDO),
}
Rule = Callable[[Rights, Facts], bool]
_TALKING: dict[str, tuple[frozenset[State], Rule]] = {
    "comment": (_GIVEN, lambda rights, facts: permissions.may_comment(rights) and _reads(rights, facts)),
    "direct": (_GIVEN, permissions.may_direct),
    "share": (_GIVEN, permissions.may_share),
    "take_off": (_GIVEN, permissions.may_take_off),
}
_DRAFTING: dict[str, tuple[frozenset[State], Rule]] = {
    "draft": (frozenset(), lambda rights, facts: facts.kind is Kind.OFFICIAL and permissions.may_draft(rights)),
}
_FAR = Facts(State.IN_PROGRESS, _OTHER, _SOMEBODY, _SOMEBODY)  # of a unit that has nothing to do with the person


def table() -> dict[Group, tuple[Row, ...]]:
    """All rows by groups, as the rules answer now."""
    groups = {group: [_row(each.value, _states(each), _rule(each)) for each in ACTIONS[group]] for group in ACTIONS}
    groups[Group.GIVING][:0] = [_row(key, states, rule) for key, (states, rule) in _DRAFTING.items()]
    groups[Group.TALKING] = [_row(key, states, rule) for key, (states, rule) in _TALKING.items()]
    groups[Group.READING] = [_row(key, frozenset(), rule) for key, rule in _READING.items()]
    return {group: tuple(rows) for group, rows in groups.items()}


def _states(action: Action) -> frozenset[State]:
    return frozenset(state for state in State if permissions.fits_state(action, state))


def _rule(action: Action) -> Rule:
    return lambda rights, facts: permissions.has_right(rights, action, facts)


def _row(key: str, states: frozenset[State], rule: Rule) -> Row:
    cells = {relation: _cell(rule, Rights(_IDS[relation], _TOP, _TOP, _reaches(relation))) for relation in _HELD}
    return Row(key, states, cells | {relation: _stood_in(rule, standing) for relation, standing in STANDINGS.items()})


def _reaches(relation: Relation) -> dict[Role, frozenset[int]]:
    held = _HELD[relation]
    return {held[0]: held[1]} if held else {}


def _cell(rule: Rule, rights: Rights) -> Cell:
    others = frozenset(kind for kind, facts in _TASKS.items() if rule(rights, facts))
    own = frozenset(kind for kind, facts in _own(rights) if rule(rights, facts))
    if own - others:
        return Cell(own, Own.ONLY)
    theirs = {kind for kind, _facts in _own(rights)}
    return Cell(others, Own.NEVER if others & theirs - own else Own.ALIKE)


def _own(rights: Rights) -> Iterator[tuple[Kind, Facts]]:
    """The tasks as they are when the person himself has handed them in, or declined them, where he may."""
    me = frozenset({rights.person_id})
    for kind, facts in _TASKS.items():
        if permissions.has_right(rights, Move.SUBMIT, facts):
            declined = me if permissions.has_right(rights, Move.DECLINE, facts) else frozenset()
            yield kind, replace(facts, handed_in_by=me, declined_by=declined)


def _stood_in(rule: Rule, standing: Standing) -> Cell:
    """By filling which places somebody without a role of his own may do it."""
    found: dict[Relation, Cell] = {}
    for relation in _HELD:
        passed = {role: reach for role, reach in _reaches(relation).items() if role in PASSED_ON[standing]}
        place = Place(_IDS[relation], standing, passed)
        cell = _cell(rule, Rights(_ASKING, _TOP, _TOP, {}, (place,)))
        if cell.kinds:
            found[relation] = cell
    places = {relation: cell.kinds for relation, cell in found.items()}
    own = next((cell.own for cell in found.values() if cell.own is not Own.ALIKE), Own.ALIKE)
    return Cell(frozenset().union(*places.values()), own, places)


def _reads(rights: Rights, facts: Facts, *followers: int) -> bool:
    """Whether the person reads the task once it is given out: of the whole, those who give a part or a piece too."""
    giving = frozenset({_SUPPORTING, _BELOW}) if facts.kind is Kind.OFFICIAL and facts is not _FAR else frozenset()
    given = replace(facts, state=State.IN_PROGRESS)
    return permissions.may_see(rights, given, Ties(follower_ids=frozenset(followers), giving_unit_ids=giving))


_READING: dict[str, Rule] = {
    "read": _reads,
    "read_draft": lambda rights, facts: facts.kind is Kind.OFFICIAL and permissions.may_see(rights, facts, Ties()),
    "read_far": lambda rights, facts: facts.kind is Kind.OFFICIAL and _reads(rights, _FAR),
    "read_known": lambda rights, facts: facts.kind is Kind.OFFICIAL and _reads(rights, _FAR, *_IDS.values()),
}
