"""The open tasks of today: whatever day it is, something is overdue, due today and soon, new, waiting to be decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from functools import partial
from random import Random

from taskapp.demo import acts, assignments, below, papers, phrases, talks
from taskapp.demo.assignments import UNDATED, Limit
from taskapp.demo.papers import Paper, Work
from taskapp.demo.recent import label_of
from taskapp.demo.stage import Script
from taskapp.demo.story import Story, World
from taskapp.reports.periods import Span, containing, previous
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.paper_models import DisputeAbout
from taskapp.tasks.states import LimitKind

FILE = "live.txt"
KEY = "demo:live"
LIMIT = re.compile(r"d([+-]?\d+)(?:@(\d\d):(\d\d))?")
BEFALLING = re.compile(r"(asks|granted|refused|urged|explains|disputes|talks|knows)(?:[+=](\w+))?")
ANYBODY = "*"


def key_of(today: date) -> str:
    """How the keys of the tasks that are alive on this local day begin."""
    return f"{KEY}:{today.isoformat()}:"


def scripts(world: World, today: date) -> Iterator[Script]:
    """How each of them came to stand as it stands this morning; nothing of it happens on the day itself."""
    base = world.day(world.yesterday, 1)  # today, or the next working day when nobody works today
    for place, written in enumerate(papers.read(FILE)):
        rng, paper = Random(f"{KEY}:{place}"), _of_now(written, today)
        issued_on = world.day(base, -int(paper.when))
        given_by = assignments.document(world.office, paper, issued_on, rng)
        for line, work in enumerate(paper.works):
            limit = _limit(world, work.limit, issued_on, base)
            lead = world.office.units[work.leads]
            given = assignments.assignment(world.office, paper, work, lead, limit=limit, given_by=given_by)
            story = Story.of(world, f"{key_of(today)}{place}:{line}", given)
            _tell(story, given, work, issued_on)
            below.tell_so_far(story, given, work)
            _befall(story, given, work)
            yield story.script


def _tell(story: Story, given: Assignment, work: Work, issued_on: date) -> None:
    how, _equals, who = work.marks[0].partition("=")
    people = story.world.office.people
    if how in ("draft", "new", "named"):
        story.open(issued_on, given, keep_draft=how == "draft", named=people[who] if how == "named" else None)
        return
    story.open(issued_on, given)
    yesterday = story.world.yesterday
    next_day = min(story.world.day(story.today, 1), yesterday)
    if how == "accepted":
        story.accept(next_day)
    elif how == "declined":
        story.decline(next_day, story.world.office.units[who])
    elif how == "submitted":
        story.name(next_day, people.get(who))
        story.progress(story.world.day(yesterday, -2), 70)
        story.submit(story.world.day(yesterday, -story.rng.randrange(2)))
    else:
        story.name(next_day, None if how == ANYBODY else people[how])
        _work(story, int(work.marks[1]))


def _work(story: Story, percent: int) -> None:
    """Reports up to this percentage, the last one on one of the last two days."""
    yesterday = story.world.yesterday
    if percent >= 40 and story.world.left(story.today, yesterday) > 3:
        story.progress(story.world.day(story.today, 2), percent // 2)
    if percent and story.today <= story.world.day(yesterday, -1):
        story.progress(story.world.day(yesterday, -story.rng.randrange(2)), percent)


def _befall(story: Story, given: Assignment, work: Work) -> None:
    """What else has been done about it in the last days: marks like asks+3, granted+4, refused+2, urged=3, talks=1."""
    world, yesterday = story.world, story.world.yesterday
    before = world.day(yesterday, -1)
    for mark in work.marks:
        how, what = (found[1], found[2] or "0") if (found := BEFALLING.fullmatch(mark)) else ("", "0")
        number = int(what) if what.isdigit() else 0
        if how in ("asks", "granted", "refused") and given.due_on:
            story.beside(before, acts.ask(story, before, world.day(given.due_on, number)))
        if how in ("granted", "refused"):
            story.beside(yesterday, acts.grant(story) if how == "granted" else acts.refuse(story))
        elif how == "urged":
            for turn in range(number):
                story.beside(world.day(yesterday, turn - number + 1), acts.urge(story, turn))
        elif how == "explains":
            story.beside(yesterday, acts.explain(story))
        elif how == "disputes":
            story.beside(yesterday, acts.dispute(story, DisputeAbout.LIMIT, phrases.LIMIT_WRONG))
        elif how == "talks":
            story.talk(yesterday, [partial(talks.say, said=said, office=world.office) for said in talks.TALKS[number]])
        elif how == "knows":
            by = story.for_assigner(story.assigner)
            story.beside(yesterday, partial(talks.let_know, person=world.office.people[what], by=by))


def _limit(world: World, words: str, issued_on: date, base: date) -> Limit:
    if words in UNDATED:
        return assignments.limit_of(words, base, world.calendar)
    found = LIMIT.fullmatch(words)
    if found is None:
        raise ValueError(f"not a limit: {words}")
    on = world.day(base, int(found[1]))
    at = time(int(found[2]), int(found[3])) if found[2] else None
    hour = f"{at:%H} giờ {at:%M} " if at else ""
    text = f"trước {hour}ngày {on:%d/%m/%Y}" if at else f"chậm nhất ngày {on:%d/%m/%Y}"
    return Limit(LimitKind.DATED, on, at, text, assignments.support_day(issued_on, on, world.calendar))


def _of_now(paper: Paper, today: date) -> Paper:
    quarter = label_of(previous(containing(today, Span.QUARTER)))
    names = {"q": quarter, "y": today.year, "n": today.year + 1}
    works = [work._replace(content=work.content.format(**names)) for work in paper.works]
    return paper.of(paper.subject.format(**names), works)
