"""The limit for the reader's own calendar: read back by the library, and out of the mail that the server got."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from taskapp.reminders.calendar_entry import Entry, attachment
from taskapp.tasks import changes, extensions, lifecycle
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import LimitKind
from tests.conftest import MONDAY
from tests.reminders.conftest import Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import TERMS, Desk, at

FAR = date(2026, 4, 30)
ENTRY = Entry(
    uid="task-7.chauthanh@viec.example.vn",
    version=3,
    stamp=datetime(2026, 3, 2, 2, 0, tzinfo=UTC),
    on=date(2026, 3, 6),
    at=None,
    zone="Asia/Ho_Chi_Minh",
    title="Hạn: " + "Báo cáo kết quả theo dõi tình hình thi hành pháp luật quý I; rà soát, kiến nghị, " * 3,
    text="Phòng Tư pháp\nhttps://viec.example.vn/tasks/7",
    href="https://viec.example.vn/tasks/7",
    committee="UBND huyện Châu Thành, tỉnh “Mẫu”",
    sender="giaoviec@chauthanh.example",
)


def event_of(content: bytes) -> Any:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def entries(server: SmtpServer, name: str) -> list[tuple[str, str, int]]:
    """Of the mails to this person, in their order: subject, method and version of the entry that goes along."""
    found = []
    for received in server.received:
        if received.recipient.startswith(f"{name}@"):
            for part in received.mail.iter_attachments():
                calendar = Calendar.from_ical(part.get_content())
                (event,) = calendar.walk("VEVENT")
                subject = str(received.mail["Subject"]).partition(":")[0]
                found.append((subject, str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return found


def mail_to(server: SmtpServer, name: str) -> EmailMessage:
    (received,) = [one for one in server.received if one.recipient.startswith(f"{name}@")]
    return received.mail


def test_the_entry_reads_back_as_it_was_meant() -> None:
    file = attachment(ENTRY)
    event = event_of(file.content)
    assert event["DTSTART"].dt == date(2026, 3, 6)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTSTAMP"].dt == ENTRY.stamp
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (ENTRY.uid, 3)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (ENTRY.title, ENTRY.text)
    assert (str(event["URL"]), str(event["STATUS"])) == (ENTRY.href, "CONFIRMED")
    assert str(event["ORGANIZER"]) == "mailto:giaoviec@chauthanh.example"
    assert event["ORGANIZER"].params["CN"].strip('"') == "UBND huyện Châu Thành, tỉnh “Mẫu”"
    assert event.walk("VALARM") == []
    assert "ATTENDEE" not in event  # who publishes asks nobody to come
    assert (file.name, file.params["method"]) == ("thoi-han.ics", "PUBLISH")


def test_an_hour_is_the_instant_wherever_the_reader_is() -> None:
    event = event_of(attachment(replace(ENTRY, at=time(16, 30))).content)
    assert event["DTSTART"].dt == datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
    assert b"DTSTART:20260306T093000Z" in attachment(replace(ENTRY, at=time(16, 30))).content


def test_what_is_over_is_taken_out_of_the_calendar() -> None:
    content = attachment(replace(ENTRY, is_over=True)).content
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    assert str(event_of(content)["STATUS"]) == "CANCELLED"
    assert str(event_of(content)["UID"]) == ENTRY.uid


def test_lines_are_as_the_standard_wants_them_and_no_letter_is_cut_in_two() -> None:
    content = attachment(ENTRY).content
    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines if line.startswith(b" ")]  # each folded line is text by itself


def test_the_same_entry_is_the_same_bytes() -> None:
    assert attachment(ENTRY) == attachment(replace(ENTRY))


def test_the_mail_carries_it_beside_its_words(desk: Desk, remind: Round, server: SmtpServer) -> None:
    task = desk.task(due_on=date(2026, 3, 6), due_time=time(10, 0))
    desk.session.commit()
    remind(desk.session, MONDAY)
    mail = mail_to(server, "truongphong")
    assert mail.get_content_type() == "multipart/mixed"
    (words, file) = mail.iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    assert (file.get_content_type(), file.get_param("method")) == ("text/calendar", "PUBLISH")
    assert (file.get_content_charset(), file.get_filename()) == ("utf-8", "thoi-han.ics")
    event = event_of(file.get_content())
    assert str(event["UID"]) == f"task-{task.id}.chauthanh@viec.example.vn"
    assert f"<{event['UID']}>" == mail["References"]
    assert event["DTSTART"].dt == datetime(2026, 3, 6, 3, 0, tzinfo=UTC)
    assert event["DTSTAMP"].dt == MONDAY
    assert str(event["SUMMARY"]) == "Hạn: Báo cáo kết quả theo dõi thi hành pháp luật quý I"
    assert str(event["DESCRIPTION"]).endswith(f"https://viec.example.vn/tasks/{task.id}")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Mở tệp thoi-han.ics kèm thư này để ghi thời hạn vào lịch" in body.get_content()


def test_each_new_limit_replaces_the_one_before_and_a_withdrawn_task_takes_it_out(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    task = desk.in_progress(due_on=FAR)
    desk.session.commit()
    remind(desk.session, MONDAY)
    limit, by = Moment(date(2026, 5, 29)), desk.by("chutich")
    extensions.extend(desk.session, task, limit=limit, reason="Chờ Sở", by=by, now=at("03/03"), terms=TERMS)
    desk.session.commit()
    remind(desk.session, at("03/03", "09:01"))
    lifecycle.withdraw(desk.session, task, reason="Thôi", by=by, now=at("04/03"))
    desk.session.commit()
    remind(desk.session, at("04/03", "09:01"))
    assert entries(server, "congchuc") == [
        ("Phân công xử lý", "PUBLISH", 1),
        ("Gia hạn", "PUBLISH", 2),
        ("Thu hồi", "CANCEL", 2),
    ]


def test_who_loses_the_task_loses_its_entry(desk: Desk, remind: Round, server: SmtpServer) -> None:
    task = desk.in_progress(due_on=FAR)
    desk.session.commit()
    remind(desk.session, MONDAY)
    by, officer = desk.by("truongphong"), desk.person("congchuc2")
    changes.name_officer(desk.session, task, officer=officer, by=by, now=at("03/03"))
    desk.session.commit()
    remind(desk.session, at("03/03", "09:01"))
    assert [method for _subject, method, _version in entries(server, "congchuc")] == ["PUBLISH", "CANCEL"]
    assert [method for _subject, method, _version in entries(server, "congchuc2")] == ["PUBLISH"]


@pytest.mark.parametrize(
    "given",
    [
        {"limit_kind": LimitKind.NONE, "due_on": None},
        {"due_on": date(2026, 2, 27), "past_due_known": True},
    ],
)
def test_without_a_limit_to_come_nothing_goes_along(
    desk: Desk, remind: Round, server: SmtpServer, given: dict[str, object]
) -> None:
    desk.task(**given)
    desk.session.commit()
    remind(desk.session, MONDAY)
    assert list(mail_to(server, "truongphong").iter_attachments()) == []


def test_a_mail_that_only_speaks_of_the_task_carries_none(desk: Desk, remind: Round, server: SmtpServer) -> None:
    task = desk.in_progress(due_on=FAR)
    desk.session.commit()
    remind(desk.session, MONDAY)
    server.received.clear()
    changes.urge(desk.session, task, text="Làm ngay", by=desk.by("vanphong"), now=at("03/03"))
    desk.session.commit()
    remind(desk.session, at("03/03", "09:01"))
    assert {r.mail.get_content_type() for r in server.received} == {"multipart/alternative"}
