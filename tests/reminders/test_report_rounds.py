"""Reports that go out by themselves: owed once, frozen at their moment, for each reader what he may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from taskapp.base.db import scoped
from taskapp.outbox.models import Message, MessageState
from taskapp.reports import sendings
from taskapp.reports.occurrences import Cadence, Days, Timing
from taskapp.reports.periods import Cutoff
from taskapp.reports.sending_models import Filed, ReportSchedule
from taskapp.reports.sendings import Wish
from tests.conftest import MONDAY
from tests.reminders.conftest import Mails, Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import Desk, at

DUE = at("24/03", "15:00")  # the working day before the session of the 25th
MINUTE = timedelta(minutes=1)


MONTHLY = Timing(Cadence.MONTHLY, 25, 1, time(15, 0))
FRIDAYS = Timing(Cadence.WEEKLY, 5, 0, time(15, 0))


def schedule(
    desk: Desk, *readers: str, report: Filed = Filed.SUMMARY, days: Days = Days.THIS_QUARTER, timing: Timing = MONTHLY
) -> ReportSchedule:
    people = frozenset(desk.office.people[name] for name in readers)
    wish = Wish(report, days, Cutoff.CALENDAR, timing, people)
    made = sendings.begin(desk.session, desk.office.committee_id, wish, by=desk.person("vanphong"), now=MONDAY)
    desk.session.commit()
    return made


def owe(desk: Desk, now: datetime) -> int:
    count = sendings.owe(desk.session, now)
    desk.session.commit()
    return count


def reports(desk: Desk) -> list[Message]:
    query = scoped(Message, desk.office.committee_id).where(Message.kind == sendings.KIND)
    return list(desk.session.scalars(query.order_by(Message.id)))


def test_a_report_is_owed_once_however_often_its_hour_is_seen(desk: Desk) -> None:
    schedule(desk, "chutich", "vanphong")
    assert owe(desk, DUE - MINUTE) == 0
    assert [owe(desk, DUE + minutes * MINUTE) for minutes in (0, 1, 60, 60 * 24)] == [2, 0, 0, 0]
    assert len(reports(desk)) == 2


def test_what_was_missed_while_the_system_was_down_is_sent_once(desk: Desk) -> None:
    schedule(desk, "chutich")
    assert [owe(desk, DUE + timedelta(days=days)) for days in (2, 3)] == [1, 0]
    assert owe(desk, DUE + timedelta(days=30)) == 0  # 24 April has not come


def test_the_week_is_reported_on_its_friday(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    schedule(desk, "chutich", days=Days.THIS_WEEK, timing=FRIDAYS)
    friday = at("06/03", "15:00")
    assert owe(desk, friday) == 1
    mails.clear()
    remind(desk.session, friday + MINUTE)
    text = mails.text("chutich", "Báo cáo tuần 02/03/2026 – 08/03/2026: đúng hạn 0 %, 1 nhiệm vụ quá hạn")
    assert "ghi nhận đến 15:00 ngày 06/03/2026" in text


def test_the_letter_has_the_figures_in_it_a_workbook_and_the_page_of_the_same_moment(
    desk: Desk, remind: Round, server: SmtpServer, mails: Mails, client_of: Callable[[str], FlaskClient]
) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    schedule(desk, "chutich")
    owe(desk, DUE)
    mails.clear()
    remind(desk.session, DUE)
    assert not [one for one in server.received if "Báo cáo quý" in str(one.mail["Subject"])]  # not yet settled
    desk.in_progress(DUE + MINUTE / 2, due_on=date(2026, 3, 30))  # what is recorded later is not in it
    remind(desk.session, DUE + MINUTE)
    text = mails.text("chutich", "Báo cáo quý I/2026: đúng hạn 0 %, 1 nhiệm vụ quá hạn")
    assert "UBND huyện Châu Thành có 1 nhiệm vụ" in text
    assert "ghi nhận đến 15:00 ngày 24/03/2026" in text
    assert "do Phạm Ngọc Mai lập ngày 02/03/2026" in text
    (mail,) = [one.mail for one in server.received if "Báo cáo quý" in str(one.mail["Subject"])]
    (book,) = list(mail.iter_attachments())
    assert book.get_filename() == "mau-a-20260101-20260331.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(book.get_content())).active
    assert sheet is not None
    assert (sheet["B9"].value, sheet["C9"].value) == ("Tổng cộng", 1)
    (link,) = re.findall(r"https://viec\.example\.vn(/reports/summary\?\S+)", text)
    html = client_of("chutich").get(link).get_data(as_text=True)
    assert "ghi nhận đến 15:00 ngày 24/03/2026" in html
    assert re.search(r"cell=assigned\"[^>]*>1<", html)


def test_each_reader_gets_the_figures_of_the_own_units(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.in_progress(due_on=date(2026, 3, 4))
    desk.task(leads=[desk.unit("nv")], due_on=date(2026, 3, 4))
    schedule(desk, "chutich", "truongphong")
    owe(desk, DUE)
    remind(desk.session, DUE + MINUTE)
    assert "UBND huyện Châu Thành có 2 nhiệm vụ" in mails.text("chutich", "Báo cáo quý I/2026")
    assert "Phòng Tư pháp được giao 1 nhiệm vụ" in mails.text("truongphong", "Báo cáo quý I/2026")


def test_a_list_is_told_task_by_task(desk: Desk, remind: Round, mails: Mails) -> None:
    desk.in_progress(due_on=date(2026, 3, 4), content="Rà soát đất công")
    schedule(desk, "chutich", report=Filed.OVERDUE)
    schedule(desk, "chutich", report=Filed.UNDATED)
    owe(desk, DUE)
    remind(desk.session, DUE + MINUTE)
    text = mails.text("chutich", "Danh mục nhiệm vụ quá hạn chưa hoàn thành quý I/2026: 1")
    assert "- Phòng Tư pháp: Rà soát đất công · 20 ngày (14 ngày làm việc)" in text
    assert "Không có nhiệm vụ nào quá 3 tháng chưa báo cáo." in mails.text("chutich", "không thời hạn")


@pytest.mark.parametrize("change", ["stopped", "left out", "disabled"])
def test_what_is_no_longer_wanted_is_cancelled_and_says_why(desk: Desk, remind: Round, change: str) -> None:
    made = schedule(desk, "chutich", "vanphong")
    owe(desk, DUE)
    if change == "stopped":
        sendings.stop(made, now=DUE)
    elif change == "left out":
        made.receivers = [one for one in made.receivers if one.person_id != desk.office.people["chutich"]]
    else:
        desk.person("chutich").disabled_at = DUE
    desk.session.commit()
    remind(desk.session, DUE + MINUTE)
    states = {message.to_name: (message.state, message.error) for message in reports(desk)}
    state, error = states["Trần Thị Lan"]
    assert state is MessageState.CANCELLED
    assert error in (
        "Lịch gửi báo cáo đã dừng.", "Người này không còn trong danh sách nhận báo cáo.",
        "Người này không còn quyền xem báo cáo.",
    )  # fmt: skip
    assert states["Phạm Ngọc Mai"][0] is (MessageState.CANCELLED if change == "stopped" else MessageState.DELIVERED)


def test_a_retry_sends_the_same_letter(desk: Desk, remind: Round, server: SmtpServer) -> None:
    schedule(desk, "chutich")
    owe(desk, DUE)
    server.answer("RCPT", "450 4.2.1 try again")
    remind(desk.session, DUE + MINUTE)
    kept = reports(desk)[0].content
    desk.in_progress(due_on=date(2026, 3, 4))
    remind(desk.session, DUE + timedelta(hours=2))
    (message,) = reports(desk)
    assert (message.state, message.content) == (MessageState.DELIVERED, kept)
