"""The process that reads a file: bytes on stdin, JSON on stdout, bound by limits before it reads anything.

`python -m taskapp.directives.reading.child`. It imports neither Flask nor SQLAlchemy: started for each file, it must
be up in a tenth of a second.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from taskapp.directives import limits
from taskapp.directives.draft import Source
from taskapp.directives.reading import kinds, ocr, texts
from taskapp.directives.unreadable import DAMAGED, TOO_COMPLEX, TOO_LARGE, TOO_LONG, Scanned, Unreadable

Answer = dict[str, Any]


def main() -> None:
    """Read stdin, write the answer; never a traceback, whatever the file does to a library."""
    is_scan = sys.argv[1:] == [limits.SCAN]
    limits.restrict(**limits.RECOGNISING if is_scan else {})
    if not is_scan:
        limits.allow(limits.FIRST_SECONDS)
    data = sys.stdin.buffer.read(limits.LARGEST_FILE + 1)
    json.dump(answer(data, is_scan=is_scan), sys.stdout, ensure_ascii=True, default=date.isoformat)


def answer(data: bytes, *, is_scan: bool = False) -> Answer:
    """What the parent is told: the lines and what an envelope states, or why not; a scan has its letters recognised."""
    try:
        return _answer(data, is_scan=is_scan)
    except limits.Exhausted:  # it comes again while what the first one broke off is cleared up
        limits.allow(0)
        return {"refused": TOO_COMPLEX.text, "values": {}}


def _answer(data: bytes, *, is_scan: bool) -> Answer:
    try:
        return _told(ocr.read(data), "") if is_scan else _told(*kinds.source(data))
    except Unreadable as refusal:
        return {"refused": refusal.reason.text, "values": dict(refusal.reason.values)}
    except Scanned:
        return {"scanned": True}
    except limits.Exhausted:
        limits.allow(0)
        return {"refused": TOO_COMPLEX.text, "values": {}}
    except MemoryError:
        return {"refused": TOO_LARGE.text, "values": {}}
    except Exception:  # foreign libraries over foreign bytes: whatever they trip on, the file is unusable
        return {"refused": DAMAGED.text, "values": {}}


def _told(source: Source, aside: str) -> Answer:
    letters = sum(len(line.text) + sum(map(len, line.cells)) for line in source.lines)
    if len(source.lines) > limits.MOST_LINES or letters > limits.MOST_LETTERS:
        raise Unreadable(TOO_LONG)
    if not any(line.text for line in source.lines):
        raise Unreadable(texts.NO_WORDS)
    texts.check_font("\n".join(line.text for line in source.lines))
    return {
        "lines": [[line.text, line.cells, line.label] for line in source.lines],
        "stated": source.stated and asdict(source.stated),
        "proposed_due": source.proposed_due,
        "aside": aside[: limits.MOST_LETTERS],
    }


if __name__ == "__main__":
    main()
