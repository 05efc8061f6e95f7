"""Deliveries: the same again changes nothing, other values are a version, the past stays as it was known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.reports.tally import Tally
from taskapp.sources import keeping, queries, taking
from taskapp.sources.items import Given
from taskapp.sources.keeping import Wish
from taskapp.sources.models import Door, SourceBatch, SourceItem, WorkSource
from taskapp.sources.taking import Delivery
from tests.conftest import MONDAY
from tests.office import Office
from tests.sources.conftest import MARCH, Desk, make_source

ONE = {"id": "HT-1", "received": "2026-03-02", "due": "2026-03-06", "title": "Khai sinh"}


def _counts(desk: Desk, receipt: taking.Receipt) -> tuple[int, int, int, int, int]:
    return receipt.added, receipt.changed, receipt.corrected, receipt.unchanged, len(receipt.refused)


def test_the_same_again_changes_nothing_and_other_values_are_a_version(
    desk: Desk, frozen_clock: Callable[[datetime], None]
):
    assert _counts(desk, desk.tell(ONE)) == (1, 0, 0, 0, 0)
    assert _counts(desk, desk.tell(ONE, ONE)) == (0, 0, 0, 1, 0)
    frozen_clock(MONDAY + timedelta(days=3))
    assert _counts(desk, desk.tell(ONE | {"done": "2026-03-05"})) == (0, 1, 0, 0, 0)
    frozen_clock(MONDAY + timedelta(days=8))
    assert _counts(desk, desk.tell(ONE | {"done": "2026-03-09"})) == (0, 0, 1, 0, 0)
    assert _counts(desk, desk.tell(ONE | {"done": "2026-03-05"})) == (0, 0, 1, 0, 0)  # back, and a correction again
    rows = desk.session.scalars(select(SourceItem).order_by(SourceItem.version)).all()
    assert [(row.version, row.done_on and row.done_on.day) for row in rows] == [(1, None), (2, 5), (3, 9), (4, 5)]
    assert [row.replaced_at for row in rows] == [*(row.recorded_at for row in rows[1:]), None]
    batches = desk.session.scalars(select(SourceBatch).order_by(SourceBatch.id)).all()
    assert [(each.added, each.changed, each.corrected, each.unchanged) for each in batches[:2]] == [
        (1, 0, 0, 0),
        (0, 0, 0, 1),
    ]


def test_a_late_correction_shows_in_the_past_period_and_leaves_what_was_known_then(
    desk: Desk, frozen_clock: Callable[[datetime], None]
):
    desk.tell(ONE, {"id": "HT-2", "received": "2026-03-02", "due": "2026-03-02"})
    frozen_clock(MONDAY + timedelta(days=9))
    desk.tell(
        ONE | {"done": "2026-03-05"},
        {"id": "HT-2", "received": "2026-03-02", "due": "2026-03-02", "done": "2026-03-02"},
    )
    frozen_clock(datetime.fromisoformat("2026-04-10T09:00:00+07:00"))
    desk.tell(ONE | {"done": "2026-03-09"})  # it was late after all
    now, then, first = (
        desk.ask(*MARCH),
        desk.ask(*MARCH, as_of="2026-03-31"),
        desk.ask(*MARCH, as_of="2026-03-02T10:00:00+07:00"),
    )
    assert now.rows[0].tally == Tally(done_on_time=1, done_late=1, corrected=1)
    assert then.rows[0].tally == Tally(done_on_time=2, early=1)
    assert first.rows[0].tally == Tally(open_in_term=2)
    assert desk.ask(date(2026, 4, 1), date(2026, 4, 30)).rows[0].tally == Tally()


def test_wrong_items_are_told_of_one_by_one_and_the_others_enter(desk: Desk):
    receipt = desk.tell(
        ONE,
        {"id": "HT-2", "received": "2026-03-09"},
        ONE | {"due": "2026-03-07"},
        {"id": "HT-4", "received": "2026-03-02", "unit": "nv"},
        {"id": "HT-5", "received": "2026-03-02", "title": "Báo cáo MẬT"},
    )
    assert receipt.added == 1
    assert [(no.position, no.id, no.field) for no in receipt.refused] == [
        (2, "HT-2", "received"),
        (3, "HT-1", "id"),
        (4, "HT-4", "unit"),
        (5, "HT-5", "title"),
    ]


def test_where_nothing_is_said_of_the_unit_it_stays_what_it_was(desk: Desk):
    top = make_source(desk.session, desk.office, "mot-cua", unit="root")
    desk.source = top
    desk.tell(ONE | {"unit": "Phòng Nội vụ"}, {"id": "2", "received": "2026-03-02"})
    assert _counts(desk, desk.tell(ONE)) == (0, 0, 0, 1, 0)
    units = dict(desk.session.execute(select(SourceItem.own_id, SourceItem.unit_id)).all())
    assert units == {"HT-1": desk.office.units["nv"], "2": desk.office.units["root"]}
    assert [row.tally.assigned for row in desk.ask(*MARCH, unit="nv").rows if row.source.id == top.id] == [1]


def test_deliveries_that_told_nothing_new_are_forgotten_after_a_while(
    desk: Desk,
):
    desk.tell(ONE)
    desk.tell(ONE)
    assert keeping.prune(desk.session, now=MONDAY + timedelta(days=89)) == 0
    assert keeping.prune(desk.session, now=MONDAY + timedelta(days=91)) == 1
    assert [batch.added for batch in desk.session.scalars(select(SourceBatch))] == [1]


def test_a_closed_source_takes_nothing_and_names_that_are_kept_no_more_are_gone(desk: Desk):
    desk.tell(ONE)
    keeping.change(desk.session, desk.source, Wish("Hồ sơ", "hồ sơ", desk.office.units["tp"], False))
    assert desk.session.scalars(select(SourceItem.title)).all() == [""]
    assert _counts(desk, desk.tell(ONE)) == (0, 0, 0, 1, 0)
    keeping.close(desk.source, now=clock.now())
    with pytest.raises(Refused):
        desk.tell(ONE)
    desk.session.rollback()
    keeping.reopen(desk.source)
    desk.tell(ONE)


def test_deliveries_at_the_same_moment_enter_once(app: Flask, office: Office):
    with app.app_context():
        source_id = make_source(db.session(), office).id
        db.session.commit()
    ready, receipts = Barrier(3), []
    givens = [Given(number, id=str(number), received="2026-03-02") for number in range(1, 601)]

    def deliver() -> None:
        with app.app_context():
            session, now = db.session(), clock.now()
            ready.wait()
            chosen = queries.sources(office.committee_id)
            source = queries.get(session, chosen, WorkSource.id == source_id, to_change=True)
            what = taking.understand(givens, taking.surroundings(session, source, now=now))
            receipts.append(taking.take(session, source, what, Delivery(Door.API), now=now))
            session.commit()

    threads = [Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((each.added, each.unchanged) for each in receipts) == [(0, 600), (0, 600), (600, 0)]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SourceItem)) == 600
