"""The index of words stays what a recount of the rows would make it, whatever becomes of tasks and documents."""

from __future__ import annotations

from functools import partial
from random import Random

from hypothesis import seed
from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.orm import Session

from taskapp.base.db import db
from taskapp.tasks.models import Task
from taskapp.tasks.rules import DEFAULT
from tests.tasks.life import Life
from tests.tasks.play import furnish
from tests.tasks.test_machine import lives
from tests.thorough import much

SQLITE = {
    "task": (
        "INSERT INTO task_searched (task_searched) VALUES ('integrity-check')",
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, task_searched, instance)",
    ),
    "directive": (
        "INSERT INTO directive_searched (directive_searched) VALUES ('integrity-check')",
        "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, directive_searched, instance)",
    ),
}
BY_INDEX = "SELECT id FROM task WHERE task_searched({}) @@ '''+o'' | ''+e'''::tsquery"
COLUMNS = "id, committee_id, state, disputed, lead_unit_id, assignee_id, assigner_id, created_by_id, search_key"

# What the triggers write on SQLite, written for all rows at once.
ANEW = (
    "INSERT INTO task_searched (task_searched) VALUES ('delete-all')",
    "INSERT INTO task_searched (rowid, words, marks) SELECT id, search_key, 'c' || committee_id"
    " || CASE WHEN state IN ('assigned', 'declined', 'in_progress', 'submitted', 'draft') OR disputed"
    " THEN ' o' ELSE ' e' END || ' u' || lead_unit_id || ' p' || coalesce(assignee_id, 0)"
    " || ' a' || coalesce(assigner_id, 0) || ' w' || coalesce(created_by_id, 0) FROM task ORDER BY id",
    "INSERT INTO task_searched (task_searched) VALUES ('optimize')",
    "INSERT INTO directive_searched (directive_searched) VALUES ('delete-all')",
    "INSERT INTO directive_searched (rowid, words, marks) SELECT id, search_key, 'c' || committee_id FROM directive"
    " ORDER BY id",
    "INSERT INTO directive_searched (directive_searched) VALUES ('optimize')",
)


def entries(connection: Connection) -> set[tuple[object, ...]]:
    """Each word of the index on SQLite: word, row, column, place; what the index says of itself is in order."""
    found: set[tuple[object, ...]] = set()
    for name, statements in SQLITE.items():
        for statement in statements:
            connection.exec_driver_sql(statement)
        found |= {(name, *row) for row in connection.exec_driver_sql("SELECT * FROM temp.words")}
        connection.exec_driver_sql("DROP TABLE temp.words")
    return found


def is_a_recount(connection: Connection) -> bool:
    """Whether the index holds what it would if it were made anew from the rows."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        by_index = connection.exec_driver_sql(BY_INDEX.format(COLUMNS)).scalars().all()
        return sorted(by_index) == sorted(connection.exec_driver_sql("SELECT id FROM task").scalars())
    kept = entries(connection)
    for statement in ANEW:
        connection.exec_driver_sql(statement)
    return kept == entries(connection)


class Indexed(Life):
    """A life at whose end the index is compared with the rows."""

    def teardown(self) -> None:
        try:
            self.session.flush()
            assert is_a_recount(self.session.connection())
        finally:
            super().teardown()


def test_no_order_of_moves_leaves_the_index_behind(app, office, request):
    with app.app_context():
        furnish(db.session(), office, DEFAULT)
        db.session.remove()
        with Session(db.engine) as session:
            seed(Random(request.config.getoption("--hypothesis-seed")).getrandbits(64))(
                lives(partial(Indexed, session, office, {}), much(30, 6))
            )()


def test_rows_written_by_hand_or_in_bulk_are_in_the_index(desk):
    first = desk.task(content="Rà soát hộ tịch")
    desk.task(content="Đầu tư công")
    row = {name: getattr(first, name) for name in Task.__table__.c.keys()}  # noqa: SIM118 - names, not columns
    rows = [row | {"id": 1000 + n, "import_key": None, "search_key": f"loat {n}"} for n in range(5)]
    connection = desk.session.connection()
    connection.execute(insert(Task.__table__), rows)
    connection.execute(update(Task.__table__).where(Task.id == 1001).values(search_key="khac", lead_unit_id=1))
    connection.execute(update(Task.__table__).where(Task.id == 1002).values(id=2002))
    connection.execute(delete(Task.__table__).where(Task.id == 1003))
    assert is_a_recount(connection)
