"""From a mark to its day: the year left out, the end of a period, a counted term. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from taskapp.directives.phrases.rules import Rule
from taskapp.directives.phrases.values import Day, Frame, Part, Period, QuarterMonth, Start, Term, Unit, Weekday
from taskapp.workdays.arithmetic import add_workdays, is_workday, workday_on_or_after, workday_on_or_before

ONE = timedelta(days=1)
EARLIEST, LATEST = 1945, 2199


def day_of(
    mark: Day | Weekday | Period | QuarterMonth | Term, frame: Frame, *, near: date, is_before: bool
) -> tuple[date, Rule]:
    """The day on which a mark ends, and by which rule; `near` is the day from which a day without a year is sought.

    `is_before`: the words say "trước". Raises ValueError when no calendar has the day, OverflowError past year 9999.
    """
    match mark:
        case Day():
            return _named(_day(mark, frame, near), frame, is_before, Rule.DAY if mark.year else Rule.DAY_NO_YEAR)
        case Weekday():
            return _named(_weekday(mark, frame), frame, is_before, Rule.WEEKDAY)
        case QuarterMonth():
            whole = _last(Period(Unit.QUARTER, mark.quarter, mark.year, None if mark.quarter else 0), frame)
            return _month_end(whole.year, whole.month - 3 + mark.place), Rule.PERIOD_END
        case Period():
            return _period(mark, frame, is_before)
        case Term():
            return _term(mark, frame)


def _named(day: date, frame: Frame, is_before: bool, rule: Rule) -> tuple[date, Rule]:
    if is_before and frame.readings.before_is_day_before:
        day, rule = day - ONE, Rule.DAY_BEFORE
    if frame.readings.off_moves_back:
        day = workday_on_or_before(day, frame.calendar)
    return day, rule


def _day(mark: Day, frame: Frame, near: date) -> date:
    number, own = mark.days[-1], frame.issued_on
    if mark.month:
        if mark.year is not None:
            return _checked(_year(mark.year, frame), mark.month, number)
        if frame.readings.year_is_documents:
            return _checked(own.year, mark.month, number)
        return _first(near, [(near.year + ahead, mark.month, number) for ahead in range(9)])
    months = [_shifted(own, ahead) for ahead in range(4)]
    if mark.shift is not None:
        return _checked(*months[mark.shift], number)
    return _first(near, [(year, month, number) for year, month in (_shifted(near, ahead) for ahead in range(4))])


def _first(near: date, written: list[tuple[int, int, int]]) -> date:
    for year, month, day in written:
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= near:
            return found
    return _checked(*written[0])


def _weekday(mark: Weekday, frame: Frame) -> date:
    number, own = mark.days[-1], frame.issued_on
    if mark.week is not None:
        return own + ONE * (number - own.weekday() + 7 * mark.week)
    return own + ONE * ((number - own.weekday()) % 7)


def _period(mark: Period, frame: Frame, is_before: bool) -> tuple[date, Rule]:
    if mark.unit is Unit.WEEK:
        last = 6 if frame.readings.week_ends_sunday else 4
        number = mark.part.weekday if mark.part and mark.part.weekday is not None else last
        return _weekday(Weekday((number,), mark.shift or 0), frame), Rule.WEEK
    end = _last(mark, frame)
    if mark.part:
        return _in_part(mark.unit, mark.part, end, frame)
    if is_before:  # "trước tháng 7" ends before the month begins
        return _start(mark.unit, end) - ONE, Rule.PERIOD_END
    return end, Rule.PERIOD_END


def _in_part(unit: Unit, part: Part, last: date, frame: Frame) -> tuple[date, Rule]:
    first = _start(unit, last)
    if part.workday:
        found = (
            workday_on_or_before(last, frame.calendar)
            if part.workday < 0
            else workday_on_or_after(first, frame.calendar)
        )
        return found, Rule.LAST_WORKDAY
    if part.weekday is not None:
        return _nth(first, last, part.weekday, part.nth), Rule.PERIOD_PART
    if part.is_start:
        return first, Rule.PERIOD_PART
    if part.is_middle:
        return (_month_end(last.year, 6) if unit is Unit.YEAR else first + (last - first) // 2), Rule.PERIOD_PART
    if part.day > 0:
        return last.replace(day=min(part.day, last.day)), Rule.PERIOD_PART
    return last, Rule.PERIOD_END


def _nth(first: date, last: date, weekday: int, nth: int) -> date:
    if nth < 0:
        return last - ONE * ((last.weekday() - weekday) % 7)
    found = first + ONE * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return min(found, last)


def _last(mark: Period, frame: Frame) -> date:
    own = frame.issued_on
    length = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}.get(mark.unit, 12)
    end = mark.number if mark.unit is Unit.HALF else (mark.number or 12 // length) * length
    if mark.year is not None and (mark.number or mark.unit is Unit.YEAR):
        return _month_end(_year(mark.year, frame), end or 12)
    if mark.shift is not None or not mark.number:
        months = (own.month - 1) // length * length + length * ((mark.shift or 0) + 1)
        return _month_end(own.year, months)
    found = _month_end(own.year, end or 12)
    return found if found >= own or frame.readings.year_is_documents else _month_end(own.year + 1, end or 12)


def _start(unit: Unit, last: date) -> date:
    months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6}.get(unit, 12)
    return _month_end(last.year, last.month - months) + ONE


def _term(mark: Term, frame: Frame) -> tuple[date, Rule]:
    start = _from(mark, frame)
    count = -mark.count if mark.is_back else mark.count
    if mark.unit is Unit.WORKDAY:
        return add_workdays(start, count, frame.calendar), Rule.TERM_BACK if mark.is_back else Rule.TERM_WORKDAYS
    found = _counted(start, count, mark.unit)
    if mark.is_back:
        return found, Rule.TERM_BACK
    if frame.readings.term_moves_on and mark.count and not is_workday(found, frame.calendar):
        found = workday_on_or_after(found, frame.calendar)
    return found, Rule.TERM_CALENDAR


def _from(mark: Term, frame: Frame) -> date:
    if mark.day:
        return _day(mark.day, frame, frame.issued_on)
    return frame.issued_on if mark.start is Start.DOCUMENT else frame.receipt


def _counted(start: date, count: int, unit: Unit) -> date:
    if unit is Unit.HOUR:
        return start + ONE * -(-count // 24)
    if unit in {Unit.DAY, Unit.WEEK}:
        return start + ONE * (count * (7 if unit is Unit.WEEK else 1))
    months = count * {Unit.QUARTER: 3, Unit.YEAR: 12}.get(unit, 1)
    last = _month_end(start.year, start.month + months)
    return last.replace(day=min(start.day, last.day))


def _month_end(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return _checked(year, month, monthrange(year, month)[1] if EARLIEST <= year <= LATEST else 1)


def _shifted(day: date, months: int) -> tuple[int, int]:
    return day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1


def _year(year: int, frame: Frame) -> int:
    return frame.issued_on.year + year if year < 2 else year


def _checked(year: int, month: int, day: int) -> date:
    if not EARLIEST <= year <= LATEST:
        raise ValueError("a year that no document means")
    return date(year, month, day)
