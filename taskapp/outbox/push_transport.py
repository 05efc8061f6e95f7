"""Web Push: a message sealed for one browser, handed to the service that its maker runs (RFC 8030)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256

import requests

from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import push_sealing
from taskapp.outbox.bounded import within
from taskapp.outbox.faults import Verdict
from taskapp.outbox.push import Subscription
from taskapp.outbox.rendering import BadSender, sender
from taskapp.outbox.transport import Answer

TITLE = "Giao Việc"
MOST_TEXT = 900  # letters, at most four bytes each: with the link they fit into one record
HELD_SECONDS = 24 * 3600  # so long the service keeps it for a browser that is closed
LONGEST_WAIT = timedelta(days=1)
DONE = range(200, 300)
GONE = (404, 410)  # RFC 8030 7.3: this browser is not reached any more
TOO_LARGE = 413
SLOW_DOWN = (429, 503)


class PushSender:
    """Signs with the key of the installation; one post for each message, one signature for each service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._key = push_sealing.own_key(settings.secret_key)
        self._signed: dict[str, str] = {}

    def send(self, browser: Subscription, text: str, timeout: tuple[float, float], whole: float) -> Answer | None:
        """The answer of the service; None when there was none within the seconds to connect, to read, of it all."""
        now = clock.now()
        try:
            body = push_sealing.seal(payload(text), browser)
            headers = {
                "Authorization": self._authorization(browser.origin, now),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(HELD_SECONDS),
            }
        except BadSender as error:
            return Answer(Verdict.MISCONFIGURED, reply=error.reason)
        except ValueError:  # its key is no point of the curve
            return Answer(Verdict.REFUSED, reply=_("Trình duyệt này cho khóa không dùng được."), is_gone=True)
        found = _post(browser.endpoint, body, headers, timeout, whole)
        return None if found is None else verdict(found.status_code, found.headers, browser.address.name, now)

    def _authorization(self, origin: str, now: datetime) -> str:
        if origin not in self._signed:
            contact = f"mailto:{sender(self._settings.mail_from).addr_spec}"
            self._signed[origin] = push_sealing.authorization(self._key, origin, contact, now)
        return self._signed[origin]


def payload(text: str) -> bytes:
    """What the service worker gets: the lines of a note but the last one, which is its link.

    `tag`: a note that comes twice takes its own place.
    """
    body, _break, href = text.rpartition("\n")
    tag = sha256(text.encode()).hexdigest()[:16]
    shown = {"title": TITLE, "body": body[:MOST_TEXT], "url": href[:MOST_TEXT], "tag": tag}
    return json.dumps(shown, ensure_ascii=False).encode()


def verdict(status: int, headers: Mapping[str, str], host: str, now: datetime) -> Answer:
    """What the answer of a push service means; who is told to wait waits at least so long, a day at most."""
    if status in DONE:
        return Answer(Verdict.DELIVERED, status, _("Máy %(host)s đã nhận.", host=host))
    if status in GONE:
        gone = _("Trình duyệt này không còn nhận thông báo: quyền đã bị thu hồi hoặc trình duyệt đã bị xóa.")
        return Answer(Verdict.REFUSED, status, gone, is_gone=True)
    if status == TOO_LARGE:
        return Answer(Verdict.REFUSED, status, _("Máy %(host)s cho là tin quá dài.", host=host))
    wait = asked_wait(headers.get("Retry-After", ""), now) if status in SLOW_DOWN else timedelta()
    return Answer(Verdict.LATER, status, _("Máy %(host)s không nhận tin.", host=host), wait=wait)


def asked_wait(text: str, now: datetime) -> timedelta:
    """What Retry-After asks for: seconds, or until a date (RFC 9110 10.2.3), at most a day; else nothing."""
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(), min(until - now, LONGEST_WAIT))


def _post(
    url: str, body: bytes, headers: Mapping[str, str], timeout: tuple[float, float], whole: float
) -> requests.Response | None:
    def post() -> requests.Response:
        return requests.post(url, data=body, headers=headers, timeout=timeout, allow_redirects=False, stream=True)

    try:
        with within(whole, post) as found:
            return found
    except (requests.RequestException, TimeoutError):
        return None
