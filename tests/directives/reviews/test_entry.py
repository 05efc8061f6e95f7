"""By when documents are to be entered, and recurring duties in words."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.reviews.entry import entry_due
from taskapp.workdays.arithmetic import Calendar

CALENDAR = Calendar({date(2026, 3, 9): "nghỉ"})


@pytest.mark.parametrize(
    ("received", "urgent", "tasks", "due"),
    [
        (date(2026, 3, 2), False, 1, date(2026, 3, 3)),
        (date(2026, 3, 2), False, 10, date(2026, 3, 3)),
        (date(2026, 3, 2), False, 11, date(2026, 3, 4)),
        (date(2026, 3, 2), True, 40, date(2026, 3, 2)),
        (date(2026, 3, 6), False, 1, date(2026, 3, 10)),  # over a weekend and a day off
        (date(2026, 3, 7), False, 1, date(2026, 3, 11)),  # on a Saturday: the next working day is the day of receipt
        (date(2026, 3, 7), True, 1, date(2026, 3, 7)),
    ],
)
def test_urgent_documents_are_entered_at_once_ordinary_ones_in_a_working_day_large_ones_in_two(
    received: date, urgent: bool, tasks: int, due: date
):
    assert entry_due(received, CALENDAR, is_urgent=urgent, tasks=tasks) == due
