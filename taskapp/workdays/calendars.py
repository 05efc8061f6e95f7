"""The working calendar of a committee: as known at a moment, shipped, changed day by day, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.errors import Changed, Refused
from taskapp.base.formats import day as written
from taskapp.base.i18n import _, weekday
from taskapp.workdays.arithmetic import SATURDAY_AND_SUNDAY, Calendar
from taskapp.workdays.kinds import DayKind
from taskapp.workdays.models import CalendarDay
from taskapp.workdays.shipped import SHIPPED

_NOTES = {DayKind.OFF: "Ngày nghỉ", DayKind.WORKED: "Làm bù", DayKind.ORDINARY: "Trở lại bình thường"}
CULTURE_DAY = (11, 24)  # month and day of Ngày Văn hóa Việt Nam: off only where the committee says so


class Entry(NamedTuple):
    """What a person, a file or the shipped calendar says about one day."""

    day: date
    kind: DayKind
    note: str = ""
    decision: str = ""


def load(session: Session, committee_id: int, as_of: datetime | None = None) -> Calendar:
    """The committee's calendar, in one query: as it is, or as it was known at the aware instant `as_of`."""
    query = scoped(CalendarDay, committee_id, CalendarDay.day, CalendarDay.kind, CalendarDay.note)
    days = session.execute(query.where(*_known_at(as_of))).all()
    return Calendar(
        off={day: note for day, kind, note in days if kind is DayKind.OFF},
        worked={day: note for day, kind, note in days if kind is DayKind.WORKED},
    )


def current(committee_id: int, first: date, last: date) -> Select[Any]:
    """The days from `first` to `last` that differ from the weekly rule now, in order."""
    return (
        scoped(CalendarDay, committee_id)
        .where(CalendarDay.day.between(first, last), *_known_at(None), CalendarDay.kind != DayKind.ORDINARY)
        .order_by(CalendarDay.day)
    )


def history(committee_id: int, first: date, last: date) -> Select[Any]:
    """Every row ever recorded about the days from `first` to `last`, newest first."""
    return (
        scoped(CalendarDay, committee_id)
        .where(CalendarDay.day.between(first, last))
        .order_by(CalendarDay.recorded_at.desc(), CalendarDay.day, CalendarDay.id.desc())
    )


def ship(session: Session, committee_id: int, *, now: datetime) -> int:
    """Enter the official days of 2019 to 2026; how many. Days about which something is recorded are left alone."""
    known = set(session.scalars(scoped(CalendarDay, committee_id, CalendarDay.day)))
    fresh = [entry for entry in SHIPPED if entry.day not in known]
    session.add_all(CalendarDay(committee_id=committee_id, recorded_at=now, **entry._asdict()) for entry in fresh)
    session.flush()
    return len(fresh)


def set_days(session: Session, committee_id: int, entries: Iterable[Entry], *, by_id: int | None, now: datetime) -> int:
    """Record several days; how many of them were news. Raises as set_day() does: then the caller rolls all back."""
    before = {row.day: row for row in session.scalars(scoped(CalendarDay, committee_id).where(*_known_at(None)))}
    return sum(
        set_day(session, committee_id, entry, by_id=by_id, now=now) is not before.get(entry.day) for entry in entries
    )


def set_day(
    session: Session, committee_id: int, entry: Entry, *, by_id: int | None, now: datetime
) -> CalendarDay | None:
    """Record what a day is from now on: a new row takes the place of the current one, which stays as history.

    What is recorded already is left as it is. Raises Refused when the day cannot be of that kind, Changed when somebody
    else recorded the same day at the same moment.
    """
    if reason := objection(entry.day, entry.kind):
        raise Refused(reason, field="day")
    entry = entry if entry.note else entry._replace(note=_NOTES[entry.kind])
    query = scoped(CalendarDay, committee_id).where(CalendarDay.day == entry.day, *_known_at(None))
    row: CalendarDay | None = session.scalars(query.with_for_update()).one_or_none()
    if entry.kind is DayKind.ORDINARY and (row is None or row.kind is DayKind.ORDINARY):
        return row
    if row is not None and Entry(row.day, row.kind, row.note, row.decision) == entry:
        return row
    return _replace(session, committee_id, row, entry, by_id=by_id, now=now)


def culture_entry(year: int, *, off: bool, decision: str = "") -> Entry:
    """The switch for 24 November (Ngày Văn hóa Việt Nam) of a year, to be recorded: off, or back to the weekly rule."""
    if off:
        return Entry(culture_day(year), DayKind.OFF, _("Ngày Văn hóa Việt Nam"), decision)
    return Entry(culture_day(year), DayKind.ORDINARY, _("Ngày Văn hóa Việt Nam: làm việc bình thường"), decision)


def culture_day(year: int) -> date:
    """24 November of the year."""
    return date(year, *CULTURE_DAY)


def objection(day: date, kind: DayKind) -> str | None:
    """Why the day cannot be of that kind; None when it can."""
    is_weekend = day.weekday() in SATURDAY_AND_SUNDAY
    names = {"day": written(day), "weekday": weekday(day)}
    if kind is DayKind.OFF and is_weekend:
        return _(
            "%(day)s là %(weekday)s, vốn là ngày nghỉ hằng tuần nên không cần ghi. "
            "Nếu được nghỉ bù, hãy ghi ngày làm việc được nghỉ bù.",
            **names,
        )
    if kind is DayKind.WORKED and not is_weekend:
        return _(
            "%(day)s là %(weekday)s, vốn là ngày làm việc. Chỉ ghi làm bù vào thứ Bảy hoặc Chủ nhật; "
            "nếu ngày này trước đây ghi là ngày nghỉ, hãy chọn “Bỏ, trở lại bình thường”.",
            **names,
        )
    return None


def _replace(
    session: Session, committee_id: int, row: CalendarDay | None, entry: Entry, *, by_id: int | None, now: datetime
) -> CalendarDay:
    fresh = CalendarDay(committee_id=committee_id, recorded_at=now, by_id=by_id, **entry._asdict())
    try:
        with session.begin_nested():
            if row is not None:
                row.replaced_at = now
                session.flush()  # the old row must go before the new one comes: one current row a day
            session.add(fresh)
    except IntegrityError as error:
        raise Changed(
            _("Vừa có người khác ghi ngày %(day)s. Hãy tải lại trang và xem lại.", day=written(entry.day))
        ) from error
    return fresh


def _known_at(as_of: datetime | None) -> tuple[Any, ...]:
    if as_of is None:
        return (CalendarDay.replaced_at.is_(None),)
    return (
        CalendarDay.recorded_at <= as_of,
        or_(CalendarDay.replaced_at.is_(None), CalendarDay.replaced_at > as_of),
    )
