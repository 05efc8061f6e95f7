"""From a document to a draft of its tasks: the one place where the pages ask for what was read and understood."""

from __future__ import annotations

from datetime import date

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import clean
from taskapp.directives import phrases
from taskapp.directives.draft import Draft, Due, Source
from taskapp.directives.phrases import Frame
from taskapp.directives.reading import reader
from taskapp.directives.understanding import header, lines, tasks
from taskapp.directives.understanding.clauses import Dated
from taskapp.directives.understanding.units import Names
from taskapp.workdays.arithmetic import Calendar

LONGEST = 400_000  # characters of a document


def draft_text(text: str, *, calendar: Calendar, today: date) -> Draft:
    """What a pasted text holds. Raises BadInput when it is empty or too long, Refused with a secrecy mark."""
    if not clean(text):
        raise BadInput(_("Hãy dán nội dung văn bản, hoặc chọn tệp."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Văn bản quá dài. Hãy chỉ dán phần giao nhiệm vụ."), field="text")
    return _understood(reader.read(text.encode(errors="replace"), _("dán vào")), calendar, today)


def draft_file(data: bytes, name: str, *, calendar: Calendar, today: date) -> Draft:
    """What a file holds. Raises BadInput when it cannot be read, Refused with a secrecy mark."""
    return _understood(reader.read(data, name), calendar, today)


def _understood(source: Source, calendar: Calendar, today: date) -> Draft:
    whole = lines.whole(source.lines)
    framed = header.read(whole)
    frame = Frame(issued_on=framed.header.issued_on or today, calendar=calendar)

    def find(text: str) -> list[Dated]:
        return [Dated(found.start, found.end, found.due) for found in phrases.find(text, frame)]

    def in_cell(text: str) -> Due:
        return phrases.in_cell(text, frame)

    read = tasks.read(whole, framed.begin, framed.end, tasks.Reading(find, in_cell, Names()), framed.header.issuer)
    return Draft(framed.header, tuple(whole), tuple(read))
