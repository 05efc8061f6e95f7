"""Rounds while somebody is away: deputy and absent person both, from the day on and no longer; delegates decide."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from taskapp.reminders.models import Reminder, ReminderState
from tests.conftest import MONDAY
from tests.people.standing import Book
from tests.reminders.conftest import Mails, Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at


@pytest.fixture
def book(desk: Desk) -> Book:
    return Book(desk.session, desk.office)


def test_deputy_and_absent_officer_are_both_reminded_and_the_deputy_hears_why(
    desk: Desk, book: Book, remind: Round, mails: Mails
) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    mails.clear()
    book.away("congchuc", 4, 6, deputy="congchuc2")
    desk.session.commit()
    remind(desk.session, at("03/03", "07:30"))
    assert mails.names() == ["congchuc"]
    mails.clear()
    remind(desk.session, at("05/03", "07:30"))
    assert sorted(mails.names()) == ["congchuc", "congchuc2"]
    assert "Anh/chị nhận vì đang thay Nguyễn Thị Ánh Tuyết." in mails.text("congchuc2", "Nhắc việc")
    assert "đang thay" not in mails.text("congchuc", "Nhắc việc")


def test_a_deputy_gets_nothing_more_once_the_absence_is_over(
    desk: Desk, book: Book, remind: Round, server: SmtpServer, mails: Mails
) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    absence = book.away("congchuc", 2, 20, deputy="congchuc2")
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy", "450 4.2.0 mailbox busy")
    remind(desk.session, at("05/03", "07:30"))
    book.end(absence, by="congchuc", now=at("05/03", "07:40"))
    desk.session.commit()
    remind(desk.session, at("05/03", "08:30"))
    assert mails.names() == ["congchuc"]
    dropped = desk.session.scalars(select(Reminder).where(Reminder.state == ReminderState.DROPPED)).all()
    told = {(r.person.username, r.reason) for r in dropped}
    assert told == {("congchuc2", "đã giao người khác, hoặc người vắng đã trở lại")}
    mails.clear()
    remind(desk.session, at("06/03", "07:30"))
    assert mails.names() == ["congchuc"]


def test_decisions_are_put_before_the_delegate_too(desk: Desk, book: Book, remind: Round, mails: Mails) -> None:
    desk.submitted(due_on=date(2026, 4, 30))
    book.delegate("chutich", "congchuc_nv", 2, 20)
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    remind(desk.session, at("03/03", "07:30"))
    assert sorted(mails.names()) == ["chutich", "congchuc_nv"]
    assert "Anh/chị nhận vì đang thay Trần Thị Lan." in mails.text("congchuc_nv", "1 chờ duyệt")


def test_the_work_of_who_is_away_without_a_deputy_is_told_to_head_and_office_until_there_is_one(
    desk: Desk, book: Book, remind: Round, server: SmtpServer, mails: Mails
) -> None:
    desk.in_progress(due_on=date(2026, 4, 30))
    absence = book.away("congchuc", 3, 20)
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    server.answer("RCPT", "450 4.2.0 mailbox busy")
    remind(desk.session, at("03/03", "07:30"))
    assert "Nguyễn Thị Ánh Tuyết đang vắng, chưa có người làm thay" in mails.text(mails.names()[0], "người phụ trách")
    book.end(absence, by="truongphong", now=at("03/03", "07:40"))
    book.away("congchuc", 3, 20, deputy="congchuc2", by="truongphong", now=at("03/03", "07:41"))
    desk.session.commit()
    remind(desk.session, at("03/03", "08:30"))
    assert len(mails.names()) == 1  # the other was dropped on its way
    reasons = desk.session.scalars(select(Reminder.reason).where(Reminder.state == ReminderState.DROPPED)).all()
    assert reasons == ["đã có người phụ trách"]


def test_a_single_officer_s_task_without_officer_is_his_absent_head_s_and_nobody_s(
    desk: Desk, book: Book, remind: Round, mails: Mails
) -> None:
    desk.task(leads=[desk.unit("tnd")], due_on=date(2026, 4, 30))
    book.away("chutichxa", 3, 20)
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    remind(desk.session, at("03/03", "07:30"))
    assert sorted(mails.names()) == ["chutichxa", "vanphong"]
    assert "Đơn vị không có ai đang làm việc phụ trách việc này" in mails.text("vanphong", "người phụ trách")
