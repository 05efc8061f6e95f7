"""Databases of the tests on PostgreSQL: made, thrown away, and between two tests put back as they were."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

TIDY_AFTER = 40  # tests, after which the rows that were thrown away are cleared up

_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.relname ORDER BY c.relname
"""
_SHAPE = """
    SELECT count(DISTINCT c.oid), max(c.oid::bigint), count(*), (SELECT max(version_num) FROM alembic_version),
      (SELECT string_agg(tgname::text || tgenabled::text, ' ' ORDER BY tgrelid, tgname)
       FROM pg_trigger WHERE NOT tgisinternal)
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace
"""
_COUNTERS = "SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences"
_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def create_database(url: str, like: str | None = None) -> str:
    """Address of a new database on the PostgreSQL server at `url`, empty or a copy of another."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with _server(url) as connection:
        # copied file by file: twice as fast as through the log, which the test server throws away
        source = f'TEMPLATE "{like}" STRATEGY file_copy' if like else "TEMPLATE template0 ENCODING 'UTF8'"
        connection.execute(text(f'CREATE DATABASE "{name}" {source}'))
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Throw a database away, whoever is still connected."""
    with _server(url) as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'))


@contextmanager
def _server(url: str) -> Iterator[object]:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@dataclass
class Content:
    """What a database holds: the rows of its tables, where its counters stand, the shape of it all."""

    shape: tuple[object, ...]
    columns: dict[str, list[str]]
    rows: dict[str, bytes] = field(default_factory=dict)
    counters: list[tuple[str, int, bool]] = field(default_factory=list)


class Spare:
    """A copy of a template that serves one test after another: putting the rows back takes a tenth of a new copy.

    A test that has changed tables themselves gets its copy thrown away.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        self._url = ""
        self._content: Content | None = None
        self._served = 0

    def take(self) -> str:
        """Address of a database that looks like the template."""
        if not self._url:
            self._url = create_database(self._template, like=make_url(self._template).database)
            self._content = self._content or self._read()
        return self._url

    def give_back(self) -> None:
        """Put it back as it was."""
        try:
            is_whole = self._put_back()
        except psycopg.Error:
            is_whole = False
        if not is_whole:
            self.close()

    def close(self) -> None:
        """Throw it away."""
        if self._url:
            drop_database(self._url)
        self._url = ""

    def _read(self) -> Content:
        with self._connect() as connection:
            content = Content(_shape(connection), dict(connection.execute(_TABLES).fetchall()))
            for name, columns in content.columns.items():
                with connection.cursor().copy(_copy(name, columns, "TO STDOUT")) as copy:
                    content.rows[name] = b"".join(bytes(block) for block in copy)
            content.counters = connection.execute(_COUNTERS).fetchall()
        return content

    def _put_back(self) -> bool:
        content = self._content
        assert content is not None
        with self._connect() as connection:
            connection.execute(_OTHERS)
            if _shape(connection) != content.shape:
                return False
            connection.execute("SET LOCAL session_replication_role = replica")  # no keys to keep, no triggers
            names = [sql.Identifier(name) for name in content.columns]
            connection.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(name) for name in names))
            for name, rows in content.rows.items():
                if rows:
                    with connection.cursor().copy(_copy(name, content.columns[name], "FROM STDIN")) as copy:
                        copy.write(rows)
            set_one = sql.SQL("setval({}::regclass, {}, {})")
            counters = (set_one.format(f'"{name}"', *standing) for name, *standing in content.counters)
            connection.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(counters)))
        self._served += 1
        if self._served % TIDY_AFTER == 0:
            with self._connect() as connection:
                connection.autocommit = True
                connection.execute("VACUUM")
        return True

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(make_url(self._url).set(drivername="postgresql").render_as_string(hide_password=False))


def _shape(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[object, ...]:
    return connection.execute(_SHAPE).fetchone() or ()


def _copy(name: str, columns: list[str], how: str) -> sql.Composed:
    listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(name), listed, sql.SQL(how))
