"""A database emptied and made anew in the form of a version, filled, and brought to the newest form: one transaction.

Indexes, and on PostgreSQL foreign keys, are taken off while rows come in and put back afterwards, which checks all rows
at once and takes less time than checking each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import DDL, Connection, column, func, inspect, table, text

from taskapp.admin.backups.rows import KEY, NOT_COPIED, Form
from taskapp.admin.backups.rows import forms as known_forms
from taskapp.base.db import Base, unscoped

_FUNCTIONS = text("""
    SELECT DISTINCT t.tgfoid::regprocedure::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(:tables)
    UNION
    SELECT p.oid::regprocedure::text
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_depend d ON d.objid = i.indexrelid AND d.refclassid = 'pg_proc'::regclass
      JOIN pg_proc p ON p.oid = d.refobjid
    WHERE p.pronamespace = current_schema()::regnamespace
      AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(:tables)
""")
_SQLITE_INDEX_TABLES = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'")
_KEYS = text("""
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(CAST(:tables AS regclass[])) ORDER BY 1, 2
""")
_INDEXES = text("""
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE i.indrelid = ANY(CAST(:tables AS regclass[]))
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
    ORDER BY 1
""")
_SQLITE_INDEXES = text("""
    SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name
""")


def empty(connection: Connection, forms: Iterable[Form]) -> None:
    """Take our tables away, with what belongs to them: those of this version and these; what else is there stays."""
    quote = connection.dialect.identifier_preparer.quote
    ours = {*Base.metadata.tables, NOT_COPIED, *(form.name for form in (*forms, *known_forms(connection)))}
    found = [name for name in inspect(connection).get_table_names() if name in ours]
    if connection.dialect.name == "sqlite":
        indexes = [name for name in connection.scalars(_SQLITE_INDEX_TABLES) if name.rpartition("_")[0] in ours]
        for name in (*indexes, *found):
            connection.execute(_ddl("DROP TABLE %(name)s", name=quote(name)))
        return
    functions = connection.scalars(_FUNCTIONS, {"tables": found}).all()
    for name in found:
        connection.execute(_ddl("DROP TABLE %(name)s CASCADE", name=quote(name)))
    for function in functions:
        connection.execute(_ddl("DROP FUNCTION %(name)s", name=function))


def strip(connection: Connection, forms: Iterable[Form]) -> list[str]:
    """Empty the tables and take off what slows filling down; the statements that put it back."""
    taken = _taken_off(connection, [form.name for form in forms])
    for form in forms:  # what a migration put there comes with the rows
        connection.execute(table(form.name).delete())
    return taken


def put_back(connection: Connection, statements: Iterable[str]) -> None:
    """Put indexes and keys back: fails when the rows do not keep to them."""
    for statement in statements:
        connection.exec_driver_sql(statement)


def count_on(connection: Connection, forms: Iterable[Form]) -> None:
    """Let new ids come after those that came in. SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for form in forms:
        highest = unscoped(func.max(column(KEY))).select_from(table(form.name)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(connection.dialect.identifier_preparer.quote(form.name), KEY)
        connection.execute(unscoped(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _taken_off(connection: Connection, tables: list[str]) -> list[str]:
    """Take indexes and foreign keys off these tables; the statements that put them back."""
    quote = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "sqlite":  # foreign keys are not asked meanwhile: migrate.rebuilding says so
        found = [row for row in connection.execute(_SQLITE_INDEXES).all() if row.tbl_name in tables]
        for row in found:
            connection.execute(_ddl("DROP INDEX %(name)s", name=quote(row.name)))
        return [row.sql for row in found]
    named = {"tables": list(map(quote, tables))}
    keys, indexes = connection.execute(_KEYS, named).all(), connection.execute(_INDEXES, named).all()
    for owner, name, _definition in keys:
        connection.execute(_ddl("ALTER TABLE %(owner)s DROP CONSTRAINT %(name)s", owner=owner, name=name))
    for name, _definition in indexes:
        connection.execute(_ddl("DROP INDEX %(name)s", name=name))
    added = [f"ALTER TABLE {owner} ADD CONSTRAINT {name} {definition}" for owner, name, definition in keys]
    return [definition for _name, definition in indexes] + added


def _ddl(statement: str, **names: str) -> DDL:
    made: Callable[..., DDL] = DDL  # SQLAlchemy gives its parameters no types
    return made(statement, context=names)
