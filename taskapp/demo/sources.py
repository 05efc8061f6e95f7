"""The other systems of the demo's Phòng Tư pháp: what the article of 2021 counts, and the days up to yesterday.

868 civil-status files, 771 of 771 online files, 2.787 documents in and 439 out by the end of September 2021.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.demo.story import World
from taskapp.sources import keeping, taking
from taskapp.sources.items import Entry
from taskapp.sources.keeping import Wish
from taskapp.sources.models import Door, WorkSource
from taskapp.sources.taking import Delivery, Understood
from taskapp.workdays.arithmetic import DAY, Calendar, is_workday

FIRST, LAST = date(2021, 1, 4), date(2021, 9, 21)  # the days on which the article's files were received
TOLD, CORRECTED = date(2021, 10, 1), date(2021, 10, 15)
PUT_RIGHT = 3  # documents whose day was put right after the period
LATEST = 40  # working days up to yesterday that stay alive


class Kind(NamedTuple):
    """What comes in: what it is, in how many working days it is due (None: no limit), in how many it is done."""

    name: str
    due: int | None
    done: tuple[int, ...]


class System(NamedTuple):
    """One other system: how many files in 2021, how many a day now, which kinds. `mark` begins its ids."""

    name: str
    title: str
    noun: str
    mark: str
    in_2021: int
    daily: int
    kinds: Sequence[Kind]


CIVIL = (
    Kind("Chứng thực bản sao từ bản chính", 1, (0, 0, 1)),
    Kind("Đăng ký lại khai sinh", 5, (2, 3, 5)),
    Kind("Cải chính hộ tịch", 3, (1, 2, 3)),
)
SYSTEMS = (
    System("ho-tich", "Hồ sơ hộ tịch, chứng thực", "hồ sơ", "HT", 868, 2, CIVIL),
    System(
        "dich-vu-cong",
        "Hồ sơ trực tuyến mức độ 3, 4 (dịch vụ công)",
        "hồ sơ",
        "DVC",
        771,
        2,
        (Kind("Cấp bản sao trích lục hộ tịch", 1, (0, 1, 1)), Kind("Xác nhận tình trạng hôn nhân", 3, (1, 2, 3))),
    ),
    System(
        "van-ban-den",
        "Văn bản đến (iDesk)",
        "văn bản",
        "VBD",
        2787,
        4,
        (
            *(Kind(name, None, (0, 0, 1)) for name in ("Công văn", "Thông báo", "Giấy mời", "Quyết định")),
            Kind("Công văn có yêu cầu trả lời", 5, (*(3, 4, 4, 5, 5, 5) * 5, 7)),
        ),
    ),
    System("van-ban-di", "Văn bản đi (iDesk)", "văn bản", "VBDI", 439, 1, (Kind("Văn bản phát hành", None, (0,)),)),
)


def fill(session: Session, world: World, today: date) -> None:
    """The sources, the article's files where there are none yet, and the latest days as they stood yesterday evening.

    Does not commit.
    """
    for system in SYSTEMS:
        source = _source(session, world, system)
        recent = _days(world.yesterday - timedelta(days=2 * LATEST), world.yesterday, world.calendar)[-LATEST:]
        entries = list(_latest(system, recent, world))
        _take(session, source, entries, clock.start_of(today, world.office.committee.timezone))


def _source(session: Session, world: World, system: System) -> WorkSource:
    committee = world.office.committee
    query = scoped(WorkSource, committee.id).where(WorkSource.name == system.name)
    known: WorkSource | None = session.scalars(query).one_or_none()
    if known:
        return known
    wish = Wish(system.title, system.noun, world.office.units["tp"].id, keeps_titles=False)
    source = keeping.add(session, committee.id, system.name, wish, by=None, now=_at(FIRST, world))
    entries = list(_article(system, world))
    _take(session, source, entries, _at(TOLD, world))
    if system.name == "van-ban-den":
        late = [entry for entry in entries if entry.due_on][-PUT_RIGHT:]
        _take(
            session,
            source,
            [replace(entry, done_on=world.day(entry.due_on or LAST, 1)) for entry in late],
            _at(CORRECTED, world),
        )
    return source


def _take(session: Session, source: WorkSource, entries: Sequence[Entry], at: datetime) -> None:
    delivery = Delivery(Door.FILE, file_name=f"{source.name}-{at:%Y%m%d}.csv")
    taking.take(session, source, Understood(entries, ()), delivery, now=at)


def _article(system: System, world: World) -> Iterator[Entry]:
    """As many as the article says, spread evenly over its days."""
    days = _days(FIRST, date(2021, 10, 31), world.calendar)
    received = sum(day <= LAST for day in days)
    for number in range(system.in_2021):
        own_id = f"{system.mark}-2021-{number + 1:04}"
        yield _entry(system, own_id, days, number * received // system.in_2021, world.yesterday)


def _latest(system: System, recent: Sequence[date], world: World) -> Iterator[Entry]:
    """So many a day, finished as far as that was before today."""
    days = [*recent, *(world.day(world.yesterday, ahead) for ahead in range(1, 10))]
    for place, day in enumerate(recent):
        for number in range(system.daily):
            yield _entry(system, f"{system.mark}-{day:%y%m%d}-{number + 1}", days, place, world.yesterday)


def _entry(system: System, own_id: str, days: Sequence[date], place: int, yesterday: date) -> Entry:
    rng = Random(own_id)
    kind = rng.choice(system.kinds)
    done = days[place + rng.choice(kind.done)]
    return Entry(
        own_id,
        kind.name,
        "",
        "",
        None,
        days[place],
        due_on=None if kind.due is None else days[place + kind.due],
        done_on=done if done <= yesterday else None,
    )


def _days(first: date, last: date, calendar: Calendar) -> list[date]:
    """The working days from one to the other."""
    every = (first + number * DAY for number in range((last - first).days + 1))
    return [day for day in every if is_workday(day, calendar)]


def _at(day: date, world: World) -> datetime:
    zone = ZoneInfo(world.office.committee.timezone)
    return datetime.combine(day, time(8), zone).astimezone(UTC)
