"""Whole lives of tasks: people do anything in any order while days pass, and no rule of the house is ever broken.

What people may do in a life stands in tests/tasks/life.py, what must hold after each step in tests/tasks/holding.py.
200 lives here, as many thousands as one likes with `make fuzz`.
"""

from __future__ import annotations

import os
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from taskapp.base.db import db
from taskapp.tasks.rules import DEFAULT, OfficeRules
from tests.tasks.life import Life
from tests.tasks.play import furnish

LIVES = int(os.environ.get("LIVES", "100"))  # of each of the two offices
EASY = OfficeRules(most_extensions=2, ask_before=2, late_requests=True, is_strict=True)


@pytest.mark.parametrize("rules", [DEFAULT, EASY], ids=["as a province has them", "an office that allows more"])
def test_no_order_of_moves_breaks_a_rule(app, office, rules):
    with app.app_context():
        furnish(db.session(), office, rules)
        db.session.remove()
        with Session(db.engine) as session:
            run_state_machine_as_test(
                partial(Life, session, office, {}),
                settings=settings(max_examples=LIVES, deadline=None, suppress_health_check=list(HealthCheck)),
            )
