"""Dossiers of the procedures, received and finished in a quarter: figures by type of work have something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from taskapp.demo.stage import Script
from taskapp.demo.story import Story, World
from taskapp.reports.periods import Period
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.receipt import receive
from taskapp.tasks.worktypes.terms import blanks

KEY = "demo:dossier"
APPLICANTS = ("bà Huỳnh Thị Kim Ngân", "ông Lâm Quốc Dũng", "bà Trần Mỹ Duyên", "ông Phan Văn Tài", "bà Võ Thị Diễm")
# which procedure, and after how many working days its result is handed in: one of them past the promise, within the law
COURSES = (
    ("HT-02", 3),
    ("HT-10", 6),
    ("HT-02", 5),
    ("CT-07", 1),
    ("HT-04", 7),
    ("HT-02", 7),
    ("HT-12", 4),
    ("HT-02", 4),
    ("HT-08", 3),
    ("HT-05", 8),
)

SETTLED = 8  # working days from the result until nothing about it is news any more


def key_of(quarter: Period) -> str:
    """How the keys of a quarter's dossiers begin."""
    return f"{KEY}:{quarter.year}Q{quarter.number}:"


def scripts(session: Session, world: World, quarter: Period, *, is_current: bool) -> Iterator[Script]:
    """The dossiers of the quarter, spread over it up to yesterday; none past its promise in the current one."""
    last = min(quarter.last, world.yesterday)
    elapsed = world.left(quarter.first - timedelta(days=1), last)
    for place, (code, taken) in enumerate(COURSES):
        received = world.day(last, -elapsed * (len(COURSES) - place) // (len(COURSES) + 1))
        version = _version(session, world, code, received)
        is_late = version is not None and taken > (version.committed or taken)
        if version is None or (is_current and is_late) or world.left(received, last) < taken + SETTLED:
            continue
        yield _script(world, f"{key_of(quarter)}{place}", version, received, taken)


def _version(session: Session, world: World, code: str, day: date) -> WorkTypeVersion | None:
    found = queries.usable(session, world.office.committee.id, day)
    return next((version for version in found if version.code == code), None)


def _script(world: World, key: str, version: WorkTypeVersion, received: date, taken: int) -> Script:
    receipt = receive(version, Moment(received), world.calendar)
    due = receipt.limits.proposed
    content, applicant = version.content, Random(key).choice(APPLICANTS)
    for blank in blanks(content):
        content = content.replace(blank, applicant)
    given = Assignment(
        content=content,
        leads=[world.office.units["tp"]],
        due_on=due.on if due else None,
        product=version.product,
        assigner=world.office.people["chutich"],
        field=version.field,
        receipt=receipt,
    )
    story = Story.of(world, key, given)
    story.open(received, given)
    story.name(received)
    story.submit(world.day(received, taken))
    story.approve(1)
    return story.script
