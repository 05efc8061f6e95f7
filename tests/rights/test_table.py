"""The rules against the table written by hand: every person, kind of task, state and action; and who reads what."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from taskapp.people.rights import PASSED_ON, READERS, WHOLE_COMMITTEE, Place, Rights, Role, Standing
from taskapp.tasks import permissions
from taskapp.tasks.permissions import RULES, Facts
from taskapp.tasks.states import Change, Kind, Move, State
from tests.rights import expected
from tests.rights.expected import EXPECTED, PERSONS, STATES
from tests.rights.story import ALL, COMMITTEE, HT, IDS, NV, TP, facts, place_of, rights, ties

ALL_THERE_IS = [(kind, state) for kind in Kind for state in State]
GIVEN = [state for state in State if state is not State.DRAFT]


def test_the_table_speaks_of_every_action() -> None:
    assert set(EXPECTED) == set(STATES) == set(RULES)


@pytest.mark.parametrize(("kind", "state"), ALL_THERE_IS)
def test_each_person_may_do_in_each_state_what_the_table_says(kind: Kind, state: State) -> None:
    for name in PERSONS:
        assert permissions.possible(rights(name), facts(kind, state)) == expected.possible(name, kind, state), name


@pytest.mark.parametrize(("kind", "state"), ALL_THERE_IS)
def test_a_deputy_may_do_and_read_what_the_absent_person_may_unless_that_is_a_leader(kind: Kind, state: State) -> None:
    for name in PERSONS:
        deputy = rights("outsider", place_of(name, Standing.DEPUTY))
        passed = expected.passed_on(name)
        allowed = expected.possible(name, kind, state) if passed else frozenset()
        assert permissions.possible(deputy, facts(kind, state)) == allowed, name
        reads = passed and expected.sees(name, kind, state)
        assert permissions.may_see(deputy, facts(kind, state), ties()) is reads, name


@pytest.mark.parametrize(("kind", "state"), ALL_THERE_IS)
def test_a_delegate_may_do_and_read_what_the_leader_may_and_of_nobody_else(kind: Kind, state: State) -> None:
    for name in set(PERSONS) - {"head"}:  # no leader, so he delegates nothing: what he gave would be decided for him
        delegate = rights("outsider", place_of(name, Standing.DELEGATE))
        passed = name in ("leader", "assigner")
        allowed = expected.possible(name, kind, state) if passed else frozenset()
        assert permissions.possible(delegate, facts(kind, state)) == allowed, name
        reads = passed and expected.sees(name, kind, state)
        assert permissions.may_see(delegate, facts(kind, state), ties()) is reads, name


@pytest.mark.parametrize(("kind", "state"), ALL_THERE_IS)
def test_each_person_reads_what_the_table_says(kind: Kind, state: State) -> None:
    for name in PERSONS:
        assert permissions.may_see(rights(name), facts(kind, state), ties()) is expected.sees(name, kind, state), name


@pytest.mark.parametrize("state", GIVEN)
def test_whoever_gives_a_part_or_a_piece_reads_the_whole(state: State) -> None:
    whole = facts(Kind.OFFICIAL, state)
    for name in PERSONS:
        for has_part, has_piece in ((True, False), (False, True), (True, True)):
            giving = ties(giving=(*((NV,) if has_part else ()), *((HT,) if has_piece else ())))
            reads = expected.sees(name, Kind.OFFICIAL, state, has_part=has_part, has_piece=has_piece)
            assert permissions.may_see(rights(name), whole, giving) is reads, name


@pytest.mark.parametrize("state", State)
def test_whoever_wrote_it_down_reads_it_and_whoever_has_it_to_know_once_it_is_given_out(state: State) -> None:
    task, outsider = facts(Kind.OFFICIAL, state), rights("outsider")
    assert not permissions.may_see(outsider, task, ties())
    assert permissions.may_see(outsider, task, ties(writer="outsider"))
    assert permissions.may_see(outsider, task, ties("other head", "outsider")) is (state is not State.DRAFT)
    assert not permissions.may_see(outsider, task, ties("other head", writer="writer"))
    for place in (Standing.DEPUTY, Standing.DELEGATE):  # neither is passed on
        stands_in = rights("outsider", place_of("writer", place))
        assert not permissions.may_see(stands_in, task, ties("writer", writer="writer"))


@pytest.mark.parametrize("role", Role)
def test_drafts_are_read_by_those_who_write_them_down_over_their_unit(role: Role) -> None:
    draft = facts(Kind.OFFICIAL, State.DRAFT)
    over, beside = (Rights(1, COMMITTEE, TP, {role: frozenset({unit})}) for unit in (TP, NV))
    assert permissions.may_see(over, draft, ties()) is (role in (Role.LEADER, Role.MONITOR, Role.CLERK))
    assert not permissions.may_see(beside, draft, ties(giving=(NV,)))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", PERSONS)
def test_who_may_speak_direct_and_give_to_know(kind: Kind, name: str) -> None:
    who, task = rights(name), facts(kind)
    talks = name in expected.TALKING
    assert permissions.may_comment(who) is talks
    assert permissions.may_direct(who, task) is (name == "leader" or (kind is Kind.OFFICIAL and name == "assigner"))
    does = name in expected.DOERS[kind] or name in expected.GATHERING[kind]
    assert permissions.may_share(who, task) is (talks and does)
    assert permissions.may_take_off(who, task) is (talks and name in expected.IN_CHARGE[kind])


@pytest.mark.parametrize("name", PERSONS)
def test_who_may_write_tasks_down_and_hand_them_out(name: str) -> None:
    assert permissions.may_draft(rights(name)) is (name in expected.DRAFTING)
    assert permissions.may_assign(rights(name)) is (name in expected.OFFICE)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_record_names_whose_place_was_needed(kind: Kind) -> None:
    for name, standing in product(PERSONS, Standing):
        if (name, standing) != ("head", Standing.DELEGATE):
            place = place_of(name, standing)
            passed = expected.passed_on(name) if standing is Standing.DEPUTY else name in ("leader", "assigner")
            for action in RULES:
                needed = IDS[name] if passed and expected.may(name, action, kind) else None
                asked = rights("outsider", place)
                assert permissions.on_behalf_of(asked, action, facts(kind)) == needed
                both = rights("outsider", place_of("other head", Standing.DEPUTY), place)
                assert permissions.on_behalf_of(both, action, facts(kind)) == needed
                own = rights(name, place_of("leader", Standing.DELEGATE))
                if expected.may(name, action, kind):
                    assert permissions.on_behalf_of(own, action, facts(kind)) is None


def test_the_record_names_for_whom_something_was_said() -> None:
    task = facts(Kind.OFFICIAL)
    for_leader = rights("outsider", place_of("leader", Standing.DELEGATE))
    assert permissions.speaks_for(for_leader, task, directing=True) == IDS["leader"]
    assert permissions.speaks_for(for_leader, task, directing=False) == IDS["leader"]
    officer = rights("officer", place_of("leader", Standing.DELEGATE))
    assert permissions.speaks_for(officer, task, directing=False) is None
    assert permissions.speaks_for(officer, task, directing=True) == IDS["leader"]
    assert permissions.speaks_for(rights("outsider"), task, directing=False) is None
    for_inspector = rights("outsider", place_of("inspector", Standing.DEPUTY))
    assert permissions.speaks_for(for_inspector, task, directing=False) is None


@pytest.mark.parametrize("state", State)
def test_nobody_decides_his_own_matter_by_a_place_he_fills_for_the_one_concerned(state: State) -> None:
    """The officer's deputy, who also has the leader's delegation: by that, never by the officer's place."""
    deputy, delegate = place_of("officer", Standing.DEPUTY), place_of("leader", Standing.DELEGATE)
    part = facts(Kind.PART, state, "officer")  # the officer gathers the parts
    assert not permissions.has_right(rights("outsider", deputy), Move.APPROVE, part)
    assert permissions.has_right(rights("outsider", deputy, delegate), Move.APPROVE, part)
    assert not permissions.has_right(rights("officer", delegate), Move.APPROVE, part)
    assert permissions.on_behalf_of(rights("outsider", deputy, delegate), Move.APPROVE, part) == IDS["leader"]


