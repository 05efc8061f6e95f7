"""Loading the demo office, and bringing what is alive in it to today. Neither commits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.demo import dossiers, duties, history, live, places, procedures, recent, sequel, sources
from taskapp.demo.cast import Office, build
from taskapp.demo.stage import Script, play
from taskapp.demo.story import World
from taskapp.people.models import Committee, Person, Unit
from taskapp.tasks.deadlines import REVIEW_AFTER
from taskapp.tasks.models import Task
from taskapp.tasks.states import OPEN
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import add_workdays, workday_on_or_after

ZONE = "Asia/Ho_Chi_Minh"
OPENING = date(2020, 1, 2), time(8)  # when the office began to use it, by its own clock


class Counts(NamedTuple):
    """What the demo holds, and how many tasks this call added."""

    units: int
    people: int
    tasks: int
    open_tasks: int
    added: int

    def __str__(self) -> str:
        return _(
            "Cơ quan mẫu: %(units)s đơn vị, %(people)s người, %(tasks)s nhiệm vụ (%(open)s đang mở); thêm %(added)s.",
            units=self.units,
            people=self.people,
            tasks=self.tasks,
            open=self.open_tasks,
            added=self.added,
        )


def load(session: Session, *, now: datetime, zone: str = ZONE) -> Counts:
    """Load the office as of `now` (aware UTC) into an empty database; where it is already, nothing changes.

    Raises Refused when the database holds a committee that is not the demo's. Does not commit.
    """
    committees = session.scalars(unscoped(Committee)).all()
    if any(not committee.is_demo for committee in committees):
        raise Refused(
            _("Cơ sở dữ liệu đã có dữ liệu thật nên không nạp số liệu minh họa. Hãy dùng một cơ sở dữ liệu khác.")
        )
    if committees:
        return _counts(session, committees[0], added=0)
    opened_at = datetime.combine(*OPENING, ZoneInfo(zone)).astimezone(UTC)
    committee = build(session, zone=zone, now=opened_at)
    calendars.ship(session, committee.id, now=opened_at)
    world = _world(session, committee, now)
    procedures.fill(session, world.office, opened_at=opened_at)
    today = clock.local_day(now, zone)
    told = [*history.scripts(world), *_recent(session, world, today), *live.scripts(world, today)]
    play(session, told)
    places.fill(session, world, today)
    duties.fill(session, world, today)
    sources.fill(session, world, today)
    _settle_the_past(session, committee, today)
    return _counts(session, committee, added=len(told))


def refresh(session: Session, *, now: datetime) -> Counts:
    """Bring the demo to today: what was open on its last day gets finished as an office would have, today's is added.

    On the same day nothing changes, and tasks that visitors made stay as they are. Raises Refused where there is no
    demo. Does not commit.
    """
    committee = session.scalars(unscoped(Committee).where(Committee.is_demo)).first()
    if committee is None:
        raise Refused(_("Chưa có số liệu minh họa trong cơ sở dữ liệu này. Hãy chạy “taskapp demo” trước."))
    today = clock.local_day(now, committee.timezone)
    if _has(session, committee, live.key_of(today)):
        return _counts(session, committee, added=0)
    world = _world(session, committee, now)
    procedures.fill(session, world.office, opened_at=committee.created_at)
    left = sequel.tasks(session, committee.id)
    play(session, sequel.scripts(session, world, left, now))
    told = [*_recent(session, world, today), *live.scripts(world, today)]
    play(session, told)
    places.fill(session, world, today)
    duties.fill(session, world, today)
    sources.fill(session, world, today)
    _settle_the_past(session, committee, today)
    return _counts(session, committee, added=len(told))


def _world(session: Session, committee: Committee, now: datetime) -> World:
    calendar = calendars.load(session, committee.id)
    today = clock.local_day(now, committee.timezone)
    yesterday = add_workdays(workday_on_or_after(today, calendar), -1, calendar)
    return World(Office.read(session, committee, today), calendar, yesterday)


def _recent(session: Session, world: World, today: date) -> Iterator[Script]:
    """The quarters that hold nothing of the demo yet."""
    for back, quarter in enumerate(recent.quarters(today)):
        if not _has(session, world.office.committee, recent.key_of(quarter)):
            yield from recent.scripts(world, quarter, is_current=back == 0)
            yield from dossiers.scripts(session, world, quarter, is_current=back == 0)


def _settle_the_past(session: Session, committee: Committee, today: date) -> None:
    """What has gone on since 2020 and 2021 without a limit owes no mail for its beginnings, and a review next month.

    As with tasks taken from a register, nobody is told now that he was given them then.
    """
    history_key = Task.import_key.startswith(f"{history.KEY}:")
    for task in session.scalars(scoped(Task, committee.id).where(history_key, Task.state.in_(OPEN))):
        task.lead_since = task.assignee_since = None
        task.review_on = today + timedelta(days=REVIEW_AFTER)
    session.flush()


def _has(session: Session, committee: Committee, key: str) -> bool:
    query = scoped(Task, committee.id, Task.id).where(Task.import_key.startswith(key))
    return session.scalars(query.limit(1)).first() is not None


def _counts(session: Session, committee: Committee, *, added: int) -> Counts:
    tasks = scoped(Task, committee.id, func.count())
    return Counts(
        units=session.scalar(scoped(Unit, committee.id, func.count())) or 0,
        people=session.scalar(scoped(Person, committee.id, func.count())) or 0,
        tasks=session.scalar(tasks) or 0,
        open_tasks=session.scalar(tasks.where(Task.state.in_(OPEN))) or 0,
        added=added,
    )
