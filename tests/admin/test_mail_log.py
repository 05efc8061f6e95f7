"""The delivery log: seen by those who keep it, never with contents; what is in doubt is decided there by a person."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox.models import MessageState
from taskapp.reminders.check import checks
from tests.conftest import token_of
from tests.office import Office
from tests.outbox.post import LETTER, Post
from tests.smtp_server import HANG_UP, SmtpServer

ClientOf = Callable[[str], FlaskClient]


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def post(app: Flask, office: Office, server: SmtpServer) -> Post:
    return Post(app, office, server.url)


@pytest.mark.parametrize(
    ("username", "status"), [("quantri", 200), ("vanphong", 200), ("chutich", 403), ("congchuc", 403)]
)
def test_only_those_who_keep_the_log_see_it(client_of: ClientOf, post: Post, username: str, status: int) -> None:
    made = post.put()
    client = client_of(username)
    assert client.get("/admin/mail").status_code == status
    assert client.get(f"/admin/mail/{made}").status_code == status


def test_the_log_says_what_became_of_each_mail_and_shows_no_content(
    client_of: ClientOf, post: Post, server: SmtpServer
) -> None:
    server.answer("RCPT", "550 5.1.1 no such user")
    refused, delivered = post.put("k1", to="sai@chauthanh.example"), post.put("k2")
    post.deliver()
    client = client_of("vanphong")
    page = client.get("/admin/mail").get_data(as_text=True)
    for part in (
        "550 5.1.1 no such user",
        "sai@chauthanh.example",
        "Bị từ chối",
        "Đã gửi",
        LETTER.subject,
        "taken over",
    ):
        assert part in page
    assert "Việc sắp đến hạn" not in page
    one = client.get(f"/admin/mail/{delivered}").get_data(as_text=True)
    assert post.message(delivered).message_id.strip("<>") in one
    assert "Việc sắp đến hạn" not in one
    filtered = client.get("/admin/mail?state=refused").get_data(as_text=True)
    assert f"/admin/mail/{refused}" in filtered
    assert f"/admin/mail/{delivered}" not in filtered


def test_a_person_sends_a_mail_in_doubt_again(client_of: ClientOf, post: Post, server: SmtpServer) -> None:
    made = in_doubt(post, server)
    client = client_of("vanphong")
    assert "Hãy hỏi người nhận" in client.get(f"/admin/mail/{made}").get_data(as_text=True)
    assert press(client, made, "sending") == 302
    assert post.deliver().delivered == 1
    message = post.message(made)
    assert message.state is MessageState.DELIVERED
    assert len({received.message_id for received in server.received}) == 1


def test_a_person_closes_a_mail_in_doubt_and_the_log_says_who(
    client_of: ClientOf, post: Post, server: SmtpServer
) -> None:
    made = in_doubt(post, server)
    assert press(client_of("quantri"), made, "cancellation") == 302
    message = post.message(made)
    assert message.state is MessageState.CANCELLED
    assert "Hồ Anh Thư" in message.error
    assert post.deliver().total == 0


def test_a_delivered_mail_offers_nothing_and_refuses_a_late_click(client_of: ClientOf, post: Post) -> None:
    made = post.put()
    post.deliver()
    client = client_of("quantri")
    assert "Gửi lại" not in client.get(f"/admin/mail/{made}").get_data(as_text=True)
    assert press(client, made, "sending") == 409
    assert post.message(made).state is MessageState.DELIVERED


def test_somebody_without_the_role_decides_nothing(client_of: ClientOf, post: Post, server: SmtpServer) -> None:
    made = in_doubt(post, server)
    assert press(client_of("congchuc"), made, "sending") == 403
    assert post.message(made).state is MessageState.IN_DOUBT


def test_a_paused_server_is_shown_with_its_words_and_tried_again_on_request(
    client_of: ClientOf, post: Post, server: SmtpServer
) -> None:
    post.put()
    server.answer("MAIL", "550 5.7.60 not allowed to send as this sender")
    post.deliver()
    client = client_of("quantri")
    page = client.get("/admin/mail").get_data(as_text=True)
    assert "not allowed to send as this sender" in page
    assert "TASKAPP_SMTP_URL" in page
    token = token_of(client, "/admin/mail")
    assert client.post("/admin/mail/resumption", data={"csrf_token": token}).status_code == 302
    assert post.deliver().delivered == 1
    assert "not allowed" not in client.get("/admin/mail").get_data(as_text=True)


def test_the_log_asks_as_many_questions_for_sixty_mails_as_for_six(client_of: ClientOf, post: Post, app: Flask) -> None:
    client = client_of("quantri")
    asked = []
    for last in (6, 60):
        for number in range(last):
            post.put(f"k{number}")
        asked.append(questions(app, lambda: client.get("/admin/mail")))
    assert asked[0] == asked[1] <= 8  # two of them are the sign-in's


def test_the_next_page_follows_the_last_mail(client_of: ClientOf, post: Post) -> None:
    for number in range(51):
        post.put(f"k{number}")
    client = client_of("vanphong")
    first = client.get("/admin/mail").get_data(as_text=True)
    mark = first.split("mark=", 1)[1].split('"', 1)[0]
    second = client.get(f"/admin/mail?mark={mark}").get_data(as_text=True)
    assert first.count("chưa soạn") == 50
    assert second.count("chưa soạn") == 1


def in_doubt(post: Post, server: SmtpServer) -> int:
    made = post.put()
    server.answer("DOT", HANG_UP, HANG_UP)
    post.deliver()
    clock.freeze(clock.now() + timedelta(minutes=1))
    post.deliver()
    assert post.message(made).state is MessageState.IN_DOUBT
    return made


def press(client: FlaskClient, message_id: int, noun: str) -> int:
    token = token_of(client, "/account")
    return client.post(f"/admin/mail/{message_id}/{noun}", data={"csrf_token": token}).status_code


def questions(app: Flask, ask: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_who_only_administers_reads_no_subjects(client_of: ClientOf, post: Post) -> None:
    made = post.put("k1")
    post.deliver()
    for path in ("/admin/mail", f"/admin/mail/{made}"):
        page = client_of("quantri").get(path).get_data(as_text=True)
        assert LETTER.subject not in page
        assert f"Thư số {made}" in page


def test_the_log_is_narrowed_by_person_and_day(client_of: ClientOf, post: Post) -> None:
    post.put("k1", to="congchuc@chauthanh.example")
    post.put("k2", to="khac@chauthanh.example", person_id=post.office.people["vanphong"])
    client = client_of("vanphong")
    page = client.get("/admin/mail?q=anh+tuyet").get_data(as_text=True)
    assert "congchuc@chauthanh.example" in page
    assert "khac@chauthanh.example" not in page
    assert "congchuc@" in client.get("/admin/mail?day=2/3/2026").get_data(as_text=True)
    none = client.get("/admin/mail?day=1/3/2026").get_data(as_text=True)
    assert "congchuc@" not in none
    assert "Bỏ lọc" in none
    wrong = client.get("/admin/mail?day=31/2/2026")
    assert wrong.status_code == 200
    assert "field-error" in wrong.get_data(as_text=True)


def test_the_log_leaves_as_a_workbook_without_formulas(client_of: ClientOf, post: Post, server: SmtpServer) -> None:
    post.put("k1", to_name="=HYPERLINK(1)")
    post.deliver()
    answer = client_of("vanphong").get("/admin/mail.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1] == "Người nhận"
    told = ("=HYPERLINK(1)", "Thư điện tử", "congchuc@chauthanh.example", LETTER.subject, "Đã gửi")
    assert rows[1][1:6] == told
    assert sheet["B2"].data_type == "s"


def test_the_administrator_s_workbook_holds_no_subjects(client_of: ClientOf, post: Post) -> None:
    post.put()
    post.deliver()
    assert LETTER.subject.encode() not in _unpacked(client_of("quantri").get("/admin/mail.xlsx").data)
    assert LETTER.subject.encode() in _unpacked(client_of("vanphong").get("/admin/mail.xlsx").data)


def test_a_test_mail_is_followed_to_its_end(
    app: Flask, office: Office, client_of: ClientOf, post: Post, server: SmtpServer
) -> None:
    client = client_of("quantri")
    answer = client.post("/admin/mail/test", data={"csrf_token": token_of(client, "/account")})
    page = client.get(answer.headers["Location"], headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Chờ gửi" in page
    assert 'hx-trigger="every 2s"' in page
    with app.app_context():
        assert post.deliver(checks(app.extensions["taskapp"])).delivered == 1
    (received,) = server.received
    assert received.recipient == "quantri@chauthanh.example"
    page = client.get(answer.headers["Location"], headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Đã gửi" in page
    assert "hx-trigger" not in page


def _unpacked(workbook: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
