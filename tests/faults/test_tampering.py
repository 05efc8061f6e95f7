"""Whatever is changed behind the product's back is found, and the first row that is wrong is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.tasks.audit import sealing
from tests.faults.scale import SCALE, SEED
from tests.faults.tampering import EVENTS, SEALS, STEP, Tamperer
from tests.office import Office
from tests.tasks.audit.record import Record

TIMES = max(60, 10 * SCALE)


@pytest.fixture
def record(app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Sixty rows with room between their ids, in nine seals."""
    monkeypatch.setattr(sealing, "MOST_ROWS", 7)
    made = Record(app, office, tmp_path / "anchor")
    made.grow(20)
    with made.owner() as connection:
        connection.execute(text("UPDATE task_event SET id = -:step * id"), {"step": STEP})
        connection.execute(text("UPDATE task_event SET id = -id"))
        made.keep(connection)
    assert made.seal() == 60
    return made


@pytest.mark.parametrize("part", range(4))
def test_every_change_is_found_and_its_first_row_named(record: Record, part: int) -> None:
    random, notes = Random(SEED + part), record.notes.read_text()
    unfound = []
    for _time in range(TIMES // 4):
        with record.owner() as connection:
            lines = notes.splitlines(keepends=True)
            done = Tamperer(connection, random, lines).anything()
            record.notes.write_text("".join(lines))
            with Session(connection) as session:
                found = record.look(session, clock.now() + timedelta(hours=1))
        if not found.problems or not done.is_named(found.problems[0]):
            unfound.append((done.words, found.problems[:1]))
    record.notes.write_text(notes)
    assert unfound == []
    assert record.verify().problems == []


def test_each_column_of_a_row_and_of_a_seal_counts(record: Record) -> None:
    columns = [(EVENTS, column.name, 4 * STEP) for column in EVENTS.columns]
    columns += [(SEALS, column.name, 3) for column in SEALS.columns if column.name != "id"]
    unfound = []
    for table, name, number in columns:
        with record.owner() as connection, Session(connection) as session:
            done = Tamperer(connection, Random(SEED), []).set(table, name, number, number)
            found = record.look(session, clock.now() + timedelta(hours=1))
            if not found.problems or not done.is_named(found.problems[0]):
                unfound.append((done.words, found.problems[:1]))
    assert unfound == []
    assert len(columns) > 50
