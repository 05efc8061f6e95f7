"""How much the fault tests do: a hundredth in `make test`, more of it in `make test-faults` (all: FAULT_SCALE=100)."""

from __future__ import annotations

import os

SCALE = int(os.environ.get("FAULT_SCALE", "1"))
SEED = 20_261_125
