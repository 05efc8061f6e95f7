"""What was told before an upgrade is not told again after it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from taskapp.base import migrate
from taskapp.base.db import db
from tests.conftest import MONDAY
from tests.reminders.conftest import Round
from tests.tasks.making import Desk, at

BEFORE = "0010_merged_tasks"
SUPPORT = (
    "UPDATE reminder SET task_id = :whole, step = 'assigned_support' || substr(step, 9) "
    "WHERE task_id = :part AND step LIKE 'assigned:%'"
)


def test_who_was_told_by_an_older_version_is_not_told_again(desk: Desk, remind: Round) -> None:
    whole = desk.in_progress(supporting=[desk.unit("nv")], due_on=date(2026, 4, 30))
    part = whole.parts[0]
    told = remind(desk.session, MONDAY)["owed"]
    ids = {"whole": whole.id, "part": part.id}
    desk.session.close()
    migrate.downgrade(db.engine, BEFORE)
    with db.engine.begin() as connection:
        # older versions told the supporting unit as a step of the whole, and knew the version of each limit
        connection.execute(text(SUPPORT), ids)
        assert connection.execute(text("SELECT DISTINCT due_version FROM reminder")).scalars().all() == [1]
    migrate.upgrade(db.engine)
    assert remind(desk.session, MONDAY)["owed"] == 0
    assert remind(desk.session, at("02/03", "12:00"))["owed"] == 0
    rows = desk.session.execute(text("SELECT task_id, due_version, step FROM reminder ORDER BY id")).all()
    assert len(rows) == told + 1  # the part has got its own
    assert {version for _task, version, _step in rows} == {0}
