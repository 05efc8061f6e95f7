"""By what figures are cut into rows: unit, person, assigner, source, field, year, star, type of work. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from taskapp.reports.ontime import Image
from taskapp.tasks.states import Source


class Dimension(StrEnum):
    """What one row of a table stands for."""

    UNIT = "unit"
    PERSON = "person"
    ASSIGNER = "assigner"
    SOURCE = "source"
    FIELD = "field"
    YEAR = "year"
    STAR = "star"
    WORK_TYPE = "work_type"


LONGEST_KEY = 12  # digits; no id and no year is that long


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
    name, _colon, key = text.partition(":")
    by = Dimension(name)
    if not _is_key(by, key):
        raise ValueError(text)
    return Slice(by, key)


def _is_key(by: Dimension, key: str) -> bool:
    if by is Dimension.FIELD:
        return True
    if by is Dimension.SOURCE:
        return key in set(Source)
    if by is Dimension.STAR:
        return key in ("0", "1")
    return key.isascii() and key.isdigit() and len(key) < LONGEST_KEY


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
    Dimension.WORK_TYPE: lambda image: image.work_type_id,
}
