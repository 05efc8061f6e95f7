"""Personal data: each person sees and takes along the own, and who saw it; administrators those of their units."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import NamedTuple

from flask import Blueprint, Flask, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin.personal import anonymising, counting, exporting, noting, watching
from taskapp.admin.personal.holdings import FATE_NAMES, HOLDINGS
from taskapp.admin.personal.personal_forms import AnonymiseForm, TermForm
from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.workbook import MEDIA_TYPE, log_book
from taskapp.people import administering, queries
from taskapp.people.auth import requires, viewer
from taskapp.people.forms import blame
from taskapp.people.models import Person
from taskapp.people.rights import Role
from taskapp.tasks import away_sheets

bp = Blueprint("personal", __name__)
SHOWN = 300


class Term(NamedTuple):
    """The days that were asked for, as instants of the committee's zone."""

    form: TermForm
    begin: datetime
    end: datetime


def init_app(app: Flask) -> None:
    """Register the pages, and note who reads pages about others."""
    app.register_blueprint(bp)
    app.after_request(noting.note_reader)


@bp.get("/account/data")
def mine() -> ResponseReturnValue:
    return _page(viewer().person, AnonymiseForm(formdata=None), 200)


@bp.get("/account/data.zip")
def take_mine() -> ResponseReturnValue:
    return _archive(viewer().person, with_work=True)


@bp.get("/account/data/seen")
def seen_of_mine() -> ResponseReturnValue:
    return _seen(viewer().person)


@bp.get("/account/data/seen.xlsx")
def take_seen_of_mine() -> ResponseReturnValue:
    return _seen_book(viewer().person)


@bp.get("/admin/people/<int:person_id>/data")
@requires(Role.ADMIN)
def of_person(person_id: int) -> ResponseReturnValue:
    return _page(_person(person_id), AnonymiseForm(formdata=None), 200)


@bp.get("/admin/people/<int:person_id>/data.zip")
@requires(Role.ADMIN)
def take(person_id: int) -> ResponseReturnValue:
    return _archive(_person(person_id), with_work=False)


@bp.get("/admin/people/<int:person_id>/data/seen")
@requires(Role.ADMIN)
def seen_of_person(person_id: int) -> ResponseReturnValue:
    return _seen(_person(person_id))


@bp.get("/admin/people/<int:person_id>/data/seen.xlsx")
@requires(Role.ADMIN)
def take_seen(person_id: int) -> ResponseReturnValue:
    return _seen_book(_person(person_id))


@bp.post("/admin/people/<int:person_id>/anonymisation")
@requires(Role.ADMIN)
def anonymise(person_id: int) -> ResponseReturnValue:
    person, form = _person(person_id), AnonymiseForm()
    if not form.validate_on_submit():
        return _page(person, form, 400)
    try:
        now = clock.database_now(db.session())
        anonymising.anonymise(db.session(), person, form.username.data or "", by=viewer().person, now=now)
    except Refused as error:
        back_to_reading(db.session())
        blame(form, error)
        return _page(person, form, error.status)
    db.session.commit()
    flash(_("Đã ẩn danh. Số liệu và nhật ký công việc giữ nguyên."), "success")
    return redirect(url_for("personal.of_person", person_id=person_id))


def _person(person_id: int) -> Person:
    return administering.get_person(db.session(), viewer().rights, person_id)


def _page(person: Person, form: AnonymiseForm, status: int) -> tuple[str, int]:
    asking, session = viewer(), db.session()
    page = render_template(
        "admin/personal/data.html",
        person=person,
        is_mine=_is_mine(),
        holdings=HOLDINGS,
        fates=FATE_NAMES,
        counts=counting.counts(session, person),
        keepers=queries.holders(session, asking.committee.id, person.unit_id, Role.ADMIN),
        new_name=anonymising.anonymous_name(person),
        open_work=0 if person.is_enabled else away_sheets.open_work(session, person).total,
        form=form,
    )
    return page, status


def _archive(person: Person, *, with_work: bool) -> ResponseReturnValue:
    content = exporting.archive(db.session(), person, now=clock.database_now(db.session()), with_work=with_work)
    return send_file(BytesIO(content), "application/zip", as_attachment=True, download_name=f"{person.username}.zip")


def _is_mine() -> bool:
    return request.path.startswith("/account/")


def _sights(person: Person, term: Term) -> list[watching.Sight]:
    return watching.sights(db.session(), person, term.begin, term.end, for_himself=_is_mine())


def _term() -> Term:
    form, zone = TermForm(request.args, meta={"csrf": False}), viewer().committee.timezone
    form.validate()
    today = clock.local_day(clock.now(), zone)
    first, last = form.first.data or today - watching.USUAL, form.last.data or today
    return Term(form, clock.start_of(first, zone), clock.start_of(last + timedelta(days=1), zone))


def _seen(person: Person) -> ResponseReturnValue:
    term, zone = _term(), viewer().committee.timezone
    found = _sights(person, term)
    return render_template(
        "admin/personal/seen.html",
        person=person,
        is_mine=_is_mine(),
        form=term.form,
        first=clock.local_day(term.begin, zone),
        last=clock.local_day(term.end, zone) - timedelta(days=1),
        sights=found[:SHOWN],
        count=len(found),
        asked={name: request.args.get(name) or None for name in ("first", "last")},
    )


def _seen_book(person: Person) -> ResponseReturnValue:
    term, zone = _term(), viewer().committee.timezone
    found = _sights(person, term)
    names = (_("Lúc"), _("Ai"), _("Việc"), _("Chi tiết"), _("Địa chỉ"), _("Thiết bị"))
    columns = list(zip(names, (20, 28, 40, 60, 20, 24), strict=True))
    lines = ((s.at, s.who, s.what, s.note, s.address, s.device) for s in found)
    content = log_book(
        _("Ai đã xem hoặc đổi"), columns, lines, lambda moment: clock.local(moment, zone), "dd/mm/yyyy hh:mm:ss"
    )
    name = f"ai-da-xem-{person.username}.xlsx"
    return send_file(BytesIO(content), mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)
