"""The page of the effect: read from what was really delivered and really done, for those who keep the mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from taskapp.people.models import Committee
from taskapp.reminders import effect_facts
from taskapp.reminders.effect import Row
from taskapp.tasks import changes, extensions, talk
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.rules import OfficeRules, Terms
from tests.asked import statements
from tests.conftest import MONDAY
from tests.reminders.conftest import Round
from tests.smtp_server import SmtpServer
from tests.tasks.making import CALENDAR, Desk, at

ClientOf = Callable[[str], FlaskClient]
Freeze = Callable[[datetime], None]
PAGE = "/admin/reminders/effect"
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


def read(desk: Desk, first: date = FIRST, last: date = LAST) -> list[Row]:
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    return effect_facts.read(desk.session, committee, effect_facts.terms_of(desk.session, committee), first, last)


def counts(rows: list[Row]) -> dict[tuple[str, int | None], tuple[int, int, int, int]]:
    """By step: delivered, persons, followed, brought on."""
    return {tuple(row.step): (row.delivered, len(row.persons), row.followed, row.stirred) for row in rows}


def a_week(desk: Desk, remind: Round) -> None:
    """An officer reports after he was reminded; of an overdue task its head speaks, and the office urges."""
    reported = desk.in_progress(content="Việc có báo cáo", due_on=date(2026, 3, 6))
    overdue = desk.in_progress(content="Việc quá hạn", due_on=date(2026, 3, 3))
    desk.session.commit()
    remind(desk.session, MONDAY)
    remind(desk.session, at("03/03", "07:30"))
    remind(desk.session, at("05/03", "07:30"))
    by = desk.by("congchuc")
    changes.progress(desk.session, reported, percent=50, note="Đang tổng hợp", by=by, now=at("05/03", "15:00"))
    talk.say(desk.session, overdue, text="Làm ngay nhé", by=desk.by("truongphong"), now=at("05/03", "16:00"))
    changes.urge(desk.session, overdue, text="Chậm", by=desk.by("vanphong"), now=at("05/03", "17:00"))
    desk.session.commit()
    remind(desk.session, at("05/03", "17:01"))


def test_it_counts_what_was_delivered_and_what_its_reader_did(desk: Desk, remind: Round) -> None:
    a_week(desk, remind)
    found = counts(read(desk))
    assert found["assigned", None] == (2, 1, 0, 0)  # both named officers before the mails had gone
    assert found["before", 0] == (1, 1, 0, 0)
    assert found["before", 1] == (1, 1, 1, 1)
    assert found["overdue", 2] == (2, 2, 1, 0)  # of officer and head the head has answered, in words
    assert found["urged", None] == (2, 2, 0, 0)
    assert found["before", 3] == (1, 1, 0, 0)  # reported on the day after the time had run out


def test_what_was_not_delivered_or_lies_outside_the_days_is_left_out(
    desk: Desk, remind: Round, server: SmtpServer
) -> None:
    desk.in_progress(due_on=date(2026, 3, 6))
    server.answer("RCPT", "550 5.1.1 no such mailbox")
    remind(desk.session, MONDAY)
    remind(desk.session, at("03/03", "07:30"))
    assert sum(row.delivered for row in read(desk)) == 2  # the first of three was refused
    assert sum(row.delivered for row in read(desk, first=date(2026, 3, 3))) == 1
    assert read(desk, first=date(2026, 3, 4)) == []


def test_how_long_something_was_overdue_is_what_it_was_then(desk: Desk, remind: Round) -> None:
    task = desk.in_progress(due_on=date(2026, 3, 3))
    remind(desk.session, MONDAY)
    remind(desk.session, at("04/03", "07:30"))
    limit, by, terms = Moment(date(2026, 4, 30)), desk.by("chutich"), Terms(CALENDAR, OfficeRules(late_requests=True))
    extensions.extend(desk.session, task, limit=limit, reason="Chờ Sở", by=by, now=at("04/03"), terms=terms)
    desk.session.commit()
    assert counts(read(desk))["overdue", 1][0] == 2


def test_it_reads_as_many_queries_and_rows_at_a_time_however_many_there_are(desk: Desk, remind: Round) -> None:
    a_week(desk, remind)
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    terms = effect_facts.terms_of(desk.session, committee)
    with statements(desk.session.get_bind()) as asked:
        effect_facts.read(desk.session, committee, terms, FIRST, LAST)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("username", "status"), [("quantri", 200), ("vanphong", 200), ("chutich", 403), ("truongphong", 403)]
)
def test_those_who_keep_the_mails_see_it(client_of: ClientOf, username: str, status: int) -> None:
    assert client_of(username).get(PAGE).status_code == status
    assert client_of(username).get(f"{PAGE}.xlsx").status_code == status


def test_the_page_says_in_words_what_works_and_how_it_is_counted(
    client_of: ClientOf, desk: Desk, remind: Round, frozen_clock: Freeze
) -> None:
    a_week(desk, remind)
    frozen_clock(at("10/03"))
    client = client_of("vanphong")
    page = client.get(PAGE).get_data(as_text=True)
    assert "Lời nhắc gửi từ 09/12/2025 đến 08/03/2026" in page
    for part in ("Quá hạn", "ngày thứ 2", "còn 1 ngày", "Chưa đủ số liệu", "Ít tác dụng: dưới 20 %", "1/2"):
        assert part in page
    assert PAGE in client.get("/admin/mail").get_data(as_text=True)


def test_days_whose_effect_is_not_known_yet_are_not_judged(
    client_of: ClientOf, desk: Desk, remind: Round, frozen_clock: Freeze
) -> None:
    a_week(desk, remind)
    frozen_clock(at("05/03", "18:00"))
    page = client_of("vanphong").get(f"{PAGE}?from=02/03/2026&to=05/03/2026").get_data(as_text=True)
    assert "từ 02/03/2026 đến 03/03/2026" in page
    assert "chưa qua hết 1 ngày làm việc nên chưa tính" in page
    assert "Quá hạn</th>" not in page


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("from=06/03/2026&to=02/03/2026", "Ngày đầu phải trước ngày cuối."),
        ("from=hôm+nào&to=02/03/2026", "hôm nào"),
        ("from=01/01/2020&to=01/03/2026", "không quá 2 năm"),
        ("from=02/03/2026&to=02/03/2026", "Hãy chọn ngày sớm hơn."),
    ],
)
def test_days_that_cannot_be_are_refused_and_stay_as_typed(client_of: ClientOf, query: str, reason: str) -> None:
    client = client_of("vanphong")
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert reason in answer.get_data(as_text=True)
    assert client.get(f"{PAGE}.xlsx?{query}").status_code == 400


def test_without_mails_it_says_so(client_of: ClientOf) -> None:
    assert "Chưa có lời nhắc nào trong khoảng này" in client_of("quantri").get(PAGE).get_data(as_text=True)


def test_the_workbook_holds_the_same_numbers(
    client_of: ClientOf, desk: Desk, remind: Round, frozen_clock: Freeze
) -> None:
    a_week(desk, remind)
    frozen_clock(at("10/03"))
    answer = client_of("vanphong").get(f"{PAGE}.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    lines = {(row[0], row[1]): row[2:] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert lines["Quá hạn", "ngày thứ 2"] == (2, 2, 1, 0.5, 0, 0, "Chưa đủ số liệu")
    assert str(sheet["A1"].value).startswith("Hiệu quả nhắc việc, thư gửi từ 09/12/2025")
