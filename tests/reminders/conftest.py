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


class Mails:
    """What the server has taken over, by the user name of its reader."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    def clear(self) -> None:
        self._server.received.clear()

    def names(self) -> list[str]:
        return [received.recipient.partition("@")[0] for received in self._server.received]

    def subjects(self) -> set[tuple[str, str]]:
        return {(r.recipient.partition("@")[0], str(r.mail["Subject"])) for r in self._server.received}

    def digests(self) -> set[tuple[str, str]]:
        """Those of the morning."""
        return {(name, subject) for name, subject in self.subjects() if subject.startswith("Nhắc việc")}

    def text(self, name: str, part_of_subject: str) -> str:
        """The words of the one mail to this person with these words in its subject."""
        to_him = (r.mail for r in self._server.received if r.recipient.startswith(f"{name}@"))
        found = [mail for mail in to_him if part_of_subject in str(mail["Subject"])]
        assert len(found) == 1, self.subjects()
        body = found[0].get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n")


@pytest.fixture
def mails(server: SmtpServer) -> Mails:
    return Mails(server)


@pytest.fixture
def remind(server: SmtpServer, tmp_path: Path, frozen_clock: Callable[[datetime], None]) -> Round:
    """`remind(session, at)`: the clock moves to `at` and one round is played through the server."""

    def play_at(session: Session, at: datetime, *, owner: str = "one", dry_run: bool = False) -> Outcome:
        frozen_clock(at)
        settings = make_settings("sqlite://", tmp_path, smtp_url=server.url, base_url="https://viec.example.vn")
        return play(session, settings, owner=owner, at=at, dry_run=dry_run)

    return play_at
