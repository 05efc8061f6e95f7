"""Help: the guides of all roles, the reader's own first, what has changed, and the "?" beside each page."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from taskapp.guides import places, reading, shelf
from taskapp.people.auth import viewer, viewer_or_none

GUIDES = ", ".join(f'"{name}"' for name in shelf.NAMES)

bp = Blueprint("guides", __name__, url_prefix=reading.HELP)


def init_app(app: Flask) -> None:
    """Register the pages and give templates `help_here()`."""
    app.register_blueprint(bp)
    app.add_template_global(help_here)


def help_here() -> str:
    """The address of what the guides say about the page that is drawn."""
    who = viewer_or_none()
    place = places.of(request.endpoint or "", shelf.own(who.rights) if who else ())
    return url_for("guides.show", name=place.guide, _anchor=place.section) if place else url_for("guides.index")


@bp.get("")
def index() -> ResponseReturnValue:
    return _page(shelf.in_order(viewer().rights)[0])


@bp.get(f"/<any({GUIDES}):name>")
def show(name: str) -> ResponseReturnValue:
    return _page(name)


@bp.get("/changes")
def changes() -> ResponseReturnValue:
    versions = shelf.versions(_language())
    return render_template("guides/changes.html", versions=versions, fragment=reading.fragment, **_shelf(""))


@bp.get("/screens/<name>")
def screen(name: str) -> ResponseReturnValue:
    return send_file(shelf.screen(name), mimetype="image/png")


def _page(name: str) -> str:
    return render_template("guides/show.html", guide=shelf.guide(name, _language()), **_shelf(name))


def _shelf(name: str) -> dict[str, object]:
    return {"names": shelf.NAMES, "order": shelf.in_order(viewer().rights), "here": name}


def _language() -> str:
    return str(getattr(get_locale(), "language", "vi"))
