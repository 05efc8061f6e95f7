"""The words of sources: columns, numbers that open, ways of delivery."""

from __future__ import annotations

from taskapp.base.i18n import _, _l
from taskapp.sources.counting import Cell
from taskapp.sources.models import Door
from taskapp.sources.taking import Receipt

TITLE = _l("Hồ sơ, văn bản từ các phần mềm khác")
RULE = _l(
    "Tỷ lệ đúng hạn của từng nguồn = giải quyết đúng hạn ÷ (đã giải quyết có thời hạn + quá hạn chưa giải quyết), cùng "
    "cách tính như nhiệm vụ: ngày xong quyết định, đang trong hạn không làm giảm tỷ lệ. Số liệu do phần mềm nguồn gửi, "
    "không cộng vào nhiệm vụ do UBND, Chủ tịch UBND giao."
)
CELL_NAMES = {
    Cell.ALL: _l("Tổng số trong kỳ"),
    Cell.CARRIED_OVER: _l("Kỳ trước chuyển sang"),
    Cell.IN_PERIOD: _l("Tiếp nhận trong kỳ"),
    Cell.DONE: _l("Đã giải quyết"),
    Cell.DONE_ON_TIME: _l("Đã giải quyết đúng hạn"),
    Cell.EARLY: _l("Đã giải quyết trước hạn"),
    Cell.DONE_LATE: _l("Đã giải quyết quá hạn"),
    Cell.DONE_NO_LIMIT: _l("Đã giải quyết, không thời hạn"),
    Cell.OPEN: _l("Đang giải quyết"),
    Cell.OPEN_IN_TERM: _l("Đang giải quyết trong hạn"),
    Cell.OPEN_OVERDUE: _l("Quá hạn chưa giải quyết"),
    Cell.OPEN_NO_LIMIT: _l("Đang giải quyết, không thời hạn"),
    Cell.DENOMINATOR: _l("Đã đến hạn"),
    Cell.CORRECTED: _l("Phần mềm nguồn sửa số liệu sau kỳ"),
}
DOOR_NAMES = {
    Door.API: _l("API"),
    Door.FILE: _l("thư mục nhận tệp"),
    Door.EDXML: _l("gói edXML"),
    Door.COMMAND: _l("lệnh trên máy chủ"),
    Door.WEB: _l("trang web"),
}
FIELD_NAMES = {
    "id": _l("mã"),
    "kind": _l("loại"),
    "title": _l("tên, trích yếu"),
    "officer": _l("người xử lý"),
    "unit": _l("đơn vị"),
    "received": _l("ngày tiếp nhận"),
    "due": _l("hạn"),
    "done": _l("ngày xong"),
    "cancelled": _l("đã hủy"),
}


def told(receipt: Receipt) -> str:
    """What became of a delivery, in a line."""
    return _(
        "Mới %(added)s, cập nhật %(changed)s, đính chính %(corrected)s, không đổi %(unchanged)s, "
        "không nhận %(refused)s.",
        added=receipt.added,
        changed=receipt.changed,
        corrected=receipt.corrected,
        unchanged=receipt.unchanged,
        refused=len(receipt.refused),
    )
