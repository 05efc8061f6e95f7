"""Heartbeats: one row per job and process, the newest counts, those of processes long gone are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock, heartbeat
from taskapp.base.db import db

HOUR = timedelta(hours=1)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def test_before_the_first_tick_there_is_none(session: Session) -> None:
    assert heartbeat.last_tick(session, clock.now()) is None
    assert heartbeat.latest(session) == []


def test_a_tick_counts_when_it_has_ended(session: Session) -> None:
    heartbeat.begin(session, "deliver", "a", clock.now())
    assert heartbeat.last_tick(session, clock.now()) is None
    heartbeat.end(session, "deliver", "a", clock.now() + HOUR, count=3)
    assert heartbeat.last_tick(session, clock.now() + HOUR) == clock.now() + HOUR


def test_a_tick_that_hangs_does_not_look_ended(session: Session) -> None:
    heartbeat.begin(session, "deliver", "a", clock.now())
    heartbeat.end(session, "deliver", "a", clock.now(), count=3)
    heartbeat.begin(session, "deliver", "a", clock.now() + HOUR)
    assert heartbeat.last_tick(session, clock.now() + HOUR) == clock.now()


def test_the_latest_row_of_each_job_is_that_of_the_process_that_began_last(session: Session) -> None:
    for owner, wait, count in (("a", HOUR, 1), ("b", 2 * HOUR, 2)):
        heartbeat.begin(session, "deliver", owner, clock.now() + wait)
        heartbeat.end(session, "deliver", owner, clock.now() + wait, count=count)
    heartbeat.begin(session, "plan", "a", clock.now())
    assert [(beat.job, beat.owner) for beat in heartbeat.latest(session)] == [("deliver", "b"), ("plan", "a")]


def test_processes_long_gone_are_forgotten(session: Session, frozen_clock: Callable[[datetime], None]) -> None:
    heartbeat.begin(session, "deliver", "gone", clock.now())
    frozen_clock(clock.now() + 24 * HOUR)
    heartbeat.begin(session, "deliver", "here", clock.now())
    assert heartbeat.prune(session, clock.now() - HOUR, clock.now()) == 1
    assert [beat.owner for beat in heartbeat.latest(session)] == ["here"]


def test_what_a_clock_that_was_wrong_left_behind_proves_nothing_and_is_forgotten(session: Session) -> None:
    heartbeat.begin(session, "deliver", "a", clock.now() + 24 * HOUR)
    heartbeat.end(session, "deliver", "a", clock.now() + 24 * HOUR)
    assert heartbeat.last_tick(session, clock.now()) is None
    heartbeat.begin(session, "deliver", "b", clock.now())
    heartbeat.end(session, "deliver", "b", clock.now())
    assert heartbeat.last_tick(session, clock.now()) == clock.now()
    assert heartbeat.prune(session, clock.now() - HOUR, clock.now()) == 1
    assert [beat.owner for beat in heartbeat.latest(session)] == ["b"]
