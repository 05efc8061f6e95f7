"""Why a file is not read, as a sentence that the parent translates: the child knows no Flask. Pure."""

from __future__ import annotations

from taskapp.directives.reason import Reason


class Unreadable(Exception):
    """The file cannot or must not be read. `reason` says to the person what to do next."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Scanned(Exception):
    """A PDF whose pages are pictures."""


DAMAGED = Reason("Tệp bị hỏng, không đọc được. Hãy mở bằng Word, lưu lại thành .docx rồi chọn lại.")
TOO_LARGE = Reason("Tệp bung ra quá lớn so với một văn bản nên không mở. Hãy bỏ hình ảnh, phụ lục thừa rồi chọn lại.")
TOO_LONG = Reason("Văn bản dài quá mức đọc được. Hãy tách riêng phần giao nhiệm vụ rồi chọn lại.")
TOO_COMPLEX = Reason("Tệp quá phức tạp nên không đọc được. Hãy sao chép nội dung sang một tệp Word mới rồi chọn lại.")
LOCKED = Reason("Tệp có mật khẩu. Hãy bỏ mật khẩu (Tệp > Thông tin > Bảo vệ) rồi chọn lại.")
MACRO = Reason("Tệp có macro. Hãy mở bằng Word, chọn Lưu thành > Word (.docx) rồi chọn lại.")
