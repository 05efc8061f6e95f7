"""Who may do what: every action, every relation to a task, a part or a piece of it; places filled for others."""

from __future__ import annotations

import pytest

from taskapp.people.rights import Rights, Role, Standing
from taskapp.tasks import permissions
from taskapp.tasks.permissions import RULES, Action
from taskapp.tasks.states import OPEN, Change, Kind, Move, State
from tests.rights.expected import EXPECTED, GATHERING, PERSONS, SUBMITTERS
from tests.rights.story import ALL, COMMITTEE, IDS, ROOT, facts, place_of, rights

CASES = [(action, kind) for action in RULES for kind in Kind]


def allowed(kind: Kind, who: Rights) -> set[Action]:
    return {action for action in RULES if permissions.has_right(who, action, facts(kind))}


def test_every_action_has_its_row() -> None:
    assert set(EXPECTED) == set(RULES)


@pytest.mark.parametrize(("action", "kind"), CASES)
def test_each_person_may_do_what_the_table_says(action: Action, kind: Kind) -> None:
    may = {name for name in PERSONS if permissions.has_right(rights(name), action, facts(kind))}
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
@pytest.mark.parametrize("name", list(PERSONS))
def test_a_deputy_does_the_work_of_who_is_away_but_takes_no_leader_s_decisions(kind: Kind, name: str) -> None:
    deputy = rights("outsider", place_of(name, Standing.DEPUTY))
    gained = allowed(kind, deputy)
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
