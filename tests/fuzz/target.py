"""What is fuzzed, under atheris: `texts` (text to lines, limits, tasks), `files` (bytes to lines), and, short and so
many times more often, `limits` (limits in words), `cells` (a register's cell to its day, document and units) and
`names` (a line to the units it names).

A refusal is fine; anything else that is raised is a finding. Started by run.py.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import atheris

with atheris.instrument_imports(include=["taskapp.directives", "taskapp.base.text"]):
    from taskapp.base.text import clean
    from taskapp.directives import phrases, understanding
    from taskapp.directives.phrases import Frame
    from taskapp.directives.reading import child, docx, edxml, kinds, texts
    from taskapp.directives.reading.package import Package
    from taskapp.directives.registers import dates, wording
    from taskapp.directives.understanding.units import Names
    from taskapp.directives.unreadable import Scanned, Unreadable
from taskapp.workdays.shipped import shipped_calendar
from tests.directives.reading import documents
from tests.directives.reading.pdfs import pdf

NAMES = Names.of(["Phòng Tài chính - Kế hoạch", "UBND xã Tân Phú", "Sở Lao động, Thương binh và Xã hội"])
FRAME = Frame(date(2026, 1, 5), calendar=shipped_calendar())


def read_text(data: bytes) -> None:
    """A text from its bytes to its tasks."""
    with suppress(Unreadable):
        source = texts.read(data)
        draft = understanding.draft(source, frame=FRAME)
        for task in draft.tasks:
            text = draft.lines[task.place.line].text
            if not 0 <= task.place.start <= task.place.end <= len(text):
                raise AssertionError(task.place)
    phrases.find(clean(data.decode("utf-8", errors="replace")), FRAME)


def read_limit(data: bytes) -> None:
    """A sentence to the limits it sets, each of them within its words."""
    text = clean(data.decode("utf-8", errors="replace"))
    for found in phrases.find(text, FRAME):
        if not 0 <= found.start < found.end <= len(text):
            raise AssertionError(found)


def read_cell(data: bytes) -> None:
    """A cell of a register to what it may say: a day of the years taken, a document, units, dates in their order."""
    text = clean(data.decode("utf-8", errors="replace"))
    for written in (dates.read(text, not_before=FRAME.issued_on), dates.read(text, around=FRAME.issued_on)):
        if written.day and not dates.EARLIEST <= written.day.year <= dates.LATEST:
            raise AssertionError(written)
    matches, plain = dates.find(text)
    if any(plain[match.start() : match.end()] != match[0] for match in matches):
        raise AssertionError(matches)
    dates.words_of(text), dates.speaks_of_time(text), dates.around_titles([text])
    wording.document(text), wording.day_in(text), wording.numbers(text)
    if any(not unit.strip() for unit in wording.units(text)):
        raise AssertionError(text)


def read_names(data: bytes) -> None:
    """A line to the units that it lists, each within its words and with a name."""
    text = clean(data.decode("utf-8", errors="replace"))
    for found in (NAMES.listed(text), NAMES.alone(text), NAMES.alone(text, is_heading=True)):
        if found and not (0 <= found.start < found.end <= len(text) and all(found.names)):
            raise AssertionError(found)


def read_file(data: bytes) -> None:
    """The first byte says what the others are: a whole file, or the inside of a sound .docx, .edxml or .pdf."""
    kind, inner = data[:1], data[1:]
    if kind in (b"d", b"l"):
        body = inner.decode("utf-8", errors="replace")
        made = documents.docx(body) if kind == b"d" else documents.docx(documents.numbered("a"), numbering=body)
        with suppress(Unreadable, RecursionError):
            docx.read(Package(made))
    elif kind == b"e":
        with suppress(Unreadable, Scanned, RecursionError):
            edxml.read(inner, kinds.source)
    elif kind == b"p":
        child.answer(pdf(inner))
    else:
        child.answer(data)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "texts": read_text,
    "limits": read_limit,
    "cells": read_cell,
    "names": read_names,
    "files": read_file,
}


def main() -> None:
    """Fuzz the target named first; the other words are libFuzzer's."""
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
