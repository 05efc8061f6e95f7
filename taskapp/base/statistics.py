"""What SQLite knows about its tables, by which it chooses its ways: it counts them only when it is told to.

Without it a dashboard over 100,000 tasks takes five times as long. PostgreSQL counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from taskapp.base.db import Base, unscoped

FEW = 1000  # rows that are found soon in any way
GROWN = 1.5


def renew(session: Session, record: InstrumentedAttribute[Any]) -> Iterator[str]:
    """Have each table counted when the record, whose key this is, has grown by half since; their names, one by one.

    Whoever goes through them commits after each: so who writes meanwhile waits for one at most.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    newest = session.scalar(unscoped(func.max(record))) or 0
    if newest < max(FEW, GROWN * _counted(session, record.class_.__tablename__)):
        return
    for table in Base.metadata.sorted_tables:
        session.connection().exec_driver_sql(f'ANALYZE "{table.name}"')
        yield table.name


def _counted(session: Session, table: str) -> int:
    """How many rows the table had when it was counted; 0 when it never was."""
    if not session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")):
        return 0
    said = session.scalars(text("SELECT stat FROM sqlite_stat1 WHERE tbl = :table"), {"table": table})
    return max((int(each.split()[0]) for each in said), default=0)  # an index may hold some of the rows only
