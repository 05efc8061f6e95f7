"""Pages on which administrators keep the sources: the list, a new one, one with what it has delivered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from taskapp.base import clock, paging, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.forms import blame
from taskapp.people.queries import units_on
from taskapp.people.rights import Role
from taskapp.sources import keeping, queries, words
from taskapp.sources.dropping import place_of
from taskapp.sources.forms import NewSourceForm, SourceForm
from taskapp.sources.models import SourceBatch, WorkSource

bp = Blueprint("source_admin", __name__, url_prefix="/admin/sources")


def menu() -> list[NavItem]:
    """The sources, for administrators."""
    who = viewer_or_none()
    if who is None or not who.rights.has(Role.ADMIN):
        return []
    return [NavItem(93, _("Nguồn hồ sơ, văn bản"), url_for("source_admin.index"), "inbox", section=sections.OUTSIDE)]


@bp.get("")
@requires(Role.ADMIN)
def index() -> ResponseReturnValue:
    found = db.session.scalars(queries.of_admin(viewer().rights)).all()
    return render_template("sources/index.html", sources=found, latest=queries.latest(db.session(), found))


@bp.route("/new", methods=["GET", "POST"])
@requires(Role.ADMIN)
def new() -> ResponseReturnValue:
    form = NewSourceForm()
    _offer(form)
    if not form.validate_on_submit():
        return render_template("sources/new.html", form=form), 400 if form.errors else 200
    try:
        source = _added(form)
    except (Refused, IntegrityError) as error:
        back_to_reading(db.session())
        refused = error if isinstance(error, Refused) else keeping.taken()
        blame(form, refused)
        return render_template("sources/new.html", form=form), refused.status
    flash(_("Đã thêm nguồn “%(title)s”.", title=source.title), "success")
    return redirect(url_for("source_admin.show", source_id=source.id))


@bp.get("/<int:source_id>")
@requires(Role.ADMIN)
def show(source_id: int) -> ResponseReturnValue:
    source = _source(source_id)
    form = SourceForm(formdata=None)
    form.show(source)
    return _page(source, form, 200)


@bp.post("/<int:source_id>")
@requires(Role.ADMIN)
def change(source_id: int) -> ResponseReturnValue:
    source, form = _source(source_id), SourceForm()
    _offer(form, source)
    if not form.validate():
        return _page(source, form, 400)
    keeping.change(db.session(), source, form.wish)
    db.session.commit()
    flash(_("Đã ghi."), "success")
    return redirect(url_for("source_admin.show", source_id=source.id))


@bp.post("/<int:source_id>/closing")
@requires(Role.ADMIN)
def close(source_id: int) -> ResponseReturnValue:
    keeping.close(_source(source_id), now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã thôi nhận. Số liệu đã nhận vẫn được tính."), "success")
    return redirect(url_for("source_admin.show", source_id=source_id))


@bp.post("/<int:source_id>/reopening")
@requires(Role.ADMIN)
def reopen(source_id: int) -> ResponseReturnValue:
    keeping.reopen(_source(source_id))
    db.session.commit()
    flash(_("Nguồn nhận số liệu trở lại."), "success")
    return redirect(url_for("source_admin.show", source_id=source_id))


def _source(source_id: int) -> WorkSource:
    return queries.get(db.session(), queries.of_admin(viewer().rights), WorkSource.id == source_id)


def _added(form: NewSourceForm) -> WorkSource:
    who, now = viewer(), clock.database_now(db.session())
    source = keeping.add(db.session(), who.committee.id, form.name.data or "", form.wish, by=who.person, now=now)
    db.session.commit()
    return source


def _offer(form: SourceForm, source: WorkSource | None = None) -> None:
    """The units that the person administers today, and the one that it has."""
    who = viewer()
    mine = who.rights.reach(Role.ADMIN)
    today = clock.local_day(clock.now(), who.committee.timezone)
    units = [unit for unit in db.session.scalars(units_on(who.committee.id, today)) if unit.id in mine]
    if source and source.unit not in units:
        units.append(source.unit)
    form.offer(units)


def _page(source: WorkSource, form: SourceForm, status: int) -> tuple[str, int]:
    _offer(form, source)
    mark = request.args.get("mark")
    page = paging.page(db.session(), queries.batches(source), [SourceBatch.id.desc()], mark)
    place = place_of(source, viewer().committee.code, is_only=queries.is_only_committee(db.session()))
    return render_template("sources/show.html", source=source, form=form, page=page, place=place, words=words), status
