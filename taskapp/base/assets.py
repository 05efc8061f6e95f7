"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, request, url_for

from taskapp.base import clock

HASH_LENGTH = 12
LOOK_AFTER = 1.0  # seconds
_known: dict[tuple[str, str, str], _Known] = {}  # a page names dozens of files, most of them many times


class _Known(NamedTuple):
    path: Path
    changed_ns: int
    address: str
    looked_at: float  # seconds of a clock that never goes back


def init_assets(app: Flask) -> None:
    """Give templates `asset(filename)`."""
    app.add_template_global(asset)


def asset(filename: str) -> str:
    """Address of a static file with `?v=` and the hash of its content. Raises FileNotFoundError for a wrong name.

    Whether the file has changed is looked at once in a second: with many pages at once each look waits for its turn.
    """
    folder, now = current_app.static_folder or "", clock.monotonic()
    key = folder, request.script_root, filename
    known = _known.get(key)
    if known is not None and now - known.looked_at < LOOK_AFTER:
        return known.address
    path = known.path if known else Path(folder, filename)
    changed_ns = path.stat().st_mtime_ns
    if known is None or known.changed_ns != changed_ns:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]
        known = _Known(path, changed_ns, url_for("static", filename=filename, v=digest), now)
    _known[key] = known._replace(looked_at=now)
    return known.address
