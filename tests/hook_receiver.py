"""Another office's program that takes webhooks, and checks their signatures with code of its own.

Written from https://www.standardwebhooks.com, HMAC by RFC 2104, and not from the product.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.answering_server import AnsweringServer

BLOCK = 64  # bytes, of SHA-256


def signature(secret: str, name: str, at: str, body: bytes) -> str:
    """What stands after `v1,`."""
    key = b64decode(secret.removeprefix("whsec_")).ljust(BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + name.encode() + b"." + at.encode() + b"." + body)
    return b64encode(hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner.digest()).digest()).decode()


@dataclass(frozen=True)
class Hook:
    """One request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def name(self) -> str:
        return self.headers["webhook-id"]

    def is_signed_with(self, secret: str) -> bool:
        made = signature(secret, self.name, self.headers["webhook-timestamp"], self.body)
        return self.headers["webhook-signature"] == f"v1,{made}"


class Receiver(AnsweringServer[Hook]):
    """`with Receiver() as program:` listens at `program.url`; `is_secure` over TLS, for the name localhost."""

    def taken(self, path: str, headers: Mapping[str, str], body: bytes) -> Hook:
        return Hook(path, headers, body)
