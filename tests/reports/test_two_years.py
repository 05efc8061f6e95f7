"""Years of an office: the report filed each evening is the report asked for at the end as of that evening.

Two years in `make thorough`; else a winter, with the turn of the year and Tết.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from flask import Flask

from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.people.models import Committee
from taskapp.reports import periods
from taskapp.reports.asking import Asked
from taskapp.reports.periods import Cutoff, Span
from taskapp.reports.programs import summary_json
from taskapp.reports.slices import Dimension
from taskapp.reports.summary import report
from taskapp.tasks.models import Task
from taskapp.tasks.states import OPEN, State
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import is_workday
from tests.office import Office
from tests.reports.history import History, at
from tests.thorough import much

START, DAYS = much((date(2024, 3, 4), 730), (date(2024, 11, 18), 100))
SEED = 20_240_304
CUTS = (Dimension.UNIT, Dimension.PERSON, Dimension.ASSIGNER, Dimension.SOURCE, Dimension.YEAR)


def test_the_report_of_every_evening_can_be_made_again_to_the_byte(
    app: Flask, office: Office, frozen_clock: Callable[[datetime], None]
) -> None:
    rng, filed = Random(SEED), {}
    with app.app_context():
        h = History(db.session(), office)
        calendar = calendars.load(db.session(), office.committee_id)
        for day in (START + timedelta(days=n) for n in range(DAYS)):
            if not is_workday(day, calendar):
                continue
            for _once in range(rng.choice((0, 1, 1, 2, 3))):
                _live(h, rng, day)
            db.session.commit()
            filed[day] = _made(h.committee, day)
            db.session.expunge_all()
        assert len(filed) > DAYS * 0.64
        assert len(set(filed.values())) == len(filed)
        corrected = 0
        for day, written in filed.items():
            assert _made(h.committee, day) == written, day
            corrected += json.loads(written)["total"]["corrected"]
            db.session.expunge_all()
        assert corrected > 0


def _made(committee: Committee, evening: date) -> bytes:
    """The quarter's report, cut off in either way, as known at 18:00: what a file would hold."""
    cutoff = (Cutoff.CALENDAR, Cutoff.DECREE_09)[evening.day % 2]
    period, cut = periods.containing(evening, Span.QUARTER, cutoff), CUTS[evening.day % len(CUTS)]
    asked = Asked(period.first, period.last, at(evening, 18).isoformat(), by=cut)
    made = report(db.session(), committee, asked, now=at(START + timedelta(days=DAYS + 1)))
    return json.dumps(summary_json(made), ensure_ascii=False).encode()


def _live(h: History, rng: Random, day: date) -> None:
    """Something that an office does; what its rules refuse leaves nothing."""
    going = list(h.session.query(Task).where(Task.state.in_(OPEN)).order_by(Task.id))
    ended = list(h.session.query(Task).where(Task.state == State.DONE).order_by(Task.id.desc()).limit(5))
    due = day + timedelta(days=rng.randint(1, 40))
    if len(going) < 25 and rng.random() < 0.45:
        unit, *supporting = rng.sample(("tp", "nv", "tnd"), rng.choice((1, 1, 1, 2)))
        h.give(day, rng.choice((due, due, due, None)), unit, supporting=tuple(supporting))
        return
    if not going:
        return
    task = min(going, key=lambda one: (one.due_on or date.max, one.id)) if rng.random() < 0.5 else rng.choice(going)
    old = rng.choice(ended) if ended else task
    deeds: list[Callable[[], object]] = [
        *[lambda: h.hand_in(task, day)] * 4,
        *[lambda: h.approve(task, day)] * 6,
        lambda: h.send_back(task, day),
        lambda: h.name_officer(task, day, "congchuc"),
        lambda: h.extend(task, day, due),
        lambda: h.reassign(task, day, rng.choice(("tp", "nv", "tnd"))),
        lambda: h.urge(task, day),
        lambda: h.withdraw(task, day),
        lambda: h.dispute(old, day),
        lambda: h.conclude(old, day, is_upheld=True, done_on=old.due_on),
        lambda: h.reopen(old, day),
        lambda: h.choose(day, is_strict=rng.random() < 0.5),
    ]
    try:
        with h.session.begin_nested():
            rng.choice(deeds)()
            h.session.flush()
    except Refused:
        h.session.expire_all()
