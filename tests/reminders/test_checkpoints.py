"""Reminders of progress reports: before and after a checkpoint of long work, and on the day of a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taskapp.reminders.facts import TaskFacts
from taskapp.tasks.deadlines import Moment
from tests.reminders.making import HEAD, OFFICER, OTHER, at, steps, task

FIRST = date(2026, 4, 10)  # a third of the time from 2 March to 30 June, see tests/tasks/test_checkpoints.py


def long(**more: object) -> TaskFacts:
    given = at(date(2026, 3, 2), 9)
    made = task(
        limit=Moment(date(2026, 6, 30)), recorded_at=given, lead_since=given, assignee_since=given, due_since=given
    )
    return replace(made, issued_on=date(2026, 3, 2), **more)  # type: ignore[arg-type]


def told(facts: TaskFacts, day: date) -> set[tuple[str, int]]:
    return {each for each in steps(facts, at(day)) if each[0].startswith(("checkpoint", "unreported"))}


def test_who_does_long_work_is_asked_for_a_report_three_working_days_before_a_checkpoint() -> None:
    assert told(long(), date(2026, 4, 6)) == set()
    assert told(long(), date(2026, 4, 7)) == {("checkpoint:2026-04-10", OFFICER)}


def test_silence_past_the_checkpoint_is_told_to_the_head_as_well() -> None:
    late = {("unreported:2026-04-10", OFFICER), ("unreported:2026-04-10", HEAD)}
    assert told(long(), date(2026, 4, 13)) == late | {("checkpoint:2026-04-10", OFFICER)}


def test_a_report_in_the_window_leaves_nothing_to_ask() -> None:
    assert told(long(progress_on=date(2026, 3, 27)), date(2026, 4, 13)) == set()
    assert told(long(progress_on=date(2026, 3, 26)), date(2026, 4, 7)) == {("checkpoint:2026-04-10", OFFICER)}


def test_short_work_and_checkpoints_of_long_ago_owe_nothing() -> None:
    assert told(replace(long(), limit=Moment(date(2026, 6, 2))), date(2026, 4, 10)) == set()
    assert not any("2026-04-10" in step for step, _person in told(long(), date(2026, 6, 12)))


def test_on_the_day_of_review_the_doer_reports_and_the_assigner_decides() -> None:
    facts = replace(task(), limit=None, review_on=date(2026, 3, 6), assigner_id=OTHER)
    found = {each for each in steps(facts, at(date(2026, 3, 6))) if each[0].startswith("review")}
    assert found == {("review:2026-03-06", OFFICER), ("reviewing:2026-03-06", OTHER)}
    later = replace(facts, review_on=date(2026, 4, 6))
    assert not any(step.startswith("review") for step, _person in steps(later, at(date(2026, 3, 6))))
