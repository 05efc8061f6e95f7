"""What the scheduler does at night: the forecast."""

from __future__ import annotations

import logging
import os
from importlib import import_module

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import reading, writing
from taskapp.base.ticks import Tick
from taskapp.people.models import Committee
from taskapp.reports import nights

log = logging.getLogger("taskapp.jobs")


def forecast(tick: Tick) -> int:
    """Estimate which open tasks will be late, once a night, one committee a tick; how many tasks. Commits.

    The transactions that write are short: whoever works at night waits for no learning.
    """
    session, now = tick.session, clock.database_now(tick.session)
    session.commit()
    with reading():
        waiting = nights.due(session, now)
        session.rollback()
    for committee_id in waiting:
        with writing():
            committee = session.get_one(Committee, committee_id)
            is_ours = nights.claim(session, committee, now)
            session.commit()
        if is_ours:
            return _foretold(session, committee)
    return 0


def _foretold(session: Session, committee: Committee) -> int:
    try:
        return _foretell(session, committee)
    except Exception:  # reminders go on without it, so no alarm; somebody tries again in half an hour
        session.rollback()
        log.exception("the forecast of committee %s could not be made", committee.id)
        return 0


def _foretell(session: Session, committee: Committee) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads of its own would only wait for those of the mail
    night = import_module("taskapp.reports.foretelling")  # with its library, which only this process needs, and now
    now = clock.database_now(session)
    today = clock.local_day(now, committee.timezone)
    with reading():
        found = night.foretell(session, committee, today)
    with writing():
        count: int = night.keep(session, committee.id, found, today, clock.database_now(session))
        session.commit()
    return count
