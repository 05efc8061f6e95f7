"""The process that reads a spreadsheet: bytes on stdin, JSON on stdout, bound by limits before it reads anything.

`python -m taskapp.directives.registers.child`. It imports neither Flask nor SQLAlchemy.
"""

from __future__ import annotations

import json
import sys

from taskapp.directives import limits
from taskapp.directives.reason import Reason
from taskapp.directives.registers import kinds, packing
from taskapp.directives.unreadable import Unreadable

UNUSABLE = Reason("Tệp bị hỏng hoặc quá phức tạp nên không đọc được. Hãy sao chép bảng sang một tệp mới rồi chọn lại.")


def main() -> None:
    """Read stdin, write the answer; never a traceback, whatever the file does to a library."""
    limits.restrict(**limits.TABULATING)
    sys.stdout.write(answer(sys.stdin.buffer.read(limits.LARGEST_FILE + 1)))


def answer(data: bytes) -> str:
    """What the parent is told, as JSON: the sheets, or why not."""
    try:
        return json.dumps({"sheets": [packing.packed(sheet) for sheet in kinds.sheets(data)]}, default=packing.value)
    except Unreadable as refusal:
        return json.dumps({"refused": refusal.reason.text, "values": dict(refusal.reason.values)})
    except Exception:  # foreign libraries over foreign bytes: whatever they trip on, memory too, the file is unusable
        return json.dumps({"refused": UNUSABLE.text})


if __name__ == "__main__":
    main()
