"""The clock of those who keep others waiting, urging in vain, late parts, and work that nobody sees to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taskapp.reminders.facts import Event, Request, StandIn, TaskFacts
from taskapp.reminders.plan import plan, speaking
from taskapp.tasks.rules import OfficeRules
from taskapp.tasks.states import Kind, State
from tests.reminders.making import (
    ABOVE,
    ABOVE_HEAD,
    DELEGATE,
    HEAD,
    LEADER,
    OFFICE,
    OFFICER,
    SETTING,
    at,
    shared,
    steps,
)

MONDAY = at(date(2026, 3, 2), 10)
SUBMITTED = {"state": State.SUBMITTED, "submitted_at": MONDAY, "submitter_id": OFFICER}
DECLINED = {"state": State.DECLINED, "declined_at": MONDAY, "limit": None}
ASKED = {"requests": (Request(31, OFFICER, MONDAY),), "limit": None}


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 2), 18, set()),
        (date(2026, 3, 3), 7, set()),
        (date(2026, 3, 3), 8, {1}),
        (date(2026, 3, 5), 8, {1, 3}),
        (date(2026, 3, 8), 8, {1, 3}),  # a Sunday
        (date(2026, 3, 9), 8, {1, 3, 5}),
        (date(2026, 3, 16), 8, {1, 3, 5, 10}),
        (date(2026, 3, 23), 8, {1, 3, 5, 10, 15}),
    ],
)
@pytest.mark.parametrize(("kept", "kind"), [(SUBMITTED, "waiting"), (DECLINED, "declining"), (ASKED, "asking:31")])
def test_who_keeps_a_decision_waiting_is_reminded_after_1_3_and_5_working_days_and_then_every_5(
    day: date, hour: int, expected: set[int], kept: dict[str, object], kind: str
) -> None:
    assert steps(shared(**kept), at(day, hour)) == {(f"{kind}:{days}", LEADER) for days in expected}


def test_nobody_is_asked_to_decide_about_what_his_deputy_handed_in_or_asked_for_him() -> None:
    seat = {LEADER: (StandIn(DELEGATE, MONDAY, decides=True),)}
    result = shared(**SUBMITTED, submitted_for_id=DELEGATE, stand_ins=seat)
    assert {person for _step, person in steps(result, at(date(2026, 3, 3)))} == {LEADER}
    asked = Request(31, OFFICER, MONDAY, asked_for_id=LEADER)
    assert {person for _step, person in steps(shared(requests=(asked,), limit=None), at(date(2026, 3, 3)))} == {OFFICE}


def test_a_result_handed_in_on_a_day_off_waits_from_the_next_working_day_on() -> None:
    facts = shared(**SUBMITTED | {"submitted_at": at(date(2026, 3, 7))})  # a Saturday
    assert steps(facts, at(date(2026, 3, 9))) == {("waiting:1", LEADER)}


def test_a_long_wait_owes_no_steps_of_long_ago() -> None:
    facts = shared(**SUBMITTED)
    days = {int(step.split(":")[1]) for step, _person in steps(facts, at(date(2026, 7, 1)))}
    assert days == {60, 65, 70, 75, 80, 85}


@pytest.mark.parametrize(
    ("changes", "waits_for"),
    [
        ({}, {LEADER}),
        ({"assigner_id": None}, {OFFICE}),
        ({"assigner_id": None, "monitors": ()}, {LEADER}),
        ({"assigner_id": OFFICER}, {OFFICE}),  # nobody decides on what he handed in himself
        ({"kind": Kind.PART}, {ABOVE}),
        ({"kind": Kind.PART, "above": (ABOVE_HEAD,)}, {ABOVE_HEAD}),
        ({"kind": Kind.CHILD, "assigner_id": HEAD}, {HEAD}),
        ({"kind": Kind.CHILD, "assigner_id": None}, {ABOVE_HEAD}),
    ],
)
def test_a_result_waits_for_who_gave_the_work(changes: dict[str, object], waits_for: set[int]) -> None:
    found = steps(shared(**SUBMITTED, **changes), at(date(2026, 3, 3)))
    assert found == {("waiting:1", person) for person in waits_for}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": State.IN_PROGRESS, "limit": None},  # sent back or taken back
        {"state": State.DONE},
        {"requests": (Request(31, OFFICER, MONDAY, True, MONDAY, LEADER),), "limit": None},
        {"requests": (Request(31, OFFICER, MONDAY, False, MONDAY, LEADER),), "limit": None},
        {**ASKED, "state": State.SUBMITTED},  # the result has overtaken the request
        {**SUBMITTED, "recorded_at": at(date(2026, 3, 3), 9)},  # taken from a register as it stood
    ],
)
def test_what_is_decided_or_was_never_ours_keeps_nobody_waiting(changes: dict[str, object]) -> None:
    assert steps(shared(**changes), at(date(2026, 3, 3))) == set()


def test_after_an_outage_one_line_says_how_long_it_waits() -> None:
    owed = plan([shared(**SUBMITTED)], SETTING, at(date(2026, 3, 9)))
    digests = [(lead.step.rsplit(":", 1)[1], len(merged)) for lead, merged in speaking(owed) if not lead.at_once]
    assert digests == [("5", 2)]


def urged(times: int, unanswered: int, **changes: object) -> TaskFacts:
    events = (Event("urge", 4, at(date(2026, 3, 2), 9), OFFICE), Event("urge", 5, MONDAY, OFFICE))
    return shared(limit=None, urgings=times, unanswered_urgings=unanswered, events=events, **changes)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (urged(2, 2), set()),
        (urged(3, 3), {("unanswered:3", LEADER)}),
        (urged(4, 4), {("unanswered:4", LEADER)}),  # each further one puts it before the leader again
        (urged(5, 2), set()),  # three were answered
        (urged(3, 3, assigner_id=None), {("unanswered:3", LEADER)}),
        (urged(3, 3, assigner_id=None, leaders=()), {("unanswered:3", OFFICE)}),
        (urged(3, 3, state=State.SUBMITTED), set()),
    ],
)
def test_after_the_third_unanswered_urging_the_leader_has_it_in_the_morning(
    facts: TaskFacts, expected: set[tuple[str, int]]
) -> None:
    assert steps(facts, at(date(2026, 3, 2), 18)) == set()
    assert steps(facts, at(date(2026, 3, 3))) == expected


@pytest.mark.parametrize(("before_leader", "expected"), [(0, True), (1, True), (2, True), (3, False)])
def test_the_office_says_how_many_urgings_that_takes(before_leader: int, expected: bool) -> None:
    rules = OfficeRules(urgings_before_leader=before_leader)
    found = steps(urged(2, 2), at(date(2026, 3, 3)), replace(SETTING, rules=rules))
    assert (("unanswered:2", LEADER) in found) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 6), set()),
        (date(2026, 3, 7), set()),
        (date(2026, 3, 9), {1}),
        (date(2026, 3, 11), {1, 3}),
        (date(2026, 3, 20), {1, 3, 5, 10}),
    ],
)
def test_who_leads_the_whole_hears_which_part_is_late(day: date, expected: set[int]) -> None:
    part = shared(kind=Kind.PART)
    assert {found for found in steps(part, at(day)) if found[1] == ABOVE} == {(f"held_up:{n}", ABOVE) for n in expected}


def test_a_part_that_is_handed_in_or_excused_is_not_late() -> None:
    now = at(date(2026, 3, 10))
    assert steps(shared(kind=Kind.PART, **SUBMITTED | {"submitted_at": now}), now) == set()
    excused = shared(kind=Kind.PART, waited_workdays=1)
    assert {step for step, person in steps(excused, now) if person == ABOVE} == {"held_up:1"}
    assert {step for step, _person in steps(shared(), now)} == {"before:5", "before:3", "before:1", "before:0"} | {
        "overdue:2026-03-09",
        "overdue:2026-03-10",
    }


def test_a_strict_office_takes_nothing_off() -> None:
    strict = replace(SETTING, rules=OfficeRules(is_strict=True))
    found = steps(shared(kind=Kind.PART, waited_workdays=1), at(date(2026, 3, 10)), strict)
    late = {step for step, _person in found if step.startswith("overdue")}
    assert late == {"overdue:2026-03-09", "overdue:2026-03-10"}


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (at(date(2026, 3, 2), 7), None),  # not before the first morning of the week
        (at(date(2026, 3, 2)), "2026-03-02"),
        (at(date(2026, 3, 6), 18), "2026-03-02"),
        (at(date(2026, 3, 8)), "2026-03-02"),  # a Sunday
        (at(date(2026, 3, 9), 7), None),
        (at(date(2026, 3, 9)), "2026-03-09"),
        (at(date(2026, 2, 17)), None),  # all week is Tết
        (at(date(2026, 2, 24)), "2026-02-23"),
    ],
)
def test_work_that_nobody_sees_to_is_told_to_head_and_office_once_a_week(now: object, monday: str | None) -> None:
    found = steps(shared(limit=None, is_attended=False), now)
    assert found == ({(f"unattended:{monday}", person) for person in (HEAD, OFFICE)} if monday else set())


@pytest.mark.parametrize(
    "changes",
    [
        {"is_attended": True},
        {"state": State.SUBMITTED},  # the doers have done theirs
        {"state": State.DONE},
        {"recorded_at": at(date(2026, 3, 3), 9)},  # got it after this morning: tomorrow
    ],
)
def test_work_that_is_seen_to_done_or_new_is_not_told(changes: dict[str, object]) -> None:
    assert steps(shared(**{"limit": None, "is_attended": False} | changes), at(date(2026, 3, 3))) == set()


def test_what_became_unattended_in_the_week_is_told_the_next_morning() -> None:
    facts = shared(limit=None, is_attended=False, recorded_at=at(date(2026, 3, 3), 9), lead_since=None)
    assert {step for step, _person in steps(facts, at(date(2026, 3, 4)))} == {"unattended:2026-03-02"}
