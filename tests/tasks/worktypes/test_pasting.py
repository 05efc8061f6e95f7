"""Reading a pasted table of types: what each cell means, and what cannot be read, by line and column."""

from __future__ import annotations

import pytest

from taskapp.tasks.worktypes.pasting import Problem, read

HEADING = "Mã\tTên loại việc\tLĩnh vực\tTheo luật\tCam kết"


def test_a_line_is_a_type_and_the_heading_is_none():
    lines, problems = read(f"{HEADING}\n\nHT-03\tĐăng ký  kết hôn\tHộ tịch\t15\t5\t\tLuật Hộ tịch\n")
    assert problems == []
    (line,) = lines
    assert (line.number, line.code, line.name, line.field) == (3, "HT-03", "Đăng ký kết hôn", "Hộ tịch")
    assert (line.statutory, line.committed, line.unit) == (15, 5, "workdays")
    assert (line.legal_basis, line.product, line.content) == ("Luật Hộ tịch", "", "")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("15\t5\tngày", (15, 5, "days")),
        ("15 ngày làm việc\t8 ngày làm việc", (15, 8, "workdays")),
        ("24 giờ\t08\tgiờ", (24, 8, "hours")),
        ("\t\t", (None, None, "workdays")),
    ],
)
def test_counts_carry_their_unit_or_have_it_beside_them(cells: str, expected: tuple[object, ...]):
    lines, problems = read(f"A\tViệc\t\t{cells}")
    assert problems == []
    assert (lines[0].statutory, lines[0].committed, lines[0].unit) == expected


def test_what_excel_puts_in_quotation_marks_is_one_cell():
    (line,), problems = read('A\t"Đăng ký\nkhai sinh, gọi là ""mới"""\tHộ tịch\r\n')
    assert problems == []
    assert (line.number, line.name, line.field) == (1, 'Đăng ký khai sinh, gọi là "mới"', "Hộ tịch")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("\tViệc", Problem(1, 1, "")),
        ("A\t", Problem(1, 2, "")),
        ("A\tViệc\t\tmười lăm", Problem(1, 4, "mười lăm")),
        ("A\tViệc\t\t15 ngày\t8 giờ", Problem(1, 6, "gio / ngay")),
        ("A\tViệc\t\t15\t5\ttuần", Problem(1, 6, "tuần")),
    ],
)
def test_what_cannot_be_read_is_told_by_line_and_column(line: str, problem: Problem):
    assert read(line) == ([], [problem])