def test_whoever_is_to_do_a_task_reads_it_wherever_he_works_now() -> None:
    moved = replace(facts(Kind.OFFICIAL), assignee_id=IDS["outsider"])
    assert permissions.may_see(rights("outsider"), moved, ties())
    assert permissions.may_see(rights("writer", place_of("outsider", Standing.DEPUTY)), moved, ties())
    assert not permissions.may_see(rights("writer", place_of("outsider", Standing.DELEGATE)), moved, ties())


def test_a_piece_is_given_out_by_who_heads_both_the_whole_and_the_unit_that_gets_it() -> None:
    to_another_branch = replace(facts(Kind.CHILD, State.DRAFT), lead_unit_id=NV, assignee_id=IDS["head"])
    assert not permissions.has_right(rights("head"), Move.ISSUE, to_another_branch)
    from_below = replace(facts(Kind.CHILD, State.DRAFT), assigner_id=IDS["section head"])
    assert not permissions.has_right(rights("section head"), Move.ISSUE, from_below)
    assert permissions.has_right(rights("head"), Move.ISSUE, from_below)


def test_a_task_is_the_committee_s_own_unless_something_else_is_said() -> None:
    bare = Facts(State.IN_PROGRESS, TP, IDS["assigner"], IDS["officer"])
    assert permissions.has_right(rights("assigner"), Change.ADD_PART, bare)
    assert not permissions.has_right(rights("assigner"), Move.ISSUE, bare)


