"""Whole lives of tasks: people do anything in any order while days pass, and no rule of the house is ever broken.

What people may do in a life stands in tests/tasks/life.py, what must hold after each step in tests/tasks/holding.py.
16 lives here, 120 in `make thorough`, as many thousands as one likes with `make fuzz`.
"""

from __future__ import annotations

import os
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import get_state_machine_test
from sqlalchemy.orm import Session

from taskapp.base.db import db
from taskapp.tasks.rules import DEFAULT, OfficeRules
from tests.tasks.life import Life
from tests.tasks.play import furnish

LIVES = int(os.environ.get("LIVES", "8"))  # of each of the two offices
BATCH = 50  # lives, after which Hypothesis begins anew: it keeps in memory, and varies, what it has tried
EASY = OfficeRules(most_extensions=2, ask_before=2, late_requests=True, is_strict=True)


@pytest.mark.parametrize("rules", [DEFAULT, EASY], ids=["as a province has them", "an office that allows more"])
def test_no_order_of_moves_breaks_a_rule(app, office, rules, request):
    seeds = Random(request.config.getoption("--hypothesis-seed"))
    with app.app_context():
        furnish(db.session(), office, rules)
        db.session.remove()
        with Session(db.engine) as session:
            life = partial(Life, session, office, {})
            for begun in range(0, LIVES, BATCH):
                seed(seeds.getrandbits(64))(lives(life, min(BATCH, LIVES - begun)))()


def lives(life, count):
    """A test of so many random lives."""
    return get_state_machine_test(
        life, settings=settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    )
