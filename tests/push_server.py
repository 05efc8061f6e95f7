"""A browser and the push service of its maker, both on this machine: takes messages in and opens them by RFC 8291.

What it opens and checks with is written from the RFCs, with HMAC alone where the product uses a library's HKDF.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.answering_server import AnsweringServer

CURVE = ec.SECP256R1()


def letters(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def data_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class FakeBrowser:
    """A key pair and a secret, as a browser draws them for one subscription at `endpoint`."""

    def __init__(self, endpoint: str, number: int = 1) -> None:
        self.endpoint = endpoint
        self._key = ec.derive_private_key(number + 10**20, CURVE)
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.auth = hashlib.sha256(b"%d" % number).digest()[:16]

    @property
    def text(self) -> str:
        """What JSON.stringify gives of the subscription."""
        keys = {"p256dh": letters(self.public), "auth": letters(self.auth)}
        return json.dumps({"endpoint": self.endpoint, "expirationTime": None, "keys": keys})

    def open(self, body: bytes) -> bytes:
        """The text of a message (RFC 8188, RFC 8291). Raises InvalidTag when it was not sealed for this browser."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        assert len(body) <= 4096  # what every service takes (RFC 8030 7.2)
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        input_key = _mac(_mac(self.auth, shared), b"WebPush: info\x00" + self.public + theirs + b"\x01")
        mixed = _mac(salt, input_key)
        key = _mac(mixed, b"Content-Encoding: aes128gcm\x00\x01")[:16]
        nonce = _mac(mixed, b"Content-Encoding: nonce\x00\x01")[:12]
        padded = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert padded.endswith(b"\x02")  # the last record
        return padded[:-1]


@dataclass(frozen=True)
class Pushed:
    """One request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def claims(self) -> dict[str, Any]:
        """What the signed token says, and `k`. Raises InvalidSignature when that key did not sign it (RFC 8292)."""
        scheme, rest = self.headers["Authorization"].split(" ", 1)
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        numbers = [int.from_bytes(half, "big") for half in (data_of(signature)[:32], data_of(signature)[32:])]
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data_of(parts["k"]))
        signed = f"{head}.{claims}".encode()
        key.verify(encode_dss_signature(numbers[0], numbers[1]), signed, ec.ECDSA(hashes.SHA256()))
        assert json.loads(data_of(head)) == {"typ": "JWT", "alg": "ES256"}
        return {**json.loads(data_of(claims)), "k": parts["k"]}


class PushServer(AnsweringServer[Pushed]):
    """`with PushServer() as service:` takes messages in; `service.browser()` is one that has subscribed there."""

    usual = 201

    def browser(self, number: int = 1) -> FakeBrowser:
        return FakeBrowser(f"{self.url}/push/bimat{number}", number)

    def taken(self, path: str, headers: Mapping[str, str], body: bytes) -> Pushed:
        return Pushed(path, headers, body)


def _mac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
