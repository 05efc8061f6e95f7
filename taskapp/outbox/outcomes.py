"""What becomes of a message after a try: its new state, and when it is tried again. Pure but for the jitter."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from taskapp.base.i18n import _
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import Message, MessageState
from taskapp.outbox.transport import Answer
from taskapp.outbox.waits import SENT_AGAIN, before_next_try
from taskapp.outbox.words import refusal


@dataclass(frozen=True)
class Standing:
    """How it stood with a message before this try."""

    attempts: int
    possible_copies: int
    valid_until: datetime | None

    @classmethod
    def of(cls, message: Message) -> Standing:
        """What the row says now."""
        return cls(message.attempts, message.possible_copies, message.valid_until)


def outcome(before: Standing, answer: Answer, now: datetime, base: datetime) -> tuple[str, dict[str, object]]:
    """The count and the new column values for an answer given at `now`; waits begin at `base`."""
    if answer.verdict == Verdict.DELIVERED:
        return "delivered", _final(MessageState.DELIVERED, before, now, "")
    if answer.verdict == Verdict.REFUSED:
        return "refused", _final(MessageState.REFUSED, before, now, refusal(words(answer)))
    if answer.verdict == Verdict.IN_DOUBT:
        return "in_doubt", _in_doubt(before, answer, now, base)
    if answer.verdict in (Verdict.LATER, Verdict.AWAY):
        return _again(before, answer, now, base)
    # the whole server: the message keeps its place and has spent no try
    return "retrying", {"state": MessageState.WAITING, "error": words(answer)}


def words(answer: Answer) -> str:
    """The server's code and its words."""
    return f"{answer.code or ''} {answer.reply}".strip()


def _again(before: Standing, answer: Answer, now: datetime, base: datetime) -> tuple[str, dict[str, object]]:
    wait = before_next_try(before.attempts + 1, random.random())
    if wait is None:
        given_up = _("Đã thử nhiều ngày không được. Lần cuối: %(reply)s", reply=words(answer))
        return "refused", _final(MessageState.REFUSED, before, now, given_up)
    wanted = base + max(wait, answer.wait)
    next_try = min(wanted, before.valid_until or wanted)  # at valid_until it is cancelled, with this reason
    return "retrying", {
        "state": MessageState.WAITING,
        "next_try_at": next_try,
        "attempts": before.attempts + 1,
        "error": words(answer),
    }


def _in_doubt(before: Standing, answer: Answer, now: datetime, base: datetime) -> dict[str, object]:
    copies = {"possible_copies": before.possible_copies + 1}
    wait = before_next_try(before.attempts + 1, random.random())
    if before.possible_copies >= SENT_AGAIN or wait is None:
        return _final(MessageState.IN_DOUBT, before, now, words(answer)) | copies
    values = {"state": MessageState.WAITING, "next_try_at": base + wait, "attempts": before.attempts + 1}
    return values | copies | {"error": words(answer)}


def _final(state: MessageState, before: Standing, now: datetime, error: str) -> dict[str, object]:
    return {"state": state, "finished_at": now, "attempts": before.attempts + 1, "error": error}
