"""How much the longest tests do: in `make test` what notices a fault, in `make thorough` (THOROUGH=1) all of it."""

from __future__ import annotations

import os
from typing import TypeVar

THOROUGH = bool(os.environ.get("THOROUGH"))
Much = TypeVar("Much")


def much(thorough: Much, usual: Much) -> Much:
    """The first in `make thorough`, else the second."""
    return thorough if THOROUGH else usual
