"""The letters: headings in their order, each task once, a link with which its doers report and nobody else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from taskapp.people.models import Committee
from taskapp.reminders import report_links
from taskapp.reminders.headings import headings
from taskapp.tasks import changes, extensions, lifecycle, rule_settings
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.rules import OfficeRules
from tests.conftest import MONDAY, make_settings
from tests.people.standing import Book
from tests.reminders.conftest import Mails, Round
from tests.tasks.making import TERMS, Desk, at

FAR = date(2026, 4, 30)
LINK = re.compile(r"https://viec\.example\.vn/r/\S+")


def ask(desk: Desk, task: Task) -> None:
    request = extensions.Request(Moment(date(2026, 5, 20)), "Chờ số liệu của Sở")
    extensions.ask(desk.session, task, request, by=desk.by("congchuc"), now=MONDAY, terms=TERMS)


def headings_of(text: str) -> list[str]:
    known = {name.upper(): name for name in headings()}
    return [known[line] for line in text.splitlines() if line in known]


def test_a_leader_reads_what_waits_for_him_most_urgent_first(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.submitted(content="Việc chờ duyệt", due_on=FAR)
    ask(desk, desk.in_progress(content="Việc xin gia hạn", due_on=FAR))
    urged = desk.in_progress(content="Việc bị đôn đốc", due_on=FAR)
    declined = desk.task(content="Việc đề nghị chuyển", due_on=FAR)
    by = desk.by("truongphong")
    lifecycle.decline(desk.session, declined, reason="Không đúng việc", by=by, now=MONDAY, terms=TERMS)
    for _time in range(3):
        changes.urge(desk.session, urged, text="", by=desk.by("vanphong"), now=MONDAY)
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    remind(desk.session, at("03/03", "07:30"))
    text = mails.text("chutich", "Nhắc việc 03/03/2026: 1 chờ duyệt, 1 xin gia hạn")
    assert headings_of(text) == [
        "Chờ duyệt",
        "Xin gia hạn",
        "Đề nghị chuyển đơn vị khác",
        "Đôn đốc nhiều lần chưa trả lời",
    ]
    assert "4 việc cần anh/chị xem hôm nay" in text
    assert text.count("Đã chờ quyết định 1 ngày làm việc") == 3
    assert "Nguyễn Thị Ánh Tuyết xin gia hạn từ 30/04/2026 đến 20/05/2026: Chờ số liệu của Sở" in text
    assert not LINK.search(text)  # nothing here is his to report


def test_a_task_with_several_reasons_stands_once_under_the_most_urgent(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.in_progress(content="Việc quá hạn", due_on=date(2026, 3, 4))
    remind(desk.session, MONDAY)
    book = Book(desk.session, desk.office)
    book.away("congchuc", 5, 20)
    desk.session.commit()
    remind(desk.session, at("05/03", "06:00"))
    mails.clear()
    remind(desk.session, at("05/03", "07:30"))
    text = mails.text("truongphong", "Nhắc việc")
    assert headings_of(text) == ["Quá hạn"]
    assert text.count("Việc quá hạn") == 1
    assert "Nguyễn Thị Ánh Tuyết đang vắng, chưa có người làm thay · Quá 1 ngày làm việc" in text


def test_a_part_is_called_one(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.task(supporting=[desk.unit("nv")], due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    mails.clear()
    remind(desk.session, at("03/03", "07:30"))
    about = "\n  Phần phối hợp · Chủ tịch UBND huyện Trần Thị Lan giao · 12/UBND-NC ngày 27/02/2026\n"
    assert about in mails.text("truongphong_nv", "Nhắc việc")
    assert "Phần phối hợp" not in mails.text("truongphong", "Nhắc việc")


@pytest.mark.parametrize("by_mail", [True, False])
def test_doers_and_heads_can_report_from_the_mail_while_the_office_lets_them(
    desk: Desk, remind: Round, mails: Mails, tmp_path: Path, by_mail: bool
) -> None:
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    rules = OfficeRules(report_by_mail=by_mail)
    rule_settings.choose(desk.session, committee, rules, reason="Văn phòng đề nghị", by=None, now=MONDAY)
    desk.in_progress(due_on=date(2026, 3, 6))
    remind(desk.session, MONDAY)
    remind(desk.session, at("09/03", "07:30"))
    for name, subject in (("congchuc", "Phân công"), ("truongphong", "Giao việc"), ("truongphong", "Nhắc việc")):
        text = mails.text(name, subject)
        assert bool(LINK.search(text)) is by_mail
        assert ("đừng chuyển tiếp thư này" in text) is by_mail
        for address in LINK.findall(text):
            token, secret = address.rpartition("/")[2], make_settings("sqlite://", tmp_path).secret_key
            opened = report_links.open_link(desk.session, token, secret=secret, now=at("09/03"))
            assert opened.person.username == name


def test_who_lost_the_task_or_only_follows_it_gets_no_link(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(supporting=[desk.unit("nv")], due_on=FAR)
    remind(desk.session, MONDAY)
    mails.clear()
    lifecycle.withdraw(desk.session, task, reason="Thôi", by=desk.by("chutich"), now=at("02/03", "10:00"))
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert len(mails.names()) == 3
    assert not any(LINK.search(mails.text(name, "Thu hồi")) for name in mails.names())


def test_the_day_beside_something_done_already_is_called_the_limit(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    desk.session.commit()
    remind(desk.session, MONDAY)
    mails.clear()
    lifecycle.withdraw(desk.session, task, reason="Thôi", by=desk.by("chutich"), now=at("02/03", "10:00"))
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert "\nĐã thu hồi (thời hạn thứ Năm 30/04/2026)\n" in mails.text("congchuc", "Thu hồi")


def test_what_was_said_stands_once_however_many_reminders_speak_of_it(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    ask(desk, task)
    desk.session.commit()
    mails.clear()
    remind(desk.session, at("03/03", "07:30"))  # the mail of the day before was never sent
    text = mails.text("chutich", "Nhắc việc")
    assert "- Xin gia hạn · Đã chờ quyết định 1 ngày làm việc" in text
    assert text.count("Chờ số liệu của Sở") == 1


def test_an_urging_without_words_says_who_urges(desk: Desk, remind: Round, mails: Mails) -> None:
    task = desk.in_progress(due_on=FAR)
    remind(desk.session, MONDAY)
    changes.urge(desk.session, task, text="", by=desk.by("vanphong"), now=at("02/03", "10:00"))
    desk.session.commit()
    remind(desk.session, at("02/03", "10:01"))
    assert "\nPhạm Ngọc Mai\n" in mails.text("congchuc", "Đôn đốc")
