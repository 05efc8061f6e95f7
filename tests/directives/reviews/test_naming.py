"""Names of units as documents write them, found in an office."""

from __future__ import annotations

import pytest

from taskapp.directives.reviews.naming import How, Names, NamesThen, UnitKnown
from taskapp.people.unit_names import unit_key

VP, TC, NV, LD, QS, TH, MP, TT = 1, 2, 3, 4, 5, 6, 7, 8
UNITS = [
    UnitKnown(VP, "Văn phòng HĐND và UBND huyện", "Văn phòng"),
    UnitKnown(TC, "Phòng Tài chính - Kế hoạch"),
    UnitKnown(NV, "Phòng Nội vụ"),
    UnitKnown(LD, "Phòng Lao động - Thương binh và Xã hội"),
    UnitKnown(QS, "Ban Chỉ huy Quân sự huyện"),
    UnitKnown(TH, "UBND xã Tam Hiệp", is_place=True),
    UnitKnown(MP, "UBND xã Mỹ Phước", is_place=True),
    UnitKnown(TT, "UBND thị trấn Tân Hiệp", is_place=True),
    UnitKnown(9, "Tổ một cửa xã Tam Hiệp", is_top=False),
]
OFFICE = Names(UNITS, {unit_key("Phòng TC"): TC}, {"tran quoc viet": NV, "le van hai": None})


@pytest.mark.parametrize(
    ("written", "units", "how"),
    [
        ("Phòng Nội vụ", (NV,), How.NAME),
        ("Phòng TC-KH", (TC,), How.NAME),
        ("Phòng LĐ-TB&XH", (LD,), How.NAME),
        ("VP HĐND&UBND huyện", (VP,), How.NAME),
        ("Phòng Nội vụ huyện", (NV,), How.NAME),
        ("Trưởng Phòng Nội vụ", (NV,), How.NAME),
        ("Chủ tịch UBND xã Tam Hiệp", (TH,), How.NAME),
        ("Phòng TC", (TC,), How.LEARNED),
        ("UBND các xã, thị trấn", (TH, MP, TT), How.GROUP),
        ("UBND các xã", (TH, MP), How.GROUP),
        ("Ủy ban nhân dân cấp xã", (TH, MP, TT), How.GROUP),
        ("12 xã, thị trấn", (TH, MP, TT), How.GROUP),
        ("Chủ tịch UBND các xã, thị trấn", (TH, MP, TT), How.GROUP),
        ("Các phòng, ban, ngành huyện", (VP, TC, NV, LD, QS), How.GROUP),
        ("các phòng, ban, UBND các xã, thị trấn", (VP, TC, NV, LD, QS, TH, MP, TT), How.GROUP),
        ("Thủ trưởng các cơ quan, đơn vị", (VP, TC, NV, LD, QS), How.GROUP),
        ("các cơ quan, đơn vị, địa phương", (VP, TC, NV, LD, QS, TH, MP, TT), How.GROUP),
        ("UBND các xã Tam Hiệp, Mỹ Phước", (TH, MP), How.GROUP),
        ("các đơn vị liên quan", (), How.UNKNOWN),
        ("các tổ chức chính trị - xã hội", (), How.UNKNOWN),
        ("Đồng chí Trần Quốc Việt", (NV,), How.PERSON),
        ("Ông Lê Văn Hải", (), How.UNKNOWN),  # two of the name
        ("Kho bạc Nhà nước", (), How.UNKNOWN),
    ],
)
def test_a_name_is_found_as_people_mean_it(written: str, units: tuple[int, ...], how: How):
    found = OFFICE.find(written)
    assert (found.units, found.how) == (units, how)


def test_an_uncertain_name_offers_what_is_alike():
    assert OFFICE.find("Phòng Kế hoạch - Tài chính huyện").likely[0] == TC
    assert VP in OFFICE.find("Văn phòng UBND").likely
    assert OFFICE.find("Kho bạc Nhà nước").likely == ()


def test_a_unit_that_has_ended_since_the_document_is_asked_for():
    then = Names([*UNITS, UnitKnown(20, "UBND xã Long Hưng", is_place=True)])
    names = NamesThen(then, OFFICE)
    assert names.find("UBND xã Long Hưng").how is How.UNKNOWN
    assert names.find("UBND các xã").units == (TH, MP)
    assert names.find("Phòng TC").units == (TC,)  # learned today, unknown to the office of then


def test_a_unit_that_has_ended_means_the_one_that_goes_on_with_its_work():
    then = Names([*UNITS, UnitKnown(20, "UBND xã Long Hưng", is_place=True), UnitKnown(21, "UBND xã Bình Hòa")])
    names = NamesThen(then, OFFICE, heirs={20: TH, 21: 99})
    assert names.find("UBND xã Long Hưng").units == (TH,)
    assert names.find("UBND các xã").units == (TH, MP)  # the heir once
    assert names.find("UBND xã Bình Hòa").how is How.UNKNOWN  # its heir is no unit to be given tasks


def test_a_learned_name_counts_only_while_its_unit_is_there():
    names = Names(UNITS, {unit_key("Phòng TC"): 99})
    assert names.find("Phòng TC").how is How.UNKNOWN
