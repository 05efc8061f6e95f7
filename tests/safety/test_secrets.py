"""What must not get out or in: secrets, words that look like formulas, fields that no form has, guessed passwords."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser
from sqlalchemy import select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.outbox.models import Message
from taskapp.people import accounts, passwords, sessions, tokens
from taskapp.people.factors import codes, sealing
from taskapp.people.models import Person, Unit
from taskapp.people.scopes import Scope
from taskapp.people.sign_in_policy import Profile, SignInPolicy
from taskapp.reminders import feeds
from taskapp.reminders.feed_models import FeedKind
from taskapp.tasks.models import StoredFile, Task
from tests.conftest import token_of
from tests.office import Office
from tests.people.browser import GOOD_PASSWORD, send
from tests.people.practice import enrol
from tests.tasks.browsing import assignment, post

ClientOf = Callable[[str], FlaskClient]
LONG_ENOUGH = SignInPolicy(profile=Profile.NIST)
FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
LISTS = ("overdue", "undated", "due-soon")
BOOKS = ("reports/summary", "reports/people", "reports/work-types", "admin/access", "admin/rights", "admin/mail")
EXPORTS = (
    *(f"/{name}.xlsx" for name in BOOKS),
    *(f"/reports/{kind}.{end}" for kind in LISTS for end in ("xlsx", "docx")),
)


def test_secrets_stand_in_no_log_mail_or_export(
    app: Flask, office: Office, client_of: ClientOf, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    secrets = {
        "password": GOOD_PASSWORD,
        "key": app.config["SECRET_KEY"],
        "audit": app.extensions["taskapp"].audit_keys[0],
    }
    with app.app_context():
        session, person = db.session(), db.session.get_one(Person, office.people["congchuc"])
        secrets["link"] = accounts.make_link(session, person, by=None, now=clock.now())
        secrets["token"] = tokens.make(session, person, "Phần mềm", [Scope.READ], 30, now=clock.now())
        secrets["feed"] = feeds.make(session, person, FeedKind.MINE, now=clock.now())
        session.commit()
    guest = app.test_client()
    guest.get(f"/calendar/{secrets['feed']}.ics").close()
    guest.get("/api/v1/tasks", headers={"Authorization": f"Bearer {secrets['token']}"})
    guest.get(f"/password/{secrets['link']}")
    guest.get(f"/password/{secrets['link']}x")  # refused, and logged
    fields = {
        "password": GOOD_PASSWORD,
        "again": GOOD_PASSWORD,
        "csrf_token": token_of(guest, f"/password/{secrets['link']}"),
    }
    assert guest.post(f"/password/{secrets['link']}", data=fields).status_code == 302
    send(guest, "/sign-in", {"username": "congchuc", "password": f"{GOOD_PASSWORD}!"}, "/sign-in")
    leader = client_of("chutich")
    phone, recovery = enrol(leader)
    secrets |= {"seed": phone._totp.secret, "recovery": recovery[0]}
    secrets["cookie"] = leader.get_cookie("giaoviec").value  # type: ignore[union-attr]
    secrets["csrf"] = token_of(leader, "/account")
    told = [("log", caplog.text), *_exports(client_of)]
    with app.app_context():
        told += [("mail", (mail.content or b"").decode("utf-8", "replace") + mail.subject) for mail in _mails()]
        kept = " ".join(repr(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
    assert [(name, place) for place, text in told for name, secret in secrets.items() if secret in text] == []
    assert [name for name, secret in secrets.items() if secret in kept] == []  # nor anywhere in the database


def test_words_that_look_like_formulas_stay_words_in_every_export(app: Flask, office: Office, client_of: ClientOf):
    with app.app_context():
        for number, (words, unit) in enumerate(zip(FORMULAS, [*db.session.scalars(select(Unit))] * 2, strict=False)):
            unit.name = words
            unit.short_name = words[:60]
            db.session.get_one(Person, [*office.people.values()][number]).full_name = words
        db.session.commit()
    for words in FORMULAS:
        fields = assignment(office, content=f"{words} báo cáo")
        assert post(client_of("vanphong"), "/tasks/new", **fields).status_code == 302
    found = 0
    for place, data in _downloads(client_of):
        if place.endswith(".xlsx"):
            sheets = openpyxl.load_workbook(BytesIO(data)).worksheets
            cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert [(place, cell.coordinate) for cell in cells if cell.data_type == "f"] == []
            found += sum(any(str(cell.value).startswith(words.strip()) for words in FORMULAS) for cell in cells)
        if place.endswith(".docx"):
            document = ZipFile(BytesIO(data)).read("word/document.xml").decode()
            assert not re.search(r"<w:instrText[^>]*>[^<]*(DDE|cmd|HYPERLINK|INCLUDE)", document)
    assert found > 10


def test_fields_that_a_form_does_not_have_change_nothing(app: Flask, office: Office, client_of: ClientOf):
    of_task = {
        "state": "done",
        "version": "77",
        "lead_unit_name": "Ai đó",
        "finished_on": "2026-01-01",
        "extensions": "5",
    }
    of_person = {"disabled_at": "2026-01-01", "password_hash": "x", "report_key": "9", "needs_factor": "y"}
    more = {"id": "999", "committee_id": "999", "created_by_id": "1", "excluded": "error"} | of_task | of_person
    assert post(client_of("chutich"), "/tasks/new", **{**more, **assignment(office)}).status_code == 302
    admin, person_id = client_of("quantri"), office.people["congchuc"]
    fields = {**more, "full_name": "Tên Mới", "unit_id": office.units["tp"], "position": "", "email": ""}
    assert (
        send(admin, f"/admin/people/{person_id}", {**fields, "username": "chutich", "roles": "leader"}).status_code
        == 302
    )
    with app.app_context():
        task, person = db.session.scalars(select(Task)).one(), db.session.get_one(Person, person_id)
        assert (task.state, task.version, task.extensions, task.finished_on) == ("assigned", 1, 0, None)
        assert (task.committee_id, task.assigner_id, task.excluded) == (
            office.committee_id,
            office.people["chutich"],
            None,
        )
        assert (person.username, person.full_name, person.report_key) == ("congchuc", "Tên Mới", 1)
        assert (person.disabled_at, person.needs_factor, [held.role for held in person.roles]) == (
            None,
            False,
            ["officer"],
        )
        assert passwords.verify(person.password_hash, "demo")


def test_a_field_sent_twice_or_in_the_address_does_not_count(app: Flask, office: Office, client_of: ClientOf):
    leader, fields = client_of("chutich"), assignment(office)
    token = token_of(leader, "/account")
    twice = {**fields, "content": [str(fields["content"]), "Lời thứ hai"], "csrf_token": [token, "khác"]}
    assert leader.post("/tasks/new?content=Lời+trong+địa+chỉ&due_on=01/01/2020", data=twice).status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Task.content)).all() == [fields["content"]]
    assert leader.post(f"/tasks/new?csrf_token={token}", data=fields).status_code == 400


def test_refusals_are_logged_with_who_and_what_and_nothing_typed(
    office: Office, client_of: ClientOf, caplog: pytest.LogCaptureFixture
):
    officer = client_of("congchuc")
    caplog.clear()
    officer.get("/admin/people/1?q=bịa%0AERROR+forged")
    officer.get("/tasks/999999")
    officer.get("/calendar/bimat%0AERROR.ics")
    officer.post("/tasks/new", data={"content": "bịa\nERROR"})
    lines = [record.getMessage() for record in caplog.records if record.name == "taskapp.people"]
    who = f"person {office.people['congchuc']}, from 127.0.0.1"
    assert re.fullmatch(rf"refused with 403 \[\w{{12}}\]: GET admin_people.show {{'person_id': 1}}, {who}", lines[0])
    assert re.fullmatch(rf"refused with 404 \[\w{{12}}\]: GET tasks.show {{'task_id': 999999}}, {who}", lines[1])
    assert lines[3].startswith("form without its token [")
    assert not [line for line in lines if "\n" in line or "bịa" in line or "bimat" in line or "forged" in line]


def test_names_of_files_arrive_whole_and_add_no_header(app: Flask, office: Office, client_of: ClientOf):
    names = (
        "Báo cáo số 5 “mật khẩu”.pdf",
        'x"; filename="y.exe.pdf',
        "a%0d%0aSet-Cookie: x=1.pdf",
        "../../etc/passwd.pdf",
    )
    leader = client_of("chutich")
    post(leader, "/tasks/new", **assignment(office))
    with app.app_context():
        task_id, version = db.session.execute(select(Task.id, Task.version)).one()
    files = [(BytesIO(b"%PDF-1.7 x"), name) for name in names]
    said = {
        "text": "Gửi kèm.",
        "version": str(version),
        "files": files,
        "csrf_token": token_of(leader, f"/tasks/{task_id}"),
    }
    leader.post(f"/tasks/{task_id}/comments", data=said, content_type="multipart/form-data")
    with app.app_context():
        kept = db.session.execute(select(StoredFile.id, StoredFile.name)).all()
    assert len(kept) == len(names)
    for file_id, name in kept:
        answer = leader.get(f"/files/{file_id}")
        told = answer.headers["Content-Disposition"]
        assert told.startswith("attachment;")
        assert "/" not in name
        assert "\r" not in told
        assert "\n" not in told
        assert "Set-Cookie" not in answer.headers or "x=1" not in answer.headers["Set-Cookie"]
        answer.close()


@pytest.mark.parametrize("page", ["/sign-in", "/account"])
def test_fields_of_secrets_hide_them_and_let_programs_fill_them_in(app: Flask, client_of: ClientOf, page: str):
    client = app.test_client() if page == "/sign-in" else client_of("congchuc")
    fields = re.findall(
        r"<input[^>]*\bname=\"(?:password|current|again)\"[^>]*>", client.get(page).get_data(as_text=True)
    )
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "onpaste" not in field


@pytest.mark.parametrize("password", ["iloveyou", "Password1", "1q2w3e4r5t", "qwertyuiop123"])
def test_passwords_that_many_have_are_refused(password: str):
    assert len(passwords._common()) > 8000
    with pytest.raises(BadInput):
        passwords.check_new(password, "congchuc", LONG_ENOUGH, has_factor=True)


@pytest.mark.parametrize(
    "password", ["GiaoViec@2026", "UBND-UBND-UBND-2026", "Ủy ban nhân dân 12", "Văn phòng Chủ tịch 1"]
)
def test_words_of_the_office_are_no_passwords(password: str):
    with pytest.raises(BadInput):
        passwords.check_new(password, "tuyetnt", LONG_ENOUGH, has_factor=True)
    passwords.check_new(f"{password} trâu chậm uống nước đục", "tuyetnt", LONG_ENOUGH, has_factor=True)


def test_tokens_hold_enough_chance():
    made = {sessions.new_token() for _number in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) * 6 >= 256 - 6  # base64: six bits a sign


def test_recovery_codes_are_long_enough():
    assert codes.LENGTH * math.log2(len(codes.ALPHABET)) > 79
    assert len({codes.new_recovery_code() for _number in range(100)}) == 100


def test_a_seed_that_was_changed_or_moved_opens_nothing():
    sealed = sealing.seal("JBSWY3DPEHPK3PXP", 7, "k" * 40)
    assert sealing.unseal(sealed, 7, "k" * 40) == "JBSWY3DPEHPK3PXP"
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert sealing.unseal(changed, 7, "k" * 40) is None
    assert sealing.unseal(sealed, 8, "k" * 40) is None


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: +5\r\n",
    ],
)
def test_a_request_whose_end_is_unclear_is_refused(head: str):
    """The web server itself: nginx and it must never disagree about where a request ends."""
    request = f"POST /sign-in HTTP/1.1\r\nHost: x\r\n{head}\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n".encode()
    with pytest.raises(ParseException):
        next(RequestParser(Config(), iter([request]), ("127.0.0.1", 1)))


def _mails() -> list[Message]:
    return list(db.session.scalars(select(Message)))


def _downloads(client_of: ClientOf) -> list[tuple[str, bytes]]:
    clients, given = [client_of("vanphong"), client_of("quantri")], []
    for path in EXPORTS:
        answers = [client.get(path) for client in clients]
        best = next((answer for answer in answers if answer.status_code == 200), answers[0])
        if best.status_code == 200:
            given.append((path, best.get_data()))
        for answer in answers:
            answer.close()
    return given


def _exports(client_of: ClientOf) -> list[tuple[str, str]]:
    told = []
    for place, data in _downloads(client_of):
        assert is_zipfile(BytesIO(data))
        with ZipFile(BytesIO(data)) as parts:
            told += [(place, parts.read(name).decode("utf-8", "replace")) for name in parts.namelist()]
    return told
