"""The built-in mailbox: each person reads the own mails, safely; with a mail server it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.outbox.contract import Letter
from tests.office import Office
from tests.outbox.post import Post

ClientOf = Callable[[str], FlaskClient]
HOSTILE = Letter(
    "Việc <b>gấp</b>", "Mở: https://giaoviec.example/tasks/17\n<script>alert(1)</script>", "<script>alert(2)</script>"
)


@pytest.fixture
def post(app: Flask, office: Office) -> Post:
    return Post(app, office)


def test_a_person_reads_the_mails_addressed_to_them(client_of: ClientOf, post: Post) -> None:
    own, other = post.put("k1"), post.put("k2", person_id=post.office.people["truongphong"])
    post.put("k3", not_before=post.message(own).created_at.replace(year=2030))
    post.deliver()
    client = client_of("congchuc")
    page = client.get("/mailbox").get_data(as_text=True)
    assert page.count("Nhắc việc: còn 3 ngày làm việc") == 1
    mail = client.get(f"/mailbox/{own}").get_data(as_text=True)
    assert "Việc sắp đến hạn." in mail
    assert client.get(f"/mailbox/{other}").status_code == 404
    assert client.get(f"/mailbox/{other}/file").status_code == 404


def test_a_mail_cannot_bring_code_into_the_page(client_of: ClientOf, post: Post) -> None:
    made = post.put()
    post.deliver({"note": lambda _session, _message, _now: HOSTILE})
    page = client_of("congchuc").get(f"/mailbox/{made}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<b>gấp</b>" not in page
    assert '<a href="https://giaoviec.example/tasks/17"' in page


def test_the_whole_mail_is_there_as_a_file(client_of: ClientOf, post: Post) -> None:
    made = post.put()
    post.deliver()
    answer = client_of("congchuc").get(f"/mailbox/{made}/file")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="thu-{made}.eml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data == post.message(made).content


def test_the_administrator_reads_no_mails_of_others(client_of: ClientOf, post: Post) -> None:
    made = post.put()
    post.deliver()
    client = client_of("quantri")
    assert client.get(f"/mailbox/{made}").status_code == 404
    assert "Nhắc việc" not in client.get("/mailbox").get_data(as_text=True)


def test_in_the_demo_office_the_administrator_reads_all(client_of: ClientOf, post: Post, app: Flask) -> None:
    made = post.put()
    post.deliver()
    app.extensions["taskapp"] = replace(app.extensions["taskapp"], env="demo")
    client = client_of("quantri")
    assert "Nguyễn Thị Ánh Tuyết" in client.get("/mailbox").get_data(as_text=True)
    assert client.get(f"/mailbox/{made}").status_code == 200


def test_with_a_mail_server_the_mailbox_is_closed(client_of: ClientOf, post: Post, app: Flask) -> None:
    made = post.put()
    post.deliver()
    app.extensions["taskapp"] = replace(app.extensions["taskapp"], smtp_url="smtp://mail.example")
    client = client_of("congchuc")
    assert client.get("/mailbox").status_code == 404
    assert client.get(f"/mailbox/{made}").status_code == 404
    assert 'href="/mailbox"' not in client.get("/account").get_data(as_text=True)
