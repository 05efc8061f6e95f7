"""Threads that ask for the columns of an alias at the same moment, the first ones ever to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import Any

from sqlalchemy import Alias, inspect
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import WriteableColumnCollection

from taskapp.tasks.models import Task

COLUMNS = list(Task.__table__.c)


def _fill(alias: Alias, at: int, meanwhile: Callable[[], None]) -> bool:
    """Let the columns be worked out, and something happen before one line of that; whether there is such a line."""
    fill = WriteableColumnCollection._init_proxy_index.__code__
    lines, met = count(), []

    def on_line(_frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "line" and next(lines) == at:
            met.append(at)
            sys.settrace(None)
            meanwhile()
        return on_line

    before = sys.gettrace()
    sys.settrace(lambda frame, _event, _arg: on_line if frame.f_code is fill else None)
    try:
        alias.corresponding_column(COLUMNS[0])
    finally:
        sys.settrace(before)
    return bool(met)


def test_who_asks_while_another_works_them_out_gets_the_columns_of_the_alias() -> None:
    for at in count():
        alias = inspect(aliased(Task)).selectable
        found: list[Any] = []
        if not _fill(alias, at, lambda a=alias, f=found: f.extend(a.corresponding_column(one) for one in COLUMNS)):
            break
        assert [column.table for column in found] == [alias] * len(COLUMNS), f"before line {at}"
    assert at > len(COLUMNS)
