"""Notifications in a browser: offered, let in by a click, shown and opened by its worker; refused; without scripts.

Chromium's own push service lies outside this machine: what it would give the page is put in its place here, and what it
would hand to the browser is handed over by the browser's own tools. Server, encryption, page and worker are real.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator

import pytest

from taskapp.base.db import db
from taskapp.outbox.channel_transport import ChannelTransport
from taskapp.outbox.delivery import deliver_due
from taskapp.reminders.check import checks
from tests.journeys.accessible import shortcomings
from tests.journeys.conftest import OpenSite, SeatOf
from tests.journeys.seat import PATIENCE_MS, Seat
from tests.journeys.site import Site
from tests.push_server import FakeBrowser, PushServer

pytestmark = pytest.mark.browser

PAGE = "/account/channels"
OFFER = "Nhận thông báo trên trình duyệt này"
# What stands in for the service: a subscription that the browser keeps, made for the key that the page gave.
SERVICE = """
const given = SUBSCRIPTION;
const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
const bytes = (text) => Uint8Array.from(plain(text), (one) => one.charCodeAt(0));
const kept = () => {
  const key = localStorage.getItem("key");
  const options = { applicationServerKey: key && bytes(key).buffer };
  return key && { ...given, options, unsubscribe: async () => localStorage.clear() };
};
PushManager.prototype.getSubscription = async () => kept();
PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
  if (!userVisibleOnly || bytes(applicationServerKey).length !== 65) throw new TypeError("no key");
  localStorage.setItem("key", applicationServerKey);
  return kept();
};
"""


@pytest.fixture
def service() -> Iterator[PushServer]:
    with PushServer() as running:
        yield running


@pytest.fixture
def site(open_site: OpenSite, service: PushServer) -> Site:
    return open_site(channel_hosts=(service.host,))


def before(seat_of: SeatOf, site: Site, browser: FakeBrowser, *, width: int = 1440, permission: str = "") -> Seat:
    """The officer before the page of channels, in a browser that is asked for notifications."""
    seat = seat_of(site, "congchuc", width)
    if permission:
        seat.context.grant_permissions([permission], origin=site.url)
    seat.context.add_init_script(SERVICE.replace("SUBSCRIPTION", browser.text))
    seat.go(PAGE)
    return seat


def deliver(site: Site) -> None:
    settings = site.app.extensions["taskapp"]
    with site.app.app_context():
        transport = ChannelTransport(settings)
        deliver_due(db.session(), checks(settings), transport, owner=str(uuid.uuid4()), settings=settings)


def hand_over(seat: Seat, site: Site, text: bytes) -> None:
    """Wake the worker with a message, as the browser does when its service has one."""
    cdp = seat.context.new_cdp_session(seat.page)
    found: list[dict[str, str]] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    cdp.send("ServiceWorker.enable")
    ends = time.monotonic() + PATIENCE_MS / 1000
    while not found and time.monotonic() < ends:
        seat.page.evaluate("new Promise(requestAnimationFrame)")  # meanwhile the browser tells
    message = {"origin": site.url, "registrationId": found[-1]["registrationId"], "data": text.decode()}
    cdp.send("ServiceWorker.deliverPushMessage", message)


def test_a_browser_is_let_in_by_a_click_and_shows_what_is_sent_to_it(
    site: Site, seat_of: SeatOf, service: PushServer
) -> None:
    browser = service.browser()
    seat = before(seat_of, site, browser, permission="notifications")
    seat.sees(OFFER)
    assert seat.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    seat.press(OFFER)
    seat.sees("Trình duyệt này nhận thông báo từ bây giờ.", "trình duyệt này")
    seat.sees_no(OFFER)
    assert shortcomings(seat.page) == []

    seat.press("Gửi tin thử")
    seat.sees("Tin thử được gửi trong ít giây.")
    deliver(site)
    text = browser.open(service.received[0].body)
    hand_over(seat, site, text)
    shown = seat.page.wait_for_function(
        """() => {
          const note = (window.shownNotes || [])[0];
          navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((notes) => {
            window.shownNotes = notes;
          });
          return note ? { title: note.title, body: note.body, data: note.data } : null;
        }"""  # a promise would count as true before it is kept
    ).json_value()
    said = json.loads(text)
    assert shown == {"title": "Giao Việc", "body": said["body"], "data": f"{site.url}{PAGE}"}

    seat.press("Gỡ")
    seat.press("Gỡ", within=seat.page.get_by_role("dialog"))
    seat.sees("Đã gỡ kênh.", OFFER)


def test_where_notifications_are_blocked_the_page_says_how_to_allow_them(
    site: Site, seat_of: SeatOf, service: PushServer
) -> None:
    seat = before(seat_of, site, service.browser(), width=390)
    seat.page.evaluate("void (Notification.requestPermission = async () => 'denied')")
    seat.press(OFFER)
    seat.sees("Trình duyệt đang chặn thông báo của trang này.")
    seat.sees_no(OFFER)
    assert shortcomings(seat.page) == []


def test_where_the_service_of_the_browser_is_out_of_reach_the_page_says_so(
    site: Site, seat_of: SeatOf, service: PushServer
) -> None:
    seat = before(seat_of, site, service.browser(), permission="notifications")
    seat.page.evaluate("void (PushManager.prototype.subscribe = async () => { throw new TypeError('no service'); })")
    seat.press(OFFER)
    seat.sees("chưa đăng ký được với dịch vụ thông báo của nó")


def test_a_browser_that_cannot_says_so(site: Site, seat_of: SeatOf) -> None:
    seat = seat_of(site, "congchuc")
    seat.context.add_init_script("delete window.PushManager")
    seat.go(PAGE)
    seat.sees("Trình duyệt này không nhận được thông báo.")
    seat.sees_no(OFFER)


def test_without_scripts_the_page_says_what_is_missing(site: Site, seat_of: SeatOf) -> None:
    seat = seat_of(site, "congchuc", 390, scripts=False)
    seat.go(PAGE)
    seat.sees("hãy cho phép JavaScript")
    seat.sees_no(OFFER)
