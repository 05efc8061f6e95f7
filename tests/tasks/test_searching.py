"""Tasks found by any words: what fits and what does not, in which order, and only what the person may see."""

from __future__ import annotations

import unicodedata

import pytest

from taskapp.tasks import searching
from taskapp.tasks.documents import DocumentGiven

CONTENTS = (
    "Báo cáo kết quả đăng ký hộ tịch quý I",
    "Hoà giải tranh chấp đất đai tại ấp Tân Thuận",
    'Rà soát "một cửa", dịch vụ công (mức độ 4); hoàn thành 50%',
    "Đôn đốc giải ngân vốn đầu tư công năm 2026",
)
REPORT, LAND, DESK, MONEY = range(4)
NUMBER = "45/KL-UBND"


def found(desk, who: str, text: str, **more: object) -> list[int]:
    rights = desk.by(who).rights
    return list(searching.page(desk.session, rights, searching.read(desk.session, 1, text), **more).rows)


@pytest.fixture
def made(desk):
    tasks = [
        desk.task(
            content=content,
            document=DocumentGiven(NUMBER, desk.given().document.issued_on) if n == MONEY else desk.given().document,
        )
        for n, content in enumerate(CONTENTS)
    ]
    desk.session.flush()
    return [task.id for task in tasks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hộ tịch", {REPORT}),
        ("ho tich", {REPORT}),
        ("HỘ TỊCH", {REPORT}),
        (unicodedata.normalize("NFD", "hộ tịch"), {REPORT}),
        ("hoà giải", {LAND}),  # the tone on either letter
        ("hòa giải", {LAND}),
        ("đất", {LAND}),
        ("dat dai", {LAND}),
        ("Ðôn đốc", {MONEY}),  # an Icelandic letter that looks like Đ
        ("giai", {LAND, MONEY}),
        ("giai ng", {MONEY}),  # the last word is still being typed
        ("gia ", set()),  # a blank ends it
        ("giải đầu", {MONEY}),  # all words, wherever they stand
        ("tịch hộ", {REPORT}),
        ('"tịch hộ"', set()),  # these words one after another
        ('"hộ tịch"', {REPORT}),
        ("“hộ tịch”", {REPORT}),
        (NUMBER, {MONEY}),
        ("45 KL UBND", {MONEY}),
        ("45/kl", {MONEY}),
        ("kl-ub", {MONEY}),
        ("45-UBND", set()),
        ("12/UBND", {REPORT, LAND, DESK}),
        ('"một cửa"', {DESK}),
        ("(mức độ 4)", {DESK}),
        ("50%", {DESK}),
        ("%", set()),
        ("_", set()),
        ("*", set()),
        ('"', set()),
        ("bao*", {REPORT}),
        ("b_o", set()),
        ("hộ AND tịch", set()),
        ("hộ OR đất", set()),
        ("NOT hộ", set()),
        ("NEAR(hộ tịch, 5)", set()),
        ("words : hộ", set()),
        ("marks:c1", set()),
        ("c1", set()),  # what the index notes beside the words is no word
        ("u1", set()),
        ("+o", set()),
        ("hộ' OR 1=1 --", set()),
        ("a" * 300, set()),
        ("Phòng Tư pháp", {REPORT, LAND, DESK, MONEY}),  # the lead unit
        ("tư pháp giải ngân", {MONEY}),
        ("", set()),
    ],
)
def test_any_words_find_the_tasks_that_have_them_all(desk, made, text, expected):
    assert {made.index(each) for each in found(desk, "chutich", text)} == expected
