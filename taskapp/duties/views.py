"""Pages of recurring duties: the list, one written or changed with its next days, one with all its occurrences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db, scoped
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.forms import Form
from taskapp.base.i18n import _, _n
from taskapp.base.shell import NavItem, add_nav
from taskapp.duties import giving, keeping, queries, sheets
from taskapp.duties.duty_sheets import DutyDesk, page, preview_of
from taskapp.duties.forms import AfterAllForm, DutyReasonForm, RuleForm, SkipForm
from taskapp.duties.models import Duty, DutyPhase
from taskapp.duties.plan import LONGEST_HOLIDAY
from taskapp.duties.wishing import Wish, once_key
from taskapp.duties.words import PHASE_NAMES
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.tasks import permissions
from taskapp.tasks.forms import blame
from taskapp.tasks.queries import get as get_task
from taskapp.tasks.sheets import actor, seen_now

bp = Blueprint("duties", __name__)


def init_app(app: Flask) -> None:
    """Register the pages and their menu item."""
    app.register_blueprint(bp)
    add_nav(app, menu)


def menu() -> list[NavItem]:
    """The list, for who assigns and who answers for a unit."""
    who = viewer_or_none()
    if who is None or not who.rights.has(*queries.READERS):
        return []
    return [NavItem(40, _("Việc định kỳ"), url_for("duties.index"), "arrow-repeat")]


@bp.get("/duties")
@requires(*queries.READERS)
def index() -> ResponseReturnValue:
    now, rights = seen_now(), viewer().rights
    found = db.session.scalars(queries.listed(rights)).all()
    ids = [duty.id for duty in found]
    pasts = queries.pasts(db.session(), rights.committee_id, ids, now.today - LONGEST_HOLIDAY)
    rows = [sheets.row(duty, pasts[duty.id], now.calendar, now.today) for duty in found]
    rows.sort(key=lambda one: (one.next_due or date.max, one.duty.lead_unit.sort_order, one.duty.id))
    groups = [(PHASE_NAMES[phase], [one for one in rows if one.duty.phase is phase]) for phase in DutyPhase]
    return render_template("duties/index.html", groups=groups, may_write=permissions.may_draft(rights))


@bp.route("/duties/new", methods=["GET", "POST"])
@requires(*permissions.DRAFTERS)
def new() -> ResponseReturnValue:
    return _written(DutyDesk.of(None), None)


@bp.route("/duties/<int:duty_id>/edit", methods=["GET", "POST"])
@requires(*permissions.DRAFTERS)
def edit(duty_id: int) -> ResponseReturnValue:
    duty = queries.get(db.session(), viewer().rights, duty_id, to_change=request.method == "POST")
    if not keeping.may_write(viewer().rights, duty):
        raise Forbidden(_("Anh/chị không có quyền sửa việc định kỳ này."))
    return _written(DutyDesk.of(duty), duty)


@bp.get("/duties/preview")
@requires(*permissions.DRAFTERS)
def preview() -> ResponseReturnValue:
    duty_id = request.args.get("duty_id", type=int)
    duty = queries.get(db.session(), viewer().rights, duty_id) if duty_id else None
    form = RuleForm(request.args, meta={"csrf": False})
    form.validate()
    return render_template("duties/_preview.html", **preview_of(form, duty))


@bp.get("/duties/<int:duty_id>")
def show(duty_id: int) -> ResponseReturnValue:
    return page(queries.get(db.session(), viewer().rights, duty_id))


@bp.post("/duties/<int:duty_id>/begin")
def begin(duty_id: int) -> ResponseReturnValue:
    duty = queries.get(db.session(), viewer().rights, duty_id, to_change=True)
    keeping.begin(db.session(), duty, by=actor(), now=clock.database_now(db.session()))
    db.session.commit()
    flash(_("Đã giao việc định kỳ. Mỗi kỳ được tự giao khi đến ngày."), "success")
    return redirect(url_for("duties.show", duty_id=duty_id))


@bp.post("/duties/<int:duty_id>/skips")
def skip(duty_id: int) -> ResponseReturnValue:
    form = SkipForm()
    return _acted(duty_id, form, lambda duty: _skip(duty, form), _("Đã bỏ kỳ này. Các kỳ khác vẫn giao như thường."))


@bp.post("/duties/<int:duty_id>/end")
def end(duty_id: int) -> ResponseReturnValue:
    return _for_a_reason(duty_id, keeping.end, _("Đã dừng. Các kỳ đã giao vẫn tiếp tục."))


@bp.post("/duties/<int:duty_id>/resume")
def resume(duty_id: int) -> ResponseReturnValue:
    return _for_a_reason(duty_id, keeping.resume, _("Việc định kỳ tiếp tục từ hôm nay."))


@bp.post("/duties/<int:duty_id>/occurrences/<int:occurrence_id>/task")
def give_after_all(duty_id: int, occurrence_id: int) -> ResponseReturnValue:
    form = AfterAllForm()
    return _acted(duty_id, form, lambda duty: _give(duty, occurrence_id, form), _("Đã giao bù kỳ này."))


@bp.get("/tasks/<int:task_id>/duty")
def of_task(task_id: int) -> ResponseReturnValue:
    """The line on a task's page that says of which duty it is an occurrence."""
    task = get_task(db.session(), viewer().rights, task_id)
    one = queries.of_task(db.session(), task.committee_id, task.id)
    before = queries.before(db.session(), one) if one else None
    may_see = one is not None and one.duty.lead_unit_id in viewer().rights.readable
    return render_template("duties/_of_task.html", one=one, before=before, may_see=may_see)


