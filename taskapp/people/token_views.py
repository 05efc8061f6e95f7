"""Tokens of programs: a person's own, made and ended on a page of his account; all of them, for administrators."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, paging, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem
from taskapp.people import letting_in, tokens
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.factors import proof_views
from taskapp.people.forms import blame
from taskapp.people.rights import Role
from taskapp.people.tables import token_rows
from taskapp.people.token_forms import TokenForm
from taskapp.people.token_models import ApiToken

bp = Blueprint("tokens", __name__)


def menu() -> list[NavItem]:
    """All tokens, for administrators."""
    asking = viewer_or_none()
    if asking is None or not asking.rights.has(Role.ADMIN):
        return []
    return [NavItem(92, _("Mã truy cập"), url_for("tokens.everybody"), "key", section=sections.ACCESS)]


@bp.get("/account/tokens")
def index() -> ResponseReturnValue:
    return _page(TokenForm(formdata=None), 200)


@bp.post("/account/tokens")
def make() -> ResponseReturnValue:
    form = TokenForm()
    form.offer()
    if not form.validate():
        return _page(form, 400)
    if not proof_views.is_fresh():
        letting_in.hold(viewer().person, clock.now())
        return redirect(url_for("proof.show", next=url_for("held.show", next=url_for("tokens.index"))))
    try:
        now = clock.database_now(db.session())
        given = (form.name.data or "", form.chosen(), form.days.data or 0)
        token = tokens.make(db.session(), viewer().person, *given, now=now)
        db.session.commit()
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(form, error.status)
    return _page(TokenForm(formdata=None), 200, token)  # shown in this one answer, and kept nowhere


@bp.post("/account/tokens/<int:token_id>/revocation")
def revoke(token_id: int) -> ResponseReturnValue:
    person = viewer().person
    now = clock.database_now(db.session())
    ended = tokens.end(db.session(), tokens.of_person(person), token_id, by=person, now=now)
    db.session.commit()
    flash(_("Đã thu hồi mã “%(name)s”.", name=ended.name), "success")
    return redirect(url_for("tokens.index"))


@bp.get("/admin/tokens")
@requires(Role.ADMIN)
def everybody() -> ResponseReturnValue:
    asking, mine = viewer(), tokens.of_committee(viewer().rights)
    page = paging.page(db.session(), mine, [ApiToken.id.desc()], request.args.get("mark"))
    rows = token_rows(page.rows, asking.committee.timezone, clock.now())
    return render_template("people/tokens_of_all.html", rows=rows, page=page)


@bp.post("/admin/tokens/<int:token_id>/revocation")
@requires(Role.ADMIN)
def revoke_any(token_id: int) -> ResponseReturnValue:
    asking, now = viewer(), clock.database_now(db.session())
    ended = tokens.end(db.session(), tokens.of_committee(asking.rights), token_id, by=asking.person, now=now)
    db.session.commit()
    flash(_("Đã thu hồi mã “%(name)s”.", name=ended.name), "success")
    return redirect(url_for("tokens.everybody"))


def _page(form: TokenForm, status: int, token: str = "") -> tuple[str, int]:
    asking = viewer()
    form.offer()
    made = db.session.scalars(tokens.of_person(asking.person))
    rows = token_rows(made, asking.committee.timezone, clock.now())
    return render_template(
        "people/tokens.html", form=form, rows=rows, token=token, proved=proof_views.is_fresh()
    ), status
