"""Pages on which addresses that open without signing in are made and ended: walls of meeting rooms, public figures."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.shell import NavItem
from taskapp.people import queries
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.forms import blame
from taskapp.people.rights import Role
from taskapp.people.tables import secret_state
from taskapp.reports import links
from taskapp.reports.link_forms import FigureForm, WallForm
from taskapp.reports.link_models import LinkKind

bp = Blueprint("links", __name__)
SHOWN = 100
FORMS: dict[LinkKind, type[WallForm] | type[FigureForm]] = {LinkKind.WALL: WallForm, LinkKind.FIGURE: FigureForm}
DOORS = {LinkKind.WALL: "open_pages.wall", LinkKind.FIGURE: "open_pages.figure"}
PAGES = {LinkKind.WALL: "links.walls", LinkKind.FIGURE: "links.figures"}


def menu() -> list[NavItem]:
    """Public figures, for administrators."""
    asking = viewer_or_none()
    if asking is None or not asking.rights.has(Role.ADMIN):
        return []
    return [NavItem(93, _("Số liệu công khai"), url_for("links.figures"), "link-45deg", section=sections.OUTSIDE)]


@bp.get("/dashboard/displays")
@requires(*links.KEEPERS[LinkKind.WALL])
def walls() -> ResponseReturnValue:
    return _page(LinkKind.WALL)


@bp.post("/dashboard/displays")
@requires(*links.MAKERS[LinkKind.WALL])
def make_wall() -> ResponseReturnValue:
    return _made(LinkKind.WALL)


@bp.post("/dashboard/displays/<int:link_id>/end")
@requires(*links.KEEPERS[LinkKind.WALL])
def end_wall(link_id: int) -> ResponseReturnValue:
    return _ended(LinkKind.WALL, link_id)


@bp.get("/admin/public-figures")
@requires(*links.KEEPERS[LinkKind.FIGURE])
def figures() -> ResponseReturnValue:
    return _page(LinkKind.FIGURE)


@bp.post("/admin/public-figures")
@requires(*links.MAKERS[LinkKind.FIGURE])
def make_figure() -> ResponseReturnValue:
    return _made(LinkKind.FIGURE)


@bp.post("/admin/public-figures/<int:link_id>/end")
@requires(*links.KEEPERS[LinkKind.FIGURE])
def end_figure(link_id: int) -> ResponseReturnValue:
    return _ended(LinkKind.FIGURE, link_id)


def _made(kind: LinkKind) -> ResponseReturnValue:
    form, who = FORMS[kind](), viewer()
    _offer(kind, form)
    if not form.validate():
        return _page(kind, form, 400)
    try:
        now = clock.database_now(db.session())
        token = links.make(db.session(), who.person, who.rights, form.wish(), now=now)
        db.session.commit()
    except Forbidden:
        raise
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(kind, form, error.status)
    settings: Settings = current_app.extensions["taskapp"]
    return _page(kind, address=settings.base_url + url_for(DOORS[kind], token=token))  # in this one answer only


def _ended(kind: LinkKind, link_id: int) -> ResponseReturnValue:
    now = clock.database_now(db.session())
    ended = links.end(db.session(), kind, link_id, by=viewer().person, now=now)
    db.session.commit()
    flash(_("Đã thu hồi địa chỉ “%(name)s”; ai mở nó cũng không còn thấy gì.", name=ended.name), "success")
    return redirect(url_for(PAGES[kind]))


def _offer(kind: LinkKind, form: Any) -> None:
    reached = links.reach(viewer().rights, kind)
    today = clock.local_day(clock.now(), viewer().committee.timezone)
    units = db.session.scalars(queries.units_on(viewer().committee.id, today))
    form.offer([unit for unit in units if unit.id in reached])


def _page(kind: LinkKind, form: Any = None, status: int = 200, address: str = "") -> tuple[str, int]:
    who, now = viewer(), clock.now()
    if form is None:
        form = FORMS[kind](formdata=None)
        _offer(kind, form)
    return render_template(
        f"reports/{kind.value}_links.html",
        form=form,
        rows=db.session.scalars(links.of_committee(who.committee.id, kind).limit(SHOWN)).all(),
        address=address,
        may_make=who.rights.has(*links.MAKERS[kind]),
        state_of=lambda link: secret_state(link, now),
        end=f"links.end_{kind.value}",
    ), status
