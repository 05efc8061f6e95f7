"""The desk of the task tests, and a round of reminders against a real SMTP server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from taskapp.reminders.round import Outcome, play
from tests.conftest import make_settings
from tests.smtp_server import SmtpServer
from tests.tasks.conftest import desk

__all__ = ["desk"]

Round = Callable[..., Outcome]


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def remind(server: SmtpServer, tmp_path: Path, frozen_clock: Callable[[datetime], None]) -> Round:
    """`remind(session, at)`: the clock moves to `at` and one round is played through the server."""

    def play_at(session: Session, at: datetime, *, owner: str = "one", dry_run: bool = False) -> Outcome:
        frozen_clock(at)
        settings = make_settings("sqlite://", tmp_path, smtp_url=server.url, base_url="https://viec.example.vn")
        return play(session, settings, owner=owner, at=at, dry_run=dry_run)

    return play_at
