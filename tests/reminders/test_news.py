"""What is told because something happened: to whom, at once or in the next morning's letter, and to whom not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taskapp.reminders.facts import Claim, Event, Reader, Remark, Request, TaskFacts
from taskapp.reminders.owing import ONCE
from taskapp.reminders.plan import plan
from taskapp.tasks.states import Kind, State
from tests.reminders.making import (
    ABOVE,
    ABOVE_HEAD,
    HEAD,
    LEADER,
    OFFICE,
    OFFICER,
    OTHER,
    READER,
    SETTING,
    at,
    shared,
    steps,
    told,
    unstamped,
)

THEN = at(date(2026, 3, 3), 10)
NOW = THEN + timedelta(minutes=1)
MORNING = at(date(2026, 3, 4), 7, 30)
PART, CHILD = {"kind": Kind.PART}, {"kind": Kind.CHILD, "assigner_id": ABOVE_HEAD}
UNNAMED = {"assignee_id": None, "assignee_since": None}


def event(kind: str, by_id: int = LEADER, version: int = 5, **more: object) -> dict[str, object]:
    return {"events": (Event(kind, version, THEN, by_id, **more),)}


def asked(**more: object) -> dict[str, object]:
    return {"requests": (Request(31, OFFICER, **({"asked_at": THEN} | more)),)}


def answered(is_granted: bool) -> dict[str, object]:
    return asked(asked_at=at(date(2026, 3, 2)), is_granted=is_granted, answered_at=THEN, answered_by_id=LEADER)


def said(**more: object) -> dict[str, object]:
    return {"remarks": (Remark(41, LEADER, THEN, **more),)}


URGED = event("urge") | {"urgings": 2, "unanswered_urgings": 1}
DECLINED = {"state": State.DECLINED, "declined_at": THEN, **UNNAMED}
SUBMITTED = {"state": State.SUBMITTED, "submitted_at": THEN, "submitter_id": OFFICER}
WITHDRAWN = {"state": State.WITHDRAWN}

AT_ONCE = [
    # the whole, parts and pieces are handed over alike; who split it knows of it
    ({"state": State.ASSIGNED, "lead_since": THEN, **UNNAMED}, {("assigned", HEAD)}),
    ({"state": State.ASSIGNED, "lead_since": THEN, **UNNAMED, **PART}, {("assigned", HEAD)}),
    ({"lead_since": THEN, "kind": Kind.CHILD, "assigner_id": HEAD}, set()),
    ({"lead_since": THEN, "assignee_since": THEN, **CHILD}, {("assigned", HEAD), ("named", OFFICER)}),
    # a part handed in goes to who leads the whole; the result of the whole waits for the morning
    ({**SUBMITTED, **PART}, {("handed_in", ABOVE)}),
    ({**SUBMITTED, **PART, "submitter_id": ABOVE}, set()),
    ({**SUBMITTED, **CHILD}, set()),
    (SUBMITTED, set()),
    # declined: whoever assigned it, and for a part who leads the whole
    (DECLINED, {("declined", LEADER)}),
    ({**DECLINED, "assigner_id": None}, {("declined", OFFICE)}),
    ({**DECLINED, **PART}, {("declined", LEADER), ("declined", ABOVE)}),
    ({**DECLINED, "kind": Kind.CHILD, "assigner_id": None, "above": ()}, {("declined", ABOVE_HEAD)}),
    # urged: doers and heads, but not who urged; no longer once they have answered
    (URGED, {("urged:2", OFFICER), ("urged:2", HEAD)}),
    ({**URGED, **UNNAMED}, {("urged:2", HEAD)}),
    ({**URGED, **event("urge", by_id=HEAD)}, {("urged:2", OFFICER)}),
    ({**URGED, "unanswered_urgings": 0}, set()),
    ({**URGED, "state": State.SUBMITTED}, set()),
    # more time: who decides, then who asked and who does it
    (asked(), {("asked:31", LEADER)}),
    ({**asked(), "assigner_id": None}, {("asked:31", OFFICE)}),
    ({**asked(), **PART}, {("asked:31", ABOVE_HEAD)}),
    ({**asked(), **CHILD}, {("asked:31", ABOVE_HEAD)}),
    ({**asked(), "assigner_id": OFFICER}, {("asked:31", OFFICE)}),  # nobody decides on what he asked for himself
    ({**answered(True), "extensions": 1, "due_since": THEN, "due_version": 2}, {("extended:1", OFFICER)}),
    (
        {**answered(True), "extensions": 1, "due_since": THEN, "assignee_id": OTHER},
        {("extended:1", OFFICER), ("extended:1", OTHER)},
    ),
    (answered(False), {("not_extended:31", OFFICER)}),
    ({**answered(False), "assignee_id": OTHER}, {("not_extended:31", OFFICER), ("not_extended:31", OTHER)}),
    # the end, so that nobody goes on working; not who ended it, not who was named for it later
    ({**event("withdraw"), **WITHDRAWN}, {("ended:5", OFFICER), ("ended:5", HEAD)}),
    ({**event("merge"), **WITHDRAWN, **UNNAMED}, {("ended:5", HEAD)}),
    ({**event("lapse"), **WITHDRAWN, **PART}, {("ended:5", OFFICER), ("ended:5", HEAD)}),
    ({**event("withdraw", by_id=HEAD), **WITHDRAWN}, {("ended:5", OFFICER)}),
    ({**event("undo"), **WITHDRAWN}, set()),  # an import that is undone is as silent as it was
    # given to somebody else: those who had it before
    (
        {**event("reassign", had=(OTHER, READER)), "lead_since": THEN, **UNNAMED, "state": State.ASSIGNED},
        {("taken_away:5", OTHER), ("taken_away:5", READER), ("assigned", HEAD)},
    ),
    ({**event("name_officer", had=(OTHER,)), "assignee_since": THEN}, {("taken_away:5", OTHER), ("named", OFFICER)}),
    ({**event("name_officer", had=(OFFICER,)), "assignee_since": THEN}, {("named", OFFICER)}),
    # limits and second lives
    ({**event("move_limit"), "due_since": THEN, "due_version": 2}, {("moved:5", OFFICER), ("moved:5", HEAD)}),
    (event("reopen"), {("reopened:5", OFFICER), ("reopened:5", HEAD)}),
    # a dispute that was answered
    ({"claims": (Claim(51, OFFICER, THEN - timedelta(days=1), THEN, LEADER),)}, {("dispute_answered:51", OFFICER)}),
    ({"claims": (Claim(51, OFFICER, THEN, THEN, OFFICER),)}, set()),
    # talk: an opinion to doers and heads, a name to its bearer, neither twice
    (said(is_directing=True), {("directed:41", OFFICER), ("directed:41", HEAD)}),
    (
        said(is_directing=True, mentioned=(HEAD, READER)),
        {("directed:41", OFFICER), ("directed:41", HEAD), ("directed:41", READER)},
    ),
    (said(mentioned=(READER, LEADER)), {("mentioned:41", READER)}),  # he named himself
    ({**said(mentioned=(READER,)), "state": State.DONE}, {("mentioned:41", READER)}),
    ({**said(mentioned=(READER,)), **WITHDRAWN}, set()),
    ({"readers": (Reader(61, READER, THEN, LEADER),)}, {("following:61", READER)}),
    ({"readers": (Reader(61, READER, THEN, READER),)}, set()),
    ({"readers": (Reader(61, READER, THEN, LEADER),), **WITHDRAWN}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), AT_ONCE)
def test_what_happens_is_told_at_once_to_those_concerned(
    changes: dict[str, object], expected: set[tuple[str, int]]
) -> None:
    assert told(shared(**changes), NOW, THEN) == expected
    assert told(shared(**changes), THEN - timedelta(seconds=1), THEN) == set()


@pytest.mark.parametrize(
    ("changes", "not_to"),
    [
        ({**URGED, "assignee_since": NOW}, OFFICER),  # named after the urging
        ({**URGED, "lead_since": NOW}, HEAD),  # the unit got the task after it
        ({**said(is_directing=True), "assignee_since": NOW}, OFFICER),
        ({**event("withdraw"), **WITHDRAWN, "assignee_since": NOW}, OFFICER),
        ({**asked(), "recorded_at": NOW}, LEADER),
    ],
)
def test_what_happened_before_somebody_got_the_matter_is_not_told_to_him(
    changes: dict[str, object], not_to: int
) -> None:
    heard = {(step, person) for step, person in told(shared(**changes), NOW, THEN) if step not in ("assigned", "named")}
    assert not_to not in {person for _step, person in heard}


def test_who_takes_over_a_whole_desk_hears_of_it_in_the_next_morning_s_letter() -> None:
    facts = shared(**event("hand_over"), assignee_since=THEN)
    assert told(facts, NOW, THEN) == set()
    assert ("named", OFFICER) not in steps(facts, MORNING - SETTING.policy.ahead - timedelta(seconds=1))
    assert ("named", OFFICER) in steps(facts, MORNING)
    named_later = shared(**event("hand_over"), assignee_since=NOW)
    assert told(named_later, NOW, THEN) == {("named", OFFICER)}


def test_news_are_told_once_however_often_the_limit_changes() -> None:
    facts = shared(**URGED, **said(mentioned=(READER,)), **asked())
    later = shared(**URGED, **said(mentioned=(READER,)), **asked(), due_version=4, due_since=NOW)
    keys = {owed.key for owed in plan([facts], SETTING, NOW) if owed.at_once}
    assert keys == {owed.key for owed in plan([later], SETTING, NOW) if owed.at_once}
    assert {version for _task, version, _step, _person in keys} == {ONCE}


FINISHED = {**event("approve"), "state": State.DONE}
LONGER = {**event("extend"), "extensions": 1}
KNOWING = {"readers": (Reader(61, READER, at(date(2026, 3, 2)), LEADER),)}

MORNINGS = [
    ({**FINISHED, **KNOWING}, {("finished:5", READER)}),
    ({**LONGER, **KNOWING}, {("limit_changed:5", READER)}),
    ({**event("move_limit"), **KNOWING}, {("limit_changed:5", READER)}),
    ({**event("send_back"), **KNOWING}, set()),
    # whoever does it knows already, who did it himself too, who came later need not
    ({**FINISHED, "readers": (Reader(61, HEAD, at(date(2026, 3, 2)), LEADER),)}, set()),
    ({**FINISHED, "readers": (Reader(61, LEADER, at(date(2026, 3, 2)), OFFICE),)}, set()),
    ({**FINISHED, "readers": (Reader(61, READER, NOW, LEADER),)}, set()),
    # a dispute is put before whoever assigned the task, until it is answered
    ({"claims": (Claim(51, OFFICER, THEN),)}, {("disputed:51", LEADER)}),
    ({"claims": (Claim(51, OFFICER, THEN),), "assigner_id": None}, {("disputed:51", OFFICE)}),
    ({"claims": (Claim(51, OFFICER, THEN, NOW, LEADER),)}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), MORNINGS)
def test_followers_and_the_assigner_s_side_hear_the_rest_in_the_morning(
    changes: dict[str, object], expected: set[tuple[str, int]]
) -> None:
    facts = shared(limit=None, **changes)
    assert steps(facts, MORNING - timedelta(minutes=11)) == set()
    assert steps(facts, MORNING) == expected


def test_no_key_is_longer_than_its_column() -> None:
    number, version = 10**10, 10**7
    facts: list[TaskFacts] = [
        shared(state=State.DECLINED, declined_at=THEN),
        shared(**SUBMITTED),
        shared(
            requests=(Request(number, OFFICER, THEN), Request(number + 1, OFFICER, THEN, False, THEN, LEADER)),
            claims=(Claim(number, OFFICER, THEN), Claim(number + 1, OFFICER, THEN, THEN, LEADER)),
            remarks=(Remark(number, LEADER, THEN, True, (READER,)),),
            readers=(Reader(number, READER, THEN, LEADER),),
            events=tuple(Event(kind, version, THEN, LEADER, (OTHER,)) for kind in ("reassign", "extend", "reopen")),
            is_attended=False,
        ),
        shared(state=State.DONE, events=(Event("approve", version, THEN),), **KNOWING),
    ]
    found = plan(facts, SETTING, at(date(2026, 4, 30)))
    assert {unstamped(owed.step).partition(":")[0] for owed in found} >= {"dispute_answered", "not_extended", "waiting"}
    assert max(len(owed.step) for owed in found) <= 40
