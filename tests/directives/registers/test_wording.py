"""Documents and lists of units in the words of one cell."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.registers import wording

FEB_3 = date(2022, 2, 3)


@pytest.mark.parametrize(
    ("text", "number", "issued", "kind"),
    [
        ("Công văn số 12/UBND-NC ngày 3.2.2022", "12/UBND-NC", FEB_3, "Công văn"),
        ("QĐ 12/2022/QĐ-UBND ngày 03/02/2022 của UBND huyện", "12/2022/QĐ-UBND", FEB_3, "Quyết định"),
        ("Thông báo 45/TB-VP ngày 3 tháng 2 năm 2022", "45/TB-VP", FEB_3, "Thông báo"),
        ("01-CT/HU", "01-CT/HU", None, "Chỉ thị"),
        ("12/UBND - NC", "12/UBND-NC", None, "Công văn"),
        ("258/QĐ-UBND", "258/QĐ-UBND", None, "Quyết định"),
        ("Chỉ đạo tại cuộc họp", "Chỉ đạo tại cuộc họp", None, ""),
        ("12/UBND-NC; 15/UBND-NC", "12/UBND-NC; 15/UBND-NC", None, ""),  # two documents: not guessed which
        ("", None, None, ""),
    ],
)
def test_number_date_and_kind_are_told_apart(text: str, number: str | None, issued: date | None, kind: str) -> None:
    found = wording.document(text)
    assert (found.number, found.issued, found.kind, found.problem) == (number, issued, kind, None)


def test_an_impossible_date_in_a_document_s_name_is_a_problem() -> None:
    assert "30 ngày" in str(wording.document("12/UBND-NC ngày 31/4/2022").problem)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("- Phòng Nội vụ\n- UBND xã Phú Hựu", ["Phòng Nội vụ", "UBND xã Phú Hựu"]),
        ("Phòng Nội vụ, Phòng Tài chính - Kế hoạch", ["Phòng Nội vụ", "Phòng Tài chính - Kế hoạch"]),
        ("Văn phòng HĐND và UBND huyện; Phòng Y tế", ["Văn phòng HĐND và UBND huyện", "Phòng Y tế"]),
        ("Phòng Văn hóa, Khoa học và Thông tin", ["Phòng Văn hóa, Khoa học và Thông tin"]),  # one name with a comma
        ("Phòng Tư pháp và Phòng Nội vụ", ["Phòng Tư pháp", "Phòng Nội vụ"]),
        ("1. Công an huyện\n2) Phòng Y tế.", ["Công an huyện", "Phòng Y tế"]),
        ("Phòng Y tế; Phòng Y tế", ["Phòng Y tế"]),
        ("-", []),
    ],
)
def test_units_are_listed_in_many_ways(text: str, names: list[str]) -> None:
    assert wording.units(text) == names


def test_a_group_of_units_is_no_unit() -> None:
    assert wording.is_group("UBND các xã, thị trấn")
    assert not wording.is_group("Phòng Kinh tế và Hạ tầng")
