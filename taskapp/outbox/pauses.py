"""Pauses of the whole queue: the mail server asked for patience, is away, or our settings are wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from taskapp.base.db import unscoped
from taskapp.outbox.models import MailPause
from taskapp.outbox.waits import pause_after

WEBHOOKS = "webhooks"  # how all of them are called here; each is a domain behind it


def current(session: Session, server: str, now: datetime) -> MailPause | None:
    """The pause that still lasts at `now`, None when mails may go out."""
    found: MailPause | None = session.scalars(
        unscoped(MailPause).where(MailPause.server == server, MailPause.until > now)
    ).one_or_none()
    return found


@dataclass(frozen=True)
class Ways:
    """How it stands with a server and the domains behind it: what is closed now, and whose failures are remembered."""

    is_closed: bool
    closed_domains: Sequence[str]
    failing: frozenset[str]


def ways(session: Session, server: str, now: datetime) -> Ways:
    """Which ways through this server are open at `now`."""
    is_behind = MailPause.server.startswith(behind(server, ""), autoescape=True)
    columns = (MailPause.server, MailPause.until, MailPause.failures)
    rows = session.execute(unscoped(*columns).where((MailPause.server == server) | is_behind)).all()
    closed = [row.server for row in rows if row.until > now]
    failing = frozenset(row.server for row in rows if row.failures)
    return Ways(server in closed, [name.rpartition(">")[2] for name in closed if name != server], failing)


def behind(server: str, domain: str) -> str:
    """The name under which a domain behind a server is paused."""
    return f"{server[:120]}>{domain.lower()[:120]}"


def trouble(session: Session) -> list[MailPause]:
    """Servers whose last conversation failed, lasting pauses and those about to be tried again."""
    of_programs = MailPause.server.startswith(behind(WEBHOOKS, ""), autoescape=True)  # they are shown on their own page
    failing = unscoped(MailPause).where(MailPause.failures > 0, ~of_programs)
    return list(session.scalars(failing.order_by(MailPause.server)))


def begin(
    session: Session, server: str, now: datetime, *, reason: str, needs_administrator: bool, closes: bool = True
) -> None:
    """Try nothing for 1, 2, 4 … 60 minutes, longer with each failure in a row; does not commit.

    Without `closes` only remember the failure: others go on.
    """
    failures = session.scalars(unscoped(MailPause.failures).where(MailPause.server == server)).one_or_none() or 0
    values: dict[str, Any] = {"failures": failures + 1, "reason": reason, "needs_administrator": needs_administrator}
    if closes:
        values["until"] = now + pause_after(failures + 1, random.random())
    if _change(session, server, values):
        return
    try:
        with session.begin_nested():
            session.execute(insert(MailPause).values({"server": server, "until": now} | values))
    except IntegrityError:  # another worker met the same trouble in the same moment
        _change(session, server, values)


def end(session: Session, *servers: str) -> None:
    """These servers work again: forget their failures. Does not commit."""
    session.execute(
        update(MailPause)
        .where(MailPause.server.in_(servers), MailPause.failures > 0)
        .values(failures=0, reason="", needs_administrator=False)
    )


def lift(session: Session, now: datetime) -> None:
    """Try every server again at once: somebody says the cause is gone. Does not commit."""
    session.execute(update(MailPause).where(MailPause.until > now).values(until=now))


def _change(session: Session, server: str, values: dict[str, Any]) -> bool:
    changed = session.execute(update(MailPause).where(MailPause.server == server).values(values))
    return cast("CursorResult[Any]", changed).rowcount == 1
