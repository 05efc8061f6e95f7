"""What takes webhooks, over TLS too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.answering_server import AnsweringServer


@dataclass(frozen=True)
class Hooked:
    """One request that arrived."""

    path: str
    host: str
    payload: dict[str, Any]

    @property
    def text(self) -> str:
        """What a person reads: `message` of a webhook, `text` of Mattermost."""
        return str(self.payload.get("message") or self.payload.get("text"))


class HookServer(AnsweringServer[Hooked]):
    """`with HookServer() as hooks:` shows what arrived as payloads; `is_secure` has a certificate of its own making."""

    def taken(self, path: str, headers: Mapping[str, str], body: bytes) -> Hooked:
        return Hooked(path, headers["Host"], json.loads(body or b"{}"))
