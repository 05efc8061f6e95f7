"""Statements made once for all who are alike: each asks with the own ids, and finds what is found without blanks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from taskapp.people import blanks
from taskapp.people.models import Person
from taskapp.people.rights import Everywhere, Place, Rights, Role, Standing
from taskapp.tasks import counting, queries, row_reading
from taskapp.tasks.models import Task
from taskapp.tasks.row_reading import Listing
from taskapp.tasks.selections import EVERYTHING, UNCOUNTED, Sight, View, narrowed
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.office import PEOPLE
from tests.tasks.making import Desk
from tests.tasks.sharing import part_of, split, whole

TODAY = MONDAY.date()
COUNTED = tuple(view for view in View if view not in UNCOUNTED)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """An office in which every list of somebody holds something."""
    desk.submitted()
    desk.task()
    split(desk, whole(desk))
    part_of(desk, whole(desk), State.SUBMITTED)
    desk.session.flush()
    return desk


def sights(desk: Desk) -> dict[str, Sight]:
    """Everybody's own rights, and an officer's with another's place."""
    found = {name: desk.by(name).rights for name in PEOPLE}
    head, officer = found["truongphong_nv"], found["congchuc"]
    place = Place(head.person_id, Standing.DEPUTY, head.reaches)
    found["deputy"] = Rights(officer.person_id, officer.committee_id, officer.unit_id, officer.reaches, (place,))
    return {name: Sight(rights, TODAY) for name, rights in found.items()}


def test_everybody_counts_and_reads_what_stands_in_the_own_lists(full: Desk) -> None:
    session = full.session
    for name, sight in sights(full).items():
        *counted, _waiting = session.execute(*counting.counters(sight, COUNTED)).one()
        for view in View:
            lists = narrowed(sight, view, EVERYTHING, TODAY, TODAY + timedelta(7))
            expected = set(session.scalars(lists.with_only_columns(Task.id)))
            listing = Listing(view, EVERYTHING, TODAY, TODAY + timedelta(7))
            rows = session.execute(*row_reading.page(sight, listing, None, 50)).unique().all()
            assert {row[0].id for row in rows} == expected, (name, view)
            if view in COUNTED:
                assert counted[COUNTED.index(view)] == len(expected), (name, view)


def test_a_task_is_read_by_those_who_may_see_it(full: Desk) -> None:
    session = full.session
    for name, sight in sights(full).items():
        visible = set(session.scalars(queries.visible_to(sight.rights).with_only_columns(Task.id)))
        every = set(session.scalars(select(Task.id)))
        assert {each for each in every if queries.sees(session, sight.rights, each)} == visible, name
        assert not queries.sees(session, sight.rights, 10**9)


def test_those_who_are_alike_ask_the_same_statement_with_their_own_ids(full: Desk) -> None:
    one, other = (sights(full)[name] for name in ("congchuc", "congchuc2"))
    asked = [counting.counters(sight, COUNTED) for sight in (one, other)]
    assert asked[0].statement is asked[1].statement
    assert asked[0].values != asked[1].values
    assert counting.counters(sights(full)["deputy"], COUNTED).statement is not asked[0].statement


def test_what_is_empty_or_everything_stays_so() -> None:
    reaches = {Role.LEADER: Everywhere({4, 5}), Role.OFFICER: frozenset({4}), Role.CLERK: frozenset[int]()}
    own = blanks.own(Rights(1, 2, 4, reaches))
    assert isinstance(own.rights.reach(Role.LEADER), Everywhere)
    assert own.rights.reach(Role.CLERK) == frozenset()
    assert own.rights.committee_id == 2
    assert own.rights == blanks.own(Rights(7, 2, 9, reaches | {Role.OFFICER: frozenset({9, 10})})).rights
    assert own.rights != blanks.own(Rights(7, 2, 9, {Role.OFFICER: frozenset({9})})).rights


def test_a_set_of_two_roles_and_a_single_id_are_put_in(desk: Desk) -> None:
    rights = Rights(1, 2, 4, {Role.UNIT_HEAD: frozenset({4, 6}), Role.MONITOR: frozenset({5})})
    own = blanks.own(rights)
    units = Person.unit_id.in_(own.rights.reach(Role.UNIT_HEAD, Role.MONITOR))
    made = blanks.made(select(func.count(Person.id)).where(units, Person.id == own.rights.person_id))
    values = made.by(own).values
    assert sorted(map(str, values.values())) == ["1", "[4, 5, 6]"]
