"""Who is named with @: a table of what people write."""

from __future__ import annotations

import pytest

from taskapp.base.text import clean
from taskapp.tasks.mentions import Named, find, meant, pieces, unclear, unknown

PEOPLE = [
    Named(1, "congchuc", "Nguyễn Thị Ánh Tuyết"),
    Named(2, "tuyet.nt", "Nguyễn Thị Ánh"),
    Named(3, "an1", "Nguyễn Văn An"),
    Named(4, "an2", "Nguyễn Văn An"),
    Named(5, "duc", "Lê Văn Đức"),
    Named(6, "duc2", "Lê Văn Dúc"),
    Named(7, "hhen", "H'Hen Niê"),
    Named(8, "congchuc2", "Huỳnh Quốc Bảo"),
    Named(9, "binh", "Trần Bình"),
    Named(10, "tb", "Binh"),
]
NFD_NAME = "Nguyê\u0303n Thi\u0323 A\u0301nh Tuyê\u0301t"


@pytest.mark.parametrize(
    ("text", "words", "ids"),
    [
        ("@congchuc xem giúp", "congchuc", {1}),
        ("nhờ @CongChuc, gửi sớm", "CongChuc", {1}),
        ("@congchuc2: số liệu?", "congchuc2", {8}),  # the whole word, not a beginning of it
        ("@tuyet.nt.", "tuyet.nt", {2}),  # the full stop ends the sentence
        ("(@tuyet.nt)", "tuyet.nt", {2}),
        ("“@duc”", "duc", {5}),
        ("Đã xong.@duc xem", "duc", {5}),
        ("@Nguyễn Thị Ánh Tuyết gửi trước thứ Sáu", "Nguyễn Thị Ánh Tuyết", {1}),  # the longest
        ("@Nguyễn Thị Ánh, gửi trước thứ Sáu", "Nguyễn Thị Ánh", {2}),
        ("@Nguyễn Thị Ánh Hồng xem", "Nguyễn Thị Ánh", {2}),
        ("@nguyen thi anh tuyet xem", "nguyen thi anh tuyet", {1}),
        ("@NGUYỄN THỊ ÁNH TUYẾT", "NGUYỄN THỊ ÁNH TUYẾT", {1}),
        (f"@{NFD_NAME} xem", "Nguyễn Thị Ánh Tuyết", {1}),
        ("@nguyễn  thị\u00a0ánh tuyết", "nguyễn thị ánh tuyết", {1}),
        ("@H'Hen Niê ơi", "H'Hen Niê", {7}),
        ("@Lê Văn Đức", "Lê Văn Đức", {5}),  # called exactly so
        ("@lê văn đức", "lê văn đức", {5}),
        ("@le van duc", "le van duc", {5, 6}),
        ("@Nguyễn Văn An", "Nguyễn Văn An", {3, 4}),
        ("@nguyen van an", "nguyen van an", {3, 4}),
        ("@an1", "an1", {3}),
        ("@binh", "binh", {9, 10}),  # one's user name, the other's whole name
        ("@Bình", "Bình", {10}),
    ],
)
def test_a_name_is_found_with_all_whom_it_can_mean(text: str, words: str, ids: set[int]) -> None:
    found = find(clean(text), PEOPLE)
    assert [(name.words, name.ids) for name in found] == [(words, ids)]
    assert [clean(text)[name.start : name.end] for name in found] == [f"@{words}"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "congchuc xem giúp",
        "Gửi về congchuc@chauthanh.example",
        "tuyết@congchuc",
        "thư @congchuc.vn, @congchuc.gov.vn",
        "@ congchuc",
        "@@",
        "@nguoikhac và @Nguyễn Thị Hồng",
        "@congchucc @congchu @congchuc_",
        "@congchucờ",
        "@Nguyễn\nThị Ánh",
        "@Nguyễn Thị Ánhh",
        "\u0130@congchuc",
    ],
)
def test_what_nobody_is_called_is_no_name(text: str) -> None:
    assert find(clean(text), PEOPLE) == []


def test_several_names_are_found_in_their_order() -> None:
    found = find("@duc2 và @Nguyễn Thị Ánh Tuyết: xem với @duc2. \u0130 @tb", PEOPLE)
    assert [name.ids for name in found] == [{6}, {1}, {6}, {10}]


def test_of_namesakes_those_are_meant_who_were_chosen() -> None:
    found = find("@Nguyễn Văn An, @congchuc, @le van duc", PEOPLE)
    assert [name.words for name in unclear(found)] == ["Nguyễn Văn An", "le van duc"]
    assert meant(found) == {1}
    assert [name.words for name in unclear(found, [4])] == ["le van duc"]
    assert unclear(found, [3, 4, 6]) == []
    assert meant(found, [3, 4, 6]) == {1, 3, 4, 6}
    assert meant(found, [3, 5, 8, 999]) == {1, 3, 5}  # who was not named is not meant


@pytest.mark.parametrize("text", ["", "@duc", "x @duc y @tb", "<b>@duc</b> & @ai đó", "a@b @Nguyễn Văn An."])
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, PEOPLE)) == text


def test_the_pieces_tell_names_from_other_words() -> None:
    cut = pieces("Nhờ @Lê Văn Đức và @duc xem.", [PEOPLE[4]])
    assert [piece.text for piece in cut if piece.is_name] == ["@Lê Văn Đức", "@duc"]
    assert [piece.text for piece in cut if not piece.is_name] == ["Nhờ ", " và ", " xem."]


def test_words_after_an_at_that_are_nobodys_name_are_told_once() -> None:
    text = clean("@congchuc, @khongcoai và @khongcoai; gửi a@b.vn, @nguyen.van.x.")
    assert unknown(text, find(text, PEOPLE)) == ["@khongcoai", "@nguyen.van.x"]
