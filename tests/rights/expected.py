"""What is expected of the rights, written by hand from the design and asked of nothing in the product.

A story in three units: the whole task is led by Phòng Tư pháp (`head`, `officer`, `colleague`), Phòng Nội vụ gives a
part of it (`supporting …`), and the head has given a piece to Tổ Hộ tịch below (`section …`). `other …` are of a unit
that has nothing to do with it. The `assigner` was a leader once; the tasks are still in his name.
"""

from __future__ import annotations

from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Change, Kind, Move, State

PERSONS = (
    "leader",
    "monitor",
    "clerk",
    "inspector",
    "admin",
    "assigner",
    "head",
    "officer",
    "colleague",
    "section head",
    "section officer",
    "supporting head",
    "supporting officer",
    "other head",
    "other officer",
)
NOBODY: tuple[str, ...] = ()
OFFICE = ("leader", "monitor")
DOERS = {
    Kind.OFFICIAL: ("head", "officer"),
    Kind.PART: ("supporting head", "supporting officer"),
    Kind.CHILD: ("head", "section head", "section officer"),  # the head's right reaches what is below him
}
HEADS = {Kind.OFFICIAL: ("head",), Kind.PART: ("supporting head",), Kind.CHILD: ("head", "section head")}
ASSIGNED = {
    Kind.OFFICIAL: (*OFFICE, "assigner"),
    Kind.PART: (*OFFICE, "assigner"),
    Kind.CHILD: (*OFFICE, "head"),
}
IN_CHARGE = ASSIGNED | {Kind.PART: (*OFFICE, "assigner", "head")}
GATHERING = IN_CHARGE | {Kind.PART: (*OFFICE, "assigner", "head", "officer")}
ISSUING = ASSIGNED | {Kind.OFFICIAL: OFFICE}
LEADERS = dict.fromkeys(Kind, ("leader",))
SUBMITTERS = {kind: (doers[-1],) for kind, doers in DOERS.items()}
DECLINERS = {Kind.OFFICIAL: ("head",), Kind.PART: ("supporting head",), Kind.CHILD: ("section head",)}

EXPECTED: dict[Action, dict[Kind, tuple[str, ...]]] = {
    Move.ISSUE: ISSUING,
    Move.ACCEPT: DOERS,
    Move.DECLINE: HEADS,
    Move.REFUSE_DECLINE: ASSIGNED,
    Move.TAKE_BACK_DECLINE: DECLINERS,
    Move.REASSIGN: ASSIGNED,
    Move.SUBMIT: DOERS,
    Move.RECALL: SUBMITTERS,
    Move.APPROVE: GATHERING,
    Move.SEND_BACK: GATHERING,
    Move.WITHDRAW: ASSIGNED,
    Move.MERGE: ASSIGNED,
    Move.UNDO: ISSUING,
    Move.REOPEN: ASSIGNED,
    Change.NAME_OFFICER: HEADS,
    Change.PROGRESS: DOERS,
    Change.ASK_EXTENSION: DOERS,
    Change.EXTEND: IN_CHARGE,
    Change.REFUSE_EXTENSION: IN_CHARGE,
    Change.MOVE_LIMIT: IN_CHARGE,
    Change.REVIEW: ASSIGNED,
    Change.STAR: ASSIGNED,
    Change.CORRECT: ISSUING,
    Change.SPLIT: HEADS,
    Change.ADD_PART: {Kind.OFFICIAL: (*OFFICE, "assigner"), Kind.PART: NOBODY, Kind.CHILD: NOBODY},
    Change.URGE: GATHERING,
    Change.EXPLAIN: DOERS,
    Change.JUDGE_CAUSE: LEADERS,
    Change.DISPUTE: DOERS,
    Change.ANSWER_DISPUTE: ASSIGNED,
    Change.HAND_OVER: {kind: (*OFFICE, *heads) for kind, heads in HEADS.items()},
}

_OPEN = "assigned declined in_progress submitted"
_STATES: dict[Action, str] = {
    Move.ISSUE: "draft",
    Move.ACCEPT: "assigned",
    Move.DECLINE: "assigned",
    Move.REFUSE_DECLINE: "declined",
    Move.TAKE_BACK_DECLINE: "declined",
    Move.REASSIGN: "assigned declined in_progress",
    Move.SUBMIT: "assigned in_progress",
    Move.RECALL: "submitted",
    Move.APPROVE: "submitted",
    Move.SEND_BACK: "submitted",
    Move.WITHDRAW: _OPEN,
    Move.MERGE: _OPEN,
    Move.UNDO: f"{_OPEN} done",
    Move.REOPEN: "done",
    Change.NAME_OFFICER: "assigned in_progress",
    Change.PROGRESS: "assigned in_progress",
    Change.ASK_EXTENSION: "assigned in_progress",
    Change.EXTEND: _OPEN,
    Change.REFUSE_EXTENSION: _OPEN,
    Change.MOVE_LIMIT: "assigned declined in_progress",
    Change.REVIEW: "assigned declined in_progress",
    Change.STAR: _OPEN,
    Change.CORRECT: f"{_OPEN} done",
    Change.SPLIT: "assigned in_progress",
    Change.ADD_PART: "assigned declined in_progress",
    Change.URGE: "assigned declined in_progress",
    Change.EXPLAIN: "assigned declined in_progress",
    Change.JUDGE_CAUSE: f"{_OPEN} done",
    Change.DISPUTE: f"{_OPEN} done",
    Change.ANSWER_DISPUTE: f"{_OPEN} done",
    Change.HAND_OVER: _OPEN,
}
STATES = {action: frozenset(State(word) for word in words.split()) for action, words in _STATES.items()}

WHOLE = ("leader", "monitor", "clerk", "inspector", "assigner")
OF_LEAD = ("head", "officer", "colleague")
OF_SECTION = ("section head", "section officer")
SUPPORTING = ("supporting head", "supporting officer")
SEEING: dict[Kind, tuple[str, ...]] = {  # what has been given out
    Kind.OFFICIAL: (*WHOLE, *OF_LEAD),
    Kind.PART: (*WHOLE, *OF_LEAD, *SUPPORTING),
    Kind.CHILD: ("leader", "monitor", "clerk", "inspector", *OF_LEAD, *OF_SECTION),
}
DRAFTING = ("leader", "monitor", "clerk")
TALKING = frozenset(PERSONS) - {"inspector", "admin", "assigner"}  # more than the right to look, and a role


def sees(name: str, kind: Kind, state: State, *, has_part: bool = False, has_piece: bool = False) -> bool:
    """Whether the person reads the task: `has_part`, `has_piece` of the whole, for those who give them."""
    if state is State.DRAFT:
        return name in DRAFTING
    involved = (*(SUPPORTING if has_part else ()), *(OF_SECTION if has_piece else ()))
    return name in SEEING[kind] or (kind is Kind.OFFICIAL and name in involved)


def may(name: str, action: Action, kind: Kind) -> bool:
    """Whether the person may do this, whatever the state, when others than he handed in or declined."""
    return name in EXPECTED[action][kind]


def possible(name: str, kind: Kind, state: State) -> frozenset[Action]:
    """Everything the person may do to the task in this state, its usual persons having handed in or declined."""
    return frozenset(a for a in EXPECTED if may(name, a, kind) and state in STATES[a])


def passed_on(name: str) -> bool:
    """Whether the work of a person goes to his deputy: all but a leader's, and the administrator's has none."""
    return name not in ("leader", "assigner", "admin")
