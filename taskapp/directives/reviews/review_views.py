"""Pages on which a document becomes tasks: choose or paste it, review what was read, give the tasks out."""

from __future__ import annotations

from contextlib import closing

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Changed, Refused
from taskapp.base.forms import today
from taskapp.base.i18n import _, _n
from taskapp.directives.limits import LARGEST_FILE
from taskapp.directives.reading.reader import too_large
from taskapp.directives.registers.importing import safe_name
from taskapp.directives.reviews import (
    arrived,
    assembling,
    drafting,
    naming_queries,
    review_forms,
    review_sheets,
    reviewing,
    starting,
    work,
)
from taskapp.directives.reviews.assembling import Desk, Fault, NotReady
from taskapp.directives.reviews.assigners import Leader
from taskapp.directives.reviews.review_models import DirectiveReview
from taskapp.directives.reviews.sample import sample
from taskapp.directives.reviews.work import Work
from taskapp.people.auth import requires, viewer
from taskapp.tasks import permissions, queries, sheets, words
from taskapp.tasks.permissions import DRAFTERS

bp = Blueprint("reviews", __name__, url_prefix="/directives")


@bp.get("/new")
@requires(*DRAFTERS)
def new() -> ResponseReturnValue:
    form = review_forms.DocumentForm()
    if "sample" in request.args and viewer().committee.is_demo:
        form.text.data = sample(today(), viewer().committee.name)
    return _new(form)


@bp.post("/new")
@requires(*DRAFTERS)
def read() -> ResponseReturnValue:
    form = review_forms.DocumentForm()
    if not form.validate():
        return _new(form), 400
    form.text.data = request.form.get("text", "")  # as it was pasted: tabs and runs of blanks part the cells of tables
    try:
        review = _begun(form)
    except Refused as refused:
        back_to_reading(db.session())
        form[refused.field if refused.field in form else "text"].errors = [refused.reason]
        return _new(form), refused.status
    db.session.commit()
    return redirect(url_for("reviews.show", review_id=review.id))


@bp.get("/reviews/<int:review_id>")
@requires(*DRAFTERS)
def show(review_id: int) -> ResponseReturnValue:
    review = reviewing.get(db.session(), viewer().rights, review_id)
    return _page(review, work.load(review.work))


@bp.post("/reviews/<int:review_id>")
@requires(*DRAFTERS)
def change(review_id: int) -> ResponseReturnValue:
    review = reviewing.get(db.session(), viewer().rights, review_id, to_change=True)
    act, typed = review_forms.act_of(request.form), _typed(review)
    problem, key = "", act.key
    try:
        after, key = review_forms.acted(typed, act, request.form, seen=review.version)
        reviewing.keep(review, after, now=clock.now(), is_rearranged=act.name != "save")
    except Refused as refused:  # what was typed stays
        reviewing.keep(review, typed, now=clock.now())
        problem = refused.reason
    db.session.commit()
    if problem:
        flash(problem, "warning")
    is_quiet = act.name == "save" and "X-Quiet" in request.headers
    return ("", 204) if is_quiet else redirect(url_for("reviews.show", review_id=review_id, _anchor=key or None))


@bp.post("/reviews/<int:review_id>/tasks")
@requires(*DRAFTERS)
def give_out(review_id: int) -> ResponseReturnValue:
    review = reviewing.get(db.session(), viewer().rights, review_id, to_change=True)
    typed = _typed(review)
    reviewing.keep(review, typed, now=clock.now())
    db.session.commit()  # what was typed stays, whatever becomes of it
    try:
        return redirect(_given_out(reviewing.get(db.session(), viewer().rights, review_id, to_change=True), typed))
    except NotReady as refused:
        back_to_reading(db.session())
        review = reviewing.get(db.session(), viewer().rights, review_id)
        return _page(review, typed, refused.faults, refused.reason), refused.status


@bp.post("/reviews/<int:review_id>/reviewer")
@requires(*DRAFTERS)
def take(review_id: int) -> ResponseReturnValue:
    who, now = viewer(), clock.database_now(db.session())
    try:
        arrived.take(db.session(), review_id, by=who.rights, leaders=_leaders(), zone=who.committee.timezone, now=now)
    except Changed as changed:
        back_to_reading(db.session())
        flash(changed.reason, "warning")
        return redirect(url_for("reviews.new"))
    db.session.commit()
    return redirect(url_for("reviews.show", review_id=review_id))


