"""What a committee decides for itself about its tasks. Pure; rule_settings.py keeps the choices."""

from __future__ import annotations

from dataclasses import dataclass, field

from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class OfficeRules:
    """Days are working days. One extension: Đồng Tháp QĐ 790; three urgings, then the leader: Hà Nội."""

    most_extensions: int = 1
    ask_before: int = 0  # an extension is asked for at least this many days before the limit
    late_requests: bool = False  # whether one may be asked for after the limit; the task stays late all the same
    is_strict: bool = False  # days that a timely result lay with the approver are not taken off
    decline_within: int = 1  # days after receipt in which a unit may say it is not its competence
    internal_days: int = 2  # how long before the official limit a piece of the work is proposed to be due
    urgings_before_leader: int = 3  # after so many unanswered ones the task joins the leader's list
    report_by_mail: bool = True  # whether mails carry a link with which to report without signing in
    # How deadlines in words are read where no rule settles it, P1 to P7; the defaults are the usual readings.
    before_is_day_before: bool = False  # "trước ngày 15" ends on the 14th
    off_moves_back: bool = False  # a named day that is a day off becomes the working day before
    term_moves_on: bool = False  # a counted term that ends on a day off ends on the next working day
    year_is_documents: bool = False  # a day without a year is in the document's year, not the next such day
    week_ends_sunday: bool = False  # "trong tuần" ends on Sunday, not on Friday
    starts_on_receipt: bool = False  # a term counts from the receipt of the document, not from its date
    day_ends_with_office: bool = False  # a day without an hour ends with the office hours, not at 24:00


DEFAULT = OfficeRules()


@dataclass(frozen=True)
class Terms:
    """What a move is judged by: the working calendar and the office's own rules."""

    calendar: Calendar
    rules: OfficeRules = field(default=DEFAULT)
