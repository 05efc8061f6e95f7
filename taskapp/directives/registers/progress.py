"""Whether a task is done, in the words of a register's column on progress. Pure."""

from __future__ import annotations

import re

_FINISHED = (
    r"(?:hoàn thành|hoàn tất|xong|kết thúc|báo cáo|nộp|gửi|ban hành|trả lời|phúc đáp|giải quyết|xử lý)"  # after "đã"
)
_DONE = re.compile(
    rf"^(?:đã |việc |nhiệm vụ |công việc |tiến độ:? )*(?:hoàn thành|hoàn tất|xong\b|kết thúc|đúng (?:hạn|tiến độ))"
    rf"|\bđã (?:thực hiện )?{_FINISHED}|\b(?:thực hiện|xử lý|giải quyết) xong\b|^(?:x|v|ok|đã|rồi)$"
)
_OPEN = re.compile(
    r"\b(?:chưa|đang|không hoàn thành|tiếp tục|chờ|tạm dừng|mới giao|đã giao|đã nhận|đã tiếp nhận|trong hạn)\b"
)
_SHARE = re.compile(r"(?<!\d)(\d{1,3})(?:[,.]\d+)?\s*%")
_BEGINNING = 60  # further on the words tell of the work, not of its end


def says_done(text: str) -> bool | None:
    """True for words such as "Đã hoàn thành ngày 12/3", False for "Đang thực hiện" or "Đạt 60%", None for others.

    "Chưa" and "đang" outweigh what stands beside them.
    """
    beginning = " ".join(text.casefold().split())[:_BEGINNING]
    if match := _SHARE.search(beginning):
        return int(match[1]) >= 100
    if _OPEN.search(beginning):
        return False
    return True if _DONE.search(beginning) else None
