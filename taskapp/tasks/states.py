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


class Kind(StrEnum):
    """What a task is to the one above it. Only official tasks are in the committee's figures."""

    OFFICIAL = "official"  # assigned by the committee or its leaders
    PART = "part"  # what one supporting unit (phối hợp) has to give to an official task
    CHILD = "child"  # a piece that a unit head gives to officers or units below


class Move(StrEnum):
    """What can be done to a task that changes its state."""

    ISSUE = "issue"
    ACCEPT = "accept"
    DECLINE = "decline"
    REFUSE_DECLINE = "refuse_decline"
    TAKE_BACK_DECLINE = "take_back_decline"
    REASSIGN = "reassign"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    LAPSE = "lapse"
    UNDO = "undo"
    REOPEN = "reopen"
    RECORD_PAST = "record_past"


class Change(StrEnum):
    """Kinds of event that leave the state as it is but change what a figure reads."""

    NAME_OFFICER = "name_officer"
    PROGRESS = "progress"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    MOVE_LIMIT = "move_limit"
    REVIEW = "review"
    STAR = "star"
    CORRECT = "correct"
    SPLIT = "split"
    ADD_PART = "add_part"
    URGE = "urge"
    EXPLAIN = "explain"
    JUDGE_CAUSE = "judge_cause"
    DISPUTE = "dispute"
    ANSWER_DISPUTE = "answer_dispute"
    HAND_OVER = "hand_over"
    UNIT_CHANGED = "unit_changed"  # its unit ended, a successor goes on with it


# What counts as an answer to being urged: the doers have done or said something.
ANSWERS: frozenset[Move | Change] = frozenset(
    {
        Move.ACCEPT,
        Move.DECLINE,
        Move.SUBMIT,
        Change.PROGRESS,
        Change.ASK_EXTENSION,
        Change.EXPLAIN,
        Change.DISPUTE,
    }
)


# What takes back what the doers have handed in or said: the task is held on as if that had not been.
TAKEN_BACK: frozenset[Move | Change] = frozenset({Move.RECALL, Move.TAKE_BACK_DECLINE})


# What tells how far the work has come (cập nhật tiến độ).
REPORTS: frozenset[Move | Change] = frozenset({Change.PROGRESS, Move.SUBMIT})


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
    Move.TAKE_BACK_DECLINE: Rule(_from(State.DECLINED), State.ASSIGNED),
    Move.REASSIGN: Rule(_from(State.ASSIGNED, State.DECLINED, State.IN_PROGRESS), State.ASSIGNED, needs_reason=True),
    Move.SUBMIT: Rule(_from(State.ASSIGNED, State.IN_PROGRESS), State.SUBMITTED),
    Move.RECALL: Rule(_from(State.SUBMITTED), State.IN_PROGRESS),
    Move.APPROVE: Rule(_from(State.SUBMITTED), State.DONE),
    Move.SEND_BACK: Rule(_from(State.SUBMITTED), State.IN_PROGRESS, needs_reason=True),
    Move.WITHDRAW: Rule(OPEN, State.WITHDRAWN, needs_reason=True),
    Move.MERGE: Rule(OPEN, State.WITHDRAWN, needs_reason=True),
    Move.LAPSE: Rule(OPEN, State.WITHDRAWN),  # a part that its supporting unit never gave; the whole is done without it
    Move.UNDO: Rule(OPEN | {State.DONE}, State.WITHDRAWN),
    Move.REOPEN: Rule(_from(State.DONE), State.IN_PROGRESS, needs_reason=True),
}


class Source(StrEnum):
    """Whose will a task carries out (nguồn giao)."""

    GOVERNMENT = "government"
    PROVINCE = "province"
    COUNCIL = "council"
    PARTY = "party"
    OWN = "own"


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
