"""Libraries that other libraries would bring along, and which this process should do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Inside, importing that library fails as if it were not installed; nothing changes where it is loaded already."""
    known = cast("dict[str, object]", sys.modules)
    if name in known:
        yield
        return
    known[name] = None  # how Python says that there is no such module
    try:
        yield
    finally:
        del known[name]
