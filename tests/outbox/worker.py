"""A delivering process of its own: `python -m tests.outbox.worker DATABASE_URL DATA_DIR SMTP_URL STOP_AT INSTANT`.

STOP_AT says where it waits to be killed, having printed that word: claim (the message is claimed, nothing else done),
dot (the message is on its way, the answer not yet recorded), or never. "done" and the number delivered end it.
"""

from __future__ import annotations

import signal
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox.contract import Letter
from taskapp.outbox.delivery import deliver_due
from taskapp.outbox.models import Message
from taskapp.outbox.transport import Answer, Parcel, SmtpTransport
from tests.conftest import make_settings
from tests.outbox.post import LETTER, always


def wait_to_be_killed(word: str) -> None:
    print(word, flush=True)
    signal.pause()


class Stopping(SmtpTransport):
    """Waits to be killed when the server has taken the message over."""

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        answer = super().send(parcel, may_finish)
        wait_to_be_killed("dot")
        return answer


def main(database_url: str, data_dir: str, smtp_url: str, stop_at: str, instant: str) -> None:
    clock.freeze(datetime.fromisoformat(instant))
    settings = replace(make_settings(database_url, Path(data_dir)), smtp_url=smtp_url)

    def check(_session: Session, _message: Message, _now: datetime) -> Letter:
        if stop_at == "claim":
            wait_to_be_killed("claim")
        return LETTER

    kind = Stopping if stop_at == "dot" else SmtpTransport
    app = create_app(settings)
    if stop_at == "never":
        print("ready", flush=True)
        sys.stdin.readline()
    with app.app_context():
        transport = kind(smtp_url, "test")
        checks, owner = always({"note": check}), str(uuid.uuid4())
        counts = deliver_due(db.session(), checks, transport, owner=owner, settings=settings)
        transport.close()
    print(f"done {counts.delivered}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
