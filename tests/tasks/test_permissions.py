"""Who may do what: every action, every relation to a task, a part or a piece of it; places filled for others."""

from __future__ import annotations

import pytest

from taskapp.people.rights import PASSED_ON, Place, Rights, Role, Standing
from taskapp.tasks import permissions
from taskapp.tasks.permissions import RULES, Action, Facts
from taskapp.tasks.states import OPEN, Change, Kind, Move, State

ROOT, TP, HT, NV = 1, 2, 3, 4  # the committee; Phòng Tư pháp with Tổ Hộ tịch below it; Phòng Nội vụ
ALL = frozenset({ROOT, TP, HT, NV})
COMMITTEE = 7

# (role, the units it reaches, home unit) of each person; ids are the places in this list.
PEOPLE: dict[str, tuple[Role | None, frozenset[int], int]] = {
    "leader": (Role.LEADER, ALL, ROOT),
    "monitor": (Role.MONITOR, ALL, ROOT),
    "clerk": (Role.CLERK, ALL, ROOT),
    "inspector": (Role.INSPECTOR, ALL, ROOT),
    "admin": (Role.ADMIN, ALL, ROOT),
    "assigner": (None, frozenset(), ROOT),  # once a leader: the task is still in his name
    "head": (Role.UNIT_HEAD, frozenset({TP, HT}), TP),
    "officer": (Role.OFFICER, frozenset({TP}), TP),
    "section head": (Role.UNIT_HEAD, frozenset({HT}), HT),
    "section officer": (Role.OFFICER, frozenset({HT}), HT),
    "supporting head": (Role.UNIT_HEAD, frozenset({NV}), NV),
    "supporting officer": (Role.OFFICER, frozenset({NV}), NV),
    "colleague": (Role.OFFICER, frozenset({TP}), TP),
}
IDS = {name: number for number, name in enumerate(PEOPLE, start=100)}

# The whole is led by Phòng Tư pháp and done by its officer; the part is Phòng Nội vụ's; the piece was given by the head
# of Phòng Tư pháp to Tổ Hộ tịch below.
OF = {
    Kind.OFFICIAL: {"lead_unit_id": TP, "assigner_id": IDS["assigner"], "assignee_id": IDS["officer"]},
    Kind.PART: {
        "lead_unit_id": NV,
        "assigner_id": IDS["assigner"],
        "assignee_id": IDS["supporting officer"],
        "above_unit_id": TP,
        "above_assignee_id": IDS["officer"],
    },
    Kind.CHILD: {
        "lead_unit_id": HT,
        "assigner_id": IDS["head"],
        "assignee_id": IDS["section officer"],
        "above_unit_id": TP,
        "above_assignee_id": IDS["officer"],
    },
}

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
NOBODY: tuple[str, ...] = ()

