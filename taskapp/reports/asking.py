"""From what a person or a program asks to a Question: period, instant, units below one, rights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.dates import read_day
from taskapp.base.errors import BadInput, Missing
from taskapp.base.i18n import _
from taskapp.people import queries as people
from taskapp.people import unit_queries
from taskapp.people.models import Committee, Unit
from taskapp.people.rights import Rights
from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.tasks.states import Kind

SETTLED_AFTER = timedelta(minutes=1)  # until then a transaction begun earlier may still add to the same moment


@dataclass(frozen=True)
class Asked:
    """What was asked for, in plain values; `unit_id` means that unit and all below it, `as_of` "" means now.

    `by`: what a row of the table is.
    """

    first: date
    last: date
    as_of: str = ""
    unit_id: int | None = None
    kind: Kind = Kind.OFFICIAL
    basis: Basis = Basis.CURRENT
    within: Slice | None = None
    by: Dimension = Dimension.UNIT


def question(session: Session, asked: Asked, committee: Committee, rights: Rights | None, now: datetime) -> Question:
    """The question within what the person may read (`rights` None: everything, for the command line).

    Raises BadInput for days that make no period, Missing for a unit out of reach.
    """
    if asked.last < asked.first:
        raise BadInput(_("Kỳ báo cáo kết thúc trước khi bắt đầu. Hãy chọn lại từ ngày, đến ngày."), field="last")
    if rights is not None and asked.unit_id is not None and asked.unit_id not in rights.readable:
        raise Missing(_("Không có đơn vị này, hoặc đơn vị nằm ngoài phạm vi của anh/chị."))
    found = Question(
        committee_id=committee.id,
        zone=committee.timezone,
        first=asked.first,
        last=asked.last,
        as_of=read_as_of(asked.as_of, committee.timezone, now),
        unit_ids=None if rights is None else rights.limits,
        below=asked.unit_id,
        kind=asked.kind,
        basis=asked.basis,
        within=asked.within,
    )
    return over(session, found, asked.first, asked.last)


def over(session: Session, question: Question, first: date, last: date) -> Question:
    """The same question about these days; one query when it is asked about a unit and all that stood below it then."""
    same = replace(question, first=first, last=last)
    if same.below is None:
        return same
    return replace(same, ids_below=unit_queries.ids_below(session, same.committee_id, same.below, last, same.as_of))


def readable_units(session: Session, committee_id: int, rights: Rights | None) -> list[Unit]:
    """The units whose tasks the person may read, in the office's own order; one query."""
    found: list[Unit] = list(session.scalars(people.units(committee_id)))
    return found if rights is None else [unit for unit in found if unit.id in rights.readable]


def read_as_of(text: str, zone: str, now: datetime) -> datetime:
    """The recorded instant that `text` names: an ISO instant, or a day in any usual form (its end); empty: `now`.

    Raises BadInput when it cannot be read or lies in the future: nobody knows yet what will be known then.
    """
    text = text.strip()
    if not text:
        return now
    moment = _instant(text, zone) if ":" in text else _end_of_day(text, zone, now)
    if moment > now:
        raise BadInput(
            _("Thời điểm số liệu không thể ở tương lai. Hãy chọn hôm nay hoặc một ngày đã qua."), field="as_of"
        )
    return moment


def is_provisional(as_of: datetime, now: datetime) -> bool:
    """Whether figures as of that instant may still change ("tạm tính")."""
    return now - as_of < SETTLED_AFTER


def _instant(text: str, zone: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            _("Không đọc được thời điểm “%(text)s”. Hãy ghi dạng ngày/tháng/năm.", text=text[:40]), field="as_of"
        ) from error
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))


def _end_of_day(text: str, zone: str, now: datetime) -> datetime:
    try:
        day = read_day(text)
    except ValueError as error:
        raise BadInput(str(error), field="as_of") from error
    return now if day == clock.local_day(now, zone) else datetime.combine(day, time.max, ZoneInfo(zone))
