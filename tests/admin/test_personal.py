"""Personal data: shown on one page, taken along, told who saw it, and made anonymous while every figure stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.admin.personal import anonymising, counting
from taskapp.admin.personal.holdings import HOLDINGS, Fate, entity_of
from taskapp.base import clock
from taskapp.base.db import Base, db
from taskapp.outbox.models import Message, MessageState
from taskapp.people import absences, accounts, tokens
from taskapp.people.access.access_models import AccessEvent, AccessKind
from taskapp.people.models import AccountChange, AccountEvent, Person
from taskapp.people.scopes import Scope
from taskapp.people.standing import Term
from taskapp.reminders import feeds
from taskapp.reminders.feed_models import FeedKind
from taskapp.tasks.audit import sealing, verifying
from tests.conftest import MONDAY
from tests.office import Office
from tests.people.browser import send
from tests.people.practice import enrol
from tests.tasks.making import Desk

ClientOf = Callable[[str], FlaskClient]
NAME, MAIL = "Nguyễn Thị Ánh Tuyết", "tuyet@chauthanh.example"
REPORTS = ("/reports/summary?from=01/01/2026&to=31/03/2026", "/reports/people?from=01/01/2026&to=31/03/2026")


@pytest.fixture
def left(app: Flask, office: Office, client_of: ClientOf) -> int:
    """The id of somebody with a full life here, who has left: work done, mails, keys, tokens, feeds; nothing open."""
    enrol(client_of("congchuc"))
    with app.app_context():
        desk, session = Desk(db.session(), office), db.session()
        person = desk.person("congchuc")
        accounts.edit_person(
            session, person, full_name=NAME, unit=person.unit, position="Công chức", email=MAIL, by=None, now=MONDAY
        )
        task = desk.done()
        tokens.make(session, person, "Máy của Tuyết", [Scope.READ], 30, now=MONDAY)
        feeds.make(session, person, FeedKind.MINE, now=MONDAY)
        accounts.make_link(session, person, by=None, now=MONDAY)
        for state in (MessageState.DELIVERED, MessageState.WAITING):
            session.add(_mail(person, task.id, state))
        day = clock.local_day(MONDAY, person.committee.timezone)
        absences.register(
            session, person, Term(day, day), deputy=None, reason="Nghỉ phép.", by=desk.by("congchuc").rights, now=MONDAY
        )
        accounts.disable(session, person, by=None, now=MONDAY)
        session.commit()
        return person.id


def test_everything_that_names_a_person_has_its_place_among_the_holdings(app: Flask):
    naming = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "person" for key in column.foreign_keys)
    }
    told = [column for holding in HOLDINGS for column in holding.columns]
    assert sorted(told) == sorted({*naming, "person.id"})
    for column in told:
        table, _dot, name = column.partition(".")
        assert hasattr(entity_of(table), name)


def test_what_is_kept_about_a_person_stands_on_one_page_and_can_be_taken_along(
    app: Flask, office: Office, client_of: ClientOf
):
    with app.app_context():
        desk = Desk(db.session(), office)
        desk.done(content="Nội dung nhiệm vụ của lãnh đạo")
        db.session.commit()
    client = client_of("congchuc")
    page = client.get("/account/data").get_data(as_text=True)
    for words in (NAME, "91/2025/QH15", "356/2025/NĐ-CP", "72 giờ", "Luật Lưu trữ", *(str(h.name) for h in HOLDINGS)):
        assert words in page
    answer = client.get("/account/data.zip")
    with ZipFile(BytesIO(answer.data)) as file:
        told, text = json.loads(file.read("du-lieu.json")), file.read("doc-truoc.txt").decode()
    assert told["data"]["account"][0]["full_name"] == NAME
    assert told["data"]["roles"][0]["role"] == "officer"
    rows = told["data"]["work"]
    assert {row["table"] for row in rows} >= {"task", "task_event", "submission"}
    assert [row["text"] for row in rows if row["table"] == "submission"] != []  # his own words
    assert not [row for row in rows if "Nội dung nhiệm vụ của lãnh đạo" in json.dumps(row, ensure_ascii=False)]
    assert NAME in text
    assert "argon2" not in text + json.dumps(told)
    assert "_hash" not in json.dumps(told)
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        counts = counting.counts(db.session(), person)
    assert {key: len(rows) for key, rows in told["data"].items()} | {"access": 0} == counts | {"access": 0}
    admin_s = client_of("quantri").get(f"/admin/people/{office.people['congchuc']}/data.zip")
    with ZipFile(BytesIO(admin_s.data)) as file:
        assert set(json.loads(file.read("du-lieu.json"))["data"]) == {h.key for h in HOLDINGS if not h.is_work}


def test_whoever_has_left_is_made_anonymous_and_all_figures_stay(
    app: Flask, office: Office, client_of: ClientOf, left: int
):
    means = sealing.means_of(app.extensions["taskapp"])
    with app.app_context():
        sealing.seal(db.session(), office.committee_id, means, top=sealing.settled(db.session()), now=MONDAY)
        events = _rows("task_event")
        kept = {table: len(_rows(table)) for h in HOLDINGS if h.fate is Fate.STAYS for table in h.tables}
    leader, admin = client_of("chutich"), client_of("quantri")
    before = [leader.get(path).get_data(as_text=True).replace(NAME, "@") for path in REPORTS]
    answer = send(admin, f"/admin/people/{left}/anonymisation", {"username": "congchuc"})
    assert answer.status_code == 302
    new_name = f"Công chức đã nghỉ #{left}"
    after = [leader.get(path).get_data(as_text=True).replace(new_name, "@") for path in REPORTS]
    assert [_figures(page) for page in after] == [_figures(page) for page in before]
    with app.app_context():
        session, person = db.session(), db.session.get_one(Person, left)
        assert (person.full_name, person.username, person.email, person.position) == (
            new_name,
            f"da-nghi-{left}",
            "",
            "",
        )
        assert person.password_hash is None
        counts = counting.counts(session, person)
        assert {h.key: counts[h.key] for h in HOLDINGS if h.fate is Fate.REMOVED and counts[h.key]} == {}
        assert _rows("task_event") == events
        assert {table: len(_rows(table)) for table in kept if table != "follower"} == {
            table: count for table, count in kept.items() if table != "follower"
        }
        session.rollback()
        found = verifying.verify(session, office.committee_id, means, now=MONDAY)
        assert (found.wrong, found.rows > 0) == (0, True)
        gone = (NAME, MAIL, "Máy của Tuyết", "congchuc@")
        told = [(t.name, w) for t in Base.metadata.sorted_tables for row in _rows(t.name) for w in gone if w in row]
        assert set(told) == {("task_event", NAME)}  # "named as officer", in the sealed record, where nothing changes
        mails = session.scalars(select(Message).where(Message.person_id == left)).all()
        assert {mail.state for mail in mails} == {MessageState.DELIVERED, MessageState.CANCELLED}
        assert {mail.content for mail in mails} == {None}
        done = session.scalars(select(AccountEvent).where(AccountEvent.kind == AccountChange.ANONYMISED)).one()
        assert (done.person_id, done.by_id) == (left, office.people["quantri"])
    page = admin.get(f"/admin/people/{left}/data").get_data(as_text=True)
    assert new_name in page
    assert "đã ẩn danh" in page


def test_nobody_is_made_anonymous_by_mistake_or_while_needed(
    app: Flask, office: Office, client_of: ClientOf, left: int
):
    admin, busy = client_of("quantri"), office.people["congchuc2"]
    wrong = send(admin, f"/admin/people/{left}/anonymisation", {"username": "congchuc2"})
    assert (wrong.status_code, "congchuc để xác nhận" in wrong.get_data(as_text=True)) == (400, True)
    assert send(admin, f"/admin/people/{left}/anonymisation", {"username": ""}).status_code == 400
    still = send(admin, f"/admin/people/{busy}/anonymisation", {"username": "congchuc2"})
    assert (still.status_code, "khóa tài khoản" in still.get_data(as_text=True)) == (409, True)
    with app.app_context():
        desk, session = Desk(db.session(), office), db.session()
        desk.task().assignee_id = left
        accounts.disable(session, desk.person("congchuc2"), by=None, now=MONDAY)
        session.commit()
    open_work = send(admin, f"/admin/people/{left}/anonymisation", {"username": "congchuc"})
    assert (open_work.status_code, "Hãy bàn giao" in open_work.get_data(as_text=True)) == (409, True)
    assert send(client_of("chutich"), f"/admin/people/{left}/anonymisation", {"username": "x"}).status_code == 403
    with app.app_context():
        person = db.session.get_one(Person, busy)
        by = db.session.get_one(Person, office.people["quantri"])
        anonymising.anonymise(db.session(), person, "congchuc2", by=by, now=MONDAY)
        db.session.commit()
    for door in ("enabling", "link"):
        assert send(admin, f"/admin/people/{busy}/{door}").status_code == 409
    again = send(admin, f"/admin/people/{busy}/anonymisation", {"username": f"da-nghi-{busy}"})
    assert (again.status_code, "đã ẩn danh rồi" in again.get_data(as_text=True)) == (409, True)
    fields = {"full_name": "Tên Cũ", "unit_id": office.units["tp"], "position": "", "email": ""}
    assert "không dùng lại được" in send(admin, f"/admin/people/{busy}", fields).get_data(as_text=True)


def test_who_saw_or_changed_a_person_s_data_is_told_and_can_be_taken_along(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock
):
    person_id, admin, leader = office.people["congchuc"], client_of("quantri"), client_of("chutich")
    with app.app_context():
        task_id = Desk(db.session(), office).in_progress().id
        db.session.commit()
    for _time in range(2):  # the second look within ten minutes is the same look
        admin.get(f"/admin/people/{person_id}").close()
    leader.get("/reports/people.xlsx").close()
    admin.get(f"/admin/people/{person_id}/data.zip").close()
    fields = {"full_name": NAME, "unit_id": office.units["tp"], "position": "Khác", "email": ""}
    assert send(admin, f"/admin/people/{person_id}", fields).status_code == 302
    with app.app_context():
        assert len(db.session.scalars(select(AccessEvent).where(AccessEvent.kind == AccessKind.SEEN)).all()) == 1
    mine = client_of("congchuc")
    page = mine.get("/account/data/seen").get_data(as_text=True)
    for words in ("Hồ Anh Thư", "Xem trang về người này", "Tải danh sách, có thể có người này", "Sửa thông tin"):
        assert words in page
    assert f"nhiệm vụ số {task_id}" in page
    assert page.count("127.0.0.1") == 1  # his own sign-in: where others sat is not for him
    sheet = openpyxl.load_workbook(BytesIO(mine.get("/account/data/seen.xlsx").data)).active
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {"Hồ Anh Thư", "Trần Thị Lan"} <= {line[1] for line in lines}
    admin_s = admin.get(f"/admin/people/{person_id}/data/seen?first=01/03/2026&last=02/03/2026").get_data(as_text=True)
    assert "Sửa thông tin" in admin_s
    assert "Báo cáo kết quả rà soát" not in admin_s  # what tasks are about is not for administrators
    assert "Không có dòng nào" in mine.get("/account/data/seen?first=01/02/2026&last=02/02/2026").get_data(as_text=True)


def test_reading_one_s_own_page_is_nobody_s_business(office: Office, app: Flask, client_of: ClientOf):
    admin = client_of("quantri")
    admin.get(f"/admin/people/{office.people['quantri']}").close()
    client_of("congchuc").get("/account/data").close()
    with app.app_context():
        assert db.session.scalars(select(AccessEvent).where(AccessEvent.kind == AccessKind.SEEN)).all() == []


def _rows(table: str) -> list[str]:
    return [repr(row) for row in db.session.execute(select(Base.metadata.tables[table]))]


def _figures(page: str) -> str:
    """A report without what differs from one answer to the next."""
    return "".join(line for line in page.splitlines() if "csrf" not in line)


def _mail(person: Person, task_id: int, state: MessageState) -> Message:
    return Message(
        committee_id=person.committee_id,
        key=f"{task_id}:{state}",
        kind="digest",
        person_id=person.id,
        to_address=MAIL,
        to_name=NAME,
        created_at=MONDAY,
        next_try_at=MONDAY,
        state=state,
        finished_at=MONDAY if state is MessageState.DELIVERED else None,
        message_id=f"{task_id}-{state}@example",
        subject="Việc hôm nay",
        content=f"Kính gửi {NAME}".encode(),
    )
