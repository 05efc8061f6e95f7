"""What the scheduler does for recurring duties."""

from __future__ import annotations

import logging

from taskapp.base import clock, heartbeat
from taskapp.base.db import reading
from taskapp.base.ticks import Tick, is_steady
from taskapp.duties import giving

log = logging.getLogger("taskapp.jobs")


def give(tick: Tick) -> int:
    """Hand out what recurring duties owe by now; how many tasks. Commits for each duty, so that none delays another."""
    return hand_out(tick) if is_steady(tick) else 0


def hand_out(tick: Tick) -> int:
    """The same, whatever the clock is thought of. Raises Trouble when a duty could not be given."""
    session, count, failed = tick.session, 0, 0
    with reading():
        looked = giving.look(session, clock.database_now(session))
        session.rollback()
    giving.seen(session, looked.idle)
    session.commit()
    for duty_id in looked.owing:
        if tick.should_stop():
            break
        try:
            count += giving.give_due(session, duty_id, clock.database_now(session))
            session.commit()
        except Exception:  # one duty's trouble leaves the others in time; somebody is told
            session.rollback()
            log.exception("duty %s could not be given", duty_id)
            failed += 1
    if failed:
        raise heartbeat.Trouble(giving.failed_text(failed))
    return count
