"""The page of a search, and the first hits under the box in which it is being typed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base.db import db
from taskapp.base.sought import LONGEST, marked
from taskapp.people.auth import viewer
from taskapp.people.models import Person, Unit
from taskapp.people.rights import READERS, Role
from taskapp.search import finding
from taskapp.search.finding import Asked, Found
from taskapp.tasks import lists, sheets
from taskapp.tasks.row_words import belonging
from taskapp.tasks.search_index import ENDED, OPEN
from taskapp.tasks.words import state_text

GROUPS = {"open": OPEN, "ended": ENDED}
TYPED_TASKS, TYPED_OTHERS = 6, 3

bp = Blueprint("search", __name__, url_prefix="/search")


def init_app(app: Flask) -> None:
    """Register the pages of this package."""
    app.register_blueprint(bp)


@bp.get("")
def index() -> ResponseReturnValue:
    group = request.args.get("state", "")
    asked = Asked(_text(), request.args.get("mark", ""), GROUPS.get(group, ""))
    return render_template("search/index.html", group=group if group in GROUPS else "", **_shown(asked))


@bp.get("/typed")
def typed() -> ResponseReturnValue:
    return render_template("search/_typed.html", **_shown(Asked(_text(), tasks=TYPED_TASKS, others=TYPED_OTHERS)))


def _text() -> str:
    return request.args.get("q", "")[:LONGEST]


def _shown(asked: Asked) -> dict[str, Any]:
    rights, now = viewer().rights, sheets.seen_now()
    found = finding.everywhere(db.session(), rights, asked, now.today)
    return {
        "q": asked.text.strip(),
        "found": found,
        "is_enough": asked.is_enough,
        "rows": [lists.row(task, rights, now) for task in found.tasks],
        "state_text": lambda task: state_text(task.state, task.excluded),
        "belonging": belonging,
        "marked": lambda text: marked(text, found.terms),
        "href_of": _href_of,
        "documents_first": _is_notation(asked.text, found),
        "is_reader": rights.has(*READERS),
    }


def _href_of(found: Person | Unit) -> str:
    """Where the row of a person or a unit leads: to what there is to do with it, for administrators its own page."""
    rights = viewer().rights
    if isinstance(found, Person):
        if rights.over(found.unit_id, Role.ADMIN):
            return url_for("admin_people.show", person_id=found.id)
        return url_for("search.index", q=found.full_name)
    if not rights.has(*READERS):
        return url_for("admin_units.edit", unit_id=found.id)
    return url_for("tasks.index", view="all", unit=found.id)


def _is_notation(text: str, found: Found) -> bool:
    """Whether the number and notation of a document was typed ("45/KL-UBND"): then documents come first."""
    return "/" in text and any(map(str.isdigit, text)) and bool(found.directives)
