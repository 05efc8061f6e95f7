"""If-Match: a move says which version of the task the program has seen, and is refused when that is not the newest."""

from __future__ import annotations

from typing import Protocol

from flask import request

from taskapp.api.operations import stale
from taskapp.api.refusals import Unseen
from taskapp.base.i18n import _

HEADER = "If-Match"


class Versioned(Protocol):
    """A task, or a duty: each change makes its version another one."""

    @property
    def version(self) -> int:
        """Which one it is."""


def etag(task: Versioned) -> dict[str, str]:
    """The header that says which version an answer tells of."""
    return {"ETag": f'"{task.version}"'}


def expect_seen(task: Versioned) -> None:
    """Raise Unseen when the request does not say what it has seen, Stale when the task has changed since."""
    if HEADER not in request.headers:
        raise Unseen(_("Hãy gửi dòng “If-Match” với ETag của nhiệm vụ khi đọc; “*” nếu phiên bản nào cũng được."))
    if not request.if_match.contains(str(task.version)):
        raise stale()
