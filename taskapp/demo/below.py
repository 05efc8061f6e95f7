"""What hangs on a task: the parts of supporting units, and the pieces that a head hands out to his officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import ClassVar

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.demo import acts, courses, phrases
from taskapp.demo.papers import Work
from taskapp.demo.stage import Script, take
from taskapp.demo.story import Story
from taskapp.people.models import Person, Unit
from taskapp.tasks import splitting
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor

NEVER_LATE = "tp"  # the office of justice, whose example this is


class Below(Story):
    """The story of a part or a piece: the unit that leads the whole accepts what is handed in."""

    progress_words: ClassVar[Mapping[str, tuple[str, ...]]] = {"": phrases.SUPPORTING}
    result_words: ClassVar[tuple[str, ...]] = phrases.GIVEN

    def __init__(self, whole: Story, mark: int | str, unit: Unit, after: datetime) -> None:
        script, field = whole.script.script_of(mark), whole.field
        super().__init__(
            whole.world, script.key, lead=unit, assigner=whole.assigner, product="Công văn", field=field, script=script
        )
        self.whole = whole
        self.go_on_after(after)

    def decider(self) -> Actor:
        """The head of the unit that leads the whole."""
        return self.world.office.actor(self.whole.head())

    def submitter(self) -> Person:
        """Mostly the officer; a piece is never handed in by the head, who is to accept it."""
        if self.officer and self.lead.id == self.whole.lead.id:
            return self.officer
        return super().submitter()


def tell(whole: Story, given: Assignment, work: Work) -> None:
    """What supporting units and, marked `split`, the head's officers do about a task whose own course is told."""
    _support(whole, given, work)
    if "split" in work.marks:
        _split(whole, given.due_on)
    for script in whole.script.below.values():
        if whole.ends_at:
            script.until(whole.ends_at)


def tell_so_far(whole: Story, given: Assignment, work: Work) -> None:
    """How they stand with a live task this morning: marks like nv:50, vhtt:given, tp:30=congchuc."""
    marks = dict(mark.split(":") for mark in work.marks if ":" in mark)
    limit = given.support_due_on or given.due_on
    for key in work.supporting:
        how, _equals, who = marks.get(key, "new").partition("=")
        if how != "new":
            _stand(_part(whole, key), how, whole.world.office.people.get(who), limit)
    if "split" in work.marks:
        _split_so_far(whole, given.due_on)


def _support(whole: Story, given: Assignment, work: Work) -> None:
    """Each supporting unit does its part, and is at most as late as the whole."""
    limit = given.support_due_on or given.due_on
    for turn, key in enumerate(work.supporting):
        part = _part(whole, key)
        if limit is None:
            courses.undated(part, work._replace(marks=()), part.world.yesterday)
            continue
        part.name(part.world.day(part.today, part.rng.choice((0, 1, 1))))
        if "lapse" not in work.marks:
            _give(part, limit, is_late="late" in work.marks and turn == 0 and key != NEVER_LATE)


def _split(whole: Story, due: date | None) -> None:
    """The head hands out pieces; they are finished before the whole is."""
    pieces = _pieces(whole, due)
    last = whole.world.day(whole.ends_on, -2) if whole.ends_on else None
    for piece in pieces:
        piece.progress(whole.world.day(piece.today, 1), 50)
        if last:
            piece.submit(max(piece.today, last))
            piece.approve(0)


def _split_so_far(whole: Story, due: date | None) -> None:
    """One piece is handed in, the other on its way."""
    yesterday = whole.world.yesterday
    first, second = _pieces(whole, due)
    first.submit(yesterday)
    second.progress(yesterday, 40)


def _part(whole: Story, key: str) -> Below:
    unit = whole.world.office.units[key]
    return Below(whole, unit.id, unit, whole.begins_at)


def _give(part: Below, limit: date, *, is_late: bool) -> None:
    """Hand the part in a day or more before the whole, by its own limit unless it is what makes the whole late."""
    world, whole = part.world, part.whole
    last = world.day(whole.ends_on, -1) if whole.ends_on else limit
    day = last if is_late else world.day(min(limit, last), -part.rng.choice((0, 0, 1)))
    if world.left(part.today, day) > courses.LONG_ENOUGH:
        part.progress(world.day(part.today, world.left(part.today, day) // 2), 50)
    part.submit(day)
    part.approve(part.rng.choice((0, 0, 1)))


def _stand(part: Below, how: str, who: Person | None, limit: date | None) -> None:
    yesterday = part.world.yesterday
    if how == "accepted":
        part.accept(min(part.world.day(part.today, 1), yesterday))
        return
    part.name(min(part.world.day(part.today, 1), yesterday), who)
    if how.isdigit():
        part.progress(yesterday, int(how))
    elif how == "asks" and limit:
        part.add(yesterday, acts.ask(part, yesterday, part.world.day(limit, 2)))
    else:
        part.submit(part.world.day(yesterday, -2))
        if how == "done":
            part.approve(1)


def _pieces(whole: Story, due: date | None) -> tuple[Below, Below]:
    """Two pieces for two officers of the unit, handed out once it has been taken, due two working days before it."""
    unit, office = whole.lead, whole.world.office
    day = clock.local_day(whole.taken_at, office.committee.timezone)
    first = whole.officer or office.officers[unit.id][0]
    officers = [first, next(person for person in office.officers[unit.id] if person is not first)]
    texts = whole.rng.sample(phrases.PIECES, 2)
    limit = max(day, whole.world.day(due, -2)) if due else None
    given = [splitting.Piece(text, unit, person, limit) for text, person in zip(texts, officers, strict=True)]
    scripts = [whole.script.script_of(f"piece{turn}") for turn in (0, 1)]
    whole.beside(day, partial(_hand_out, given=given, scripts=scripts, by=office.actor(whole.head())))
    at = whole.script.steps[-1].at
    first_one, second_one = (Below(whole, f"piece{turn}", unit, at) for turn in (0, 1))
    first_one.officer, second_one.officer = officers
    return first_one, second_one


def _hand_out(
    session: Session,
    task: Task,
    *,
    now: datetime,
    given: Sequence[splitting.Piece],
    scripts: Sequence[Script],
    by: Actor,
) -> None:
    for script, made in zip(scripts, splitting.split(session, task, given, by=by, now=now), strict=True):
        take(script, made)
