"""The seed of a code app, readable only with the installation's secret key: AES-256-GCM, bound to its person."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # octets, as GCM wants


def seal(seed: str, person_id: int, secret_key: str) -> bytes:
    """What is stored of the seed."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(secret_key)).encrypt(nonce, seed.encode(), _bound(person_id))


def unseal(sealed: bytes, person_id: int, secret_key: str) -> str | None:
    """The seed; None when it was sealed with another secret key or for another person."""
    try:
        return AESGCM(_key(secret_key)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(person_id)).decode()
    except (InvalidTag, ValueError):
        return None


def _key(secret_key: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"taskapp second factor").derive(secret_key.encode())


def _bound(person_id: int) -> bytes:
    return f"person:{person_id}".encode()
