"""What is read out of a document: its lines, its heading, the tasks it gives. Pure values; nothing is stored here.

reading/ turns a file into a Source, understanding/ a Source into a Draft, and a person turns that into tasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from taskapp.directives.reason import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the file has it: a paragraph with the label its numbering shows, or a table's row with its cells."""

    text: str
    cells: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """A document's heading, each field as written; empty or None where the document does not say."""

    number: str = ""
    issued_on: date | None = None
    place: str = ""
    issuer: str = ""
    kind: str = ""
    subject: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    authority: str = ""  # above the signer's name: "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG"
    urgency: str = ""  # the stamp: "Khẩn", "Thượng khẩn", "Hỏa tốc"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that has been read: its lines from top to bottom, and what an .edxml envelope states about it."""

    lines: tuple[Line, ...]
    stated: Header | None = None
    proposed_due: date | None = None


class DueKind(StrEnum):
    DATE = "date"
    DATETIME = "datetime"
    RECURRING = "recurring"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words: the day (and hour) or RFC 5545 rule they give, and by which rule.

    `phrase` is as written; `rule` is the key of the rule by which it was read; `doubt` a sentence for the person who
    decides (a day off, a past day, an event without a date), None when there is nothing to ask.
    """

    kind: DueKind = DueKind.NONE
    day: date | None = None
    hour: time | None = None
    rrule: str | None = None
    phrase: str = ""
    rule: str = ""
    doubt: Reason | None = None


NOT_DATED = Due()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands: the line of the Draft it was read from, and the characters of that line's text."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftTask:
    """One instruction to one lead unit (or one set of them), in the words of the document; units as written."""

    content: str
    lead: tuple[str, ...]
    place: Place
    cooperating: tuple[str, ...] = ()
    product: str = ""
    due: Due = NOT_DATED
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document understood: its heading, its lines with broken ones joined, its tasks in their order.

    `doubts` are of the whole: what a person must look at beside the tasks.
    """

    header: Header
    lines: tuple[Line, ...]
    tasks: tuple[DraftTask, ...]
    doubts: tuple[Reason, ...] = ()
