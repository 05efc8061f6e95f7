"""The database counts what the pure rule says, and each number opens exactly its items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from taskapp.reports.tally import Tally
from taskapp.sources import counting
from taskapp.sources.counting import Cell
from taskapp.sources.lines import entry_of
from taskapp.sources.models import SourceItem
from taskapp.sources.verdict import in_population, verdict
from tests.conftest import MONDAY
from tests.sources.conftest import Desk

SEED = 20261126


def test_the_database_counts_as_the_rule_says_and_each_number_opens_its_items(
    desk: Desk, frozen_clock: Callable[[datetime], None]
):
    frozen_clock(MONDAY - timedelta(hours=1))
    rng = Random(SEED)
    desk.tell(*(_some(rng, number) for number in range(300)))
    frozen_clock(MONDAY)
    desk.tell(*(_some(rng, number) for number in range(0, 300, 7)))  # corrections and all
    today = MONDAY.date()
    for first, last, as_of in (
        (today - timedelta(days=3), today, ""),
        (today - timedelta(days=8), today - timedelta(days=4), ""),
        (today - timedelta(days=8), today + timedelta(days=4), (MONDAY - timedelta(minutes=5)).isoformat()),
    ):
        found = desk.ask(first, last, as_of)
        question, [row] = found.question, found.rows
        known = desk.session.scalars(
            select(SourceItem).where(
                SourceItem.recorded_at <= question.as_of, SourceItem.version == _newest(question.as_of)
            )
        ).all()
        entries = [(item, entry_of(item)) for item in known]
        inside = [(item, entry) for item, entry in entries if in_population(entry, first, last)]
        judged = Counter(verdict(entry, question.at).count.value for _item, entry in inside)
        assert {name: getattr(row.tally, name) for name in judged} == judged
        assert row.tally.assigned == len(inside) > 20
        assert row.tally.early == sum(verdict(entry, question.at).is_early for _item, entry in inside)
        assert row.tally.carried_over == sum(entry.received_on < first for _item, entry in inside)
        for cell in Cell:
            opened = desk.session.scalars(counting.behind(question, cell, desk.source.id)).all()
            assert len(opened) == counting.count(desk.session, counting.behind(question, cell, desk.source.id))
            assert len(opened) == _number(row.tally, cell), cell


def _number(tally: Tally, cell: Cell) -> int:
    number: int = getattr(tally, "assigned" if cell is Cell.ALL else cell.value)
    return number


def _newest(as_of: datetime) -> object:
    """The highest version known by then."""
    other = SourceItem.__table__.alias()
    newest = select(func.max(other.c.version)).where(other.c.own_id == SourceItem.own_id, other.c.recorded_at <= as_of)
    return newest.scalar_subquery()


def _some(rng: Random, number: int) -> dict[str, object]:
    """An item with days around today, with hours now and then."""
    received = MONDAY.date() - timedelta(days=rng.randint(0, 12))
    due = rng.choice([None, received + timedelta(days=rng.randint(0, 9))])
    done = rng.choice([None, received + timedelta(days=rng.randint(0, 9))])
    done = done if done is None or done <= MONDAY.date() else None
    said: dict[str, object] = {"id": str(number), "received": received, "cancelled": rng.random() < 0.05}
    for name, day in (("due", due), ("done", done)):
        if day is not None:
            hour = rng.choice(["", "T08:00", "T09:00", "T09:01"])
            said[name] = f"{day.isoformat()}{hour}"
    return said
