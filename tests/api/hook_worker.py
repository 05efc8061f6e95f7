"""The webhooks' job in a process of its own: `python -m tests.api.hook_worker DATABASE_URL DATA_DIR STOP_AT INSTANT`.

STOP_AT says where it waits to be killed, having printed that word: owed (messages put, not committed), claim (claimed,
not yet written), begun (the try is noted, nothing sent), sent (the receiver has said yes, which is not yet recorded).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from taskapp import jobs
from taskapp.api.webhooks import filling, steps
from taskapp.app import create_app
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.outbox import claims
from taskapp.outbox.hook_transport import HookTransport
from taskapp.outbox.transport import Answer, Parcel
from tests.conftest import make_settings
from tests.outbox.worker import wait_to_be_killed

HERE = (ip_network("127.0.0.0/8"),)


def then(word: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and then the wait."""

    def done(*args: Any, **more: Any) -> Any:
        found = function(*args, **more)
        if found:
            wait_to_be_killed(word)
        return found

    return done


class Stopping(HookTransport):
    """Waits to be killed before anything is sent, or when the receiver has said yes."""

    word = ""

    def send(self, parcel: Parcel, may_finish: Callable[[], bool]) -> Answer:
        if self.word == "begun":
            wait_to_be_killed("begun")
        return then("sent", super().send)(parcel, may_finish)


def main(database_url: str, data_dir: str, stop_at: str, instant: str) -> None:
    clock.freeze(datetime.fromisoformat(instant))
    settings = make_settings(database_url, Path(data_dir), webhook_allow=HERE)
    if stop_at == "owed":
        filling.put = then("owed", filling.put)
    if stop_at == "claim":
        claims.claim = then("claim", claims.claim)
    if stop_at in ("begun", "sent"):
        Stopping.word = stop_at
        jobs.HookTransport = Stopping  # type: ignore[misc]
    steps.is_steady = lambda _tick: True
    with create_app(settings).app_context():
        jobs.webhooks(Tick(db.session(), settings, "one"))
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
