"""Pages of admin: each module has its own blueprint; here they are put together."""

from __future__ import annotations

from flask import Flask

from taskapp.admin import (
    audit,
    calendar,
    components,
    health,
    mail,
    mail_hold,
    mailbox,
    reorganising_views,
    rights,
    rules,
    welcome_views,
)
from taskapp.admin.personal import personal_views


def init_app(app: Flask) -> None:
    """Register the pages of this package."""
    calendar.init_app(app)
    health.init_app(app)
    mailbox.init_app(app)
    mail.init_app(app)
    mail_hold.init_app(app)
    reorganising_views.init_app(app)
    rules.init_app(app)
    audit.init_app(app)
    components.init_app(app)
    rights.init_app(app)
    personal_views.init_app(app)
    welcome_views.init_app(app)
