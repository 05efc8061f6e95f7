"""Where the periods of reports begin and end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskapp.reports.periods import Cutoff, Span, containing, previous, week_of


@pytest.mark.parametrize(
    ("day", "span", "cutoff", "first", "last", "number", "year"),
    [
        (date(2026, 11, 23), Span.MONTH, Cutoff.CALENDAR, date(2026, 11, 1), date(2026, 11, 30), 11, 2026),
        (date(2026, 11, 23), Span.QUARTER, Cutoff.CALENDAR, date(2026, 10, 1), date(2026, 12, 31), 4, 2026),
        (date(2026, 11, 23), Span.YEAR, Cutoff.CALENDAR, date(2026, 1, 1), date(2026, 12, 31), 2026, 2026),
        (date(2024, 2, 29), Span.MONTH, Cutoff.CALENDAR, date(2024, 2, 1), date(2024, 2, 29), 2, 2024),
        # NĐ 09/2019 Art. 12: from the 15th to the 14th
        (date(2026, 11, 14), Span.MONTH, Cutoff.DECREE_09, date(2026, 10, 15), date(2026, 11, 14), 11, 2026),
        (date(2026, 11, 15), Span.MONTH, Cutoff.DECREE_09, date(2026, 11, 15), date(2026, 12, 14), 12, 2026),
        (date(2026, 11, 23), Span.QUARTER, Cutoff.DECREE_09, date(2026, 9, 15), date(2026, 12, 14), 4, 2026),
        (date(2026, 12, 15), Span.QUARTER, Cutoff.DECREE_09, date(2026, 12, 15), date(2027, 3, 14), 1, 2027),
        (date(2026, 11, 23), Span.YEAR, Cutoff.DECREE_09, date(2025, 12, 15), date(2026, 12, 14), 2026, 2026),
        (date(2026, 12, 31), Span.YEAR, Cutoff.DECREE_09, date(2026, 12, 15), date(2027, 12, 14), 2027, 2027),
    ],
)
def test_the_period_of_a_day(
    day: date, span: Span, cutoff: Cutoff, first: date, last: date, number: int, year: int
) -> None:
    period = containing(day, span, cutoff)
    assert (period.first, period.last, period.number, period.year) == (first, last, number, year)


@given(st.dates(date(1946, 1, 1), date(2190, 1, 1)), st.sampled_from(Span), st.sampled_from(Cutoff))
def test_periods_hold_their_day_and_follow_each_other_without_a_gap(day: date, span: Span, cutoff: Cutoff) -> None:
    period = containing(day, span, cutoff)
    assert period.first <= day <= period.last
    assert previous(period, cutoff).last + timedelta(days=1) == period.first


@given(st.dates(date(1946, 1, 1), date(2190, 1, 1)))
def test_a_week_goes_from_monday_to_sunday(day: date) -> None:
    first, last = week_of(day)
    assert first <= day <= last
    assert (first.isoweekday(), last.isoweekday(), (last - first).days) == (1, 7, 6)
