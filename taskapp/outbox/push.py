"""Web Push: what a browser says of itself when a person lets it in, and where its service listens. Pure."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from taskapp.base.settings import Settings
from taskapp.outbox import channels
from taskapp.outbox.channels import Address, BadAddress, Channel, Flaw

# Where the browsers' makers take notifications in for Chrome and its kin, Firefox, Safari, Edge.
SERVICES = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com", ".notify.windows.com")
KEY_LENGTH, AUTH_LENGTH = 65, 16  # bytes: RFC 8291 2.1, 2.2
UNCOMPRESSED = b"\x04"  # how a point of the curve begins


@dataclass(frozen=True)
class Subscription:
    """One browser: `endpoint` is its secret address, `key` its public key and `auth` its shared secret (RFC 8291)."""

    address: Address
    endpoint: str
    key: bytes
    auth: bytes

    @property
    def text(self) -> str:
        """As it is kept: the same browser always gives the same text."""
        keys = {"auth": in_letters(self.auth), "p256dh": in_letters(self.key)}
        return json.dumps({"endpoint": self.endpoint, "keys": keys}, separators=(",", ":"))

    @property
    def origin(self) -> str:
        """Of its service, as RFC 8292 wants it to be named."""
        return f"{'https' if self.address.is_secure else 'http'}://{self.address.name}"


def hosts(settings: Settings) -> tuple[str, ...]:
    """The hosts to which notifications may go: the known services and the administrator's; none: switched off."""
    return (*SERVICES, *settings.channel_hosts) if settings.web_push else ()


def read(text: str, allowed: Collection[str]) -> Subscription:
    """The subscription in the JSON of the Push API. Raises BadAddress for what is none or whose host is not allowed."""
    try:
        given = json.loads(text)
        endpoint, keys = given["endpoint"], given["keys"]
        key, auth = _bytes(keys["p256dh"], KEY_LENGTH), _bytes(keys["auth"], AUTH_LENGTH)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadAddress(Flaw.NO_BROWSER) from error
    if not (isinstance(endpoint, str) and key.startswith(UNCOMPRESSED)):
        raise BadAddress(Flaw.NO_BROWSER)
    return Subscription(channels.read(endpoint, Channel.PUSH, allowed), endpoint, key, auth)


def mark_of(text: str) -> str:
    """By which a browser's own script knows it among others, and nobody its address."""
    return in_letters(sha256(json.loads(text)["endpoint"].encode()).digest())[:16]


def in_letters(data: bytes) -> str:
    """Bytes in the letters of base64url, without what fills up."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str, length: int) -> bytes:
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(found) != length:
        raise binascii.Error
    return found
