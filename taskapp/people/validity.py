"""Days on which a unit is valid: spans of local days, both ends inclusive, None for an open end. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


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
