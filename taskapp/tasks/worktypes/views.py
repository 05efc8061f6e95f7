"""Pages of the types of work: the list with both limits, one type with its history, many pasted at once."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.base.formats import day as written
from taskapp.base.forms import Form, today
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem
from taskapp.people.auth import decides_for_all, viewer, viewer_or_none
from taskapp.people.queries import units, units_on
from taskapp.people.rights import Role
from taskapp.tasks import sheets
from taskapp.tasks.forms import blame
from taskapp.tasks.words import SOURCE_NAMES
from taskapp.tasks.worktypes import keeping, queries, taking, words
from taskapp.tasks.worktypes.forms import EndForm, PasteForm, TypeForm
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion

bp = Blueprint("worktypes", __name__, url_prefix="/work-types")
KEEPERS = (Role.LEADER, Role.MONITOR, Role.ADMIN)  # over the whole committee
SEEING = (*KEEPERS, Role.CLERK, Role.INSPECTOR)  # in the menu; everybody may read what the office promises


def menu() -> list[NavItem]:
    """The types for those who assign by them, keep them or check them."""
    who = viewer_or_none()
    if who is None or not who.rights.has(*SEEING):
        return []
    return [NavItem(74, _("Loại việc"), url_for("worktypes.index"), "bookmark", section=sections.RULES)]


@bp.get("")
def index() -> ResponseReturnValue:
    committee_id, this_day = viewer().committee.id, sheets.seen_now().today
    return render_template(
        "worktypes/index.html",
        versions=list(db.session.scalars(queries.in_force(committee_id, this_day))),
        coming=list(db.session.scalars(queries.coming(committee_id, this_day))),
        words=words,
        may_keep=decides_for_all(*KEEPERS),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    _check_keeper()
    form = _offered(TypeForm())
    if form.validate_on_submit():
        try:
            version = _add(form)
            flash(_("Đã thêm loại việc %(name)s.", name=version.name), "success")
            return redirect(url_for("worktypes.show", work_type_id=version.work_type_id))
        except Refused as error:
            return _again("worktypes/new.html", form, error)
        except IntegrityError:  # at the same moment: another keeper was quicker
            return _again("worktypes/new.html", form, keeping.taken(form.code.data or ""))
    return render_template("worktypes/new.html", form=form), 400 if form.errors else 200


@bp.route("/paste", methods=["GET", "POST"])
def paste() -> ResponseReturnValue:
    _check_keeper()
    form = PasteForm()
    if form.validate_on_submit():
        try:
            taken = _take(form)
            flash(taken.text, "success")
            return redirect(url_for("worktypes.index"))
        except Refused as error:
            return _again("worktypes/paste.html", form, error)
        except IntegrityError:
            reason = _("Có người vừa thêm một mã trong bảng này. Hãy xem lại danh sách rồi gửi lần nữa.")
            return _again("worktypes/paste.html", form, Changed(reason, field="table"))
    columns = words.COLUMN_NAMES.values()
    return render_template("worktypes/paste.html", form=form, columns=columns), 400 if form.errors else 200


@bp.get("/<int:work_type_id>")
def show(work_type_id: int) -> ResponseReturnValue:
    work_type = queries.get(db.session(), viewer().committee.id, work_type_id)
    form = _offered(TypeForm())
    form.show(work_type.versions[-1])
    return _page(work_type, form, EndForm())


@bp.post("/<int:work_type_id>")
def revise(work_type_id: int) -> ResponseReturnValue:
    work_type = queries.get(db.session(), viewer().committee.id, work_type_id)
    _check_keeper()
    form = _offered(TypeForm())
    if not form.validate():
        return _page(work_type, form, EndForm(formdata=None), 400)
    try:
        _revise(work_type, form)
    except Refused as error:
        back_to_reading(db.session())
        return _page(work_type, form, EndForm(formdata=None), blame(form, error))
    flash(_("Đã ghi phiên bản mới, áp dụng từ %(day)s.", day=written(form.valid_from.data)), "success")
    return redirect(url_for("worktypes.show", work_type_id=work_type_id))


@bp.post("/<int:work_type_id>/end")
def end(work_type_id: int) -> ResponseReturnValue:
    work_type = queries.get(db.session(), viewer().committee.id, work_type_id)
    _check_keeper()
    form, shown = EndForm(), _offered(TypeForm(formdata=None))
    shown.show(work_type.versions[-1])
    if not form.validate():
        return _page(work_type, shown, form, 400)
    try:
        _end(work_type, form)
    except Refused as error:
        back_to_reading(db.session())
        return _page(work_type, shown, form, blame(form, error))
    flash(_("Đã ghi: thôi áp dụng từ %(day)s.", day=written(form.ended_on.data)), "success")
    return redirect(url_for("worktypes.show", work_type_id=work_type_id))


def _add(form: TypeForm) -> WorkTypeVersion:
    who = viewer()
    made = keeping.add(db.session(), who.committee.id, form.code.data or "", form.said(), by=who.person, now=_now())
    db.session.commit()
    return made


def _revise(work_type: WorkType, form: TypeForm) -> None:
    if _newest(work_type) != form.seen_version():
        raise Changed(_("Đã có người ghi phiên bản khác trước anh/chị. Hãy xem lại lịch sử rồi gửi lần nữa."))
    keeping.revise(db.session(), work_type, form.said(), by=viewer().person, now=_now())
    db.session.commit()


def _end(work_type: WorkType, form: EndForm) -> None:
    day, decision = form.ended_on.data or today(), form.ended_decision.data or ""
    keeping.end(db.session(), work_type, day, decision, by=viewer().person, now=_now())
    db.session.commit()


def _take(form: PasteForm) -> taking.Taken:
    who, day, decision = viewer(), form.valid_from.data or today(), form.decision.data or ""
    taken = taking.take(
        db.session(),
        who.committee.id,
        form.table.data or "",
        valid_from=day,
        decision=decision,
        by=who.person,
        now=_now(),
    )
    db.session.commit()
    return taken


def _again(template: str, form: Form, error: Refused) -> ResponseReturnValue:
    back_to_reading(db.session())
    status = blame(form, error)
    return render_template(template, form=form, columns=words.COLUMN_NAMES.values()), status


def _page(work_type: WorkType, form: TypeForm, end_form: EndForm, status: int = 200) -> ResponseReturnValue:
    committee, this_day = viewer().committee, sheets.seen_now().today
    form.seen.data = str(_newest(work_type))
    held, known = keeping.on(work_type, this_day), db.session.scalars(units(committee.id))
    shown = held or min(work_type.versions, key=lambda version: (version.valid_from, -version.id))
    page = render_template(
        "worktypes/show.html",
        work_type=work_type,
        shown=shown,
        held=held,
        history=words.history(work_type.versions),
        form=form,
        end_form=end_form,
        words=words,
        sources=SOURCE_NAMES,
        supporting=[unit.name for unit in known if unit.id in shown.supporting_ids],
        may_keep=decides_for_all(*KEEPERS),
        today=this_day,
    )
    return page, status


def _newest(work_type: WorkType) -> int:
    return max(version.id for version in work_type.versions)


def _offered(form: TypeForm) -> TypeForm:
    form.offer(db.session.scalars(units_on(viewer().committee.id, sheets.seen_now().today)))
    return form


def _check_keeper() -> None:
    if not decides_for_all(*KEEPERS):
        raise Forbidden(
            _("Loại việc do lãnh đạo, Văn phòng theo dõi toàn cơ quan hoặc quản trị ghi. Anh/chị xem được.")
        )


def _now() -> datetime:
    return clock.database_now(db.session())