@bp.post("/reviews/<int:review_id>/removal")
@requires(*DRAFTERS)
def discard(review_id: int) -> ResponseReturnValue:
    reviewing.discard(db.session(), reviewing.get(db.session(), viewer().rights, review_id, to_change=True))
    db.session.commit()
    flash(_("Đã bỏ văn bản cùng nội dung của nó. Chưa có nhiệm vụ nào được giao."), "info")
    return redirect(url_for("reviews.new"))


def _given_out(review: DirectiveReview, typed: Work) -> str:
    issue, desk, now = request.form.get("save") != "draft", _desk(review), clock.database_now(db.session())
    reviewing.check_double(review_sheets.double(db.session(), review.committee_id, typed, desk.today), typed)
    assembled = assembling.assemble(typed, desk)
    by = sheets.actor().for_person(int(typed.assigner) if typed.assigner.isdecimal() else None)
    folder = current_app.extensions["taskapp"].files_dir
    with reviewing.file_kept(review, folder, now=now) as file:
        made = reviewing.give_out(db.session(), review, assembled, by=by, calendar=desk.calendar, now=now, issue=issue)
        directive = reviewing.put_with(db.session(), file, review)
        db.session.commit()
    _say(made, is_issued=issue)
    if directive is not None:
        return url_for("book.show", directive_id=directive.id)
    if not made.tasks:
        return url_for("duties.index")
    return url_for("tasks.index", view="given" if issue else "drafts")


def _say(made: reviewing.GivenOut, *, is_issued: bool) -> None:
    if made.tasks:
        flash(words.given_text(len(made.tasks), is_issued=is_issued), "success")
    if count := len(made.duties):
        flash(_n("Đã ghi 1 việc định kỳ.", "Đã ghi %(num)s việc định kỳ.", count), "success")


def _new(form: review_forms.DocumentForm) -> str:
    waiting = review_sheets.open_reviews(db.session(), reviewing.mine(viewer().rights))
    came = review_sheets.open_reviews(db.session(), arrived.waiting(viewer().committee.id))
    return render_template("directives/new.html", form=form, waiting=waiting, came=came)


def _leaders() -> dict[int, Leader]:
    found = db.session.scalars(queries.leaders(viewer().committee.id))
    return {person.id: Leader(person.full_name, person.position) for person in found}


def _page(review: DirectiveReview, shown: Work, faults: tuple[Fault, ...] = (), refused: str = "") -> str:
    context = review_sheets.sheet(db.session(), review, shown, _desk(review), faults)
    may_issue = permissions.may_assign(viewer().rights)
    return render_template("directives/review.html", may_issue=may_issue, refused=refused, **context)


def _begun(form: review_forms.DocumentForm) -> DirectiveReview:
    asking, now, seen = viewer(), clock.database_now(db.session()), sheets.seen_now()
    data, name = _received(form.file.data)
    office = drafting.office_of(db.session(), asking.committee, calendar=seen.calendar, today=seen.today)
    draft = drafting.draft_file(data, name, office) if data else drafting.draft_text(form.text.data or "", office)
    written_on = draft.header.issued_on
    names = naming_queries.names_for(db.session(), asking.rights, written_on=written_on, today=seen.today)
    return reviewing.begin(
        db.session(),
        asking.committee,
        draft,
        names,
        by=asking.rights,
        now=now,
        leaders=_leaders(),
        file_name=name,
        content=data,
    )


def _received(sent: FileStorage | None) -> tuple[bytes | None, str]:
    if sent is None or not sent.filename:
        return None, ""
    with closing(sent):
        data = sent.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise too_large(sent.filename, request.content_length or len(data))
        return data or None, safe_name(sent.filename)


def _typed(review: DirectiveReview) -> Work:
    """The work with what the form holds; units typed by name are looked up."""
    typed = review_forms.taken(work.load(review.work), request.form)
    written_on = assembling.issued_on(typed, sheets.seen_now().today)
    rights, day = viewer().rights, sheets.seen_now().today
    if not any(piece.more_lead or piece.more_support for piece in typed.pieces):
        return typed
    names = naming_queries.names_for(db.session(), rights, written_on=written_on, today=day)
    return starting.with_units(typed, names)


def _desk(review: DirectiveReview) -> Desk:
    who, seen = viewer(), sheets.seen_now()
    leaders = {person.id: person for person in db.session.scalars(queries.leaders(who.committee.id))}
    units = naming_queries.units_to_assign(db.session(), who.rights, seen.today)
    return Desk(units, leaders, seen.today, seen.calendar, review.id)
