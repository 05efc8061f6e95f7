"""The browsers that notify a person: let in on the page of channels, tested, ended; and who else sees what of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from taskapp.base.db import db
from taskapp.outbox import push_sealing
from taskapp.outbox.browsers import BROWSERS
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.models import ChannelAddress
from taskapp.reminders.check import checks
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.outbox.post import Post
from tests.push_server import FakeBrowser, PushServer

ClientOf = Callable[[str], FlaskClient]
Freeze = Callable[[datetime], None]
PAGE = "/account/channels"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


class Place:
    """The application with one push service allowed."""

    def __init__(self, app: Flask, office: Office, service: PushServer) -> None:
        app.extensions["taskapp"] = replace(app.extensions["taskapp"], channel_hosts=(service.host,))
        self.app, self.service = app, service
        self.post = Post(app, office, channel_hosts=(service.host,))

    def deliver(self) -> int:
        return self.post.deliver(checks(self.post.settings), transport=ChannelTransport(self.post.settings)).delivered

    def send(self, client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
        data = {"csrf_token": token_of(client, PAGE), **fields}
        agent = {"User-Agent": FIREFOX}
        answer = client.post(f"{PAGE}{path}", data=data, follow_redirects=True, headers=agent)
        return answer.status_code, answer.get_data(as_text=True)

    def let_in(self, client: FlaskClient, browser: FakeBrowser | None = None) -> tuple[int, str]:
        return self.send(client, "/browsers", subscription=(browser or self.service.browser()).text)

    def newest(self) -> ChannelAddress:
        with self.app.app_context():
            query = select(ChannelAddress).order_by(ChannelAddress.id.desc()).limit(1)
            found: ChannelAddress = db.session.scalars(query).one()
            db.session.expunge(found)
            return found

    def count(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(ChannelAddress)) or 0


@pytest.fixture
def service() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


@pytest.fixture
def place(app: Flask, office: Office, service: PushServer) -> Place:
    return Place(app, office, service)


def page_of(client: FlaskClient, path: str = PAGE) -> str:
    return client.get(path).get_data(as_text=True)


def test_the_page_offers_it_and_says_without_scripts_what_is_missing(app: Flask, client_of: ClientOf) -> None:
    page = page_of(client_of("congchuc"))
    assert "Nhận thông báo trên trình duyệt này" in page
    assert re.search(r'data-push-if="no scripts">[^<]*hãy cho phép JavaScript', page)  # until a script hides it
    assert push_sealing.public_key(app.extensions["taskapp"].secret_key) in page
    assert "Chưa có trình duyệt nào nhận thông báo." in page


def test_where_it_is_switched_off_the_page_says_so_and_nothing_is_let_in(
    app: Flask, client_of: ClientOf, place: Place
) -> None:
    app.extensions["taskapp"] = replace(app.extensions["taskapp"], web_push=False)
    client = client_of("congchuc")
    page = page_of(client)
    assert "đã tắt thông báo trên trình duyệt" in page
    assert "Nhận thông báo trên trình duyệt này" not in page
    assert "push.js" not in page
    assert "chưa cho phép gửi tới máy" in place.let_in(client)[1]
    assert place.count() == 0


def test_signed_out_nobody_lets_one_in(app: Flask, place: Place) -> None:
    client = app.test_client()
    data = {"csrf_token": token_of(client, "/sign-in"), "subscription": place.service.browser().text}
    assert client.post(f"{PAGE}/browsers", data=data).status_code == 302
    assert place.count() == 0


def test_a_browser_is_let_in_tested_and_ended(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    status, page = place.let_in(client)
    assert (status, "Firefox · Windows" in page, "bimat" in page) == (200, True, False)
    assert "bật 09:00 ngày 02/03/2026" in page
    assert "chưa có tin nào" in page
    address = place.newest()
    assert (address.channel, address.confirmed_at, address.host) == ("push", MONDAY, place.service.host)
    assert "Tin thử được gửi" in place.send(client, f"/{address.id}/test")[1]
    assert place.deliver() == 1
    shown = json.loads(place.service.browser().open(place.service.received[0].body))
    assert shown["body"].startswith("Tin thử của hệ thống Giao Việc")
    assert shown["url"].endswith("/account/channels")
    assert "tin gần nhất 09:00 ngày 02/03/2026" in page_of(client)
    assert "Đã gỡ kênh" in place.send(client, f"/{address.id}/ending")[1]
    page = page_of(client)
    assert "thôi nhận 09:00 ngày 02/03/2026" in page
    assert "Người nhận gỡ kênh." in page
    assert "Gửi tin thử" not in page


def test_several_browsers_stand_beside_each_other_up_to_a_number(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    for number in range(BROWSERS):
        assert "nhận thông báo từ bây giờ" in place.let_in(client, place.service.browser(number))[1]
    place.let_in(client, place.service.browser(0))  # one that is there already
    assert page_of(client).count("Gửi tin thử") == BROWSERS
    assert "Đã có 10 trình duyệt" in place.let_in(client, place.service.browser(99))[1]
    assert place.count() == BROWSERS


@pytest.mark.parametrize("endpoint", ["https://10.0.0.1/x", "http://localhost/x", "https://fcm.googleapis.com:444/x"])
def test_an_address_of_no_push_service_is_refused(client_of: ClientOf, place: Place, endpoint: str) -> None:
    status, page = place.let_in(client_of("congchuc"), FakeBrowser(endpoint))
    assert (status, "chưa cho phép gửi tới máy" in page) == (200, True)
    assert place.count() == 0


@pytest.mark.parametrize("said", ["", "{}", "x" * 5000])
def test_what_no_browser_says_is_refused(client_of: ClientOf, place: Place, said: str) -> None:
    _status, page = place.send(client_of("congchuc"), "/browsers", subscription=said)
    assert "Hãy tải lại trang rồi bấm lại" in page
    assert place.count() == 0


def test_without_the_token_of_the_form_nothing_is_let_in(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    answer = client.post(f"{PAGE}/browsers", data={"subscription": place.service.browser().text})
    assert answer.status_code == 400
    assert place.count() == 0


@pytest.mark.parametrize("path", ["/test", "/ending", "/confirmation"])
def test_somebody_else_s_browser_is_not_there(client_of: ClientOf, place: Place, path: str) -> None:
    place.let_in(client_of("congchuc"))
    other = client_of("congchuc2")
    assert "Firefox · Windows" not in page_of(other)
    assert place.send(other, f"/{place.newest().id}{path}")[0] == 404
    assert place.newest().ended_at is None


def test_who_lets_a_browser_in_takes_it_from_whoever_had_it(client_of: ClientOf, place: Place) -> None:
    first, second = client_of("congchuc"), client_of("congchuc2")
    place.let_in(first)
    place.let_in(second)
    assert "Người khác bật thông báo trên trình duyệt này." in page_of(first)
    assert "Gửi tin thử" not in page_of(first)
    assert "Gửi tin thử" in page_of(second)


def test_one_that_is_gone_is_shown_with_the_reason_to_the_person_and_the_administrator(
    client_of: ClientOf, place: Place, office: Office, frozen_clock: Freeze
) -> None:
    client = client_of("congchuc")
    place.let_in(client)
    place.send(client, f"/{place.newest().id}/test")
    place.service.answer(410)
    assert place.deliver() == 0
    profile = f"/admin/people/{office.people['congchuc']}"
    for page in (page_of(client), page_of(client_of("quantri"), profile)):
        assert "410 Trình duyệt này không còn nhận thông báo" in page
        assert "đã gỡ" in page
        assert "bimat" not in page
    frozen_clock(MONDAY + timedelta(days=31))
    assert "410 Trình duyệt" not in page_of(client_of("congchuc"))
    assert "410 Trình duyệt" not in page_of(client_of("quantri"), profile)


def test_one_that_fails_for_now_says_so(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    place.let_in(client)
    place.send(client, f"/{place.newest().id}/test")
    place.service.answer(500)
    place.deliver()
    page = page_of(client)
    assert "Đang lỗi" in page
    assert f"500 Máy {place.service.host} không nhận tin. Hệ thống sẽ tự gửi lại." in " ".join(page.split())


def test_the_delivery_log_shows_it_and_filters_by_it(client_of: ClientOf, place: Place) -> None:
    client = client_of("congchuc")
    place.let_in(client)
    place.send(client, f"/{place.newest().id}/test")
    place.deliver()
    page = page_of(client_of("vanphong"), "/admin/mail?channel=push")
    assert "Tin thử của hệ thống Giao Việc" in page
    assert "Thông báo trên trình duyệt" in page
    assert "Tin thử" not in page_of(client_of("vanphong"), "/admin/mail?channel=webhook").split("<tbody")[-1]
