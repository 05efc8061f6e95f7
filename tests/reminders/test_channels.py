"""Reminders on channels besides mail: the same that are owed by mail, from the confirmation on, as a short text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.outbox import floods
from taskapp.outbox.channels import Begun, Channel
from taskapp.outbox.models import ChannelAddress, Message, MessageState
from taskapp.people import absences
from taskapp.people.models import Committee
from taskapp.people.standing import Term
from taskapp.reminders import effect_facts, reconciliation
from taskapp.reminders.fill import fill
from taskapp.reminders.models import Reminder
from taskapp.reminders.owing import Owed
from taskapp.reminders.plan import besides
from taskapp.reminders.round import Outcome, play
from taskapp.tasks import lifecycle
from tests.conftest import MONDAY, make_settings
from tests.hook_server import HookServer
from tests.reminders.conftest import Mails, Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

EARLIER = at("27/02")


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def remind(server: SmtpServer, hooks: HookServer, tmp_path: Path, frozen_clock: Callable[[datetime], None]) -> Round:
    """A round as of an instant, mails through the one server, channels through the other."""

    def play_at(session: Session, now: datetime, *, owner: str = "one") -> Outcome:
        frozen_clock(now)
        urls = {"smtp_url": server.url, "base_url": "https://viec.example.vn", "channel_hosts": (hooks.host,)}
        return play(session, make_settings("sqlite://", tmp_path, **urls), owner=owner, at=now)

    return play_at


def reach(
    desk: Desk, username: str, url: str, channel: Channel = Channel.WEBHOOK, since: datetime | None = EARLIER
) -> ChannelAddress:
    """An address of the person, confirmed at `since`."""
    address = ChannelAddress(
        committee_id=desk.office.committee_id,
        person_id=desk.office.people[username],
        channel=channel,
        address=url,
        host="somewhere",
        added_at=EARLIER,
        confirmed_at=since,
    )
    desk.session.add(address)
    desk.session.commit()
    return address


def ways(desk: Desk) -> Counter[str]:
    """How many reminders stand in the ledger on each channel."""
    return Counter(desk.session.scalars(select(Reminder.channel)))


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        (at("27/02", "08:59"), ["mail"]),  # before the confirmation
        (at("27/02", "09:00"), ["mail", "webhook"]),
        (at("02/03"), ["mail", "webhook"]),
    ],
)
def test_a_step_is_owed_besides_mail_from_the_confirmation_on(moment: datetime, on: list[str]) -> None:
    owed = Owed(7, 1, "overdue:1", 5, moment)
    assert [one.channel for one in besides([owed], {5: [Begun(Channel.WEBHOOK, "12", EARLIER)]})] == on
    assert [one.channel for one in besides([owed], {6: [Begun(Channel.WEBHOOK, "12", EARLIER)]})] == ["mail"]


def test_what_happens_is_told_in_two_lines_besides_the_mail(
    desk: Desk, remind: Round, mails: Mails, hooks: HookServer
) -> None:
    reach(desk, "truongphong", f"{hooks.url}/x")
    task = desk.task()
    outcome = remind(desk.session, MONDAY)
    assert (outcome["owed"], outcome["planned"], outcome["delivered"]) == (2, 2, 2)
    assert mails.subjects() == {("truongphong", f"Giao việc: {task.content}")}
    [hooked] = hooks.received
    assert hooked.text == f"Giao việc: {task.content}\nhttps://viec.example.vn/tasks/{task.id}"
    assert ways(desk) == {"mail": 1, "webhook": 1}


def test_a_second_run_owes_and_sends_nothing(desk: Desk, remind: Round, hooks: HookServer) -> None:
    reach(desk, "congchuc", f"{hooks.url}/x")
    reach(desk, "congchuc", f"{hooks.url}/hooks/k3y", Channel.MATTERMOST)
    desk.in_progress()
    remind(desk.session, at("03/03"))
    sent, ledger = len(hooks.received), ways(desk)
    assert ledger["webhook"] == ledger["mattermost"] > 0
    for owner in ("one", "another"):
        assert remind(desk.session, at("03/03", "09:01"), owner=owner)["owed"] == 0
    assert (len(hooks.received), ways(desk)) == (sent, ledger)


def test_the_morning_is_one_line_of_counts_and_a_link(
    desk: Desk, remind: Round, mails: Mails, hooks: HookServer
) -> None:
    desk.in_progress(content="Việc một", due_on=date(2026, 3, 5))
    desk.in_progress(content="Việc hai", due_on=date(2026, 3, 4))
    desk.in_progress(content="Việc ba", due_on=date(2026, 3, 6))
    for now in (MONDAY, at("03/03", "07:30"), at("04/03", "07:30")):
        remind(desk.session, now)
    reach(desk, "congchuc", f"{hooks.url}/x", since=at("04/03"))
    mails.clear()
    hooks.received.clear()
    remind(desk.session, at("05/03", "07:30"))
    [hooked] = hooks.received
    line, link = hooked.text.split("\n")
    assert (line, link) == ("Nhắc việc 05/03/2026: 1 quá hạn, 1 hôm nay, 1 sắp đến hạn", "https://viec.example.vn/")
    assert ("congchuc", line) in mails.digests()


def test_mail_is_sent_as_ever_while_a_channel_is_dead(
    desk: Desk, remind: Round, mails: Mails, hooks: HookServer
) -> None:
    reach(desk, "truongphong", f"{hooks.url}/x")
    task = desk.task()
    hooks.answer(500)
    outcome = remind(desk.session, MONDAY)
    assert (outcome["delivered"], outcome["retrying"]) == (1, 1)
    assert mails.names() == ["truongphong"]
    assert remind(desk.session, at("02/03", "09:01"))["delivered"] == 1
    assert mails.names() == ["truongphong"]
    assert task.content in hooks.received[-1].text


def test_a_channel_gets_nothing_before_it_is_confirmed(desk: Desk, remind: Round, hooks: HookServer) -> None:
    reach(desk, "truongphong", f"{hooks.url}/x", since=None)
    desk.task()
    remind(desk.session, MONDAY)
    assert hooks.received == []
    assert ways(desk) == {"mail": 1}


def test_what_holds_no_longer_is_not_sent(desk: Desk, remind: Round, hooks: HookServer) -> None:
    reach(desk, "truongphong", f"{hooks.url}/x")
    task = desk.task()
    desk.session.commit()
    fill(desk.session, desk.office.committee_id, MONDAY)
    lifecycle.withdraw(desk.session, task, reason="Nhầm", by=desk.by("chutich"), now=at("02/03", "09:01"))
    desk.session.commit()
    assert remind(desk.session, at("02/03", "09:02"))["cancelled"] == 2
    assert [hooked.text for hooked in hooks.received if "Giao việc" in hooked.text] == []


def test_a_waiting_digest_of_a_channel_is_taken_over_by_the_next_one_of_that_channel(
    desk: Desk, remind: Round, hooks: HookServer
) -> None:
    reach(desk, "congchuc", f"{hooks.url}/x", since=at("01/03"))
    desk.in_progress(due_on=date(2026, 3, 6))
    for now in (MONDAY, at("03/03", "07:30"), at("05/03", "07:30")):
        fill(desk.session, desk.office.committee_id, now)
    digests = desk.session.scalars(
        select(Message).where(Message.kind == "digest", Message.person_id == desk.office.people["congchuc"])
    ).all()
    found = sorted((message.channel.value, message.key.split(":")[2], message.state.value) for message in digests)
    assert found == [
        ("mail", "2026-03-03", "cancelled"),
        ("mail", "2026-03-05", "waiting"),
        ("webhook", "2026-03-03", "cancelled"),
        ("webhook", "2026-03-05", "waiting"),
    ]


def test_a_deputy_hears_on_his_channel_in_whose_place(desk: Desk, remind: Round, hooks: HookServer) -> None:
    reach(desk, "congchuc2", f"{hooks.url}/x", since=at("26/02"))
    absences.register(
        desk.session,
        desk.person("congchuc"),
        Term(date(2026, 3, 2), date(2026, 3, 6)),
        deputy=desk.person("congchuc2"),
        reason="nghỉ phép",
        by=desk.by("congchuc").rights,
        now=at("27/02"),
    )
    desk.session.commit()
    desk.in_progress()
    remind(desk.session, at("02/03", "09:30"))
    assert any("Anh/chị nhận vì đang thay" in hooked.text for hooked in hooks.received)


def test_the_account_of_the_morning_and_the_effect_count_mails_only(
    desk: Desk, remind: Round, hooks: HookServer
) -> None:
    committee = desk.session.get_one(Committee, desk.office.committee_id)

    def counted() -> tuple[int, int]:
        """Delivered as the page of the effect says, expected as the letter to the office does."""
        rows = effect_facts.read(
            desk.session,
            committee,
            effect_facts.terms_of(desk.session, committee),
            date(2026, 3, 2),
            date(2026, 3, 6),
        )
        account = reconciliation.account(desk.session, committee, date(2026, 3, 3))
        return sum(row.delivered for row in rows), account.expected

    reach(desk, "truongphong", f"{hooks.url}/x")
    desk.task()
    remind(desk.session, at("02/03", "09:30"))
    assert len(hooks.received) == 1
    assert counted() == (1, 1)


def test_channels_make_no_flood_and_are_held_and_cancelled_with_one(
    desk: Desk, remind: Round, hooks: HookServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(desk, "truongphong", f"{hooks.url}/x")
    monkeypatch.setattr(floods, "FLOOR", 4)
    monkeypatch.setattr(floods, "TIMES", 1)
    for number in range(4):
        desk.task(content=f"Việc {number}")
    desk.session.commit()
    fill(desk.session, desk.office.committee_id, MONDAY)
    assert floods.current(desk.session, desk.office.committee_id) is None  # four mails, eight messages
    for number in range(5):
        desk.task(content=f"Việc khác {number}", now=at("02/03", "09:10"))
    desk.session.commit()
    fill(desk.session, desk.office.committee_id, at("02/03", "09:10"))
    hold = floods.current(desk.session, desk.office.committee_id)
    assert hold is not None
    assert remind(desk.session, at("02/03", "09:11"))["delivered"] == 0
    count = floods.cancel(
        desk.session, hold, reason="Nhầm", by_id=desk.office.people["vanphong"], by_name="A", now=MONDAY
    )
    desk.session.commit()
    cancelled = desk.session.scalars(select(Message.channel).where(Message.state == MessageState.CANCELLED)).all()
    assert (count, Counter(cancelled)) == (5, {"mail": 5, "webhook": 5})
