"""What commands take from a command line: days and instants as people of the office write them."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click


class Day(click.ParamType[date]):
    """A local day, written ISO."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} không phải ngày dạng YYYY-MM-DD", param, ctx)


class Moment(click.ParamType[datetime]):
    """An instant, written ISO; without an offset on the wall clock of the installation."""

    name = "ISO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} không phải thời điểm ISO, ví dụ 2026-03-02T08:00+07:00", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=_zone()).astimezone(UTC)


def _zone() -> ZoneInfo:
    return ZoneInfo(os.environ.get("TASKAPP_TIMEZONE") or "Asia/Ho_Chi_Minh")
