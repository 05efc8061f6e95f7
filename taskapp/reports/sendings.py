"""Reports that go out by themselves: chosen, stopped, and owed when their hour has come. The caller commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Changed, Missing, Refused
from taskapp.base.i18n import _
from taskapp.outbox import queue
from taskapp.outbox.models import Message
from taskapp.people.models import Committee, Person, RoleHeld
from taskapp.people.rights import READERS
from taskapp.reports.asking import SETTLED_AFTER
from taskapp.reports.occurrences import Days, Timing, due_day
from taskapp.reports.periods import Cutoff
from taskapp.reports.sending_models import Filed, ReportReceiver, ReportSchedule
from taskapp.workdays import calendars

KIND = "report"
MOST_RECEIVERS = 100


@dataclass(frozen=True)
class Wish:
    """What is to be sent, about which days, when, and to whom (ids)."""

    report: Filed
    days: Days
    cutoff: Cutoff
    timing: Timing
    receivers: frozenset[int]


def running(committee_id: int) -> Select[ReportSchedule]:
    """The schedules in force with their receivers, oldest first."""
    loaded = selectinload(ReportSchedule.receivers).joinedload(ReportReceiver.person)
    query = scoped(ReportSchedule, committee_id).where(ReportSchedule.ended_at.is_(None))
    return query.options(loaded, joinedload(ReportSchedule.by)).order_by(ReportSchedule.id)


def get(session: Session, committee_id: int, schedule_id: int) -> ReportSchedule:
    """One schedule in force. Raises Missing."""
    found: ReportSchedule | None = session.scalars(
        running(committee_id).where(ReportSchedule.id == schedule_id)
    ).one_or_none()
    if found is None:
        raise Missing(_("Không có lịch gửi này, hoặc lịch đã dừng."))
    return found


def possible_receivers(committee_id: int) -> Select[Person]:
    """Enabled persons who may read reports, by name."""
    readers = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role.in_(READERS))
    query = scoped(Person, committee_id).where(Person.disabled_at.is_(None), Person.id.in_(readers))
    return query.options(joinedload(Person.unit)).order_by(Person.sort_key, Person.id)


def begin(session: Session, committee_id: int, wish: Wish, *, by: Person, now: datetime) -> ReportSchedule:
    """Send a report by itself from now on. Raises Refused."""
    schedule = ReportSchedule(committee_id=committee_id, version=0, receivers=[])
    _choose(session, schedule, wish, by=by, now=now)
    session.add(schedule)
    return schedule


def change(session: Session, schedule: ReportSchedule, wish: Wish, *, seen: int, by: Person, now: datetime) -> None:
    """Send it otherwise from now on. Raises Refused; Changed when somebody has changed it since version `seen`."""
    if schedule.version != seen:
        raise Changed(_("Lịch gửi này vừa có người sửa. Hãy xem lại rồi ghi lần nữa."))
    _choose(session, schedule, wish, by=by, now=now)


def stop(schedule: ReportSchedule, *, now: datetime) -> None:
    """Send it no more; mails of it that have not gone out yet are cancelled when their turn comes."""
    schedule.ended_at = now


def owe(session: Session, now: datetime) -> int:
    """Put the letters of every report whose hour has come; how many are new.

    All letters of a sending are made at one instant: that is the moment of their figures. They go out when no
    transaction begun before can add to it any more.
    """
    return sum(_owe(session, one, now) for one in session.scalars(unscoped(Committee).order_by(Committee.id)).all())


def key(schedule: ReportSchedule, day: object, person_id: int) -> str:
    """The key of the letter to one person about one sending: there is one of it, whoever owes it how often."""
    return f"{KIND}:{schedule.id}:{day}:{person_id}"


def _choose(session: Session, schedule: ReportSchedule, wish: Wish, *, by: Person, now: datetime) -> None:
    allowed = {person.id for person in session.scalars(possible_receivers(schedule.committee_id))}
    if not wish.receivers or not wish.receivers <= allowed:
        raise Refused(_("Hãy chọn ít nhất một người nhận trong danh sách."), field="receivers")
    if len(wish.receivers) > MOST_RECEIVERS:
        raise Refused(_("Mỗi lịch gửi cho tối đa %(most)s người.", most=MOST_RECEIVERS), field="receivers")
    timing = wish.timing
    schedule.report, schedule.days, schedule.cutoff = wish.report, wish.days, wish.cutoff
    schedule.cadence, schedule.day, schedule.workdays_before = timing.cadence, timing.day, timing.workdays_before
    schedule.at, schedule.since, schedule.by_id = timing.at, now, by.id
    schedule.version += 1
    _let_receive(schedule, wish.receivers)


def _let_receive(schedule: ReportSchedule, person_ids: Iterable[int]) -> None:
    wanted = set(person_ids)
    schedule.receivers = [one for one in schedule.receivers if one.person_id in wanted]
    known = {one.person_id for one in schedule.receivers}
    for person_id in sorted(wanted - known):
        schedule.receivers.append(ReportReceiver(committee_id=schedule.committee_id, person_id=person_id))


def _owe(session: Session, committee: Committee, now: datetime) -> int:
    schedules = session.scalars(running(committee.id)).all()
    if not schedules:
        return 0
    calendar, zone = calendars.load(session, committee.id), committee.timezone
    local = clock.local(now, zone)
    owed: dict[str, Person] = {}
    for schedule in schedules:
        if day := due_day(schedule.timing, clock.local(schedule.since, zone), local, calendar):
            owed |= {key(schedule, day, one.person_id): one.person for one in schedule.receivers}
    fresh = _without_known(session, committee.id, list(owed))
    for name in fresh:
        person = owed[name]
        if person.is_enabled:
            _put(session, person, name, now)
    return len(fresh)


def _without_known(session: Session, committee_id: int, keys: Sequence[str]) -> list[str]:
    known = set(session.scalars(scoped(Message, committee_id, Message.key).where(Message.key.in_(keys))))
    return [name for name in keys if name not in known]


def _put(session: Session, person: Person, name: str, now: datetime) -> None:
    queue.put(
        session,
        committee_id=person.committee_id,
        key=name,
        kind=KIND,
        person_id=person.id,
        to_address=person.email,
        to_name=person.full_name,
        now=now,
        about=[":".join(name.split(":")[:2])],
        not_before=now + SETTLED_AFTER,
    )
