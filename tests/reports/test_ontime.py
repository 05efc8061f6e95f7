"""How one task counts, as a table; what the counts add up to, whatever the tasks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.reports.ontime import (
    Basis,
    Count,
    Image,
    Judged,
    Verdict,
    Yardstick,
    classify,
    held_up,
    in_population,
    judge,
    judged_at,
    late_parts,
)
from taskapp.reports.tally import Formula, Tally, tally
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import Exclusion, Kind, LimitKind, Source, State
from taskapp.workdays.arithmetic import Calendar

TET = Calendar(off={date(2026, 2, d): "Tết" for d in range(16, 21)})
MON, TUE, WED, THU, FRI = (date(2026, 3, d) for d in range(2, 7))
NEXT_MON = date(2026, 3, 9)
NOW = Moment(WED, time(9, 0))


def image(**changes: object) -> Image:
    plain = Image(
        task_id=1, task_kind=Kind.OFFICIAL, parent_id=None, to_state=State.IN_PROGRESS, effective_on=MON,
        lead_unit_id=1, lead_unit_name="Phòng Tư pháp", assignee_id=None, assigner_id=None,
        source=Source.OWN, field="", starred=False,
        limit_kind=LimitKind.DATED, issued_on=MON, original_due_on=THU, original_due_time=None, due_on=THU,
        due_time=None, missed_due_on=None, missed_due_time=None, extensions=0, submitted_on=None,
        submitted_time=None, finished_on=None, waited_workdays=0, objective_cause=False, disputed=False,
        excluded=None,
    )  # fmt: skip
    return plain._replace(**changes)  # type: ignore[arg-type]


def done(on: date, **changes: object) -> Image:
    return image(to_state=State.DONE, submitted_on=on, finished_on=on, **changes)


def waiting(on: date, **changes: object) -> Image:
    return image(to_state=State.SUBMITTED, submitted_on=on, **changes)


def lapsed(on: date, **changes: object) -> Image:
    """A part that was never given, ended on the day the whole was handed in."""
    return image(task_kind=Kind.PART, parent_id=9, to_state=State.WITHDRAWN, finished_on=on, **changes)


NO_LIMIT = {"limit_kind": LimitKind.NONE, "due_on": None, "original_due_on": None}


@pytest.mark.parametrize(
    ("what", "at", "expected"),
    [
        # the day of submission decides, not the day of judging
        (done(THU), Moment(NEXT_MON), Verdict(Count.DONE_ON_TIME)),
        (done(WED), Moment(NEXT_MON), Verdict(Count.DONE_ON_TIME, is_early=True)),
        (done(FRI), Moment(NEXT_MON), Verdict(Count.DONE_LATE)),
        (done(THU, **NO_LIMIT), Moment(NEXT_MON), Verdict(Count.DONE_NO_LIMIT)),
        # open: judged by the moment; the day of the limit lasts to 24:00
        (image(), Moment(THU, time(23, 59)), Verdict(Count.OPEN_IN_TERM)),
        (image(), Moment(FRI, time(0, 0)), Verdict(Count.OPEN_OVERDUE)),
        (image(**NO_LIMIT), Moment(FRI), Verdict(Count.OPEN_NO_LIMIT)),
        (image(limit_kind=LimitKind.CONTINUOUS), Moment(FRI), Verdict(Count.OPEN_NO_LIMIT)),
        # a limit with an hour: its minute is inclusive
        (image(due_time=time(17, 0)), Moment(THU, time(17, 0)), Verdict(Count.OPEN_IN_TERM)),
        (image(due_time=time(17, 0)), Moment(THU, time(17, 1)), Verdict(Count.OPEN_OVERDUE)),
        (done(THU, due_time=time(10), submitted_time=time(10, 0)), NOW, Verdict(Count.OPEN_IN_TERM)),  # not yet then
        (done(WED, due_on=WED, due_time=time(10), submitted_time=time(10, 0)), NOW, Verdict(Count.DONE_ON_TIME)),
        (done(WED, due_on=WED, due_time=time(10), submitted_time=time(10, 1)), NOW, Verdict(Count.DONE_LATE)),
        # waiting for a decision: judged by its submission, however long the approver takes
        (waiting(THU), Moment(NEXT_MON), Verdict(Count.OPEN_IN_TERM, is_waiting=True)),
        (waiting(FRI), Moment(NEXT_MON), Verdict(Count.OPEN_OVERDUE, is_waiting=True)),
        (waiting(FRI, **NO_LIMIT), Moment(NEXT_MON), Verdict(Count.OPEN_NO_LIMIT, is_waiting=True)),
        # declined: the clock goes on
        (image(to_state=State.DECLINED), Moment(FRI), Verdict(Count.OPEN_OVERDUE)),
        # sent back: the days a timely result lay waiting are not the doer's
        (image(waited_workdays=1), Moment(FRI), Verdict(Count.OPEN_IN_TERM)),
        (image(waited_workdays=1), Moment(NEXT_MON), Verdict(Count.OPEN_OVERDUE)),
        (done(FRI, waited_workdays=1), Moment(NEXT_MON), Verdict(Count.DONE_ON_TIME)),
        (done(NEXT_MON, waited_workdays=1), Moment(NEXT_MON), Verdict(Count.DONE_LATE)),
        # over Tết: due on the Friday before, handed in on the Monday after it = 1 working day late
        (done(date(2026, 2, 23), due_on=date(2026, 2, 13), waited_workdays=1), NOW, Verdict(Count.DONE_ON_TIME)),
        # a limit granted after the old one had passed: the missed one judges
        (done(FRI, due_on=NEXT_MON, missed_due_on=THU), Moment(NEXT_MON), Verdict(Count.DONE_LATE)),
        (image(due_on=NEXT_MON, missed_due_on=THU), Moment(FRI), Verdict(Count.OPEN_OVERDUE)),
        (done(THU, due_on=NEXT_MON, missed_due_on=THU), Moment(FRI), Verdict(Count.DONE_ON_TIME)),
        (image(missed_due_on=WED, missed_due_time=time(8)), NOW, Verdict(Count.OPEN_OVERDUE)),
        # a part never given: judged at most at the day on which the whole was handed in
        (lapsed(FRI), Moment(NEXT_MON), Verdict(Count.OPEN_OVERDUE)),
        (lapsed(FRI), Moment(THU, time(9)), Verdict(Count.OPEN_IN_TERM)),
        (lapsed(THU, due_time=time(10)), Moment(NEXT_MON), Verdict(Count.OPEN_OVERDUE)),  # that very day, past its hour
        (lapsed(FRI, waited_workdays=1), Moment(NEXT_MON), Verdict(Count.OPEN_IN_TERM)),  # the delay was not its own
        # an objective cause and a dispute never touch the verdict
        (done(FRI, objective_cause=True, disputed=True), Moment(NEXT_MON), Verdict(Count.DONE_LATE)),
        # out of every figure
        (done(THU, excluded=Exclusion.UNDONE), NOW, Verdict(Count.EXCLUDED)),
        (image(to_state=State.WITHDRAWN, excluded=Exclusion.MERGED), NOW, Verdict(Count.EXCLUDED)),
        # handed in only after the moment judged: still open then
        (done(FRI), Moment(THU), Verdict(Count.OPEN_IN_TERM)),
        (done(NEXT_MON), Moment(FRI), Verdict(Count.OPEN_OVERDUE)),
        (waiting(NEXT_MON), Moment(FRI), Verdict(Count.OPEN_OVERDUE)),
    ],
)
def test_how_a_task_counts(what: Image, at: Moment, expected: Verdict) -> None:
    assert classify(what, at, TET) == expected


def test_the_original_limit_judges_as_if_nothing_had_been_extended() -> None:
    extended = done(FRI, due_on=NEXT_MON, extensions=1)
    assert classify(extended, NOW._replace(on=NEXT_MON), TET).count is Count.DONE_ON_TIME
    assert classify(extended, NOW._replace(on=NEXT_MON), TET, basis=Basis.ORIGINAL).count is Count.DONE_LATE


def test_a_strict_office_does_not_take_the_waiting_off() -> None:
    sent_back = done(FRI, waited_workdays=5)
    assert classify(sent_back, Moment(FRI), TET, strict=True).count is Count.DONE_LATE


@pytest.mark.parametrize(
    ("what", "counts"),
    [
        (image(issued_on=date(2025, 12, 31)), True),  # carried over
        (image(issued_on=date(2026, 3, 31)), True),
        (image(issued_on=date(2026, 4, 1)), False),  # given after the period
        (done(date(2025, 12, 31), issued_on=date(2025, 12, 1)), False),  # finished before it
        (done(date(2026, 1, 1), issued_on=date(2025, 12, 1)), True),
        (done(date(2026, 4, 2)), True),  # finished after it: open in it
        (image(excluded=Exclusion.WITHDRAWN), False),
        (image(issued_on=None), False),
        (lapsed(date(2026, 1, 1), issued_on=date(2025, 12, 1)), True),  # in the period in which it ended
        (lapsed(date(2025, 12, 31), issued_on=date(2025, 12, 1)), False),  # and in none after it
    ],
)
def test_which_tasks_a_period_counts(what: Image, counts: bool) -> None:
    assert in_population(what, date(2026, 1, 1), date(2026, 3, 31)) is counts


LATE_PART, TIMELY_PART = image(task_id=2, due_on=TUE, lead_unit_id=2), done(TUE, task_id=3, due_on=TUE, lead_unit_id=3)


@pytest.mark.parametrize(
    ("whole", "parts", "holding"),
    [
        (image(), [], set()),  # late and alone
        (image(), [TIMELY_PART], set()),
        (image(), [LATE_PART, TIMELY_PART], {2}),
        (image(due_on=NEXT_MON), [LATE_PART], set()),  # the whole is not late
        (image(**NO_LIMIT), [LATE_PART], set()),
        (done(FRI), [LATE_PART], {2}),
        (done(FRI), [done(NEXT_MON, task_id=2, due_on=FRI, lead_unit_id=2)], set()),  # due on the day of handing in
        (done(FRI), [LATE_PART._replace(due_on=FRI)], set()),  # late only after the whole had been handed in
        (waiting(FRI), [done(NEXT_MON, task_id=2, due_on=THU, lead_unit_id=2)], {2}),  # came too late for the whole
        (image(), [LATE_PART._replace(excluded=Exclusion.WITHDRAWN)], set()),  # released
        (image(), [LATE_PART._replace(missed_due_on=TUE, due_on=NEXT_MON)], {2}),
    ],
)
def test_which_supporting_units_held_a_task_up(whole: Image, parts: list[Image], holding: set[int]) -> None:
    by = Yardstick(Moment(NEXT_MON, time(18)), TET)
    (judged,) = judge([whole], date.min, date.max, by)
    found = late_parts(judged, parts, by)
    assert {part.lead_unit_id for part in found} == holding
    assert held_up(judged, judge(found, date.min, date.max, by)) is bool(holding)


def test_tasks_are_judged_at_the_end_of_the_period_or_now_whichever_is_earlier() -> None:
    now = datetime(2026, 3, 4, 9, 30, 59)  # noqa: DTZ001 - already on the wall clock
    assert judged_at(date(2026, 3, 31), now) == Moment(date(2026, 3, 4), time(9, 30))
    assert judged_at(date(2026, 3, 4), now) == Moment(date(2026, 3, 4), time(9, 30))
    assert judged_at(date(2026, 3, 3), now) == Moment(date(2026, 3, 3), time(23, 59))


def test_the_published_year_2017_gives_the_published_shares() -> None:
    """VPCP 2017: 21,914 tasks, 14,068 on time, 1,983 late, 223 overdue: 64 % or 99 %, by formula."""
    year = Tally(done_on_time=14068, done_late=1983, open_overdue=223, open_in_term=21914 - 14068 - 1983 - 223)
    shares = {formula.value: round(year.ratio(formula).share or 0, 3) for formula in Formula}
    assert shares == {"headline": 0.864, "a": 0.642, "b": 0.876, "c": 0.986, "d": 0.732}


def test_what_is_out_of_every_figure_adds_up_to_nothing() -> None:
    withdrawn = image(excluded=Exclusion.WITHDRAWN)
    assert tally([Judged(withdrawn, classify(withdrawn, NOW, TET))]) == Tally()


def test_a_share_with_nothing_due_is_none() -> None:
    assert Tally(open_in_term=3, done_no_limit=2).on_time_share is None


days = st.dates(date(2026, 1, 1), date(2026, 6, 30))
hours = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))


@st.composite
def tasks(draw: st.DrawFn) -> Image:
    state = draw(st.sampled_from([s for s in State if s is not State.DRAFT]))
    issued, limit = draw(days), draw(st.none() | days)
    submitted = draw(days) if state in (State.DONE, State.SUBMITTED) else None
    excluded = draw(st.none() | st.sampled_from(Exclusion)) if state is State.WITHDRAWN else None
    ended = draw(days) if state is State.WITHDRAWN and excluded is None else None  # a part that was never given
    return image(
        task_id=draw(st.integers(1, 10**6)), to_state=state, lead_unit_id=draw(st.integers(1, 4)), issued_on=issued,
        limit_kind=LimitKind.DATED if limit else draw(st.sampled_from(list(LimitKind)[1:])), due_on=limit,
        due_time=draw(hours) if limit else None, submitted_on=submitted, submitted_time=draw(hours),
        finished_on=submitted if state is State.DONE else ended, waited_workdays=draw(st.integers(0, 6)),
        missed_due_on=draw(st.none() | days) if limit else None, disputed=draw(st.booleans()), excluded=excluded,
    )  # fmt: skip


moments = st.builds(Moment, days, hours)


@given(st.lists(tasks(), max_size=30), days, days, moments, st.booleans())
def test_the_six_counts_are_the_population_and_the_total_is_the_sum_of_its_units(
    images: list[Image], one: date, other: date, at: Moment, strict: bool
) -> None:
    first, last = sorted((one, other))
    judged = judge(images, first, last, Yardstick(at, TET, strict=strict))
    total = tally(judged)
    assert total.assigned == len(judged) == sum(in_population(i, first, last) for i in images)
    assert total.carried_over + total.in_period == total.assigned
    assert total.early <= total.done_on_time
    assert total.waiting <= total.open
    assert total.numerator <= total.denominator <= total.assigned
    by_unit = [tally(j for j in judged if j.image.lead_unit_id == unit) for unit in range(1, 5)]
    assert sum(by_unit, Tally()) == total


@given(st.lists(tasks(), max_size=20), moments)
def test_tasks_still_in_term_or_without_limit_never_move_the_headline(images: list[Image], at: Moment) -> None:
    judged = judge(images, date.min, date.max, Yardstick(at, TET))
    before = tally(judged)
    limit = at.on + timedelta(days=1)
    more = [image(due_on=limit), image(**NO_LIMIT), waiting(at.on, due_on=at.on), done(at.on, **NO_LIMIT)]
    after = tally([*judged, *judge(more, date.min, date.max, Yardstick(at, TET))])
    assert after.assigned == before.assigned + len(more)
    assert after.ratio(Formula.HEADLINE) == before.ratio(Formula.HEADLINE)


@given(tasks(), moments, st.integers(0, 400))
def test_what_was_handed_in_by_its_limit_stays_on_time_however_late_it_is_judged(
    what: Image, at: Moment, later: int
) -> None:
    verdict = classify(what, at, TET)
    if verdict.is_waiting or verdict.count in (Count.DONE_ON_TIME, Count.DONE_LATE):
        assert classify(what, Moment(at.on + timedelta(days=later)), TET) == verdict
