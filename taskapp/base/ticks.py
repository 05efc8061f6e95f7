"""What one run of a scheduled job gets, and what the jobs of all packages do alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from taskapp.base import clock, heartbeat, steady
from taskapp.base.db import writing
from taskapp.base.settings import Settings


@dataclass(frozen=True)
class Tick:
    """What one run of a job gets: a fresh session, the settings, who runs it, what that process saw of the clock."""

    session: Session
    settings: Settings
    owner: str
    should_stop: Callable[[], bool] = lambda: False
    watch: steady.Watch = field(default_factory=steady.Watch)


def is_steady(tick: Tick) -> bool:
    """Whether the clock is to be believed, so that the run may act. Commits."""
    steady_now = steady.may_act(tick.session, clock.database_now(tick.session), tick.watch)
    tick.session.commit()
    return steady_now


def say_alive(tick: Tick, job: str) -> None:
    """Tell the heartbeat that a long run of the job goes on. Commits."""
    with writing():
        heartbeat.end(tick.session, job, tick.owner, clock.database_now(tick.session))
        tick.session.commit()
