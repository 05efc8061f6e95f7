"""Who may do what to a task: by roles over the lead unit, or as assigner, officer or submitter. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from taskapp.people.rights import Rights, Role
from taskapp.tasks.states import MOVES, OPEN, Change, Move, State

Action = Move | Change


@dataclass(frozen=True)
class Facts:
    """What the rules need to know of a task; ids of units and persons."""

    state: State
    lead_unit_id: int
    assigner_id: int | None
    assignee_id: int | None
    submitted_by_id: int | None = None


def _on_assigning_side(rights: Rights, facts: Facts) -> bool:
    return facts.assigner_id == rights.person_id or rights.over(facts.lead_unit_id, Role.LEADER, Role.MONITOR)


def _heads_lead_unit(rights: Rights, facts: Facts) -> bool:
    return rights.over(facts.lead_unit_id, Role.UNIT_HEAD)


def _does_it(rights: Rights, facts: Facts) -> bool:
    return facts.assignee_id == rights.person_id or _heads_lead_unit(rights, facts)


def _decides(rights: Rights, facts: Facts) -> bool:
    return _on_assigning_side(rights, facts) and facts.submitted_by_id != rights.person_id


def _submitted_it(rights: Rights, facts: Facts) -> bool:
    return facts.submitted_by_id == rights.person_id


def _may_issue(rights: Rights, facts: Facts) -> bool:
    return rights.over(facts.lead_unit_id, Role.LEADER, Role.MONITOR)


RULES: dict[Action, Callable[[Rights, Facts], bool]] = {
    Move.ISSUE: _may_issue,
    Move.ACCEPT: _does_it,
    Move.DECLINE: _heads_lead_unit,
    Move.REFUSE_DECLINE: _on_assigning_side,
    Move.REASSIGN: _on_assigning_side,
    Move.SUBMIT: _does_it,
    Move.RECALL: _submitted_it,
    Move.APPROVE: _decides,
    Move.SEND_BACK: _decides,
    Move.WITHDRAW: _on_assigning_side,
    Move.UNDO: _may_issue,
    Move.REOPEN: _on_assigning_side,
    Change.NAME_OFFICER: _heads_lead_unit,
    Change.PROGRESS: _does_it,
    Change.EXTEND: _on_assigning_side,
    Change.STAR: _on_assigning_side,
    Change.CORRECT: _may_issue,
}

CHANGEABLE_IN: dict[Change, frozenset[State]] = {
    Change.NAME_OFFICER: frozenset({State.ASSIGNED, State.IN_PROGRESS}),
    Change.PROGRESS: frozenset({State.ASSIGNED, State.IN_PROGRESS}),
    Change.EXTEND: frozenset({State.ASSIGNED, State.DECLINED, State.IN_PROGRESS}),
    Change.STAR: OPEN,
    Change.CORRECT: OPEN | {State.DONE},
}


def has_right(rights: Rights, action: Action, facts: Facts) -> bool:
    """Whether the person's relation to the task permits the action, whatever its state."""
    return RULES[action](rights, facts)


def fits_state(action: Action, state: State) -> bool:
    """Whether the action can start from the state."""
    if isinstance(action, Move):
        return action in MOVES and state in MOVES[action].sources
    return state in CHANGEABLE_IN[action]


def possible(rights: Rights, facts: Facts) -> frozenset[Action]:
    """Everything the person may do to the task as it stands now: what a page offers."""
    return frozenset(a for a in RULES if fits_state(a, facts.state) and has_right(rights, a, facts))


def may_assign(rights: Rights) -> bool:
    """Whether the person may hand out tasks at all."""
    return rights.has(Role.LEADER, Role.MONITOR)


def may_draft(rights: Rights) -> bool:
    """Whether the person may write down tasks for somebody else to issue."""
    return rights.has(Role.LEADER, Role.MONITOR, Role.CLERK)
