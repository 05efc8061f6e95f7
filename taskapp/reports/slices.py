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
    return text_of(_VALUES[by](image))


def text_of(value: object) -> str:
    """The key of a value as the record has it: nothing is "0", yes and no are "1" and "0"."""
    if value is None or isinstance(value, bool):
        return str(int(bool(value)))
    return str(value)


_VALUES: Mapping[Dimension, Callable[[Image], object]] = {
    Dimension.UNIT: lambda image: image.lead_unit_id,
    Dimension.PERSON: lambda image: image.assignee_id,
    Dimension.ASSIGNER: lambda image: image.assigner_id,
    Dimension.SOURCE: lambda image: image.source,
    Dimension.FIELD: lambda image: image.field,
    Dimension.YEAR: lambda image: image.issued_on and image.issued_on.year,
    Dimension.STAR: lambda image: image.starred,
}
