"""What a database says when it cannot keep what it is given: the disk is full, read-only, broken; in words."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from taskapp.base.i18n import _


class Fault(Enum):
    """Why a database cannot keep what it is given, or read what it kept."""

    FULL = "full"
    READ_ONLY = "read-only"
    BROKEN = "broken"


# SQLite's result codes and PostgreSQL's classes of errors, by how they begin
_CODES = {
    "SQLITE_FULL": Fault.FULL,
    "SQLITE_READONLY": Fault.READ_ONLY,
    "SQLITE_CANTOPEN": Fault.READ_ONLY,
    "SQLITE_IOERR": Fault.BROKEN,
    "SQLITE_CORRUPT": Fault.BROKEN,
    "SQLITE_NOTADB": Fault.BROKEN,
    "53100": Fault.FULL,
    "25006": Fault.READ_ONLY,
    "58": Fault.BROKEN,  # of the operating system: reading and writing
    "XX001": Fault.BROKEN,
    "XX002": Fault.BROKEN,
}


def fault_of(error: DatabaseError) -> Fault | None:
    """Which of these it is; None for anything else, such as a database that is busy or not there."""
    code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None) or ""
    return next((fault for start, fault in _CODES.items() if code.startswith(start)), None)


def told(error: DatabaseError) -> str:
    """What to tell a person whose request was not kept."""
    kept = _("Không gì được lưu; những gì đã lưu trước đó vẫn còn. Hãy giữ lại nội dung đang nhập và gửi lại sau.")
    reasons = {
        Fault.FULL: _("Đĩa của máy chủ đã đầy: hãy báo quản trị dọn đĩa."),
        Fault.READ_ONLY: _("Máy chủ chỉ đọc được, không ghi được dữ liệu: hãy báo quản trị kiểm tra đĩa và quyền ghi."),
        Fault.BROKEN: _("Đĩa hoặc tệp dữ liệu của máy chủ bị hỏng: hãy báo quản trị ngay để chạy taskapp doctor."),
    }
    fault = fault_of(error)
    if fault is None:
        return _("Cơ sở dữ liệu đang bận hoặc không ghi được. Hãy thử lại sau ít giây.")
    return f"{reasons[fault]} {kept}"


def unsound(connection: Connection) -> str:
    """What SQLite finds wrong with its file, looking at all of it; empty when nothing, and on other databases."""
    if connection.dialect.name != "sqlite":
        return ""
    try:
        found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
    except DatabaseError as error:
        if fault_of(error) is not Fault.BROKEN:
            raise
        found = str(error.orig)
    return "" if found == "ok" else found.splitlines()[-1]
