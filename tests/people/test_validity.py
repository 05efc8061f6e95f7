"""Arithmetic of the days on which a unit is valid."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.people.validity import Span

JUNE_30, JULY_1, JULY_2 = date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)


@pytest.mark.parametrize(
    ("span", "day", "holds"),
    [
        (Span(), JULY_1, True),
        (Span(JULY_1), JUNE_30, False),
        (Span(JULY_1), JULY_1, True),  # the first day counts
        (Span(None, JUNE_30), JUNE_30, True),  # and so does the last
        (Span(None, JUNE_30), JULY_1, False),
        (Span(JULY_1, JULY_1), JULY_1, True),
    ],
)
def test_a_span_holds_on_both_its_ends(span: Span, day: date, holds: bool):
    assert span.holds(day) is holds


@pytest.mark.parametrize(
    ("span", "meets"),
    [
        (Span(), True),
        (Span(None, JUNE_30), True),  # the period begins on its last day
        (Span(JULY_2), True),  # the period ends on its first
        (Span(None, date(2025, 6, 29)), False),
        (Span(date(2025, 7, 3)), False),
        (Span(JULY_1, JULY_1), True),
    ],
)
def test_a_span_meets_a_period_that_has_one_of_its_days(span: Span, meets: bool):
    assert span.meets(JUNE_30, JULY_2) is meets
