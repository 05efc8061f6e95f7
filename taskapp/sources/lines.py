"""Items as lines of a list: their limit and verdict as of the moment of the figure, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from taskapp.base import formats
from taskapp.base.i18n import _, _n, named_day
from taskapp.reports.ontime import Count
from taskapp.reports.rows import KINDS
from taskapp.sources.items import FIELDS, Entry
from taskapp.sources.models import SourceItem
from taskapp.sources.verdict import verdict
from taskapp.tasks.deadlines import Moment, days_left, days_past
from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Line:
    """One item as it is shown."""

    item: SourceItem
    kind: str
    due_text: str
    due_note: str
    meta: tuple[str, ...]


def lines(items: Iterable[SourceItem], at: Moment, calendar: Calendar) -> list[Line]:
    """The lines of these items, judged at a local moment."""
    return [line(item, at, calendar) for item in items]


def line(item: SourceItem, at: Moment, calendar: Calendar) -> Line:
    """One item, judged at a local moment."""
    entry = entry_of(item)
    judged = verdict(entry, at)
    return Line(
        item,
        KINDS.get(judged.count, ""),
        _text(entry, judged.count, at, calendar, is_early=judged.is_early),
        _note(entry),
        tuple(_meta(item, at)),
    )


def entry_of(item: SourceItem) -> Entry:
    """What a row says."""
    return Entry(**{name: getattr(item, name) for name in FIELDS})


def _text(entry: Entry, count: Count, at: Moment, calendar: Calendar, *, is_early: bool) -> str:
    if entry.due is None or count is Count.EXCLUDED:
        names = {Count.DONE_NO_LIMIT: _("Đã xong"), Count.EXCLUDED: _("Đã hủy")}
        return names.get(count, _("Không thời hạn"))
    if count is Count.DONE_ON_TIME:
        return _("Trước hạn") if is_early else _("Đúng hạn")
    if count is Count.DONE_LATE:
        days = days_past(entry.due, entry.done or at, calendar)
        return _n("Trễ 1 ngày làm việc", "Trễ %(num)s ngày làm việc", days)
    if count is Count.OPEN_OVERDUE:
        return _n("Quá 1 ngày làm việc", "Quá %(num)s ngày làm việc", days_past(entry.due, at, calendar))
    left = days_left(at.on, entry.due.on, calendar)
    return _n("Còn 1 ngày làm việc", "Còn %(num)s ngày làm việc", left) if left > 0 else _("Đến hạn trong ngày")


def _note(entry: Entry) -> str:
    if entry.due is None:
        return _("đề nghị %(day)s", day=formats.day(entry.proposed_on)) if entry.proposed_on else ""
    day = named_day(entry.due.on)
    return f"{formats.hour(entry.due.at)} {day}" if entry.due.at else day


def _meta(item: SourceItem, at: Moment) -> Iterable[str]:
    yield item.kind if item.title else ""
    yield item.unit.label
    yield item.officer
    yield _("nhận %(day)s", day=formats.day(item.received_on))
    if item.done_on and item.done_on <= at.on:
        yield _("xong %(day)s", day=formats.day(item.done_on))
    if item.corrected_at:
        yield _("đã đính chính")
