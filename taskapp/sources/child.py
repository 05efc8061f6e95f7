"""The process that reads an envelope: bytes on stdin, JSON on stdout, bound by limits before it reads anything.

`python -m taskapp.sources.child`. It imports neither Flask nor SQLAlchemy.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from taskapp.directives import limits
from taskapp.directives.unreadable import DAMAGED, Unreadable
from taskapp.sources import envelopes


def main() -> None:
    """Read stdin, write the answer; never a traceback, whatever the bytes do to a library."""
    limits.restrict()
    sys.stdout.write(answer(sys.stdin.buffer.read(limits.LARGEST_FILE + 1)))


def answer(data: bytes) -> str:
    """What the parent is told, as JSON: what the envelope states, or why not."""
    try:
        return json.dumps(asdict(envelopes.read(data)))
    except Unreadable as refusal:
        return json.dumps({"refused": refusal.reason.text, "values": dict(refusal.reason.values)})
    except Exception:  # foreign bytes: whatever a library trips on, memory too, they are unusable
        return json.dumps({"refused": DAMAGED.text})


if __name__ == "__main__":
    main()
