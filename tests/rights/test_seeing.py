"""Who reads which task, asked of the rule and of the database: the same answer over offices made up at random."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db, scoped
from taskapp.people.models import Committee
from taskapp.people.rights import Place, Rights, Role, Standing
from taskapp.tasks import permissions, queries
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Follower
from taskapp.tasks.permissions import Ties
from taskapp.tasks.results import listed_facts
from taskapp.tasks.states import Exclusion, Kind, LimitKind, State
from tests.conftest import MONDAY
from tests.office import Office

SEEDS = (1, 2, 3)
WHOLES, ASKING = 25, 60
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_database_finds_the_tasks_that_the_rule_lets_a_person_read(app: Flask, office: Office, seed: int) -> None:
    chance = Random(seed)
    with app.app_context():
        session = db.session()
        _fill(session, office, chance)
        known = {task.id: (listed_facts(task), _ties(session, task)) for task in session.scalars(_all(office))}
        rule = permissions.may_see
        seen: set[int] = set()
        for rights in _asking(office, chance):
            found = set(session.scalars(queries.visible_to(rights).with_only_columns(Task.id)))
            assert found == {task_id for task_id, (facts, ties) in known.items() if rule(rights, facts, ties)}
            seen |= found
        some = Rights(office.people["thanhtra"], office.committee_id, office.units["root"], {})
        assert seen - set(
            session.scalars(queries.visible_to(some).with_only_columns(Task.id))
        )  # it can tell people apart


def test_nothing_of_another_committee_is_found_whatever_the_rights_say(app: Flask, office: Office) -> None:
    with app.app_context():
        session = db.session()
        _fill(session, office, Random(4))
        other = Committee(code="khac", name="UBND khác", timezone="Asia/Ho_Chi_Minh", created_at=clock.now())
        session.add(other)
        session.flush()
        everywhere = dict.fromkeys(Role, frozenset(office.units.values()))
        rights = Rights(office.people["chutich"], other.id, office.units["root"], everywhere)
        assert session.scalars(queries.visible_to(rights)).all() == []


def _all(office: Office) -> Select[Task]:
    return scoped(Task, office.committee_id)


def _ties(session: Session, task: Task) -> Ties:
    followers = scoped(Follower, task.committee_id, Follower.person_id).where(Follower.task_id == task.id)
    giving = frozenset(each.lead_unit_id for each in task.below if each.state is not State.DRAFT)
    return Ties(task.created_by_id, frozenset(session.scalars(followers)), giving)


def _fill(session: Session, office: Office, chance: Random) -> None:
    for _number in range(WHOLES):
        whole = _made(office, chance, Kind.OFFICIAL, chance.choice(list(State)), None)
        session.add(whole)
        for _below in range(chance.choice((0, 0, 1, 2, 3))):
            state = State.DRAFT if whole.state is State.DRAFT else chance.choice(list(State))
            session.add(_made(office, chance, chance.choice((Kind.PART, Kind.CHILD)), state, whole))
    session.flush()
    for task in session.scalars(_all(office)).all():
        for person_id in chance.sample(sorted(office.people.values()), chance.choice((0, 0, 0, 1, 2))):
            known = {"committee_id": office.committee_id, "task_id": task.id, "added_at": MONDAY}
            session.add(Follower(person_id=person_id, **known))
    session.flush()


def _made(office: Office, chance: Random, kind: Kind, state: State, whole: Task | None) -> Task:
    def somebody() -> int | None:
        return chance.choice([None, *office.people.values()])

    is_over = state in (State.SUBMITTED, State.DONE)
    return Task(
        committee_id=office.committee_id,
        kind=kind,
        state=state,
        parent=whole,
        content="Rà soát",
        search_key="ra soat",
        lead_unit_id=chance.choice(list(office.units.values())),
        lead_unit_name="Đơn vị",
        assignee_id=somebody(),
        assigner_id=somebody(),
        created_by_id=somebody(),
        limit_kind=LimitKind.NONE,
        recorded_at=MONDAY,
        submitted_on=DAY if is_over else None,
        finished_on=DAY if state is State.DONE else None,
        excluded=Exclusion.WITHDRAWN if state is State.WITHDRAWN else None,
    )


def _asking(office: Office, chance: Random) -> Iterator[Rights]:
    """Persons with roles anywhere, or nowhere, and with up to two places of others, as far as they are passed on."""
    units, people = sorted(office.units.values()), sorted(office.people.values())

    def reaches(roles: list[Role]) -> dict[Role, frozenset[int]]:
        held = chance.sample(roles, min(len(roles), chance.choice((0, 0, 1, 2))))
        return {role: frozenset(chance.sample(units, chance.randint(1, 3))) for role in held}

    for _number in range(ASKING):
        me, *others = chance.sample(people, chance.choice((1, 1, 2, 3)))
        standings = [chance.choice(list(Standing)) for _other in others]
        places = tuple(
            Place(other, standing, reaches([Role.LEADER] if standing is Standing.DELEGATE else [*Role][1:6]))
            for other, standing in zip(others, standings, strict=True)
        )
        yield Rights(me, office.committee_id, chance.choice(units), reaches(list(Role)), places)
