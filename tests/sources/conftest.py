"""A source of Phòng Tư pháp, and deliveries to it without a door between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.models import Committee
from taskapp.reports.asking import Asked
from taskapp.sources import keeping, taking
from taskapp.sources.figures import BySource, by_source
from taskapp.sources.items import Given
from taskapp.sources.keeping import Wish
from taskapp.sources.models import Door, WorkSource
from taskapp.sources.taking import Delivery, Receipt
from tests.office import Office

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def make_source(
    session: Session, office: Office, name: str = "ho-tich", *, unit: str = "tp", keeps: bool = True
) -> WorkSource:
    wish = Wish("Hồ sơ hộ tịch, chứng thực", "hồ sơ", office.units[unit], keeps)
    return keeping.add(session, office.committee_id, name, wish, by=None, now=clock.now())


class Desk:
    """The source in an application context: `tell` items, `ask` for figures."""

    def __init__(self, session: Session, office: Office) -> None:
        self.session, self.office = session, office
        self.source = make_source(session, office)
        session.commit()

    def tell(self, *items: dict[str, Any]) -> Receipt:
        now = clock.now()
        givens = [Given(place, **item) for place, item in enumerate(items, start=1)]
        what = taking.understand(givens, taking.surroundings(self.session, self.source, now=now))
        receipt = taking.take(self.session, self.source, what, Delivery(Door.API), now=now)
        self.session.commit()
        return receipt

    def ask(self, first: date, last: date, as_of: str = "", unit: str = "") -> BySource:
        asked = Asked(first, last, as_of, self.office.units[unit] if unit else None)
        committee = self.session.get_one(Committee, self.office.committee_id)
        return by_source(self.session, committee, asked, rights=None, now=clock.now())


@pytest.fixture
def desk(app: Flask, office: Office) -> Iterator[Desk]:
    with app.app_context():
        yield Desk(db.session(), office)
