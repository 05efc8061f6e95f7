"""By when documents are to be entered, and recurring duties in words."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.directives.reviews import rrules
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


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "hằng ngày"),
        ("FREQ=WEEKLY;BYDAY=MO", "hằng tuần, thứ Hai"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2 tuần một lần, thứ Sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20", "hằng tháng, ngày 10, 20"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "hằng tháng, ngày làm việc cuối cùng của tháng"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "hằng quý, ngày 20 tháng cuối quý"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "hằng quý, ngày cuối quý"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "hằng quý, ngày 5 tháng đầu quý sau"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "6 tháng và năm, ngày 15 tháng 6 và tháng 12"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "6 tháng và năm, ngày cuối kỳ"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "hằng năm, ngày 15/11"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "hằng năm, ngày cuối tháng 2"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("", ""),
    ],
)
def test_a_recurring_duty_is_said_in_words(rule: str, words: str):
    assert str(rrules.said(rule)) == words
