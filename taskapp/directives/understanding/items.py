"""What the walk down a document holds of the line it reads, and of the item that line belongs to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from taskapp.directives.phrases import Found
from taskapp.directives.understanding.clauses import Part
from taskapp.directives.understanding.outline import limits


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of running text with the deadlines in it; `first` is the number of the first task that it gives."""

    place: int
    text: str
    dues: Sequence[Found]
    first: int
    is_item: bool
    is_last: bool

    def limits(self, begin: int, end: int) -> list[Found]:
        """The deadlines between two places that give a day or a rule."""
        return limits([dated for dated in self.dues if dated.start >= begin and dated.end <= end])


@dataclass
class Item:
    """The item that lines of fields belong to: its first task, and instructions that still wait for their unit."""

    level: str
    first: int
    waiting: list[tuple[Paragraph, Part]] = field(default_factory=list)
    has_fields: bool = False
