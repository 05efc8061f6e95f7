"""The outline of a document: for whom and until when an item holds, for itself and for what stands under it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taskapp.directives import phrases
from taskapp.directives.draft import NOT_DATED, Due, DueKind
from taskapp.directives.phrases import Found
from taskapp.directives.understanding import headings, statements
from taskapp.directives.understanding import statement_words as said
from taskapp.directives.understanding.lines import is_capital
from taskapp.directives.understanding.statements import Depth
from taskapp.directives.understanding.units import Names

_SECTION = re.compile(r"[Mm]ục\s+([IVXLC]+|\d+)\b")
_LONGEST_PLAIN = 160  # characters of a heading without a label


@dataclass(frozen=True)
class Means:
    """What a document is read with: what its deadlines are counted by, and the units that are known by name."""

    frame: phrases.Frame
    names: Names

    def find(self, text: str) -> list[Found]:
        """The deadlines of a running text, each with its place."""
        return phrases.find(text, self.frame)

    def due_of(self, text: str, before: Due = NOT_DATED) -> Due:
        """The one deadline of an instruction; `before` is the one stated before it."""
        return phrases.deadline_of(text, self.frame, before)

    def in_cell(self, text: str) -> Due:
        """The deadline that a table's cell of time states."""
        return phrases.in_cell(text, self.frame)


@dataclass
class Frame:
    """An item that others may stand under: for whom, until when, whether tasks are given in it."""

    level: str
    lead: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    due: Due | None = None
    depth: Depth = Depth.TASKS
    units_at: str = ""  # the level below at which headings have named units


class Outline:
    """The items that the present line stands under, the innermost last."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self._frames = [Frame("")]
        self._sections = {"": 0}  # label of a section, and the number of its first task; "" is the present one

    @property
    def frame(self) -> Frame:
        """The innermost item."""
        return self._frames[-1]

    @property
    def is_preamble(self) -> bool:
        """Whether no item has begun yet."""
        return len(self._frames) == 1

    def enter(self, label: str, text: str, tasks: int) -> None:
        """Begin the item that a line opens; `tasks` have been read before it. Lines of running text begin none."""
        if label:
            level = headings.level(label)
        elif self._is_plain_heading(text):
            level = "capital" if is_capital(text) else "plain"
        else:
            return
        if level in headings.SECTIONS:
            self._sections[""] = self._sections[label.strip(" .)")] = tasks
        levels = [frame.level for frame in self._frames]
        if level in levels:
            del self._frames[levels.index(level) :]
        elif level == "capital":
            del self._frames[1:]
        above = self.frame
        self._frames.append(Frame(level, above.lead, above.helping, above.due, above.depth))

    def take_heading(self, text: str, label: str, after: str) -> bool:
        """Take the line as a heading when it is one: the units it is for, or the title of a section.

        `after` is the label of the line after it.
        """
        frame, names = self.frame, self.means.names
        has_others = bool(label) and text[-1:] not in ".;" and headings.level(label) != headings.level(after)
        named = headings.units_of(text, names, is_heading=has_others, has_label=bool(label))
        if named is None and has_others:
            is_beside = self._above().units_at == frame.level
            named = headings.called(text) or (headings.beside_units(text) if is_beside else None)
        if named:
            frame.lead, frame.helping = named
            self._above().units_at = frame.level
            self._take_due(text)
            return True
        is_section = is_capital(text) or (bool(label) and headings.level(label) in headings.SECTIONS)
        depth = statements.section(text, is_roman=is_section)
        is_headed = has_others and headings.level(label) in headings.SECTIONS and text[-1:] != ":"
        if is_headed or self._is_title(text) if label else is_capital(text):
            frame.lead, frame.helping = (), ()
            frame.depth = self._above().depth if depth is None else depth
            self._take_due(text)
            return True
        if label and depth not in {None, Depth.TASKS}:
            frame.depth = depth or frame.depth
        return False

    def section_start(self, sentence: str) -> int:
        """The first task of the section that a sentence speaks of, of the one it stands in when it names none."""
        match = _SECTION.search(sentence)
        return self._sections.get(match[1] if match else "", self._sections[""])

    def _above(self) -> Frame:
        return self._frames[-2] if len(self._frames) > 1 else Frame("")

    def _is_title(self, text: str) -> bool:
        may_be = headings.may_title(text, self.means.names, has_lead=bool(self.frame.lead))
        return may_be is True or (may_be is None and not limits(self.means.find(headings.without_notes(text))))

    def _is_plain_heading(self, text: str) -> bool:
        if len(text) > _LONGEST_PLAIN or text.endswith((".", ";")):
            return False
        is_title = is_capital(text) and not statements.is_authority(text)
        return is_title or headings.units_of(text, self.means.names, has_label=False) is not None

    def _take_due(self, text: str) -> None:
        found = limits(self.means.find(text)) if said.SETS_DUE.search(text) else []
        if found:
            self.frame.due = found[-1].due


def limits(dues: Sequence[Found]) -> list[Found]:
    """Of deadlines in words those that give a day or a rule."""
    return [dated for dated in dues if dated.due.kind is not DueKind.NONE]
