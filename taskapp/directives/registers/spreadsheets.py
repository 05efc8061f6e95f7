"""A spreadsheet's sheets, read by a child process with limits: the way in."""

from __future__ import annotations

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _, number
from taskapp.directives import children, limits
from taskapp.directives.reason import Reason
from taskapp.directives.registers import packing
from taskapp.directives.registers.child import UNUSABLE
from taskapp.directives.registers.sheet import Sheet

_CHILD = "taskapp.directives.registers.child"
_SLOW = Reason("Đọc tệp quá lâu nên đã dừng. Hãy chia bảng thành nhiều tệp rồi chọn lại.")


def sheets(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xlsx, .ods or text with separators, told apart by what it holds.

    Raises BadInput, with what to do, for what cannot or must not be opened. Waits at most 90 s.
    """
    if len(data) > limits.LARGEST_FILE:
        raise too_large(len(data))
    answer = children.ask(_CHILD, data, seconds=limits.TABULATING_SECONDS, slow=_SLOW, dead=UNUSABLE)
    return [packing.unpacked(sheet) for sheet in answer["sheets"]]


def too_large(size: int) -> BadInput:
    """The refusal of a file of `size` bytes."""
    values = {"size": number(size / limits.MEGABYTE, 1), "limit": limits.LARGEST_FILE // limits.MEGABYTE}
    return BadInput(
        _("Tệp nặng %(size)s MB, vượt mức %(limit)s MB. Hãy xóa hình ảnh, trang thừa hoặc chia nhỏ tệp.", **values)
    )
