"""Columns of the radar as shapes, for pages that draw without scripts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from taskapp.reports.board import DayAhead

STEP, HEIGHT = 10, 60  # units of the picture: width of a day, height of the tallest column


class Column(NamedTuple):
    """One day: where it begins, from which height it is drawn and how high it is; whether its date is written."""

    day: DayAhead
    x: int
    y: float
    height: float
    is_labelled: bool


def columns(days: Sequence[DayAhead]) -> list[Column]:
    """Each day in its place; the tallest column fills the height; today and Mondays have their date."""
    most = max((day.due for day in days), default=0) or 1
    return [
        Column(day, place * STEP, round(HEIGHT - height, 1), round(height, 1), place == 0 or day.day.weekday() == 0)
        for place, day in enumerate(days)
        for height in [HEIGHT * day.due / most]
    ]
