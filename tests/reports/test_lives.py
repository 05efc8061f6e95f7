"""From events to stretches of work: what ends them, what was known on a morning, and a whole office read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taskapp.reports.lives import Numbering, Turn, stretches
from taskapp.reports.stretches import Loads, Stretch, done_by, learnt_from, loads, paces, still_open, stood
from taskapp.tasks.states import LimitKind, State
from taskapp.workdays.arithmetic import Calendar
from tests.bench.working import Workplace, known_on
from tests.reports.told import Days, turns

TET = Calendar({date(2026, 2, day): "Tết" for day in range(16, 21)})
NUMBERS = Numbering(TET)
ORDINARY = Numbering(Calendar())
TODAY = date(2026, 3, 2)
BASE = Turn(
    task_id=1,
    kind="issue",
    on=date(2026, 2, 2),
    to_state=State.ASSIGNED,
    lead_unit_id=5,
    assignee_id=None,
    source="own",
    is_starred=False,
    limit_kind=LimitKind.DATED,
    issued_on=date(2026, 2, 2),
    due_on=date(2026, 3, 6),
    extensions=0,
    submitted_on=None,
)


def turn(kind: str, on: date, state: State = State.IN_PROGRESS, **changes: object) -> Turn:
    return BASE._replace(kind=kind, on=on, to_state=state, **changes)  # type: ignore[arg-type]


def read(*more: Turn) -> list[Stretch]:
    return stretches([BASE, *more], NUMBERS, TODAY)


def day(number: int, month: int = 2) -> int:
    return NUMBERS.of(date(2026, month, number))


def test_a_task_handed_in_is_one_stretch_from_the_morning_after_its_assignment() -> None:
    (one,) = read(
        turn("accept", date(2026, 2, 3)),
        turn("name_officer", date(2026, 2, 4), assignee_id=9),
        turn("progress", date(2026, 2, 9), assignee_id=9),
        turn("urge", date(2026, 2, 10), assignee_id=9),
        turn("submit", date(2026, 2, 12), State.SUBMITTED, assignee_id=9, submitted_on=date(2026, 2, 12)),
    )
    assert (one.begun, one.first, one.last, one.due) == (day(2), day(3), day(12), day(6, 3))
    assert (one.accepted, one.signs, one.urgings) == (day(3), (day(3), day(9)), (day(10),))
    assert (one.officers, one.is_handed_in, one.is_running, one.missed) == (((day(4), 9),), True, False, False)


def test_a_unit_that_is_succeeded_neither_ends_nor_begins_a_stretch() -> None:
    (one,) = read(
        turn("accept", date(2026, 2, 3)),
        turn("progress", date(2026, 2, 9)),
        turn("unit_changed", date(2026, 2, 10), lead_unit_id=6),
    )
    assert (one.begun, one.accepted, one.signs, one.is_running) == (day(2), day(3), (day(3), day(9)), True)
    assert one.unit_id == 6


@pytest.mark.parametrize(
    ("end", "last"),
    [
        (turn("extend", date(2026, 2, 10), due_on=date(2026, 3, 13), extensions=1), 10),
        (turn("reassign", date(2026, 2, 10), State.ASSIGNED, lead_unit_id=6), 10),
        (turn("withdraw", date(2026, 2, 10), State.WITHDRAWN), 10),
        (turn("decline", date(2026, 2, 3), State.DECLINED), 3),
        (turn("move_limit", date(2026, 2, 10), limit_kind=LimitKind.NONE, due_on=None), 10),
    ],
)
def test_whatever_else_ends_a_stretch_leaves_open_how_long_it_would_have_taken(end: Turn, last: int) -> None:
    one, *_more = read(end)
    assert (one.last, one.is_handed_in, one.missed) == (day(last), False, False)


def test_what_still_runs_was_seen_until_yesterday() -> None:
    (one,) = read()
    assert (one.last, one.is_running) == (day(27), True)


def test_a_result_sent_back_begins_another_stretch_of_the_same_unit() -> None:
    first, second = read(
        turn("submit", date(2026, 2, 10), State.SUBMITTED, submitted_on=date(2026, 2, 10)),
        turn("send_back", date(2026, 2, 12)),
    )
    assert (first.is_handed_in, second.first, second.begun, second.returned) == (True, day(13), day(2), 1)


def test_another_unit_begins_anew_and_knows_nothing_of_the_first() -> None:
    _first, second = read(
        turn("accept", date(2026, 2, 3)), turn("reassign", date(2026, 2, 10), State.ASSIGNED, lead_unit_id=6)
    )
    assert (second.unit_id, second.begun, second.accepted, second.signs) == (6, day(10), None, ())


def test_what_a_register_says_of_the_past_tells_nothing_of_its_mornings() -> None:
    past = turn("record_past", date(2026, 2, 10), State.DONE, submitted_on=date(2026, 2, 10))
    assert stretches([BASE._replace(kind="record_past"), past], NUMBERS, TODAY) == []
    (running,) = stretches([BASE._replace(kind="record_past", on=date(2026, 2, 25))], NUMBERS, TODAY)
    assert (running.begun, running.first) == (day(2), day(26))


def test_a_result_on_a_day_off_counts_to_the_next_working_day_unless_it_was_in_time() -> None:
    assert NUMBERS.handed_in(date(2026, 2, 7), date(2026, 2, 12)) == day(9)
    assert NUMBERS.handed_in(date(2026, 2, 8), date(2026, 2, 8)) == day(6)  # due that Sunday
    assert NUMBERS.handed_in(date(2026, 2, 17), date(2026, 2, 13)) == day(23)  # at Tết, after the limit


def test_a_morning_knows_nothing_of_its_own_day_or_later() -> None:
    one = Stretch(1, 5, "own", 0, 20, 1, 18, accepted=4, signs=(4, 9), urgings=(11,), officers=((4, 9),))
    standings = {morning: stood(one, morning, Loads()) for morning in (4, 5, 9, 10, 12)}
    assert [(m, s.is_unaccepted, s.has_officer, s.silent, s.urged) for m, s in standings.items()] == [
        (4, True, False, 3, 0),
        (5, False, True, 0, 0),
        (9, False, True, 4, 0),
        (10, False, True, 0, 0),
        (12, False, True, 2, 1),
    ]
    assert [s.left for s in standings.values()] == [17, 16, 12, 11, 9]
    assert [s.observed for s in standings.values()] == [15, 14, 10, 9, 7]


def test_an_officers_load_is_what_he_has_to_do_on_the_morning() -> None:
    known = loads([
        Stretch(1, 5, "own", 0, 20, 1, 10, officers=((2, 9),)),
        Stretch(2, 5, "own", 0, 20, 1, 12, officers=((4, 9), (8, 7))),
    ])  # fmt: skip
    assert [known.on(9, morning) for morning in (2, 3, 5, 8, 9, 10, 11)] == [0, 1, 2, 2, 1, 1, 0]
    assert (known.on(7, 9), known.on(None, 5)) == (1, 0)


def test_mornings_are_spread_over_a_stretch_and_weigh_as_one() -> None:
    found = list(learnt_from([Stretch(1, 5, "own", 0, 20, 1, 16)], Loads()))
    assert [one.elapsed for one in found] == [2, 6, 10, 14]
    assert sum(one.weight for one in found) == 1
    assert list(learnt_from([Stretch(1, 5, "own", 0, 20, 25, 30)], Loads())) == []  # begun when its limit had passed


def test_half_is_done_by_the_day_that_the_unfinished_are_counted_in() -> None:
    ends = [(2, True), (3, False), (4, True), (6, True), (7, False)]
    assert still_open(ends) == [(2, 0.8), (3, 0.8), (4, pytest.approx(0.8 * 2 / 3)), (6, pytest.approx(0.8 / 3)),
                                (7, pytest.approx(0.8 / 3))]  # fmt: skip
    assert (done_by(ends, 0.5), done_by(ends, 0.9), done_by([], 0.5)) == (6, None, None)


def test_the_pace_of_a_unit_is_told_from_ten_results_on() -> None:
    ours = [Stretch(n, 5, "own", 0, 20, 1, 8, is_handed_in=True) for n in range(10)]
    assert paces(ours) == {5: 8}
    assert paces(ours[1:]) == {}


def test_an_office_written_as_events_and_read_back_is_the_same() -> None:
    lived, days = Workplace(3, units=3).live(90), Days(date(2025, 9, 1))
    shift = ORDINARY.of(days[0])
    expected = [one for one in known_on(lived, 80) if one.last >= one.first]
    read_back = stretches(turns(lived, days, 79), ORDINARY, days[80])
    assert sorted(map(_bare, (_moved(one, -shift) for one in read_back if one.last >= one.first))) == sorted(
        map(_bare, expected)
    )


def _moved(one: Stretch, by: int) -> Stretch:
    return replace(
        one,
        begun=one.begun + by,
        due=one.due + by,
        first=one.first + by,
        last=one.last + by,
        accepted=None if one.accepted is None else one.accepted + by,
        signs=tuple(each + by for each in one.signs),
        urgings=tuple(each + by for each in one.urgings),
        officers=tuple((each + by, who) for each, who in one.officers),
    )


def _bare(one: Stretch) -> tuple[object, ...]:
    """What a forecast sees of a stretch: nothing of its last day or later."""
    accepted = one.accepted if one.accepted is not None and one.accepted < one.last else -1
    before = [tuple(sorted({day for day in days if day < one.last})) for days in (one.signs, one.urgings)]
    officers = tuple(each for each in one.officers if each[0] < one.last)
    return (one.task_id, one.unit_id, one.source, one.begun, one.due, one.first, one.last, one.is_handed_in,
            one.extensions, one.returned, accepted, *before, officers)  # fmt: skip
