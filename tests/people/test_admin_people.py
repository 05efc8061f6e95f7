"""The administrator's screens over persons: what they do, what they refuse, who may use them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from taskapp.base.db import db, scoped, unscoped
from taskapp.people import accounts
from taskapp.people.models import AccountChange, AccountEvent, Person, RoleHeld, Unit
from taskapp.people.queries import rights_of
from taskapp.people.rights import Role
from tests.conftest import MONDAY
from tests.people.browser import GOOD_PASSWORD, send, text_of, try_sign_in


@pytest.fixture
def admin(client_of):
    return client_of("quantri")


@pytest.fixture
def person_of(app, office):
    def load(username: str) -> Person:
        with app.app_context():
            return db.session.scalars(unscoped(Person).where(Person.username == username)).one()

    return load


def new_person(office, **changes):
    values = {
        "full_name": "Nguyễn Văn Ứng",
        "username": "nguyenvanung",
        "unit_id": office.units["tp"],
        "position": "Chuyên viên",
        "email": "ung@chauthanh.example",
        "role": "officer",
        "role_unit_id": office.units["tp"],
    }
    return values | changes


def kinds_of(app, person_id) -> list[AccountChange]:
    with app.app_context():
        query = unscoped(AccountEvent.kind).where(AccountEvent.person_id == person_id).order_by(AccountEvent.id)
        return list(db.session.scalars(query))


def names_on(page: str) -> list[str]:
    return re.findall(r'/admin/people/\d+"><b>([^<]+)</b>', page)


def test_persons_stand_by_unit_in_vietnamese_order_of_given_names(admin):
    names = names_on(text_of(admin.get("/admin/people")))
    assert names[:3] == ["Trương Công Định", "Lê Văn Đức", "Trần Thị Lan"]
    assert names[3:6] == ["Đỗ Thị Hồng Ân", "Phạm Ngọc Mai", "Hồ Anh Thư"]


@pytest.mark.parametrize("words", ["Ánh Tuyết", "anh tuyet", "TUYET", "tuyết nguyễn", "congchuc tuyet"])
def test_search_needs_no_diacritics_and_no_order(admin, words):
    assert names_on(text_of(admin.get("/admin/people", query_string={"q": words}))) == ["Nguyễn Thị Ánh Tuyết"]


@pytest.mark.parametrize(
    ("words", "found"), [("%", 0), ("_", 2), ("\\", 0), ("' OR 1=1 --", 0), ("x" * 3000, 0), ("\x00", 13), ("  ", 13)]
)
def test_search_takes_signs_as_they_are(admin, words, found):
    answer = admin.get("/admin/people", query_string={"q": words})
    assert answer.status_code == 200
    assert len(names_on(text_of(answer))) == found


def test_the_list_costs_the_same_however_many_persons(app, office, admin):
    def queries() -> int:
        seen = []
        count = lambda *args: seen.append(args[2]) if args[2].startswith(("SELECT", "WITH")) else None  # noqa: E731
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", count)
            admin.get("/admin/people")
            event.remove(db.engine, "before_cursor_execute", count)
        return len(seen)

    few = queries()
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["tnd"])
        for n in range(40):
            person = accounts.create_person(
                db.session(),
                office.committee_id,
                username=f"p{n}",
                full_name=f"Lê Văn {n}",
                unit=unit,
                by=None,
                now=MONDAY,
            )
            accounts.give_role(db.session(), person, Role.OFFICER, unit, by=None, now=MONDAY)
        db.session.commit()
    assert queries() == few
    assert few <= 6


def test_a_new_person_sets_the_password_by_the_link_and_signs_in(app, office, admin, person_of):
    answer = send(admin, "/admin/people/new", new_person(office))
    assert answer.status_code == 302
    person = person_of("nguyenvanung")
    assert person.password_hash is None
    page = text_of(send(admin, f"/admin/people/{person.id}/link"))
    path = re.search(r"http://localhost(/password/[\w-]+)", page)[1]
    browser = app.test_client()
    send(browser, path, {"password": GOOD_PASSWORD, "again": GOOD_PASSWORD}, page=path)
    assert try_sign_in(browser, "nguyenvanung", GOOD_PASSWORD).status_code == 302
    created = [AccountChange.CREATED, AccountChange.ROLE_GIVEN, AccountChange.LINK_MADE, AccountChange.PASSWORD_SET]
    assert kinds_of(app, person.id) == created


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"username": "congchuc"}, "đã có người dùng"),
        ({"username": "CongChuc"}, "đã có người dùng"),
        ({"username": "nguyễn văn"}, "chữ thường không dấu"),
        ({"username": "a@b"}, "chữ thường không dấu"),
        ({"username": "x" * 65}, "Dài quá 64"),
        ({"full_name": " \x00 "}, "Hãy điền mục này"),
        ({"full_name": "x" * 121}, "Dài quá 120"),
        ({"email": "khong-phai-thu"}, "thư điện tử chưa đúng"),
        ({"email": "a@b.vn\nBcc: c@d.vn"}, "thư điện tử chưa đúng"),
        ({"role": "emperor"}, "field-error"),
        ({"unit_id": "999999"}, "field-error"),
        ({"role_unit_id": "-1"}, "field-error"),
        ({"unit_id": "abc"}, "field-error"),
        ({"unit_id": "0"}, "Hãy chọn đơn vị nơi người này công tác."),  # as the form comes: nothing is chosen
    ],
)
def test_a_new_person_with_bad_values_is_refused_and_what_was_typed_stays(app, office, admin, changes, reason):
    answer = send(admin, "/admin/people/new", new_person(office, **changes))
    page = text_of(answer)
    assert answer.status_code == 400
    assert reason in page
    assert "Chuyên viên" in page
    with app.app_context():
        assert db.session.scalars(unscoped(Person.id).where(Person.username == "nguyenvanung")).first() is None


def test_editing_changes_name_unit_position_and_mail(app, office, admin, person_of):
    values = {
        "full_name": "Bùi Thanh Hạ",
        "unit_id": office.units["tp"],
        "position": "Phó phòng",
        "email": "ha@x.vn",
    }
    person_id = office.people["congchuc_nv"]
    assert send(admin, f"/admin/people/{person_id}", values).status_code == 302
    person = person_of("congchuc_nv")
    assert (person.full_name, person.unit_id, person.position, person.email) == tuple(values.values())
    assert names_on(text_of(admin.get("/admin/people?q=bui thanh"))) == ["Bùi Thanh Hạ"]
    assert kinds_of(app, person_id) == [AccountChange.EDITED]


def test_saving_without_changes_writes_no_event(app, office, admin, person_of):
    person = person_of("congchuc_nv")
    values = {name: getattr(person, name) for name in ("full_name", "unit_id", "position", "email")}
    send(admin, f"/admin/people/{person.id}", values)
    assert kinds_of(app, person.id) == []


def test_disabling_ends_all_sign_ins_at_once_and_enabling_lets_in_again(app, office, admin, client_of):
    client = client_of("congchuc")
    path = f"/admin/people/{office.people['congchuc']}"
    assert send(admin, f"{path}/disabling").status_code == 302
    assert client.get("/account").status_code == 302
    assert try_sign_in(app.test_client(), "congchuc", "demo").status_code == 400
    send(admin, f"{path}/enabling")
    assert client.get("/account").status_code == 302
    assert try_sign_in(app.test_client(), "congchuc", "demo").status_code == 302
    assert kinds_of(app, office.people["congchuc"]) == [AccountChange.DISABLED, AccountChange.ENABLED]


def test_the_administrator_ends_the_sign_ins_of_a_person(office, admin, client_of):
    client = client_of("congchuc")
    send(admin, f"/admin/people/{office.people['congchuc']}/sign-ins/ending")
    assert client.get("/account").status_code == 302


def test_the_last_administrator_cannot_disable_himself(office, admin):
    answer = send(admin, f"/admin/people/{office.people['quantri']}/disabling")
    assert answer.status_code == 409
    assert "người quản trị cuối cùng" in text_of(answer)
    assert admin.get("/account").status_code == 200


def test_with_a_second_administrator_the_first_may_go(office, admin):
    role = {"role": "admin", "role_unit_id": office.units["root"]}
    send(admin, f"/admin/people/{office.people['vanthu']}/roles", role)
    assert send(admin, f"/admin/people/{office.people['quantri']}/disabling").status_code == 302
    assert admin.get("/account").status_code == 302


def test_roles_are_given_and_taken(app, office, admin):
    person_id = office.people["congchuc"]
    role = {"role": "unit_head", "role_unit_id": office.units["nv"]}
    assert send(admin, f"/admin/people/{person_id}/roles", role).status_code == 302
    assert "Thủ trưởng đơn vị" in text_of(admin.get(f"/admin/people/{person_id}"))
    again = send(admin, f"/admin/people/{person_id}/roles", role)
    assert again.status_code == 409
    assert "đã có vai trò đó" in text_of(again)
    with app.app_context():
        query = scoped(RoleHeld, office.committee_id, RoleHeld.id).where(RoleHeld.person_id == person_id)
        role_id = db.session.scalars(query.where(RoleHeld.role == Role.UNIT_HEAD)).one()
    removal = f"/admin/people/{person_id}/roles/{role_id}/removal"
    assert [send(admin, removal).status_code for _ in range(2)] == [302, 404]
    assert kinds_of(app, person_id) == [AccountChange.ROLE_GIVEN, AccountChange.ROLE_TAKEN]


def test_a_role_reaches_the_home_unit_when_no_other_is_chosen(app, office, admin):
    send(admin, "/admin/people/new", new_person(office, role_unit_id="0"))
    with app.app_context():
        person = db.session.scalars(unscoped(Person).where(Person.username == "nguyenvanung")).one()
        assert [(held.role, held.unit_id) for held in person.roles] == [(Role.OFFICER, office.units["tp"])]


def test_an_administrator_gives_no_role_to_himself(app, office, admin):
    role = {"role": "leader", "role_unit_id": office.units["root"]}
    answer = send(admin, f"/admin/people/{office.people['quantri']}/roles", role)
    assert answer.status_code == 409
    with app.app_context():
        query = scoped(RoleHeld, office.committee_id, RoleHeld.role).where(
            RoleHeld.person_id == office.people["quantri"]
        )
        assert db.session.scalars(query).all() == [Role.ADMIN]


def test_administering_gives_no_right_to_read_tasks(app, office):
    with app.app_context():
        person = db.session.get_one(Person, office.people["quantri"])
        assert rights_of(db.session(), person, on=MONDAY.date()).readable == frozenset()


PAGES = ["/admin/people", "/admin/people/new", "/admin/people/1", "/admin/units", "/admin/units/new", "/admin/units/1"]
ACTIONS = ["roles", "roles/1/removal", "link", "disabling", "enabling", "sign-ins/ending"]


@pytest.mark.parametrize("username", ["chutich", "vanphong", "truongphong", "congchuc", "thanhtra"])
def test_nobody_but_administrators_uses_these_screens(app, office, client_of, username):
    client = client_of(username)
    assert {client.get(page).status_code for page in PAGES} == {403}
    victim = f"/admin/people/{office.people['congchuc_nv']}"
    assert {send(client, f"{victim}/{action}").status_code for action in ACTIONS} == {403}
    assert kinds_of(app, office.people["congchuc_nv"]) == []


def test_signed_out_these_screens_lead_to_sign_in(app):
    assert {app.test_client().get(page).headers["Location"].split("?")[0] for page in PAGES} == {"/sign-in"}


def test_signing_in_leads_an_administrator_to_what_is_missing_first(admin):
    assert admin.get("/").headers["Location"] == "/admin/welcome/first"


def test_the_last_one_who_can_administer_everything_cannot_leave(app, client_of, office):
    admin = client_of("quantri")
    weak = new_person(office, username="quantriphu", role="admin", role_unit_id=office.units["tp"])
    assert send(admin, "/admin/people/new", weak).status_code == 302
    refused = send(admin, f"/admin/people/{office.people['quantri']}/disabling")
    assert refused.status_code == 409
    assert admin.get("/admin/people").status_code == 200
