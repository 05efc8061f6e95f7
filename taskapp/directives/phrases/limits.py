"""The limits of a text: phrases joined where words part them, weighed against the document's day, and dated. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from taskapp.base import formats
from taskapp.directives.draft import NOT_DATED, Due, DueKind
from taskapp.directives.phrases import clocks, repeating, rules
from taskapp.directives.phrases.grammar import Key, Phrase, Said, phrases
from taskapp.directives.phrases.resolve import day_of
from taskapp.directives.phrases.rules import Rule
from taskapp.directives.phrases.tokens import Line, line
from taskapp.directives.phrases.values import Day, Event, Every, Found, Frame, Hour, Now, Period, QuarterMonth, Same, Term, Weekday
from taskapp.directives.phrases.words import pattern

_JOINTS = pattern(r"(?:, |và |\( |\) |– |- |đồng thời |(?:lần|đợt|giai đoạn) (?:\d+|một|hai|ba|i{1,3}) |là |: )*$")
_SUMS = re.compile(r"(?:tính|lũy kế|luỹ kế|số liệu|cộng dồn|tổng hợp số liệu|hết hạn|có hiệu lực|hiệu lực) $")
_URGENT = re.compile(r"(?:khẩn trương|sớm|trong thời gian sớm nhất|ngay lập tức|càng sớm càng tốt) ")
_CASES = re.compile(r"(?:^|[,;.:] )(?:nếu|trường hợp|khi|mỗi khi|trong trường hợp) |(?:trường hợp|nếu|khi xảy ra|khi có|khi phát sinh) ")
_PER_CASE = re.compile(r"(?:đối với|cho mỗi|với mỗi) ")
_PURPOSE = re.compile(r"(?:^| )để (?:tổng hợp|báo cáo|trình|kịp|phục vụ|theo dõi)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day with its hour, and how it was read."""

    day: date
    hour: time | None
    rule: Rule


def find(text: str, frame: Frame) -> list[Found]:
    """Every phrase of a running text that sets a limit, in order, with its offsets in `text` as given.

    Starts ("từ ngày X"), cut-offs of figures ("tính đến ngày X"), days before the document's own and bare days are none.
    Two phrases of a sentence that make one recurrence ("Hằng tháng, … trước ngày 20") carry the same limit. A phrase that hangs
    from an event without a day is given with kind NONE.
    """
    said = line(text)
    found: list[Found] = []
    before: Due = NOT_DATED
    for phrase in _limits(said, frame):
        due = _due([phrase], said, frame, text, before)
        if due.rule in {Rule.PAST, ""}:
            continue
        start, end = said.place(phrase.first, phrase.last)
        found.append(Found(start, end, due))
        before = due if due.day else before
    return found


def deadline_of(text: str, frame: Frame, before: Due = NOT_DATED) -> Due:
    """The one limit of a clause; `before` is the limit stated before it, to which "cùng ngày" points.

    A recurrence wins over a day, of several days the last one counts, and words without a day give NOT_DATED or kind
    NONE with what is doubtful.
    """
    said = line(text)
    found = [phrase for phrase in _limits(said, frame) if not _is_purpose(phrase, said, found_before=True)] or []
    due = _due(_own(_limits(said, frame), said), said, frame, text, before) if found else NOT_DATED
    if due.kind is DueKind.NONE and due.rule in {"", Rule.PAST} and (urged := _URGENT.search(said.plain)):
        place = said.place(urged.start(), urged.end())
        return Due(rule=Rule.URGENT, doubt=rules.only_urgent(text[place[0] : place[1]]))
    return due


def in_cell(text: str, frame: Frame, before: Due = NOT_DATED) -> Due:
    """The limit that a table's cell of time states, where bare days, periods and recurrences are limits too."""
    said = line(text)
    whole = _joined([phrase for phrase in phrases(said) if phrase.limits], said)
    return _due(whole, said, frame, text, before) if whole else NOT_DATED


def _limits(said: Line, frame: Frame) -> list[Phrase]:
    kept = [_weighed(phrase, said) for phrase in _joined(list(phrases(said)), said)]
    return [phrase for phrase in kept if phrase.is_limit and not _SUMS.search(said.plain[max(0, phrase.first - 40) : phrase.first])]


def _joined(found: list[Phrase], said: Line) -> list[Phrase]:
    """Phrases that only a comma, "và" or a bracket parts, made one where they tell of one limit."""
    joined: list[Phrase] = []
    for phrase in found:
        gap = said.plain[joined[-1].last : phrase.first] if joined else "x"
        if joined and len(gap) < 40 and _JOINTS.match(gap) and _tell_one(joined[-1], phrase, gap):
            joined[-1] = Phrase(joined[-1].first, phrase.last, joined[-1].said + _inherited(joined[-1], phrase))
        else:
            joined.append(phrase)
    return joined


def _tell_one(one: Phrase, other: Phrase, gap: str) -> bool:
    if other.is_limit and one.is_limit and not (one.recurs or other.recurs) and not one.is_open:
        return gap.strip() != ","
    return one.is_open or other.is_open or not other.is_limit


def _inherited(one: Phrase, other: Phrase) -> tuple[Said, ...]:
    if other.is_limit or not one.said:
        return other.said
    keys = one.said[-1].keys
    return tuple(replace(said, keys=said.keys | keys, is_start=said.is_start) for said in other.said)


