"""The plan: which steps are owed at which instant, to whom; asking twice gives the same answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from taskapp.reminders.owing import Span
from taskapp.reminders.plan import digest_day, is_fresh, plan, speaking
from taskapp.reminders.policy import DEFAULT
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import State
from tests.reminders.making import HEAD, OFFICER, OTHER, SETTING, at, steps, task, unstamped


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 2, 26), 8, set()),  # six working days before
        (date(2026, 2, 27), 7, set()),  # before half past seven
        (date(2026, 2, 27), 8, {"before:5"}),
        (date(2026, 3, 3), 8, {"before:5", "before:3"}),
        (date(2026, 3, 5), 8, {"before:5", "before:3", "before:1"}),
        (date(2026, 3, 6), 8, {"before:5", "before:3", "before:1", "before:0"}),
    ],
)
def test_the_officer_is_reminded_5_3_1_and_0_working_days_before(day: date, hour: int, expected: set[str]) -> None:
    assert steps(task(), at(day, hour)) == {(step, OFFICER) for step in expected}


def test_each_working_day_overdue_officer_and_head_are_reminded() -> None:
    found = steps(task(), at(date(2026, 3, 10)))
    late = {(step, person) for step, person in found if step.startswith("overdue")}
    days = ("2026-03-09", "2026-03-10")  # not on Saturday and Sunday
    assert late == {(f"overdue:{day}", person) for day in days for person in (OFFICER, HEAD)}


def test_working_days_of_tet_are_skipped_when_counting_back() -> None:
    facts = task(limit=Moment(date(2026, 2, 24)))  # the second working day after Tết
    assert ("before:3", OFFICER) in steps(facts, at(date(2026, 2, 12)))
    assert ("before:3", OFFICER) not in steps(facts, at(date(2026, 2, 11), 23))


def test_a_limit_on_a_day_off_is_aimed_at_from_the_working_day_before() -> None:
    facts = task(limit=Moment(date(2026, 3, 8)))  # a Sunday
    assert ("before:0", OFFICER) in steps(facts, at(date(2026, 3, 6)))


def test_steps_from_before_the_assignment_are_not_owed() -> None:
    now = at(date(2026, 3, 5), 10)
    new = task(recorded_at=now, lead_since=now, assignee_since=now, due_since=now)
    assert steps(new, at(date(2026, 3, 5), 12)) == set()
    assert steps(new, at(date(2026, 3, 6))) == {("before:0", OFFICER)}


def test_a_new_limit_or_a_new_officer_owes_only_what_comes_after() -> None:
    moved = task(due_version=2, due_since=at(date(2026, 3, 4), 10), extensions=1)
    assert steps(moved, at(date(2026, 3, 5))) == {("before:1", OFFICER)}
    handed = task(assignee_id=OTHER, assignee_since=at(date(2026, 3, 4), 10))
    assert steps(handed, at(date(2026, 3, 5))) == {("before:1", OTHER)}


def test_without_an_officer_the_heads_are_reminded() -> None:
    assert steps(task(assignee_id=None, assignee_since=None), at(date(2026, 2, 27))) == {("before:5", HEAD)}


def test_an_unaccepted_task_is_recalled_to_the_head_after_one_working_day() -> None:
    friday = at(date(2026, 2, 13), 10)
    facts = task(state=State.ASSIGNED, assignee_id=None, assignee_since=None, lead_since=friday, recorded_at=friday,
                 due_since=friday)  # fmt: skip
    assert steps(facts, at(date(2026, 2, 20))) == set()  # Tết
    assert steps(facts, at(date(2026, 2, 23))) == {("unaccepted", HEAD)}


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.DONE, State.WITHDRAWN])
def test_whoever_has_handed_in_or_lost_the_task_is_left_alone(state: State) -> None:
    assert plan([task(state=state)], SETTING, at(date(2026, 3, 10))) == []


def test_days_that_belong_to_the_approver_are_not_overdue() -> None:
    found = steps(task(waited_workdays=1), at(date(2026, 3, 10)))
    assert {step for step, _person in found if step.startswith("overdue")} == {"overdue:2026-03-10"}


def test_assignment_naming_extension_and_decisions_are_told_at_once() -> None:
    now = at(date(2026, 3, 3))
    given = {"recorded_at": now, "lead_since": now, "assignee_since": now, "due_since": now}
    back = {"decision": "sent_back", "decision_number": 2, "decided_at": now, "submitter_id": OFFICER}
    new = task(state=State.ASSIGNED, **given, **back)
    at_once = {(unstamped(o.step), o.person_id) for o in plan([new], SETTING, now) if o.at_once}
    assert at_once == {
        ("assigned", HEAD),
        ("named", OFFICER),
        ("sent_back:2", OFFICER),
    }
    extended = task(extensions=1, due_version=2, due_since=now)
    told = {(o.step, o.person_id) for o in plan([extended], SETTING, now) if o.at_once and o.moment == now}
    assert told == {("extended:1", OFFICER)}
    approved = task(state=State.DONE, decision="approved", decision_number=1, decided_at=now, submitter_id=HEAD)
    assert {(o.step, o.person_id) for o in plan([approved], SETTING, now)} == {
        ("approved:1", HEAD),
        ("approved:1", OFFICER),
    }


def test_what_is_handed_over_again_is_told_again() -> None:
    monday, wednesday = at(date(2026, 3, 2)), at(date(2026, 3, 4))
    told = {o.key for o in plan([task(state=State.ASSIGNED, lead_since=monday)], SETTING, wednesday) if o.at_once}
    again = {o.key for o in plan([task(state=State.ASSIGNED, lead_since=wednesday)], SETTING, wednesday) if o.at_once}
    assert {key for key in again if key[2].startswith("assigned")} - told


def test_an_undated_task_is_to_be_looked_at_on_its_review_day() -> None:
    facts = task(limit=None, review_on=date(2026, 3, 8))  # a Sunday: the Friday before
    assert steps(facts, at(date(2026, 3, 5))) == set()
    assert steps(facts, at(date(2026, 3, 6))) == {("review:2026-03-08", OFFICER)}


def test_after_an_outage_the_most_urgent_step_speaks_for_the_others() -> None:
    owed = [o for o in plan([task()], SETTING, at(date(2026, 3, 10))) if not o.at_once]
    spoken = {lead.person_id: (lead.step, {o.step for o in merged}) for lead, merged in speaking(owed)}
    assert spoken[OFFICER][0] == "overdue:2026-03-10"
    assert spoken[OFFICER][1] == {"overdue:2026-03-09", "before:0", "before:1", "before:3", "before:5"}
    assert spoken[HEAD] == ("overdue:2026-03-10", {"overdue:2026-03-09"})


def test_an_at_once_reminder_that_comes_late_joins_the_digest() -> None:
    now = at(date(2026, 3, 3))
    owed = next(o for o in plan([task(assignee_since=now)], SETTING, now) if unstamped(o.step) == "named")
    assert is_fresh(owed, SETTING, now + timedelta(hours=2))
    assert not is_fresh(owed, SETTING, now + timedelta(hours=2, seconds=1))


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at(date(2026, 3, 2), 6), date(2026, 3, 2)),  # waits for half past seven
        (at(date(2026, 3, 2), 23), date(2026, 3, 2)),
        (at(date(2026, 3, 7)), date(2026, 3, 9)),
        (at(date(2026, 2, 16)), date(2026, 2, 23)),
    ],
)
def test_digests_go_out_on_working_days_only(now: datetime, day: date) -> None:
    assert digest_day(SETTING, now) == day


def test_the_head_hears_once_of_a_limit_that_will_probably_be_missed() -> None:
    night = at(date(2026, 2, 21), 2)  # a Saturday; told on Monday
    facts = task(risk_since=night, assignee_id=None, assignee_since=None, heads=(HEAD, OTHER))
    warned = {("at_risk", HEAD), ("at_risk", OTHER)}
    assert steps(facts, at(date(2026, 2, 23), 7)) == set()
    assert steps(facts, at(date(2026, 2, 23))) == warned == steps(facts, at(date(2026, 2, 26)))
    again = task(risk_since=at(date(2026, 2, 25), 2))  # it fell, and rose again: the same reminder, not another
    keys = [{o.key for o in plan([f], SETTING, at(date(2026, 2, 26))) if o.kind == "at_risk"} for f in (facts, again)]
    assert keys[1] < keys[0]


def test_of_a_limit_that_has_passed_nobody_hears_that_it_will() -> None:
    facts = task(risk_since=at(date(2026, 3, 5), 2))
    assert ("at_risk", HEAD) in steps(facts, at(date(2026, 3, 6)))
    assert ("at_risk", HEAD) not in steps(facts, at(date(2026, 3, 9)))


def test_an_office_may_do_without_the_warning_and_so_may_a_head() -> None:
    facts, now = task(risk_since=at(date(2026, 2, 25), 2)), at(date(2026, 2, 26))
    silent = replace(SETTING, policy=replace(DEFAULT, warns_of_risk=False))
    refused = replace(SETTING, refusals={(HEAD, "at_risk"): (Span(at(date(2026, 2, 2)), None),)})
    assert ("at_risk", HEAD) not in steps(facts, now, silent) | steps(facts, now, refused)
    assert "at_risk" in DEFAULT.optional_kinds()
    assert "at_risk" not in silent.policy.optional_kinds()
