"""Pages of imports: choose a file, look at what it holds, correct, take in, undo."""

from __future__ import annotations

from contextlib import closing

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import BadInput, Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.paging import page
from taskapp.base.shell import NavItem, add_nav
from taskapp.directives import limits
from taskapp.directives.registers import batches, importing, memory, previews, spreadsheets
from taskapp.directives.registers.forms import NEW_KINDS, UndoForm, UploadForm, agreed_from, choice_from
from taskapp.directives.registers.importing import READERS, WRITERS, Agreed
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.sheet import Sheet
from taskapp.directives.reviews import alias_views, book_queries, book_views, review_views
from taskapp.people.auth import requires, viewer, viewer_or_none

bp = Blueprint("directives", __name__)


def init_app(app: Flask) -> None:
    """Register the pages of this package and their place in the menu."""
    for blueprint in (bp, review_views.bp, book_views.bp, alias_views.bp):
        app.register_blueprint(blueprint)
    app.add_template_test(previews.is_ticked, "ticked")
    add_nav(app, _menu)


def _menu() -> list[NavItem]:
    asking = viewer_or_none()
    if asking is None:
        return []
    pages = (
        (book_queries.READERS, 60, _("Văn bản chỉ đạo"), url_for("book.index"), "file-text"),
        (READERS, 70, _("Nhập sổ theo dõi"), "/imports", "file-earmark-spreadsheet"),
        (alias_views.KEEPERS, 92, _("Tên đơn vị đã học"), url_for("aliases.index"), "bookmark"),
    )
    return [
        NavItem(order, label, href, icon, section=sections.PAPERS)
        for roles, order, label, href, icon in pages
        if asking.rights.has(*roles)
    ]


@bp.get("/imports")
@requires(*READERS)
def index() -> ResponseReturnValue:
    return _index(UploadForm())


@bp.post("/imports")
@requires(*READERS)
def upload() -> ResponseReturnValue:
    form, asking = UploadForm(), viewer()
    if not form.validate_on_submit():
        return _index(form), 400
    try:
        data, name = _received(form)
        known = memory.memory_of(db.session(), asking.committee.id)
        importing.read(_unlocked(data), memory=known)
        now = clock.database_now(db.session())
        batch = batches.keep(db.session(), asking.committee, data, name=name, by=asking.rights, now=now)
    except Refused as refused:
        form.file.errors = [refused.reason]
        return _index(form), refused.status
    db.session.commit()
    return redirect(url_for("directives.show", batch_id=batch.id))


@bp.get("/imports/<int:batch_id>")
@requires(*READERS)
def show(batch_id: int) -> ResponseReturnValue:
    batch = _batch(batch_id)
    return _preview(batch) if batch.state is BatchState.PREVIEW else _result(batch, UndoForm())


@bp.post("/imports/readings/removal")
@requires(*WRITERS)
def forget() -> ResponseReturnValue:
    memory.forget(db.session(), viewer().committee.id, request.form.get("mark", ""))
    db.session.commit()
    flash(_("Đã quên cách đọc này. Tệp sau có các cột như vậy sẽ được đọc như hệ thống hiểu."), "success")
    return redirect(url_for("directives.index"))


@bp.post("/imports/<int:batch_id>/columns")
@requires(*READERS)
def correct_columns(batch_id: int) -> ResponseReturnValue:
    sheets, batch = _sheets(batch_id), _batch(batch_id, to_change=True)
    batches.correct(db.session(), batch, sheets, choice_from(request.form))
    db.session.commit()
    flash(_("Đã đọc lại theo lựa chọn của anh/chị."), "success")
    return redirect(url_for("directives.show", batch_id=batch.id))


@bp.post("/imports/<int:batch_id>/tasks")
@requires(*WRITERS)
def take_in(batch_id: int) -> ResponseReturnValue:
    asking, sheets, session = viewer(), _sheets(batch_id), db.session()
    batch = _batch(batch_id, to_change=True)
    agreed = agreed_from(request.form, {str(unit_id): unit_id for unit_id in asking.rights.reach(*WRITERS)})
    register, now = batches.register_of(session, batch, sheets), clock.database_now(session)
    try:
        plan = importing.take_in(session, asking.committee, batch, register, agreed, by=asking.rights, now=now)
    except Refused as refused:
        return _again(batch_id, agreed, refused)
    if batch.state is BatchState.PREVIEW:
        return _again(batch_id, agreed, Refused(_("Không có gì để nhập: mọi dòng đã có hoặc chưa được chọn.")))
    db.session.commit()
    flash(
        _("Đã nhập %(new)s nhiệm vụ, điều chỉnh %(changed)s.", new=len(plan.new), changed=batch.changed_count),
        "success",
    )
    return redirect(url_for("directives.show", batch_id=batch.id))