EXPECTED: dict[Action, dict[Kind, tuple[str, ...]]] = {
    Move.ISSUE: ISSUING,
    Move.ACCEPT: DOERS,
    Move.DECLINE: HEADS,
    Move.REFUSE_DECLINE: ASSIGNED,
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
CASES = [(action, kind) for action in RULES for kind in Kind]


def facts(kind: Kind, state: State = State.IN_PROGRESS, *handed_in_by: str, declined_by: tuple[str, ...] = ()) -> Facts:
    whose = {
        "handed_in_by": frozenset(IDS[name] for name in handed_in_by or SUBMITTERS[kind]),
        "declined_by": frozenset(IDS[name] for name in declined_by),
    }
    return Facts(state=state, kind=kind, **whose, **OF[kind])  # type: ignore[arg-type]


def rights(name: str, *places: Place) -> Rights:
    role, reach, home = PEOPLE[name]
    return Rights(IDS[name], COMMITTEE, home, {role: reach} if role else {}, places)


def place_of(name: str, standing: Standing) -> Place:
    """Another's place, with what of his roles is passed on."""
    role, reach, _home = PEOPLE[name]
    passed = {role: reach} if role and role in PASSED_ON[standing] else {}
    return Place(IDS[name], standing, passed)


def allowed(kind: Kind, who: Rights) -> set[Action]:
    return {action for action in RULES if permissions.has_right(who, action, facts(kind))}


def test_every_action_has_its_row() -> None:
    assert set(EXPECTED) == set(RULES)


@pytest.mark.parametrize(("action", "kind"), CASES)
def test_each_person_may_do_what_the_table_says(action: Action, kind: Kind) -> None:
    may = {name for name in PEOPLE if permissions.has_right(rights(name), action, facts(kind))}
    assert may == set(EXPECTED[action][kind])


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_decides_on_what_he_handed_in_himself(kind: Kind) -> None:
    for name in GATHERING[kind]:
        own = facts(kind, State.SUBMITTED, name)
        for action in (Move.APPROVE, Move.SEND_BACK):
            assert not permissions.has_right(rights(name), action, own)
            others = set(GATHERING[kind]) - {name}
            assert all(permissions.has_right(rights(other), action, own) for other in others)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", list(PEOPLE))
def test_a_deputy_does_the_work_of_who_is_away_but_takes_no_leader_s_decisions(kind: Kind, name: str) -> None:
    deputy = rights("colleague", place_of(name, Standing.DEPUTY))
    gained = allowed(kind, deputy) - allowed(kind, rights("colleague"))
    expected = {action for action in RULES if name in EXPECTED[action][kind]}
    if name in ("leader", "assigner"):
        expected = set()
    assert gained == expected


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", ["leader", "assigner"])
def test_a_delegate_takes_the_decisions_of_who_delegated(kind: Kind, name: str) -> None:
    delegate = rights("colleague", place_of(name, Standing.DELEGATE))
    assert allowed(kind, delegate) == {action for action in RULES if name in EXPECTED[action][kind]}


@pytest.mark.parametrize("name", ["officer", "section head", "supporting head", "monitor", "clerk", "admin"])
def test_nobody_s_work_is_delegated(name: str) -> None:
    delegate = rights("inspector", place_of(name, Standing.DELEGATE))
    assert [kind for kind in Kind if allowed(kind, delegate)] == []


@pytest.mark.parametrize(
    ("who", "standing", "of", "action", "expected"),
    [
        ("colleague", Standing.DEPUTY, "officer", Move.SUBMIT, "officer"),
        ("colleague", Standing.DEPUTY, "head", Change.NAME_OFFICER, "head"),
        ("monitor", Standing.DELEGATE, "leader", Change.JUDGE_CAUSE, "leader"),
        ("monitor", Standing.DELEGATE, "leader", Move.APPROVE, None),  # his own right does
        ("head", Standing.DEPUTY, "officer", Move.SUBMIT, None),
        ("colleague", Standing.DEPUTY, "officer", Move.APPROVE, None),  # neither's
    ],
)
def test_the_record_names_whose_place_was_filled_only_where_one_s_own_right_does_not_do(
    who: str, standing: Standing, of: str, action: Action, expected: str | None
) -> None:
    asking = rights(who, place_of(of, standing))
    found = permissions.on_behalf_of(asking, action, facts(Kind.OFFICIAL))
    assert found == (IDS[expected] if expected else None)


@pytest.mark.parametrize("kind", list(Kind))
def test_nobody_decides_on_what_his_deputy_handed_in_for_him_but_may_take_it_back(kind: Kind) -> None:
    """The officer holds the assigner's delegation: his seat reaches every task of that leader."""
    officer = SUBMITTERS[kind][0]
    delegate = rights(officer, place_of("leader", Standing.DELEGATE))
    by_deputy = facts(kind, State.SUBMITTED, "colleague", officer)
    for action in (Move.APPROVE, Move.SEND_BACK):
        assert not permissions.has_right(delegate, action, by_deputy)
        assert not permissions.has_right(rights("colleague", *delegate.places), action, by_deputy)
        assert permissions.has_right(rights("monitor"), action, by_deputy)
    assert permissions.has_right(delegate, Move.RECALL, by_deputy)
    assert permissions.has_right(rights("colleague"), Move.RECALL, by_deputy)
    assert not permissions.has_right(rights("head"), Move.RECALL, by_deputy)


@pytest.mark.parametrize("whose", [("head",), ("colleague", "head")])
def test_nobody_answers_his_own_word_that_the_unit_is_not_competent(whose: tuple[str, ...]) -> None:
    declined = facts(Kind.OFFICIAL, State.DECLINED, declined_by=whose)
    delegate = rights("head", place_of("leader", Standing.DELEGATE))
    for action in (Move.REFUSE_DECLINE, Move.REASSIGN):
        assert not permissions.has_right(delegate, action, declined)
        assert permissions.has_right(rights("monitor"), action, declined)
        assert permissions.has_right(delegate, action, facts(Kind.OFFICIAL, State.DECLINED, declined_by=("officer",)))


def test_a_deputy_does_not_decide_on_what_he_handed_in_for_another() -> None:
    both = rights("monitor", place_of("officer", Standing.DEPUTY))
    handed_in = facts(Kind.OFFICIAL, State.SUBMITTED, "monitor")
    assert not permissions.has_right(both, Move.APPROVE, handed_in)
    assert permissions.has_right(both, Move.RECALL, handed_in)
    for_officer = facts(Kind.OFFICIAL, State.SUBMITTED, "officer")
    assert permissions.has_right(both, Move.RECALL, for_officer)  # his hands while he is away


@pytest.mark.parametrize("action", [action for action in RULES if isinstance(action, Change)])
def test_a_page_offers_what_right_and_state_allow_together(action: Change) -> None:
    leader_and_head = Rights(IDS["leader"], COMMITTEE, ROOT, {Role.LEADER: ALL, Role.UNIT_HEAD: ALL})
    for state in State:
        offered = action in permissions.possible(leader_and_head, facts(Kind.OFFICIAL, state, "officer"))
        assert offered == (state in permissions.CHANGEABLE_IN[action])


def test_nothing_can_be_done_to_a_task_that_was_taken_back() -> None:
    everything = Rights(IDS["leader"], COMMITTEE, ROOT, dict.fromkeys(Role, ALL))
    assert permissions.possible(everything, facts(Kind.OFFICIAL, State.WITHDRAWN)) == frozenset()
    assert {action for action, states in permissions.CHANGEABLE_IN.items() if states - OPEN} == {
        Change.CORRECT,
        Change.JUDGE_CAUSE,
        Change.DISPUTE,
        Change.ANSWER_DISPUTE,
    }


@pytest.mark.parametrize(("name", "may"), [("leader", True), ("monitor", True), ("clerk", True), ("head", True),
                                           ("officer", True), ("inspector", False), ("admin", False)])  # fmt: skip
def test_whoever_has_more_than_the_right_to_look_may_speak_up(name: str, may: bool) -> None:
    assert permissions.may_comment(rights(name)) is may


@pytest.mark.parametrize(
    ("name", "kind", "directing"),
    [
        ("leader", Kind.OFFICIAL, True),
        ("leader", Kind.PART, True),
        ("assigner", Kind.OFFICIAL, True),
        ("assigner", Kind.PART, False),
        ("head", Kind.CHILD, False),
        ("monitor", Kind.OFFICIAL, False),
        ("officer", Kind.OFFICIAL, False),
    ],
)
def test_what_a_leader_says_is_a_directing_opinion(name: str, kind: Kind, directing: bool) -> None:
    assert permissions.may_direct(rights(name), facts(kind)) is directing
