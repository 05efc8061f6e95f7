"""The three shares of NĐ 335/2025/NĐ-CP worked by hand, scoring tables, who may read and decide: all pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskapp.people.rights import Place, Rights, Role, Standing
from taskapp.reports import scoring
from taskapp.reports.evaluation import Deductions, Evaluation, Group, Product, Share, delays, together
from taskapp.reports.evaluation_rights import may_decide, may_read
from taskapp.reports.ontime import Image, Yardstick, judge
from taskapp.reports.scoring import Scored, Scoring
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import LimitKind, State
from taskapp.workdays.arithmetic import Calendar
from tests.reports.test_ontime import done, image, lapsed, waiting

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
MON, THU, FRI, LATE, LATER = (date(2026, 3, day) for day in (2, 5, 6, 12, 24))
BY = Yardstick(Moment(LAST), Calendar())
COMBINED = Scoring(
    Scored.COMBINATION, "", "", FIRST, ({"points": 70, "quantity": 1, "quality": 1, "progress": 1},)
)  # fmt: skip


def product(one: Image, weight: str = "1", failures: int = 0) -> Product:
    (judged,) = judge([one], FIRST, LAST, BY)
    return Product(judged, Decimal(weight), failures, delays(judged, BY))


def evaluate(*products: Product, **rules: object) -> Evaluation:
    return Evaluation(products, Deductions(**rules))  # type: ignore[arg-type]


def made_of(evaluation: Evaluation) -> list[str]:
    """Each share as numerator/denominator."""
    return [f"{float(p.numerator):g}/{float(p.denominator):g}" for p in evaluation.portions.values()]


ON_TIME, DONE_LATE = done(THU), done(LATE)  # due Thursday 5 March
OVERDUE, IN_TERM, NO_LIMIT = image(), image(due_on=date(2026, 4, 10)), image(limit_kind=LimitKind.NONE, due_on=None)
STANDING_WORK = image(limit_kind=LimitKind.CONTINUOUS)
MISSED = {"missed_due_on": THU, "due_on": FRI}


@pytest.mark.parametrize(
    ("one", "failures", "quantity", "quality", "progress"),
    [
        (ON_TIME, 0, "1/1", "1/1", "1/1"),
        (ON_TIME, 1, "1/1", "0.75/1", "1/1"),  # sent back once, the last result still within the limit
        (ON_TIME, 3, "1/1", "0.25/1", "1/1"),
        (ON_TIME, 5, "1/1", "0/1", "1/1"),  # never below nothing
        (DONE_LATE, 0, "1/1", "1/1", "0.75/1"),
        (DONE_LATE, 2, "1/1", "0.5/1", "0.75/1"),
        (DONE_LATE._replace(objective_cause=True), 0, "1/1", "1/1", "1/1"),
        (OVERDUE, 0, "0/1", "0/1", "0.75/1"),  # one delay so far, nothing finished
        (OVERDUE._replace(objective_cause=True), 0, "0/1", "0/1", "1/1"),
        (OVERDUE, 1, "0/1", "0/1", "0.75/1"),
        (done(FRI)._replace(**MISSED), 0, "1/1", "1/1", "0.75/1"),  # the later limit was kept: one delay
        (done(LATE)._replace(**MISSED), 0, "1/1", "1/1", "0.5/1"),  # and that was missed too: two
        (image()._replace(**MISSED), 0, "0/1", "0/1", "0.5/1"),
        (done(LATE)._replace(**MISSED, objective_cause=True), 0, "1/1", "1/1", "1/1"),
        (IN_TERM, 0, "0/1", "0/1", "1/1"),
        (NO_LIMIT, 0, "0/1", "0/1", "1/1"),
        (done(LATE, limit_kind=LimitKind.NONE), 0, "1/1", "1/1", "1/1"),
        (waiting(THU), 0, "0/0", "0/0", "0/0"),  # lies with the assigner
        (waiting(LATE), 0, "0/0", "0/0", "0/0"),
        (image(limit_kind=LimitKind.CONTINUOUS), 0, "0/0", "0/0", "0/0"),
        (image(limit_kind=LimitKind.RECURRING), 0, "0/0", "0/0", "0/0"),
        (lapsed(LATE), 0, "0/1", "0/1", "0.75/1"),  # a part never given
        (image(to_state=State.DECLINED), 0, "0/1", "0/1", "0.75/1"),  # the clock goes on
    ],
)
def test_what_one_product_earns(one: Image, failures: int, quantity: str, quality: str, progress: str) -> None:
    assert made_of(evaluate(product(one, failures=failures))) == [quantity, quality, progress]


def test_a_person_with_a_bit_of_everything() -> None:
    person = evaluate(
        product(ON_TIME),
        product(ON_TIME, failures=1),
        product(DONE_LATE),
        product(DONE_LATE._replace(objective_cause=True)),
        product(OVERDUE),
        product(IN_TERM),
        product(waiting(THU)),
        product(ON_TIME._replace(issued_on=date(2026, 2, 2))),  # carried over from February
    )
    # 7 counted: 5 finished; 5 − 0,25; 7 − 0,25 (late) − 0,25 (overdue), the excused one in full
    assert made_of(person) == ["5/7", "4.75/7", "6.5/7"]
    counts = {group: person.count(group) for group in Group}
    assert counts == {
        Group.ASSIGNED: 8, Group.CARRIED_OVER: 1, Group.COUNTED: 7, Group.FINISHED: 5, Group.FAILED: 1,
        Group.LATE: 3, Group.EXCUSED: 1, Group.WAITING: 1, Group.IN_TERM: 1, Group.STANDING: 0, Group.OVERDUE: 1,
        Group.LEFT_OUT: 1,
        Group.QUANTITY: 5, Group.QUALITY: 5, Group.PROGRESS: 7,
    }  # fmt: skip
    # 70 × (5/7 + 4,75/7 + 6,5/7) ÷ 3 = 70 × 16,25 ÷ 21
    points = scoring.result_points(COMBINED, person)
    assert points is not None
    assert round(points, 2) == Decimal("54.17")


def test_products_count_by_their_weight() -> None:
    person = evaluate(product(ON_TIME, "3"), product(DONE_LATE, "0.5", failures=1), product(OVERDUE, "1.5"))
    assert made_of(person) == ["3.5/5", "3.375/5", "4.5/5"]  # progress: 3 + 0,375 + 1,125


def test_an_office_may_leave_out_what_is_not_yet_due() -> None:
    products = product(ON_TIME), product(IN_TERM), product(NO_LIMIT), product(OVERDUE)
    assert made_of(evaluate(*products)) == ["1/4", "1/4", "3.75/4"]
    assert made_of(evaluate(*products, counts_in_term=False)) == ["1/2", "1/2", "1.75/2"]
    assert made_of(evaluate(*products).without_in_term) == ["1/2", "1/2", "1.75/2"]
    assert evaluate(*products, counts_in_term=False).count(Group.LEFT_OUT) == 2


def test_who_was_assigned_nothing_has_no_share_and_no_points() -> None:
    nobody = evaluate()
    assert [portion.share for portion in nobody.portions.values()] == [None] * 3
    assert scoring.result_points(COMBINED, nobody) is None


def test_the_cost_of_a_failure_and_a_delay_is_data() -> None:
    person = evaluate(product(DONE_LATE, failures=1), failure=10, delay=40)
    assert made_of(person) == ["1/1", "0.9/1", "0.6/1"]


MISSED_TWICE = done(LATE)._replace(**MISSED)
IMAGES = st.sampled_from([ON_TIME, DONE_LATE, OVERDUE, IN_TERM, NO_LIMIT, STANDING_WORK, waiting(LATE), MISSED_TWICE])
PRODUCTS = st.lists(
    st.builds(product, IMAGES, st.sampled_from(["1", "0.5", "2.25"]), st.integers(0, 5)), max_size=12
).map(tuple)  # fmt: skip


@settings(deadline=None)
@given(PRODUCTS, PRODUCTS, st.booleans())
def test_shares_lie_between_0_and_1_and_persons_add_up(
    one: tuple[Product, ...], other: tuple[Product, ...], counts: bool
) -> None:
    rules = Deductions(counts_in_term=counts)
    persons = [Evaluation(one, rules), Evaluation(other, rules)]
    total = together(persons, rules)
    for share in Share:
        portions = [person.portions[share] for person in persons]
        assert total.portions[share].numerator == sum(portion.numerator for portion in portions)
        assert total.portions[share].denominator == sum(portion.denominator for portion in portions)
        assert all(portion.share is None or 0 <= portion.share <= 1 for portion in portions)
        assert total.portions[share].denominator == total.portions[Share.QUANTITY].denominator
    assert total.count(Group.COUNTED) + total.count(Group.LEFT_OUT) == total.count(Group.ASSIGNED) == len(one + other)
    parts = Group.FINISHED, Group.WAITING, Group.IN_TERM, Group.OVERDUE, Group.STANDING
    assert sum(total.count(group) for group in parts) == total.count(Group.ASSIGNED)
    assert total.portions[Share.QUALITY].numerator <= total.portions[Share.QUANTITY].numerator


RANKS = Scoring(Scored.RANKS, "", "", FIRST, ({"excellent": 90, "good": 70, "done": 50},))


@pytest.mark.parametrize(
    ("points", "needed", "in_reach"),
    [
        ("70", [20, 0, 0], [True, True, True]),
        ("63.5", ["26.5", "6.5", 0], [True, True, True]),
        ("59.9", ["30.1", "10.1", 0], [False, True, True]),
        ("0", [90, 70, 50], [False, False, False]),
    ],
)
def test_ranks_say_what_the_common_criteria_must_bring(points: str, needed: list[object], in_reach: list[bool]) -> None:
    found = scoring.ranks(RANKS, Decimal(points))
    assert [rank.needed for rank in found] == [Decimal(str(one)) for one in needed]
    assert [rank.is_in_reach for rank in found] == in_reach


STEPS = Scoring(
    Scored.PAR_STEPS, "", "", FIRST,
    (
        {"done": 100, "on_time": 100, "points": 100},
        {"done": 100, "on_time": 0, "points": 75},
        {"done": 80, "on_time": 0, "points": 50},
    ),
)  # fmt: skip
LINEAR = Scoring(Scored.PAR_LINEAR, "", "", FIRST, ({"floor": 80, "at_floor": 80, "ceiling": 100},))


@pytest.mark.parametrize(
    ("table", "done_share", "on_time", "points"),
    [
        (STEPS, 1.0, 1.0, "100"),
        (STEPS, 1.0, 0.999, "75"),
        (STEPS, 0.999, 0.9, "50"),
        (STEPS, 0.8, 0.1, "50"),
        (STEPS, 0.7999, 0.7, "0"),
        (LINEAR, 1.0, 0.5, "100"),
        (LINEAR, 0.9, 0.5, "90"),
        (LINEAR, 0.8, 0.5, "80"),
        (LINEAR, 0.799, 0.5, "0"),
        (replace(LINEAR, rows=({"floor": 80, "at_floor": 0, "ceiling": 100},)), 0.9, 0.5, "50"),
        (replace(LINEAR, rows=({"floor": 50, "at_floor": 20, "ceiling": 90},)), 0.95, 0.5, "100"),
        (STEPS, None, None, None),
    ],
)
def test_par_tables_turn_shares_into_points(
    table: Scoring, done_share: float | None, on_time: float | None, points: str | None
) -> None:
    assert scoring.par_points(table, done_share, on_time) == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("scored", "rows", "field"),
    [
        (Scored.DEDUCTIONS, [{"failure": 101, "delay": 25, "in_term": 1}], "failure"),
        (Scored.DEDUCTIONS, [{"failure": 0, "delay": 100, "in_term": 0}], ""),
        (Scored.COMBINATION, [{"points": 70, "quantity": 0, "quality": 0, "progress": 0}], "quantity"),
        (Scored.RANKS, [{"excellent": 70, "good": 70, "done": 50}], "excellent"),
        (Scored.RANKS, [{"excellent": 90, "good": 50, "done": 50}], "good"),
        (Scored.PAR_STEPS, [], "done"),
        (Scored.PAR_STEPS, [{"done": 80, "on_time": 0, "points": 120}], "points"),
        (Scored.PAR_LINEAR, [{"floor": 90, "at_floor": 0, "ceiling": 90}], "ceiling"),
        (Scored.PAR_LINEAR, [{"floor": 80, "at_floor": 80, "ceiling": 100}], ""),
    ],
)
def test_a_table_that_cannot_hold_is_named(scored: Scored, rows: list[dict[str, int]], field: str) -> None:
    assert scoring.complaint(scored, rows) == field


ROOT, TP, NV, ME, OTHER = 1, 2, 3, 7, 8
EVERYWHERE, MINE = frozenset({ROOT, TP, NV}), frozenset({TP})


def rights(role: Role, units: frozenset[int], *places: Place, person: int = ME) -> Rights:
    return Rights(person, 1, TP, {role: units}, places)


def fills(person: int, role: Role, standing: Standing = Standing.DEPUTY) -> Place:
    return Place(person, standing, {role: MINE})


@pytest.mark.parametrize(
    ("who", "person", "unit", "reads", "decides"),
    [
        (rights(Role.OFFICER, MINE), ME, TP, True, False),
        (rights(Role.OFFICER, MINE), OTHER, TP, False, False),
        (rights(Role.ADMIN, EVERYWHERE), OTHER, TP, False, False),
        (rights(Role.CLERK, EVERYWHERE), OTHER, TP, False, False),
        (rights(Role.INSPECTOR, EVERYWHERE), OTHER, TP, True, False),
        (rights(Role.UNIT_HEAD, MINE), OTHER, TP, True, True),
        (rights(Role.UNIT_HEAD, MINE), OTHER, NV, False, False),
        (rights(Role.UNIT_HEAD, MINE), ME, TP, True, False),  # never about the own sheet
        (rights(Role.LEADER, EVERYWHERE), OTHER, NV, True, True),
        (rights(Role.LEADER, EVERYWHERE), ME, ROOT, True, False),
        (rights(Role.MONITOR, EVERYWHERE), OTHER, NV, True, True),
        (rights(Role.OFFICER, MINE, fills(9, Role.UNIT_HEAD)), OTHER, TP, True, True),  # deputy of a head who is away
        (rights(Role.OFFICER, MINE, fills(9, Role.UNIT_HEAD)), 9, TP, True, False),  # but not about that head
        (rights(Role.OFFICER, MINE, fills(9, Role.UNIT_HEAD)), ME, TP, True, False),
    ],
)
def test_who_may_read_a_sheet_and_decide_about_it(
    who: Rights, person: int, unit: int, reads: bool, decides: bool
) -> None:
    assert (may_read(who, person, unit), may_decide(who, person, unit)) == (reads, decides)