@bp.post("/imports/<int:batch_id>/removal")
@requires(*READERS)
def discard(batch_id: int) -> ResponseReturnValue:
    batches.discard(db.session(), _batch(batch_id, to_change=True))
    db.session.commit()
    flash(_("Đã bỏ tệp. Chưa có gì được nhập."), "info")
    return redirect(url_for("directives.index"))


@bp.post("/imports/<int:batch_id>/undo")
@requires(*WRITERS)
def undo(batch_id: int) -> ResponseReturnValue:
    asking, batch, form = viewer(), _batch(batch_id, to_change=True), UndoForm()
    if not form.validate_on_submit():
        return _result(batch, form), 400
    now, reason = clock.database_now(db.session()), form.reason.data or ""
    done = batches.undo(db.session(), asking.committee, batch, reason=reason, by=asking.rights, now=now)
    db.session.commit()
    flash(_("Đã hoàn tác: rút %(withdrawn)s nhiệm vụ, trả lại %(restored)s điều chỉnh.", **vars(done)), "success")
    if done.kept:
        flash(_("%(kept)s điều chỉnh được giữ vì sau đó đã có cập nhật khác.", kept=done.kept), "info")
    return redirect(url_for("directives.show", batch_id=batch.id))


def _batch(batch_id: int, *, to_change: bool = False) -> ImportBatch:
    who = viewer()
    batch = batches.get(db.session(), who.committee.id, batch_id, to_change=to_change)
    if batch.by_id != who.person.id and not importing.oversees(db.session(), who.rights, *READERS):
        raise Missing(_("Không có đợt nhập này, hoặc đợt nhập do người khác thực hiện."))
    return batch


def _sheets(batch_id: int) -> list[Sheet]:
    return spreadsheets.sheets(_unlocked(batches.content_of(_batch(batch_id))))


def _unlocked(data: bytes) -> bytes:
    """To be read while nobody waits for us: that may take a minute, and SQLite has one writer at a time."""
    db.session.rollback()
    return data


def _received(form: UploadForm) -> tuple[bytes, str]:
    with closing(form.file.data) as sent:
        data = sent.read(limits.LARGEST_FILE + 1)
        if len(data) > limits.LARGEST_FILE:
            raise spreadsheets.too_large(request.content_length or len(data))
        return data, sent.filename or ""


def _index(form: UploadForm) -> str:
    query = batches.listing(viewer().committee.id)
    found = page(db.session(), query, [ImportBatch.id.desc()], request.args.get("mark"))
    known = memory.remembered(db.session(), viewer().committee.id)
    names = {"state_names": previews.STATE_NAMES, "meaning_names": previews.MEANING_NAMES}
    may = viewer().rights.has(*WRITERS)
    return render_template("directives/index.html", form=form, page=found, known=known, may=may, **names)


def _preview(batch: ImportBatch, agreed: Agreed | None = None, refused: str = "") -> str:
    asking = viewer()
    try:
        sheets = spreadsheets.sheets(batches.content_of(batch))
        register = batches.register_of(db.session(), batch, sheets)
    except BadInput as error:
        return render_template("directives/unreadable.html", batch=batch, reason=error.reason)
    today = clock.local_day(clock.now(), asking.committee.timezone)
    shown = previews.preview(db.session(), batch, register, today=today, by=asking.rights, agreed=agreed)
    names = {"meaning_names": previews.MEANING_NAMES, "kind_names": previews.KIND_NAMES, "kinds": NEW_KINDS}
    may = asking.rights.has(*WRITERS)
    return render_template(
        "directives/preview.html", batch=batch, preview=shown, agreed=agreed, refused=refused, may=may, **names
    )


def _again(batch_id: int, agreed: Agreed, refused: Refused) -> ResponseReturnValue:
    back_to_reading(db.session())
    return _preview(_batch(batch_id), agreed, refused.reason), refused.status


def _result(batch: ImportBatch, form: UndoForm) -> str:
    since = batches.worked_on(db.session(), batch) if batch.state is BatchState.COMMITTED else 0
    may = viewer().rights.has(*WRITERS)
    names = previews.STATE_NAMES
    return render_template(
        "directives/result.html", batch=batch, form=form, worked_on=since, may=may, state_names=names
    )
