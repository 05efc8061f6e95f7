"""By when the tasks of a document that came in are to be given out. Pure.

Source: the target of Thanh Hóa province, 2025: urgent documents on the same day, ordinary ones within 1 working day,
those with many tasks or many receivers within 2.
"""

from __future__ import annotations

from datetime import date

from taskapp.workdays.arithmetic import Calendar, add_workdays, workday_on_or_after

MANY = 10  # more tasks than these are many
ORDINARY_DAYS, MANY_DAYS = 1, 2  # working days


def entry_due(received_on: date, calendar: Calendar, *, is_urgent: bool, tasks: int) -> date:
    """The last local day on which the tasks are given out in time; an urgent one of a day off waits for no working day.

    What comes on a day off counts from the next working day on.
    """
    if is_urgent:
        return received_on
    days = MANY_DAYS if tasks > MANY else ORDINARY_DAYS
    begun = workday_on_or_after(received_on, calendar)
    return add_workdays(begun, days, calendar)
