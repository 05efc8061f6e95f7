"""Whose place a person fills on a day, with what rights; who is away and who sees to the work meanwhile."""

from __future__ import annotations

from datetime import timedelta

from taskapp.base import clock
from taskapp.base.db import db, scoped
from taskapp.people import accounts, organisation, standing_queries
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.queries import rights_of
from taskapp.people.rights import Place, Role, Standing
from taskapp.people.standing_models import Absence
from tests.asked import statements
from tests.conftest import MONDAY
from tests.people.standing import TODAY, march

ZONE = "Asia/Ho_Chi_Minh"


def test_a_deputy_fills_the_place_on_the_days_of_the_absence_only(book):
    book.away("congchuc", 4, 6, deputy="congchuc_nv")
    held = [day for day in range(2, 10) if book.rights("congchuc_nv", march(day)).places]
    assert held == [4, 5, 6]
    units, me, absent = book.office.units, book.office.people["congchuc_nv"], book.office.people["congchuc"]
    rights = book.rights("congchuc_nv", march(4))
    assert rights.places == (Place(absent, Standing.DEPUTY, {Role.OFFICER: frozenset({units["tp"]})}),)
    assert rights.hands == {me, absent}
    assert rights.seats == {me}
    assert rights.readable == {units["nv"], units["tp"]}
    assert rights.alone == book.rights("congchuc_nv", march(3))


def test_an_absence_ended_early_passes_on_nothing_from_that_day_on(book, frozen_clock):
    absence = book.away("congchuc", 2, 6, deputy="congchuc_nv")
    book.end(absence, by="congchuc", now=MONDAY + timedelta(days=2))
    book.session.flush()
    assert [day for day in range(1, 8) if book.rights("congchuc_nv", march(day)).places] == [2, 3]


def test_a_deputy_gets_the_work_but_neither_decisions_nor_administration(book):
    root = book.session.get_one(Unit, book.office.units["root"])
    for role in (Role.MONITOR, Role.ADMIN):
        accounts.give_role(book.session, book.person("chutich"), role, root, by=None, now=MONDAY)
    book.away("chutich", 2, 6, deputy="congchuc")
    rights = book.rights("congchuc")
    assert set(rights.places[0].reaches) == {Role.MONITOR}
    assert rights.over(root.id, Role.MONITOR)
    assert not rights.has(Role.LEADER, Role.ADMIN)


def test_a_delegate_gets_the_leader_s_decisions_and_nothing_else(book):
    accounts.give_role(
        book.session,
        book.person("chutich"),
        Role.UNIT_HEAD,
        book.session.get_one(Unit, book.office.units["vp"]),
        by=None,
        now=MONDAY,
    )
    book.delegate("chutich", "truongphong", 3, 5)
    rights = book.rights("truongphong", march(3))
    assert rights.places[0].standing is Standing.DELEGATE
    assert rights.reach(Role.LEADER) == frozenset(book.office.units.values())
    assert rights.reach(Role.UNIT_HEAD) == {book.office.units["tp"]}
    assert rights.seats == {rights.person_id, book.office.people["chutich"]}
    assert rights.hands == {rights.person_id}
    assert not book.rights("truongphong", march(2)).places
    assert not book.rights("truongphong", march(6)).places


def test_a_revoked_delegation_passes_on_nothing(book):
    delegation = book.delegate("chutich", "truongphong", 2, 5)
    book.revoke(delegation, by="chutich")
    book.session.flush()
    assert not book.rights("truongphong").places


def test_there_are_no_chains(book):
    book.away("truongphong", 2, 6, deputy="congchuc2")
    book.session.flush()
    book.away("congchuc2", 9, 10, deputy="congchuc_nv")
    absence = book.session.scalars(scoped(Absence, book.office.committee_id).where(Absence.first_on == march(9))).one()
    absence.first_on, absence.last_on = march(2), march(6)  # fell ill after all
    book.session.flush()
    assert [place.person_id for place in book.rights("congchuc_nv").places] == [book.office.people["congchuc2"]]
    assert not book.rights("congchuc_nv").has(Role.UNIT_HEAD)


def test_who_left_or_holds_no_role_is_still_stood_for(book):
    book.away("congchuc", 2, 6, deputy="congchuc_nv")
    person = book.person("congchuc")
    accounts.take_role(book.session, person, person.roles[0], by=None, now=MONDAY)
    accounts.disable(book.session, person, by=None, now=MONDAY)
    book.session.flush()
    assert book.rights("congchuc_nv").places == (Place(person.id, Standing.DEPUTY, {}),)


