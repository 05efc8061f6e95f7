"""How often a token may call: a process takes calls out of the minute in blocks, so that few of them cost a write."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from taskapp.base.db import db, writing
from taskapp.people import secret_keys, tokens

BLOCK = 10


@dataclass
class Pace:
    """The calls that this process has taken and not yet spent, of each token, in the present minute."""

    minute: datetime | None = None
    left: dict[int, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def spend(self, token_id: int, *, address: str, now: datetime) -> int:
        """Spend one call; 0, or the seconds to wait. Writes in a connection of its own, whatever the request does."""
        minute = now.replace(second=0, microsecond=0)
        if self._has_left(token_id, minute):
            return 0
        with writing(), db.engine.begin() as connection:
            is_let = tokens.spend(connection, token_id, BLOCK, address=address, now=now)
        if not is_let:
            return int((minute + secret_keys.WINDOW - now).total_seconds()) or 1
        with self.lock:
            self.left[token_id] = self.left.get(token_id, 0) + BLOCK - 1
        return 0

    def _has_left(self, token_id: int, minute: datetime) -> bool:
        with self.lock:
            if self.minute != minute:
                self.minute, self.left = minute, {}
            if self.left.get(token_id, 0) < 1:
                return False
            self.left[token_id] -= 1
            return True
