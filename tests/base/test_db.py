"""What the database refuses and keeps: instants, foreign keys, and every one of many writers' changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, create_engine, event, func, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.pool import NullPool

from taskapp.base.db import db, engine_options, reading, scoped, start_reading, unscoped, writing
from taskapp.base.heartbeat import Heartbeat
from taskapp.base.postgres import PLANNED_ONCE
from taskapp.people.models import Person, RoleHeld
from taskapp.people.rights import Role
from tests.conftest import MONDAY

THREADS, TIMES = 8, 25


def beat(**values: object) -> Heartbeat:
    return Heartbeat(**({"job": "plan", "owner": "a", "started_at": MONDAY} | values))


def test_a_naive_datetime_is_refused(app):
    with app.app_context():
        db.session.add(beat(started_at=datetime(2026, 3, 2, 9, 0)))  # noqa: DTZ001 - what is tested
        with pytest.raises(StatementError, match="naive"):
            db.session.flush()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=7))),
        datetime(2026, 3, 2, 2, 0, 0, 123456, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(app, moment):
    with app.app_context():
        db.session.add(beat(started_at=moment))
        db.session.commit()
        stored = db.session.scalars(unscoped(Heartbeat)).one().started_at
        assert (stored, stored.utcoffset()) == (moment, timedelta(0))
        assert db.session.scalars(unscoped(Heartbeat).where(Heartbeat.started_at == moment)).all()


def test_no_instant_stays_no_instant(app):
    with app.app_context():
        db.session.add(beat())
        db.session.commit()
        assert db.session.scalars(unscoped(Heartbeat)).one().ended_at is None


def test_a_row_that_points_nowhere_is_refused(app, office):
    with app.app_context():
        missing = max(office.people.values()) + 1
        held = {"committee_id": office.committee_id, "unit_id": office.units["tp"], "role": Role.OFFICER}
        db.session.add(RoleHeld(person_id=missing, **held))
        with pytest.raises(IntegrityError):
            db.session.commit()


def test_many_writers_who_read_first_lose_nothing(app):
    with app.app_context():
        db.session.add(beat(count=0))
        db.session.commit()

    def write(_thread: int) -> None:
        with app.app_context(), writing():
            for _ in range(TIMES):
                row = db.session.scalars(unscoped(Heartbeat).with_for_update()).one()
                row.count = row.count + 1
                db.session.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    with app.app_context():
        assert db.session.scalars(unscoped(Heartbeat.count)).one() == THREADS * TIMES


def test_a_reader_does_not_wait_for_a_writer(app):
    with app.app_context():
        db.session.add(beat(count=1))
        db.session.commit()

    def read(_: int) -> int:
        start_reading(True)
        with app.app_context():
            return db.session.scalars(unscoped(Heartbeat.count)).one()

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        db.session.scalars(unscoped(Heartbeat)).one().count = 2
        db.session.flush()
        assert pool.submit(read, 0).result(timeout=8) == 1  # less than the busy timeout
        db.session.rollback()


def test_sqlite_is_set_up_for_safety(app):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            assert db.session.scalar(text("SHOW server_encoding")) == "UTF8"
            return
        found = {
            name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_scoped_select_sees_one_committee(app, office):
    with app.app_context():
        names = db.session.scalars(scoped(Person, office.committee_id, Person.username)).all()
        assert set(names) == set(office.people)
        assert db.session.scalars(scoped(Person, office.committee_id + 1)).all() == []


def test_a_connection_on_which_nothing_comes_back_is_given_up_after_25_seconds_unless_its_address_says_otherwise():
    usual = engine_options("postgresql+psycopg://office@db.example/giaoviec")["connect_args"]
    assert usual["keepalives_idle"] + usual["keepalives_count"] * usual["keepalives_interval"] == 25
    assert usual["tcp_user_timeout"] == 25_000  # milliseconds
    assert usual["connect_timeout"] == 10
    own = engine_options("postgresql+psycopg://office@db.example/giaoviec?connect_timeout=3&keepalives_idle=60")
    assert own["connect_args"] == {k: v for k, v in usual.items() if k not in ("connect_timeout", "keepalives_idle")}


def test_statements_are_prepared_unless_the_address_says_that_connections_are_lent_for_a_transaction_only():
    address, told = "postgresql+psycopg://office@db.example/giaoviec", []

    def connect(_dialect, _entry, _positional, named):
        told.append(named)
        raise ConnectionRefusedError

    for each in (address, f"{address}?prepare_threshold=none"):
        engine = create_engine(each, **engine_options(each))
        event.listen(engine, "do_connect", connect)
        with pytest.raises(ConnectionRefusedError):
            engine.raw_connection()
    assert "prepare_threshold" not in told[0]
    assert told[1]["prepare_threshold"] is None


def test_what_readers_ask_again_and_again_is_prepared_and_planned_once_if_it_says_so(app, office):
    each_time = scoped(Person, office.committee_id, Person.username).where(Person.id == bindparam("who"))
    once = each_time.with_only_columns(Person.full_name).execution_options(**{PLANNED_ONCE: True})
    asked = {office.people["chutich"]: "chutich", office.people["vanphong"]: "vanphong"}
    with app.app_context():
        for who, username in [*asked.items()] * 6:
            assert db.session.scalar(each_time, {"who": who}) == username
            assert db.session.scalar(once, {"who": who})
            db.session.rollback()
        if db.engine.dialect.name == "sqlite":
            return
        query = text("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        found = db.session.execute(query).all()
        plans = {name: row for name in ("username", "full_name") for row in found if f"SELECT person.{name}" in row[0]}
        assert plans["full_name"].generic_plans >= 5
        assert plans["full_name"].custom_plans == 0
        assert plans["username"].custom_plans >= 5


def test_a_transaction_that_failed_is_taken_back_and_the_next_one_works(app, office):
    with app.app_context():
        for _turn in range(8):
            assert db.session.scalar(scoped(Person, office.committee_id, func.count())) == len(office.people)
            with pytest.raises(DBAPIError):
                db.session.execute(text("SELECT nothing FROM nowhere"))
            db.session.rollback()
        db.session.add(beat(job="taken back"))
        db.session.flush()
        db.session.rollback()
        assert "taken back" not in db.session.scalars(unscoped(Heartbeat.job)).all()


def test_a_connection_that_is_cut_while_somebody_reads_hurts_that_request_only(app, office):
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            return
        count = scoped(Person, office.committee_id, func.count()).execution_options(**{PLANNED_ONCE: True})
        assert db.session.scalar(count) == len(office.people)
        pid = db.session.scalar(text("SELECT pg_backend_pid()"))
        with create_engine(db.engine.url, poolclass=NullPool).connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(DBAPIError):
            db.session.scalar(count)
        db.session.rollback()
        assert db.session.scalar(count) == len(office.people)


def test_who_only_reads_sees_one_moment_whatever_is_written_meanwhile(app, office):
    names = scoped(Person, office.committee_id, Person.full_name).where(Person.username == "congchuc")

    def rename() -> None:
        with app.app_context(), writing():
            person = db.session.scalars(scoped(Person, office.committee_id).where(Person.username == "congchuc")).one()
            person.full_name = "Tên mới"
            db.session.commit()

    with app.app_context(), reading(), ThreadPoolExecutor(1) as pool:
        before = db.session.scalar(names)
        pool.submit(rename).result(timeout=8)
        assert db.session.scalar(names) == before != "Tên mới"
        db.session.rollback()
        assert db.session.scalar(names) == "Tên mới"
