"""Registers read row by row: both shipped ones exactly, and what other offices write."""

from __future__ import annotations

import json
from datetime import date

import pytest

from taskapp.base.errors import BadInput
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.register import Choice, Register, SheetChoice, parse
from taskapp.directives.registers.workbook import sheets
from taskapp.tasks.states import LimitKind
from tests.conftest import DATA
from tests.directives.registers.sheets import HEADING, register, row, workbook


def read(data: bytes, choice: Choice | None = None) -> Register:
    return parse(sheets(data), choice or Choice())


def messages(found: Register) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, str(problem.reason)) for problem in found.problems]


@pytest.mark.parametrize("name", ["so-theo-doi-2021", "bang-theo-doi-van-phong"])
def test_a_shipped_register_gives_exactly_its_rows(name: str) -> None:
    found = read((DATA / f"{name}.xlsx").read_bytes())
    expected = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    in_order = sorted(json.dumps(task, ensure_ascii=False, sort_keys=True) for task in expected)
    assert sorted(json.dumps(r.as_json(), ensure_ascii=False, sort_keys=True) for r in found.rows) == in_order
    assert found.problems == []


def test_every_row_that_is_no_task_is_named_with_its_reason() -> None:
    found = read((DATA / "bang-theo-doi-van-phong.xlsx").read_bytes())
    reasons = {skipped.row: str(skipped.reason) for skipped in found.skipped}
    assert reasons[9] == "Dòng tiêu đề nhóm"
    assert reasons[25] == "Dòng trống"
    assert reasons[113] == "Dòng tổng cộng"
    assert reasons[115] == "Ghi chú, phần ký ngoài bảng"
    assert {r.row for r in found.rows} | set(reasons) == set(range(9, 116))


def test_words_in_the_date_column_become_the_kind_of_limit() -> None:
    found = read((DATA / "bang-theo-doi-van-phong.xlsx").read_bytes())
    kinds = {r.row: (r.limit_kind, r.deadline_text) for r in found.rows}
    assert kinds[16] == (LimitKind.NONE, "Không thời hạn")
    assert kinds[17] == (LimitKind.CONTINUOUS, "Thường xuyên")
    assert kinds[38] == (LimitKind.NONE, "")


def test_number_and_date_in_one_cell_are_told_apart() -> None:
    found = read(
        workbook(
            [
                ["TT", "Văn bản giao việc", "Nội dung công việc", "Cơ quan chủ trì", "Hạn hoàn thành"],
                [1, "Công văn số 12/UBND-NC ngày 3.2.2022", "Báo cáo", "Phòng Tư pháp", "30/6"],
            ]
        )
    )
    task = found.rows[0]
    assert (task.number, task.issued, task.due) == ("12/UBND-NC", date(2022, 2, 3), date(2022, 6, 30))


def test_one_document_merged_over_several_tasks_belongs_to_each() -> None:
    found = read(
        workbook([HEADING, row(), row(number=None, issued=None, content="Việc hai")], merged=["B2:B3", "C2:C3"])
    )
    assert [(r.number, r.issued) for r in found.rows] == [("12/UBND-NC", date(2026, 1, 5))] * 2


def test_as_above_takes_the_value_of_the_row_above() -> None:
    found = read(register(row(), row(number="nt", issued='"', lead="-nt-", content="Việc hai")))
    assert [(r.number, r.issued, r.lead) for r in found.rows] == [("12/UBND-NC", date(2026, 1, 5), "Phòng Tư pháp")] * 2


def test_sections_by_unit_stand_for_a_column_of_lead_units() -> None:
    found = read(
        workbook(
            [
                ["TT", "Nội dung nhiệm vụ", "Thời hạn"],
                ["I", "PHÒNG TƯ PHÁP", None],
                [1, "Rà soát văn bản", "20/01/2026"],
                ["UBND XÃ PHÚ HỰU", None, None],
                [2, "Lập danh sách", "21/01/2026"],
            ]
        )
    )
    assert [(r.content, r.lead) for r in found.rows] == [
        ("Rà soát văn bản", "PHÒNG TƯ PHÁP"),
        ("Lập danh sách", "UBND XÃ PHÚ HỰU"),
    ]


