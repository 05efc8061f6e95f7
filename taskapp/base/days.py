"""Which day is meant when the year is left out. Pure."""

from __future__ import annotations

from datetime import date

JUST_GONE = 92  # days: who writes 25/11 on the 29th does not mean next year


def nearest(day: int, month: int, today: date, *, is_past: bool = False) -> date | None:
    """The next such day on or after `today`; one of this year that is only just gone is meant all the same.

    With `is_past` the last one by today. None for a day that no year has.
    """
    step = -1 if is_past else 1
    for year in range(today.year, today.year + 9 * step, step):  # 29/2 comes back within eight years
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found == today or (found < today) is is_past or (not is_past and is_just_gone(found, today)):
            return found
    return None


def is_just_gone(day: date, today: date) -> bool:
    """Whether the day lies behind, in this year and not far, so that it is taken for this year's."""
    return day.year == today.year and 0 < (today - day).days <= JUST_GONE
