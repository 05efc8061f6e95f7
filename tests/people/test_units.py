"""The tree of units: screens, verbs, and finding a unit by what documents call it."""

from __future__ import annotations

import pytest

from taskapp.base.db import db
from taskapp.base.errors import BadInput, Refused
from taskapp.people import organisation, queries
from taskapp.people.models import Unit, UnitKind
from taskapp.people.unit_names import UnitNames, unit_key
from tests.people.browser import send, text_of


@pytest.fixture
def admin(client_of):
    return client_of("quantri")


def test_the_tree_shows_units_with_their_persons(admin):
    page = text_of(admin.get("/admin/units"))
    assert page.index("UBND huyện Châu Thành") < page.index("– <b>Phòng Tư pháp")


def test_a_new_unit_stands_below_its_parent(app, office, admin):
    values = {"name": "Phòng Y tế", "short_name": "", "kind": "office", "parent_id": office.units["root"]}
    assert send(admin, "/admin/units/new", values).status_code == 302
    with app.app_context():
        unit = queries.find_unit_by_name(db.session(), office.committee_id, "phong y te")
        assert (unit.parent_id, unit.code) == (office.units["root"], "phong-y-te")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": "PHÒNG TƯ PHÁP"}, 400),
        ({"name": ""}, 400),
        ({"name": "\x00\u200b"}, 400),
        ({"name": "x" * 201}, 400),
        ({"short_name": "x" * 61}, 400),
        ({"kind": "planet"}, 400),
        ({"parent_id": "0"}, 400),
    ],
)
def test_a_bad_unit_is_refused(office, admin, changes, status):
    values = {"name": "Phòng Y tế", "short_name": "", "kind": "office", "parent_id": office.units["root"]}
    answer = send(admin, "/admin/units/new", values | changes)
    assert answer.status_code == status
    assert "error-summary" in text_of(answer)


def test_the_short_name_can_be_changed(app, office, admin):
    path = f"/admin/units/{office.units['tp']}"
    assert send(admin, path, {"short_name": " Tư  pháp "}).status_code == 302
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["tp"])
        assert (unit.short_name, unit.name, unit.search_key) == ("Tư pháp", "Phòng Tư pháp", "phong tu phap tu phap")


def test_two_long_names_with_one_beginning_get_different_codes(app, office):
    with app.app_context():
        made = [
            organisation.create_unit(
                db.session(),
                office.committee_id,
                name=f"Ban quản lý dự án đầu tư xây dựng số {n}",
                kind=UnitKind.OFFICE,
            )
            for n in (1, 2)
        ]
        assert len({unit.code for unit in made}) == 2
        assert {unit.parent_id for unit in made} == {office.units["root"]}


def test_a_parent_of_another_committee_is_refused(app, office):
    with app.app_context():
        root = db.session.get_one(Unit, office.units["root"])
        with pytest.raises(BadInput):
            organisation.create_unit(db.session(), office.committee_id + 1, name="X", kind=UnitKind.OFFICE, parent=root)


def test_a_code_that_is_in_use_is_refused(app, office):
    with app.app_context(), pytest.raises(Refused):
        organisation.create_unit(db.session(), office.committee_id, name="Khác", kind=UnitKind.OFFICE, code="tp")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PHÒNG TƯ PHÁP", "Phòng Tư pháp"),
        ("P. Tư pháp", "Phòng Tư pháp"),
        ("Tư pháp", "Phòng Tư pháp"),
        ("phong tu phap", "Phòng Tư pháp"),
        ("Phòng LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("P.LĐTBXH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng LĐTB và XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng Lao động – Thương binh & Xã hội", "Phòng Lao động - Thương binh và Xã hội"),
        ("Phòng TC-KH", "Phòng Tài chính - Kế hoạch"),
        ("TCKH", "Phòng Tài chính - Kế hoạch"),
        ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
        ("TNMT", "Phòng Tài nguyên và Môi trường"),
        ("GD&ĐT", "Phòng Giáo dục và Đào tạo"),
        ("Phòng GDĐT", "Phòng Giáo dục và Đào tạo"),
        ("KT&HT", "Phòng Kinh tế và Hạ tầng"),
        ("VH-TT", "Phòng Văn hóa và Thông tin"),
        ("Phòng Văn hoá và Thông tin", "Phòng Văn hóa và Thông tin"),
        ("NN&PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("Phòng NN và PTNT", "Phòng Nông nghiệp và Phát triển nông thôn"),
        ("VP HĐND&UBND", "Văn phòng HĐND và UBND huyện"),
        ("VP.HĐND-UBND huyện", "Văn phòng HĐND và UBND huyện"),
        ("Văn phòng HĐND và UBND", "Văn phòng HĐND và UBND huyện"),
        ("Uỷ ban nhân dân xã Phú Hựu", "UBND xã Phú Hựu"),
        ("UBND TT Cái Tàu Hạ", "UBND thị trấn Cái Tàu Hạ"),
        ("UBND TT. Cái Tàu Hạ", "UBND thị trấn Cái Tàu Hạ"),
        ("Thanh tra", "Thanh tra huyện"),
    ],
)
def test_units_are_found_by_what_documents_call_them(written, meant):
    known = UnitNames()
    for unit_id, name in enumerate(OFFICES, 1):
        known.add(unit_id, (name,), is_open=True)
    found = known.find(written)
    assert found is not None
    assert OFFICES[found - 1] == meant


OFFICES = [
    "UBND huyện Châu Thành",
    "Văn phòng HĐND và UBND huyện",
    "Phòng Tư pháp",
    "Phòng Nội vụ",
    "Phòng Lao động - Thương binh và Xã hội",
    "Phòng Tài chính - Kế hoạch",
    "Phòng Tài nguyên và Môi trường",
    "Phòng Giáo dục và Đào tạo",
    "Phòng Kinh tế và Hạ tầng",
    "Phòng Văn hóa và Thông tin",
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Phòng Y tế",
    "Thanh tra huyện",
    "UBND thị trấn Cái Tàu Hạ",
    "UBND xã Phú Hựu",
    "UBND xã Tân Nhuận Đông",
]


def test_all_offices_of_a_district_have_different_keys():
    assert len({unit_key(name) for name in OFFICES}) == len(OFFICES)


@pytest.mark.parametrize("written", ["", "-", "Phòng", "UBND", "Phòng Quản lý đô thị", "xã Phú", "UBND xã"])
def test_what_fits_no_unit_is_not_guessed(written):
    known = UnitNames()
    for unit_id, name in enumerate(OFFICES, 1):
        known.add(unit_id, (name,), is_open=True)
    assert known.find(written) is None


def test_of_two_units_of_one_name_the_open_one_is_meant():
    known = UnitNames()
    known.add(1, ("UBND xã An Nhơn",), is_open=False)
    known.add(2, ("UBND xã An Nhơn",), is_open=True)
    assert known.find("ubnd xa an nhon") == 2
    known.add(3, ("UBND xã An Nhơn",), is_open=True)
    assert known.find("ubnd xa an nhon") is None
