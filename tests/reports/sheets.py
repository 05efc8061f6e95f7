"""What the tests of evaluation pages share: asking, sending, reading a sheet."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.reports.asking import Asked
from taskapp.reports.evaluating import report
from taskapp.reports.evaluation_programs import PersonValues, people_json
from tests.conftest import token_of
from tests.office import Office
from tests.reports.conftest import TUE
from tests.reports.history import History, at

PERIOD = "from=2026-01-01&to=2026-03-31"


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return unescape(answer.get_data(as_text=True))


def send(client: FlaskClient, address: str, status: int = 302, **data: object) -> str:
    answer = client.post(address, data={**data, "csrf_token": token_of(client, "/account")})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return unescape(answer.get_data(as_text=True))


def products(html: str) -> list[int]:
    """The tasks whose rows a sheet shows."""
    return [int(row) for row in re.findall(r'<tr class="product">\s*<th scope="row"><a href="/tasks/(\d+)"', html)]


def of(app: Flask, office: Office, username: str, as_of: str = "") -> PersonValues:
    """What programs are told about one person in the first quarter."""
    with app.app_context():
        h = History(db.session(), office)
        asked = Asked(date(2026, 1, 1), date(2026, 3, 31), as_of)
        told = people_json(report(db.session(), h.committee, asked, now=at(TUE)))
        return next(row for row in told["people"] if row["username"] == username)


def stored(app: Flask, kind: type) -> list[object]:
    """All rows of a table, as they were added."""
    with app.app_context():
        return list(db.session.query(kind).order_by(kind.id))  # type: ignore[attr-defined]