def test_a_result_column_alone_states_the_day_with_its_document() -> None:
    found = read(
        workbook(
            [
                ["TT", "Nội dung nhiệm vụ", "Đơn vị thực hiện", "Thời hạn", "Kết quả thực hiện"],
                [1, "Báo cáo", "Phòng Tư pháp", "20/01/2026", "Báo cáo số 25/BC-PTP ngày 19/01/2026"],
            ]
        )
    )
    assert (found.rows[0].result, found.rows[0].done) == ("25/BC-PTP", date(2026, 1, 19))


def test_numbering_and_a_repeated_heading_and_signatures_are_no_tasks() -> None:
    numbers = [f"({n})" for n in range(1, 11)]
    sign = [None, None, None, None, None, None, None, "CHÁNH VĂN PHÒNG", None, None]
    found = read(workbook([HEADING, numbers, row(), HEADING, row(content="Hai"), ["Tổng cộng: 2"], sign]))
    assert [r.content for r in found.rows] == ["Rà soát văn bản", "Hai"]
    assert [str(s.reason) for s in found.skipped] == [
        "Dòng đánh số cột", "Tiêu đề lặp lại", "Dòng tổng cộng", "Ghi chú, phần ký ngoài bảng",
    ]  # fmt: skip


def test_every_problem_is_given_by_row_and_column() -> None:
    found = read(
        register(
            row(issued="31/02/2026"),
            row(due="sớm", content=None),
            row(lead="Phòng Tư pháp; Phòng Nội vụ"),
            row(lead=None, done="Đã hoàn thành"),
            row(number="x" * 61, due="#REF!"),
        )
    )
    said = messages(found)
    assert [(number, column) for number, column, _text in said] == [
        (2, "C"), (3, "H"), (3, "D"), (4, "F"), (5, "F"), (5, "I"), (6, "H"), (6, "B"),
    ]  # fmt: skip
    assert "chỉ có 28 ngày" in said[0][2]


def test_a_formula_that_was_never_counted_is_a_problem_and_not_an_empty_cell() -> None:
    found = read(register(row(due="=C2+15")))
    assert [(number, column) for number, column, _text in messages(found)] == [(2, "H")]
    assert "công thức" in messages(found)[0][2]


def test_text_arrives_composed_and_without_control_characters() -> None:
    found = read(register(row(content="Ra\u0300  soa\u0301t\u202e\u200b va\u0306n ba\u0309n")))
    assert found.rows[0].content == "Rà soát văn bản"


def test_the_sheet_with_the_register_is_found_among_others() -> None:
    from openpyxl import Workbook

    from tests.directives.registers.sheets import saved

    book = Workbook()
    book.active.append(["Danh bạ", "Số điện thoại"])
    book.create_sheet("Sổ").append(list(HEADING))
    book["Sổ"].append(row())
    hidden = book.create_sheet("Cũ")
    hidden.append(list(HEADING))
    hidden.sheet_state = "hidden"
    found = read(saved(book))
    assert [part.sheet.title for part in found.parts] == ["Sổ"]


def test_a_corrected_mapping_is_followed() -> None:
    data = workbook(
        [["STT", "Việc", "Đơn vị", "Mốc 1", "Thời hạn"], [1, "Báo cáo", "Phòng Tư pháp", "20/01/2026", "x"]]
    )
    choice = SheetChoice(columns={3: Meaning.DUE, 4: None})
    assert read(data, Choice({"Sheet": choice})).rows[0].due == date(2026, 1, 20)
    assert read(data, Choice({"Sheet": SheetChoice(columns={2: None})})).missing == [Meaning.LEAD]
    moved = read(data, Choice({"Sheet": SheetChoice(heading=(2, 1), columns={1: Meaning.CONTENT})}))
    assert (moved.parts[0].layout.first_row, moved.missing) == (2, [Meaning.LEAD])


@pytest.mark.parametrize(
    ("rows", "words"),
    [([["Họ tên", "Tuổi"], ["An", 30]], "Không tìm thấy dòng tiêu đề"), ([HEADING], "không có nhiệm vụ nào")],
)
def test_a_sheet_that_is_no_register_is_refused(rows: list[list[object]], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read(workbook(rows))
