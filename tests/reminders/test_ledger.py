"""Whatever the facts, and whenever it is planned: the ledger holds each reminder once, and the same ones."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from taskapp.reminders import marks, quiet
from taskapp.reminders.facts import Claim, Event, Reader, Remark, Request, StandIn, TaskFacts
from taskapp.reminders.owing import ONCE, Owed
from taskapp.reminders.plan import plan, speaking
from taskapp.reminders.policy import DEFAULT
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import Kind, LimitKind, State
from taskapp.workdays.arithmetic import is_workday
from tests.conftest import VIETNAM
from tests.reminders.making import SETTING, at, task

BEGUN = at(date(2026, 2, 2))
MOMENTS = st.integers(0, 60 * 24).map(lambda n: BEGUN + timedelta(hours=n))
PEOPLE = st.integers(1, 6)
ANYBODY = st.none() | PEOPLE
SOME = st.lists(PEOPLE, max_size=2, unique=True).map(tuple)
NUMBERS = st.integers(1, 9)
KINDS = st.sampled_from(["urge", "withdraw", "merge", "approve", "reopen", "reassign", "name_officer", "move_limit"])

CASES = int(os.environ.get("PLANS", "200"))  # of each property; thousands with `make fuzz`
# Steps that fall out of sight by themselves: of days long gone by, of weeks gone by, of limits passed.
PASSING = ("overdue", "at_risk", "held_up", "waiting", "declining", "asking", "unattended")


def some(builder: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(builder, max_size=2).map(lambda found: tuple({each.id: each for each in found}.values()))


@st.composite
def facts(draw: st.DrawFn) -> TaskFacts:
    """Any task with anything that may have happened to it."""
    begun = draw(MOMENTS)
    later = partial(_after, draw, begun)
    state = draw(st.sampled_from([state for state in State if state is not State.DRAFT]))
    events = sorted(
        draw(st.lists(st.builds(Event, KINDS, NUMBERS, MOMENTS, ANYBODY, SOME), max_size=4, unique_by=_version)),
        key=_version,
    )
    due = draw(st.none() | st.integers(-10, 60))
    return task(
        kind=draw(st.sampled_from(Kind)),
        state=state,
        recorded_at=begun,
        lead_since=later(),
        due_since=later(),
        due_version=draw(st.integers(1, 3)),
        risk_since=later(),
        assignee_id=draw(ANYBODY),
        assignee_since=later(),
        assigner_id=draw(ANYBODY),
        limit=Moment(begun.date() + timedelta(days=due)) if due is not None else None,
        review_on=begun.date() + timedelta(days=30),
        waited_workdays=draw(st.integers(0, 3)),
        heads=draw(SOME),
        monitors=draw(SOME),
        leaders=draw(SOME),
        above=draw(SOME),
        above_heads=draw(SOME),
        is_attended=draw(st.booleans()),
        submitted_at=later() if state is State.SUBMITTED else None,
        submitter_id=draw(ANYBODY),
        declined_at=later() if state is State.DECLINED else None,
        urgings=draw(st.integers(0, 5)),
        unanswered_urgings=draw(st.integers(0, 5)),
        extensions=draw(st.integers(0, 1)),
        events=tuple(events),
        requests=draw(some(st.builds(Request, NUMBERS, ANYBODY, MOMENTS, st.none() | st.booleans(), MOMENTS, ANYBODY))),
        claims=draw(some(st.builds(Claim, NUMBERS, ANYBODY, MOMENTS, st.none() | MOMENTS, ANYBODY))),
        remarks=draw(some(st.builds(Remark, NUMBERS, PEOPLE, MOMENTS, st.booleans(), SOME))),
        readers=draw(some(st.builds(Reader, NUMBERS, PEOPLE, MOMENTS, ANYBODY))),
        stand_ins=draw(
            st.dictionaries(PEOPLE, st.builds(StandIn, PEOPLE, MOMENTS, st.booleans()).map(lambda one: (one,)))
        ),
    )


def _after(draw: st.DrawFn, begun: datetime) -> datetime:
    return begun + timedelta(hours=draw(st.integers(0, 300)))


def _version(event: Event) -> int:
    return event.version


def keys(found: TaskFacts, now: datetime) -> set[tuple[int, int, str, int]]:
    return {owed.key for owed in plan([found], SETTING, now)}


def is_in_sight(day: date, now: datetime) -> bool:
    """Whether a plan of all that is past still finds what was owed on that day."""
    return SETTING.workdays_between(day, SETTING.today(now)) <= SETTING.looks_back


@settings(max_examples=CASES, deadline=None)
@given(found=facts(), instants=st.lists(MOMENTS, min_size=1, max_size=6), data=st.data())
def test_planning_at_any_instants_in_any_order_fills_the_same_ledger(
    found: TaskFacts, instants: list[datetime], data: st.DataObject
) -> None:
    in_order: set[tuple[int, int, str, int]] = set()
    since: dict[tuple[int, int, str, int], date] = {}
    for now in sorted(instants):
        owed = keys(found, now)
        standing = {key for key in in_order if not key[2].startswith(PASSING) and is_in_sight(since[key], now)}
        assert standing <= owed  # what was owed stays owed while the task stays as it is
        since |= {one.key: SETTING.today(one.moment) for one in plan([found], SETTING, now)}
        in_order |= owed
    shuffled: set[tuple[int, int, str, int]] = set()
    for now in data.draw(st.permutations([*instants, *instants])):
        shuffled |= keys(found, now)
    assert shuffled == in_order  # twice or in another order: nothing more, nothing less


@settings(max_examples=CASES, deadline=None)
@given(found=facts(), instants=st.lists(MOMENTS, min_size=1, max_size=8))
def test_a_plan_that_goes_on_from_the_last_one_leaves_nothing_out(found: TaskFacts, instants: list[datetime]) -> None:
    whole: set[tuple[int, int, str, int]] = set()
    going_on: set[tuple[int, int, str, int]] = set()
    mark = None
    for now in sorted(instants):
        whole |= keys(found, now)
        going_on |= {owed.key for owed in plan([found], marks.narrowed(SETTING, mark, now), now)}
        mark = now
    assert going_on == whole


@settings(max_examples=CASES, deadline=None)
@given(found=facts(), age=st.integers(10, 90), passed=st.integers(0, 150), left=st.integers(0, 60))
def test_nothing_is_owed_for_a_task_that_the_plan_does_not_look_at(
    found: TaskFacts, age: int, passed: int, left: int
) -> None:
    now = found.recorded_at + timedelta(days=age)
    found = replace(
        found,
        state=State.IN_PROGRESS,
        limit=Moment(now.date() + timedelta(days=left)),
        issued_on=found.recorded_at.date(),
        is_attended=True,
        **dict.fromkeys(("risk_since", "decision", "assignee_since")),
        **dict.fromkeys(("events", "requests", "claims", "remarks", "readers"), ()),
    )
    narrowed = marks.narrowed(SETTING, now - timedelta(hours=passed), now)
    bound = quiet.bound(narrowed, now)
    assert bound is not None
    columns = SimpleNamespace(
        **vars(found), limit_kind=LimitKind.DATED, due_on=now.date() + timedelta(days=left), high_since=None
    )
    assert not (quiet.is_quiet(columns, bound) and plan([found], narrowed, now))


def test_most_work_under_a_limit_far_ahead_is_quiet_until_something_comes_near() -> None:
    handed_over = at(date(2026, 2, 2))
    columns = {"state": State.IN_PROGRESS, "limit_kind": LimitKind.DATED, "due_on": date(2026, 3, 20), "extensions": 0}
    columns |= {"issued_on": handed_over.date(), "due_since": handed_over, "lead_since": handed_over}
    columns |= {"assignee_since": handed_over, "high_since": None}

    def is_quiet(now: datetime, **changes: object) -> bool:
        bound = quiet.bound(marks.narrowed(SETTING, now, now), now)
        assert bound is not None
        return quiet.is_quiet(SimpleNamespace(**columns | changes), bound)

    assert is_quiet(at(date(2026, 3, 11)))
    assert not is_quiet(at(date(2026, 3, 12)))  # six working days before the limit
    now = at(date(2026, 3, 9))
    assert is_quiet(now)
    assert not is_quiet(now, issued_on=date(2025, 12, 1))  # long work has checkpoints
    assert not is_quiet(now, state=State.ASSIGNED)
    assert not is_quiet(now, assignee_since=at(date(2026, 3, 5)))
    assert not is_quiet(now, extensions=1)
    assert not is_quiet(now, high_since=now)
    assert quiet.bound(SETTING, now) is None  # after no plan at all nothing is left out


@settings(max_examples=CASES, deadline=None)
@given(found=facts(), now=MOMENTS)
def test_each_is_owed_once_at_its_time_and_never_from_before_the_task(found: TaskFacts, now: datetime) -> None:
    owed = plan([found], SETTING, now)
    assert len({one.key for one in owed}) == len(owed)
    assert all(found.recorded_at <= one.moment <= (now if one.at_once else now + DEFAULT.ahead) for one in owed)
    mornings = [one.moment.astimezone(VIETNAM) for one in owed if not one.at_once]
    assert all(m.time() == DEFAULT.digest_at and is_workday(m.date(), SETTING.calendar) for m in mornings)
    assert all(len(one.step) <= 40 and one.due_version in (ONCE, found.due_version) for one in owed)


@settings(max_examples=CASES, deadline=None)
@given(found=facts(), now=MOMENTS)
def test_after_an_outage_nothing_is_left_without_one_that_speaks_for_it(found: TaskFacts, now: datetime) -> None:
    owed = plan([found], SETTING, now)
    spoken = speaking(owed)
    assert sorted(_all(spoken), key=_key) == sorted(owed, key=_key)
    assert all(other.urgency <= lead.urgency for lead, merged in spoken for other in merged)
    assert all(other.person_id == lead.person_id for lead, merged in spoken for other in merged)


def _all(spoken: list[tuple[Owed, list[Owed]]]) -> list[Owed]:
    return [one for lead, merged in spoken for one in (lead, *merged)]


def _key(one: Owed) -> tuple[int, int, str, int]:
    return one.key