def _weighed(phrase: Phrase, said: Line) -> Phrase:
    """A count of days that a condition sets going ("trường hợp … thì trong 05 ngày") starts with an event."""
    before = said.plain[:phrase.first].rsplit(". ", 1)[-1][-400:]
    after = said.plain[phrase.last : phrase.last + 20]
    if not (_CASES.search(before) or _PER_CASE.match(after)):
        return phrase
    told = tuple(
        replace(one, mark=replace(one.mark, is_event=True)) if isinstance(one.mark, Term) and one.mark.is_vague else one
        for one in phrase.said
    )
    return replace(phrase, said=told)


def _own(found: list[Phrase], said: Line) -> list[Phrase]:
    own: list[Phrase] = []
    for phrase in found:
        if own and _is_purpose(phrase, said, found_before=True):
            continue
        own.append(phrase)
    return own


def _is_purpose(phrase: Phrase, said: Line, *, found_before: bool) -> bool:
    return False


def _due(found: Sequence[Phrase], said: Line, frame: Frame, text: str, before: Due) -> Due:
    place = said.place(found[0].first, found[-1].last) if len(found) == 1 else said.place(found[-1].first, found[-1].last)
    words = " ".join(text[place[0] : place[1]].split())
    marks = [one for phrase in found for one in phrase.limits if not isinstance(one.mark, Now)]
    hours = [one.mark for one in marks if isinstance(one.mark, Hour)]
    if not all(clocks.is_possible(hour) for hour in hours):
        return Due(phrase=words, rule=Rule.IMPOSSIBLE, doubt=rules.no_such_day(words))
    if repeating.is_recurring([one.mark for one in marks]):
        return _recurring(found, words, frame)
    return _dated(found, words, frame, before)


def _recurring(found: Sequence[Phrase], words: str, frame: Frame) -> Due:
    told = [one for phrase in found if phrase.recurs or phrase.is_open for one in phrase.limits]
    day_before = frame.readings.before_is_day_before and any(Key.BEFORE in one.keys for one in told)
    rule, is_named = repeating.rrule([one.mark for one in told], day_before=day_before)
    hours = [_hour(one.mark, frame) for one in told if isinstance(one.mark, Hour)]
    key = Rule.RECURRING if is_named else Rule.RECURRING_DEFAULT
    return Due(DueKind.RECURRING, None, max((hour for hour in hours if hour), default=None), rule, words, key)


def _dated(found: Sequence[Phrase], words: str, frame: Frame, before: Due) -> Due:
    days: list[Dated] = []
    problem: Due | None = None
    for phrase in found:
        try:
            days.extend(_days(phrase, frame, days[-1].day if days else before.day))
        except (ValueError, OverflowError):
            problem = Due(phrase=words, rule=Rule.IMPOSSIBLE, doubt=rules.no_such_day(words))
    ahead = [day for day in days if day.day >= frame.issued_on]
    if ahead:
        last = max(ahead, key=lambda dated: (dated.day, dated.hour or time.max))
        return _said(last, words, frame, len({dated.day for dated in ahead}) > 1)
    if problem:
        return problem
    if days:
        return Due(phrase=words, rule=Rule.PAST, doubt=rules.past_day(formats.day(days[-1].day)))
    return Due(phrase=words, rule=Rule.EVENT, doubt=rules.no_event(words))


def _said(last: Dated, words: str, frame: Frame, is_several: bool) -> Due:
    rule = Rule.LAST_OF_SEVERAL if is_several and last.rule in {Rule.DAY, Rule.DAY_NO_YEAR} else last.rule
    hour = last.hour or (frame.hours.end if frame.readings.day_ends_with_office else None)
    doubt = None
    if reason := _day_off(last.day, frame):
        doubt = rules.off_day(formats.day(last.day), reason)
    return Due(DueKind.DATETIME if hour else DueKind.DATE, last.day, hour, None, words, rule, doubt)


def _day_off(day: date, frame: Frame) -> str | None:
    calendar = frame.calendar
    if day in calendar.worked or (day not in calendar.off and day.weekday() not in calendar.weekend):
        return None
    return calendar.off.get(day) or formats.weekday(day)


def _days(phrase: Phrase, frame: Frame, before: date | None) -> list[Dated]:
    limits = phrase.limits
    hours = [hour for one in limits if isinstance(one.mark, Hour) and (hour := _hour(one.mark, frame))]
    hour = max(hours, default=None)
    near = frame.issued_on
    for one in phrase.said:
        if one.is_start and isinstance(one.mark, Day) and one.mark.month:
            near = max(near, day_of(one.mark, frame, near=near, is_before=False)[0]) if one.mark.year else near
    found: list[Dated] = []
    for one in limits:
        match one.mark:
            case Day() | Weekday() | Period() | QuarterMonth():
                day, rule = day_of(one.mark, frame, near=near, is_before=Key.BEFORE in one.keys and not hours)
                found.append(Dated(day, hour, rule))
            case Term(is_event=False):
                day, rule = day_of(one.mark, frame, near=near, is_before=False)
                found.append(Dated(day, hour, rule))
            case Same():
                found.append(Dated(before or frame.issued_on, hour, Rule.SAME_DAY))
            case _:
                pass
    only_hours = bool(limits) and all(isinstance(one.mark, Hour) for one in limits)
    if only_hours and hour:
        found.append(Dated(before or frame.issued_on, hour, Rule.SAME_DAY))
    return found


def _hour(mark: Hour, frame: Frame) -> time | None:
    if mark.name:
        named: dict[str, time] = {"start": frame.hours.start, "noon": frame.hours.noon, "afternoon": frame.hours.afternoon}
        return named.get(mark.name, frame.hours.end)
    return None if mark.hour == 24 else time(mark.hour, mark.minute)
