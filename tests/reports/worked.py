"""Histories of one lead unit worked out by hand, and what such a history expects.

The days: Monday 2 to Friday 6 March 2026, then Monday 9 to Friday 13. Moves of a day: given 8:00, units act 10:00 to
11:00, the assigner answers 14:00, results 15:00, decisions 16:00. Expected: what each lead unit (and supporting unit,
under its part) shows in the first quarter as known at 18:00 of a day; the comments count the working days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from taskapp.reports.ontime import Basis
from taskapp.reports.tally import Tally
from tests.reports.history import History

MON, TUE, WED, THU, FRI = (date(2026, 3, day) for day in range(2, 7))
MON2, TUE2, WED2, THU2, FRI2 = (date(2026, 3, day) for day in range(9, 14))
Counts = dict[str, Tally]


class Then(NamedTuple):
    """What was known at the end of a day: the headline share; per lead unit; per supporting unit over its parts."""

    on: date
    share: str  # the lead units together: on time / fallen due
    leads: Counts
    parts: Counts = {}  # noqa: RUF012 - never changed
    basis: Basis = Basis.CURRENT


HISTORIES: list[tuple[Callable[[History], object], tuple[Then, ...]]] = []

IN_TERM, OVERDUE, ON_TIME, LATE = (
    Tally(open_in_term=1), Tally(open_overdue=1), Tally(done_on_time=1), Tally(done_late=1),
)  # fmt: skip
EARLY = Tally(done_on_time=1, early=1)
WAITING, WAITING_LATE = Tally(open_in_term=1, waiting=1), Tally(open_overdue=1, waiting=1)
HELD_UP = Tally(held_up=1)
DISPUTED = Tally(disputed=1)
EXTENDED, EXTENDED_LATE = Tally(extensions=1), Tally(extensions=1, late_extensions=1)


def by_hand(*expected: Then) -> Callable[[Callable[[History], object]], Callable[[History], object]]:
    def keep(history: Callable[[History], object]) -> Callable[[History], object]:
        HISTORIES.append((history, expected))
        return history

    return keep


# --- one lead unit ---------------------------------------------------------------------------------------------------


@by_hand(
    Then(MON, "0/0", {"tp": IN_TERM}),
    Then(TUE, "0/1", {"tp": OVERDUE}),  # declined: the clock goes on; due Monday, Tuesday 18:00 is 1 day past
    Then(WED, "0/1", {"nv": OVERDUE}),  # upheld: Tư pháp leaves the denominator, Nội vụ has it with its limit
    Then(THU, "0/1", {"nv": LATE}),  # 3 days past
)
def a_decline_upheld(h: History) -> None:
    task = h.give(MON, MON)
    h.decline(task, TUE)
    h.reassign(task, WED, "nv")
    h.finish(task, THU)


@by_hand(
    Then(TUE, "0/0", {"tp": IN_TERM}),
    Then(WED, "0/0", {"tp": IN_TERM}),  # kept on its very limit
    Then(THU, "0/1", {"tp": LATE}),  # due Wednesday, handed in Thursday: the days of the decline are not given back
)
def a_decline_refused(h: History) -> None:
    task = h.give(MON, WED)
    h.decline(task, TUE)
    h.keep(task, WED)
    h.finish(task, THU)


@by_hand(
    Then(TUE, "0/0", {"tp": IN_TERM}),
    Then(WED, "0/0", {"nv": IN_TERM}),
    Then(FRI, "1/1", {"nv": ON_TIME}),  # due Friday
)
def a_reassignment(h: History) -> None:
    task = h.give(MON, FRI)
    h.accept(task, TUE)
    h.reassign(task, WED, "nv")
    h.finish(task, FRI)


@by_hand(
    Then(TUE, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/1", {"tp": OVERDUE}),
    Then(FRI, "0/0", {}),  # overdue until withdrawn, then nowhere
)
def a_withdrawal(h: History) -> None:
    h.withdraw(h.give(MON, WED), FRI)


@by_hand(
    Then(MON, "0/0", {"tp": Tally(open_in_term=2)}),
    Then(TUE, "0/0", {"tp": IN_TERM}),
    Then(WED, "1/1", {"tp": ON_TIME}),
)
def a_merger(h: History) -> None:
    task, same = h.give(MON, WED), h.give(MON, WED)
    h.merge(same, TUE, into=task)
    h.finish(task, WED)


@by_hand(
    Then(MON, "0/0", {"tp": Tally(open_no_limit=1)}),
    Then(TUE, "0/0", {"tp": IN_TERM}),  # the first limit of a task that had none
    Then(THU, "0/0", {"tp": IN_TERM}),
    Then(FRI, "0/1", {"tp": OVERDUE}),  # brought forward on Wednesday to Thursday
)
def a_limit_brought_forward(h: History) -> None:
    task = h.give(MON, None)
    h.bring_forward(task, TUE, MON2)
    h.bring_forward(task, WED, THU)


# --- extensions ------------------------------------------------------------------------------------------------------


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/1", {"tp": OVERDUE}),  # undecided: overdue once the old limit has passed
    Then(FRI, "0/0", {"tp": IN_TERM + EXTENDED}),  # granted: the new limit counts, Thursday's figure stays as it was
    Then(MON2, "1/1", {"tp": ON_TIME + EXTENDED}),
    Then(MON2, "0/1", {"tp": LATE + EXTENDED}, basis=Basis.ORIGINAL),  # by Wednesday it is 3 days late
)
def an_extension_asked_for_in_time_and_granted_later(h: History) -> None:
    task = h.give(MON, WED)
    h.ask_time(task, WED, MON2)
    h.grant(task, FRI)
    h.finish(task, MON2)


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/1", {"tp": OVERDUE}),
    Then(FRI, "0/1", {"tp": LATE}),  # 2 days past
)
def an_extension_never_decided(h: History) -> None:
    task = h.give(MON, WED)
    h.ask_time(task, TUE, MON2)
    h.finish(task, FRI)


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/1", {"tp": LATE}),  # the limit stays: 1 day past
)
def an_extension_refused(h: History) -> None:
    task = h.give(MON, WED)
    h.ask_time(task, TUE, MON2)
    h.refuse_time(task, WED)
    h.finish(task, THU)


@by_hand(
    Then(THU, "0/1", {"tp": OVERDUE}),
    Then(FRI, "0/1", {"tp": OVERDUE + EXTENDED_LATE}),  # granted to Tuesday, but Wednesday's limit had been missed
    Then(MON2, "0/1", {"tp": LATE + EXTENDED_LATE}),  # before the new limit, 3 days past the one that judges
    Then(MON2, "0/1", {"tp": LATE + EXTENDED_LATE}, basis=Basis.ORIGINAL),
)
def an_extension_after_the_limit_does_not_make_the_task_on_time(h: History) -> None:
    task = h.give(MON, WED)
    h.ask_time(task, THU, TUE2, late_requests=True)
    h.grant(task, FRI)
    h.finish(task, MON2)


# --- results, and the days that they wait ----------------------------------------------------------------------------


@by_hand(
    Then(MON, "0/0", {"tp": IN_TERM}),
    Then(WED, "0/0", {"tp": WAITING}),  # handed in on its limit
    Then(FRI2, "0/0", {"tp": WAITING}),  # 7 working days on the assigner's desk: in term all the same, outside
)
def a_result_that_waits(h: History) -> None:
    h.hand_in(h.give(MON, WED), WED)


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/1", {"tp": WAITING_LATE}),
    Then(FRI2, "0/1", {"tp": LATE}),  # 1 day past
)
def a_late_result_that_waits(h: History) -> None:
    h.finish(h.give(MON, WED), THU, approved=FRI2)


@by_hand(
    Then(THU, "0/0", {"tp": WAITING}),
    Then(FRI, "1/1", {"tp": ON_TIME}),  # 2 days past Wednesday, less Thursday and Friday on the assigner's desk: 0
)
def a_result_sent_back_after_waiting(h: History) -> None:
    task = h.give(MON, WED)
    h.hand_in(task, WED)
    h.send_back(task, FRI, hour=10)
    h.finish(task, FRI)


@by_hand(
    Then(FRI, "0/0", {"tp": IN_TERM}),  # sent back at 16:00: 2 days past less 2
    Then(MON2, "0/1", {"tp": LATE}),  # 3 days past less 2: 1
)
def a_result_sent_back_and_handed_in_again_too_late(h: History) -> None:
    task = h.give(MON, WED)
    h.hand_in(task, WED)
    h.send_back(task, FRI)
    h.finish(task, MON2)


@by_hand(
    Then(THU, "0/1", {"tp": WAITING_LATE}),
    Then(FRI, "0/1", {"tp": OVERDUE}),
    Then(MON2, "0/1", {"tp": LATE}),  # nothing taken off
)
def a_late_result_sent_back(h: History) -> None:
    task = h.give(MON, WED)
    h.hand_in(task, THU)
    h.send_back(task, FRI)
    h.finish(task, MON2)


@by_hand(
    Then(FRI, "1/1", {"tp": ON_TIME}),  # as above
    Then(TUE2, "1/1", {"tp": ON_TIME}),  # what was known before the office chose to be strict
    Then(WED2, "0/1", {"tp": LATE}),  # chosen at noon: 2 days past, the waiting is not taken off
)
def a_strict_office(h: History) -> None:
    a_result_sent_back_after_waiting(h)
    h.choose(WED2, is_strict=True)


@by_hand(
    Then(WED, "1/1", {"tp": EARLY}),
    Then(FRI, "0/1", {"tp": OVERDUE}),  # reopened with its old limit, Thursday
    Then(MON2, "0/1", {"tp": LATE}),  # 2 days past
)
def a_finished_task_opened_again(h: History) -> None:
    task = h.give(MON, THU)
    h.finish(task, WED)
    h.reopen(task, FRI)
    h.finish(task, MON2)


@by_hand(
    Then(WED, "0/0", {"tp": IN_TERM}),
    Then(THU, "0/0", {"tp": IN_TERM}),  # one piece is overdue, another late: the committee counts its own task only
    Then(FRI, "1/1", {"tp": ON_TIME}),
)
def pieces_are_not_counted(h: History) -> None:
    task = h.give(MON, FRI)
    first, _second = h.split(task, MON, TUE, WED)
    h.hand_in(first, WED)
    for piece in task.children:
        if piece is not first:
            h.hand_in(piece, THU)
        h.approve(piece, THU)
    h.finish(task, FRI)
