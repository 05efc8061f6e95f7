"""What the worker of this site keeps so that one page opens without a network: that page and its files, nothing else.

The list stands at the head of the worker's text, with the hashes of the files: a new version of any of them is a new
text, by which browsers see that there is a new worker.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, json, url_for

from taskapp.base.assets import HASH_LENGTH, asset
from taskapp.base.themes import GROUNDS

FILES = (
    "favicon.svg",
    "vendor/bootstrap/bootstrap.min.css",
    "vendor/bootstrap-icons/icons.svg",
    "vendor/htmx/htmx.min.js",
    "tokens.css",
    "app.css",
    "offline.css",
    "app.js",
    "fields.js",
    "device.js",
    "offline.js",
)
ICONS = (("app-192.png", 192, "any"), ("app-512.png", 512, "any"), ("app-maskable-512.png", 512, "maskable"))


def worker(page: str, address: str) -> str:
    """The text of the worker, for a page that looks like `page` and stands at `address`."""
    assets = [*map(asset, FILES), *(f"{_folder()}{name}" for name in _faces())]
    told = {"page": address, "assets": assets}
    text = (_static() / "worker.js").read_text(encoding="utf-8")
    version = hashlib.sha256(f"{page}{told}{text}".encode()).hexdigest()[:HASH_LENGTH]
    return f"const SHELL = {json.dumps(told | {'version': version})};\n\n{text}"


def manifest() -> dict[str, Any]:
    """How the app looks on the screen of a telephone once it is installed."""
    icons = [
        {"src": asset(f"icons/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    ground = GROUNDS["light"]
    return {
        "id": "/",
        "name": "Giao Việc",
        "short_name": "Giao Việc",
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": ground,
        "theme_color": ground,
        "icons": icons,
    }


@cache
def _faces() -> tuple[str, ...]:
    """The files of the typeface, as tokens.css names them."""
    return tuple(re.findall(r'src:url\("([^"]+)"\)', (_static() / "tokens.css").read_text(encoding="utf-8")))


def _folder() -> str:
    """The address of the folder in which the stylesheets stand, from where they name other files."""
    return url_for("static", filename="tokens.css").removesuffix("tokens.css")


def _static() -> Path:
    return Path(current_app.static_folder or "")
