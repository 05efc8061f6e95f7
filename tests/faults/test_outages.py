"""The schedulers were off for days: at the return all that is owed is planned, in one late mail to each person."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.outbox import floods
from taskapp.outbox.models import Message
from taskapp.reminders import marks
from taskapp.reminders.fill import fill
from taskapp.reminders.models import Reminder
from taskapp.reminders.round import play
from taskapp.tasks import changes
from taskapp.workdays import calendars
from taskapp.workdays.calendars import Entry
from taskapp.workdays.kinds import DayKind
from tests.conftest import make_settings
from tests.faults import crowd, proof
from tests.faults.scale import SCALE
from tests.smtp_server import SmtpServer
from tests.tasks.conftest import desk
from tests.tasks.making import Desk, at

__all__ = ["desk"]

HOUSES = 2 * SCALE
DAY = timedelta(days=1)
LATE = "Có lời nhắc trong thư này đến muộn so với lịch."
TET = tuple(
    date(2026, 3, 16) + number * DAY for number in range(5)
)  # as long as one: Monday to Friday between two weekends
Clock = Callable[[datetime], None]


@dataclass(frozen=True)
class Outage:
    """`begun`: when the tasks were assigned; `off` and `on`: when the schedulers last and next ran."""

    name: str
    begun: datetime
    off: datetime
    on: datetime
    days_off: tuple[date, ...] = ()


OUTAGES = (
    Outage("72 hours", at("02/03"), at("03/03", "17:00"), at("06/03", "17:00")),
    Outage("a Tết of nine days", at("10/03"), at("13/03", "17:00"), at("23/03", "08:30"), TET),
    Outage("Tết and the week after it", at("10/03"), at("13/03", "17:00"), at("30/03", "08:30"), TET),
)


@pytest.mark.parametrize("outage", OUTAGES, ids=lambda outage: outage.name)
def test_after_an_outage_each_person_gets_one_late_mail_with_all_that_was_owed(
    desk: Desk,
    server: SmtpServer,
    tmp_path: Path,
    frozen_clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    outage: Outage,
) -> None:
    session, settings = desk.session, make_settings("sqlite://", tmp_path, smtp_url=server.url)
    monkeypatch.setattr(floods, "FLOOR", 1_000_000)  # all of it is wanted
    frozen_clock(outage.begun)
    furnish(desk, outage)
    frozen_clock(outage.off)
    play(session, settings, owner="before", at=outage.off)
    proof.is_kept(session, server.received, outage.off)
    before = len(server.received)
    meanwhile(desk, outage, frozen_clock)
    frozen_clock(outage.on)
    assert marks.read(session, desk.office.committee_id) == outage.off
    owed = plan(session, desk.office.committee_id, outage)
    play(session, settings, owner="after", at=outage.on)
    assert proof.is_kept(session, server.received, outage.on) > owed > 0
    new = server.received[before:]
    assert set(Counter(one.recipient for one in new).values()) == {1}
    assert all(len(proof.links(one)) == len(proof.told(one)) for one in new), "each task once"
    late = {one.message_id for one in new if LATE in proof.words(one)}
    assert late == missed(session, outage.on) != set()


def furnish(desk: Desk, outage: Outage) -> None:
    """Tasks of many units that come due before, in and after the outage."""
    if outage.days_off:
        days = [Entry(day, DayKind.OFF) for day in outage.days_off]
        calendars.set_days(desk.session, desk.office.committee_id, days, by_id=None, now=outage.begun)
    houses = crowd.settle_in(desk, HOUSES, outage.begun)
    for days in (0, 1, 3, 5, 14):
        due_on = outage.off.date() + days * DAY
        like = desk.in_progress(now=outage.begun, content=f"Việc hạn {due_on}", due_on=due_on)
        desk.session.commit()
        crowd.spread(desk.session, like, houses)


def meanwhile(desk: Desk, outage: Outage, frozen_clock: Clock) -> None:
    """People went on: something new, something urged, something handed in that nobody has decided about."""
    for name, now in (("đầu", outage.off + timedelta(minutes=30)), ("cuối", outage.on - timedelta(hours=5))):
        frozen_clock(now)
        desk.task(now, content=f"Việc mới {name}", due_on=outage.on.date() + 2 * DAY)
        urged = desk.in_progress(now, content=f"Việc gấp {name}", due_on=outage.on.date() + 9 * DAY)
        changes.urge(desk.session, urged, text="Báo cáo ngay", by=desk.by("chutich"), now=now)
        desk.submitted(now, content=f"Việc nộp {name}", due_on=outage.on.date() + DAY)
    desk.session.commit()


def missed(session: Session, now: datetime) -> set[str]:
    """The mails of the return that carry something, or speak for something, that was owed well before it."""
    query = select(Message.message_id, Reminder.owed_since).join(Message, Message.id == Reminder.message_id)
    rows = session.execute(query.where(Reminder.planned_at == now))
    return {identity for identity, since in rows if now - since > 4 * timedelta(hours=1)}


def plan(session: Session, committee_id: int, outage: Outage) -> int:
    """Plan at the return and say how long it took; how many reminders were owed."""
    began = time.perf_counter()
    owed = fill(session, committee_id, outage.on).owed
    print(f"{outage.name}: {owed} reminders planned in {time.perf_counter() - began:.1f} s")
    return owed
