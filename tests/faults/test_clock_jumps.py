"""The clock jumps, ahead and back, for seconds or for hours: nothing goes out early or twice, and nothing is missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from taskapp import jobs
from taskapp.base import clock
from taskapp.base.settings import Settings
from taskapp.base.steady import AHEAD, Watch
from taskapp.base.ticks import Tick
from taskapp.outbox.models import Message
from taskapp.reminders.models import Reminder
from taskapp.tasks import changes
from tests.conftest import MONDAY, make_settings
from tests.faults import proof
from tests.smtp_server import SmtpServer
from tests.tasks.conftest import desk
from tests.tasks.making import Desk, at

__all__ = ["desk"]

OFTEN, HOUR, DAY, YEAR = timedelta(seconds=30), timedelta(hours=1), timedelta(days=1), timedelta(days=365)
MINUTE = timedelta(minutes=1)
LONG_ENOUGH = 12 * MINUTE  # until a clock that says the same is believed
JUMPS = (  # when, by how much, for how long
    (at("02/03", "10:10"), HOUR, OFTEN),
    (at("02/03", "15:05"), DAY, 8 * MINUTE),
    (at("03/03", "02:00"), 6 * HOUR, 8 * MINUTE),  # to the morning's digests
    (at("03/03", "07:20"), -HOUR, 2 * HOUR),  # back, while they are due
    (at("03/03", "12:00"), -10 * MINUTE, 5 * MINUTE),
    (at("03/03", "20:00"), YEAR, 8 * MINUTE),
    (at("04/03", "06:50"), -DAY, 3 * HOUR),
    (at("04/03", "14:00"), 10 * YEAR, MINUTE),
    (at("04/03", "23:00"), -YEAR, 20 * MINUTE),
    (at("05/03", "05:00"), 3 * DAY, 8 * MINUTE),
    (at("05/03", "08:00"), HOUR, 8 * MINUTE),
    (at("05/03", "16:00"), -2 * HOUR, MINUTE),
)
END = at("06/03", "17:31")


class World:
    """One scheduler whose clock may say something else than the time; `arrived`: when each mail really came."""

    def __init__(self, desk: Desk, server: SmtpServer, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.server, self.settings = desk, server, settings
        self.now, self.wrong, self.watch = MONDAY, timedelta(), Watch()
        self.arrived: dict[str, datetime] = {}
        monkeypatch.setattr(clock, "monotonic", self.passed)

    def passed(self) -> float:
        return (self.now - MONDAY).total_seconds()

    def tick(self) -> None:
        clock.freeze(self.now + self.wrong)
        for job in (jobs.plan, jobs.deliver):
            job(Tick(self.desk.session, self.settings, "one", watch=self.watch))
        for received in self.server.received[len(self.arrived) :]:
            self.arrived[received.message_id] = self.now

    def go_on(self, until: datetime, every: timedelta) -> None:
        """Let time pass, with a tick now and then; after a long while a second one, which agrees with the first."""
        while self.now < until:
            self.now = min(self.now + every, until)
            self.tick()
            if every > AHEAD:
                self.now += OFTEN
                self.tick()

    def jump(self, by: timedelta, lasts: timedelta) -> None:
        """The clock is wrong for so long, then right again."""
        self.wrong = by
        self.go_on(self.now + lasts, OFTEN if lasts <= MINUTE else 2 * MINUTE if lasts < HOUR else 9 * MINUTE)
        self.wrong = timedelta()
        self.go_on(self.now + LONG_ENOUGH, 3 * MINUTE)


@pytest.fixture
def world(desk: Desk, server: SmtpServer, tmp_path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Nine tasks of an officer, due on the days from yesterday to next week."""
    for number in range(9):
        desk.in_progress(content=f"Việc {number}", due_on=date(2026, 3, 2) + number * DAY)
    desk.session.commit()
    return World(desk, server, make_settings("sqlite://", tmp_path, smtp_url=server.url), monkeypatch)


def urge(world: World) -> None:
    task = world.desk.in_progress(now=world.now, content="Việc gấp", due_on=date(2026, 3, 20))
    changes.urge(world.desk.session, task, text="Báo cáo ngay", by=world.desk.by("chutich"), now=world.now)
    world.desk.session.commit()


def test_twelve_jumps_bring_nothing_early_nothing_twice_and_lose_nothing(world: World) -> None:
    for when, by, lasts in JUMPS:
        world.go_on(when, 3 * HOUR)
        urge(world)
        world.jump(by, lasts)
    world.go_on(END, 3 * HOUR)
    session = world.desk.session
    proof.is_kept(session, world.server.received, END)
    ledger = list(session.scalars(select(Reminder)))
    assert {(one.task_id, one.due_version, one.step, one.person_id) for one in ledger} == proof.owed(session, END)
    messages = {each.id: each.message_id for each in session.scalars(select(Message))}
    assert [one.step for one in ledger if world.arrived[messages[one.message_id]] < one.owed_since] == [], "early"


def test_a_year_that_was_believed_and_taken_back_holds_nothing_up(
    world: World, frozen_clock: Callable[[datetime], None]
) -> None:
    world.jump(YEAR, 20 * MINUTE)
    before = len(world.server.received)
    world.go_on(at("03/03", "07:31"), 3 * HOUR)
    new = world.server.received[before:]
    assert {one.recipient.partition("@")[0] for one in new} == {"congchuc", "truongphong"}
    assert all("Nhắc việc 03/03/2026" in one.mail["Subject"] for one in new)
