"""What the reading of documents has learned: names of units, each of which can be removed, and how good it was."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base.db import db, scoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.base.paging import page
from taskapp.directives.reviews import naming_queries
from taskapp.directives.reviews.review_models import DirectiveReview, UnitAlias
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import Role

KEEPERS = (Role.ADMIN, Role.MONITOR)
SHOWN = 20  # documents whose reading is compared

bp = Blueprint("aliases", __name__, url_prefix="/admin/unit-names")


@bp.get("")
@requires(*KEEPERS)
def index() -> ResponseReturnValue:
    committee_id = viewer().committee.id
    known = page(db.session(), naming_queries.aliases(committee_id), [UnitAlias.id.desc()], request.args.get("mark"))
    ended = scoped(DirectiveReview, committee_id).where(DirectiveReview.ended_at.is_not(None))
    reviews = db.session.scalars(ended.order_by(DirectiveReview.id.desc()).limit(SHOWN)).all()
    return render_template("directives/aliases.html", page=known, read=[_figures(each) for each in reviews])


@bp.post("/<int:alias_id>/removal")
@requires(*KEEPERS)
def remove(alias_id: int) -> ResponseReturnValue:
    query = scoped(UnitAlias, viewer().committee.id).where(UnitAlias.id == alias_id)
    alias = db.session.scalars(query).one_or_none()
    if alias is None:
        raise Missing(_("Tên này đã được bỏ."))
    db.session.delete(alias)
    db.session.commit()
    flash(_("Đã bỏ tên “%(name)s”; lần sau hệ thống sẽ hỏi lại.", name=alias.written), "success")
    return redirect(url_for("aliases.index"))


def _figures(review: DirectiveReview) -> dict[str, object]:
    """How much of one document's reading was changed: numbers only, administering gives no right to read tasks."""
    told = review.differences
    changed = list(told.get("changed", {}).values())
    counts = {what: sum(what in each for each in changed) for what in ("content", "lead", "due")}
    lists = {name: len(told.get(name, ())) for name in ("left_out", "added")}
    return {"day": review.ended_at, "read": told.get("read", 0), "given": told.get("given", 0), **lists, **counts}