def test_several_places_stand_side_by_side(book):
    book.away("congchuc", 2, 6, deputy="truongphong")
    book.away("chutichxa", 2, 3, deputy="truongphong", by="vanphong")
    book.delegate("chutich", "truongphong", 2, 2)
    rights = book.rights("truongphong")
    people = book.office.people
    assert rights.hands == {people["truongphong"], people["congchuc"], people["chutichxa"]}
    assert rights.seats == {people["truongphong"], people["chutich"]}
    assert rights.reach(Role.UNIT_HEAD) == {book.office.units["tp"], book.office.units["tnd"]}


def test_rights_with_places_cost_one_query(book):
    book.away("congchuc", 2, 6, deputy="truongphong")
    book.delegate("chutich", "truongphong", 2, 6)
    book.session.flush()
    person = book.person("truongphong")
    with statements(db.engine) as seen:
        rights = rights_of(book.session, person, on=TODAY)
    assert len(rights.places) == 2
    assert len(seen) == 1


def test_two_committees_know_nothing_of_each_other(book):
    other = organisation.create_committee(book.session, code="lapvo", name="UBND Lấp Vò", timezone=ZONE, now=MONDAY)
    unit = organisation.create_unit(book.session, other.id, name="UBND Lấp Vò", kind=UnitKind.COMMITTEE)
    stranger = accounts.create_person(
        book.session, other.id, username="la", full_name="Người Lạ", unit=unit, by=None, now=MONDAY
    )
    absence = book.away("congchuc", 2, 6)
    absence.deputy_id = stranger.id  # as no verb would write it
    book.session.flush()
    assert rights_of(book.session, stranger, on=TODAY).places == ()
    assert book.session.scalars(standing_queries.away_on(other.id, TODAY)).all() == []
    assert standing_queries.deputies_on(book.session, other.id, TODAY) == {}
    assert set(book.session.scalars(standing_queries.attended_persons(other.id, TODAY))) == {stranger.id}


def test_the_deputies_of_a_day_and_since_when_they_could_know(book):
    late = MONDAY + timedelta(hours=3)
    book.away("congchuc", 2, 6, deputy="congchuc2", now=late)
    book.away("truongphong_nv", 4, 6, deputy="congchuc_nv")
    book.away("chutichxa", 2, 6)
    book.session.flush()
    people, committee_id = book.office.people, book.office.committee_id
    today = standing_queries.deputies_on(book.session, committee_id, TODAY)
    assert today == {people["congchuc"]: ((people["congchuc2"], late),)}
    then = standing_queries.deputies_on(book.session, committee_id, march(4))
    assert then[people["truongphong_nv"]] == ((people["congchuc_nv"], clock.start_of(march(4), ZONE)),)
    accounts.disable(book.session, book.person("congchuc2"), by=None, now=MONDAY)
    book.session.flush()
    assert standing_queries.deputies_on(book.session, committee_id, TODAY) == {}


def test_work_is_attended_by_who_is_here_or_has_a_deputy_who_is(book):
    book.away("congchuc", 2, 6, deputy="congchuc2")
    book.away("truongphong_nv", 2, 6)  # nobody fills in
    book.away("chutichxa", 2, 6, deputy="tuphapxa", by="vanphong")
    book.away("vanthu", 2, 6, deputy="thanhtra")
    for gone in ("tuphapxa", "phochutich"):
        accounts.disable(book.session, book.person(gone), by=None, now=MONDAY)
    book.session.flush()
    absence = book.away("thanhtra", 9, 10)
    absence.first_on, absence.last_on = march(2), march(3)  # the deputy himself fell ill
    book.session.flush()
    attended = standing_queries.attended_persons(book.office.committee_id, TODAY)
    names = set(
        book.session.scalars(scoped(Person, book.office.committee_id, Person.username).where(Person.id.in_(attended)))
    )
    unattended = set(book.office.people) - names
    assert unattended == {"truongphong_nv", "chutichxa", "tuphapxa", "phochutich", "vanthu", "thanhtra"}


def test_the_delegations_of_a_day(book):
    delegation = book.delegate("chutich", "phochutich", 3, 4)
    book.session.flush()
    held = [
        day
        for day in range(2, 6)
        if book.session.scalars(standing_queries.delegations_on(book.office.committee_id, march(day))).all()
    ]
    assert (held, delegation.paper_number) == ([3, 4], "12/QĐ-UBND")
