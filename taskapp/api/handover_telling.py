"""Hand-overs as programs are told of them: from models to shapes."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import asdict

from taskapp.api import office_shapes, telling
from taskapp.tasks.paper_models import HandOver, HandOverItem


def handed_over(row: HandOver) -> office_shapes.HandOverItem:
    """A signed list."""
    return office_shapes.HandOverItem(
        id=row.id,
        number=row.number,
        year=row.year,
        giver=telling.named(row.from_person),
        made_at=row.made_at,
        reason_code=row.reason_code,
        reason=row.reason,
        lines=len(row.items),
        unconfirmed=sum(item.confirmed_at is None for item in row.items),
    )


def handed_over_whole(row: HandOver, items: Iterable[HandOverItem]) -> office_shapes.HandOver:
    """A signed list with those of its lines that the person may read."""
    lines = [
        office_shapes.HandedLine(
            handed=item.role,
            task_id=item.task_id,
            to=telling.named(item.to),
            to_unit=item.to_unit,
            progress_percent=item.progress_percent,
            confirmed_at=item.confirmed_at,
        )
        for item in items
    ]
    return office_shapes.HandOver(**asdict(handed_over(row)), by=telling.ref(row.by), items=lines)
