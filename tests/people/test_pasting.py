"""A list of units and persons pasted from Excel: seen first, then all of it or nothing; links for everybody at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.people import roster
from taskapp.people.models import AccountChange, AccountEvent, Person, Unit, UnitKind
from taskapp.people.rights import Role
from taskapp.people.roster import Problem
from tests.conftest import token_of
from tests.office import Office

ClientOf = Callable[[str], FlaskClient]
HEADED = (
    "STT\tHọ và tên\tChức vụ\tPhòng, ban\tEmail\tVai trò\n"
    "1\tLê Thị Bình\tTrưởng phòng\tPhòng Kinh tế\tbinh@xa.example\tthủ trưởng\n"
    "2\tTrần Văn An\tChuyên viên\tPhòng Kinh tế\t\t\n"
    "3\tTrần Văn Ân\tChủ tịch\tUBND xã Tân Phú\tan@xa.example\tLãnh đạo\n"
    "4\t\t\tPhòng Tư pháp\t\t\n"
)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("Phòng Kinh tế\n\n", [("Phòng Kinh tế", "", Role.OFFICER)]),
        ("Phòng A\tAn\tChuyên viên\ta@b.vn\tVăn thư\tan", [("Phòng A", "An", Role.CLERK)]),
        ("Email\tTên\tPhòng\na@b.vn\tAn\tPhòng A", [("Phòng A", "An", Role.OFFICER)]),
        ("User name\tFull name\tUnit\tRoles\nan\tAn\tPhòng A\tOffice monitor", [("Phòng A", "An", Role.MONITOR)]),
        ("Phòng\tAn", [("Phòng", "An", Role.OFFICER)]),  # one known word is no heading
    ],
)
def test_lines_are_read_with_and_without_headings(table: str, found: list[tuple[str, str, Role]]) -> None:
    lines, problems = roster.read(table)
    assert [(line.unit, line.full_name, line.role) for line in lines] == found
    assert problems == []


def test_what_cannot_be_read_is_named_by_line_and_column() -> None:
    _lines, problems = roster.read(
        "Phòng A\tAn\t\t\tGiám đốc sở\n\tBình\nPhòng A\t\tChuyên viên\nPhòng A\tTư\t\ttu@chauthanh"
    )
    assert problems == [
        Problem(1, "role", "Giám đốc sở"), Problem(2, "unit", ""), Problem(3, "full_name", ""),
        Problem(4, "email", "tu@chauthanh"),
    ]  # fmt: skip


def test_user_names_are_the_whole_name_and_never_twice() -> None:
    assert roster.username_of("Đỗ Thị Hồng Ân", set()) == "dothihongan"
    assert roster.username_of("Đỗ Thị Hồng Ân", {"dothihongan", "dothihongan2"}) == "dothihongan3"


def paste(client: FlaskClient, table: str, act: str = "take") -> tuple[int, str]:
    data = {"table": table, "act": act, "csrf_token": token_of(client, "/admin/people/paste")}
    answer = client.post("/admin/people/paste", data=data, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_list_is_shown_before_anything_is_made(app: Flask, office: Office, client_of: ClientOf) -> None:
    status, page = paste(client_of("quantri"), HEADED, "preview")
    assert status == 200
    assert "Thêm 2 đơn vị, 3 người" in page
    assert "thêm mới, thiếu thư điện tử" in page
    assert re.search(r"tranvanan<.*tranvanan2<", page, re.DOTALL)
    with app.app_context():
        assert db.session.scalars(select(Unit).where(Unit.name == "Phòng Kinh tế")).first() is None


def test_units_and_persons_are_made_at_once_and_a_second_time_changes_nothing(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    admin = client_of("quantri")
    assert "Đã thêm 2 đơn vị, 3 người." in paste(admin, HEADED)[1]
    assert "Đã thêm 0 đơn vị, 0 người." in paste(admin, HEADED)[1]
    with app.app_context():
        units = {
            unit.name: unit for unit in db.session.scalars(select(Unit).where(Unit.id.not_in(office.units.values())))
        }
        assert {name: unit.kind for name, unit in units.items()} == {
            "Phòng Kinh tế": UnitKind.OFFICE,
            "UBND xã Tân Phú": UnitKind.COMMUNE,
        }
        assert {unit.parent_id for unit in units.values()} == {office.units["root"]}
        new = db.session.scalars(
            select(Person).where(Person.id.not_in(office.people.values())).order_by(Person.id)
        ).all()
        economy = units["Phòng Kinh tế"].id
        assert [(p.username, p.position, p.unit_id, p.roles[0].role, p.roles[0].unit_id) for p in new] == [
            ("lethibinh", "Trưởng phòng", economy, Role.UNIT_HEAD, economy),
            ("tranvanan", "Chuyên viên", economy, Role.OFFICER, economy),
            ("tranvanan2", "Chủ tịch", units["UBND xã Tân Phú"].id, Role.LEADER, office.units["root"]),
        ]
        kinds = select(AccountEvent.kind).where(AccountEvent.person_id == new[0].id)
        assert set(db.session.scalars(kinds)) == {AccountChange.CREATED, AccountChange.ROLE_GIVEN}


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("", "Hãy điền mục này."),
        ("Phòng A\tAn\t\t\tGiám đốc", "Dòng 1, cột Vai trò: không hiểu “Giám đốc”."),
        ("Phòng A\tAn\t\tkhông phải thư", "Dòng 1, cột Thư điện tử: không hiểu “không phải thư”."),
        ("Phòng A\tAn\t\t\t\tcongchuc", "Dòng 1: Tên đăng nhập congchuc đã có người dùng."),
        ('Phòng A\t"An', "dấu ngoặc kép"),
    ],
)
def test_one_bad_line_and_nothing_of_the_list_holds(
    app: Flask, office: Office, client_of: ClientOf, table: str, reason: str
) -> None:
    status, page = paste(client_of("quantri"), table)
    assert status in (400, 409)
    assert reason in page
    with app.app_context():
        assert len(db.session.scalars(select(Unit.id)).all()) == len(office.units)


def test_nobody_is_put_into_a_unit_that_has_ended(app: Flask, office: Office, client_of: ClientOf) -> None:
    with app.app_context():
        db.session.get_one(Unit, office.units["nv"]).valid_to = date(2026, 2, 28)
        db.session.commit()
    assert "Thêm 1 đơn vị, 1 người" in paste(client_of("quantri"), "Phòng Nội vụ\tAn", "preview")[1]


def test_everybody_without_a_password_gets_a_link_that_works(app: Flask, office: Office, client_of: ClientOf) -> None:
    admin = client_of("quantri")
    paste(admin, HEADED)
    page = admin.get("/admin/people?state=no-password").get_data(as_text=True)
    assert "Tạo liên kết cho mọi người chưa đặt mật khẩu" in page
    data = {"csrf_token": token_of(admin, "/admin/people/paste")}
    page = admin.post("/admin/people/links", data=data).get_data(as_text=True)
    links = re.findall(r">http://localhost(/password/[^<\s]+)", page)
    assert len(links) == 3
    assert app.test_client().get(links[0]).status_code == 200


def test_the_preview_shows_addresses_and_which_are_shared(client_of: ClientOf) -> None:
    lines = ("Phòng Nội vụ\tLê Văn Tám\tChuyên viên\tphong@xa.vn", "Phòng Nội vụ\tTrần Thị Chín\t\tPhong@xa.vn")
    page = paste(client_of("quantri"), "\n".join(lines), "preview")[1]
    assert "phong@xa.vn" in page
    assert page.count("trùng thư điện tử với dòng khác") == 2


def test_names_that_differ_by_a_tone_are_two_persons(app: Flask, office: Office, client_of: ClientOf) -> None:
    client = client_of("quantri")
    status, _page = paste(client, "Phòng Nội vụ\tTrần Thị Hương\nPhòng Nội vụ\tTrần Thị Hường")
    assert status == 200
    with app.app_context():
        named = select(Person.full_name).where(Person.full_name.like("Trần Thị H%")).order_by(Person.full_name)
        assert db.session.scalars(named).all() == ["Trần Thị Hương", "Trần Thị Hường"]


def test_a_person_on_two_lines_is_asked_about_unless_each_has_a_user_name(client_of: ClientOf, office: Office) -> None:
    client = client_of("quantri")
    _status, page = paste(client, "Phòng Nội vụ\tLê Văn Tám\nPhòng Nội vụ\tLê Văn Tám\t\t\tVăn thư")
    assert "Dòng 2: Lê Văn Tám đã có ở dòng 1" in page
    two = "Phòng Nội vụ\tLê Văn Tám\t\t\t\ttam1\nPhòng Nội vụ\tLê Văn Tám\t\t\t\ttam2"
    assert "Thêm 0 đơn vị, 2 người" in re.sub(r"<[^>]+>", "", paste(client, two, "preview")[1])


def test_a_name_that_several_units_have_makes_no_further_one(app: Flask, office: Office, client_of: ClientOf) -> None:
    with app.app_context():
        for unit in db.session.scalars(select(Unit).where(Unit.id.in_(list(office.units.values())[1:3]))):
            unit.short_name = "VPC"
        db.session.commit()
        before = db.session.query(Unit).count()
    _status, page = paste(client_of("quantri"), "VPC\tLê Văn Tám")
    assert "nhiều đơn vị cùng tên" in page
    with app.app_context():
        assert db.session.query(Unit).count() == before
