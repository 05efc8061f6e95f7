"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, request, url_for

HASH_LENGTH = 12
_known: dict[tuple[str, str, str], _Known] = {}  # a page names dozens of files, most of them many times


class _Known(NamedTuple):
    path: Path
    changed_ns: int
    address: str


def init_assets(app: Flask) -> None:
    """Give templates `asset(filename)`."""
    app.add_template_global(asset)


def asset(filename: str) -> str:
    """Address of a static file with `?v=` and the hash of its content. Raises FileNotFoundError for a wrong name.

    The file is read again only when its time of change differs.
    """
    folder = current_app.static_folder or ""
    key = folder, request.script_root, filename
    known = _known.get(key)
    path = known.path if known else Path(folder, filename)
    changed_ns = path.stat().st_mtime_ns
    if known is None or known.changed_ns != changed_ns:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]
        known = _known[key] = _Known(path, changed_ns, url_for("static", filename=filename, v=digest))
    return known.address
