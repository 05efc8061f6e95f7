"""By what figures are cut into rows: unit, person, assigner, source, field, year of assignment, star. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from taskapp.reports.ontime import Image


class Dimension(StrEnum):
    """What one row of a table stands for."""

    UNIT = "unit"
    PERSON = "person"
    ASSIGNER = "assigner"
    SOURCE = "source"
    FIELD = "field"
    YEAR = "year"
    STAR = "star"


@dataclass(frozen=True, slots=True)
class Slice:
    """One row: the tasks whose key it is. A key is text as it stands in addresses; "0" is nobody, "" no field."""

    by: Dimension
    key: str

    def __str__(self) -> str:
        return f"{self.by}:{self.key}"

    def holds(self, image: Image) -> bool:
        """Whether the task, or part, is in this row."""
        return key_of(image, self.by) == self.key


def parse(text: str) -> Slice:
    """The slice that `text` names as an address does: "source:province". Raises ValueError for any other."""
    by, colon, key = text.partition(":")
    if not colon:
        raise ValueError(text)
    return Slice(Dimension(by), key)


def key_of(image: Image, by: Dimension) -> str:
    """The key of the row that a task is in; every task is in exactly one."""
    return _KEYS[by](image)


_KEYS: Mapping[Dimension, Callable[[Image], str]] = {
    Dimension.UNIT: lambda image: str(image.lead_unit_id),
    Dimension.PERSON: lambda image: str(image.assignee_id or 0),
    Dimension.ASSIGNER: lambda image: str(image.assigner_id or 0),
    Dimension.SOURCE: lambda image: image.source.value,
    Dimension.FIELD: lambda image: image.field,
    Dimension.YEAR: lambda image: str(image.issued_on.year if image.issued_on else 0),
    Dimension.STAR: lambda image: str(int(image.starred)),
}
