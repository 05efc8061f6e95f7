"""XML parts of a spreadsheet read piece by piece, so that no part is ever held as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from defusedxml import ElementTree as SafeTree

MOST_IN_ROW = 50_000  # elements: more of them are no row of a register


def elements(stream: IO[bytes], *, whole: str) -> Iterator[Any]:
    """Each element when it ends, those with the tag `whole` with all that is in them; then it is let go.

    Elements inside a whole one are not given by themselves. Raises ValueError when one holds too much, and what the
    parser raises for broken XML, document types and entities.
    """
    open_elements: list[Any] = []
    depth = inside = 0
    for event, element in SafeTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_elements.append(element)
            depth += element.tag == whole
            inside += bool(depth)
            if inside > MOST_IN_ROW or len(open_elements) > 1000:
                raise ValueError("more elements than a row holds")
            continue
        open_elements.pop()
        depth -= element.tag == whole
        if depth:
            continue
        inside = 0
        yield element
        if open_elements:
            open_elements[-1].remove(element)
