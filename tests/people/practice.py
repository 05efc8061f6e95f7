"""An office in earnest, and a telephone with an app that shows codes."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pyotp
from flask.testing import FlaskClient

from taskapp.base import clock
from tests.people.browser import send, text_of, try_sign_in


class Phone:
    """The app on a person's telephone: `phone.code()` is what it shows now."""

    def __init__(self, seed: str) -> None:
        self._totp = pyotp.TOTP(seed.replace(" ", ""))

    def code(self, at: datetime | None = None) -> str:
        return self._totp.at(at or clock.now())


def enrol(client: FlaskClient) -> tuple[Phone, list[str]]:
    """Turn the second step on with an app, as a person does; the telephone, and the recovery codes shown."""
    assert send(client, "/account/proof", {"current": "demo"}, "/account/proof").status_code == 302
    assert send(client, "/account/factors/app/begin", page="/account/factors").status_code == 302
    page = text_of(client.get("/account/factors/app"))
    phone = Phone(re.search(r'id="seed">([A-Z2-7 ]+)<', page)[1])
    shown = text_of(send(client, "/account/factors/app", {"code": phone.code()}, "/account/factors/app"))
    return phone, re.findall(r"<code>([a-z0-9-]{19})</code>", unescape(shown))


def second_step(client: FlaskClient, code: str):
    """Show the code after the password was right."""
    return send(client, "/sign-in/factor", {"code": code}, "/sign-in/factor")


def sign_in_with(client: FlaskClient, username: str, code: str):
    """Password, then code; the answer to the code."""
    answer = try_sign_in(client, username, "demo")
    assert answer.headers["Location"].startswith("/sign-in/factor"), text_of(answer)
    return second_step(client, code)


def prove(client: FlaskClient, code: str):
    """Show once more who one is."""
    return send(client, "/account/proof", {"code": code}, "/account/proof")
