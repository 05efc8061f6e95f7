"""The page of one's own channels: add, confirm with the code sent there, test, end; and who else sees what of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.models import ChannelAddress, Message, MessageState
from taskapp.reminders.check import checks
from tests.conftest import MONDAY, token_of
from tests.hook_server import HookServer
from tests.office import Office
from tests.outbox.post import Post

ClientOf = Callable[[str], FlaskClient]
Freeze = Callable[[datetime], None]
PAGE = "/account/channels"


class Place:
    """The application with one host allowed, and one person's browser."""

    def __init__(self, app: Flask, office: Office, hooks: HookServer) -> None:
        app.extensions["taskapp"] = replace(app.extensions["taskapp"], channel_hosts=(hooks.host,))
        self.app, self.hooks = app, hooks
        self.post = Post(app, office, channel_hosts=(hooks.host,))

    def deliver(self) -> int:
        return self.post.deliver(checks(self.post.settings), transport=ChannelTransport(self.post.settings)).delivered

    def send(self, client: FlaskClient, path: str = "", **fields: str) -> tuple[int, str]:
        data = {"csrf_token": token_of(client, PAGE), **fields}
        answer = client.post(f"{PAGE}{path}", data=data, follow_redirects=True)
        return answer.status_code, answer.get_data(as_text=True)

    def add(self, client: FlaskClient, channel: str = "webhook", path: str = "/bimat") -> tuple[int, str]:
        return self.send(client, channel=channel, address=self.hooks.url + path)

    def newest(self) -> ChannelAddress:
        with self.app.app_context():
            found: ChannelAddress = db.session.scalars(
                select(ChannelAddress).order_by(ChannelAddress.id.desc()).limit(1)
            ).one()
            db.session.expunge(found)
            return found

    def confirm(self, client: FlaskClient, code: str | None = None) -> tuple[int, str]:
        address = self.newest()
        return self.send(client, f"/{address.id}/confirmation", **{f"c{address.id}-code": code or self.code()})

    def code(self) -> str:
        self.deliver()
        return re.findall(r"\b\d{6}\b", self.hooks.received[-1].text)[0]


@pytest.fixture
def hooks() -> Iterator[HookServer]:
    with HookServer() as running:
        yield running


@pytest.fixture
def place(app: Flask, office: Office, hooks: HookServer) -> Place:
    return Place(app, office, hooks)


def page_of(client: FlaskClient, path: str = PAGE) -> str:
    return client.get(path).get_data(as_text=True)


def test_where_no_host_is_allowed_the_page_says_who_can_allow_one(client_of: ClientOf) -> None:
    client = client_of("congchuc")
    page = page_of(client)
    assert "ghi tên các máy được phép nhận tin" in page
    assert "Thêm và gửi mã" not in page
    assert PAGE in page_of(client, "/account")
    assert PAGE in page_of(client, "/account/reminders")


def test_signed_out_nobody_sees_it(app: Flask) -> None:
    assert app.test_client().get(PAGE).status_code == 302


