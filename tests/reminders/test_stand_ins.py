"""Who fills another's place gets what that one gets, from then on: deputies the work, delegates the decisions."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.reminders.facts import Event, Reader, Remark, Request, StandIn
from taskapp.reminders.plan import plan
from taskapp.tasks.states import Kind, State
from tests.reminders.making import DELEGATE, DEPUTY, HEAD, LEADER, OFFICER, READER, SETTING, at, shared, steps, told

THEN = at(date(2026, 3, 3), 10)
NOW = at(date(2026, 3, 3), 10, 1)
EARLY = at(date(2026, 2, 2))
FOR_OFFICER = {"stand_ins": {OFFICER: (StandIn(DEPUTY, EARLY),)}}
FOR_HEAD = {"stand_ins": {HEAD: (StandIn(DEPUTY, EARLY),)}}
FOR_LEADER = {"stand_ins": {LEADER: (StandIn(DEPUTY, EARLY), StandIn(DELEGATE, EARLY, decides=True))}}
SUBMITTED = {"state": State.SUBMITTED, "submitted_at": at(date(2026, 3, 2)), "submitter_id": OFFICER}


def test_the_deputy_of_who_is_away_is_reminded_as_well() -> None:
    found = steps(shared(**FOR_OFFICER), at(date(2026, 2, 27)))
    assert found == {("before:5", OFFICER), ("before:5", DEPUTY)}


def test_only_from_when_he_fills_the_place_on() -> None:
    since = {"stand_ins": {OFFICER: (StandIn(DEPUTY, at(date(2026, 3, 2))),)}}
    found = steps(shared(**since), at(date(2026, 3, 5)))
    assert {step for step, person in found if person == DEPUTY} == {"before:3", "before:1"}
    assert {step for step, person in found if person == OFFICER} == {"before:5", "before:3", "before:1"}


def test_a_matter_that_the_absent_person_got_later_is_the_deputy_s_from_then_on_too() -> None:
    facts = shared(**FOR_OFFICER, assignee_since=at(date(2026, 3, 4), 10))
    assert steps(facts, at(date(2026, 3, 5))) == {("before:1", OFFICER), ("before:1", DEPUTY)}


def test_an_overdue_day_is_told_to_officer_head_and_both_deputies_once_each() -> None:
    both = {HEAD: (StandIn(DELEGATE, EARLY),), OFFICER: (StandIn(DEPUTY, EARLY),)}
    late = {p for step, p in steps(shared(stand_ins=both), at(date(2026, 3, 9))) if step == "overdue:2026-03-09"}
    assert late == {OFFICER, HEAD, DEPUTY, DELEGATE}


def test_a_head_who_is_the_officer_s_deputy_hears_it_once_and_in_his_own_right() -> None:
    facts = shared(stand_ins={OFFICER: (StandIn(HEAD, EARLY),)})
    owed = [o for o in plan([facts], SETTING, at(date(2026, 3, 9))) if o.step == "overdue:2026-03-09"]
    assert sorted((o.person_id, o.for_id) for o in owed) == [(HEAD, None), (OFFICER, None)]
    before = [o for o in plan([facts], SETTING, at(date(2026, 3, 9))) if o.step == "before:1"]
    assert sorted((o.person_id, o.for_id) for o in before) == [(HEAD, OFFICER), (OFFICER, None)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"requests": (Request(31, OFFICER, THEN),), **FOR_LEADER},
            {("asked:31", LEADER), ("asked:31", DELEGATE)},  # his deputy does not decide in his place …
        ),
        (
            {"requests": (Request(31, OFFICER, THEN),), **FOR_LEADER, "leaders": (LEADER, DEPUTY)},
            {("asked:31", LEADER), ("asked:31", DEPUTY), ("asked:31", DELEGATE)},  # … unless he is a leader too
        ),
        (  # a unit's head is represented in all he decides
            {
                "requests": (Request(31, OFFICER, THEN),),
                "kind": Kind.CHILD,
                "assigner_id": HEAD,
                "heads": (),
                **FOR_HEAD,
            },
            {("asked:31", HEAD), ("asked:31", DEPUTY)},
        ),
        (  # a delegate takes decisions; what is only said to the leader is not one
            {"remarks": (Remark(41, OFFICER, THEN, mentioned=(LEADER,)),), **FOR_LEADER},
            {("mentioned:41", LEADER)},
        ),
        (
            {"remarks": (Remark(41, LEADER, THEN, mentioned=(HEAD,)),), **FOR_HEAD},
            {("mentioned:41", HEAD), ("mentioned:41", DEPUTY)},
        ),
        (
            {"events": (Event("urge", 5, THEN, LEADER),), "urgings": 1, "unanswered_urgings": 1, **FOR_HEAD},
            {("urged:1", OFFICER), ("urged:1", HEAD), ("urged:1", DEPUTY)},
        ),
        (  # whoever did it need not be told, in whichever place
            {"events": (Event("urge", 5, THEN, DEPUTY),), "urgings": 1, "unanswered_urgings": 1, **FOR_HEAD},
            {("urged:1", OFFICER), ("urged:1", HEAD)},
        ),
        (  # what somebody follows for himself is no part of his work
            {"readers": (Reader(61, READER, THEN, LEADER),), "stand_ins": {READER: (StandIn(DEPUTY, EARLY),)}},
            {("following:61", READER)},
        ),
    ],
)
def test_news_reach_the_stand_ins_of_those_they_are_for(
    changes: dict[str, object], expected: set[tuple[str, int]]
) -> None:
    assert told(shared(**changes), NOW, THEN) == expected


def test_a_result_that_waits_is_put_before_the_delegates_too() -> None:
    found = steps(shared(**SUBMITTED, **FOR_LEADER), at(date(2026, 3, 3)))
    assert found == {("waiting:1", person) for person in (LEADER, DELEGATE)}
