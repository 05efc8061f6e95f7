"""Figures read from the record: the six counts, any past moment, units at the time, rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.reports import reading
from taskapp.reports.asking import over
from taskapp.reports.measures import Measured, measure
from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice
from taskapp.reports.tally import Tally
from tests.office import Office
from tests.reports.conftest import FEB_2, FEB_9, FEB_10, FEB_27, FRI, MON, TUE, Counting, Writing
from tests.reports.history import at

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture
def ask(app: Flask, office: Office) -> Callable[..., Measured]:
    def asking(as_of: datetime, **changes: object) -> Measured:
        question = Question(office.committee_id, "Asia/Ho_Chi_Minh", *QUARTER, as_of)
        question = replace(question, **changes)  # type: ignore[arg-type]
        with app.app_context():
            return measure(db.session(), over(db.session(), question, question.first, question.last))

    return asking


def test_every_kind_of_task_is_counted_once(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    assert ask(at(MON)).total == Tally(
        done_on_time=2,
        done_late=1,
        done_no_limit=1,
        open_in_term=4,
        open_overdue=1,
        open_no_limit=1,
        early=1,
        waiting=1,
    )
    assert ask(at(MON)).total.on_time_share == 0.5


def test_rows_of_every_kind_add_up_to_the_total(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    measured = ask(at(MON))
    found = {by: {row.slice.key: row.tally.assigned for row in measured.rows(by)} for by in Dimension}
    assert {by: sum(rows.values()) for by, rows in found.items()} == dict.fromkeys(Dimension, 10)
    assert found[Dimension.SOURCE] == {"own": 10}
    assert found[Dimension.FIELD] == {"": 10}
    assert found[Dimension.YEAR] == {"2026": 10}
    assert found[Dimension.STAR] == {"0": 10}
    assert found[Dimension.PERSON] == {"0": 10}


def test_rows_of_persons_sources_fields_years_and_stars(ask: Callable[..., Measured], writing: Writing) -> None:
    with writing() as h:
        mine, province, old = h.give(FEB_2, FRI), h.give(FEB_2, FEB_9), h.give(date(2025, 12, 30), FRI)
        h.name_officer(mine, FEB_9, "congchuc")
        h.star(province, FEB_9, source="province", field="Đất đai")
        officer, chairman = h.office.people["congchuc"], h.office.people["chutich"]
        tasks = {"mine": mine.id, "province": province.id, "old": old.id}
    measured = ask(at(MON))
    opened = {
        by: {
            row.slice.key: {task.image.task_id for task in measured.judged if row.slice.holds(task.image)}
            for row in measured.rows(by)
        }
        for by in Dimension
    }
    everything = set(tasks.values())
    assert opened[Dimension.PERSON] == {str(officer): {tasks["mine"]}, "0": everything - {tasks["mine"]}}
    assert opened[Dimension.ASSIGNER] == {str(chairman): everything}
    assert opened[Dimension.SOURCE] == {"province": {tasks["province"]}, "own": everything - {tasks["province"]}}
    assert opened[Dimension.FIELD] == {"Đất đai": {tasks["province"]}, "": everything - {tasks["province"]}}
    assert opened[Dimension.YEAR] == {"2025": {tasks["old"]}, "2026": everything - {tasks["old"]}}
    assert opened[Dimension.STAR] == {"1": {tasks["province"]}, "0": everything - {tasks["province"]}}
    assert {row.slice.key: row.name for row in measured.rows(Dimension.PERSON)}[str(officer)] == "Nguyễn Thị Ánh Tuyết"
    only = ask(at(MON), within=Slice(Dimension.SOURCE, "province"))
    assert (only.total.assigned, only.total.open_overdue) == (1, 1)


def test_a_correction_made_later_shows_as_one(ask: Callable[..., Measured], writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9)
        h.finish(task, FEB_10)
        h.dispute(task, FEB_27)
        h.conclude(task, MON, is_upheld=True, done_on=FEB_9)
    before, after = ask(at(FEB_27, 18)), ask(at(MON, 18))
    assert (before.total.done_late, before.total.corrected) == (1, 0)
    assert (after.total.done_on_time, after.total.corrected) == (1, 1)
    assert ask(at(TUE), first=TUE).total.corrected == 0  # made before that period began


def test_units_add_up_to_the_total(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    measured = ask(at(MON))
    assert {unit.name for unit in measured.units} == {"Phòng Tư pháp", "Phòng Nội vụ", "UBND xã Tân Nhuận Đông"}
    assert sum((unit.tally for unit in measured.units), Tally()) == measured.total


def test_yesterdays_figures_stay_as_they_were_after_todays_changes(
    usual: dict[str, int], ask: Callable[..., Measured], writing: Writing
) -> None:
    before = ask(at(MON))
    with writing() as h:
        h.finish(h.give(TUE, TUE), TUE)
        h.approve(h.task(usual["waiting"]), TUE)
        h.withdraw(h.task(usual["overdue"]), TUE)
        h.reassign(h.task(usual["declined"]), TUE, "tnd")
        h.extend(h.task(usual["in_term"]), TUE, date(2026, 3, 20))
        h.rename("tp", "Phòng Tư pháp và Pháp chế")
    assert ask(at(MON)) == before
    assert ask(at(TUE, 18)).total.done_on_time == before.total.done_on_time + 2


def test_a_day_gone_by_is_judged_with_what_was_known_then(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    then = ask(at(FEB_10, 9))
    assert then.total.done_on_time == 1  # the other one was handed in that afternoon
    assert then.total.open_overdue == 2  # "late" and "withdrawn", due on the 9th
    assert then.total.assigned == 8  # what was given on the 27th did not exist yet


def test_a_period_is_judged_at_its_own_end(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    first_week = ask(at(MON), first=date(2026, 2, 1), last=FEB_9)
    assert first_week.total.done_on_time == 1
    assert first_week.total.open_overdue == 0  # on the 9th itself nothing was past its limit
    assert first_week.total.open_in_term == 4


def test_a_task_finished_before_the_period_is_not_in_it(usual: dict[str, int], ask: Callable[..., Measured]) -> None:
    march = ask(at(MON), first=date(2026, 3, 1))
    assert march.total.done == 0
    assert march.total.carried_over == march.total.assigned == 6


def test_days_that_a_timely_result_lay_waiting_are_not_charged_to_the_unit(
    ask: Callable[..., Measured], writing: Writing
) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9)
        h.hand_in(task, FEB_9)
        h.send_back(task, date(2026, 2, 11))  # it lay 2 working days
        h.finish(task, date(2026, 2, 11))
    assert ask(at(MON)).total.done_on_time == 1


def test_both_limits_of_an_extended_task_can_judge(ask: Callable[..., Measured], writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_2, FEB_9)
        h.extend(task, FEB_9, FEB_27)
        h.finish(task, FEB_10)
    assert ask(at(MON)).total == Tally(done_on_time=1, early=1, extensions=1)
    assert ask(at(MON), basis=Basis.ORIGINAL).total == Tally(done_late=1, extensions=1)


def test_a_reassigned_task_counts_for_its_new_unit_only(ask: Callable[..., Measured], writing: Writing) -> None:
    with writing() as h:
        task = h.give(FEB_27, FRI)
        h.decline(task, FEB_27)
        h.reassign(task, FEB_27, "nv")
    assert [(unit.name, unit.tally.assigned) for unit in ask(at(MON)).units] == [("Phòng Nội vụ", 1)]


def test_a_unit_counts_with_all_below_it(ask: Callable[..., Measured], writing: Writing) -> None:
    with writing() as h:
        h.add_below("tnd", "ap1", "Ấp Tân An")
        h.give(FEB_27, FRI, unit="ap1")
        h.give(FEB_27, FRI, unit="tnd")
        h.give(FEB_27, FRI, unit="tp")
        below = h.office.units["tnd"]
    assert ask(at(MON), below=below).total.assigned == 2


def test_only_units_in_reach_count(usual: dict[str, int], ask: Callable[..., Measured], office: Office) -> None:
    own = ask(at(MON), unit_ids=frozenset({office.units["tp"]}))
    assert [unit.name for unit in own.units] == ["Phòng Tư pháp"]
    assert ask(at(MON), unit_ids=frozenset()).total == Tally()


def test_the_images_are_read_in_two_queries_and_through_an_index(
    usual: dict[str, int], ask: Callable[..., Measured], count_queries: Counting, app: Flask, office: Office
) -> None:
    with count_queries() as seen:
        ask(at(MON))
    assert len(seen) == 2
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return
        question = Question(office.committee_id, "Asia/Ho_Chi_Minh", *QUARTER, at(MON))
        statement = reading.statement(question).compile(db.engine, compile_kwargs={"literal_binds": True})
        with db.engine.connect() as connection:
            plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}"))
    assert "SCAN task_event" not in plan
