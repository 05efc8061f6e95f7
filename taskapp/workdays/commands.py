"""What the command line does with calendars: import a file of decisions, check a count of working days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import BadInput
from taskapp.base.formats import day as written
from taskapp.base.i18n import _, weekday
from taskapp.workdays.calendars import load, set_days
from taskapp.workdays.csvfile import read_csv
from taskapp.workdays.outlook import Outlook, Run, after_workdays

MOST_WORKDAYS = 2500  # ten years: more is a slip of the finger


def import_csv(session: Session, committee_id: int, data: bytes, *, by_id: int | None, now: datetime) -> int:
    """Record the days of a CSV file, all or none; how many were news. Does not commit.

    Raises BadInput whose reason lists every problem by row and column, one a line.
    """
    sheet = read_csv(data)
    if sheet.problems:
        raise BadInput("\n".join(problem_text(*problem) for problem in sheet.problems))
    return set_days(session, committee_id, sheet.entries, by_id=by_id, now=now)


def check(session: Session, committee_id: int, start: date, count: int) -> Outlook:
    """The `count`-th working day after `start` and what lies in between. Raises BadInput for an absurd count."""
    if not 0 <= count <= MOST_WORKDAYS:
        raise BadInput(_("Số ngày làm việc phải từ 0 đến %(most)s.", most=MOST_WORKDAYS))
    return after_workdays(start, count, load(session, committee_id))


def check_text(outlook: Outlook) -> str:
    """check() for people, a line a fact: the resulting day, the days off in between, years without a calendar."""
    lines = [
        _(
            "%(start)s + %(count)s ngày làm việc = %(weekday)s %(due)s",
            start=written(outlook.start),
            count=outlook.workdays,
            weekday=weekday(outlook.due),
            due=written(outlook.due),
        )
    ]
    lines += [
        _("  nghỉ: %(days)s (%(why)s)", days=days_text(run), why=run.why or _("cuối tuần")) for run in outlook.off
    ]
    lines += [_("  làm bù: %(days)s (%(why)s)", days=days_text(run), why=run.why) for run in outlook.worked]
    lines += [
        _("  Chú ý: năm %(year)s chưa có lịch nghỉ lễ, kết quả có thể đổi.", year=year)
        for year in outlook.unknown_years
    ]
    return "\n".join(lines)


def days_text(run: Run) -> str:
    """A run of days as 07/03/2026 – 08/03/2026, or the one day."""
    return written(run.first) if run.first == run.last else f"{written(run.first)} – {written(run.last)}"


def problem_text(row: int, column: str, message: str) -> str:
    """A problem of a file in one sentence."""
    if not column:
        return _("Dòng %(row)s: %(message)s", row=row, message=message)
    return _("Dòng %(row)s, cột “%(column)s”: %(message)s", row=row, column=column, message=message)
