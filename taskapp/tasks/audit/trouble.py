"""Why the record cannot be sealed or checked, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from taskapp.base.i18n import _


class Hindrance(StrEnum):
    """What is in the way."""

    NO_KEY = "no_key"  # none is set
    OTHER_KEY = "other_key"  # the seals were made with a key that is not at hand
    ANCHOR_SHUT = "anchor_shut"  # cannot be written, or read
    ANCHOR_GONE = "anchor_gone"  # there are seals, and no anchor
    ANCHOR_ODD = "anchor_odd"  # holds what we did not write
    ANCHOR_BEHIND = "anchor_behind"  # ends before the seals do, and nothing else is wrong
    ANCHOR_DIFFERS = "anchor_differs"  # the newest seal is another one than the anchor knows
    SEALS_LOST = "seals_lost"  # the anchor knows newer seals than the database has
    STILL_WRITING = "still_writing"  # a transaction that has written stays open, so nothing can be sealed
    UNEXPECTED = "unexpected"  # an error that nobody thought of; the log has it
    TOO_LONG = "too_long"  # did not end in the time that a job has


class Hindered(Exception):
    """It cannot be done; `detail` is a path, with the system's word, or empty."""

    def __init__(self, hindrance: Hindrance, detail: str = "") -> None:
        super().__init__(f"{hindrance.value}: {detail}")
        self.hindrance = hindrance
        self.detail = detail


@contextmanager
def reaching(folder: Path) -> Iterator[None]:
    """Inside, the anchor is read or written. Raises Hindered when that cannot be done."""
    try:
        yield
    except OSError as error:
        raise Hindered(Hindrance.ANCHOR_SHUT, f"{folder}: {error.strerror or error}") from error


def say(hindrance: Hindrance, detail: str = "") -> str:
    """In words, with what to do."""
    words = {
        Hindrance.NO_KEY: _("chưa có khóa niêm phong: đặt TASKAPP_AUDIT_KEY hoặc TASKAPP_AUDIT_KEY_FILE"),
        Hindrance.OTHER_KEY: _(
            "các niêm phong đã có được làm bằng một khóa khác: đặt lại đúng khóa ấy; nếu đã đổi khóa, ghi khóa cũ "
            "sau khóa mới trong TASKAPP_AUDIT_KEY"
        ),
        Hindrance.ANCHOR_SHUT: _("không đọc, ghi được sổ neo: kiểm tra quyền, đĩa trống và TASKAPP_AUDIT_ANCHOR"),
        Hindrance.ANCHOR_GONE: _(
            "không thấy sổ neo của những niêm phong đã có: đưa bản sao sổ neo trở lại, hoặc kiểm tra với bản sao bằng "
            "--anchor; máy mới thêm hoặc vừa phục hồi thì lập sổ neo trống theo hướng dẫn quản trị"
        ),
        Hindrance.ANCHOR_ODD: _("sổ neo có dòng không phải của hệ thống: đối chiếu với bản sao sổ neo"),
        Hindrance.ANCHOR_BEHIND: _(
            "sổ neo chưa có những niêm phong mới nhất: xem vì sao không ghi được (đĩa đầy, quyền ghi, bộ nhắc việc của "
            "máy này ngừng) rồi kiểm tra lại"
        ),
        Hindrance.ANCHOR_DIFFERS: _("niêm phong mới nhất khác với sổ neo: chạy taskapp audit verify và báo thanh tra"),
        Hindrance.SEALS_LOST: _(
            "sổ neo có những niêm phong mà cơ sở dữ liệu không có: chạy taskapp audit verify; nếu vừa phục hồi bản "
            "sao lưu, làm theo hướng dẫn quản trị"
        ),
        Hindrance.STILL_WRITING: _(
            "một giao dịch đang ghi nhật ký đã mở hơn 15 phút: tìm nó trong pg_stat_activity rồi kết thúc nó"
        ),
        Hindrance.UNEXPECTED: _("lỗi không lường trước: xem nhật ký dịch vụ"),
        Hindrance.TOO_LONG: _("nhật ký quá dài cho việc kiểm tra tự động: chạy taskapp audit verify trên máy chủ"),
    }
    found = words[hindrance]
    return f"{found} ({detail})" if detail else found
