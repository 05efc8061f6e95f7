"""A delivering process to be hurt: DATABASE_URL DATA_DIR SMTP_URL LEASE SIGNAL POINT NTH are the arguments of `main`.

POINT names a place in the way of a message; the process sends itself SIGNAL there, the NTH time it comes by. "none":
it goes on until nothing is due or under way. Nothing of this is in the product: the places are wrapped here.
"""

from __future__ import annotations

import os
import signal
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from taskapp.app import create_app
from taskapp.base.db import db, unscoped
from taskapp.outbox import claims, delivery, preparing, smtp
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.transport import open_transport
from tests.conftest import make_settings
from tests.outbox.post import CHECKS, always

POINTS: dict[str, tuple[Any, str, bool]] = {  # where, which function, whether after it rather than before
    "before the claim": (claims, "claim", False),
    "after the claim": (delivery, "_claim", True),
    "before the bytes are kept": (preparing, "_keep", False),
    "while the bytes are kept": (claims, "keep", True),
    "after the bytes are kept": (delivery, "prepare", True),
    "before the recipient": (smtp.Client, "rcpt", False),
    "after the recipient": (smtp.Client, "rcpt", True),
    "after the server's yes": (smtp.Client, "finish_data", True),
    "before the outcome is kept": (claims, "settle", True),
    "between an outcome and the next beginning": (claims, "begin_try", False),
    "after the outcome is kept": (delivery, "_deliver", True),
}
IN_THE_WINDOW = frozenset(
    {"after the server's yes", "before the outcome is kept", "between an outcome and the next beginning"}
)


def strike_at(point: str, nth: int, blow: signal.Signals) -> None:
    """Let the process hurt itself at the `nth` passing of the point."""
    where, name, is_after = POINTS[point]
    usual: Callable[..., Any] = getattr(where, name)
    passed = 0

    def pass_by() -> None:
        nonlocal passed
        passed += 1
        if passed == nth:
            os.kill(os.getpid(), blow)

    @wraps(usual)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not is_after:
            pass_by()
        result = usual(*args, **kwargs)
        if is_after:
            pass_by()
        return result

    setattr(where, name, wrapped)


def main(database_url: str, data_dir: str, smtp_url: str, lease: str, blow: str, point: str, nth: str) -> None:
    claims.CLAIMED = claims.LEASE = timedelta(seconds=float(lease))
    delivery.NEEDED_AFTER_DOT = timedelta(0)
    delivery.BRISK = delivery.STALE = float(lease) / 4
    if point in POINTS:
        strike_at(point, int(nth), signal.Signals[blow])
    settings = replace(make_settings(database_url, Path(data_dir)), smtp_url=smtp_url)
    app, owner, idle = create_app(settings), str(uuid.uuid4()), threading.Event()
    with app.app_context():
        transport = open_transport(settings)
        while True:
            counts = delivery.deliver_due(db.session(), always(CHECKS), transport, owner=owner, settings=settings)
            if counts.total == 0 and not _left():
                break
            idle.wait(0.05)
        transport.close()


def _left() -> bool:
    open_ones = unscoped(Message.id).where(Message.state.in_((MessageState.WAITING, MessageState.SENDING))).limit(1)
    found = db.session.scalar(open_ones) is not None
    db.session.rollback()
    return found
