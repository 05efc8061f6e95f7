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


DEFAULT = OfficeRules()


@dataclass(frozen=True)
class Terms:
    """What a move is judged by: the working calendar and the office's own rules."""

    calendar: Calendar
    rules: OfficeRules = field(default=DEFAULT)
