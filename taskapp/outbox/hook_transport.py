"""Webhooks on their way: one signed post to the very address that was judged, no redirect, no proxy, little read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError

from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.text import one_line
from taskapp.outbox import hook_places, hook_signing, pauses
from taskapp.outbox.bounded import within
from taskapp.outbox.channels import Channel
from taskapp.outbox.faults import Verdict
from taskapp.outbox.hook_places import BadPlace, Place
from taskapp.outbox.hook_words import why_not
from taskapp.outbox.push_transport import DONE, SLOW_DOWN, asked_wait
from taskapp.outbox.transport import REPLY_LENGTH, Answer, Parcel

CONNECT_SECONDS, READ_SECONDS = 4.0, 8.0
WHOLE_SECONDS = 12.0  # looking up the name included, and an answer that drips in for ever
MOST_READ = 2048  # bytes of an answer
MOST_ADDRESSES = 3  # of one name
GONE = 410
REDIRECTS = range(300, 400)


class HookTransport:
    """Each webhook by itself: one that is away is not asked again for a while, and keeps none of the others."""

    server = pauses.WEBHOOKS
    channels = (Channel.HOOK,)

    def __init__(self, settings: Settings) -> None:
        self._allowed = settings.webhook_allow

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        if not may_finish():
            return Answer(Verdict.LATER, reply="the lease ran out before the message was sent")
        try:
            return within(WHOLE_SECONDS, lambda: self._sent(parcel))
        except BadPlace as error:  # judged again each time: what was put right goes out by itself
            return Answer(Verdict.AWAY, reply=why_not(error))
        except SSLError as error:
            return Answer(Verdict.AWAY, reply=_reply(_("Chứng thư của máy nhận không hợp lệ: %(why)s", why=str(error))))
        except (HTTPError, OSError) as error:
            return Answer(Verdict.AWAY, reply=_reply(_("Máy nhận không trả lời: %(why)s", why=type(error).__name__)))

    def close(self) -> None:
        return

    def _sent(self, parcel: Parcel) -> Answer:
        place = hook_places.read(parcel.recipient, self._allowed)
        *others, last = hook_places.look_up(place, self._allowed)[:MOST_ADDRESSES]
        for address in others:
            try:
                return _posted(parcel, place, address)
            except NewConnectionError:  # nothing was sent: the next address of the same name
                continue
        return _posted(parcel, place, last)


def _posted(parcel: Parcel, place: Place, address: str) -> Answer:
    now = clock.now()
    signed = hook_signing.headers(parcel.identity, parcel.content, parcel.key, now)
    headers = {"Host": place.name, "Content-Type": "application/json", "User-Agent": "GiaoViec-Webhook/1", **signed}
    with _pool(place, address) as pool:
        found = pool.urlopen(
            "POST",
            place.target,
            body=parcel.content,
            headers=headers,
            redirect=False,
            retries=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
        )
        text = found.read(MOST_READ).decode("utf-8", "replace")
        wait = asked_wait(found.headers.get("Retry-After", ""), now) if found.status in SLOW_DOWN else timedelta()
        found.close()
    return verdict(found.status, text, wait)


def _pool(place: Place, address: str) -> HTTPConnectionPool:
    """Connections to that address alone, which shows the certificate of the name."""
    limits: dict[str, Any] = {"timeout": Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)}
    if not place.is_secure:
        return HTTPConnectionPool(address, place.port, **limits)
    names: dict[str, Any] = {"server_hostname": place.host, "assert_hostname": place.host}
    return HTTPSConnectionPool(address, place.port, cert_reqs="CERT_REQUIRED", **names, **limits)


def verdict(status: int, text: str, wait: timedelta) -> Answer:
    """What the answer of a receiver means: any 2xx is a yes, 410 ends it, all else is tried again."""
    if status in DONE:
        return Answer(Verdict.DELIVERED, status, _reply(text))
    if status == GONE:
        gone = _("Nơi nhận trả lời 410: không nhận nữa. Webhook đã tạm dừng.")
        return Answer(Verdict.REFUSED, status, _reply(f"{gone} {text}"), is_gone=True)
    if status in REDIRECTS:
        text = _("Nơi nhận chuyển sang địa chỉ khác; hệ thống không đi theo. Hãy tạo webhook với địa chỉ mới.")
    return Answer(Verdict.LATER, status, _reply(text), wait=wait)


def _reply(text: str) -> str:
    return one_line(text)[:REPLY_LENGTH]
