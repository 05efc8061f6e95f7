"""A document understood: its heading and the tasks it gives, by rules that can be explained. Pure, offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace

from taskapp.directives.draft import Draft, DraftTask, Header, Line, Source
from taskapp.directives.phrases import Frame
from taskapp.directives.reason import Reason
from taskapp.directives.understanding import annexes, header, headings, lines, tasks
from taskapp.directives.understanding.outline import Means
from taskapp.directives.understanding.units import Names

_UNREAD = Reason("%(annex)s: không đọc được nhiệm vụ nào. Hãy xem, và thêm nhiệm vụ nếu có.")


def _named(whole: Sequence[Line]) -> Iterator[str]:
    """What the document itself sets apart as units' names: items of lists and lines that are nothing else."""
    plain = Names()
    for line in whole:
        for cell in line.cells or (line.text,):
            _label, rest = lines.labelled(cell)
            if len(rest) < 140 and (found := headings.units_of(rest, plain)):
                yield from found[0]


def draft(source: Source, *, frame: Frame, units: Iterable[str] = ()) -> Draft:
    """The heading and the tasks of a document that has been read.

    `frame` gives the calendar, the office's hours and readings, and the day of receipt; its own day is used when the
    document states none. `units` are names that the reader knows: a name ends where one of them does. What an .edxml
    states about itself comes before what its text says.
    """
    whole = lines.whole(source.lines)
    framed = header.read(whole)
    heading = _stated(framed.header, source.stated)
    frame = replace(frame, issued_on=heading.issued_on or frame.issued_on)

    means = Means(frame, Names.of((*_named(whole), *units)))
    found = tasks.read(whole[: framed.end], framed.begin, framed.end, means, heading.issuer)
    annexed, doubts = _annexed(whole, framed.end, means, heading.issuer)
    return Draft(heading, tuple(whole), (*found, *annexed), tuple(doubts))


def _annexed(whole: Sequence[Line], foot: int, means: Means, issuer: str) -> tuple[list[DraftTask], list[Reason]]:
    """The tasks of the annexes behind the signature, and which of those that may hold some gave none."""
    found: list[DraftTask] = []
    doubts: list[Reason] = []
    for annex in annexes.behind(whole, foot):
        read = tasks.read(whole[: annex.end], annex.begin, annex.end, means, issuer)
        found += read
        if annex.is_asked and not read:
            doubts.append(Reason(_UNREAD.text, {"annex": annex.name}))
    return found, doubts


def _stated(read: Header, stated: Header | None) -> Header:
    if stated is None:
        return read
    given = {name: value for name in (f.name for f in fields(Header)) if (value := getattr(stated, name))}
    return replace(read, **given)
