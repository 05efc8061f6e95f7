"""The demo office: its units, its people, what may and may not be done to it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from taskapp.base.db import Base, db
from taskapp.base.errors import Refused
from taskapp.base.text import fold
from taskapp.demo import office as demo
from taskapp.people.models import Person, RoleHeld, Unit, UnitKind
from taskapp.people.passwords import verify
from taskapp.people.queries import DEMO_ACCOUNTS, find_unit_by_name
from taskapp.people.rights import Role
from taskapp.tasks.models import Task
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import workdays_between
from tests.conftest import DATA
from tests.demo.conftest import NOW, at, committee_of, opened, person_of, rights

REGISTERS = ("so-theo-doi-2021.json", "bang-theo-doi-van-phong.json")
SECRET = {"password_hash"}


def test_it_is_the_office_of_the_district_with_its_twelve_offices_and_twelve_communes(session):
    kinds = Counter(session.scalars(select(Unit.kind)))
    assert kinds == {UnitKind.COMMITTEE: 1, UnitKind.OFFICE: 12, UnitKind.COMMUNE: 12}
    assert committee_of(session).is_demo


def test_five_of_the_twelve_communes_have_a_single_justice_officer(session):
    justice = session.scalars(select(Person.unit_id).where(Person.position == "Công chức Tư pháp - Hộ tịch"))
    assert Counter(Counter(justice).values()) == {1: 5, 2: 7}


def test_every_unit_but_the_top_has_one_head_and_people_who_do_its_tasks(session):
    heads = Counter(session.scalars(select(RoleHeld.unit_id).where(RoleHeld.role == Role.UNIT_HEAD)))
    doers = Counter(session.scalars(select(RoleHeld.unit_id).where(RoleHeld.role == Role.OFFICER)))
    units = set(session.scalars(select(Unit.id).where(Unit.kind != UnitKind.COMMITTEE)))
    assert heads == dict.fromkeys(units, 1)
    assert set(doers) == units
    assert min(doers.values()) >= 2


def test_the_units_of_both_registers_are_known_by_name(session):
    rows = [row for name in REGISTERS for row in json.loads((DATA / name).read_text(encoding="utf-8"))]
    names = {name for row in rows for name in (row["lead"], *row["support"])}
    committee_id = committee_of(session).id
    assert [name for name in sorted(names) if find_unit_by_name(session, committee_id, name) is None] == []
    assert len(names) > 10


def test_the_offered_accounts_open_with_the_password_demo_and_nobody_else_has_one(session):
    with_password = {p.username for p in session.scalars(select(Person)) if p.password_hash}
    assert with_password == set(DEMO_ACCOUNTS)
    assert verify(person_of(session, "tuphapxa").password_hash, "demo")


@pytest.mark.parametrize(
    ("username", "roles"),
    [
        ("chutich", {Role.LEADER}),
        ("phochutich", {Role.LEADER}),
        ("vanphong", {Role.MONITOR, Role.OFFICER}),
        ("vanthu", {Role.CLERK, Role.OFFICER}),
        ("truongphong", {Role.UNIT_HEAD}),
        ("congchuc", {Role.OFFICER}),
        ("tuphapxa", {Role.OFFICER}),
        ("thanhtra", {Role.INSPECTOR}),
        ("quantri", {Role.ADMIN}),
    ],
)
def test_each_account_has_its_duties(session, username, roles):
    assert set(rights(session, username).reaches) == roles


def test_no_two_persons_share_a_name_and_mail_to_them_arrives_nowhere(session):
    people = session.scalars(select(Person)).all()
    assert len({fold(p.full_name) for p in people}) == len(people) > 120
    assert [p.email for p in people if not p.email.endswith("@chauthanh.example")] == []


def test_it_comes_with_the_official_calendar(session):
    calendar = calendars.load(session, committee_of(session).id)
    assert workdays_between(date(2020, 12, 31), date(2021, 12, 31), calendar) == 250


def test_loading_it_again_changes_nothing(session):
    before = _everything(session)
    counts = demo.load(session, now=at("2026-03-20T10:00"))
    assert counts.added == 0
    assert _everything(session) == before


def test_two_loads_on_the_same_day_give_the_same_office(session, empty_database, tmp_path):
    first = _everything(session)
    with opened(empty_database(), tmp_path / "other") as other:
        demo.load(other, now=at("2026-03-02T15:00"))
        second = _everything(other)
    assert second == first


def test_a_real_office_is_left_alone(app, office):
    with app.app_context():
        with pytest.raises(Refused, match="dữ liệu thật"):
            demo.load(db.session(), now=NOW)
        assert db.session.scalars(select(Task.id)).all() == []
        assert len(db.session.scalars(select(Person.id)).all()) == len(office.people)


def test_what_was_loaded_is_said_in_a_sentence(session):
    said = str(demo.load(session, now=NOW))
    assert "25 đơn vị" in said
    assert "thêm 0" in said


def _everything(session):
    """Every row of every table without the salted hashes."""
    session.flush()
    rows = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.c if column.name not in SECRET]
        found = session.execute(select(*columns).order_by(*table.primary_key.columns)).all()
        rows[table.name] = [tuple(row) for row in found]
    return rows
