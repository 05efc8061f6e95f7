"""From phrases to the limit they state: a day, a day with an hour, a rule, or what is doubtful about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from taskapp.base import formats
from taskapp.directives.draft import Due, DueKind
from taskapp.directives.phrases import clocks, repeating, rules
from taskapp.directives.phrases.keys import Key
from taskapp.directives.phrases.phrase import Phrase, Said
from taskapp.directives.phrases.resolve import day_of
from taskapp.directives.phrases.rules import Rule
from taskapp.directives.phrases.tokens import Line
from taskapp.directives.phrases.values import Day, Every, Frame, Hour, Period, QuarterMonth, Same, Start, Term, Weekday
from taskapp.workdays.arithmetic import is_workday


@dataclass(frozen=True, slots=True)
class Dated:
    """A day with its hour, and how it was read."""

    day: date
    hour: time | None
    rule: Rule


def due_of(found: Sequence[Phrase], said: Line, text: str, frame: Frame, before: Due) -> Due:
    """The limit that phrases of one clause state together; `before` is the one stated before it."""
    marks = [mark for phrase in found for mark in phrase.marks]
    words = _words([found[-1]], said, text)
    if not all(clocks.is_possible(mark) for mark in marks if isinstance(mark, Hour)):
        return Due(phrase=words, rule=Rule.IMPOSSIBLE, doubt=rules.no_such_day(words))
    if repeating.is_recurring(marks):
        return _recurring(found, said, text, frame)
    return _once(found, words, frame, before)


def _words(found: Sequence[Phrase], said: Line, text: str) -> str:
    start, end = said.place(found[0].first, found[-1].last)
    return " ".join(text[start:end].split())


def _recurring(found: Sequence[Phrase], said: Line, text: str, frame: Frame) -> Due:
    every = [mark for phrase in found for mark in phrase.marks if isinstance(mark, Every)]
    own = [phrase for phrase in found if phrase.recurs or any(phrase.completes(mark) for mark in every)]
    told = [one for phrase in own for one in phrase.limits]
    day_before = frame.readings.before_is_day_before and any(
        Key.BEFORE in one.keys for one in told if not isinstance(one.mark, Hour)
    )
    hours = [hour for one in told if isinstance(one.mark, Hour) and (hour := _hour(one.mark, frame))]
    rule, is_named = repeating.rrule([one.mark for one in told], day_before=day_before and not hours)
    key = Rule.RECURRING if is_named else Rule.RECURRING_DEFAULT
    return Due(DueKind.RECURRING, None, max(hours, default=None), rule, _words(own[:1], said, text), key)


def _once(found: Sequence[Phrase], words: str, frame: Frame, before: Due) -> Due:
    days: list[Dated] = []
    impossible = False
    for phrase in found:
        try:
            days.extend(_days(phrase, frame, days[-1].day if days else before.day))
        except (ValueError, OverflowError):
            impossible = True
    ahead = [day for day in days if day.day >= frame.issued_on]
    if ahead:
        last = max(ahead, key=lambda dated: (dated.day, dated.hour or time.min))
        return _dated(last, words, frame, is_several=len({dated.day for dated in ahead}) > 1)
    if impossible:
        return Due(phrase=words, rule=Rule.IMPOSSIBLE, doubt=rules.no_such_day(words))
    if days:
        return Due(phrase=words, rule=Rule.PAST, doubt=rules.past_day(formats.day(days[-1].day)))
    return Due(phrase=words, rule=Rule.EVENT, doubt=rules.no_event(words))


def _dated(last: Dated, words: str, frame: Frame, *, is_several: bool) -> Due:
    rule = Rule.LAST_OF_SEVERAL if is_several and last.rule in {Rule.DAY, Rule.DAY_NO_YEAR} else last.rule
    hour = last.hour or (frame.hours.end if frame.readings.day_ends_with_office else None)
    doubt = None
    if not is_workday(last.day, frame.calendar):
        doubt = rules.off_day(formats.day(last.day), frame.calendar.off.get(last.day) or formats.weekday(last.day))
    return Due(DueKind.DATETIME if hour else DueKind.DATE, last.day, hour, None, words, rule, doubt)


def _days(phrase: Phrase, frame: Frame, before: date | None) -> list[Dated]:
    hours = [hour for mark in phrase.marks if isinstance(mark, Hour) and (hour := _hour(mark, frame))]
    hour = max(hours, default=None)
    near = _start_of_range(phrase, frame)
    found = [
        Dated(day, hour, rule)
        for one in _of_quarter(_without_lengths(phrase.limits))
        for day, rule in _day(one, frame, near, before, has_hour=bool(hours))
    ]
    if phrase.limits[0].is_after_start:
        found = [Dated(dated.day, dated.hour, Rule.RANGE_END) for dated in found]
    if not found and hour and all(isinstance(mark, Hour) for mark in phrase.marks):
        found = [Dated(before or frame.issued_on, hour, Rule.SAME_DAY)]
    return found


def _without_lengths(limits: tuple[Said, ...]) -> tuple[Said, ...]:
    """Without how long it takes where days are named: "03 ngày, từ ngày 17/11 đến ngày 19/11"."""
    lasting = [one for one in limits if isinstance(one.mark, Term) and one.mark.start is Start.UNSAID]
    named = any(isinstance(one.mark, Day) for one in limits)
    return tuple(one for one in limits if not (named and one in lasting))


def _of_quarter(limits: tuple[Said, ...]) -> tuple[Said, ...]:
    """The day of a month named by its quarter, as one mark: "ngày 10 của tháng cuối quý III"."""
    months = [one.mark for one in limits if isinstance(one.mark, QuarterMonth) and one.mark.quarter]
    if not months or not isinstance(limits[0].mark, Day):
        return limits
    mark = Day(limits[0].mark.days, (months[0].quarter or 1) * 3 - 3 + months[0].place, months[0].year)
    return (replace(limits[0], mark=mark),)


def _day(one: Said, frame: Frame, near: date, before: date | None, *, has_hour: bool) -> list[tuple[date, Rule]]:
    match one.mark:
        case Term(start=Start.EVENT):
            return []
        case Day() | Weekday() | Period() | QuarterMonth() | Term():
            return [day_of(one.mark, frame, near=near, is_before=Key.BEFORE in one.keys and not has_hour)]
        case Same():
            return [(before or frame.issued_on, Rule.SAME_DAY)]
        case _:
            return []


def _start_of_range(phrase: Phrase, frame: Frame) -> date:
    """From which day on a day without a year is sought: the start of a range when that has a year."""
    for one in phrase.said:
        if one.is_start and isinstance(one.mark, Day) and one.mark.month and one.mark.year:
            return max(frame.issued_on, day_of(one.mark, frame, near=frame.issued_on, is_before=False)[0])
    return frame.issued_on


def _hour(mark: Hour, frame: Frame) -> time | None:
    if mark.name:
        named = {
            "start": frame.hours.start,
            "noon": frame.hours.noon,
            "afternoon": frame.hours.afternoon,
            "end": frame.hours.end,
        }
        return named[mark.name]
    return None if mark.hour == 24 else time(mark.hour, mark.minute)
