"""What the scheduler does for webhooks before they are sent."""

from __future__ import annotations

from taskapp.api.webhooks import filling
from taskapp.base import clock
from taskapp.base.db import reading
from taskapp.base.ticks import Tick, is_steady
from taskapp.outbox import hooks


def owe(tick: Tick) -> bool:
    """Owe webhooks what has happened; whether there are any to be sent to. Commits for each that hears of something."""
    session = tick.session
    with reading():
        is_any = hooks.is_any(session)
        session.rollback()
    if not is_any or not is_steady(tick):
        return False
    with reading():
        found = filling.look(session, clock.database_now(session))
        session.rollback()
    for news in found:
        filling.put(session, news, clock.database_now(session))
        session.commit()
    return True
