"""Hand-overs over HTTP: the one screen, the list to sign, what waits for a receiver's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from taskapp.base import clock, paging
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _n
from taskapp.people.auth import requires, viewer
from taskapp.people.models import Person
from taskapp.people.rights import READERS
from taskapp.tasks import handover, handover_queries, handover_sheets, sheets
from taskapp.tasks.forms import blame
from taskapp.tasks.handover_docx import MEDIA_TYPE, document_of
from taskapp.tasks.handover_forms import HandOverForm, Picks
from taskapp.tasks.handover_lines import Key, judged
from taskapp.tasks.handover_paper import Paper, headings, paper
from taskapp.tasks.paper_models import HandOver

bp = Blueprint("handover", __name__, url_prefix="/handovers")


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    who = viewer()
    query = handover_queries.lists(who.rights)
    page = paging.page(db.session(), query, ((-HandOver.id).label("newest"),), request.args.get("mark"))
    return render_template(
        "tasks/handovers.html",
        page=page,
        rows=[handover_sheets.list_row(one) for one in page.rows],
        waiting=handover_sheets.waiting(db.session(), who.rights),
        may_hand_over=who.rights.has(*handover_queries.KEEPERS),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(*handover_queries.KEEPERS)
def new() -> ResponseReturnValue:
    person_id = request.args.get("person", type=int)
    if person_id is None:
        return render_template("tasks/handover_person.html", **handover_sheets.choice(db.session(), viewer().rights))
    person = handover_queries.get_person(db.session(), viewer().rights, person_id)
    form, picks = HandOverForm(), Picks.read(request.form)
    if not form.is_submitted():
        return _desk(person, form, picks, {})
    if not form.validate() or request.form.get("step") != "do":
        return _desk(person, form, picks, _judged(person, picks), 400 if form.errors else 200)
    try:
        made = handover.hand_over(db.session(), person, picks.wishes(), form.why(), by=sheets.actor(), now=_now())
        db.session.commit()
    except (Refused, StaleDataError) as error:
        return _refused(person_id, form, picks, error)
    flash(_("Đã bàn giao. Hãy in biên bản để các bên ký; người nhận xác nhận trên trang của mình."), "success")
    return redirect(url_for("handover.show", hand_over_id=made.id))


@bp.get("/<int:hand_over_id>")
def show(hand_over_id: int) -> ResponseReturnValue:
    hand_over, written, hidden = _paper(hand_over_id)
    me = viewer().person.id
    return render_template(
        "tasks/handover.html",
        hand_over=hand_over,
        paper=written,
        headings=headings(),
        hidden=hidden,
        is_receiver=any(one.person_id == me and not one.confirmed_at for one in written.receivers),
    )


@bp.get("/<int:hand_over_id>.docx")
def download(hand_over_id: int) -> Response:
    written = _paper(hand_over_id)[1]
    name = f"{written.file_name}.docx"
    return send_file(BytesIO(document_of(written)), mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)


@bp.post("/<int:hand_over_id>/confirmation")
def confirm(hand_over_id: int) -> ResponseReturnValue:
    found = handover_queries.get(db.session(), viewer().rights, hand_over_id)
    handover.confirm(found, by=sheets.actor(), now=_now())
    db.session.commit()
    flash(_("Đã ghi: anh/chị đã nhận đủ việc bàn giao."), "success")
    return redirect(url_for("handover.show", hand_over_id=hand_over_id))


def _desk(
    person: Person, form: HandOverForm, picks: Picks, refused: Mapping[Key, str], status: int = 200
) -> ResponseReturnValue:
    shown = handover_sheets.desk(
        db.session(), viewer().rights, person, now=sheets.seen_now(), picks=picks, refused=refused
    )
    lost = len(set(refused) - shown["keys"])
    if lost:
        form.form_errors.append(
            _n(
                "1 việc đã xong hoặc không còn đứng tên người này nên đã ra khỏi danh sách.",
                "%(num)s việc đã xong hoặc không còn đứng tên người này nên đã ra khỏi danh sách.",
                lost,
            )
        )
    is_preview = form.is_submitted()
    page = render_template("tasks/handover_new.html", form=form, is_preview=is_preview, refused=len(refused), **shown)
    return page, status


def _refused(person_id: int, form: HandOverForm, picks: Picks, error: Refused | StaleDataError) -> ResponseReturnValue:
    back_to_reading(db.session())
    status = blame(form, error)
    lines = error.lines if isinstance(error, handover.LinesRefused) else {}
    person = handover_queries.get_person(db.session(), viewer().rights, person_id)
    return _desk(person, form, picks, lines, status)


def _judged(person: Person, picks: Picks) -> dict[Key, str]:
    return judged(db.session(), person, picks.wishes(), by=sheets.actor(), now=_now())[1]


def _paper(hand_over_id: int) -> tuple[HandOver, Paper, int]:
    """The list, what of it this person may read, and how many lines he may not."""
    who = viewer()
    found = handover_queries.get(db.session(), who.rights, hand_over_id)
    items = handover_queries.readable_items(db.session(), who.rights, found)
    return found, paper(found, items, who.committee), len(found.items) - len(items)


def _now() -> datetime:
    return clock.database_now(db.session())
