"""The rows of a database in one form that is the same on SQLite and PostgreSQL, whatever the version of its tables.

A row is a JSON array of its columns in the order of their names: text, numbers, null; a yes or no is 1 or 0; an instant
is UTC, `2026-03-02 02:00:00.000000`; a day, a time of day alike; bytes are base64. Tables are read as they are in the
database, not as the models of this version would have them.
"""

from __future__ import annotations

import binascii
import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Text, case, cast, column, func, insert, inspect, table, types

from taskapp.admin.backups.container import Damaged
from taskapp.base.db import Base, unscoped

BATCH, LARGE_BATCH = 2_000, 10  # rows that are asked for at once, of tables without and with documents in them
ENOUGH = 4 * 1024 * 1024  # bytes of documents after which no more rows are put together
KEY = "id"  # of every table: what its rows are ordered by
OWNER = "committee_id"  # of every table but a few
NOT_COPIED = "alembic_version"  # is told as the version of the tables
_SECONDS = len("2026-03-02 02:00:00")
Values = Sequence[Any]


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    INSTANT = "instant"
    DAY = "day"
    TIME = "time"
    BYTES = "bytes"


class Form(msgspec.Struct, frozen=True):
    """A table: its name and columns, in the order of their names."""

    name: str
    columns: tuple[tuple[str, Kind], ...]


class Sum(msgspec.Struct, frozen=True):
    """How many rows a table has, and the SHA-256 of all of them as JSON lines."""

    rows: int
    sha256: str


@dataclass
class Summing:
    """The sum of a table while its rows pass."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, lines: bytes, rows: int) -> None:
        self._hash.update(lines)
        self.rows += rows

    def sum(self) -> Sum:
        return Sum(self.rows, self._hash.hexdigest())


# of a column's type as the database tells it, the first that fits
_KINDS: tuple[tuple[type[types.TypeEngine[Any]], Kind], ...] = (
    (types.Boolean, Kind.FLAG),
    (types.Integer, Kind.NUMBER),
    (types.Numeric, Kind.NUMBER),
    (types.DateTime, Kind.INSTANT),
    (types.Date, Kind.DAY),
    (types.Time, Kind.TIME),
    (types.LargeBinary, Kind.BYTES),
    (types.JSON, Kind.TEXT),
    (types.String, Kind.TEXT),
)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(list[Any])


def forms(connection: Connection) -> list[Form]:
    """Our tables in the database, in the order of their names; those of other programs are none of our business."""
    looked = inspect(connection)
    found = []
    for name in sorted(looked.get_table_names()):
        columns = {column["name"]: column["type"] for column in looked.get_columns(name)}
        if name in Base.metadata.tables or OWNER in columns:
            found.append(Form(name, tuple((each, _kind(name, each, columns[each])) for each in sorted(columns))))
    return found


def count(connection: Connection, form: Form) -> int:
    """How many rows the table has."""
    rows: int = connection.execute(unscoped(func.count()).select_from(table(form.name))).scalar_one()
    return rows


def read(connection: Connection, form: Form) -> Iterator[list[Values]]:
    """The rows of a table by their ids, so many at a time as stay in memory whatever is in them."""
    columns = [_canonical(connection.dialect.name, name, kind) for name, kind in form.columns]
    asked: Select[Any] = unscoped(*columns).select_from(table(form.name)).order_by(column(KEY))
    with connection.execute(asked, execution_options={"stream_results": True}) as result:
        documents = [index for index, (_name, kind) in enumerate(form.columns) if kind is Kind.BYTES]
        part: list[Values] = []
        size = 0
        for rows in result.partitions(LARGE_BATCH if documents else BATCH):
            part += map(tuple, rows)
            size += sum(len(row[index] or b"") for row in rows for index in documents)
            if len(part) >= BATCH or size >= ENOUGH:
                yield part
                part, size = [], 0
        if part:
            yield part


def lines_of(rows: Sequence[Values]) -> bytes:
    """Rows as JSON lines."""
    return _encoder.encode_lines(rows)


def packed(lines: bytes) -> bytes:
    """JSON lines as they are kept."""
    return gzip.compress(lines, 3, mtime=0)


def unpacked(data: bytes, form: Form, place: str) -> tuple[bytes, list[list[Any]]]:
    """The lines, and the rows, bytes as bytes. Raises Damaged with the place."""
    try:
        lines = gzip.decompress(data)
        rows = _decoder.decode_lines(lines)
        for index in [index for index, (_name, kind) in enumerate(form.columns) if kind is Kind.BYTES]:
            for row in rows:
                if row[index] is not None:
                    row[index] = binascii.a2b_base64(row[index], strict_mode=True)
    except (OSError, EOFError, zlib.error, ValueError, msgspec.MsgspecError, IndexError, TypeError) as error:
        raise Damaged(place) from error
    if any(len(row) != len(form.columns) for row in rows):
        raise Damaged(place)
    return lines, rows


def write(connection: Connection, form: Form, rows: Sequence[Values]) -> None:
    """Add rows to a table that has this form. PostgreSQL takes them as COPY does."""
    names = [name for name, _kind in form.columns]
    if connection.dialect.name == "sqlite":
        statement = insert(table(form.name, *map(column, names))).compile(dialect=connection.dialect)
        connection.exec_driver_sql(str(statement), [tuple(row) for row in rows])
        return
    quote = connection.dialect.identifier_preparer.quote
    statement_text = f"COPY {quote(form.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement_text) as copy:
        for row in rows:
            copy.write_row(row)


def sums(connection: Connection, tables: Iterable[Form]) -> Iterator[tuple[str, Sum]]:
    """The sum of each table as the database has it now."""
    for form in tables:
        summing = Summing()
        for part in read(connection, form):
            summing.add(lines_of(part), len(part))
        yield form.name, summing.sum()


def digest(found: dict[str, Sum]) -> str:
    """One SHA-256 over the sums of all tables: two databases with the same one hold the same rows."""
    told = "".join(f"{name} {found[name].rows} {found[name].sha256}\n" for name in sorted(found))
    return hashlib.sha256(told.encode()).hexdigest()


def _kind(table_name: str, name: str, its_type: types.TypeEngine[Any]) -> Kind:
    for known, kind in _KINDS:
        if isinstance(its_type, known):
            return kind
    raise TypeError(f"no form for {table_name}.{name} of type {its_type!r}")


def _canonical(dialect: str, name: str, kind: Kind) -> ColumnElement[Any]:
    """The column as an expression whose values need nothing done to them; SQLite stores nearly everything so."""
    plain: ColumnElement[Any] = column(name)
    if dialect == "sqlite":
        if kind is Kind.INSTANT:  # what SQL itself wrote has no fractions
            return case((func.length(plain) == _SECONDS, plain.concat(".000000")), else_=plain)
        return plain
    expressions: dict[Kind, ColumnElement[Any]] = {
        Kind.INSTANT: func.to_char(func.timezone("UTC", plain), "YYYY-MM-DD HH24:MI:SS.US"),
        Kind.DAY: func.to_char(plain, "YYYY-MM-DD"),
        Kind.TIME: func.to_char(plain, "HH24:MI:SS.US"),
        Kind.FLAG: cast(plain, types.Integer),
        Kind.TEXT: cast(plain, Text),
    }
    return expressions.get(kind, plain)
