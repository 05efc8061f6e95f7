"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request, url_for

HASH_LENGTH = 12
_known: dict[Path, tuple[int, str]] = {}
_addresses: dict[tuple[str, str, str], str] = {}  # a page names dozens of files, most of them many times


def init_assets(app: Flask) -> None:
    """Give templates `asset(filename)`."""
    app.add_template_global(asset)


def asset(filename: str) -> str:
    """Address of a static file with `?v=` and the hash of its content. Raises FileNotFoundError for a wrong name."""
    digest = content_hash(_path(current_app.static_folder or "", filename))
    key = request.script_root, filename, digest
    if key not in _addresses:
        _addresses[key] = url_for("static", filename=filename, v=digest)
    return _addresses[key]


@cache
def _path(folder: str, filename: str) -> Path:
    return Path(folder, filename)


def content_hash(path: Path) -> str:
    """First characters of the file's SHA-256; the file is read again only when its time of change differs."""
    changed_ns = path.stat().st_mtime_ns
    known = _known.get(path)
    if known is None or known[0] != changed_ns:
        known = (changed_ns, hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH])
        _known[path] = known
    return known[1]
