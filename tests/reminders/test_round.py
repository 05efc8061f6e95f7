"""Rounds of reminders through a real SMTP server: as many mails as messages, each reminder in one of them, once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from taskapp.outbox.models import Message, MessageState
from taskapp.people import accounts
from taskapp.reminders import fill
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.tasks import extensions, lifecycle, registers
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.documents import DocumentGiven
from tests.conftest import MONDAY
from tests.faults.proof import words
from tests.reminders.conftest import Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import TERMS, Desk, at

NOTHING = {"owed": 0, "planned": 0, "delivered": 0, "refused": 0, "retrying": 0, "in_doubt": 0, "cancelled": 0}


def ledger(desk: Desk) -> list[Reminder]:
    return list(desk.session.scalars(select(Reminder).order_by(Reminder.id)))


def test_an_assignment_is_told_at_once_to_the_heads_of_lead_and_supporting_unit(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    task = desk.task(supporting=[desk.unit("nv")])
    outcome = remind(desk.session, MONDAY)
    assert outcome == NOTHING | {"owed": 2, "planned": 2, "delivered": 2}
    assert sorted(server.recipients()) == ["truongphong@chauthanh.example", "truongphong_nv@chauthanh.example"]
    mail = server.received[0].mail
    assert mail["Subject"] == f"Giao việc: {task.content}"
    text = mail.get_body(("plain",)).get_content()
    assert f"https://viec.example.vn/tasks/{task.id}" in text
    assert "Còn 4 ngày làm việc" in text
    assert "12/UBND-NC ngày 27/02/2026" in text
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["References"].startswith(f"<task-{task.id}.")


def test_a_second_run_owes_and_sends_nothing(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.in_progress()
    assert remind(desk.session, at("03/03"))["delivered"] > 0
    sent = len(server.received)
    assert remind(desk.session, at("03/03", "09:01")) == NOTHING
    assert remind(desk.session, at("03/03"), owner="another") == NOTHING
    assert len(server.received) == sent


def test_a_dry_run_counts_and_changes_nothing(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.task()
    desk.session.commit()
    assert remind(desk.session, MONDAY, dry_run=True) == NOTHING | {"owed": 1}
    assert ledger(desk) == []
    assert server.received == []


def test_one_digest_a_morning_holds_everything_most_urgent_first(desk: Desk, remind: Round, server: SmtpServer) -> None:
    late = desk.in_progress(content="Việc quá hạn", due_on=date(2026, 3, 4))
    today = desk.in_progress(content="Việc hôm nay", due_on=date(2026, 3, 6))
    soon = desk.in_progress(content="Việc sắp đến hạn", due_on=date(2026, 3, 11))
    remind(desk.session, MONDAY)
    server.received.clear()

    outcome = remind(desk.session, at("06/03", "07:30"))

    assert Counter(server.recipients()) == {"congchuc@chauthanh.example": 1, "truongphong@chauthanh.example": 1}
    assert outcome["planned"] == outcome["delivered"] == 2
    mail = next(r.mail for r in server.received if r.recipient.startswith("congchuc@"))
    text = mail.get_body(("plain",)).get_content()
    assert text.index(late.content) < text.index(today.content) < text.index(soon.content)
    assert "QUÁ HẠN" in text
    assert "Quá 2 ngày làm việc" in text
    assert "Hết ngày hôm nay" in text
    assert mail["Subject"] == "Nhắc việc 06/03/2026: 1 quá hạn, 1 hôm nay, 1 sắp đến hạn"
    html = mail.get_body(("html",)).get_content()
    assert "<img" not in html
    assert late.content in html


def test_each_reminder_owed_is_in_exactly_one_message_of_its_person(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    for day in range(4, 12):
        desk.in_progress(content=f"Việc đến hạn ngày {day}", due_on=date(2026, 3, day))
    owed = sum(remind(desk.session, at(day, "07:31"))["owed"] for day in ("03/03", "04/03", "05/03", "06/03", "09/03"))
    rows = ledger(desk)
    assert len(rows) == owed
    assert len({(r.task_id, r.due_version, r.step, r.person_id) for r in rows}) == owed
    messages = {m.id: m for m in desk.session.scalars(select(Message))}
    assert all(messages[r.message_id].person_id == r.person_id for r in rows)
    assert {m.state for m in messages.values()} == {MessageState.DELIVERED}
    assert len(server.received) == len(messages)
    assert len({received.message_id for received in server.received}) == len(messages)


def test_what_another_process_told_while_we_planned_needs_no_letter_of_ours(
    desk: Desk, remind: Round, server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    usual = fill._owed

    def overtaken(*args: Any) -> Any:
        found = usual(*args)
        monkeypatch.setattr(fill, "_owed", usual)
        with Session(desk.session.get_bind()) as other:
            assert remind(other, at("06/03"), owner="another")["delivered"] == 1
        return found

    monkeypatch.setattr(fill, "_owed", overtaken)
    assert remind(desk.session, at("06/03")) == NOTHING
    carried = {reminder.message_id for reminder in ledger(desk)}
    assert {message.id for message in desk.session.scalars(select(Message))} == carried, "no empty letter waits"


def test_no_digest_goes_out_on_a_weekend_or_before_half_past_seven(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.in_progress(due_on=date(2026, 3, 9))
    remind(desk.session, MONDAY)
    remind(desk.session, at("06/03", "08:00"))
    server.received.clear()
    for day, hour in (("07/03", "08:00"), ("08/03", "08:00"), ("09/03", "07:29")):
        assert remind(desk.session, at(day, hour))["delivered"] == 0
    assert remind(desk.session, at("09/03", "07:30"))["delivered"] == 1
    assert server.recipients() == ["congchuc@chauthanh.example"]


def test_a_task_finished_before_its_mail_goes_is_not_mentioned(desk: Desk, remind: Round, server: SmtpServer) -> None:
    finished = desk.in_progress(content="Việc đã nộp", due_on=date(2026, 3, 6))
    desk.in_progress(content="Việc còn lại", due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    fill.fill_reminders(desk.session, at("05/03", "08:00"))
    desk.submit(finished, at("05/03", "08:00"))
    desk.session.commit()
    remind(desk.session, at("05/03", "08:00"))

    states = {r.task.content: r.state for r in ledger(desk) if r.step == "before:1"}
    assert states == {"Việc đã nộp": ReminderState.DROPPED, "Việc còn lại": ReminderState.CARRIED}
    (mail,) = server.received
    assert "Việc còn lại" in words(mail)
    assert "Việc đã nộp" not in words(mail)


def test_a_mail_that_is_tried_again_says_what_it_said_and_the_ledger_says_that_it_did(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    finished = desk.in_progress(content="Việc đã nộp", due_on=date(2026, 3, 6))
    desk.in_progress(content="Việc còn lại", due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    assert remind(desk.session, at("05/03", "08:00"))["retrying"] == 1

    desk.session.expire_all()
    desk.submit(finished, at("05/03", "08:00"))
    desk.session.commit()
    remind(desk.session, at("05/03", "08:30"))

    assert {r.state for r in ledger(desk) if r.step == "before:1"} == {ReminderState.CARRIED}
    (mail,) = server.received
    assert "Việc đã nộp" in words(mail)


def test_a_digest_that_nothing_is_left_of_is_cancelled_with_the_reason(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    task = desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    remind(desk.session, at("05/03", "08:00"))
    desk.session.expire_all()
    extensions.extend(
        desk.session,
        task,
        limit=Moment(date(2026, 3, 20)),
        reason="Chờ Sở",
        by=desk.by("chutich"),
        now=at("05/03", "08:10"),
        terms=TERMS,
    )
    desk.session.commit()
    outcome = remind(desk.session, at("05/03", "08:30"))
    assert outcome["cancelled"] == 1
    assert [r.mail["Subject"] for r in server.received] == [f"Gia hạn: {task.content}"]
    cancelled = desk.session.scalars(select(Message).where(Message.state == MessageState.CANCELLED)).one()
    assert cancelled.error == "Không còn đúng khi thư đến lượt gửi: thời hạn đã đổi."


def test_after_days_without_a_mail_server_one_letter_says_it_all_and_that_it_is_late(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    for day in ("03/03", "05/03", "06/03", "09/03"):
        server.answer("CONNECT", "421 4.3.2 maintenance")
        assert remind(desk.session, at(day, "07:30"))["delivered"] == 0

    remind(desk.session, at("10/03", "09:00"))

    to_officer = [r.mail for r in server.received if r.recipient.startswith("congchuc@")]
    assert len(to_officer) == 1
    text = to_officer[0].get_body(("plain",)).get_content()
    assert "Quá 2 ngày làm việc" in text
    assert "đến muộn" in text
    carried = Counter(r.message.state for r in ledger(desk))
    assert set(carried) == {MessageState.DELIVERED}  # no reminder was left with a message that never went


def test_imported_tasks_set_off_no_storm(desk: Desk, remind: Round, server: SmtpServer) -> None:
    for number in range(20):
        task = desk.draft(
            content=f"Việc cũ {number}",
            due_on=date(2026, 1, 30),
            past_due_known=True,
            document=DocumentGiven("5/KH-UBND", date(2026, 1, 5)),
        )
        system = lifecycle.Actor(None, "Asia/Ho_Chi_Minh")
        registers.record_past(desk.session, task, issued_on=date(2026, 1, 5), done_on=None, by=system, now=MONDAY)
    assert remind(desk.session, MONDAY) == NOTHING
    assert remind(desk.session, at("03/03", "07:30"))["planned"] == 1  # the next morning: one letter to the head
    assert server.recipients() == ["truongphong@chauthanh.example"]


def test_a_disabled_officer_gets_nothing_and_the_head_stands_in(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    accounts.disable(desk.session, desk.person("congchuc"), by=desk.person("quantri"), now=at("03/03"))
    desk.session.commit()
    remind(desk.session, at("06/03", "08:00"))
    assert "congchuc@chauthanh.example" not in server.recipients()
    assert "truongphong@chauthanh.example" in server.recipients()


def test_somebody_without_an_address_is_a_visible_refusal_and_stops_nobody(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.person("truongphong").email = ""
    desk.task(supporting=[desk.unit("nv")])
    outcome = remind(desk.session, MONDAY)
    assert (outcome["delivered"], outcome["refused"]) == (1, 1)
    assert server.recipients() == ["truongphong_nv@chauthanh.example"]


def test_what_just_happened_goes_before_the_morning_s_letters(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    server.received.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    remind(desk.session, at("06/03", "07:30"))  # the digest waits for its next try
    desk.in_progress(now=at("06/03", "08:00"), content="Việc gấp", due_on=date(2026, 3, 20))
    desk.session.commit()
    remind(desk.session, at("06/03", "08:00"))
    assert [r.mail["Subject"].partition(" ")[0] for r in server.received][-1] == "Nhắc"
    assert len(server.received) == 3


def test_a_send_back_is_told_with_its_reason_once_for_each(desk: Desk, remind: Round, server: SmtpServer) -> None:
    task = desk.submitted()
    remind(desk.session, MONDAY)
    for number, day in enumerate(("03/03", "04/03"), start=1):
        server.received.clear()
        lifecycle.send_back(
            desk.session, task, reason=f"Thiếu phụ lục {number}", by=desk.by("chutich"), now=at(day), terms=TERMS
        )
        desk.session.commit()
        remind(desk.session, at(day, "09:01"))
        texts = [r.mail.get_body(("plain",)).get_content() for r in server.received if "Trả lại" in r.mail["Subject"]]
        assert len(texts) == 1
        assert f"Thiếu phụ lục {number}" in texts[0]
        desk.submit(task, at(day, "10:00"))
        desk.session.commit()


def test_a_digest_made_the_evening_before_carries_the_mornings_own_steps(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.in_progress(content="Việc hạn thứ Sáu", due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    remind(desk.session, at("05/03", "08:00"))  # today's digest has gone
    desk.in_progress(now=at("05/03", "09:00"), content="Việc đến sau", due_on=date(2026, 3, 20))
    remind(desk.session, at("05/03", "12:00"))  # told late: it waits in tomorrow's digest, made now
    server.received.clear()

    remind(desk.session, at("06/03", "07:25"))  # a tick before the morning: nothing goes out yet
    assert server.received == []
    remind(desk.session, at("06/03", "07:30"))

    texts = [r.mail.get_body(("plain",)).get_content() for r in server.received if "congchuc@" in r.recipient]
    assert len(texts) == 1
    assert "Việc hạn thứ Sáu" in texts[0]
    assert "Việc đến sau" in texts[0]


def test_units_without_a_head_of_their_own_have_the_one_above(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.unit("tnd").parent_id = desk.office.units["nv"]
    accounts.disable(desk.session, desk.person("chutichxa"), by=desk.person("quantri"), now=MONDAY)
    desk.task(leads=[desk.unit("tnd")])
    remind(desk.session, MONDAY)
    assert server.recipients() == ["truongphong_nv@chauthanh.example"]
