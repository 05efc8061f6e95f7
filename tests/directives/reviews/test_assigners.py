"""In whose name a document gives tasks, by who signed it, for whom, and whose conclusion it tells."""

from __future__ import annotations

import pytest

from taskapp.directives.reviews import assigners
from taskapp.directives.reviews.assigners import Leader
from tests.directives.understanding.test_annexes import read

LEADERS = {
    1: Leader("Trần Thị Lan", "Chủ tịch UBND huyện"),
    2: Leader("Lê Văn Đức", "Phó Chủ tịch UBND huyện"),
    3: Leader("Nguyễn Thị Mỹ Dung", "Phó Chủ tịch UBND huyện"),
}
OF_CHAIRMAN = "Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban"
TL = "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ({"signer": "Lê Văn Đức", "authority": "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"}, "2"),
        ({"signer": "Trần Thị Lan", "authority": "CHỦ TỊCH"}, "1"),
        ({"signer": "Lê Văn Tám", "authority": TL}, "1"),
        ({"signer": "Lê Văn Tám", "authority": "TUQ. CHỦ TỊCH TRƯỞNG PHÒNG"}, "1"),
        ({"signer": "Lê Văn Tám", "authority": "CHÁNH VĂN PHÒNG", "subject": OF_CHAIRMAN}, "1"),
        ({"signer": "Lê Văn Đức", "subject": OF_CHAIRMAN}, "2"),  # who signs KT. answers for it
        ({"authority": TL, "subject": "Kết luận của Phó Chủ tịch UBND huyện Lê Văn Đức về giá đất"}, "2"),
        ({"authority": TL, "subject": "Ý kiến kết luận của đồng chí Phó Chủ tịch UBND huyện"}, ""),  # which of two
        ({"authority": "CHÁNH VĂN PHÒNG", "subject": "Báo cáo tháng 11"}, ""),
        ({"authority": TL, "is_incoming": "y"}, ""),  # another committee's Chairman
        ({"subject": OF_CHAIRMAN, "is_incoming": "y"}, ""),
        ({}, ""),
    ],
)
def test_the_leader_in_whose_name_a_document_gives_tasks_is_proposed(heading: dict[str, str], expected: str):
    assert assigners.proposed(heading, LEADERS, 9) == expected


def test_a_leader_who_reviews_himself_is_proposed_where_the_document_does_not_say():
    assert assigners.proposed({"signer": "Người khác"}, LEADERS, 3) == "3"
    assert assigners.proposed({"authority": TL}, LEADERS, 3) == "1"


def test_of_two_chairmen_neither_is_proposed():
    two = {1: LEADERS[1], 4: Leader("Ngô Văn Bền", "Chủ tịch")}
    assert assigners.proposed({"authority": TL}, two, 9) == ""


def test_by_what_right_a_document_is_signed_is_read_up_to_the_annexes():
    behind = "PHỤ LỤC\nDANH SÁCH\nTRƯỞNG BAN\nNgô Văn Bền"
    found = read(behind).header
    assert (found.authority, found.signer) == ("CHỦ TỊCH", "Trần Quốc Việt")
