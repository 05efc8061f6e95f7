"""Whatever is changed behind the product's back is found, and the first row that is wrong is named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.tasks.audit import sealing
from taskapp.tasks.audit.findings import Problem
from taskapp.tasks.audit.trouble import Hindered, Hindrance
from tests.faults.scale import SCALE, SEED
from tests.faults.tampering import EVENTS, SEALS, STEP, Done, Tamperer
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
            problems = _found(record, connection)
        if not _is_found(problems, done):
            unfound.append((done.words, problems))
    record.notes.write_text(notes)
    assert unfound == []
    assert record.verify().problems == []


def _found(record: Record, connection: Connection) -> list[Problem] | Hindrance:
    with Session(connection) as session:
        try:
            return record.look(session, clock.now() + timedelta(hours=1)).problems
        except Hindered as hindered:
            return hindered.hindrance


def _is_found(problems: list[Problem] | Hindrance, done: Done) -> bool:
    if isinstance(problems, Hindrance):
        return done.hinders and problems is Hindrance.ANCHOR_BEHIND
    return bool(problems) and done.is_named(problems[0])


def test_each_column_of_a_row_and_of_a_seal_counts(record: Record) -> None:
    columns = [(EVENTS, column.name, 4 * STEP) for column in EVENTS.columns]
    columns += [(SEALS, column.name, 3) for column in SEALS.columns if column.name != "id"]
    unfound = []
    for table, name, number in columns:
        with record.owner() as connection:
            done = Tamperer(connection, Random(SEED), []).set(table, name, number, number)
            problems = _found(record, connection)
            if not _is_found(problems, done):
                unfound.append((done.words, problems))
    assert unfound == []
    assert len(columns) > 50
