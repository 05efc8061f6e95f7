"""Headings of many offices recognised by meaning, and a mapping that a person can correct."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.columns import Layout, corrected, letter, missing, recognise
from taskapp.directives.headings import Meaning

M = Meaning
SYNONYMS = {
    M.ORDER: ["STT", "TT", "Số TT", "Số thứ tự"],
    M.NUMBER: [
        "Số, ký hiệu",
        "Số/ký hiệu văn bản",
        "Số văn bản",
        "Văn bản giao nhiệm vụ",
        "Số hiệu",
        "Văn bản chỉ đạo",
    ],
    M.ISSUED: ["Ngày văn bản", "Ngày ban hành", "Ngày, tháng văn bản", "Ngày VB", "Ngày ký", "Ngày giao"],
    M.CONTENT: ["Nội dung", "Nội dung nhiệm vụ", "NHIỆM VỤ ĐƯỢC GIAO", "Công việc", "Nội dung chỉ đạo", "Tên nhiệm vụ"],
    M.LEAD: ["Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì", "Đơn vị thực hiện", "Đơn vị được giao", "Phòng ban"],
    M.SUPPORT: ["Phối hợp", "Đơn vị phối hợp", "Cơ quan phối hợp thực hiện"],
    M.DUE: ["Thời hạn", "Hạn hoàn thành", "Thời gian hoàn thành", "Hạn xử lý", "Thời hạn thực hiện", "Ngày đến hạn"],
    M.DONE: ["Ngày hoàn thành", "Ngày hoàn thành thực tế", "Ngày báo cáo", "Thời gian thực tế hoàn thành"],
    M.RESULT: ["Văn bản kết quả", "Sản phẩm", "Số văn bản trả lời", "Kết quả thực hiện", "Báo cáo kết quả"],
    M.ASSIGNER: ["Người giao", "Lãnh đạo giao", "Người chỉ đạo", "Lãnh đạo chỉ đạo"],
    M.NOTE: ["Ghi chú", "Chú thích"],
}
USUAL = {meaning: words[0] for meaning, words in SYNONYMS.items()}


@pytest.mark.parametrize(("meaning", "word"), [(m, word) for m, words in SYNONYMS.items() for word in words])
def test_a_column_is_known_by_the_words_of_many_offices(meaning: Meaning, word: str) -> None:
    heading = USUAL | {meaning: word}
    layout = recognise({1: list(heading.values())})
    assert layout is not None
    assert layout.columns == {m: column for column, m in enumerate(heading)}


def test_a_two_row_heading_gives_each_leaf_the_words_of_its_group() -> None:
    top = ["TT", "Văn bản giao", None, "Nhiệm vụ", "Thời gian", None, "Đơn vị", None, "Kết quả", None]
    leaves = [None, "Số", "Ngày", None, "Theo yêu cầu", "Hoàn thành", "Chủ trì", "Phối hợp", "Văn bản", "Ngày"]
    layout = recognise({4: ["BẢNG THEO DÕI NHIỆM VỤ"], 9: top, 10: leaves, 11: ["1", "12/KH-UBND"]})
    assert layout is not None
    assert (layout.first_row, layout.rows, layout.last_row) == (9, 2, 10)
    assert layout.columns == {
        M.ORDER: 0, M.NUMBER: 1, M.ISSUED: 2, M.CONTENT: 3, M.DUE: 4, M.DONE: 5, M.LEAD: 6, M.SUPPORT: 7, M.RESULT: 8,
    }  # fmt: skip
    assert layout.headings[9] == "Kết quả > Ngày"


def test_the_first_task_is_not_taken_for_the_second_row_of_the_heading() -> None:
    task = ["1", "12/KH-UBND", date(2021, 1, 4), "Báo cáo kết quả", "Phòng Tư pháp", "Ghi chú"]
    layout = recognise({1: ["STT", "Số, ký hiệu", "Ngày văn bản", "Nội dung", "Đơn vị chủ trì"], 2: task})
    assert layout is not None
    assert layout.rows == 1


@pytest.mark.parametrize(
    "rows",
    [
        {1: ["Họ và tên", "Ngày sinh"], 2: ["Nguyễn Văn A", "1/1/1990"]},
        {1: ["Nội dung nhiệm vụ"]},  # one known word is no heading
        {101: list(USUAL.values())},  # too far down
        {},
    ],
)
def test_a_sheet_without_a_known_heading_is_not_guessed(rows: dict[int, list[object]]) -> None:
    assert recognise(rows) is None


def test_a_person_may_move_a_meaning_to_another_column_or_take_it_away() -> None:
    layout = Layout(1, 1, ("a", "b", "c"), {M.CONTENT: 0, M.LEAD: 1, M.DUE: 2})
    moved = corrected(layout, {0: None, 1: M.CONTENT})
    assert moved.columns == {M.CONTENT: 1, M.DUE: 2}
    assert missing(moved, has_sections=False) == [M.LEAD]
    assert missing(moved, has_sections=True) == []


def test_columns_have_the_letters_of_the_sheet() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
