"""Who may do what to a task: by roles over its units, or as assigner, officer or submitter. Pure.

A deputy works with the hands of the person who is away, a delegate decides from the seat of the one who delegated.
Nobody decides on what he himself handed in, or what his deputy did for him.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from taskapp.people.rights import Rights, Role
from taskapp.tasks.states import MOVES, OPEN, Change, Kind, Move, State

Action = Move | Change


@dataclass(frozen=True)
class Facts:
    """What the rules need to know of a task; ids of units and persons. `above_*`: of the task that it belongs to."""

    state: State
    lead_unit_id: int
    assigner_id: int | None
    assignee_id: int | None
    handed_in_by: frozenset[int] = frozenset()  # who handed in the last result, and in whose place
    declined_by: frozenset[int] = frozenset()  # who said that the unit is not competent, while that awaits its answer
    kind: Kind = Kind.OFFICIAL
    above_unit_id: int | None = None
    above_assignee_id: int | None = None


@dataclass(frozen=True)
class Ties:
    """Who else is tied to a task: who wrote it down, who has it to know, the units that give parts or pieces of it."""

    created_by_id: int | None = None
    follower_ids: frozenset[int] = frozenset()
    giving_unit_ids: frozenset[int] = frozenset()  # of parts and pieces that have been given out


DRAFTERS = (Role.LEADER, Role.MONITOR, Role.CLERK)  # who write tasks down, and read what is not yet given out


def may_see(rights: Rights, facts: Facts, ties: Ties) -> bool:
    """Whether the person may read the task; queries.may_see() says the same to the database.

    A task is read over its lead unit, over the units that give something to it, and over the one whose task it is
    part of; by whom it was given by or to, and by whoever wrote it down or has it to know. Drafts stay with their kind.
    """
    if facts.state is State.DRAFT:
        return rights.person_id == ties.created_by_id or rights.over(facts.lead_unit_id, *DRAFTERS)
    if rights.person_id == ties.created_by_id or rights.person_id in ties.follower_ids:
        return True
    if facts.assigner_id in rights.seats or facts.assignee_id in rights.hands:
        return True
    units = {facts.lead_unit_id, facts.above_unit_id, *ties.giving_unit_ids}
    return not rights.readable.isdisjoint(units)


def _assigned_it(rights: Rights, facts: Facts) -> bool:
    if facts.assigner_id in rights.seats or rights.over(facts.lead_unit_id, Role.LEADER, Role.MONITOR):
        return True
    return facts.kind is Kind.CHILD and _heads_above(rights, facts)


def _in_charge(rights: Rights, facts: Facts) -> bool:
    """Assigned it, or heads the lead unit that answers for the whole to which this part belongs."""
    return _assigned_it(rights, facts) or _heads_above(rights, facts)


def _gathers(rights: Rights, facts: Facts) -> bool:
    """In charge, or the lead unit's officer, to whom the supporting units hand in their parts."""
    return _in_charge(rights, facts) or (facts.kind is Kind.PART and facts.above_assignee_id in rights.hands)


def _heads_above(rights: Rights, facts: Facts) -> bool:
    return facts.above_unit_id is not None and rights.over(facts.above_unit_id, Role.UNIT_HEAD)


def _heads_lead_unit(rights: Rights, facts: Facts) -> bool:
    return rights.over(facts.lead_unit_id, Role.UNIT_HEAD)


def _does_it(rights: Rights, facts: Facts) -> bool:
    return facts.assignee_id in rights.hands or _heads_lead_unit(rights, facts)


def _decides(rights: Rights, facts: Facts) -> bool:
    return _is_another_s(rights, facts.handed_in_by, lambda who: _gathers(who, facts))


def _answers(rights: Rights, facts: Facts) -> bool:
    return _is_another_s(rights, facts.declined_by, lambda who: _assigned_it(who, facts))


def _is_another_s(rights: Rights, whose: frozenset[int], allows: Callable[[Rights], bool]) -> bool:
    """Not for whose matter it is; nor for who fills his place, by no other right than his own."""
    if rights.person_id in whose:
        return False
    places = (rights.through(place) for place in rights.places if place.person_id not in whose)
    return any(allows(each) for each in (rights.alone, *places))


def _handed_it_in(rights: Rights, facts: Facts) -> bool:
    return not facts.handed_in_by.isdisjoint(rights.hands)


def _declined_it(rights: Rights, facts: Facts) -> bool:
    return not facts.declined_by.isdisjoint(rights.hands)


def _may_issue(rights: Rights, facts: Facts) -> bool:
    """Leaders and the office everywhere in their reach; a unit head gives pieces to the unit and those below it."""
    if facts.kind is Kind.PART:
        return _assigned_it(rights, facts)
    if rights.over(facts.lead_unit_id, Role.LEADER, Role.MONITOR):
        return True
    return facts.kind is Kind.CHILD and _heads_above(rights, facts) and _heads_lead_unit(rights, facts)


def _coordinates(rights: Rights, facts: Facts) -> bool:
    """May bring in a supporting unit: only official tasks have parts."""
    return facts.kind is Kind.OFFICIAL and _assigned_it(rights, facts)


def _leads(rights: Rights, facts: Facts) -> bool:
    """An authorised person in the sense of NĐ 335: a leader over the unit."""
    return rights.over(facts.lead_unit_id, Role.LEADER)


def _may_hand_over(rights: Rights, facts: Facts) -> bool:
    return _heads_lead_unit(rights, facts) or rights.over(facts.lead_unit_id, Role.LEADER, Role.MONITOR)


