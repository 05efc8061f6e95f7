"""Vietnamese text: search without diacritics, people in the order of their given names, clean input."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.base.text import clean, fold, letters_key, name_key, one_line


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đôn đốc", "don doc"),
        ("TIẾN ĐỘ  đường\ttỉnh", "tien do duong tinh"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ánh Tuyết"), "nguyen thi anh tuyet"),
        ("128/KH-UBND", "128/kh-ubnd"),
        ("Ưu tiên", "uu tien"),
    ],
)
def test_search_keys_have_no_diacritics(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once_and_forms_of_unicode_fold_alike(text):
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_given_names_come_in_the_order_of_the_alphabet_then_of_the_tones():
    names = ["An", "Àn", "Ản", "Ãn", "Án", "Ạn", "Anh", "Ăn", "Ân", "Bình", "Dung", "Đặng", "Em", "Ê", "Ơn", "Uy", "Ư"]
    assert sorted(sorted(names), key=name_key) == names


def test_people_are_sorted_by_given_name_then_family_name_then_the_rest():
    people = ["Lê An", "Lê Văn An", "Trần An", "Đỗ Hồng Ân", "Nguyễn Bình", "Nguyễn Bình 2", "X Æ"]
    shuffled = [people[i] for i in (5, 3, 1, 6, 0, 4, 2)]
    ordered = sorted(shuffled, key=name_key)
    assert [name for name in ordered if name in people[:5]] == people[:5]


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1), max_size=3).map(" ".join))
def test_keys_hold_digits_only_so_that_every_collation_sorts_them_alike(name):
    assert set(name_key(name)) <= set("0123456789")
    assert len(name_key(name[:120])) <= 400


def test_a_shorter_word_comes_before_the_longer_that_begins_with_it():
    assert letters_key("An") < letters_key("Anh") < letters_key("Ánh")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b  ", "a b"),
        ("a\x00b\x07c\x7f\x9b", "abc"),
        ("a\u202egnirts\u2066\u200b\ufeff", "agnirts"),
        ("dòng 1\r\ndòng 2\rdòng 3\u2028dòng 4", "dòng 1\ndòng 2\ndòng 3\ndòng 4"),
        ("e\u0302\u0301", "ế"),
        ("\ud800a", "a"),
        ("\u00a0a\u00a0b\u00a0", "a b"),
        ("a" + "\u0308\u0323" * 500_000, "ạ" + "\u0323" * 14 + "\u0308" * 15),  # more marks than any letter has
    ],
)
def test_typed_text_is_cleaned(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_clean_text_is_stable_and_can_be_stored(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


def test_one_line_has_no_line_breaks():
    assert one_line(" Số 12\n\n ngày\u20295 ") == "Số 12 ngày 5"
