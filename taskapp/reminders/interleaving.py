"""What happened to a task with the mails that went out about it, in the order of time. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

Told = tuple[Any, Sequence[Any]]


class _Moment(NamedTuple):
    at: datetime
    event: Any
    mail: Any


def interleaved(events: Iterable[Any], mails: Iterable[Any]) -> list[Told]:
    """Newest first: (event, ()) for each event, (None, mails) for all that went out between two of them.

    `events` come oldest first and keep their order; a mail stands where it was finished, or will be tried next.
    """
    moments = [_Moment(event.recorded_at, event, None) for event in events]
    moments += [_Moment(mail.finished_at or mail.next_try_at, None, mail) for mail in mails]
    moments.sort(key=lambda moment: moment.at)  # stable: what was recorded at one instant stays as it came
    moments.reverse()
    told: list[Told] = []
    for is_mail, group in groupby(moments, key=lambda moment: moment.mail is not None):
        if is_mail:
            told.append((None, [moment.mail for moment in group]))
        else:
            told += [(moment.event, ()) for moment in group]
    return told
