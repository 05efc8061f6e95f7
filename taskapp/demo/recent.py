"""What was finished in the current quarter and the three before it: shares and charts have something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from taskapp.demo import assignments, below, courses, papers
from taskapp.demo.papers import Paper
from taskapp.demo.stage import Script
from taskapp.demo.story import Story, World
from taskapp.reports.periods import ROMAN, Period, Span, containing, previous

FILE = "recent.txt"
KEY = "demo:recent"
QUARTERS = 4
EVERY_QUARTER = "*"
BUSY_FROM = 30  # working days after which a quarter has seen all of its documents
TO_APPROVE, TO_APPROVE_LATE = 3, 9  # working days from the limit to the decision, at the most


def quarters(today: date) -> list[Period]:
    """The current quarter and those before it, newest first."""
    found = [containing(today, Span.QUARTER)]
    while len(found) < QUARTERS:
        found.append(previous(found[-1]))
    return found


def key_of(quarter: Period) -> str:
    """How the keys of a quarter's tasks begin."""
    return f"{KEY}:{quarter.year}Q{quarter.number}:"


def label_of(quarter: Period) -> str:
    """The quarter as documents name it."""
    return f"quý {ROMAN[quarter.number - 1]} năm {quarter.year}"


def scripts(world: World, quarter: Period, *, is_current: bool) -> Iterator[Script]:
    """What was finished in the quarter, up to yesterday; fewer documents while it is young, no late one in it yet."""
    last = min(quarter.last, world.yesterday)
    elapsed = world.left(quarter.first - timedelta(days=1), last)
    section = str((quarter.year * QUARTERS + quarter.number) % QUARTERS)
    chosen = [paper for paper in papers.read(FILE) if paper.section in (EVERY_QUARTER, section)]
    for place, written in enumerate(chosen[: len(chosen) * min(elapsed, BUSY_FROM) // BUSY_FROM]):
        paper = _of_now(written, quarter, is_current=is_current)
        rng = Random(f"{key_of(quarter)}{place}")
        margin = TO_APPROVE_LATE if any("late" in work.marks for work in paper.works) else TO_APPROVE
        if elapsed > margin:
            due = world.day(last, -margin - rng.randrange(elapsed - margin))
            issued_on = world.day(due, -max(int(work.limit) for work in paper.works))
            yield from _of_paper(world, f"{key_of(quarter)}{place}", paper, issued_on, rng)


def _of_paper(world: World, key: str, paper: Paper, issued_on: date, rng: Random) -> Iterator[Script]:
    given_by, rota = assignments.document(world.office, paper, issued_on, rng), assignments.Rota(rng)
    for line, work in enumerate(paper.works):
        limit = assignments.limit_of(work.limit, issued_on, world.calendar)
        for lead in rota.leads(world.office, work):
            given = assignments.assignment(world.office, paper, work, lead, limit=limit, given_by=given_by)
            story = Story.of(world, f"{key}:{line}:{lead.id}", given)
            story.open(issued_on, given)
            if limit.on:
                courses.dated(story, work, limit.on)
            below.tell(story, given, work)
            yield story.script


def _of_now(paper: Paper, quarter: Period, *, is_current: bool) -> Paper:
    """The document with the names of its time; what befalls its tasks is as marked, never drawn."""
    works = []
    for work in paper.works:
        marks = tuple(mark for mark in work.marks if not (is_current and mark == "late")) or ("ok",)
        works.append(work._replace(content=_worded(work.content, quarter), marks=marks))
    return paper.of(_worded(paper.subject, quarter), works)


def _worded(text: str, quarter: Period) -> str:
    return text.format(q=label_of(previous(quarter)), y=quarter.year)
