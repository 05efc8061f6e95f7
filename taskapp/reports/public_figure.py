"""One unit's share as anybody may see it: made at most every five minutes, the same for all who ask in between."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.reports import periods, present
from taskapp.reports.asking import over
from taskapp.reports.link_models import OpenLink
from taskapp.reports.question import Question
from taskapp.reports.tally import Formula
from taskapp.reports.words import FORMULA_TEXTS, period_name

KEPT = timedelta(minutes=5)


class PublicPeriod(Struct):
    """The days judged, both inclusive."""

    name: str
    first: date
    last: date


class PublicFigure(Struct):
    """The headline share of a unit and all below it: `share` is 0 to 1, null when nothing has fallen due."""

    source: str
    committee: str
    unit: str
    period: PublicPeriod
    as_of: datetime
    numerator: int
    denominator: int
    share: float | None
    formula: str


def shown(session: Session, link: OpenLink, *, now: datetime) -> tuple[PublicFigure, bool]:
    """The figure, and whether it was made just now and is to be kept for the next who ask."""
    local_day = clock.local_day(now, link.person.committee.timezone)
    if link.figure and link.figure_at is not None and now - link.figure_at < KEPT:
        kept = msgspec.json.decode(link.figure, type=PublicFigure)
        if kept.period.first <= local_day <= kept.period.last:
            return kept, False
    return _made(session, link, now), True


def written(figure: PublicFigure) -> bytes:
    """As programs read it, and as it is kept."""
    return msgspec.json.encode(figure)


def _made(session: Session, link: OpenLink, now: datetime) -> PublicFigure:
    committee, unit = link.person.committee, link.unit
    period = periods.containing(clock.local_day(now, committee.timezone), link.span)
    as_of = present.newest_moment(session, committee.id, now)
    asked = Question(committee.id, committee.timezone, period.first, period.last, as_of, below=link.unit_id)
    question = over(session, asked, period.first, period.last)
    tally = present.counted(session, question, present.yardstick(session, question))
    return PublicFigure(
        source="Giao Việc",
        committee=committee.name,
        unit=unit.name if unit else committee.name,
        period=PublicPeriod(period_name(period), period.first, period.last),
        as_of=question.as_of_local.replace(microsecond=0),
        numerator=tally.numerator,
        denominator=tally.denominator,
        share=tally.on_time_share,
        formula=str(FORMULA_TEXTS[Formula.HEADLINE]),
    )
