"""The chance of being late in words: its level, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from taskapp.base.i18n import _, _l, _n
from taskapp.tasks.risk import Cause, RiskLevel

LEVEL_NAMES = {RiskLevel.HIGH: _l("cao"), RiskLevel.MEDIUM: _l("trung bình"), RiskLevel.LOW: _l("thấp")}
LEVEL_KINDS = {RiskLevel.HIGH: "late", RiskLevel.MEDIUM: "soon", RiskLevel.LOW: "none"}


def level_text(level: RiskLevel) -> str:
    """“Nguy cơ trễ: cao”."""
    return _("Nguy cơ trễ: %(level)s", level=LEVEL_NAMES[level])


def reasons_text(reasons: Iterable[Iterable[Any]] | None) -> str:
    """The causes as they are kept, strongest first, with commas."""
    return ", ".join(_REASONS[Cause(cause)](int(number)) for cause, number in reasons or ())


def risk_text(level: RiskLevel | None, reasons: Iterable[Iterable[Any]] | None) -> str:
    """Level and reasons for a list; nothing while the risk is low or not known."""
    if level is None or level is RiskLevel.LOW:
        return ""
    why = reasons_text(reasons)
    return _("%(level)s (%(why)s)", level=level_text(level), why=why) if why else level_text(level)


def _left(days: int) -> str:
    return _n("chỉ còn 1 ngày làm việc", "chỉ còn %(num)s ngày làm việc", days) if days else _("hết hạn hôm nay")


def _silent(days: int) -> str:
    return _n("đã 1 ngày làm việc không cập nhật", "đã %(num)s ngày làm việc không cập nhật", days)


def _unaccepted(days: int) -> str:
    if not days:
        return _("chưa tiếp nhận")
    return _n("chưa tiếp nhận sau 1 ngày làm việc", "chưa tiếp nhận sau %(num)s ngày làm việc", days)


def _load(count: int) -> str:
    return _n("người xử lý đang có 1 việc", "người xử lý đang có %(num)s việc", count)


def _unit(days: int) -> str:
    return _n("đơn vị thường xong sau 1 ngày làm việc", "đơn vị thường xong sau %(num)s ngày làm việc", days)


def _extended(count: int) -> str:
    return _n("đã gia hạn 1 lần", "đã gia hạn %(num)s lần", count)


def _returned(count: int) -> str:
    return _n("kết quả đã bị trả lại 1 lần", "kết quả đã bị trả lại %(num)s lần", count)


def _urged(count: int) -> str:
    return _n("đôn đốc 1 lần chưa trả lời", "đôn đốc %(num)s lần chưa trả lời", count)


def _source(_number: int) -> str:
    return _("việc từ nguồn giao này thường xong muộn")


_REASONS: Mapping[Cause, Callable[[int], str]] = {
    Cause.LEFT: _left,
    Cause.SILENT: _silent,
    Cause.UNACCEPTED: _unaccepted,
    Cause.LOAD: _load,
    Cause.UNIT: _unit,
    Cause.EXTENDED: _extended,
    Cause.RETURNED: _returned,
    Cause.URGED: _urged,
    Cause.SOURCE: _source,
}
