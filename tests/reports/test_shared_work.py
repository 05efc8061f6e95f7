"""Shared work in the figures: small histories, each worked out by hand, as of before and after what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.reports.measures import Measured, measure
from taskapp.reports.question import Question
from taskapp.reports.tally import Tally
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind
from tests.office import Office
from tests.reports.conftest import Writing
from tests.reports.history import History, at
from tests.reports.worked import (
    DISPUTED,
    EARLY,
    EXTENDED_LATE,
    FRI,
    FRI2,
    HELD_UP,
    HISTORIES,
    IN_TERM,
    LATE,
    MON,
    MON2,
    ON_TIME,
    OVERDUE,
    THU,
    TUE,
    TUE2,
    WAITING,
    WAITING_LATE,
    WED,
    Counts,
    Then,
    by_hand,
)  # fmt: skip

# --- supporting units ------------------------------------------------------------------------------------------------


@by_hand(
    Then(MON, "0/0", {"tp": IN_TERM}, {"nv": IN_TERM}),
    Then(WED, "0/0", {"tp": IN_TERM}, {"nv": ON_TIME}),  # the part is not in the lead's
    Then(FRI, "1/1", {"tp": ON_TIME}, {"nv": ON_TIME}),
)
def a_part_and_its_whole_on_time(h: History) -> None:
    task = h.give(MON, FRI, supporting=("nv",), support_due=WED)
    h.finish(h.part_of(task, "nv"), WED)
    h.finish(task, FRI)


@by_hand(
    Then(THU, "0/0", {"tp": IN_TERM}, {"nv": OVERDUE}),
    Then(
        FRI, "1/1", {"tp": ON_TIME}, {"nv": LATE}
    ),  # late by its own limit, but the whole is not late: nothing held up
)
def a_late_part_of_a_timely_whole(h: History) -> None:
    task = h.give(MON, FRI, supporting=("nv",), support_due=WED)
    h.finish(h.part_of(task, "nv"), FRI)
    h.finish(task, FRI)


@by_hand(
    Then(FRI, "0/1", {"tp": OVERDUE}, {"nv": ON_TIME}),  # whole due Thursday
    Then(MON2, "0/1", {"tp": LATE}, {"nv": ON_TIME}),  # the part was on time: never its fault
)
def a_timely_part_of_a_late_whole(h: History) -> None:
    task = h.give(MON, THU, supporting=("nv",), support_due=WED)
    h.finish(h.part_of(task, "nv"), WED)
    h.finish(task, MON2)


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}, {"nv": OVERDUE}),  # part due Tuesday; the whole, due Thursday, is not late yet
    Then(FRI, "0/1", {"tp": OVERDUE + HELD_UP}, {"nv": OVERDUE + HELD_UP}),
    Then(MON2, "0/1", {"tp": OVERDUE + HELD_UP}, {"nv": LATE + HELD_UP}),  # given 4 days late
    Then(TUE2, "0/1", {"tp": LATE + HELD_UP}, {"nv": LATE + HELD_UP}),  # the lead stays answerable
)
def a_whole_late_because_of_a_part(h: History) -> None:
    task = h.give(MON, THU, supporting=("nv",), support_due=TUE)
    h.finish(h.part_of(task, "nv"), MON2)
    h.finish(task, TUE2)


@by_hand(
    Then(THU, "0/0", {"tp": IN_TERM}, {"nv": OVERDUE}),
    Then(FRI2, "1/1", {"tp": ON_TIME}, {"nv": OVERDUE}),  # never given, due Wednesday, the whole handed in on Friday
)
def a_part_never_given(h: History) -> None:
    task = h.give(MON, FRI, supporting=("nv",), support_due=WED)
    h.finish(task, FRI, approved=MON2)


@by_hand(
    Then(FRI, "0/1", {"tp": WAITING_LATE + HELD_UP}, {"nv": OVERDUE + HELD_UP}),
    Then(MON2, "0/1", {"tp": LATE + HELD_UP}, {"nv": OVERDUE + HELD_UP}),
)
def a_late_whole_whose_part_was_never_given(h: History) -> None:
    task = h.give(MON, THU, supporting=("nv",), support_due=WED)
    h.finish(task, FRI, approved=MON2)


@by_hand(
    Then(THU, "0/1", {"tp": OVERDUE + HELD_UP}, {"nv": OVERDUE + HELD_UP}),
    Then(FRI, "0/1", {"tp": OVERDUE}),  # released by the assigner: counts nowhere, and is nobody's excuse any more
    Then(MON2, "0/1", {"tp": LATE}),
)
def a_part_released(h: History) -> None:
    task = h.give(MON, WED, supporting=("nv",), support_due=TUE)
    h.withdraw(h.part_of(task, "nv"), FRI)
    h.finish(task, MON2)


@by_hand(
    Then(TUE, "0/0", {"tp": WAITING}, {"nv": IN_TERM}),
    Then(WED, "1/1", {"tp": EARLY}),  # its limit had not passed: let go
)
def a_part_not_yet_due_when_the_whole_is_done(h: History) -> None:
    h.finish(h.give(MON, FRI, supporting=("nv",), support_due=THU), TUE, approved=WED)


@by_hand(
    Then(FRI, "0/1", {"tp": OVERDUE + HELD_UP}, {"nv": ON_TIME, "tnd": OVERDUE + HELD_UP}),
    Then(MON2, "0/1", {"tp": LATE + HELD_UP}, {"nv": ON_TIME, "tnd": LATE + HELD_UP}),  # the commune alone held it up
)
def two_supporting_units_one_of_them_late(h: History) -> None:
    task = h.give(MON, THU, supporting=("nv", "tnd"), support_due=WED)
    h.finish(h.part_of(task, "nv"), WED)
    h.finish(h.part_of(task, "tnd"), MON2)
    h.finish(task, MON2)


@by_hand(
    Then(THU, "0/1", {"tp": WAITING_LATE + EXTENDED_LATE}, {"nv": IN_TERM}),  # handed in while the part was in term
    Then(
        TUE2, "0/1", {"tp": WAITING_LATE + EXTENDED_LATE}, {"nv": OVERDUE}
    ),  # late since, but nothing waited for it then
)
def a_part_that_falls_due_after_the_late_whole_was_handed_in(h: History) -> None:
    task = h.give(MON, TUE)
    h.ask_time(task, WED, TUE2, late_requests=True)
    h.grant(task, WED)
    h.add_part(task, THU, "nv", MON2)
    h.hand_in(task, THU)


@by_hand(
    Then(MON, "0/0", {"tp": IN_TERM}, {"nv": IN_TERM}),
    Then(TUE, "0/0", {"tp": IN_TERM}, {"tnd": IN_TERM}),  # the part has gone to the commune
    Then(THU, "0/1", {"tp": OVERDUE + HELD_UP}, {"tnd": OVERDUE + HELD_UP}),
    Then(FRI, "0/1", {"tp": LATE + HELD_UP}, {"tnd": LATE + HELD_UP}),
)
def a_part_declined_and_given_to_another(h: History) -> None:
    task = h.give(MON, WED, supporting=("nv",))
    part = h.part_of(task, "nv")
    h.decline(part, TUE)
    h.reassign(part, TUE, "tnd")
    h.hand_in(part, FRI, hour=10)
    h.finish(task, FRI)


@by_hand(
    Then(THU, "0/1", {"tp": OVERDUE}, {"nv": WAITING}),
    Then(FRI, "0/1", {"tp": OVERDUE}, {"nv": IN_TERM}),  # sent back at 10:00: 2 days past less the 2 that it lay
    Then(MON2, "0/1", {"tp": OVERDUE + HELD_UP}, {"nv": OVERDUE + HELD_UP}),  # 3 less 2
)
def a_part_sent_back_after_waiting(h: History) -> None:
    task = h.give(MON, WED, supporting=("nv",))
    part = h.part_of(task, "nv")
    h.hand_in(part, WED)
    h.send_back(part, FRI, hour=10)


@by_hand(
    Then(TUE, "0/0", {"tp": IN_TERM}, {"nv": IN_TERM}),
    Then(FRI, "0/0", {}),
)
def a_whole_withdrawn_with_its_part(h: History) -> None:
    h.withdraw(h.give(MON, WED, supporting=("nv",)), THU)


@by_hand(
    Then(MON, "0/0", {"tp": Tally(open_no_limit=1)}, {"nv": Tally(open_no_limit=1)}),
    Then(WED, "0/0", {"tp": Tally(done_no_limit=1)}),  # a part without a limit is let go
)
def work_without_a_limit(h: History) -> None:
    h.finish(h.give(MON, None, supporting=("nv",)), WED)


# --- disputes and urgings --------------------------------------------------------------------------------------------


@by_hand(
    Then(THU, "0/1", {"tp": LATE}),
    Then(FRI, "0/1", {"tp": LATE + DISPUTED}),  # counted as recorded, with the footnote
    Then(MON2, "1/1", {"tp": ON_TIME + Tally(corrected=1)}),  # upheld: it came on Wednesday; Friday's figure stays
)
def a_dispute_upheld_with_a_correction(h: History) -> None:
    task = h.give(MON, WED)
    h.finish(task, THU)
    h.dispute(task, FRI)
    h.conclude(task, MON2, is_upheld=True, done_on=WED)


@by_hand(
    Then(THU, "0/1", {"tp": OVERDUE}),
    Then(FRI, "0/1", {"tp": OVERDUE + DISPUTED}),
    Then(MON2, "0/1", {"tp": OVERDUE}),
)
def a_dispute_rejected(h: History) -> None:
    task = h.give(MON, WED)
    h.dispute(task, FRI)
    h.conclude(task, MON2, is_upheld=False)


@by_hand(
    Then(TUE, "0/0", {"tp": IN_TERM + Tally(urgings=1)}, {"nv": IN_TERM}),
    Then(FRI, "0/1", {"tp": OVERDUE + Tally(urgings=2) + HELD_UP}, {"nv": OVERDUE + Tally(urgings=1) + HELD_UP}),
    Then(
        MON2, "0/1", {"tnd": OVERDUE + HELD_UP}, {"nv": OVERDUE + Tally(urgings=1) + HELD_UP}
    ),  # Tư pháp was urged, not it
)
def urgings_count_for_the_unit_that_was_urged(h: History) -> None:
    task = h.give(MON, WED, supporting=("nv",))
    h.urge(task, TUE)
    h.urge(task, THU)
    h.urge(h.part_of(task, "nv"), FRI)
    h.reassign(task, MON2, "tnd")


@pytest.fixture
def ask(app: Flask, office: Office) -> Callable[..., Measured]:
    """The first quarter as known at 18:00 of a day, or another question."""

    def asking(on: date, **changes: object) -> Measured:
        question = Question(office.committee_id, "Asia/Ho_Chi_Minh", date(2026, 1, 1), date(2026, 3, 31), at(on, 18))
        with app.app_context():
            return measure(db.session(), replace(question, **changes))  # type: ignore[arg-type]

    return asking


@pytest.mark.parametrize(("history", "expected"), HISTORIES, ids=[history.__name__ for history, _ in HISTORIES])
def test_figures_worked_out_by_hand(
    history: Callable[[History], object],
    expected: tuple[Then, ...],
    writing: Writing,
    ask: Callable[..., Measured],
    office: Office,
) -> None:
    with writing() as h:
        history(h)
    for then in expected:
        leads = ask(then.on, basis=then.basis)
        parts = ask(then.on, basis=then.basis, kind=Kind.PART)
        assert (then.on, _by_code(leads, office)) == (then.on, then.leads)
        assert (then.on, _by_code(parts, office)) == (then.on, then.parts)
        assert (then.on, f"{leads.total.numerator}/{leads.total.denominator}") == (then.on, then.share)
        assert leads.total == sum(then.leads.values(), Tally())


def test_a_part_never_given_counts_in_the_period_in_which_it_ended_and_in_none_after_it(
    writing: Writing, ask: Callable[..., Measured]
) -> None:
    with writing() as h:
        a_part_never_given(h)  # due Wednesday 4; the whole was handed in on Friday 6, approved on Monday 9
    parts = {"kind": Kind.PART, "last": date(2026, 3, 31)}
    assert ask(FRI2, first=FRI, **parts).total == OVERDUE + Tally(carried_over=1)
    assert ask(FRI2, first=MON2, **parts).total == Tally()
    assert ask(FRI, first=FRI, **parts).total == OVERDUE + Tally(carried_over=1)  # as known before the approval
    assert ask(FRI2, kind=Kind.PART, last=TUE).total == IN_TERM  # a period that ended before its limit


def test_what_a_dispute_sets_right_stands_in_the_record_as_a_correction(
    writing: Writing, ask: Callable[..., Measured]
) -> None:
    with writing() as h:
        a_dispute_upheld_with_a_correction(h)
        (task,) = h.session.query(Task).all()
        found = [(event.kind, event.finished_on, event.reason) for event in task.events[-2:]]
    assert found == [("answer_dispute", THU, ""), ("correct", WED, "Đã xem")]
    assert [ask(day).total.numerator for day in (FRI, MON2)] == [
        0,
        1,
    ]  # both answers stand, the record tells them apart


def test_there_are_enough_histories() -> None:
    assert len(HISTORIES) >= 25


def _by_code(measured: Measured, office: Office) -> Counts:
    codes = {unit_id: code for code, unit_id in office.units.items()}
    return {codes[int(unit.slice.key)]: unit.tally for unit in measured.units}
