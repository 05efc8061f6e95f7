"""Signatures of webhooks as https://www.standardwebhooks.com has them (v1, HMAC-SHA256). Pure."""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import datetime
from hashlib import sha256

PREFIX = "whsec_"  # by which whoever searches for lost secrets recognises one


def key_of(secret_key: str, salt: str) -> bytes:
    """The 32 bytes that sign one webhook: made of the installation's secret and the webhook's salt, kept nowhere."""
    return hmac.digest(secret_key.encode(), f"giaoviec webhook:{salt}".encode(), "sha256")


def written(key: bytes) -> str:
    """The key as the receiver's program wants it."""
    return PREFIX + b64encode(key).decode()


def identity(committee_id: int, key: str, made_at: datetime) -> str:
    """What a message is called in each of its tries, so that a receiver knows one that comes again."""
    return "msg_" + sha256(f"{committee_id}:{key}:{made_at.isoformat()}".encode()).hexdigest()[:32]


def headers(name: str, body: bytes, key: bytes, now: datetime) -> dict[str, str]:
    """The three headers of a try that begins `now`."""
    at = str(int(now.timestamp()))
    signature = hmac.digest(key, f"{name}.{at}.".encode() + body, "sha256")
    return {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": f"v1,{b64encode(signature).decode()}"}
