"""Pure rules of filling another's place: days on which it holds, terms that meet, who may write it down."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.people.rights import Place, Rights, Role, Standing
from taskapp.people.standing import Phase, Term, keeps_delegations, may_keep_absence, may_keep_delegation
from tests.people.standing import march

ROOT, TP, NV = 1, 2, 3  # units
HEAD, OFFICER, LEADER, MONITOR, OTHER = 10, 11, 12, 13, 14  # persons
ALL = frozenset({ROOT, TP, NV})


def term(first: int, last: int, ended: int | None = None) -> Term:
    return Term(march(first), march(last), march(ended) if ended else None)


@pytest.mark.parametrize(
    ("days", "held"),
    [
        ((4, 6), [4, 5, 6]),
        ((4, 4), [4]),
        ((4, 6, 6), [4, 5]),  # back on the 6th
        ((4, 6, 4), []),  # cancelled on its first day
        ((4, 6, 2), []),  # cancelled before
        ((4, 6, 9), [4, 5, 6]),
    ],
)
def test_a_term_holds_from_its_first_day_to_its_last_unless_it_was_ended(days, held):
    assert [day for day in range(1, 12) if term(*days).holds_on(march(day))] == held


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((4, 6), (6, 8), True),
        ((4, 6), (7, 8), False),
        ((4, 6), (1, 3), False),
        ((4, 6), (5, 5), True),
        ((4, 6), (1, 31), True),
        ((4, 6, 5), (5, 8), False),  # ended in time
        ((4, 6, 5), (4, 8), True),
        ((4, 6, 2), (1, 31), False),  # cancelled
    ],
)
def test_terms_meet_when_both_hold_on_some_day(one, other, meet):
    assert term(*one).meets(term(*other)) is meet
    assert term(*other).meets(term(*one)) is meet


@pytest.mark.parametrize(
    ("days", "today", "phase"),
    [
        ((4, 6), 3, Phase.COMING),
        ((4, 6), 4, Phase.NOW),
        ((4, 6), 6, Phase.NOW),
        ((4, 6), 7, Phase.OVER),
        ((4, 6, 5), 5, Phase.ENDED),
        ((4, 6, 5), 9, Phase.ENDED),
        ((4, 6, 4), 4, Phase.CANCELLED),
        ((4, 6, 3), 3, Phase.CANCELLED),
        ((4, 6, 9), 9, Phase.OVER),
    ],
)
def test_where_a_term_stands_on_a_day(days, today, phase):
    assert term(*days).phase(march(today)) is phase


def test_a_term_counts_its_days_with_both_ends():
    assert term(4, 4).days == 1
    assert Term(date(2026, 2, 27), march(2)).days == 4


def holder(person_id: int, *reaches: tuple[Role, frozenset[int]], places: tuple[Place, ...] = ()) -> Rights:
    return Rights(person_id, 1, TP, dict(reaches), places)


def place(owner: int, standing: Standing, role: Role, units: frozenset[int]) -> Place:
    return Place(owner, standing, {role: units})


ME_ONLY = holder(OFFICER, (Role.OFFICER, frozenset({TP})))
HEADS_TP = holder(HEAD, (Role.UNIT_HEAD, frozenset({TP})))
HEADS_NV = holder(OTHER, (Role.UNIT_HEAD, frozenset({NV})))
LEADS = holder(LEADER, (Role.LEADER, ALL))
FOLLOWS = holder(MONITOR, (Role.MONITOR, ALL))
ADMINISTERS = holder(OTHER, (Role.ADMIN, ALL))
INSPECTS = holder(OTHER, (Role.INSPECTOR, ALL))
FOR_THE_HEAD = holder(OTHER, places=(place(HEAD, Standing.DEPUTY, Role.UNIT_HEAD, frozenset({TP})),))
FOR_THE_LEADER = holder(OTHER, places=(place(LEADER, Standing.DELEGATE, Role.LEADER, ALL),))
FOR_THE_MONITOR = holder(OTHER, places=(place(MONITOR, Standing.DEPUTY, Role.MONITOR, ALL),))


@pytest.mark.parametrize(
    ("who", "person_id", "unit_id", "may"),
    [
        (ME_ONLY, OFFICER, TP, True),
        (ME_ONLY, OTHER, TP, False),
        (HEADS_TP, OFFICER, TP, True),
        (HEADS_NV, OFFICER, TP, False),
        (LEADS, OFFICER, TP, True),
        (FOLLOWS, OFFICER, TP, True),
        (ADMINISTERS, OFFICER, TP, False),
        (INSPECTS, OFFICER, TP, False),
        (FOR_THE_HEAD, OFFICER, TP, True),  # the head's work goes on
        (FOR_THE_HEAD, HEAD, TP, False),  # but what he has on loan he does not prolong
        (FOR_THE_LEADER, OFFICER, TP, True),
        (FOR_THE_LEADER, LEADER, ROOT, False),
    ],
)
def test_who_keeps_the_absences_of_a_person(who, person_id, unit_id, may):
    assert may_keep_absence(who, person_id, unit_id) is may


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (LEADS, True),
        (FOLLOWS, True),
        (FOR_THE_MONITOR, True),
        (holder(MONITOR, (Role.MONITOR, frozenset({TP}))), False),  # follows one unit only
        (ADMINISTERS, False),
        (FOR_THE_LEADER, False),  # a delegate delegates no further
        (HEADS_TP, False),
    ],
)
def test_who_keeps_the_delegations_of_a_leader(who, may):
    assert may_keep_delegation(who, LEADER, ROOT) is may


def test_a_leader_keeps_only_his_own_delegations():
    assert not may_keep_delegation(LEADS, OTHER, ROOT)
    assert not keeps_delegations(LEADS, ROOT)
