"""Encryption as the age format, version 1, has it, with one passphrase: any `age -d` opens such a file too.

https://age-encryption.org/v1. A header with the file's key, sealed by scrypt and ChaCha20-Poly1305, and chunks of
64 KiB, each sealed under its number and whether it is the last: none can be changed, left out, moved or cut off.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION = b"age-encryption.org/v1\n"
CHUNK, TAG = 64 * 1024, 16
WORK, MOST_WORK = 15, 20  # log2 of scrypt's cost: ours, and what is still tried of others
_LONGEST_HEADER = 1024
_SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
_HEADER = re.compile(
    rb"(?P<signed>age-encryption\.org/v1\n"
    rb"-> scrypt (?P<salt>[A-Za-z0-9+/]{22}) (?P<work>[1-9][0-9]?)\n(?P<body>[A-Za-z0-9+/]{43})\n---)"
    rb" (?P<mac>[A-Za-z0-9+/]{43})\n"
)


class WrongKey(Exception):
    """The passphrase does not open the file, or the part of the header that it has to open was changed."""


class Broken(Exception):
    """The file is not as it was written: `at` bytes from its beginning something was changed, or its end is missing."""

    def __init__(self, at: int) -> None:
        super().__init__(f"broken after {at} bytes")
        self.at = at


class Sealing:
    """A file to write to: what comes in goes out encrypted. close() seals the end and leaves `raw` open."""

    def __init__(self, raw: IO[bytes], passphrase: str) -> None:
        key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
        body = ChaCha20Poly1305(_stretched(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
        signed = VERSION + b"-> scrypt %s %d\n%s\n---" % (_text(salt), WORK, _text(body))
        raw.write(signed + b" " + _text(_mac(key, signed)) + b"\n" + nonce)
        self._raw, self._cipher = raw, ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._waiting, self._number = bytearray(), 0

    def write(self, data: bytes) -> int:
        """Take more of the content; what fills whole chunks is written."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # the last chunk is only known at the end
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        self._raw.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, None))
        self._number += 1


class Opening:
    """A file to read from: gives only what was proved to be as it was written. Raises WrongKey, Broken."""

    def __init__(self, raw: IO[bytes], passphrase: str) -> None:
        key, self._at = _key_of(raw, passphrase)
        nonce = raw.read(16)
        self._at += len(nonce)
        if len(nonce) < 16:
            raise Broken(self._at)
        self._raw, self._cipher = raw, ChaCha20Poly1305(_derived(key, nonce, b"payload"))
        self._ready, self._number, self._has_ended = bytearray(), 0, False

    def read(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the proved end."""
        while len(self._ready) < size and not self._has_ended:
            self._open_one()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given

    def _open_one(self) -> None:
        sealed = self._raw.read(CHUNK + TAG)
        for is_last in (False, True):
            try:
                chunk = self._cipher.decrypt(_nonce(self._number, is_last=is_last), sealed, None)
            except InvalidTag:
                continue
            if len(sealed) < CHUNK + TAG and not is_last:
                break
            self._ready += chunk
            self._number += 1
            self._at += len(sealed)
            self._has_ended = is_last
            if is_last and self._raw.read(1):
                break
            return
        raise Broken(self._at)


def _key_of(raw: IO[bytes], passphrase: str) -> tuple[bytes, int]:
    """The file's key, and how long its header is."""
    header = b""
    while not header.split(b"\n")[-2:][0].startswith(b"--- ") and len(header) < _LONGEST_HEADER:
        line = raw.readline(_LONGEST_HEADER)
        header += line
        if not line.endswith(b"\n"):
            raise Broken(len(header))
    found = _HEADER.fullmatch(header)
    if found is None or int(found["work"]) > MOST_WORK:
        raise Broken(0)
    salt, body, mac = (_bytes(found[name]) for name in ("salt", "body", "mac"))
    try:
        key = ChaCha20Poly1305(_stretched(passphrase, salt, int(found["work"]))).decrypt(bytes(12), body, None)
    except InvalidTag as error:
        raise WrongKey from error
    if not hmac.compare_digest(_mac(key, found["signed"]), mac):
        raise Broken(0)
    return key, len(header)


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_SCRYPT_LABEL + salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode())


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def _mac(key: bytes, signed: bytes) -> bytes:
    return hmac.digest(_derived(key, b"", b"header"), signed, "sha256")


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    """Strictly: another spelling of the same bytes was not written by anybody."""
    try:
        data = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except NotBase64 as error:
        raise Broken(0) from error
    if _text(data) != text:
        raise Broken(0)
    return data