def _written(desk: DutyDesk, duty: Duty | None) -> ResponseReturnValue:
    """The form: shown, its next days looked at, or taken."""
    form, status = desk.form, 200
    if form.is_submitted():
        status = 200 if form.validate() else 400
        if status == 200 and "look" not in request.form:
            try:
                return redirect(_taken(desk, duty))
            except IntegrityError:  # the same form at the same moment: the other one was quicker
                back_to_reading(db.session())
                return redirect(url_for("duties.index"))
            except Refused as error:
                back_to_reading(db.session())
                duty = queries.get(db.session(), viewer().rights, duty.id) if duty else None
                status = blame(form, error)
    may_issue = permissions.may_assign(viewer().rights)
    shown = preview_of(form, duty)
    return render_template("duties/edit.html", form=form, duty=duty, may_issue=may_issue, **shown), status


def _taken(desk: DutyDesk, duty: Duty | None) -> str:
    session, now, by = db.session(), clock.database_now(db.session()), actor()
    committee_id = viewer().committee.id
    wishes = desk.wishes()
    if duty is not None:
        if len(wishes) > 1:
            raise Refused(_("Mỗi việc định kỳ có một đơn vị chủ trì. Hãy chọn một."), field="leads")
        keeping.change(session, duty, wishes[0], seen=desk.form.seen.number, by=by, now=now)
        session.commit()
        flash(_("Đã sửa. Các kỳ đã giao giữ nguyên; các kỳ sau theo quy tắc mới."), "success")
        return url_for("duties.show", duty_id=duty.id)
    made = [_once(wish) or keeping.write(session, wish, by=by, committee_id=committee_id, now=now) for wish in wishes]
    is_begun = request.form.get("save") != "draft"
    for each in made if is_begun else ():
        if each.phase is DutyPhase.DRAFT:
            keeping.begin(session, each, by=by, now=now)
    session.commit()
    flash(_n("Đã ghi 1 việc định kỳ.", "Đã ghi %(num)s việc định kỳ.", len(made)), "success")
    return url_for("duties.show", duty_id=made[0].id) if len(made) == 1 else url_for("duties.index")


def _once(wish: Wish) -> Duty | None:
    """The duty that this very form has already become: a double click or a page sent again."""
    if not wish.once:
        return None
    key = Duty.once_key == once_key(wish)
    found: Duty | None = db.session.scalars(scoped(Duty, viewer().committee.id).where(key)).one_or_none()
    return found


def _acted(duty_id: int, form: Form, act: Callable[[Duty], object], said: str) -> ResponseReturnValue:
    """Do it, or show the duty's page again with what was typed."""
    duty = queries.get(db.session(), viewer().rights, duty_id, to_change=True)
    status = 400
    if form.validate():
        try:
            act(duty)
            db.session.commit()
            flash(said, "success")
            return redirect(url_for("duties.show", duty_id=duty_id))
        except Refused as error:
            back_to_reading(db.session())
            status = blame(form, error)
    return page(queries.get(db.session(), viewer().rights, duty_id), form), status


def _for_a_reason(duty_id: int, verb: Callable[..., None], said: str) -> ResponseReturnValue:
    form, now = DutyReasonForm(), clock.database_now(db.session())
    act = partial(verb, db.session(), by=actor(), now=now)
    return _acted(duty_id, form, lambda duty: act(duty, reason=form.reason.data or ""), said)


def _skip(duty: Duty, form: SkipForm) -> None:
    now, seen = clock.database_now(db.session()), seen_now()
    on_day = sheets.day_of(form.on_day.data or "")
    reason = form.reason.data or ""
    keeping.skip(db.session(), duty, on_day, reason=reason, by=actor(), now=now, calendar=seen.calendar)


def _give(duty: Duty, occurrence_id: int, form: AfterAllForm) -> None:
    now = clock.database_now(db.session())
    one = next((each for each in duty.occurrences if each.id == occurrence_id), None)
    if one is None:
        raise Missing(_("Không có kỳ này."))
    giving.give_after_all(db.session(), one, form.due_on.data or seen_now().today, by=actor(), now=now)
