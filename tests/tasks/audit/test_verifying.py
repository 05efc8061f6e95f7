"""What a verification says, and when it says that it can say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from taskapp.base import clock
from taskapp.base.db import db, start_reading
from taskapp.tasks.audit import canon, stored, verifying
from taskapp.tasks.audit.canon import FORMS, NEWEST, Ring
from taskapp.tasks.audit.findings import NAMED, Wrong
from taskapp.tasks.audit.sealing import Means
from taskapp.tasks.audit.trouble import Hindered, Hindrance
from taskapp.tasks.models import TaskEvent
from tests.tasks.audit.record import KEY, Record

OTHER = "another-key-for-tests-0123456789-abcdefgh"


def test_every_column_of_the_record_is_sealed() -> None:
    """Whoever adds a column adds a form that has it at its end."""
    assert set(FORMS[NEWEST]) == {column.name for column in TaskEvent.__table__.columns}
    for older, newer in zip(list(FORMS.values())[:-1], list(FORMS.values())[1:], strict=True):
        assert newer[: len(older)] == older


def test_the_canonical_form_stays_as_it_is() -> None:
    row = canon.row_bytes(1, [7, "Báo cáo “1”\n", None, "2026-03-02 02:00:00.000000", 0])
    assert row == '["row",1,7,"Báo cáo “1”\\n",null,"2026-03-02 02:00:00.000000",0]'.encode()
    assert canon.mark(b"key", row).hex() == "5bd0823acfecb21465c707b76ad4225c"


def test_both_databases_write_a_row_alike(record: Record) -> None:
    """So that a record can be moved from one to the other with its seals."""
    record.grow()
    record.seal()
    (entries,) = record.rows("SELECT entries FROM event_seal")[0]
    first = next(canon.unpack(bytes(entries)))  # type: ignore[call-overload]
    assert first.mark.hex() == FIRST_MARK


FIRST_MARK = "6d79c3286eda6f017baf0fc06529e420"


@pytest.mark.parametrize(
    ("keys", "hindrance"), [((), Hindrance.NO_KEY), ((OTHER,), Hindrance.OTHER_KEY)], ids=["no key", "another key"]
)
def test_without_its_key_nothing_can_be_said(record: Record, keys: tuple[str, ...], hindrance: Hindrance) -> None:
    record.grow()
    record.seal()
    with pytest.raises(Hindered) as hindered:
        record.verify(Means(Ring(keys), record.folder))
    assert hindered.value.hindrance is hindrance


def test_without_its_anchor_nothing_can_be_said(record: Record) -> None:
    record.grow()
    assert record.verify().unsealed == 3  # nothing is sealed, so there is nothing to anchor
    record.seal()
    record.notes.unlink()
    with pytest.raises(Hindered) as hindered:
        record.verify()
    assert hindered.value.hindrance is Hindrance.ANCHOR_GONE


def test_a_seal_of_a_moment_ago_may_still_be_missing_in_the_anchor_of_another_node(
    record: Record, tmp_path: Path
) -> None:
    other = replace(record.means, folder=tmp_path / "other")
    record.seal()
    record.grow()
    record.seal(other)
    record.seal()
    record.grow()
    record.seal(other)
    assert record.verify(later=timedelta(minutes=1)).problems == []
    with pytest.raises(Hindered) as hindered:
        record.verify(later=timedelta(minutes=6))
    assert hindered.value.hindrance is Hindrance.ANCHOR_BEHIND


def test_an_anchor_that_lacks_a_seal_before_its_end_is_wrong_and_one_that_ends_early_hides_nothing(
    record: Record,
) -> None:
    for _time in range(3):
        record.grow()
        record.seal()
    first, _second, third = record.notes.read_text().splitlines(keepends=True)
    record.notes.write_text(first + third)
    assert [(p.wrong, p.seal) for p in record.verify().problems] == [(Wrong.ANCHOR_SHORT, 2)]
    record.notes.write_text(first)
    record.execute("UPDATE task_event SET note = 'không có gì' WHERE id = 9")
    assert [(p.wrong, p.event_id) for p in record.verify().problems] == [(Wrong.CHANGED, 9)]


@pytest.mark.parametrize("turn", ["rows", "seals", "told"])
def test_what_is_sealed_while_a_verification_is_under_way_is_no_wrong(
    record: Record, monkeypatch: pytest.MonkeyPatch, turn: str
) -> None:
    """Sealed just before the rows or the seals are asked for, or when the first row has come."""
    record.grow()
    record.seal()
    monkeypatch.setattr(verifying, "TOLD_EVERY", 1)
    once = iter([record.meanwhile])

    def meanwhile(*_args: object) -> None:
        for seal in once:
            seal()

    def asked(name: str) -> None:
        ask = getattr(stored, name)

        def ask_late(*args: Any, **more: Any) -> Iterator[Any]:
            meanwhile()
            yield from ask(*args, **more)

        monkeypatch.setattr(stored, name, ask_late)

    if turn != "told":
        asked(turn)
    with record.app.app_context():
        start_reading(True)
        tell = meanwhile if turn == "told" else lambda _more: None
        found = verifying.verify(db.session(), record.committee_id, record.means, now=clock.now(), tell=tell)
        assert found.problems == []
    assert record.verify().seals == 2


def test_the_first_seal_may_be_made_while_a_verification_begins(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = verifying.size

    def late(*args: Any) -> int:
        record.meanwhile()
        return size(*args)

    monkeypatch.setattr(verifying, "size", late)
    assert record.verify(later=timedelta()).problems == []


def test_a_copy_of_the_anchor_may_end_earlier_and_still_proves(record: Record, tmp_path: Path) -> None:
    record.grow()
    record.seal()
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / record.notes.name).write_text(record.notes.read_text())
    record.grow()
    record.seal()
    assert record.verify(replace(record.means, folder=copy), is_copy=True).problems == []
    with record.owner() as connection:  # who took record, seals and the anchor back to before
        for what in ("event_seal", "hand_over_item", "task_event"):
            connection.exec_driver_sql(f"DELETE FROM {what}")
        record.keep(connection)
    record.notes.unlink()
    assert record.verify().problems == []
    found = record.verify(replace(record.means, folder=copy), is_copy=True)
    assert [(p.wrong, p.seal) for p in found.problems] == [(Wrong.SEAL_MISSING, 1)]


def test_a_key_that_was_replaced_seals_nothing_any_more(record: Record) -> None:
    """Whoever stole the old key cannot go on with it after the new one."""
    record.grow()
    record.seal(Means(Ring((OTHER, KEY)), record.folder))
    record.grow()
    record.seal(Means(Ring((KEY, OTHER)), record.folder))
    found = record.verify(Means(Ring((OTHER, KEY)), record.folder))
    assert [(p.wrong, p.seal) for p in found.problems] == [(Wrong.OLD_KEY, 2)]


def test_all_that_is_wrong_is_counted_and_the_first_is_named(record: Record) -> None:
    record.grow(10)
    record.seal()
    record.execute("UPDATE task_event SET note = 'không có gì'")
    found = record.verify()
    assert (found.wrong, len(found.problems)) == (30, NAMED)
    assert (found.problems[0].wrong, found.problems[0].event_id) == (Wrong.CHANGED, 1)


def test_progress_is_told(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "TOLD_EVERY", 2)
    record.grow(2)
    record.seal()
    told: list[int] = []
    with record.app.app_context():
        verifying.verify(db.session(), record.committee_id, record.means, now=clock.now(), tell=told.append)
    assert told == [2, 2, 2]
