"""What the cells under a heading are like, and how that speaks for or against a meaning of their column. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from taskapp.directives.registers import dates, progress, wording
from taskapp.directives.registers.headings import Meaning

LOOKED_AT = 60  # rows below a heading
_SERIALS = range(36526, 55153)  # 2000 to 2050 as Excel counts days
_FEW, _MANY = 0.2, 0.5
_AGAINST, _SURELY_AGAINST, _NEVER = -30, -60, -1000
_DATED = frozenset({Meaning.DUE, Meaning.ISSUED, Meaning.DONE})
_WORDED = frozenset({Meaning.CONTENT, Meaning.LEAD, Meaning.SUPPORT})


@dataclass(frozen=True)
class Profile:
    """Shares, from 0 to 1, of the filled cells of a column that are days, words on progress, numbers."""

    filled: int = 0
    days: float = 0
    states: float = 0
    numbers: float = 0


def profiles(rows: Mapping[int, Sequence[object]], after: int, width: int) -> list[Profile]:
    """One profile for each column, from the rows below row `after`."""
    below = [cells for _number, cells in islice(((n, c) for n, c in rows.items() if n > after), LOOKED_AT)]
    return [_profile([cells[column] for cells in below if column < len(cells)]) for column in range(width)]


def weight(meaning: Meaning, profile: Profile, *, is_hidden: bool) -> int:
    """What to add to the sureness of a meaning: nothing, or less than nothing where the cells speak against it."""
    if not profile.filled:
        return -1  # of two columns with the same heading the one that is kept
    hidden = -1 if is_hidden else 0
    if meaning in _WORDED and profile.numbers > _MANY:
        return _NEVER
    if meaning in (Meaning.LEAD, Meaning.SUPPORT) and profile.days > _MANY:
        return _NEVER
    if meaning in (Meaning.DUE, Meaning.ISSUED) and profile.states > _FEW:
        return _SURELY_AGAINST + hidden
    if meaning in _DATED and profile.days + profile.states < _FEW:
        return _AGAINST + hidden
    if meaning in (Meaning.NUMBER, Meaning.PROGRESS) and profile.days > 1 - _FEW:
        return _SURELY_AGAINST + hidden
    return hidden


def tells_progress(profile: Profile) -> bool:
    """Whether most cells of the column say whether a task is done."""
    return profile.states > _MANY


def _profile(cells: Sequence[object]) -> Profile:
    filled = [cell for cell in cells if cell is not None]
    if not filled:
        return Profile()
    count = len(filled)
    days = sum(_is_day(cell) for cell in filled)
    states = sum(isinstance(cell, str) and progress.says_done(cell) is not None for cell in filled)
    numbers = sum(_is_number(cell) for cell in filled)
    return Profile(count, days / count, states / count, numbers / count)


def _is_day(cell: object) -> bool:
    if isinstance(cell, date):
        return True
    if isinstance(cell, str):
        return dates.speaks_of_time(cell) and not wording.numbers(cell)
    return isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return cell.replace(".", "").replace(",", "").strip(" %").isdigit()
    return isinstance(cell, int | float)