RULES: dict[Action, Callable[[Rights, Facts], bool]] = {
    Move.ISSUE: _may_issue,
    Move.ACCEPT: _does_it,
    Move.DECLINE: _heads_lead_unit,
    Move.REFUSE_DECLINE: _answers,
    Move.TAKE_BACK_DECLINE: _declined_it,
    Move.REASSIGN: _answers,
    Move.SUBMIT: _does_it,
    Move.RECALL: _handed_it_in,
    Move.APPROVE: _decides,
    Move.SEND_BACK: _decides,
    Move.WITHDRAW: _assigned_it,
    Move.MERGE: _assigned_it,
    Move.UNDO: _may_issue,
    Move.REOPEN: _assigned_it,
    Change.NAME_OFFICER: _heads_lead_unit,
    Change.PROGRESS: _does_it,
    Change.ASK_EXTENSION: _does_it,
    Change.EXTEND: _in_charge,
    Change.REFUSE_EXTENSION: _in_charge,
    Change.MOVE_LIMIT: _in_charge,
    Change.REVIEW: _assigned_it,
    Change.STAR: _assigned_it,
    Change.CORRECT: _may_issue,
    Change.SPLIT: _heads_lead_unit,
    Change.ADD_PART: _coordinates,
    Change.URGE: _gathers,
    Change.EXPLAIN: _does_it,
    Change.JUDGE_CAUSE: _leads,
    Change.DISPUTE: _does_it,
    Change.ANSWER_DISPUTE: _assigned_it,
    Change.HAND_OVER: _may_hand_over,
}

_TO_DO = frozenset({State.ASSIGNED, State.IN_PROGRESS})
_NOT_HANDED_IN = _TO_DO | {State.DECLINED}
CHANGEABLE_IN: dict[Change, frozenset[State]] = {
    Change.NAME_OFFICER: _TO_DO,
    Change.PROGRESS: _TO_DO,
    Change.ASK_EXTENSION: _TO_DO,
    Change.EXTEND: OPEN,  # a request made in time may still be answered once the result is handed in
    Change.REFUSE_EXTENSION: OPEN,
    Change.MOVE_LIMIT: _NOT_HANDED_IN,
    Change.REVIEW: _NOT_HANDED_IN,
    Change.STAR: OPEN,
    Change.CORRECT: OPEN | {State.DONE},
    Change.SPLIT: _TO_DO,
    Change.ADD_PART: _NOT_HANDED_IN,
    Change.URGE: _NOT_HANDED_IN,
    Change.EXPLAIN: _NOT_HANDED_IN,
    Change.JUDGE_CAUSE: OPEN | {State.DONE},
    Change.DISPUTE: OPEN | {State.DONE},
    Change.ANSWER_DISPUTE: OPEN | {State.DONE},
    Change.HAND_OVER: OPEN,
}


def has_right(rights: Rights, action: Action, facts: Facts) -> bool:
    """Whether the person's relation to the task permits the action, whatever its state."""
    return action in RULES and RULES[action](rights, facts)


def on_behalf_of(rights: Rights, action: Action, facts: Facts) -> int | None:
    """In whose place the person does this: None when his own rights suffice, else the one he stands in for."""
    return _in_place_of(rights, lambda who: has_right(who, action, facts))


def speaks_for(rights: Rights, facts: Facts, *, directing: bool) -> int | None:
    """In whose place the person says something about a task, or directs; None when it is his own to say."""
    return _in_place_of(rights, lambda who: may_direct(who, facts) if directing else may_comment(who))


def _in_place_of(rights: Rights, allows: Callable[[Rights], bool]) -> int | None:
    if not rights.places or allows(rights.alone):
        return None
    return next((place.person_id for place in rights.places if allows(rights.through(place))), None)


def fits_state(action: Action, state: State) -> bool:
    """Whether the action can start from the state."""
    if isinstance(action, Move):
        return action in MOVES and state in MOVES[action].sources
    return state in CHANGEABLE_IN[action]


_FROM = {state: tuple(each for each in RULES.items() if fits_state(each[0], state)) for state in State}


def possible(rights: Rights, facts: Facts) -> frozenset[Action]:
    """Everything the person may do to the task as it stands now: what a page offers."""
    return frozenset(action for action, rule in _FROM[facts.state] if rule(rights, facts))


def may_assign(rights: Rights) -> bool:
    """Whether the person may hand out tasks at all."""
    return rights.has(Role.LEADER, Role.MONITOR)


def may_draft(rights: Rights) -> bool:
    """Whether the person may write down tasks for somebody else to issue."""
    return rights.has(*DRAFTERS)


def may_comment(rights: Rights) -> bool:
    """Whether the person may speak up: whoever has more than the right to look."""
    return rights.has(Role.LEADER, Role.MONITOR, Role.CLERK, Role.UNIT_HEAD, Role.OFFICER)


def may_direct(rights: Rights, facts: Facts) -> bool:
    """Whether what the person says about the task is a directing opinion (ý kiến chỉ đạo)."""
    return rights.over(facts.lead_unit_id, Role.LEADER) or (
        facts.kind is Kind.OFFICIAL and facts.assigner_id in rights.seats
    )


def may_share(rights: Rights, facts: Facts) -> bool:
    """Whether the person's relation to the task lets him give it to others to know (để biết)."""
    return may_comment(rights) and (_gathers(rights, facts) or _does_it(rights, facts))


def may_take_off(rights: Rights, facts: Facts) -> bool:
    """Whether the person may take anybody off those who have the task to know."""
    return may_comment(rights) and _in_charge(rights, facts)
