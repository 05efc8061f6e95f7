"""Days on which a unit is valid: spans of local days, both ends inclusive, None for an open end. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)


class Span(NamedTuple):
    """From which day to which; None: since ever, or until further notice."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day is one of the span's."""
        return self.meets(day, day)

    def meets(self, first: date, last: date) -> bool:
        """Whether the span has a day in common with a period."""
        return (self.first is None or self.first <= last) and (self.last is None or self.last >= first)

    def until(self, day: date) -> Span | None:
        """What is left of the span when something else begins on the day; None when nothing is."""
        before = day - DAY
        if self.first is not None and self.first > before:
            return None
        return Span(self.first, before if self.last is None else min(self.last, before))
