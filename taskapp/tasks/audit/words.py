"""What a verification found, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from taskapp.base import clock
from taskapp.base.i18n import _, _l
from taskapp.tasks.audit.findings import Wrong

WRONG_NAMES: Mapping[str, Any] = {
    Wrong.CHANGED: _l("bị sửa sau khi niêm phong"),
    Wrong.MISSING: _l("bị xóa sau khi niêm phong"),
    Wrong.ADDED: _l("bị chèn vào phần đã niêm phong"),
    Wrong.SEAL_CHANGED: _l("niêm phong bị sửa, hoặc dòng này và niêm phong cùng bị sửa"),
    Wrong.SEAL_MISSING: _l("niêm phong bị mất"),
    Wrong.OLD_KEY: _l("niêm phong được làm bằng một khóa đã thay"),
    Wrong.ANCHOR_DIFFERS: _l("sổ neo ghi khác với niêm phong"),
    Wrong.ANCHOR_SHORT: _l("sổ neo thiếu niêm phong này"),
}


def say(problem: Mapping[str, Any], zone: str) -> str:
    """One wrong thing (Problem.as_dict) in one line; instants on the clock of `zone`."""
    where = _("niêm phong số %(number)s", number=str(problem["seal"])) if problem["seal"] is not None else ""
    row = _row(problem, lambda moment: clock.local(moment, zone))
    return ": ".join(filter(None, (" · ".join(filter(None, (row, where))), str(WRONG_NAMES[problem["wrong"]]))))


def _row(problem: Mapping[str, Any], local: Callable[[datetime], datetime]) -> str:
    if problem["event_id"] is None:
        return ""
    return _(
        "dòng %(id)s (nhiệm vụ số %(task)s, thay đổi thứ %(version)s, ghi lúc %(when)s)",
        id=str(problem["event_id"]),
        task=str(problem["task_id"]),
        version=str(problem["version"]),
        when=_when(problem["recorded_at"], local),
    )


def _when(stamp: Any, local: Callable[[datetime], datetime]) -> str:
    with suppress(ValueError, OverflowError):
        return f"{local(datetime.fromisoformat(str(stamp)).replace(tzinfo=UTC)):%H:%M:%S %d/%m/%Y}"
    return str(stamp)
