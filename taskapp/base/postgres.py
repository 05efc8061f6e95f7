"""What PostgreSQL is told: when a connection is lost, and how it plans what it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection, ExecutionContext
from sqlalchemy.pool import ConnectionPoolEntry

_REPEATABLE_READ = 3  # as psycopg.IsolationLevel numbers it
PLANNED_ONCE = "planned_once"  # execution option of statements whose plan is the same whatever their values

# A network that swallows what is sent tells nobody: without these we wait a quarter of an hour for an answer that never
# comes, and the server keeps the locks of a process that it cannot reach any more for two hours.
CONNECT_SECONDS = 10
# After 25 seconds without a sign of the other end both give a connection up; the names are libpq's.
_SIGNS_OF_LIFE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
# Asked for by name: not every server that speaks PostgreSQL's protocol has all of it.
_TELL_SERVER = "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = %s"
_TOLD = [(str(value), f"tcp_{name.removeprefix('tcp_')}") for name, value in _SIGNS_OF_LIFE.items()]
# Compiling a query of many conditions takes PostgreSQL a tenth of a second, running it a hundredth. Our queries pick a
# few rows of large tables: by their index, which on disks of today costs little more than reading in order, and never
# by reading an index of the whole archive beside them, which it takes for short when the rows asked for are the newest.
_TOLD += [("off", "jit"), ("1.1", "random_page_cost"), ("off", "enable_mergejoin")]


def connect_args(given: Mapping[str, Any]) -> dict[str, Any]:
    """How to connect, beside what the address says itself (`given`).

    `prepare_threshold=none` in it: statements are not prepared, for a pooler whose connections are another one's in the
    next transaction (PgBouncer before 1.21).
    """
    usual = {"connect_timeout": CONNECT_SECONDS, **_SIGNS_OF_LIFE}
    found: dict[str, Any] = {name: value for name, value in usual.items() if name not in given}
    if given.get("prepare_threshold") == "none":
        found["prepare_threshold"] = None
    return found


def prepare(engine: Engine) -> None:
    """Set up an engine: signs of life, how to plan, prepared statements that outlive a transaction."""
    event.listen(engine, "connect", _tell_server)
    event.listen(engine, "rollback", _roll_back)
    event.listen(engine, "before_cursor_execute", _plan_once)
    event.listen(engine, "after_cursor_execute", _plan_each_time)


def begin(connection: Connection, *, is_reading: bool) -> None:
    """Let who only reads see one moment in all statements of a transaction, as on SQLite."""
    _driver(connection).isolation_level = _REPEATABLE_READ if is_reading else None


def _tell_server(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.autocommit = True  # so that nothing that is rolled back takes it along
    cursor = connection.cursor()
    cursor.executemany(_TELL_SERVER, _TOLD)
    cursor.close()
    connection.autocommit = False


def _roll_back(connection: Connection) -> None:
    """End a transaction that has not failed ourselves: psycopg forgets with it whatever it has prepared.

    It is careful about tables and types that might be gone, which no transaction of ours takes back. A request that
    only reads ends so: each of its statements would be planned anew for ever, longer than most of them take.
    """
    if _is_in_transaction(connection):
        _say(connection, b"ROLLBACK")


def _plan_once(connection: Connection, _cursor: Any, _sql: str, _values: Any, context: Any, *_rest: Any) -> None:
    """Have the plan of what asks for it made for whatever values, and kept; others are planned for theirs each time."""
    if _is_planned_once(connection, context):
        _say(connection, b"SET LOCAL plan_cache_mode = force_generic_plan")


def _plan_each_time(connection: Connection, _cursor: Any, _sql: str, _values: Any, context: Any, *_rest: Any) -> None:
    if _is_planned_once(connection, context):
        _say(connection, b"SET LOCAL plan_cache_mode TO DEFAULT")


def _is_planned_once(connection: Connection, context: ExecutionContext | None) -> bool:
    """Whether it asks for that, on a connection that keeps what is prepared."""
    asks = context is not None and PLANNED_ONCE in context.execution_options
    return asks and _is_in_transaction(connection) and _driver(connection).prepare_threshold is not None


def _is_in_transaction(connection: Connection) -> bool:
    """Whether it is in one that has not failed."""
    if connection.closed or connection.invalidated:
        return False
    return bool(_driver(connection).info.transaction_status.name == "INTRANS")


def _say(connection: Connection, command: bytes) -> None:
    """Tell it beside what is asked; where the other end is lost, what is asked next says so as usual."""
    driver = _driver(connection)
    with suppress(driver.Error):
        driver.pgconn.exec_(command)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
