"""Small registers built for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook

HEADING = (
    "STT", "Số, ký hiệu", "Ngày văn bản", "Nội dung nhiệm vụ", "Người giao", "Đơn vị chủ trì", "Đơn vị phối hợp",
    "Thời hạn", "Ngày hoàn thành", "Văn bản kết quả",
)  # fmt: skip
ROW = {
    "number": "12/UBND-NC", "issued": "05/01/2026", "content": "Rà soát văn bản", "assigner": "Chủ tịch UBND huyện",
    "lead": "Phòng Tư pháp", "support": None, "due": "20/01/2026", "done": None, "result": None,
}  # fmt: skip


def row(**changes: object) -> list[object]:
    """One ordinary task, changed where a test says so."""
    values = ROW | changes
    order = ("number", "issued", "content", "assigner", "lead", "support", "due", "done", "result")
    return [1, *(values[name] for name in order)]


def workbook(rows: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """An .xlsx of one sheet with exactly these rows."""
    book = Workbook()
    sheet = book.active
    for values in rows:
        sheet.append(list(values))
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def register(*rows: Sequence[object]) -> bytes:
    """An .xlsx with the usual heading over the rows."""
    return workbook([HEADING, *rows])


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
