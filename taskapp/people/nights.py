"""Work of the night: from what hour on a committee's night is there, and when whoever began it is given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import unscoped
from taskapp.people.models import Committee

BEGINS = time(2, 0)  # local: yesterday is complete, and the morning's letters are not yet made
ABANDONED = timedelta(minutes=30)  # whoever began that long ago and has not ended is dead


def begun(session: Session, now: datetime) -> Iterator[tuple[int, date]]:
    """Ids of the committees whose night has begun, with its local day. One query."""
    for committee_id, zone in session.execute(unscoped(Committee.id, Committee.timezone).order_by(Committee.id)):
        local = clock.local(now, zone)
        if local.time() >= BEGINS:
            yield committee_id, local.date()
