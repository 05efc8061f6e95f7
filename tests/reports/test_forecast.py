"""The forecast: what it learns and says, when it is silent, and that it beats days left alone in made-up offices."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from taskapp.base.settings import ROOT
from taskapp.reports import forecast
from taskapp.reports.forecast import LEAST, fit, foresee, learn
from taskapp.reports.stretches import Standing
from taskapp.tasks.risk import Cause
from tests.bench.backtest import Guess, brier, calibration, guesses
from tests.bench.working import Workplace

USUAL = Standing(
    task_id=1, unit_id=1, source="own", left=5, elapsed=4, silent=2, load=3, extensions=0, returned=0, urged=0,
    is_unaccepted=False, is_starred=False, has_officer=True,
)  # fmt: skip


def constant(chance: float, tasks: int, seed: int = 7, cut: float = 0.0) -> list[Standing]:
    """Tasks of which each day the same share is handed in; some are only seen for a day or two."""
    draw, found = random.Random(seed), []
    for number in range(tasks):
        left = draw.randint(1, 10)
        day = next((d for d in range(1, left + 1) if draw.random() < chance), None)
        seen = draw.randint(1, 2) if draw.random() < cut else left
        observed = min(day or left, seen)
        is_done = day is not None and day <= seen
        found.append(USUAL._replace(task_id=number, left=left, observed=observed, is_handed_in=is_done))
    return found


def test_the_regression_finds_the_shares_of_two_groups() -> None:
    group = np.array([0.0] * 200 + [1.0] * 100)
    outcome = np.array([1.0] * 50 + [0.0] * 150 + [1.0] * 80 + [0.0] * 20)
    design = np.column_stack([np.ones(300), group])
    found = fit(design, outcome, np.ones(300), np.array([0.0, 0.0]))
    assert found == pytest.approx([np.log(50 / 150), np.log(80 / 20) - np.log(50 / 150)], abs=1e-6)


def test_the_penalty_draws_a_small_group_to_the_others() -> None:
    design = np.column_stack([np.ones(104), [0.0] * 100 + [1.0] * 4])
    outcome = np.array([1.0] * 50 + [0.0] * 50 + [1.0] * 4)  # four of four: chance, more than not
    found = fit(design, outcome, np.ones(104), np.array([0.0, 4.0]))
    assert 0 < found[1] < 0.5


@pytest.mark.parametrize("cut", [0.0, 0.5])
def test_a_constant_hazard_is_found_again_also_when_half_is_seen_only_for_a_while(cut: float) -> None:
    model = learn(constant(0.2, 4000, cut=cut), {})
    assert model is not None
    for left in (1, 3, 6):
        (seen,) = foresee(model, [USUAL._replace(left=left)])
        assert seen.chance == pytest.approx(0.8**left, abs=0.04)


def test_counting_the_unfinished_as_done_or_late_would_be_wrong() -> None:
    """What the test before guards against: leaving the censored out makes every task look quick."""
    settled = [one for one in constant(0.2, 4000, cut=0.5) if one.is_handed_in or one.observed == one.left]
    model = learn(settled, {})
    assert model is not None
    (seen,) = foresee(model, [USUAL._replace(left=6)])
    assert abs(seen.chance - 0.8**6) > 0.06


@pytest.mark.parametrize(("results", "missed", "speaks"), [(100, 20, True), (99, 20, False), (100, 19, False)])
def test_a_thin_history_says_nothing(results: int, missed: int, speaks: bool) -> None:
    assert LEAST == (100, 20)
    history = [USUAL._replace(task_id=n, observed=2, is_handed_in=True) for n in range(results)]
    history += [USUAL._replace(task_id=1000 + n, observed=5) for n in range(missed)]
    assert (learn(history, {}) is not None) == speaks


def test_a_task_longer_than_anything_seen_is_not_spoken_of() -> None:
    model = learn(constant(0.2, 400), {})
    assert model is not None
    assert [one.task_id for one in foresee(model, [USUAL, USUAL._replace(task_id=2, left=60)])] == [1]


def test_reasons_are_what_makes_the_task_worse_than_an_ordinary_one_strongest_first() -> None:
    draw, history = random.Random(3), []
    for number in range(3000):
        silent, unit = draw.choice((0, 0, 12)), draw.choice((1, 1, 2))
        chance = 0.35 * (0.3 if silent else 1) * (0.6 if unit == 2 else 1)
        day = next((d for d in range(1, 6) if draw.random() < chance), None)
        one = USUAL._replace(task_id=number, silent=silent, unit_id=unit, observed=day or 5, is_handed_in=bool(day))
        history.append(one)
    model = learn(history, {2: 9})
    assert model is not None
    worst, usual = foresee(model, [USUAL._replace(silent=12, unit_id=2), USUAL._replace(task_id=2, silent=0)])
    assert worst.reasons[:2] == ((Cause.SILENT, 12), (Cause.UNIT, 9))
    assert usual.reasons == ()
    assert worst.chance > 0.6 > 0.3 > usual.chance
    nameless = learn(history, {})  # a unit of which too little is known is no reason
    assert nameless is not None
    (same,) = foresee(nameless, [USUAL._replace(silent=12, unit_id=2)])
    assert Cause.UNIT not in dict(same.reasons)
    (plain,) = foresee(model, [USUAL._replace(silent=12)], explained_from=0.99)
    assert plain.reasons == ()


def test_no_attribute_of_a_person_is_known_to_the_forecast() -> None:
    assert not {name for name in Standing._fields if "person" in name or name.endswith("officer_id")}
    assert set(forecast._NUMBERS) | set(forecast._SIGNS) <= set(Standing._fields) - {"task_id"}


@pytest.fixture(scope="module")
def guessed() -> list[Guess]:
    """What was foreseen in six made-up offices over four months, from two years of history before."""
    found: list[Guess] = []
    for seed in range(6):
        found += guesses(Workplace(seed, pressure=0.7 + 0.08 * seed).live(570), since=440, until=540)
    return found


def test_it_beats_days_left_alone_and_the_share_of_the_office(guessed: list[Guess]) -> None:
    assert len(guessed) > 5000
    assert brier(guessed, "model") < 0.9 * brier(guessed, "left")
    assert brier(guessed, "model") < 0.9 * brier(guessed, "share")


def test_of_tasks_with_a_chance_of_three_in_ten_about_three_in_ten_are_late(guessed: list[Guess]) -> None:
    bins = [one for one in calibration(guessed) if one.count >= 100]
    assert len(bins) >= 8
    assert [one for one in bins if abs(one.chance - one.late) > 0.1] == []
    assert [one.late for one in bins] == sorted(one.late for one in bins)


VISIT = """
import sys
from pathlib import Path
from taskapp import jobs, scheduler, serve
from taskapp.commands import office, papers, running
from taskapp.app import create_app
from tests.conftest import make_settings, token_of
client = create_app(make_settings(sys.argv[1], Path(sys.argv[2]))).test_client()
who = {"username": "chutich", "password": "demo", "csrf_token": token_of(client, "/sign-in")}
assert client.post("/sign-in", data=who).status_code == 302
for page in ("/dashboard", "/tasks?view=all&order=risk", "/tasks/new/limit-check?leads=2&workdays=9", "/imports"):
    assert client.get(page).status_code == 200, page
print(sorted(name for name in ("numpy", "scipy", "pandas") if name in sys.modules))
"""


def test_web_processes_never_load_the_library_of_the_forecast(database_url: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", VISIT, database_url, str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (said.stdout.strip(), said.returncode) == ("[]", 0), said.stderr
