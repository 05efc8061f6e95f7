"""Tasks and documents are found by their words through an index, whichever way a row comes, changes or goes.

SQLite: an FTS5 table that triggers keep in step. A later migration that makes `task` or `directive` anew there loses
the triggers and has to make them anew: a test asks. PostgreSQL: an index over a function of the row, which the database
keeps itself; no extension is needed.

What stands for a row besides its words are marks, so that one look into the index finds what somebody may see: the
committee, open (o) or ended (e), lead unit (u), officer (p), assigner (a), who wrote it down (w).
"""

import sqlalchemy as sa
from alembic import op

revision = "0038_search_index"
down_revision = "0037_restored_mail"
branch_labels = None
depends_on = None

GIVEN = sa.text("parent_id IS NOT NULL")
LETTERS = r"a-z0-9\u00df-\u00f6\u00f8-\u1fff\u2c00-\u2fff\u3040-\uffff"  # as in taskapp/base/text.py
OPEN = "@state IN ('assigned', 'declined', 'in_progress', 'submitted', 'draft') OR @disputed"
MARKS = {
    "task": (
        f"'c' || @committee_id || CASE WHEN {OPEN} THEN ' o' ELSE ' e' END || ' u' || @lead_unit_id"
        " || ' p' || coalesce(@assignee_id, 0) || ' a' || coalesce(@assigner_id, 0)"
        " || ' w' || coalesce(@created_by_id, 0)"
    ),
    "directive": "'c' || @committee_id",
}
# The table keeps no texts, so what goes is told by the words and marks that it had.
COMES = "INSERT INTO #_searched (rowid, words, marks) VALUES (new.id, new.search_key, <new>);"
GOES = "INSERT INTO #_searched (#_searched, rowid, words, marks) VALUES ('delete', old.id, old.search_key, <old>);"
DIFFERS = "old.id <> new.id OR old.search_key <> new.search_key OR (<old>) <> (<new>)"
ON_SQLITE = (
    "CREATE VIRTUAL TABLE #_searched USING fts5(words, marks, content='', columnsize=0, prefix='1 2 3', "
    "tokenize='unicode61 remove_diacritics 0 separators ''ª²³¹º¼½¾''')",
    f"CREATE TRIGGER #_searched_added AFTER INSERT ON # BEGIN {COMES} END",
    f"CREATE TRIGGER #_searched_changed AFTER UPDATE ON # WHEN {DIFFERS} BEGIN {GOES} {COMES} END",
    f"CREATE TRIGGER #_searched_gone AFTER DELETE ON # BEGIN {GOES} END",
    "INSERT INTO #_searched (rowid, words, marks) SELECT id, search_key, <row> FROM # ORDER BY id",
)
TASK_TAKES = "bigint, bigint, varchar, boolean, bigint, bigint, bigint, bigint, text"
TASK_GIVES = "id, committee_id, state, disputed, lead_unit_id, assignee_id, assigner_id, created_by_id, search_key"
BLOCKS = (10, 14, 18)  # of 2^10, 2^14, 2^18 rows: the newest that fit are found without gathering all that do


def upgrade() -> None:
    columns = ["committee_id", "lead_unit_id", "parent_id"]
    op.create_index("ix_task_given_to", "task", columns, sqlite_where=GIVEN, postgresql_where=GIVEN)
    if op.get_bind().dialect.name == "postgresql":
        state = OPEN.replace("@state", "$3").replace("@disputed", "$4")
        marks = [f"'+{mark}' || coalesce(${place}, 0)::text" for mark, place in zip("upaw", (5, 6, 7, 8), strict=True)]
        _index("task", TASK_TAKES, TASK_GIVES, "$9", [f"CASE WHEN {state} THEN '+o' ELSE '+e' END", *marks])
        _index("directive", "bigint, bigint, text", "id, committee_id, search_key", "$3", [])
        return
    for table, marks in MARKS.items():
        old, new, row = (marks.replace("@", prefix) for prefix in ("old.", "new.", ""))
        for statement in ON_SQLITE:
            said = statement.replace("<old>", old).replace("<new>", new).replace("<row>", row)
            op.execute(said.replace("#", table))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, takes in (("task", TASK_TAKES), ("directive", "bigint, bigint, text")):
            op.execute(f"DROP INDEX ix_{table}_searched")
            op.execute(f"DROP FUNCTION {table}_searched({takes})")
    else:
        for table in MARKS:
            for act in ("added", "changed", "gone"):
                op.execute(f"DROP TRIGGER {table}_searched_{act}")
            op.execute(f"DROP TABLE {table}_searched")
    op.drop_index("ix_task_given_to", "task")


def _index(table: str, takes: str, gives: str, said: str, marks: list[str]) -> None:
    """The words as lexemes, their first one, two and three letters behind "<", the marks behind "+".

    Words that wait to be sorted into the index are looked through one by one, so never many of them wait.
    """
    always = ["'+c' || $2::text", *(f"'+b{bits}_' || ($1 >> {bits})::text" for bits in BLOCKS)]
    begins = " || ' ' || ".join(f"regexp_replace(t, '([^ ]{{{n}}})[^ ]*', '<\\1', 'g')" for n in (1, 2, 3))
    op.execute(
        f"CREATE FUNCTION {table}_searched({takes}) RETURNS tsvector "
        "LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$ "
        f"DECLARE t text := regexp_replace(left({said}, 50000), '[^{LETTERS}]+', ' ', 'g'); "
        "BEGIN t := regexp_replace(t, '([^ ]{40})[^ ]+', '\\1', 'g'); "
        f"RETURN array_to_tsvector(array_remove(string_to_array(t || ' ' || {begins}, ' '), '') "
        f"|| ARRAY[{', '.join([*always, *marks])}]); END $$"
    )
    op.execute(
        f"CREATE INDEX ix_{table}_searched ON {table} USING gin ({table}_searched({gives})) "
        "WITH (gin_pending_list_limit = 128)"
    )
