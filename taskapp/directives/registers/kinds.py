"""Any spreadsheet that is read: an .xlsx, an .ods or a text with separators, told apart by what it holds."""

from __future__ import annotations

from taskapp.directives.reason import Reason
from taskapp.directives.registers import archive, delimited, opendocument, workbook
from taskapp.directives.registers.sheet import Sheet
from taskapp.directives.unreadable import Unreadable


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of a file. Raises Unreadable, with what to do, for what cannot or must not be opened."""
    kind = archive.kind_of(data)
    if kind is archive.Kind.TEXT:
        return delimited.sheets(data)
    found = opendocument.sheets(data) if kind is archive.Kind.ODS else workbook.sheets(data)
    if not found:
        raise Unreadable(Reason("Tệp không có trang tính nào đang hiện. Hãy bỏ ẩn trang tính rồi chọn lại."))
    return found
