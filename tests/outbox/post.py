"""Shorthands of the delivery tests: put a message, deliver, look at what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flask import Flask

from taskapp.base import clock
from taskapp.base.db import db, unscoped
from taskapp.base.settings import Settings
from taskapp.outbox.contract import Check, Checks, Letter
from taskapp.outbox.delivery import Counts, deliver_due
from taskapp.outbox.models import DeliveryTry, MailPause, Message
from taskapp.outbox.queue import put
from taskapp.outbox.transport import Transport, open_transport
from tests.office import Office

LETTER = Letter("Nhắc việc: còn 3 ngày làm việc", "Kính gửi anh/chị,\n.\nViệc sắp đến hạn.", "<p>Việc sắp đến hạn.</p>")
CHECKS: Mapping[str, Check] = {"note": lambda _session, _message, _now: LETTER}


def always(checks: Mapping[str, Check]) -> Checks:
    """The same checks whatever messages are asked about."""
    return lambda _session, _messages, _now: checks


class Post:
    """One application's outbox, delivering to one SMTP address (None: the built-in mailbox)."""

    def __init__(self, app: Flask, office: Office, smtp_url: str | None = None, **settings: object) -> None:
        self.app = app
        self.office = office
        given: Settings = app.extensions["taskapp"]
        self.settings = replace(given, smtp_url=smtp_url, **settings)  # type: ignore[arg-type]

    def put(self, key: str = "k1", to: str = "congchuc@chauthanh.example", **changes: object) -> int:
        with self.app.app_context():
            made = self.add(key, to, **changes)
            db.session.commit()
            return made

    def add(self, key: str, to: str, **changes: object) -> int:
        """Put a message within the caller's transaction."""
        values: dict[str, object] = {
            "committee_id": self.office.committee_id,
            "key": key,
            "kind": "note",
            "person_id": self.office.people["congchuc"],
            "to_address": to,
            "to_name": "Nguyễn Thị Ánh Tuyết",
            "about": ["task:17"],
            "now": clock.now(),
            "not_before": clock.now(),
        }
        return put(db.session(), **(values | changes)).id  # type: ignore[arg-type]

    def deliver(
        self,
        checks: Mapping[str, Check] | Checks = CHECKS,
        *,
        transport: Transport | None = None,
        at: datetime | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> Counts:
        carrier = transport or open_transport(self.settings)
        with self.app.app_context():
            try:
                return deliver_due(
                    db.session(),
                    checks if callable(checks) else always(checks),
                    carrier,
                    owner=str(uuid.uuid4()),
                    settings=self.settings,
                    at=at,
                    should_stop=should_stop,
                )
            finally:
                carrier.close()

    def message(self, message_id: int) -> Message:
        with self.app.app_context():
            message: Message = db.session.scalars(unscoped(Message).where(Message.id == message_id)).one()
            db.session.expunge(message)
            return message

    def tries(self, message_id: int) -> list[DeliveryTry]:
        with self.app.app_context():
            query = unscoped(DeliveryTry).where(DeliveryTry.message_id == message_id).order_by(DeliveryTry.id)
            tries: list[DeliveryTry] = list(db.session.scalars(query))
            db.session.expunge_all()
            return tries

    def pause(self) -> MailPause | None:
        with self.app.app_context():
            pause: MailPause | None = db.session.scalars(unscoped(MailPause)).one_or_none()
            db.session.expunge_all()
            return pause
