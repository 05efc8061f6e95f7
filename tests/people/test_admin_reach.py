"""An administrator of one unit, and other committees: what lies outside does not exist for him."""

from __future__ import annotations

import pytest

from taskapp.base.db import db
from taskapp.people import accounts, organisation
from taskapp.people.models import Person, Unit, UnitKind
from taskapp.people.passwords import hash_password
from taskapp.people.rights import Role
from tests.conftest import MONDAY
from tests.people.browser import send, text_of


@pytest.fixture
def local_admin(app, office, client_of):
    """A browser of the administrator of Phòng Tư pháp only."""
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["tp"])
        _person(office.committee_id, "quantri_tp", unit, Role.ADMIN)
        db.session.commit()
    return client_of("quantri_tp")


@pytest.fixture
def stranger(app):
    """Ids of a unit and a person of another committee."""
    with app.app_context():
        zone = "Asia/Ho_Chi_Minh"
        other = organisation.create_committee(
            db.session(), code="lapvo", name="UBND huyện Lấp Vò", timezone=zone, host="lapvo.example", now=MONDAY
        )
        unit = organisation.create_unit(db.session(), other.id, name="UBND huyện Lấp Vò", kind=UnitKind.COMMITTEE)
        person = _person(other.id, "laivung", unit, Role.OFFICER)
        db.session.commit()
        return {"unit": unit.id, "person": person.id}


def _person(committee_id, username, unit, role) -> Person:
    person = accounts.create_person(
        db.session(), committee_id, username=username, full_name="Người Thử", unit=unit, by=None, now=MONDAY
    )
    person.password_hash = hash_password("demo")
    accounts.give_role(db.session(), person, role, unit, by=None, now=MONDAY)
    return person


def test_a_local_administrator_sees_the_persons_of_his_unit(local_admin):
    page = text_of(local_admin.get("/admin/people"))
    assert "Nguyễn Thị Ánh Tuyết" in page
    assert "Bùi Thanh Hà" not in page


def test_persons_outside_his_unit_do_not_exist_for_him(office, local_admin):
    path = f"/admin/people/{office.people['congchuc_nv']}"
    assert local_admin.get(path).status_code == 404
    assert send(local_admin, f"{path}/link").status_code == 404


def test_he_gets_no_link_to_an_account_with_a_role_above_him(app, office, local_admin):
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        accounts.give_role(
            db.session(), person, Role.LEADER, db.session.get_one(Unit, office.units["root"]), by=None, now=MONDAY
        )
        db.session.commit()
    assert send(local_admin, f"/admin/people/{office.people['congchuc']}/link").status_code == 403


def test_he_gives_no_role_outside_his_unit(office, local_admin):
    role = {"role": "leader", "role_unit_id": office.units["root"]}
    answer = send(local_admin, f"/admin/people/{office.people['congchuc']}/roles", role)
    assert answer.status_code == 409
    assert "field-error" in text_of(answer)


def test_units_outside_his_own_do_not_exist_for_him(office, local_admin):
    assert local_admin.get(f"/admin/units/{office.units['nv']}").status_code == 404
    assert "Phòng Nội vụ" not in text_of(local_admin.get("/admin/units"))


def test_another_committee_does_not_exist(client_of, stranger):
    admin = client_of("quantri@chauthanh")
    assert admin.get(f"/admin/people/{stranger['person']}").status_code == 404
    assert admin.get(f"/admin/units/{stranger['unit']}").status_code == 404
    assert "Lấp Vò" not in text_of(admin.get("/admin/units"))


def test_a_role_in_a_unit_of_another_committee_is_refused(app, office, stranger):
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        unit = db.session.get_one(Unit, stranger["unit"])
        with pytest.raises(accounts.BadInput, match="không thuộc cơ quan"):
            accounts.give_role(db.session(), person, Role.LEADER, unit, by=None, now=MONDAY)
