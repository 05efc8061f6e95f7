"""Rules: which are taken, how they are said, picked, and which period an occurrence is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from taskapp.duties.labels import label
from taskapp.duties.picking import Day, Often, Pick, pick_of, rule_of
from taskapp.duties.recurrence import BadRule, named_days, read
from taskapp.duties.rule_words import rule_text

START, END = date(2026, 1, 1), date(2026, 12, 31)


def named(rule: str, start: date = START, end: date = END) -> str:
    return " ".join(f"{day:%d/%m}" for day in named_days(read(rule), start, end))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25;COUNT=3", "25/01 25/02 25/03"),
        ("FREQ=MONTHLY;BYMONTHDAY=30;UNTIL=20260430", "30/01 28/02 30/03 30/04"),  # February has no 30th
        ("FREQ=MONTHLY;BYMONTHDAY=15,31;COUNT=4", "15/01 31/01 15/02 28/02"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31", "31/01 30/04 31/07 31/10"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=31", "31/03 30/06 30/09 31/12"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "30/06 31/12"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1;COUNT=3", "02/01 06/02 06/03"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "30/01 27/02"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO;BYSETPOS=-1", "30/03 29/06 28/09 28/12"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3", "01/01 15/01 29/01"),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260131T235959Z", "01/01 11/01 21/01 31/01"),
        ("FREQ=YEARLY", "01/01"),
    ],
)
def test_a_rule_names_its_days(rule: str, days: str):
    assert named(rule) == days


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "RRULE:FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY\nEXDATE=1",
        "FREQ=DAILY;COUNT=401",
        "FREQ=DAILY;COUNT=5;UNTIL=20260101",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTHDAY=1",
        "FREQ=YEARLY;BYMONTH=3",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=6;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYMONTHDAY=-31",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYMONTH=6,12;BYDAY=FR;BYSETPOS=1",
        "FREQ=MONTHLY;" + "BYMONTHDAY=1," * 40 + "2",
        "FREQ=DAILY;INTERVAL=0",
    ],
)
def test_what_is_no_rule_of_ours_is_refused(rule: str):
    with pytest.raises(BadRule):
        read(rule)


PICKS = st.builds(
    Pick,
    st.sampled_from([often for often in Often if often is not Often.OTHER]),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(1, 12),
    st.sampled_from(Day),
    st.integers(1, 31),
    st.sampled_from([1, 2, 3, 4, -1]),
    st.integers(0, 6),
    st.integers(1, 3),
    st.integers(1, 12),
)


@given(PICKS, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_whatever_is_picked_comes_back_for_ever_and_is_picked_again_as_it_was(pick: Pick, start: date):
    rule = read(rule_of(pick))
    days = list(named_days(rule, start, start.replace(year=start.year + 3, day=1)))
    assert days
    assert days == sorted(set(days))
    again = pick_of(rule.text)
    assert again.often is pick.often
    assert rule_of(again) == rule.text


def test_a_rule_that_cannot_be_picked_is_kept_as_it_is():
    kept = pick_of("FREQ=MONTHLY;BYMONTHDAY=10,20")
    assert (kept.often, rule_of(kept)) == (Often.OTHER, "FREQ=MONTHLY;BYMONTHDAY=10,20")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "hằng ngày"),
        ("FREQ=WEEKLY;BYDAY=MO", "hằng tuần, thứ Hai"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2 tuần một lần, thứ Sáu"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20", "hằng tháng, ngày 10, 20"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "hằng tháng, ngày làm việc cuối cùng"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1", "hằng tháng, thứ Sáu thứ nhất"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", "hằng quý, ngày 20 tháng cuối quý"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "hằng quý, ngày cuối quý"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "hằng quý, ngày 5 tháng đầu quý"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", "6 tháng và năm, ngày 15 tháng 6 và tháng 12"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1", "6 tháng và năm, ngày cuối kỳ"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", "hằng năm, ngày 15/11"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "hằng năm, ngày cuối của tháng 2"),
        ("FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20261231", "hằng tháng, ngày 5, đến 31/12/2026"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("", ""),
    ],
)
def test_a_rule_is_said_in_words(app: Flask, rule: str, words: str):
    with app.app_context():
        assert rule_text(rule) == words


@pytest.mark.parametrize(
    ("rule", "on", "own", "previous"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=5", date(2026, 1, 5), "tháng 1/2026", "tháng 12/2025"),
        ("FREQ=WEEKLY;BYDAY=TH", date(2026, 3, 5), "tuần từ 02/03/2026", "tuần từ 23/02/2026"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", date(2026, 3, 5), "ngày 05/03/2026", "ngày 05/03/2026"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", date(2026, 3, 15), "quý I/2026", "quý IV/2025"),
        ("FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", date(2026, 10, 5), "quý IV/2026", "quý III/2026"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", date(2026, 6, 15), "6 tháng đầu năm 2026", "năm 2025"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15", date(2026, 12, 15), "năm 2026", "6 tháng đầu năm 2026"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15", date(2026, 11, 15), "năm 2026", "năm 2025"),
        ("FREQ=MONTHLY;BYMONTHDAY=10,20", date(2026, 3, 10), "ngày 10/03/2026", "ngày 10/03/2026"),
        ("FREQ=DAILY", date(2026, 3, 10), "ngày 10/03/2026", "ngày 10/03/2026"),
    ],
)
def test_an_occurrence_says_which_period_it_is_about(rule: str, on: date, own: str, previous: str):
    assert label(read(rule), on, is_of_previous=False) == own
    assert label(read(rule), on, is_of_previous=True) == previous


def test_every_way_to_pick_has_words_of_its_own(app: Flask):
    with app.app_context():
        ways = [
            rule_of(replace(Pick(), often=often, day=day))
            for often, day in product([Often.MONTHLY, Often.QUARTERLY, Often.HALF_YEARLY, Often.YEARLY], Day)
        ]
        assert len({rule_text(way) for way in ways}) == len(ways) == 16
