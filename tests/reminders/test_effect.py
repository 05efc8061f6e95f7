"""Which reminders work, as a table: who did what after which reminder, and until when it counts."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskapp.reminders import telling
from taskapp.reminders.effect import (
    COMMENT,
    ENOUGH,
    TELLS,
    Deed,
    Row,
    Sent,
    Step,
    Terms,
    Verdict,
    asks,
    measure,
    settled_until,
)
from taskapp.reminders.effect_words import STEP_NAMES, step_days, step_name
from taskapp.reminders.headings import BY_LIMIT
from taskapp.tasks.states import Change, Move
from taskapp.workdays.arithmetic import Calendar
from tests.reminders.making import TET, at

TERMS = Terms(Calendar(TET, {}), "Asia/Ho_Chi_Minh")
OFFICER, OTHER, DEPUTY = 2, 3, 8
FRIDAY = at(date(2026, 3, 6), 7, 30)


def sent(step: str = "before:1", task_id: int = 7, on: datetime = FRIDAY, **more: object) -> Sent:
    return Sent(task_id, OFFICER, step, on, on, **more)  # type: ignore[arg-type]


def deed(
    when: datetime, kind: str = Change.PROGRESS, by: int = OFFICER, place: int | None = None, task_id: int = 7
) -> Deed:
    return Deed(task_id, when, kind, by, place)


def counted(reminder: Sent, *deeds: Deed) -> tuple[int, int]:
    (row,) = measure([reminder], deeds, TERMS)
    assert (row.delivered, row.persons) == (1, {OFFICER})
    return row.followed, row.stirred


@pytest.mark.parametrize(
    ("done", "followed", "stirred"),
    [
        (deed(at(date(2026, 3, 6), 7, 31)), 1, 1),  # at once
        (deed(at(date(2026, 3, 7), 10)), 1, 1),  # a Saturday in between
        (deed(at(date(2026, 3, 9), 23, 59)), 1, 1),  # the end of the next working day
        (deed(at(date(2026, 3, 10), 0)), 0, 0),  # too late
        (deed(at(date(2026, 3, 6), 7, 30)), 0, 0),  # done before it had arrived
        (deed(at(date(2026, 3, 6), 9), COMMENT), 1, 0),  # an answer in words brings nothing on by itself
        (deed(at(date(2026, 3, 6), 9), Move.SUBMIT, OTHER), 0, 1),  # somebody else did it
        (deed(at(date(2026, 3, 6), 9), Change.URGE, OTHER), 0, 0),  # somebody else only urged
        (deed(at(date(2026, 3, 6), 9), Move.SUBMIT, DEPUTY, OFFICER), 1, 1),  # in his place
        (deed(at(date(2026, 3, 6), 9), Move.SUBMIT, OFFICER, OTHER), 1, 1),  # he, in another's place
        (deed(at(date(2026, 3, 6), 9), Change.STAR), 0, 0),  # a mark is nothing done
        (deed(at(date(2026, 3, 6), 9), task_id=8), 0, 0),  # another task
    ],
)
def test_a_reminder_is_followed_by_what_its_reader_does_until_the_end_of_the_next_working_day(
    done: Deed, followed: int, stirred: int
) -> None:
    assert counted(sent(), done) == (followed, stirred)


def test_days_off_lengthen_the_time() -> None:
    before_tet = sent(on=at(date(2026, 2, 13), 7, 30))
    assert counted(before_tet, deed(at(date(2026, 2, 23), 17))) == (1, 1)  # the first working day after the holidays
    assert counted(before_tet, deed(at(date(2026, 2, 24), 8))) == (0, 0)


@pytest.mark.parametrize(
    ("step", "kind", "followed"),
    [
        ("waiting:260302T020000:3", Move.APPROVE, 1),
        ("waiting:260302T020000:3", Change.PROGRESS, 0),
        ("asked:4", Change.REFUSE_EXTENSION, 1),
        ("asking:4:1", Change.URGE, 0),
        ("declined:260302T020000", Move.REFUSE_DECLINE, 1),
        ("disputed:5", Change.ANSWER_DISPUTE, 1),
        ("disputed:5", Move.APPROVE, 0),
        ("overdue:2026-03-06", Change.ASK_EXTENSION, 1),
        ("unanswered:3", Change.URGE, 1),
        ("approved:1", Change.PROGRESS, 0),  # it asks for nothing
        ("some_new_step:1", Move.ACCEPT, 1),
    ],
)
def test_what_counts_is_what_the_step_asks_for(step: str, kind: str, followed: int) -> None:
    assert counted(sent(step), deed(at(date(2026, 3, 6), 9), kind))[0] == followed


@pytest.mark.parametrize(
    ("reminder", "step", "name", "days"),
    [
        (sent("before:0"), Step("before", 0), "Nhắc trước hạn", "đúng ngày đến hạn"),
        (sent("before:3"), Step("before", 3), "Nhắc trước hạn", "còn 3 ngày"),
        (sent("overdue:2026-03-06", limit=date(2026, 3, 5)), Step("overdue", 1), "Quá hạn", "ngày thứ 1"),
        (sent("overdue:2026-03-06", limit=date(2026, 3, 4)), Step("overdue", 2), "Quá hạn", "ngày thứ 2"),
        (sent("overdue:2026-03-06", limit=date(2026, 2, 27)), Step("overdue", 3), "Quá hạn", "ngày thứ 3 đến thứ 5"),
        (sent("overdue:2026-03-06", limit=date(2026, 2, 26)), Step("overdue", 6), "Quá hạn", "sau ngày thứ 5"),
        (sent("overdue:2026-03-06", limit=date(2026, 2, 26), waited=4), Step("overdue", 2), "Quá hạn", "ngày thứ 2"),
        (sent("overdue:2026-03-06"), Step("overdue"), "Quá hạn", ""),  # the record does not say which limit
        (
            sent("escalated:2026-03-06", limit=date(2026, 3, 3)),
            Step("escalated", 3),
            "Quá hạn, báo cấp trên",
            "ngày thứ 3 đến thứ 5",
        ),
        (sent("waiting:260302T020000:3"), Step("waiting", 3), "Kết quả chờ duyệt", "ngày thứ 3 đến thứ 5"),
        (sent("held_up:10"), Step("held_up", 6), "Đơn vị phối hợp đang giữ việc", "sau ngày thứ 5"),
        (sent("urged:12"), Step("urged"), "Đôn đốc", ""),
        (sent("some_new_step:1"), Step("some_new_step"), "some_new_step", ""),
    ],
)
def test_steps_that_come_again_are_grouped_by_the_days_that_have_passed(
    reminder: Sent, step: Step, name: str, days: str
) -> None:
    (row,) = measure([reminder], [], TERMS)
    assert row.step == step
    assert (step_name(step), step_days(step)) == (name, days)


@pytest.mark.parametrize(
    ("step", "delivered", "followed", "verdict"),
    [
        (Step("before", 1), ENOUGH, ENOUGH // 2, Verdict.WORKS),
        (Step("before", 1), ENOUGH, ENOUGH // 2 - 1, Verdict.PARTLY),
        (Step("before", 1), ENOUGH, ENOUGH // 5, Verdict.PARTLY),
        (Step("before", 1), ENOUGH, ENOUGH // 5 - 1, Verdict.NOISE),
        (Step("before", 1), ENOUGH - 1, 0, Verdict.FEW),
        (Step("approved"), 500, 0, Verdict.TELLS),
    ],
)
def test_what_works_and_what_is_noise_goes_by_named_thresholds(
    step: Step, delivered: int, followed: int, verdict: Verdict
) -> None:
    row = Row(step, delivered, followed)
    assert row.verdict is verdict
    assert (row.share is None) == (verdict is Verdict.TELLS)


def test_what_works_best_stands_first_and_what_only_tells_last() -> None:
    def many(step: str, first_task: int) -> list[Sent]:
        return [sent(step, first_task + n) for n in range(ENOUGH)]

    reminders = [*many("before:5", 100), *many("before:1", 200), *many("approved:1", 300), sent("urged:1", 400)]
    deeds = [deed(at(date(2026, 3, 6), 9), task_id=200 + n) for n in range(ENOUGH)]
    deeds += [deed(at(date(2026, 3, 6), 9), task_id=250)]  # of a task nobody was reminded of
    found = measure(reminders, deeds, TERMS)
    assert [(row.step, row.delivered, row.followed) for row in found] == [
        (Step("before", 1), ENOUGH, ENOUGH),
        (Step("before", 5), ENOUGH, 0),
        (Step("urged"), 1, 0),
        (Step("approved"), ENOUGH, 0),
    ]


def test_each_person_is_counted_once_and_each_reminder() -> None:
    (row,) = measure([sent("before:1", 7), sent("before:1", 8)], [deed(at(date(2026, 3, 6), 9), task_id=8)], TERMS)
    assert (row.delivered, row.followed, len(row.persons)) == (2, 1, 1)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 3, 6), date(2026, 3, 4)),  # Thursday's still have Friday
        (date(2026, 3, 9), date(2026, 3, 5)),  # Friday's still have Monday
        (date(2026, 3, 8), date(2026, 3, 5)),
        (date(2026, 3, 10), date(2026, 3, 8)),
        (date(2026, 2, 23), date(2026, 2, 12)),  # over the holidays
    ],
)
def test_only_reminders_whose_time_has_run_out_are_judged(today: date, last: date) -> None:
    assert settled_until(today, TERMS.calendar) == last


def test_every_step_of_the_house_has_a_name_and_what_only_tells_asks_for_nothing() -> None:
    assert set(STEP_NAMES) >= {*BY_LIMIT, *telling._TELL, *TELLS}
    assert not any(asks(kind) for kind in TELLS)
