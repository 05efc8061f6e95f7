"""Rights over the tree: a role in a unit reaches that unit and all below it, nothing else."""

from __future__ import annotations

import pytest

from taskapp.base.db import db
from taskapp.people import accounts, organisation
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.queries import holders, rights_of, units_on
from taskapp.people.rights import Role
from tests.conftest import MONDAY

TODAY = MONDAY.date()
ALL = {"root", "vp", "tp", "nv", "tnd"}


@pytest.mark.parametrize(
    ("username", "role", "reached"),
    [
        ("chutich", Role.LEADER, ALL),
        ("vanphong", Role.MONITOR, ALL),  # at home in the office, monitor over the whole committee
        ("thanhtra", Role.INSPECTOR, ALL),
        ("truongphong", Role.UNIT_HEAD, {"tp"}),
        ("congchuc", Role.OFFICER, {"tp"}),
        ("chutichxa", Role.UNIT_HEAD, {"tnd"}),
    ],
)
def test_a_role_reaches_its_unit_and_all_below(app, office, username, role, reached):
    with app.app_context():
        rights = rights_of(db.session(), db.session.get_one(Person, office.people[username]), on=TODAY)
    assert rights.reaches == {role: frozenset(office.units[code] for code in reached)}
    assert rights.readable == rights.reach(role)


def test_who_reaches_all_units_is_limited_to_none_of_them_and_others_to_theirs(app, office):
    with app.app_context():
        session = db.session()

        def rights(username):
            return rights_of(session, session.get_one(Person, office.people[username]), on=TODAY)

        assert rights("chutich").limits is None
        assert rights("truongphong").limits == {office.units["tp"]}
        assert rights("quantri").limits == frozenset()  # an administrator reads no tasks
        root = session.get_one(Unit, office.units["root"])
        organisation.create_unit(session, office.committee_id, name="Phòng Y tế", kind=UnitKind.OFFICE, parent=root)
        assert rights("chutich").limits is None
        assert rights("chutich").within(frozenset({office.units["tp"]})).limits == {office.units["tp"]}


def test_the_reach_goes_down_every_level(app, office):
    with app.app_context():
        session = db.session()
        parent = session.get_one(Unit, office.units["tp"])
        made = []
        for name in ("Tổ hộ tịch", "Nhóm số hóa"):
            parent = organisation.create_unit(
                session, office.committee_id, name=name, kind=UnitKind.OFFICE, parent=parent
            )
            made.append(parent.id)
        rights = rights_of(session, session.get_one(Person, office.people["truongphong"]), on=TODAY)
    assert all(rights.over(unit_id, Role.UNIT_HEAD) for unit_id in made)
    assert not rights.over(office.units["nv"], Role.UNIT_HEAD)
    assert not rights.over(made[0], Role.LEADER)


def test_several_roles_add_up_and_stay_apart(app, office):
    with app.app_context():
        session = db.session()
        person = session.get_one(Person, office.people["congchuc"])
        accounts.give_role(
            session, person, Role.UNIT_HEAD, session.get_one(Unit, office.units["nv"]), by=None, now=MONDAY
        )
        rights = rights_of(session, person, on=TODAY)
    assert rights.over(office.units["nv"], Role.UNIT_HEAD)
    assert not rights.over(office.units["nv"], Role.OFFICER)
    assert rights.readable == {office.units["tp"], office.units["nv"]}


def test_a_person_without_roles_reaches_nothing(app, office):
    with app.app_context():
        session = db.session()
        person = session.get_one(Person, office.people["congchuc"])
        accounts.take_role(session, person, person.roles[0], by=None, now=MONDAY)
        assert rights_of(session, person, on=TODAY).readable == frozenset()


def test_an_administrator_reads_no_tasks(app, office):
    with app.app_context():
        rights = rights_of(db.session(), db.session.get_one(Person, office.people["quantri"]), on=TODAY)
    assert rights.has(Role.ADMIN)
    assert rights.readable == frozenset()


def test_who_holds_a_role_over_a_unit(app, office):
    with app.app_context():
        held = [
            [person.username for person in holders(db.session(), office.committee_id, office.units["tp"], *roles)]
            for roles in ((Role.UNIT_HEAD,), (Role.LEADER,), (Role.UNIT_HEAD, Role.MONITOR))
        ]
    assert held == [["truongphong"], ["phochutich", "chutich"], ["truongphong", "vanphong"]]


def test_only_units_valid_on_the_day_can_be_given_tasks(app, office):
    with app.app_context():
        day = MONDAY.date()
        closed = db.session.get_one(Unit, office.units["nv"])
        closed.valid_to = day.replace(day=1)
        coming = db.session.get_one(Unit, office.units["tnd"])
        coming.valid_from = day.replace(day=3)
        db.session.flush()
        assert [u.code for u in db.session.scalars(units_on(office.committee_id, day))] == ["root", "vp", "tp"]
        assert len(db.session.scalars(units_on(office.committee_id, day.replace(day=1))).all()) == 4
