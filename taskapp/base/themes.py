"""The look of the pages: light, dark or as the machine is set; what a browser chose stays in its cookie.

A page is sent with the choice in it (`data-theme`), so that nothing is painted twice; colours: static/tokens.css.
"""

from __future__ import annotations

from flask import Flask, has_request_context, session

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _, _l

AUTO = "auto"
THEMES = {AUTO: _l("Theo máy"), "light": _l("Sáng"), "dark": _l("Tối")}
CHOICE = "theme"  # of the session cookie
GROUNDS = {"light": "#f5f7f9", "dark": "#0e1822"}  # --ground of tokens.css, for what browsers draw around a page


def init_themes(app: Flask) -> None:
    """Give templates `theme()`, the look of this page, `themes`, what can be chosen, and `theme_grounds`."""
    app.add_template_global(chosen, "theme")
    app.jinja_env.globals["themes"] = THEMES
    app.jinja_env.globals["theme_grounds"] = GROUNDS


def chosen() -> str:
    """The look that this browser has chosen; as the machine is set when it has not."""
    theme = session.get(CHOICE) if has_request_context() else None
    return theme if theme in THEMES else AUTO


def choose(theme: str) -> None:
    """Keep the look in this browser's cookie. Raises BadInput for one that is not offered."""
    if theme not in THEMES:
        raise BadInput(_("Không có giao diện này. Hãy chọn lại."))
    session[CHOICE] = theme
