"""Figures that offices have published, entered as tasks: each formula finds the share that was printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from taskapp.base.i18n import percent
from taskapp.reports.asking import Asked
from taskapp.reports.ontime import Count
from taskapp.reports.programs import Report, summary_json
from taskapp.reports.summary import report
from taskapp.reports.tally import Formula, Tally
from tests.reports.conftest import Writing
from tests.reports.entering import Days, enter, more_units
from tests.reports.history import at
from tests.reports.test_pages import page

JAN_3, MAY_30 = date(2022, 1, 3), date(2022, 5, 30)
# Bình Định to 30/5/2022, 41 units: 1,160 of 1,387 done, 1,014 of them on time; 16 overdue (binhdinh.gov.vn)
BINH_DINH = {
    Count.DONE_ON_TIME: 1014, Count.DONE_LATE: 146, Count.OPEN_OVERDUE: 16, Count.OPEN_IN_TERM: 211,
}  # fmt: skip
# Đà Nẵng 1/1 to 23/7/2022: 6,932 of 8,282 done, 5,361 on time, 1,111 late; 208 overdue (etime.danviet.vn). 460 of those
# done are neither: they had no limit.
DA_NANG = {
    Count.DONE_ON_TIME: 5361, Count.DONE_LATE: 1111, Count.DONE_NO_LIMIT: 460, Count.OPEN_OVERDUE: 208,
    Count.OPEN_IN_TERM: 1142,
}  # fmt: skip
DAYS = Days(JAN_3, date(2022, 3, 31), date(2022, 3, 30), date(2022, 4, 8), date(2022, 12, 30))


def shares(total: Tally) -> dict[Formula, str]:
    return {formula: percent(total.ratio(formula).share) for formula in Formula}


@pytest.mark.parametrize(
    ("counts", "units", "last", "expected"),
    [
        (BINH_DINH, 41, MAY_30, {Formula.B: "87,4 %", Formula.HEADLINE: "86,2 %", Formula.A: "73,1 %"}),
        (
            DA_NANG, 20, date(2022, 7, 23),
            {Formula.A: "64,7 %", Formula.D: "83,7 %", Formula.B: "77,3 %", Formula.HEADLINE: "80,3 %"},
        ),
    ],
    ids=["Bình Định 2022", "Đà Nẵng 2022"],
)  # fmt: skip
def test_published_figures_come_out_of_the_tasks_under_their_formulas(
    writing: Writing, counts: dict[Count, int], units: int, last: date, expected: dict[Formula, str]
) -> None:
    with writing() as h:
        entered = enter(h.session, h.office, counts, DAYS, more_units(h.session, h.office, units))
        asked = Asked(date(2022, 1, 1), last, f"{last:%d/%m/%Y}")
        found = report(h.session, h.committee, asked, now=at(date(2022, 8, 1)))
        told: Report = summary_json(found)
    assert entered == found.total.assigned == sum(counts.values())
    assert len(told["units"]) == units
    assert {name: told["total"][name.value] for name in counts} == counts  # type: ignore[literal-required]
    assert {formula: shares(found.total)[formula] for formula in expected} == expected


def test_binh_dinh_s_three_shares_stand_on_the_summary_page(
    writing: Writing, client_of: Callable[[str], FlaskClient]
) -> None:
    with writing() as h:
        enter(h.session, h.office, BINH_DINH, DAYS, more_units(h.session, h.office, 41))
    html = page(client_of("chutich"), "/reports/summary?from=01/01/2022&to=30/05/2022&as_of=30/05/2022")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "1.014/1.176" in text.replace(" / ", "/")
    assert {share for share in ("87,4 %", "86,2 %", "73,1 %") if share in text} == {"87,4 %", "86,2 %", "73,1 %"}
