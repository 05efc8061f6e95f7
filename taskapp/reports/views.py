"""Pages of reports."""

from __future__ import annotations

from flask import Blueprint, Flask

bp = Blueprint("reports", __name__)


def init_app(app: Flask) -> None:
    """Register the pages of this package."""
    app.register_blueprint(bp)
