"""create_app: settings, database, extensions, blueprints, error pages. Composition only."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from taskapp.base import settings as settings_module
from taskapp.base.assets import init_assets
from taskapp.base.db import db, engine_options, prepare_engine
from taskapp.base.i18n import init_i18n
from taskapp.base.settings import ROOT, Settings
from taskapp.base.shell import init_shell
from taskapp.base.themes import init_themes
from taskapp.base.web import init_web

LARGEST_REQUEST = 25 * 1024 * 1024

MODELS = (  # tables refer to those of higher packages by name, so all must be known
    "taskapp.base.heartbeat",
    "taskapp.base.steady",
    "taskapp.people.models",
    "taskapp.people.access.access_models",
    "taskapp.people.factors.factor_models",
    "taskapp.people.standing_models",
    "taskapp.people.unit_models",
    "taskapp.people.sso.models",
    "taskapp.people.token_models",
    "taskapp.workdays.models",
    "taskapp.outbox.models",
    "taskapp.outbox.hook_models",
    "taskapp.tasks.directive_models",
    "taskapp.tasks.models",
    "taskapp.tasks.paper_models",
    "taskapp.tasks.risk_models",
    "taskapp.tasks.audit.seal_models",
    "taskapp.tasks.worktypes.models",
    "taskapp.duties.models",
    "taskapp.directives.registers.models",
    "taskapp.directives.reviews.review_models",
    "taskapp.reports.link_models",
    "taskapp.reports.sending_models",
    "taskapp.reports.evaluation_models",
    "taskapp.sources.models",
    "taskapp.reminders.models",
    "taskapp.reminders.feed_models",
    "taskapp.api.models",
)
VIEWS = (
    "taskapp.people.views",
    "taskapp.tasks.views",
    "taskapp.duties.views",
    "taskapp.directives.registers.views",
    "taskapp.reports.views",
    "taskapp.sources.views",
    "taskapp.reminders.views",
    "taskapp.search.views",
    "taskapp.offline.views",
    "taskapp.admin.views",
    "taskapp.guides.views",
    "taskapp.api.views",
    "taskapp.api.webhooks.views",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for one installation. Raises SettingsError when the environment cannot be used."""
    settings = settings or settings_module.read(os.environ)
    app = Flask("taskapp", template_folder=str(ROOT / "templates"))
    app.config.from_mapping(_flask_config(settings))
    app.extensions["taskapp"] = settings
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask tells to wrap it
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    init_i18n(app, settings.locale)
    init_web(app)
    init_shell(app)
    init_themes(app)
    init_assets(app)
    for name in MODELS:
        import_module(name)
    for name in VIEWS:
        import_module(name).init_app(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    cookie = "giaoviec"
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": f"__Host-{cookie}" if settings.secure_cookies else cookie,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch still works; the token dies with the session
        "TRUSTED_HOSTS": list(settings.allowed_hosts) or None,
        "TESTING": settings.env == "test",
        "PROPAGATE_EXCEPTIONS": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 0,
    }
