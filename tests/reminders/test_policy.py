"""The policy: which ladder a task climbs, whom each rung reminds, and which policy holds on which morning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from taskapp.reminders.facts import StandIn
from taskapp.reminders.owing import Era, Span
from taskapp.reminders.plan import plan
from taskapp.reminders.policy import DEFAULT, Ladder, Policy, Recipient, Rung, Scope
from taskapp.tasks.states import Kind
from tests.reminders.making import DEPUTY, HEAD, LEADER, OFFICE, OFFICER, SETTING, at, shared, steps, task

DOER, ALL = frozenset({Recipient.DOER}), Scope()
USUAL = DEFAULT.ladders[0]
MONDAY = date(2026, 3, 9)  # the first working day after the usual limit, Friday 06/03


def only(*rungs: Rung, scope: Scope = ALL) -> Policy:
    return replace(DEFAULT, version=2, ladders=(Ladder(rungs, scope), USUAL))


@pytest.mark.parametrize(
    ("scope", "changes", "fits"),
    [
        (Scope(), {}, True),
        (Scope(unit_id=3), {"units": (5, 3, 1)}, True),  # a unit and those below it
        (Scope(unit_id=3), {"units": (1,)}, False),
        (Scope(kind=Kind.PART), {"kind": Kind.PART}, True),
        (Scope(kind=Kind.PART), {}, False),
        (Scope(is_starred=True), {"is_starred": True}, True),
        (Scope(is_starred=True), {}, False),
        (Scope(urgency="urgent"), {"urgency": "express"}, True),
        (Scope(urgency="urgent"), {}, False),
        (Scope(unit_id=3, is_starred=True), {"units": (3,)}, False),
    ],
)
def test_a_ladder_is_for_the_tasks_of_its_scope(scope: Scope, changes: dict[str, object], fits: bool) -> None:
    assert scope.fits(task(**changes)) is fits


def test_the_first_ladder_that_fits_is_the_whole_ladder() -> None:
    setting = replace(SETTING, policy=only(Rung(-2, DOER), scope=Scope(is_starred=True)))
    morning = at(date(2026, 3, 6))
    assert steps(task(is_starred=True), morning, setting) == {("before:2", OFFICER)}
    assert ("before:1", OFFICER) in steps(task(), morning, setting)


@pytest.mark.parametrize(
    ("late", "told"),
    [(1, set()), (2, set()), (3, {OFFICE}), (4, set()), (5, {LEADER}), (8, {OFFICE}), (10, {LEADER})],
)
def test_the_office_hears_after_3_days_and_the_leader_after_5_then_every_5(late: int, told: set[int]) -> None:
    days = [date(2026, 3, day) for day in (9, 10, 11, 12, 13, 16, 17, 18, 19, 20)]
    day = days[late - 1]
    assert {person for step, person in steps(shared(), at(day)) if step == f"escalated:{day}"} == told


def test_who_does_the_task_is_not_told_of_his_own_work_as_of_another_s() -> None:
    facts = shared(monitors=(HEAD,))  # the office's own task: its head is also who follows it
    found = steps(facts, at(date(2026, 3, 11)))
    assert ("overdue:2026-03-11", HEAD) in found
    escalated = [o for o in plan([facts], SETTING, at(date(2026, 3, 11))) if o.kind == "escalated"]
    assert all(o.urgency < 2 * date(2026, 3, 11).toordinal() + 1 for o in escalated)  # it speaks for the other one


def test_escalation_of_what_was_recorded_late_counts_from_the_recording() -> None:
    imported = at(date(2026, 3, 16), 10)  # six working days overdue when it came in
    facts = shared(recorded_at=imported, lead_since=imported, assignee_since=imported, due_since=imported)
    told = {(step, person) for step, person in steps(facts, at(date(2026, 3, 20))) if step.startswith("escalated")}
    assert told == {("escalated:2026-03-19", OFFICE)}
    daily = {step for step, _person in steps(facts, at(date(2026, 3, 20))) if step.startswith("overdue")}
    assert min(daily) == "overdue:2026-03-17"


def test_what_is_recorded_before_the_morning_s_letter_is_in_it() -> None:
    imported = at(date(2026, 3, 16), 6)
    facts = task(recorded_at=imported, lead_since=imported, assignee_since=imported, due_since=imported)
    assert ("overdue:2026-03-16", OFFICER) in steps(facts, at(date(2026, 3, 16)))


def test_days_that_belong_to_the_approver_do_not_escalate() -> None:
    told = {step for step, _person in steps(shared(waited_workdays=2), at(date(2026, 3, 13))) if "escalated" in step}
    assert told == {"escalated:2026-03-13"}


def test_supporting_units_can_stand_on_a_rung_and_deputies_stand_with_whom_they_replace() -> None:
    policy = only(Rung(-1, frozenset({Recipient.SUPPORTING, Recipient.LEADER})))
    away = {LEADER: (StandIn(DEPUTY, at(date(2026, 3, 2))),)}
    facts = shared(supporting=(31, 32), stand_ins=away)
    found = steps(facts, at(date(2026, 3, 5)), replace(SETTING, policy=policy))
    assert found == {("before:1", person) for person in (31, 32, LEADER, DEPUTY)}


def test_a_rung_can_have_a_letter_of_its_own() -> None:
    setting = replace(SETTING, policy=only(Rung(0, DOER, alone=True)))
    [owed] = [o for o in plan([task()], setting, at(date(2026, 3, 6))) if o.kind == "before"]
    assert owed.at_once
    assert owed.moment == at(date(2026, 3, 6), 7, 30)


def test_a_new_policy_neither_sets_off_what_is_past_nor_takes_back_what_was_owed() -> None:
    new = only(Rung(-8, DOER), Rung(-2, DOER))
    setting = replace(SETTING, policy=new, earlier=(Era(DEFAULT, date(2026, 3, 4)),))
    assert steps(task(), at(date(2026, 3, 6)), setting) == {
        ("before:5", OFFICER),
        ("before:3", OFFICER),
        ("before:2", OFFICER),  # not 8, which would have been in February, and no longer 1 and 0
    }


def test_another_hour_of_the_digest_leaves_no_morning_without_one() -> None:
    later = replace(DEFAULT, version=2, digest_at=time(9))
    setting = replace(SETTING, policy=later, earlier=(Era(DEFAULT, date(2026, 3, 6)),))
    moments = {o.step: o.moment for o in plan([task()], setting, at(date(2026, 3, 6), 9)) if not o.at_once}
    assert moments["before:1"] == at(date(2026, 3, 5), 7, 30)
    assert moments["before:0"] == at(date(2026, 3, 6), 9)


@pytest.mark.parametrize(
    ("spans", "is_owed"),
    [
        ((), True),
        ((Span(at(date(2026, 2, 20)), None),), False),
        ((Span(at(date(2026, 2, 20)), at(date(2026, 2, 26))),), True),  # wanted again before it came
        ((Span(at(date(2026, 2, 28)), None),), True),  # had come before
    ],
)
def test_the_receiver_does_without_optional_steps_only(spans: tuple[Span, ...], is_owed: bool) -> None:
    setting = replace(SETTING, refusals={(OFFICER, "before"): spans})
    found = steps(task(), at(date(2026, 3, 6)), setting)
    assert (("before:5", OFFICER) in found) is is_owed  # Friday 27/02
    assert {("before:1", OFFICER), ("before:0", OFFICER)} <= found  # mandatory


def test_news_that_asks_for_nothing_can_be_done_without() -> None:
    now = at(date(2026, 3, 3))
    approved = task(decision="approved", decision_number=1, decided_at=now, submitter_id=OFFICER)
    refused = {(OFFICER, "approved"): (Span(at(date(2026, 3, 1)), None),)}
    assert any(o.kind == "approved" for o in plan([approved], SETTING, now))
    assert not any(o.kind == "approved" for o in plan([approved], replace(SETTING, refusals=refused), now))
    strict = replace(SETTING, refusals=refused, policy=replace(DEFAULT, optional_news=frozenset()))
    assert any(o.kind == "approved" for o in plan([approved], strict, now))


@pytest.mark.parametrize(
    ("happened", "goes"),
    [
        (at(date(2026, 3, 3), 9), at(date(2026, 3, 3), 9)),
        (at(date(2026, 3, 3), 5), at(date(2026, 3, 3), 7)),
        (at(date(2026, 3, 3), 22), at(date(2026, 3, 4), 7)),
    ],
)
def test_letters_about_what_just_happened_keep_the_office_s_hours(happened: datetime, goes: datetime) -> None:
    setting = replace(SETTING, policy=replace(DEFAULT, opens=time(7), closes=time(20)))
    assert setting.told_from(happened) == goes


def test_without_a_limit_nothing_is_said_of_one() -> None:
    assert not [o for o in plan([task(limit=None)], SETTING, at(MONDAY)) if o.kind in ("before", "overdue")]
