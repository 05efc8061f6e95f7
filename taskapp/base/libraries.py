"""Libraries that other libraries would bring along, and which this process should do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Inside, importing that library fails as if it were not installed; nothing changes where it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # how Python says that there is no such module
    try:
        yield
    finally:
        del sys.modules[name]
