"""The tasks of 2020 and 2021: every one closed, or without a limit and going on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from taskapp.demo import assignments, below, courses, papers
from taskapp.demo.assignments import Limit
from taskapp.demo.papers import Paper, Work
from taskapp.demo.stage import Script
from taskapp.demo.story import Story, World
from taskapp.people.models import Unit, UnitKind
from taskapp.tasks.documents import DocumentGiven

FILE = "history.txt"
KEY = "demo:history"
LATE_TURN = 4  # which task of each year a commune is late with


def scripts(world: World) -> Iterator[Script]:
    """What happened to each of them; the same whatever day it is, but for the last reports of what goes on."""
    rota, turns = assignments.Rota(Random(KEY)), Counter[tuple[int, int]]()
    for place, paper in enumerate(papers.read(FILE)):
        rng = Random(f"{KEY}:{place}")
        issued_on = date.fromisoformat(paper.when)
        given_by = assignments.document(world.office, paper, issued_on, rng)
        for line, work in enumerate(paper.works):
            for lead in rota.leads(world.office, work):
                befalling = _luck(work, lead, issued_on.year, turns)
                yield _tell(world, f"{KEY}:{place}:{line}:{lead.id}", paper, befalling, lead=lead, given_by=given_by)


def _tell(world: World, key: str, paper: Paper, work: Work, *, lead: Unit, given_by: DocumentGiven) -> Script:
    issued_on = date.fromisoformat(paper.when)
    limit = assignments.limit_of(work.limit, issued_on, world.calendar)
    given = assignments.assignment(world.office, paper, work, lead, limit=limit, given_by=given_by)
    story = Story.of(world, key, given)
    story.open(_entered(world, story, issued_on, limit), given)
    if limit.on:
        courses.dated(story, work, limit.on)
    else:
        courses.undated(story, work, world.yesterday)
    below.tell(story, given, work)
    return story.script


def _entered(world: World, story: Story, issued_on: date, limit: Limit) -> date:
    """The day it is typed: that of the document when it is pressing, else now and then the next working day."""
    is_pressing = limit.on is not None and world.left(issued_on, limit.on) < courses.LONG_ENOUGH
    return world.day(issued_on, 0 if is_pressing else story.rng.choice((0, 0, 0, 1)))


def _luck(work: Work, lead: Unit, year: int, turns: Counter[tuple[int, int]]) -> Work:
    """The line as it stands, but that every commune comes late once a year."""
    if lead.kind is not UnitKind.COMMUNE or work.limit in assignments.UNDATED or work.marks:
        return work
    turns[lead.id, year] += 1
    return work._replace(marks=("late",)) if turns[lead.id, year] == LATE_TURN else work
