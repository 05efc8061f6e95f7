"""Notifications that only one browser can read (RFC 8291), and our name on their envelope (RFC 8292). Pure.

Only what RFC 8291 wants drawn is left to chance. The installation's own key comes out of its secret key, so that no
other secret has to be made, copied to each machine and backed up. It never leaves the server.
"""

from __future__ import annotations

import json
import os
import struct
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from taskapp.outbox.push import Subscription, in_letters

CURVE = SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of that curve
NUMBER_LENGTH = 32  # bytes of a number of it
RECORD = 4096  # bytes: the one record that services take (RFC 8291 4)
LAST = b"\x02"  # after the text: this record is the last one (RFC 8188 2)
HOLDS = timedelta(hours=12)  # our name on an envelope; at most a day


def own_key(secret: str) -> EllipticCurvePrivateKey:
    """The key with which an installation of that secret signs, the same each time."""
    drawn = _derived(secret.encode(), b"", b"giaoviec web push: vapid", 48)  # so long that no number is likelier
    return derive_private_key(int.from_bytes(drawn, "big") % (ORDER - 1) + 1, CURVE)


def public_key(secret: str) -> str:
    """The public half of that key in letters, as a browser wants it."""
    return in_letters(public_part(own_key(secret)))


def public_part(key: EllipticCurvePrivateKey) -> bytes:
    """What others know of a key: an uncompressed point, 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def seal(
    text: bytes, browser: Subscription, *, salt: bytes | None = None, once: EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of a push request: `text` encrypted for the browser (aes128gcm, RFC 8291 3 and 4, RFC 8188 2).

    `salt`, `once`: of this message alone, drawn by chance. Raises ValueError when the browser's key is no point.
    """
    salt, once = salt or os.urandom(16), once or generate_private_key(CURVE)
    theirs = EllipticCurvePublicKey.from_encoded_point(CURVE, browser.key)
    ours = public_part(once)
    shared = once.exchange(ECDH(), theirs)
    input_key = _derived(shared, browser.auth, b"WebPush: info\x00" + browser.key + ours, 32)
    key = _derived(input_key, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(input_key, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + struct.pack("!IB", RECORD, len(ours)) + ours
    return head + AESGCM(key).encrypt(nonce, text + LAST, None)


def authorization(key: EllipticCurvePrivateKey, origin: str, contact: str, now: datetime) -> str:
    """The header that tells a push service who sends (RFC 8292 2 and 3); `contact`: mailto: or https:, of a person."""
    claims = {"aud": origin, "exp": int((now + HOLDS).timestamp()), "sub": contact}
    token = ".".join(in_letters(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    numbers = decode_dss_signature(key.sign(token.encode(), ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(NUMBER_LENGTH, "big") for number in numbers)
    return f"vapid t={token}.{in_letters(signature)}, k={in_letters(public_part(key))}"


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
