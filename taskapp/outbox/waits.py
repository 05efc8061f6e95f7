"""How long to wait before the next try, of one message and of the whole mail server. Pure."""

from __future__ import annotations

from datetime import timedelta

JITTER = 0.2
FIRST_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60))
HOURLY = timedelta(hours=1)
# RFC 5321 4.5.4.1 gives up after 4 to 5 days: the five first waits and 118 hours are 119 h 51 min.
MOST_TRIES = len(FIRST_WAITS) + 118

SENT_AGAIN = 1  # so often by ourselves, of a mail that may have gone out; then a person decides
SENT_AGAIN_TO_PROGRAMS = 10  # a program knows by its id what comes again; a process that dies over it each time is ours

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def before_next_try(tries: int, chance: float) -> timedelta | None:
    """The wait after the `tries`-th try of a message failed for now; None: give up.

    `chance` of 0 to 1 spreads the hourly tries by 20 % either way, so that a backlog does not come all at once.
    """
    if tries > MOST_TRIES:
        return None
    if tries <= len(FIRST_WAITS):
        return FIRST_WAITS[tries - 1]
    return HOURLY * (1 + JITTER * (2 * chance - 1))


def pause_after(failures: int, chance: float) -> timedelta:
    """How long nothing is tried after `failures` failures in a row: 1, 2, 4 … 60 minutes, up to 20 % more."""
    doubled = FIRST_PAUSE * (1 << min(failures - 1, 10))
    return min(doubled, LONGEST_PAUSE) * (1 + JITTER * chance)
