"""Channels besides mail: each message one short text to one address, through the library apprise or to a browser."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from apprise import Apprise, AppriseAsset, NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.mattermost import NotifyMattermost

from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import channels, push
from taskapp.outbox.channel_words import why_not
from taskapp.outbox.channels import BESIDES, Address, BadAddress, Channel
from taskapp.outbox.faults import Verdict
from taskapp.outbox.push import Subscription
from taskapp.outbox.push_transport import PushSender
from taskapp.outbox.transport import Answer, Parcel

CONNECT_SECONDS, READ_SECONDS = 4.0, 5.0
WHOLE_SECONDS = 10.0  # also where an answer drips in for ever
STATUS = re.compile(r"error=(\d{3})\b")  # as apprise tells it

# Below these levels both name the whole address, which holds secrets.
logging.getLogger("apprise").setLevel(logging.WARNING)
logging.getLogger("urllib3").setLevel(logging.ERROR)


class ChannelTransport:
    """The hosts that the administrator has named. A host that failed to answer is not asked again in the same round."""

    server = "channels"
    channels = BESIDES

    def __init__(self, settings: Settings) -> None:
        self._allowed, self._push_hosts = settings.channel_hosts, push.hosts(settings)
        self._push = PushSender(settings)
        self._asset = AppriseAsset(app_id="Giao Viec", http_redirects=False, storage_mode="memory")
        self._silent: set[str] = set()

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        try:  # the only way to the network: an address is judged again each time, whatever it was when it was added
            target = self._target(parcel)
        except BadAddress as error:
            return Answer(Verdict.REFUSED, reply=why_not(error))
        address = target if isinstance(target, Address) else target.address
        if address.name in self._silent:
            return Answer(Verdict.LATER, reply=_("Máy %(host)s vừa không trả lời.", host=address.name))
        if not may_finish():
            return Answer(Verdict.LATER, reply="the lease ran out before the message was sent")
        answer = self._sent(target, parcel) if isinstance(target, Address) else self._pushed(target, parcel)
        if answer is None:
            self._silent.add(address.name)
            return Answer(Verdict.LATER, reply=_("Máy %(host)s không trả lời.", host=address.name))
        return answer

    def close(self) -> None:
        return

    def _target(self, parcel: Parcel) -> Address | Subscription:
        if parcel.channel is Channel.PUSH:
            return push.read(parcel.recipient, self._push_hosts)
        return channels.read(parcel.recipient, parcel.channel, self._allowed)

    def _pushed(self, browser: Subscription, parcel: Parcel) -> Answer | None:
        return self._push.send(browser, parcel.content.decode(), (CONNECT_SECONDS, READ_SECONDS), WHOLE_SECONDS)

    def _sent(self, address: Address, parcel: Parcel) -> Answer | None:
        sender = Apprise(asset=self._asset)
        sender.add(_service(address, parcel.channel, self._asset))
        result = sender.notify(body=_text(parcel), body_format="text", timeout=WHOLE_SECONDS)
        if result:
            return Answer(Verdict.DELIVERED, reply=_("Máy %(host)s đã nhận.", host=address.name))
        status = STATUS.search(" ".join(entry.message for entry in result.logs()))
        if status is None:
            return None
        return Answer(Verdict.LATER, int(status[1]), _("Máy %(host)s không nhận tin.", host=address.name))


def _service(address: Address, channel: Channel, asset: AppriseAsset) -> NotifyBase:
    """The service alone, in parts: nothing else of the library is loaded, and nobody reads the address again."""
    shared: dict[str, Any] = {
        "asset": asset,
        "secure": address.is_secure,
        "host": address.host,
        "port": address.port,
        "fullpath": address.path,
        "redirect": False,
        "cto": CONNECT_SECONDS,
        "rto": READ_SECONDS,
    }
    if channel is Channel.MATTERMOST:
        return NotifyMattermost(token=address.token, **shared)
    return NotifyJSON(params=dict(parse_qsl(address.query)), **shared)


def _text(parcel: Parcel) -> str:
    text = parcel.content.decode()
    # a chat would call everybody for the words @all in the subject of a task
    return text.replace("@", "@\N{ZERO WIDTH SPACE}") if parcel.channel is Channel.MATTERMOST else text
