"""The switches that an office sets on its page of rules are those by which deadlines in words are read."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from taskapp.directives.phrases import Frame, Readings, deadline_of
from taskapp.directives.reviews.readings import readings_of
from taskapp.tasks import rule_settings
from taskapp.tasks.rules import DEFAULT


def test_each_switch_is_a_rule_of_the_office_and_off_as_shipped() -> None:
    assert tuple(one.name for one in fields(Readings)) == rule_settings.READINGS
    assert readings_of(DEFAULT) == Readings()


@pytest.mark.parametrize(
    ("switch", "words", "usual", "chosen"),
    [
        ("before_is_day_before", "trước ngày 15/6/2021", "2021-06-15", "2021-06-14"),
        ("off_moves_back", "trước ngày 13/6/2021", "2021-06-13", "2021-06-11"),
        ("term_moves_on", "trong 10 ngày kể từ ngày ký", "2021-06-13", "2021-06-14"),
        ("year_is_documents", "trước ngày 15/01", "2022-01-15", "None"),
        ("week_ends_sunday", "trong tuần này", "2021-06-04", "2021-06-06"),
        ("starts_on_receipt", "trong 10 ngày", "2021-06-13", "2021-06-18"),
        ("day_ends_with_office", "trước ngày 15/6/2021", "2021-06-15", "2021-06-15 17:00:00"),
    ],
)
def test_a_switch_changes_what_its_words_say(switch: str, words: str, usual: str, chosen: str) -> None:
    def read(**changes: bool) -> str:
        readings = readings_of(replace(DEFAULT, **changes))  # type: ignore[arg-type]
        due = deadline_of(words, Frame(date(2021, 6, 3), date(2021, 6, 8), readings=readings))
        return f"{due.day} {due.hour}" if due.hour else str(due.day)

    assert (read(), read(**{switch: True})) == (usual, chosen)
