"""A task of a document that comes back by a rule becomes a recurring duty, one for each lead unit. None commits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.text import fold
from taskapp.duties import keeping
from taskapp.duties.models import Duty
from taskapp.duties.recurrence import BadRule, read
from taskapp.duties.wishing import Wish
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.record import Actor


@dataclass(frozen=True)
class Recurring:
    """The rule as it was read from the document, the hour, and the document's own words."""

    rule: str
    hour: time | None = None
    words: str = ""


# "trước ngày 05 của tháng sau", "ngày 10 tháng đầu quý kế tiếp": the report is about the period before its limit
_NEXT_PERIOD = re.compile(r"\b(?:thang|quy|nam) (?:sau|ke tiep|tiep theo|toi)\b")


def is_rule(text: str) -> bool:
    """Whether a duty can follow the rule; a task whose rule is none stays a task without a limit."""
    try:
        return bool(text and read(text))
    except BadRule:
        return False


def take(
    session: Session,
    given: Assignment,
    recurring: Recurring,
    *,
    by: Actor,
    committee_id: int,
    now: datetime,
    begin: bool,
) -> list[Duty]:
    """Write the duties down; `begin` lets their occurrences be handed out. Raises Refused, Forbidden."""
    made = []
    today: date = clock.local_day(now, by.zone)
    for lead in given.leads:
        wish = Wish(
            content=given.content,
            lead=lead,
            rule=recurring.rule,
            starts_on=today,
            supporting=given.supporting,
            assigner=given.assigner,
            product=given.product,
            source=given.source,
            document=given.document,
            deadline_text=recurring.words,
            due_time=recurring.hour,
            is_of_previous=bool(_NEXT_PERIOD.search(fold(recurring.words))),
            once=given.once,
        )
        duty = keeping.write(session, wish, by=by, committee_id=committee_id, now=now)
        if begin:
            keeping.begin(session, duty, by=by, now=now)
        made.append(duty)
    return made
