"""Pages of the sources, put together."""

from __future__ import annotations

from flask import Flask

from taskapp.base.shell import add_nav
from taskapp.sources import admin_views, report_views


def init_app(app: Flask) -> None:
    """Register the pages and their menu item."""
    app.register_blueprint(report_views.bp)
    app.register_blueprint(admin_views.bp)
    add_nav(app, admin_views.menu)
