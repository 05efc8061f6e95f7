"""What runs along the top or bottom of the pages of a PDF is no part of the document."""

from __future__ import annotations

import pytest

from taskapp.directives.reading import reader, running
from taskapp.directives.reading.places import Word, written
from tests.directives.reading.pdfs import drawn, pdf

BODY = ["1. Giao Phòng Nội vụ rà soát", "hồ sơ trước ngày 15/5", "2. Công an huyện tuần tra", "ban đêm tại chợ"]


def page(*lines: str, start: float = 40.0) -> list[tuple[Word, ...]]:
    """Lines of print one below the other."""
    return [
        tuple(Word(text, 60.0 + 9 * at, 68.0 + 9 * at, start + 20 * row, start + 12 + 20 * row)
              for at, text in enumerate(line.split()))
        for row, line in enumerate(lines)
    ]  # fmt: skip


def kept(*pages: list[tuple[Word, ...]]) -> list[list[str]]:
    return [[written(row) for row in rows] for rows in running.without(pages)]


@pytest.mark.parametrize(
    "head", ["UBND tỉnh Trường Sơn - Kế hoạch số 12", "Trang {} / 4", "Kế hoạch phòng chống hạn {}"]
)
def test_a_line_at_the_same_place_of_most_pages_is_left_out_with_the_number_in_it(head: str):
    first = page("ỦY BAN NHÂN DÂN", BODY[0])
    others = [page(head.format(number), BODY[number - 1], str(number)) for number in (2, 3, 4)]
    assert kept(first, *others) == [["ỦY BAN NHÂN DÂN", BODY[0]], [BODY[1]], [BODY[2]], [BODY[3]]]


def test_two_lines_at_the_foot_are_left_out_one_after_the_other():
    pages = [page(BODY[at], "Số điện thoại 0901 234 567", f"trang {at + 1}") for at in range(3)]
    assert kept(*pages) == [[BODY[0]], [BODY[1]], [BODY[2]]]


@pytest.mark.parametrize(
    "pages",
    [
        [page("A", "Nơi nhận:"), page("B", "Nơi nhận:", start=300), page("C", "hết")],  # at other places
        [page("Mở đầu", BODY[0]), page("Phụ lục 2", BODY[1]), page("Phụ lục 3", BODY[2])],  # headings of their own
        [page("Phòng Nội vụ", BODY[0]), page(BODY[1]), page(BODY[2]), page("Phòng Nội vụ", BODY[3])],  # on few pages
        [page("Phòng Nội vụ", BODY[0])],
    ],
)
def test_what_only_looks_alike_stays(pages: list[list[tuple[Word, ...]]]):
    assert kept(*pages) == [[written(row) for row in rows] for rows in pages]


def test_a_pdf_is_read_without_them():
    bodies = ["Giao Phong Noi vu ra soat ho so.", "Cong an huyen tuan tra ban dem.", "Tram Y te phun thuoc."]
    texts = [drawn("UBND tinh - Ke hoach", body, str(number)) for number, body in enumerate(bodies, 1)]
    objects = {2: "<< /Type /Pages /Kids [10 0 R 11 0 R 12 0 R] /Count 3 >>"}
    for place, text in enumerate(texts):
        objects[20 + place] = f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
        objects[10 + place] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {20 + place} 0 R /Resources 6 0 R >>"
        )
    lines = reader.read(pdf("", objects=objects), "a.pdf").lines
    assert " ".join(line.text for line in lines) == " ".join(bodies)
