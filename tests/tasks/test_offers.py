"""Which doors stand in sight, which are behind "Khác…": few enough for the screen of a phone."""

from __future__ import annotations

import pytest
from flask import Flask

from taskapp.tasks.door_sheets import DOORS, SUBMISSION
from taskapp.tasks.offer_sheets import IN_CARDS, LIKELY, MOST_SHOWN, ON_DECLINE, REST, Offer, arrange
from taskapp.tasks.states import State

HEAD = {"acceptance", SUBMISSION, "officer", "refusal", "progress", "extension-request", "dispute"}
CHAIR = {"urging", "extension", "limit", "lead", "star", "merger", "withdrawal"}


@pytest.mark.parametrize(
    ("state", "nouns", "first", "shown", "folded"),
    [
        (
            State.ASSIGNED,
            HEAD,
            "officer",
            ["acceptance", SUBMISSION, "officer"],
            ["progress", "extension-request", "refusal", "dispute"],
        ),
        (
            State.IN_PROGRESS,
            HEAD - {"acceptance", "refusal"},
            "officer",
            ["officer", SUBMISSION, "progress", "extension-request"],
            ["dispute"],
        ),
        (
            State.IN_PROGRESS,
            HEAD - {"acceptance", "refusal"},
            "",
            [SUBMISSION, "progress", "extension-request", "officer"],
            ["dispute"],
        ),
        # an explanation that is owed pushes the others back
        (
            State.IN_PROGRESS,
            {SUBMISSION, "progress", "explanation", "officer", "dispute"},
            "",
            [SUBMISSION, "progress", "explanation", "officer"],
            ["dispute"],
        ),
        (
            State.IN_PROGRESS,
            CHAIR,
            "",
            ["urging", "extension"],
            ["limit", "lead", "star", "merger", "withdrawal"],
        ),
        # work without a day to end on
        (State.IN_PROGRESS, {SUBMISSION, "progress", "dispute"}, "progress", ["progress", SUBMISSION, "dispute"], []),
        # what fits needs no fold
        (State.IN_PROGRESS, {SUBMISSION, "progress", "dispute"}, "", [SUBMISSION, "progress", "dispute"], []),
        (State.DONE, {"dispute"}, "", ["dispute"], []),
        (State.WITHDRAWN, set(), "", [], []),
    ],
)
def test_the_likely_doors_are_in_sight_and_the_others_behind_a_fold(
    state: State, nouns: set[str], first: str, shown: list[str], folded: list[str]
) -> None:
    assert arrange(state, nouns, first=first) == (shown, folded)


def test_every_door_has_its_place() -> None:
    placed = {*REST, *IN_CARDS, *(noun for nouns in LIKELY.values() for noun in nouns)}
    assert {*DOORS, SUBMISSION} - placed - set(ON_DECLINE) == set()
    for state in State:
        nouns = {*DOORS, SUBMISSION} - set(IN_CARDS)
        shown, folded = arrange(state, nouns)
        assert len(shown) <= MOST_SHOWN
        if state not in (State.DRAFT, State.SUBMITTED):
            assert set(REST) <= {*shown, *folded}


def test_what_asks_for_nothing_is_done_by_one_press(app: Flask) -> None:
    with app.test_request_context():
        mere = {noun for noun, door in DOORS.items() if not Offer(noun, "", "soft", door.form()).asks}
    assert {"acceptance", "issue", "star", "recall", "discard", "extension-recall"} <= mere
    assert not mere & {"officer", "refusal", "progress", "limit", "lead", "extension"}
