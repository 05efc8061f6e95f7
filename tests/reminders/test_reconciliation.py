"""The morning's account for the office: how many mails had to go out, how many did, and the difference by name."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskapp.outbox.models import Message
from taskapp.people.models import Person
from taskapp.people.rights import Role
from taskapp.reminders import reconciliation
from tests.conftest import MONDAY
from tests.reminders.conftest import Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

OFFICE = "vanphong@chauthanh.example"


def owe(desk: Desk, now: datetime) -> int:
    owed = reconciliation.owe(desk.session, now)
    desk.session.commit()
    return owed


def account_mail(server: SmtpServer) -> tuple[str, str]:
    mails = (r.mail for r in server.received if r.recipient == OFFICE)
    (mail,) = [mail for mail in mails if str(mail["Subject"]).startswith("Đối chiếu")]
    body = mail.get_body(("plain",))
    assert body is not None
    return str(mail["Subject"]), body.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("moment", "owed"),
    [
        (at("03/03", "08:59"), 0),  # the digests still have their first tries before them
        (at("03/03", "09:00"), 1),
        (at("07/03", "09:30"), 0),  # a Saturday
    ],
)
def test_the_office_gets_its_account_on_working_mornings(desk: Desk, moment: datetime, owed: int) -> None:
    assert owe(desk, moment) == owed


def test_a_morning_on_which_all_went_well_is_one_line(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    remind(desk.session, MONDAY)
    remind(desk.session, at("05/03", "07:30"))
    owe(desk, at("05/03", "09:00"))
    remind(desk.session, at("05/03", "09:10"))
    subject, text = account_mail(server)
    assert subject == "Đối chiếu thư nhắc việc 05/03/2026: 2/2 đã gửi"  # the officer's digest and the head's
    assert "Phải gửi: 2" in text
    assert "CHƯA GỬI ĐƯỢC" not in text


def test_after_a_morning_without_the_server_its_mails_go_out_before_they_are_counted(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    remind(desk.session, MONDAY)
    owe(desk, at("05/03", "15:00"))
    remind(desk.session, at("05/03", "15:00"))
    assert OFFICE not in server.recipients()
    remind(desk.session, at("05/03", "15:10"))
    subject, _text = account_mail(server)
    assert subject == "Đối chiếu thư nhắc việc 05/03/2026: 2/2 đã gửi"


def test_what_did_not_go_out_is_named_with_its_reason(desk: Desk, remind: Round, server: SmtpServer) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    remind(desk.session, MONDAY)
    server.answer("RCPT", "550 5.1.1 no such mailbox")
    remind(desk.session, at("05/03", "07:30"))
    owe(desk, at("05/03", "09:00"))
    remind(desk.session, at("05/03", "09:10"))
    subject, text = account_mail(server)
    assert subject == "Đối chiếu thư nhắc việc 05/03/2026: còn 1 thư chưa gửi được"
    assert "no such mailbox" in text
    assert "ĐỊA CHỈ THƯ KHÔNG NHẬN ĐƯỢC" in text


def test_people_without_an_address_and_tasks_without_anybody_are_named(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    task = desk.task(content="Rà soát đất công", leads=[desk.unit("nv")])
    desk.person("congchuc2").email = ""
    head: Person = desk.person("truongphong_nv")
    head.disabled_at = MONDAY
    desk.session.commit()
    owe(desk, at("03/03", "09:00"))
    remind(desk.session, at("03/03", "09:10"))
    _subject, text = account_mail(server)
    assert "CHƯA CÓ ĐỊA CHỈ THƯ\n- Huỳnh Quốc Bảo" in text
    assert f"/tasks/{task.id}" in text.partition("NHIỆM VỤ KHÔNG CÒN AI ĐỂ NHẮC")[2]


def test_asking_again_and_again_owes_it_once_and_to_the_office_alone(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.task()
    remind(desk.session, MONDAY)
    for minute in range(3):
        owe(desk, at("03/03", f"09:0{minute}"))
        remind(desk.session, at("03/03", f"09:1{minute}"))
    assert server.recipients().count(OFFICE) == 1
    accounts = desk.session.query(Message).filter_by(kind=reconciliation.KIND).all()
    assert [message.person_id for message in accounts] == [desk.office.people["vanphong"]]
    assert Role.MONITOR in {held.role for held in desk.person("vanphong").roles}


def test_a_morning_without_mails_brings_no_letter(desk: Desk, remind: Round, server: SmtpServer) -> None:
    owe(desk, at("03/03", "09:00"))
    outcome = remind(desk.session, at("03/03", "09:10"))
    assert (outcome["delivered"], outcome["cancelled"]) == (0, 1)