def test_a_channel_is_added_confirmed_tested_and_ended(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    status, page = place.add(client)
    assert (status, "Chờ xác nhận" in page, "bimat" in page) == (200, True, False)
    status, page = place.confirm(client)
    assert (status, "Đang dùng" in page, "Chờ xác nhận" in page) == (200, True, False)
    address = place.newest()
    assert (address.confirmed_at, address.host) == (MONDAY, place.hooks.host)
    assert "Tin thử được gửi" in place.send(client, f"/{address.id}/test")[1]
    assert place.deliver() == 1
    assert place.hooks.received[-1].text.startswith("Tin thử của hệ thống Giao Việc")
    assert "Đã gỡ kênh" in place.send(client, f"/{address.id}/ending")[1]
    ended = place.newest()
    assert (ended.ended_at, ended.reason) == (MONDAY, "Người nhận gỡ kênh.")
    assert "Gỡ kênh này" not in page_of(client)


def test_a_refused_address_is_kept_in_the_form_and_nothing_is_sent(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    status, page = place.send(client, channel="webhook", address="https://10.0.0.1/hook")
    assert status == 400
    assert "chưa cho phép gửi tới máy 10.0.0.1" in page
    assert 'value="https://10.0.0.1/hook"' in page
    assert place.send(client, channel="mattermost", address=f"{place.hooks.url}/x")[0] == 400
    assert place.send(client, channel="mail", address=f"{place.hooks.url}/x")[0] == 400
    assert place.send(client, channel="webhook", address="")[0] == 400
    assert (place.deliver(), place.hooks.received) == (0, [])


def test_a_wrong_code_confirms_nothing_and_five_end_the_channel(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    place.add(client)
    right = place.code()
    wrong = "000000" if right != "000000" else "111111"
    assert place.confirm(client, "12ab")[0] == 400
    for _turn in range(4):
        assert "Mã không đúng" in place.confirm(client, wrong)[1]
    assert "đã bị gỡ" in place.confirm(client, wrong)[1]
    address = place.newest()
    assert (address.confirmed_at, address.wrong_codes, address.ended_at) == (None, 5, MONDAY)
    assert place.confirm(client, right)[0] == 404


def test_a_code_is_good_for_an_hour(client_of: ClientOf, place: Place, frozen_clock: Freeze) -> None:
    client = client_of("congchuc")
    place.add(client)
    code = place.code()
    frozen_clock(MONDAY + timedelta(hours=1))
    status, page = place.confirm(client_of("congchuc"), code)
    assert (status, "quá 1 giờ" in page) == (409, True)


def test_one_of_a_kind_and_five_a_day(client_of: ClientOf, place: Place, frozen_clock: Freeze) -> None:
    client = client_of("congchuc")
    place.add(client)
    place.confirm(client)
    status, page = place.add(client)
    assert (status, "đã có một kênh Webhook" in page) == (409, True)
    for turn in range(4):  # each takes the place of the one that was not confirmed
        assert place.add(client, "mattermost", f"/hooks/k{turn}")[0] == 200
    status, page = place.add(client, "mattermost", "/hooks/k9")
    assert (status, "Mỗi ngày thêm được 5 kênh" in page) == (409, True)
    frozen_clock(MONDAY + timedelta(days=1, minutes=1))
    assert place.add(client_of("congchuc"), "mattermost", "/hooks/k9")[0] == 200


def test_an_unconfirmed_channel_gets_no_test(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    place.add(client)
    assert place.send(client, f"/{place.newest().id}/test")[0] == 409


@pytest.mark.parametrize("path", ["/confirmation", "/test", "/ending"])
def test_somebody_else_s_channel_is_not_there(client_of: ClientOf, place: Place, path: str) -> None:
    place.add(client_of("congchuc"))
    other = client_of("congchuc2")
    assert "Chờ xác nhận" not in page_of(other)
    assert place.send(other, f"/{place.newest().id}{path}")[0] == 404
    assert place.newest().ended_at is None


def test_a_failing_channel_is_shown_as_failing_with_the_reason(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    place.add(client)
    place.confirm(client)
    place.hooks.answer(404)
    place.send(client, f"/{place.newest().id}/test")
    place.deliver()
    page = page_of(client)
    assert "Đang lỗi" in page
    assert f"404 Máy {place.hooks.host} không nhận tin." in page
    assert "Hệ thống sẽ tự gửi lại" in page
    with place.app.app_context():
        message = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        message.state = MessageState.REFUSED
        db.session.commit()
    assert "Hãy kiểm tra nơi nhận tin" in page_of(client)


def test_an_administrator_sees_kind_and_host_and_no_address(client_of: ClientOf, place: Place, office: Office) -> None:
    place.add(client_of("congchuc"))
    page = page_of(client_of("quantri"), f"/admin/people/{office.people['congchuc']}")
    assert "Webhook" in page
    assert place.hooks.host in page
    assert "chưa xác nhận" in page
    assert "bimat" not in page


def test_the_delivery_log_shows_the_channel_and_filters_by_it(
    client_of: ClientOf, place: Place, office: Office
) -> None:
    client = client_of("congchuc")
    place.add(client)
    place.deliver()
    mail = place.post.put("m1", to="congchuc@chauthanh.example")
    office_client = client_of("vanphong")
    both = page_of(office_client, "/admin/mail")
    assert "congchuc@chauthanh.example" in both
    assert "Mã xác nhận kênh nhận tin" in both
    besides = page_of(office_client, "/admin/mail?channel=webhook")
    assert "Mã xác nhận kênh nhận tin" in besides
    assert "congchuc@chauthanh.example" not in besides
    mails = page_of(office_client, "/admin/mail?channel=mail")
    assert "Mã xác nhận kênh nhận tin" not in mails
    assert f"/admin/mail/{mail}" in mails
    with place.app.app_context():
        note = db.session.scalars(select(Message.id).where(Message.channel == "webhook")).one()
    one = page_of(office_client, f"/admin/mail/{note}")
    assert "Webhook" in one
    assert "bimat" not in one + besides
    book = load_workbook(BytesIO(office_client.get("/admin/mail.xlsx?channel=webhook").data)).active
    assert [[cell.value for cell in row[2:4]] for row in book.iter_rows()] == [["Kênh", "Địa chỉ"], ["Webhook", None]]
    assert client.get(f"/mailbox/{note}").status_code == 404
    assert "Mã xác nhận" not in page_of(client, "/mailbox")
