"""JSON on the terminal."""

from __future__ import annotations

import json
from typing import Any

import click


def as_json_text(data: Any) -> str:
    """JSON as people can read it, Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def tell(data: Any) -> None:
    """Print data as JSON."""
    click.echo(as_json_text(data))
