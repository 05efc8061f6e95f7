"""The labels that a word processor shows before numbered paragraphs: "II.", "2.1.", "a)", "-"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from taskapp.directives.reading.package import attribute, child, children

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BULLET = "-"
_LEVELS = 9
_HIGHEST = 32_767
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list counts."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    is_legal: bool = False  # shows the levels above as plain numbers
    restarts_after: int | None = None  # the level (1-based) after which it begins again; 0 never; None any above


@dataclass(frozen=True)
class Style:
    """What a paragraph style says of numbering, and upon which style it builds."""

    based_on: str = ""
    list_id: str = ""
    level: str = ""
    has_borders: bool = False


@dataclass
class Numbering:
    """The lists of a document and where each of them has got to."""

    lists: Mapping[str, tuple[str, Mapping[int, Level]]]  # number id → the list that counts, its levels
    styles: Mapping[str, Style]
    restarts: Mapping[str, Mapping[int, int]]
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)

    def label(self, properties: Element | None) -> str:
        """The label of the next paragraph with these properties, which counts it; "" when it has none."""
        list_id, depth = self._place(properties)
        if list_id not in self.lists:
            return ""
        shared, levels = self.lists[list_id]
        counts = self._counts.setdefault(shared, [0] * _LEVELS)
        self._restart(list_id, counts)
        level = levels.get(depth, Level())
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        for below in range(depth + 1, _LEVELS):
            after = levels.get(below, Level()).restarts_after
            if after is None or (after and depth < after):
                counts[below] = 0
        return _shown(level, levels, counts)

    def chain(self, style_id: str) -> Iterator[Style]:
        """A style and those it builds upon; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id in self.styles and style_id not in seen:
            seen.add(style_id)
            yield self.styles[style_id]
            style_id = self.styles[style_id].based_on

    def _place(self, properties: Element | None) -> tuple[str, int]:
        own = child(properties, "numPr")
        list_id, depth = attribute(child(own, "numId"), "val"), attribute(child(own, "ilvl"), "val")
        for style in self.chain(attribute(child(properties, "pStyle"), "val")):
            list_id, depth = list_id or style.list_id, depth or style.level
        return list_id, min(number(depth, 0), _LEVELS - 1)

    def _restart(self, list_id: str, counts: list[int]) -> None:
        if list_id not in self._started:
            self._started.add(list_id)
            for depth, start in self.restarts.get(list_id, {}).items():
                counts[depth] = start - 1
                counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)


def numbering(lists: Element | None, styles: Element | None) -> Numbering:
    """From the parts numbering.xml and styles.xml; either may be missing."""
    kinds = {attribute(kind, "abstractNumId"): kind for kind in children(lists, "abstractNum")}
    known: dict[str, tuple[str, Mapping[int, Level]]] = {}
    restarts: dict[str, dict[int, int]] = {}
    for entry in children(lists, "num"):
        list_id, kind_id = attribute(entry, "numId"), attribute(child(entry, "abstractNumId"), "val")
        overrides = list(children(entry, "lvlOverride"))
        own = {depth: _level(level) for each in overrides for depth, level in _levels(each)}
        base = {depth: _level(level) for depth, level in _levels(kinds.get(kind_id))}
        known[list_id] = (kind_id, {**base, **own})
        restarts[list_id] = dict(_starts(overrides))
    known.pop("0", None)  # number id 0 switches numbering off
    return Numbering(known, {attribute(s, "styleId"): _style(s) for s in children(styles, "style")}, restarts)


def number(text: str, otherwise: int) -> int:
    """A whole number of an attribute, kept within what Word knows."""
    return min(int(text), _HIGHEST) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _levels(parent: Element | None) -> Iterator[tuple[int, Element]]:
    for level in children(parent, "lvl"):
        yield min(number(attribute(level, "ilvl"), 0), _LEVELS - 1), level


def _starts(overrides: list[Element]) -> Iterator[tuple[int, int]]:
    for override in overrides:
        start = attribute(child(override, "startOverride"), "val")
        if start:
            yield min(number(attribute(override, "ilvl"), 0), _LEVELS - 1), number(start, 1)


def _level(element: Element) -> Level:
    after = attribute(child(element, "lvlRestart"), "val")
    return Level(
        start=number(attribute(child(element, "start"), "val"), 1),
        form=attribute(child(element, "numFmt"), "val") or "decimal",
        text=attribute(child(element, "lvlText"), "val"),
        is_legal=child(element, "isLgl") is not None,
        restarts_after=number(after, 0) if after else None,
    )


def _style(element: Element) -> Style:
    own = child(element, "pPr", "numPr")
    return Style(
        attribute(child(element, "basedOn"), "val"),
        attribute(child(own, "numId"), "val"),
        attribute(child(own, "ilvl"), "val"),
        child(element, "tblPr", "tblBorders") is not None,
    )


def _shown(level: Level, levels: Mapping[int, Level], counts: list[int]) -> str:
    if level.form == "bullet":
        return BULLET
    if level.form == "none":
        return ""

    def count(found: re.Match[str]) -> str:
        depth = int(found.group(1)) - 1
        other = levels.get(depth, Level())
        form = "decimal" if level.is_legal else other.form
        return written(counts[depth] or other.start, form)

    return _PLACEHOLDER.sub(count, level.text[:50]).strip()


def written(count: int, form: str) -> str:
    """A number as a form of numbering writes it; an unknown form as digits."""
    if form in ("lowerLetter", "upperLetter"):
        repeats, letter = divmod(max(count, 1) - 1, 26)
        text = chr(ord("a") + letter) * min(repeats + 1, 10)
    elif form in ("lowerRoman", "upperRoman"):
        text = _roman(count)
    elif form == "decimalZero":
        text = f"{count:02d}"
    else:
        text = str(count)
    return text.upper() if form.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        times, count = divmod(count, value)
        text += letters * times
    return text
