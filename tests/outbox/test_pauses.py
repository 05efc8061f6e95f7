"""Pauses of the mail server: one row per server, whoever meets the trouble first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.outbox import pauses

SERVER = "@mail.example:25"


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()


def begin(session: Session, **changes: object) -> None:
    values: dict[str, object] = {"reason": "421 busy", "needs_administrator": False}
    pauses.begin(session, SERVER, clock.now(), **(values | changes))  # type: ignore[arg-type]


def test_a_pause_concerns_one_server_until_its_end(session: Session) -> None:
    begin(session)
    pause = pauses.current(session, SERVER, clock.now())
    assert pause is not None
    assert pauses.current(session, SERVER, pause.until) is None
    assert pauses.current(session, "@other.example:25", clock.now()) is None


def test_a_server_that_works_again_starts_from_the_shortest_pause(session: Session) -> None:
    for _failure in range(5):
        begin(session)
    pauses.end(session, SERVER)
    assert pauses.trouble(session) == []
    begin(session)
    pause = pauses.current(session, SERVER, clock.now())
    assert pause is not None
    assert pause.failures == 1
    assert pause.until <= clock.now() + timedelta(minutes=1.2)


def test_lifting_tries_again_at_once_and_keeps_the_count(session: Session) -> None:
    begin(session, needs_administrator=True)
    pauses.lift(session, clock.now())
    assert pauses.current(session, SERVER, clock.now()) is None
    session.expire_all()
    assert [pause.failures for pause in pauses.trouble(session)] == [1]


def test_two_workers_that_meet_the_same_trouble_make_one_pause(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(session)
    usual = pauses._change
    looks: list[object] = []

    def blind_at_first(*asked: object) -> bool:
        looks.append(asked)
        return len(looks) > 1 and usual(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(pauses, "_change", blind_at_first)
    begin(session, reason="421 still busy")
    session.expire_all()
    (pause,) = pauses.trouble(session)
    assert pause.reason == "421 still busy"