def test_who_is_refused_is_told_no_and_nothing_else() -> None:
    own = facts(Kind.PART, State.SUBMITTED, "officer")
    assert permissions.has_right(rights("officer"), Move.APPROVE, own) is False


def test_a_deputy_of_the_assigner_gives_no_directing_opinion() -> None:
    task = facts(Kind.OFFICIAL)
    assert not permissions.may_direct(rights("outsider", place_of("assigner", Standing.DEPUTY)), task)
    assert permissions.may_direct(rights("outsider", place_of("assigner", Standing.DELEGATE)), task)


def test_moves_that_no_person_makes_are_nobody_s() -> None:
    everything = Rights(IDS["leader"], COMMITTEE, TP, dict.fromkeys(Role, ALL))
    for action in (Move.LAPSE, Move.RECORD_PAST):
        assert not permissions.has_right(everything, action, facts(Kind.PART))
    assert not permissions.fits_state(Move.RECORD_PAST, State.ASSIGNED)
    assert permissions.fits_state(Move.LAPSE, State.ASSIGNED)
    assert permissions.fits_state(Change.STAR, State.ASSIGNED)


def test_what_goes_with_a_place() -> None:
    assert {standing: {role.value for role in roles} for standing, roles in PASSED_ON.items()} == {
        Standing.DEPUTY: {"monitor", "clerk", "unit_head", "officer", "inspector"},
        Standing.DELEGATE: {"leader"},
    }
    assert {role.value for role in READERS} == {"leader", "monitor", "clerk", "unit_head", "officer", "inspector"}
    assert {role.value for role in WHOLE_COMMITTEE} == {"leader", "monitor", "clerk", "inspector", "admin"}


def test_rights_reach_what_the_roles_and_the_places_reach() -> None:
    place = Place(50, Standing.DEPUTY, {Role.OFFICER: frozenset({NV})})
    seat = Place(60, Standing.DELEGATE, {Role.LEADER: frozenset({HT})})
    who = Rights(1, COMMITTEE, TP, {Role.OFFICER: frozenset({TP}), Role.ADMIN: ALL}, (place, seat))
    assert who.has(Role.LEADER)
    assert who.has(Role.MONITOR, Role.OFFICER)
    assert not who.has(Role.MONITOR)
    assert not who.has()
    assert who.over(NV, Role.MONITOR, Role.OFFICER)
    assert not who.over(HT, Role.OFFICER)
    assert not who.over(TP, Role.LEADER)
    assert who.reach(Role.OFFICER) == {TP, NV}
    assert who.reach(Role.OFFICER, Role.LEADER) == {TP, NV, HT}
    assert who.reach(Role.MONITOR) == frozenset()
    assert who.readable == {TP, NV, HT}
    assert (who.hands, who.seats) == ({1, 50}, {1, 60})
    assert (who.alone.places, who.alone.reaches, who.alone.person_id) == ((), who.reaches, 1)
    through = who.through(seat)
    assert (through.places, through.reaches, through.person_id) == ((seat,), {}, 1)
    assert (through.hands, through.seats) == ({1}, {1, 60})
