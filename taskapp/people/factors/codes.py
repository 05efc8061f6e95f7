"""Codes: what an app shows now (RFC 6238, 30 s, six digits), and recovery codes. No database, no clock."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import pyotp

from taskapp.people.sessions import digest

STEP = 30  # seconds
WINDOW = 1  # steps before and after the present one: clocks of telephones differ
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without what is mistaken for something else on paper
LENGTH = 16  # of a recovery code: 79 random bits, so a plain hash is enough


def new_seed() -> str:
    """160 random bits as base32, what an app is given."""
    return pyotp.random_base32()


def address_of(seed: str, account: str, issuer: str) -> str:
    """The otpauth:// address that a QR code carries."""
    return pyotp.TOTP(seed, interval=STEP).provisioning_uri(name=account, issuer_name=issuer)


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """The time step whose code was typed, within one step around `now`; None: a wrong code."""
    present, totp = int(now.timestamp()) // STEP, pyotp.TOTP(seed, interval=STEP)
    steps = range(present - WINDOW, present + WINDOW + 1)
    fitting = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)]
    return fitting[-1] if fitting else None


def plain(typed: str) -> str:
    """What was typed, without blanks and dashes, in small letters."""
    return "".join(typed.split()).replace("-", "").lower()


def is_of_app(typed: str) -> bool:
    """Whether this looks like a code of an app, after plain()."""
    return len(typed) == 6 and typed.isascii() and typed.isdigit()


def new_recovery_code() -> str:
    """A recovery code as it is written down: xxxx-xxxx-xxxx-xxxx."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[place : place + 4] for place in range(0, LENGTH, 4))


def recovery_hash(code: str) -> str:
    """What is stored of a recovery code, however it was typed."""
    return digest(plain(code))
