"""What a webhook carries: fields are only ever added."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from taskapp.api.shapes import EventItem, TaskItem


class TaskPointer(Struct):
    """A task of which the webhook's maker may know no more than that it is there."""

    id: int
    page: str


class Told(Struct):
    """One thing that happened. `task` stands as it did at the first try; `change` is null for what nobody did."""

    id: str
    event: str
    occurred_at: datetime
    task: TaskItem | TaskPointer | None
    change: EventItem | None
