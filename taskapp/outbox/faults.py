"""What a reply of a mail server, or its silence, means for the message and for the whole queue. Pure: one table."""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    DELIVERED = "delivered"  # the server took the message over
    REFUSED = "refused"  # never for this address or this content
    LATER = "later"  # this message: try again after the next wait
    AWAY = "away"  # this message and all others to its domain: the way there is closed for now
    BUSY = "busy"  # the whole server: wait, this message has done nothing wrong
    MISCONFIGURED = "misconfigured"  # our own settings: an administrator must act, nothing is spent
    IN_DOUBT = "in_doubt"  # the message was handed over and no answer came


class Phase(IntEnum):
    """How far a conversation had come."""

    CONNECT = 1
    SESSION = 2  # EHLO, STARTTLS, AUTH
    SENDER = 3
    RECIPIENT = 4
    DATA = 5
    FINISHED = 6  # the final dot is on its way


_POLICY = re.compile(r"\b4\.7\.\d")
_UNREACHABLE = re.compile(r"\b4\.4\.\d")  # RFC 3463: no answer from, or no route to, the recipient's host
_GREYLIST = re.compile(r"gr[ea]y.?list", re.IGNORECASE)
_NO_RELAY = re.compile(r"\brelay", re.IGNORECASE)
ASKS_FOR_PASSWORD = 530


def of_reply(phase: Phase, code: int, reply: str) -> Verdict:
    """The verdict on a reply that is not the one hoped for; `code` below 200 or above 599 is garbage."""
    if 500 <= code <= 599:
        return _permanent(phase, code, reply)
    if code == 421:
        return Verdict.BUSY
    if 400 <= code <= 499:
        return _temporary(phase, code, reply)
    return of_silence(phase)


def of_silence(phase: Phase) -> Verdict:
    """The verdict on a lost connection, a time-out or an answer that cannot be read."""
    if phase >= Phase.FINISHED:
        return Verdict.IN_DOUBT
    return Verdict.BUSY if phase <= Phase.SENDER else Verdict.LATER


def _permanent(phase: Phase, code: int, reply: str) -> Verdict:
    if phase <= Phase.SENDER or code == ASKS_FOR_PASSWORD:
        return Verdict.MISCONFIGURED
    if phase == Phase.RECIPIENT and _NO_RELAY.search(reply):
        # either this one address lies outside or the server does not know us: neither lose the mail nor stop the others
        return Verdict.LATER
    return Verdict.REFUSED


def _temporary(phase: Phase, code: int, reply: str) -> Verdict:
    if phase <= Phase.SENDER:
        return Verdict.BUSY
    # 4.7.x is a policy against us as a sender; grey-listing carries it too but concerns one recipient
    if code in (450, 451) and _POLICY.search(reply) and not _GREYLIST.search(reply):
        return Verdict.BUSY
    if phase == Phase.RECIPIENT and _UNREACHABLE.search(reply):
        return Verdict.AWAY
    return Verdict.LATER
