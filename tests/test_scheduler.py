"""The ticker: each run leaves a heartbeat, nothing that goes wrong in one stops the next, and its death is seen."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from taskapp import jobs
from taskapp.base import clock, heartbeat
from taskapp.base.db import db
from taskapp.base.heartbeat import Heartbeat
from taskapp.base.ticks import Tick
from taskapp.jobs import JOBS, Job
from taskapp.scheduler import DIED, LONGEST_RUN, Every, Ticker
from tests.conftest import MONDAY
from tests.office import Office
from tests.outbox.post import CHECKS, Post
from tests.processes import logged, process
from tests.smtp_server import Received, SmtpServer

Stopwatch = Callable[[float], None]


@pytest.fixture
def stopwatch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    """Lets seconds of the monotonic clock pass."""
    passed = [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: passed[0])

    def let_pass(seconds: float) -> None:
        passed[0] += seconds

    return let_pass


def boom(_tick: Tick) -> int:
    raise RuntimeError("boom")


def seven(_tick: Tick) -> int:
    return 7


def beats(app: Flask) -> dict[str, Heartbeat]:
    with app.app_context():
        found = {beat.job: beat for beat in heartbeat.latest(db.session())}
        db.session.expunge_all()
        return found


def test_a_run_leaves_a_heartbeat_with_its_count_and_the_next_run_updates_it(app: Flask) -> None:
    ticker = Ticker(app, [])
    for _run in range(2):
        ticker.tick(Job("count", seven, seconds=5))
    (beat,) = beats(app).values()
    assert (beat.job, beat.owner, beat.count, beat.error) == ("count", ticker.owner, 7, "")
    assert beat.ended_at == clock.now()


def test_a_failing_job_says_so_and_the_next_run_clears_it(app: Flask) -> None:
    ticker = Ticker(app, [])
    ticker.tick(Job("job", boom, seconds=5))
    assert beats(app)["job"].error == "RuntimeError: boom"
    ticker.tick(Job("job", seven, seconds=5))
    assert beats(app)["job"].error == ""


def test_two_processes_with_one_configuration_are_two(app: Flask) -> None:
    for _process in range(2):
        Ticker(app, []).tick(Job("count", seven, seconds=5))
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM heartbeat")) == 2


def test_a_lost_database_does_not_end_the_ticker(app: Flask, stopwatch: Stopwatch) -> None:
    ticker = Ticker(app, [])
    with app.app_context():
        db.session.execute(text("DROP TABLE heartbeat"))
        db.session.commit()
    stopwatch(60)
    ticker.tick(Job("count", seven, seconds=5))
    stopwatch(60)
    assert not ticker.is_dead(), "it ticks, the database is what is away"


def test_ticks_go_on_from_now_when_the_clock_has_run_ahead() -> None:
    every = Every(10)
    tick = timedelta(seconds=10)
    assert every.get_next_fire_time(MONDAY, MONDAY + 0.3 * tick) == MONDAY + tick
    assert every.get_next_fire_time(MONDAY, MONDAY + 400 * tick) == MONDAY + 401 * tick
    years_later = MONDAY + timedelta(days=365 * 26)  # a clock that began without a battery has been set
    assert every.get_next_fire_time(MONDAY, years_later) == years_later + tick


def test_ninety_seconds_without_a_tick_are_death(app: Flask, stopwatch: Stopwatch) -> None:
    ticker = Ticker(app, [])
    stopwatch(90)
    assert not ticker.is_dead()
    stopwatch(1)
    assert ticker.is_dead()
    ticker.tick(Job("count", seven, seconds=5))
    assert not ticker.is_dead()


def test_a_job_that_never_ends_is_death_even_while_others_tick(app: Flask, stopwatch: Stopwatch) -> None:
    ticker = Ticker(app, [])

    def very_long(_tick: Tick) -> int:
        for _minute in range(int(LONGEST_RUN) // 60):
            stopwatch(60)
            ticker.tick(Job("other", seven, seconds=5))
            assert not ticker.is_dead()
        stopwatch(1)
        assert ticker.is_dead()
        return 1

    ticker.tick(Job("long", very_long, seconds=5))
    assert beats(app)["long"].error == ""


def test_the_table_delivers_and_keeps_house(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch, frozen_clock: Callable[[datetime], None]
) -> None:
    frozen_clock(MONDAY.replace(hour=8))  # before the office gets its account of the morning
    monkeypatch.setattr(jobs, "checks", lambda _base_url: CHECKS)
    Post(app, office).put()
    ticker = Ticker(app)
    for job in JOBS:
        ticker.tick(job)
    assert {job.name: job.seconds for job in JOBS} == {
        "plan": 30,
        "deliver": 5,
        "channels": 5,
        "webhooks": 5,
        "housekeep": 60,
        "duties": 60,
        "returns": 60,
        "forecast": 60,
        "documents": 60,
        "sources": 60,
        "seal": 60,
        "audit": 60,
    }
    assert {name: (beat.count, beat.error) for name, beat in beats(app).items()} == {
        "plan": (0, ""),
        "deliver": (1, ""),
        "channels": (0, ""),
        "webhooks": (0, ""),
        "housekeep": (0, ""),
        "duties": (0, ""),
        "returns": (0, ""),
        "forecast": (0, ""),
        "documents": (0, ""),
        "sources": (0, ""),
        "seal": (0, ""),
        "audit": (0, ""),
    }


def test_a_dead_ticker_ends_its_process_so_that_another_is_started(database_url: str, tmp_path: Path) -> None:
    with process("hanging", database_url, tmp_path) as hanging:
        assert "ends itself" in logged(hanging, "no tick has ended")
        assert hanging.wait(timeout=120) == DIED


def test_told_to_stop_it_finishes_the_mail_under_way(
    app: Flask, office: Office, database_url: str, tmp_path: Path
) -> None:
    at_dot, go_on = threading.Event(), threading.Event()

    def hold(_received: Received) -> None:
        at_dot.set()
        assert go_on.wait(timeout=120)

    with SmtpServer() as server:
        post = Post(app, office, server.url)
        first, second = post.put("k1"), post.put("k2")
        server.at_dot = hold
        with process("scheduler", database_url, tmp_path, server.url) as running:
            assert at_dot.wait(timeout=120)
            running.send_signal(signal.SIGTERM)
            logged(running, "was told to stop")
            go_on.set()
            assert running.wait(timeout=120) == 0
        assert post.message(first).state == "delivered"
        assert post.message(second).state == "waiting"
        assert len(server.received) == 1


def test_four_schedulers_on_one_database_send_each_message_once(
    app: Flask, office: Office, database_url: str, tmp_path: Path
) -> None:
    addresses = [f"nguoi{number}@chauthanh.example" for number in range(30)]
    all_there = threading.Event()
    with SmtpServer() as server:
        post = Post(app, office, server.url)
        for address in addresses:
            post.put(address, to=address)
        server.at_dot = lambda _received: all_there.set() if len(server.received) == len(addresses) else None
        running = [process("scheduler", database_url, tmp_path / str(number), server.url) for number in range(4)]
        started = [one.__enter__() for one in running]
        try:
            assert all_there.wait(timeout=180)
            for one in started:
                logged(one, "ticks in process")
                one.send_signal(signal.SIGTERM)
            assert [one.wait(timeout=120) for one in started] == [0, 0, 0, 0]
        finally:
            for one_context in running:
                one_context.__exit__(None, None, None)
        assert Counter(server.recipients()) == Counter(addresses)
    assert post.deliver().total == 0
