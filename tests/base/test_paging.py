"""Keyset pages: every row once, in order, whatever is inserted meanwhile; only marks that were given out."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest

from taskapp.base.db import db, unscoped
from taskapp.base.errors import BadInput
from taskapp.base.heartbeat import Heartbeat
from taskapp.base.paging import page
from tests.conftest import MONDAY

ORDER = (Heartbeat.started_at, Heartbeat.job, Heartbeat.id)
QUERY = unscoped(Heartbeat)


def add(owner: str, *, hours: int, job: str = "plan") -> None:
    db.session.add(Heartbeat(owner=owner, job=job, started_at=MONDAY + timedelta(hours=hours)))
    db.session.flush()


@pytest.fixture
def rows(app):
    """Twelve rows of which several share each sorting value."""
    with app.app_context():
        for n in range(12):
            add(f"row {n:02d}", hours=n // 5, job=("deliver", "đôn đốc")[n % 2])
        yield [row.owner for row in db.session.scalars(QUERY.order_by(*ORDER))]


def test_pages_hold_every_row_once_and_in_order(rows):
    seen, mark = [], None
    for _ in range(3):
        found = page(db.session(), QUERY, ORDER, mark, size=5)
        seen += [row.owner for row in found.rows]
        mark = found.next_mark
    assert seen == rows
    assert mark is None


def test_a_full_last_page_is_the_last(rows):
    assert page(db.session(), QUERY, ORDER, None, size=12).next_mark is None


def test_rows_inserted_between_pages_neither_repeat_nor_hide_any(rows):
    seen, mark = [], None
    for number in range(20):
        found = page(db.session(), QUERY, ORDER, mark, size=2)
        seen += [row.owner for row in found.rows]
        add(f"before {number}", hours=-1)
        add(f"among {number}", hours=1)
        if (mark := found.next_mark) is None:
            break
    assert [owner for owner in seen if owner.startswith("row")] == rows
    assert len(seen) == len(set(seen))


def test_a_page_keeps_the_conditions_of_its_query(rows):
    query = QUERY.where(Heartbeat.job == "deliver").order_by(Heartbeat.id.desc())
    first = page(db.session(), query, ORDER, None, size=4)
    second = page(db.session(), query, ORDER, first.next_mark, size=4)
    assert [row.owner for row in (*first.rows, *second.rows)] == [f"row {n:02d}" for n in range(0, 12, 2)]


def made_up(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "é",
        "%%%",
        made_up(),
        made_up(["int", 1]),
        made_up(["str", "a"], ["str", "a"], ["int", 1]),  # no instant where one belongs
        made_up(["datetime", "2026-03-02T09:00:00"], ["str", "a"], ["int", 1]),  # a naive one
        made_up(["datetime", "2026-03-02T09:00:00+00:00"], ["str", "a"], ["int", 10**30]),
        made_up(["eval", "1"], ["str", "a"], ["int", 1]),
        made_up(1, 2, 3),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_a_mark_that_was_not_given_out_is_refused(rows, mark):
    with pytest.raises(BadInput, match="Địa chỉ trang không đúng"):
        page(db.session(), QUERY, ORDER, mark)
