"""What was recorded is sealed once, without gaps, whoever does it, and never without key and anchor."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from taskapp.base import clock
from taskapp.base.db import db, start_reading
from taskapp.base.settings import ROOT
from taskapp.tasks.audit import sealing
from taskapp.tasks.audit.canon import Ring
from taskapp.tasks.audit.sealing import Means, seal
from taskapp.tasks.audit.trouble import Hindered, Hindrance
from tests.tasks.audit.record import KEPT, KEY, Record

OTHER = "another-key-for-tests-0123456789-abcdefgh"


def test_seals_join_without_a_gap_and_are_noted_in_the_anchor(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", 4)
    record.grow(2)
    assert record.seal() == 6
    record.grow()
    assert record.seal() == 3
    assert record.seal() == 0
    seals = record.rows("SELECT number, first_id, last_id, count, hmac FROM event_seal ORDER BY number")
    assert [(row[0], row[3]) for row in seals] == [(1, 4), (2, 2), (3, 3)]
    assert [row[1] for row in seals] == [1, *(row[2] + 1 for row in seals[:-1])]  # type: ignore[operator]
    noted = [line.split(" ") for line in record.notes.read_text().splitlines()]
    assert [(int(line[0]), int(line[1]), line[2]) for line in noted] == [(row[0], row[2], row[4]) for row in seals]


def test_what_is_sealed_verifies_and_what_is_not_yet_is_counted(record: Record) -> None:
    record.grow(2)
    record.seal()
    record.grow()
    found = record.verify()
    assert (found.rows, found.seals, found.unsealed, found.problems) == (6, 1, 3, [])


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("change", ["UPDATE {} SET committee_id = 9", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_refuses_any_change(record: Record, table: str, change: str) -> None:
    record.grow()
    record.seal()
    before = record.rows(f"SELECT * FROM {table}")
    with record.app.app_context():
        if db.engine.dialect.name == "sqlite":  # which has no such word
            change = change.replace("TRUNCATE {} CASCADE", "DELETE FROM {}")
        with pytest.raises(IntegrityError, match="rows of this table are only ever added"):
            db.session.execute(text(change.format(table)))
    assert record.rows(f"SELECT * FROM {table}") == before


def test_several_at_once_seal_each_row_once(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two nodes with an anchor of their own and two that share one: each is begun before anything is sealed."""
    monkeypatch.setattr(sealing, "MOST_ROWS", 3)
    folders = [tmp_path / name for name in ("a", "b", "c", "c")]
    nodes = [Means(record.means.ring, folder) for folder in folders]
    assert [record.seal(means) for means in nodes] == [0] * 4
    record.grow(12)
    for _round in range(4):
        threads = [threading.Thread(target=record.seal, args=[means]) for means in nodes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for means in nodes:
        record.seal(means)
        found = record.verify(means)
        assert (found.rows, found.unsealed, found.problems) == (36, 0, [])
    texts = {(folder / f"{record.committee_id}.log").read_text() for folder in folders}
    assert len(texts) == 1


def test_a_row_that_is_committed_late_is_not_shut_out(record: Record) -> None:
    """On PostgreSQL an id is taken before the commit: nothing is sealed over it. SQLite has one writer at a time."""
    record.grow()
    with record.app.app_context():
        is_lite = db.engine.dialect.name == "sqlite"
        late = db.engine.connect()
        late.execute(text(_COPY.format(version=901)))
        if is_lite:
            late.commit()
        else:
            with db.engine.connect() as other:
                other.execute(text(_COPY.format(version=902)))
                other.commit()
        assert record.seal() == (4 if is_lite else 0)
        late.commit()
        late.close()
    record.seal()
    found = record.verify()
    assert (found.rows, found.unsealed, found.problems) == (4 if is_lite else 5, 0, [])


def test_no_row_that_is_not_settled_is_sealed(record: Record) -> None:
    record.grow(2)
    with record.app.app_context():
        start_reading(False)
        assert seal(db.session(), record.committee_id, record.means, top=4, now=clock.now()) == 4
    assert record.rows("SELECT last_id FROM event_seal") == [(4,)]


def test_somebody_who_writes_on_and_on_is_told_after_a_quarter_of_an_hour(record: Record) -> None:
    """And only when there is something to seal."""
    with record.app.app_context():
        start_reading(False)
        session, began = db.session(), clock.now()

        def seal_at(minutes: int) -> int:
            now = began + timedelta(minutes=minutes)
            return seal(session, record.committee_id, record.means, top=0, now=now)

        assert seal_at(20) == 0
        record.grow()
        assert seal_at(14) == 0
        with pytest.raises(Hindered) as hindered:
            seal_at(16)
        assert hindered.value.hindrance is Hindrance.STILL_WRITING
        session.rollback()
    record.seal()
    with record.app.app_context():
        assert seal(db.session(), record.committee_id, record.means, top=0, now=began + timedelta(minutes=16)) == 0


_COLUMNS = ", ".join(
    ("committee_id, task_id, recorded_at, effective_at, effective_on, kind, to_state, via, reason, note, task_kind",
     "lead_unit_id, lead_unit_name, source, field, starred, limit_kind, extensions, waited_workdays, objective_cause",
     "disputed")
)  # fmt: skip
_COPY = (
    f"INSERT INTO task_event (version, {_COLUMNS}) "
    f"SELECT {{version}}, {_COLUMNS} FROM task_event WHERE version = 1 ORDER BY id LIMIT 1"
)


def test_without_a_key_nothing_is_sealed(record: Record) -> None:
    record.grow()
    with pytest.raises(Hindered) as hindered:
        record.seal(Means(Ring(()), record.folder))
    assert hindered.value.hindrance is Hindrance.NO_KEY


def test_without_an_anchor_that_can_be_written_nothing_is_sealed(record: Record) -> None:
    record.grow()
    record.folder.write_text("a file where the folder should be")
    with pytest.raises(Hindered) as hindered:
        record.seal()
    assert hindered.value.hindrance is Hindrance.ANCHOR_SHUT
    assert record.rows("SELECT id FROM event_seal") == []


def test_a_full_disk_under_the_anchor_stops_the_next_seal(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal under way stands in the database; until the anchor has it, no other is made. Then nothing is missing."""
    record.grow()

    def full(_file: int, _text: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("taskapp.tasks.audit.anchor.os.write", full)
        for _time in range(2):
            with pytest.raises(Hindered):
                record.seal()
            record.grow()
    assert len(record.rows("SELECT id FROM event_seal")) == 1
    with pytest.raises(Hindered) as hindered:
        record.verify()
    assert hindered.value.hindrance is Hindrance.ANCHOR_BEHIND, "nobody has tampered with anything"
    assert record.seal() == 6
    found = record.verify()
    assert (found.rows, found.problems) == (9, [])


def test_an_anchor_that_vanished_is_begun_again_only_by_a_person(record: Record) -> None:
    """Who takes the end of the record, its seals and the anchor away is not helped by a new anchor made in silence."""
    for _time in range(2):
        record.grow()
        record.seal()
    record.execute(*(f"DELETE FROM {what} WHERE id > 3" for what in ("hand_over_item", "task_event")))
    record.execute("DELETE FROM event_seal WHERE number = 2")
    record.notes.unlink()
    for _minute in range(2):
        with pytest.raises(Hindered) as hindered:
            record.seal()
        assert (hindered.value.hindrance, hindered.value.detail) == (Hindrance.ANCHOR_GONE, str(record.notes))
        with record.app.app_context():
            found = sealing.hindrance(db.session(), record.committee_id, record.means)
        assert found is not None
        assert found.hindrance is Hindrance.ANCHOR_GONE
    record.notes.touch()
    record.grow()
    assert record.seal() == 3
    assert record.verify().problems == []
    assert len(record.notes.read_text().splitlines()) == 2


def test_a_line_torn_by_a_power_cut_is_written_again(record: Record) -> None:
    record.grow()
    record.seal()
    record.notes.write_text(record.notes.read_text()[:40])
    record.grow()
    assert record.seal() == 3
    assert record.verify().problems == []


def test_another_key_does_not_go_on_with_the_chain(record: Record) -> None:
    record.grow()
    record.seal()
    record.grow()
    with pytest.raises(Hindered) as hindered:
        record.seal(Means(Ring((OTHER,)), record.folder))
    assert hindered.value.hindrance is Hindrance.OTHER_KEY


def test_a_new_key_goes_on_with_the_chain_when_the_old_one_follows_it(record: Record) -> None:
    record.grow()
    record.seal()
    record.grow()
    both = Means(Ring((OTHER, KEY)), record.folder)
    assert record.seal(both) == 3
    found = record.verify(both)
    assert (found.rows, found.problems) == (6, [])


@pytest.mark.parametrize(
    ("notes", "hindrance"),
    [
        ("1 1 " + "0" * 64 + " 0123456789abcdef 2026-03-02 02:00:00.000000\n", Hindrance.ANCHOR_DIFFERS),
        ("7 99 " + "0" * 64 + " 0123456789abcdef 2026-03-02 02:00:00.000000\n", Hindrance.SEALS_LOST),
        ("something else\n", Hindrance.ANCHOR_ODD),
    ],
)
def test_an_anchor_that_knows_better_stops_the_sealing(record: Record, notes: str, hindrance: Hindrance) -> None:
    record.grow()
    record.seal()
    record.notes.write_text(notes)
    record.grow()
    with pytest.raises(Hindered) as hindered:
        record.seal()
    assert hindered.value.hindrance is hindrance


def test_the_role_that_the_manual_describes_records_and_seals_and_cannot_change(record: Record) -> None:
    """PostgreSQL, where roles are; a database of SQLite belongs to whoever opens it."""
    with record.app.app_context():
        if db.engine.dialect.name == "sqlite":
            return
    manual = (ROOT / "docs/admin.md").read_text(encoding="utf-8")
    grants = manual.split("```sql\n", 1)[1].split("```", 1)[0]
    role = f"office_{uuid.uuid4().hex[:8]}"
    record.execute(f"CREATE ROLE {role}", grants.replace("giaoviec", role))
    try:
        with record.app.app_context():
            event.listen(db.engine, "begin", lambda connection: connection.exec_driver_sql(f"SET LOCAL ROLE {role}"))
        record.grow()
        assert record.seal() == 3
        assert record.verify().problems == []
        with record.app.app_context(), pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(text("DELETE FROM task_event"))
    finally:
        record.execute(f"DROP OWNED BY {role}", f"DROP ROLE {role}")
