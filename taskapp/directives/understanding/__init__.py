"""A document understood: its heading and the tasks it gives, by rules that can be explained. Pure; no model, no network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taskapp.directives.draft import Draft, Line, Source
from taskapp.directives.understanding import header, lines, tables, tasks
from taskapp.directives.understanding.tasks import Find, InCell
from taskapp.directives.understanding.units import Names


def _named(whole: Sequence[Line]) -> Iterator[str]:
    """What the document itself sets apart as units' names: items of lists and lines that are nothing else."""
    plain = Names()
    for line in whole:
        for cell in line.cells or (line.text,):
            _label, rest = lines.labelled(cell)
            if len(rest) < 140 and (found := tasks.leads_of_heading(rest, plain)):
                yield from found[0]
