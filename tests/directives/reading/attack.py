"""Every hostile file against its reader, each in a process of its own with the product's limits: one JSON line each.

`python -m tests.directives.reading.attack [N [words of names]]` prints name, outcome, message, seconds of CPU, MiB.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from taskapp.directives import limits
from taskapp.directives.reading import child
from tests.directives.reading import hostile_more, hostile_pdf, hostile_texts, hostile_word
from tests.directives.reading.hostile_texts import File

DOCUMENTS = (
    hostile_texts.texts,
    hostile_texts.strangers,
    hostile_word.torn,
    hostile_word.archives,
    hostile_word.xml,
    hostile_word.numbering,
    hostile_pdf.torn,
    hostile_pdf.circles,
    hostile_pdf.bombs,
    hostile_pdf.absurd,
    hostile_more.envelopes,
)


def documents() -> Iterator[File]:
    """All hostile documents."""
    for kind in DOCUMENTS:
        yield from kind()


def attacked(name: str, expected: str, data: bytes, read: Callable[[bytes], dict[str, Any]]) -> dict[str, Any]:
    """What became of one file, and what it cost."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        os.close(ours)
        _die_reading(data, read, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answers:
        told = answers.read()
    _process, status, used = os.wait4(process, 0)
    answer = json.loads(told) if told else {}
    outcome = "refused" if "refused" in answer else "read" if "lines" in answer else "scanned" if answer else "died"
    return {
        "name": name,
        "expected": expected,
        "outcome": outcome,
        "message": answer.get("refused", ""),
        "status": status,
        "seconds": round(used.ru_utime + used.ru_stime, 2),
        "mib": used.ru_maxrss // 1024,
    }


def _die_reading(data: bytes, read: Callable[[bytes], dict[str, Any]], pipe: int) -> None:
    status = 1
    try:
        limits.restrict()
        limits.allow(limits.FIRST_SECONDS)
        with os.fdopen(pipe, "wb") as answers:
            answers.write(json.dumps(read(data), default=str).encode())
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    """Attack with every n-th file, or with those whose names hold one of the words given."""
    every, *words = sys.argv[1:] or ["1"]
    for name, expected, make in islice(documents(), 0, None, int(every)):
        if not words or any(word in name for word in words):
            print(json.dumps(attacked(name, expected, make(), child.answer), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
