"""The courses that tasks take: in time, late, extended, returned, handed on, withdrawn, without a limit."""

from __future__ import annotations

from datetime import date, timedelta

from taskapp.demo import acts, phrases
from taskapp.demo.papers import Work
from taskapp.demo.story import Story
from taskapp.people.models import Person
from taskapp.tasks.paper_models import DisputeAbout

EXTENDED, RETURNED = 0.04, 0.08
LONG_ENOUGH = 6  # working days that a task must have for a return or an extension to be lifelike


def dated(story: Story, work: Work, due: date) -> None:
    """From the assignment to the approval of a task with a limit."""
    marks = _drawn(story, work, due)
    _hand_on(story, work)
    if "withdraw" in marks:
        story.accept(story.today)
        story.withdraw(4, phrases.WITHDRAW)
        return
    _take_up(story, due)
    if marks & {"ext", "refused"}:
        due = _ask_for_more(story, due, is_granted="ext" in marks)
    if "late" in marks:
        _finish_late(story, due, marks)
    elif "reopen" in marks:
        _finish_twice(story, due)
    else:
        _finish_in_time(story, due, is_returned="back" in marks)


def undated(story: Story, work: Work, until: date) -> None:
    """From the assignment on: reports now and then, up to `until` when it is still going on."""
    story.name(story.world.day(story.today, 1), _named(story, work))
    while True:
        span = story.rng.randint(30, 70) if story.today.year < 2022 else story.rng.randint(110, 190)
        day = story.world.day(story.today, span)
        if day > until:
            return
        if "done" in work.marks and story.percent >= 60:
            story.submit(day)
            story.approve(1)
            return
        story.progress(day, min(90, story.percent + 20) if "done" in work.marks else 0, ongoing=True)


def _drawn(story: Story, work: Work, due: date) -> set[str]:
    """The marks of the line, and what befalls an ordinary task now and then."""
    marks = set(work.marks)
    draws = [story.rng.random() for _n in range(2)]
    if marks & {"ok", "late", "back", "ext", "refused", "withdraw", "reopen"}:
        return marks
    if story.world.left(story.today, due) > LONG_ENOUGH:
        marks |= {"ext"} if draws[0] < EXTENDED else set()
        marks |= {"back"} if draws[1] < RETURNED else set()
    return marks


def _hand_on(story: Story, work: Work) -> None:
    other = next((mark.removeprefix("decline=") for mark in work.marks if mark.startswith("decline=")), "")
    if other:
        unit = story.world.office.units[other]
        story.decline(story.world.day(story.today, 1), unit)
        story.reassign(1, unit)


def _take_up(story: Story, due: date) -> None:
    is_short = story.world.left(story.today, due) < LONG_ENOUGH
    day = story.world.day(story.today, 0 if is_short else story.rng.choice((0, 0, 0, 1, 1, 2)))
    way = story.rng.random()
    if way < 0.6 or is_short:
        story.name(day)
        return
    story.accept(day)
    if way < 0.85:
        story.name(story.world.day(story.today, story.rng.choice((0, 1))))


def _report(story: Story, until: date, most: int) -> None:
    """Report up to `most` times, evenly over the days that are left."""
    for turn in range(most):
        left = story.world.left(story.today, until) - 2
        if left < 2:
            return
        step = max(1, left // (most - turn + 1))
        percent = min(90, story.percent + story.rng.choice((20, 30, 35, 40)))
        story.progress(story.world.day(story.today, step), percent)


def _finish_in_time(story: Story, due: date, *, is_returned: bool) -> None:
    span = story.world.left(story.today, due)
    lag = story.rng.choices((0, 1, 2, 3, span // 3), weights=(22, 32, 22, 10, 14))[0]
    if is_returned:
        lag = max(lag, 3)
    handed_in = max(story.today, story.world.day(due, -min(lag, span)))
    _report(story, handed_in, min(3, span // LONG_ENOUGH))
    story.submit(handed_in)
    if is_returned:
        story.send_back(1)
        story.submit(story.world.day(story.today, 1))
    story.approve(story.rng.choice((0, 1, 1, 2)))


def _ask_for_more(story: Story, due: date, *, is_granted: bool) -> date:
    """Ask for a later limit and get it or not; gives the limit that holds then."""
    _report(story, due, 1)
    later = story.world.day(due, story.rng.randint(4, 8))
    day = max(story.today, story.world.day(due, -story.rng.randint(2, 3)))
    story.add(day, acts.ask(story, day, later))
    story.later(story.rng.choice((0, 1)), acts.grant(story) if is_granted else acts.refuse(story))
    return later if is_granted else due


def _finish_late(story: Story, due: date, marks: set[str]) -> None:
    """Late: urged or not, for a cause of its own or not, and now and then stated wrongly."""
    _report(story, due, min(2, story.world.left(story.today, due) // LONG_ENOUGH))
    if "urge" in marks:
        story.later(story.world.left(story.today, due) + 1, acts.urge(story, 0))
    story.submit(story.world.day(due, story.rng.choice((1, 1, 2, 3, 5))), claims_objective="objective" in marks)
    story.approve(story.rng.choice((0, 1, 2)))
    if "objective" in marks:
        story.later(2, acts.confirm_cause(story))
    if "disputed" in marks:
        story.later(1, acts.dispute(story, DisputeAbout.SUBMITTED_DAY, phrases.DAY_WRONG))
        story.later(1, acts.uphold(story, due))


def _finish_twice(story: Story, due: date) -> None:
    story.submit(max(story.today + timedelta(days=1), story.world.day(due, -5)))
    story.approve(0)
    story.reopen(1)
    story.submit(story.world.day(due, -1))
    story.approve(1)


def _named(story: Story, work: Work) -> Person | None:
    people = story.world.office.people
    return next((people[mark] for mark in work.marks if mark in people), None)
