"""Reminders on browsers: each that a person has let in gets the same that is owed by mail, once, and by itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.outbox import browsers, channel_addresses, push
from taskapp.outbox.channel_addresses import Owner
from taskapp.outbox.channels import Begun, Channel
from taskapp.outbox.models import ChannelAddress, Message
from taskapp.reminders.fill import fill
from taskapp.reminders.models import Reminder
from taskapp.reminders.owing import Owed
from taskapp.reminders.plan import besides, speaking
from taskapp.reminders.round import Outcome, play
from tests.conftest import MONDAY, make_settings
from tests.push_server import PushServer
from tests.reminders.conftest import Mails, Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

EARLIER = at("27/02")


@pytest.fixture
def service() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


@pytest.fixture
def remind(server: SmtpServer, service: PushServer, tmp_path: Path, frozen_clock: Callable[[datetime], None]) -> Round:
    """A round as of an instant, mails through the one server, notifications through the other."""

    def play_at(session: Session, now: datetime, *, owner: str = "one") -> Outcome:
        frozen_clock(now)
        urls = {"smtp_url": server.url, "base_url": "https://viec.example.vn", "channel_hosts": (service.host,)}
        return play(session, make_settings("sqlite://", tmp_path, **urls), owner=owner, at=now)

    return play_at


def let_in(desk: Desk, service: PushServer, username: str, *numbers: int) -> list[ChannelAddress]:
    owner = Owner(desk.office.committee_id, desk.office.people[username], username)
    found = [
        browsers.let_in(desk.session, owner, push.read(service.browser(n).text, (service.host,)), "Chrome", EARLIER)
        for n in numbers
    ]
    desk.session.commit()
    return found


def shown(service: PushServer, number: int) -> list[dict[str, str]]:
    """What that browser has shown, in order."""
    path = f"/push/bimat{number}"
    return [json.loads(service.browser(number).open(one.body)) for one in service.received if one.path == path]


def test_a_step_is_owed_on_each_browser_from_when_it_was_let_in() -> None:
    begun = {5: [Begun(Channel.PUSH, "12", EARLIER), Begun(Channel.PUSH, "13", at("01/03"))]}
    before, after = Owed(7, 1, "overdue:1", 5, at("28/02")), Owed(7, 1, "overdue:2", 5, MONDAY)
    assert [one.address for one in besides([before], begun)] == ["", "12"]
    assert [one.address for one in besides([after], begun)] == ["", "12", "13"]


def test_of_several_steps_the_most_urgent_speaks_on_each_browser() -> None:
    steps = [
        Owed(7, 1, f"overdue:{n}", 5, MONDAY, urgency=n, topic="due", channel=Channel.PUSH, address=address)
        for n in (1, 2)
        for address in ("12", "13")
    ]
    found = {(lead.step, lead.address, len(merged)) for lead, merged in speaking(steps)}
    assert found == {("overdue:2", "12", 1), ("overdue:2", "13", 1)}


def test_what_happens_is_shown_on_each_browser_beside_the_mail(
    desk: Desk, remind: Round, mails: Mails, service: PushServer
) -> None:
    let_in(desk, service, "truongphong", 1, 2)
    task = desk.task()
    outcome = remind(desk.session, MONDAY)
    assert (outcome["owed"], outcome["planned"], outcome["delivered"]) == (3, 3, 3)
    assert mails.names() == ["truongphong"]
    for number in (1, 2):
        [note] = shown(service, number)
        assert note["body"] == f"Giao việc: {task.content}"
        assert note["url"] == f"https://viec.example.vn/tasks/{task.id}"


def test_a_second_run_owes_and_sends_nothing(desk: Desk, remind: Round, service: PushServer) -> None:
    let_in(desk, service, "congchuc", 1, 2)
    desk.in_progress()
    remind(desk.session, at("03/03"))
    sent = len(service.received)
    ledger = Counter((one.channel, one.address) for one in desk.session.scalars(select(Reminder)))
    assert len({count for (channel, _address), count in ledger.items() if channel is Channel.PUSH}) == 1
    for owner in ("one", "another"):
        assert remind(desk.session, at("03/03", "09:01"), owner=owner)["owed"] == 0
    assert len(service.received) == sent > 0


def test_a_browser_that_is_gone_costs_the_other_nothing(desk: Desk, remind: Round, service: PushServer) -> None:
    first, second = let_in(desk, service, "truongphong", 1, 2)
    desk.task()
    service.answer(410)
    outcome = remind(desk.session, MONDAY)
    assert (outcome["delivered"], outcome["refused"]) == (2, 1)
    desk.session.expire_all()
    assert [one.ended_at is None for one in (first, second)] == [False, True]
    desk.task(content="Việc sau")
    assert remind(desk.session, at("02/03", "09:05"))["owed"] == 2  # the mail, and the browser that is left


def test_a_waiting_digest_is_taken_over_by_the_next_one_of_the_same_browser(
    desk: Desk, remind: Round, service: PushServer
) -> None:
    first, second = (str(one.id) for one in let_in(desk, service, "congchuc", 1, 2))
    desk.in_progress(due_on=date(2026, 3, 6))
    for now in (MONDAY, at("03/03", "07:30"), at("05/03", "07:30")):
        fill(desk.session, desk.office.committee_id, now)
    digests = desk.session.scalars(select(Message).where(Message.kind == "digest", Message.channel == "push")).all()
    found = {(one.to_address, one.key.split(":")[2], one.state.value) for one in digests}
    assert found == {
        (first, "2026-03-03", "cancelled"),
        (first, "2026-03-05", "waiting"),
        (second, "2026-03-03", "cancelled"),
        (second, "2026-03-05", "waiting"),
    }


def test_an_ended_browser_is_owed_nothing(desk: Desk, remind: Round, service: PushServer) -> None:
    [one] = let_in(desk, service, "truongphong", 1)
    channel_addresses.end(one, "Người nhận gỡ kênh.", EARLIER)
    desk.session.commit()
    desk.task()
    assert remind(desk.session, MONDAY)["owed"] == 1
    assert service.received == []
