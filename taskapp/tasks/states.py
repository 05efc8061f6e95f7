"""The states of a task and the moves between them, as one table. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where a task stands; stored, and written by lifecycle.py alone."""

    DRAFT = "draft"
    ASSIGNED = "assigned"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    DONE = "done"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.ASSIGNED, State.DECLINED, State.IN_PROGRESS, State.SUBMITTED})


class Move(StrEnum):
    """What can be done to a task that changes its state."""

    ISSUE = "issue"
    ACCEPT = "accept"
    DECLINE = "decline"
    REFUSE_DECLINE = "refuse_decline"
    REASSIGN = "reassign"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    REOPEN = "reopen"
    RECORD_PAST = "record_past"


class Change(StrEnum):
    """Kinds of event that leave the state as it is but change what a figure reads."""

    NAME_OFFICER = "name_officer"
    PROGRESS = "progress"
    EXTEND = "extend"
    STAR = "star"
    CORRECT = "correct"


class Rule(NamedTuple):
    """From which states a move may start, where it ends, and whether the person must give a reason."""

    sources: frozenset[State]
    target: State
    needs_reason: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES: dict[Move, Rule] = {
    Move.ISSUE: Rule(_from(State.DRAFT), State.ASSIGNED),
    Move.ACCEPT: Rule(_from(State.ASSIGNED), State.IN_PROGRESS),
    Move.DECLINE: Rule(_from(State.ASSIGNED), State.DECLINED, needs_reason=True),
    Move.REFUSE_DECLINE: Rule(_from(State.DECLINED), State.ASSIGNED, needs_reason=True),
    Move.REASSIGN: Rule(_from(State.ASSIGNED, State.DECLINED, State.IN_PROGRESS), State.ASSIGNED, needs_reason=True),
    Move.SUBMIT: Rule(_from(State.ASSIGNED, State.IN_PROGRESS), State.SUBMITTED),
    Move.RECALL: Rule(_from(State.SUBMITTED), State.IN_PROGRESS),
    Move.APPROVE: Rule(_from(State.SUBMITTED), State.DONE),
    Move.SEND_BACK: Rule(_from(State.SUBMITTED), State.IN_PROGRESS, needs_reason=True),
    Move.WITHDRAW: Rule(OPEN, State.WITHDRAWN, needs_reason=True),
    Move.UNDO: Rule(OPEN | {State.DONE}, State.WITHDRAWN),
    Move.REOPEN: Rule(_from(State.DONE), State.IN_PROGRESS, needs_reason=True),
}


class LimitKind(StrEnum):
    """What kind of limit a task has; only a dated one counts in an on-time share."""

    DATED = "dated"
    NONE = "none"
    CONTINUOUS = "continuous"
    RECURRING = "recurring"


class Via(StrEnum):
    """Through which door a change came."""

    WEB = "web"
    API = "api"
    MAIL = "mail"
    IMPORT = "import"
    JOB = "job"


class Exclusion(StrEnum):
    """Why a task is out of every figure."""

    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    UNDONE = "undone"
