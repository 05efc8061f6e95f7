"""Where a sign-in may lead: only to a path of this site. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
LONGEST = 2000


def local_path(target: str, host: str = "") -> str | None:
    """The path with its query when `target` is one, or a full address on `host`; None for anything else.

    Browsers read "//other.example", "/\\other.example" and paths with blanks or control characters as other hosts.
    """
    if host and target.startswith(("http://", "https://")):
        parts = urlsplit(target)
        if parts.netloc != host:
            return None
        target = parts.path + (f"?{parts.query}" if parts.query else "")
    if len(target) > LONGEST or not _PATH.fullmatch(target):
        return None
    return target
