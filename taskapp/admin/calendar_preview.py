"""What the assignment form asks while a limit is typed: N working days from a day, or a date, seen from today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from taskapp.base.errors import BadInput
from taskapp.base.forms import typed_day
from taskapp.base.i18n import _
from taskapp.workdays.arithmetic import Calendar
from taskapp.workdays.commands import MOST_WORKDAYS
from taskapp.workdays.outlook import Outlook, after_days, after_workdays, until

CALENDAR_DAYS = "day"  # the `unit` that counts every day; anything else counts working days


@dataclass(frozen=True)
class Preview:
    """An outlook on a due date and how it was asked for: `count` None when the date itself was given."""

    outlook: Outlook
    count: int | None
    in_calendar_days: bool


def read_preview(args: Mapping[str, str], today: date, calendar: Calendar) -> Preview | None:
    """The preview that `from`, `n`, `due` and `unit` ask for; None when nothing is typed yet. Raises BadInput.

    `workdays` and `due_on`, the names in the assignment form, stand for `n` and `due`; a date goes before a count, as
    in that form.
    """
    start = _day(args.get("from", "")) or today
    due = _day(args.get("due") or args.get("due_on", ""))
    if due:
        return Preview(until(start, due, calendar), None, False)
    count = (args.get("n") or args.get("workdays", "")).strip()
    if not count:
        return None
    number = _count(count)
    in_days = args.get("unit") == CALENDAR_DAYS
    count_from = after_days if in_days else after_workdays
    return Preview(count_from(start, number, calendar), number, in_days)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return typed_day(text)
    except ValueError as error:
        raise BadInput(str(error)) from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_WORKDAYS):
        raise BadInput(_("Số ngày phải là số nguyên từ 1 đến %(most)s.", most=MOST_WORKDAYS))
    return int(text)
