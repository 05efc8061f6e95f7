"""Pages of the reminder policy: what holds, one ladder or the general rules changed, with a calendar to try it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, formats, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Forbidden, Missing, Refused
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.people.auth import decides_for_all, requires, viewer, viewer_or_none
from taskapp.people.queries import units
from taskapp.people.rights import Role
from taskapp.reminders import gather, policies, words
from taskapp.reminders.owing import Era
from taskapp.reminders.policy import Ladder, Policy
from taskapp.reminders.policy_forms import ChoiceForm, GeneralForm, LadderForm, RemovalForm
from taskapp.reminders.schedule_views import preview
from taskapp.tasks import queries
from taskapp.tasks.forms import blame
from taskapp.workdays.arithmetic import DAY

bp = Blueprint("policy", __name__)
READERS = (Role.LEADER, Role.MONITOR, Role.INSPECTOR, Role.ADMIN)
DECIDING = (Role.LEADER, Role.MONITOR)


def init_app(app: Flask) -> None:
    """Register the pages and their place in the menu."""
    app.register_blueprint(bp)
    add_nav(app, _nav)


@bp.get("/admin/reminders")
@requires(*READERS)
def show() -> ResponseReturnValue:
    committee = viewer().committee
    policy, earlier = policies.load(db.session(), committee)
    today = clock.local_day(clock.database_now(db.session()), committee.timezone)
    return render_template(
        "reminders/policy.html",
        policy=policy,
        holds_from=earlier[-1].until if earlier and earlier[-1].until > today else None,
        history=policies.history(db.session(), committee.id),
        unit_names={unit.id: unit.name for unit in db.session.scalars(units(committee.id))},
        form=RemovalForm(seen=_newest()),
        may_change=decides_for_all(*DECIDING),
        words=words,
    )


@bp.route("/admin/reminders/ladders/<int:place>", methods=["GET", "POST"])
@requires(*READERS)
def ladder(place: int) -> ResponseReturnValue:
    policy = _editable()
    form = _ladder_form(_at(policy, place))
    is_last = place == len(policy.ladders) - 1
    return _edited(form, is_last, lambda new: _put(policy, place, new, 1))


@bp.route("/admin/reminders/ladders/new", methods=["GET", "POST"])
@requires(*READERS)
def new_ladder() -> ResponseReturnValue:
    policy = _editable()
    form = _ladder_form(Ladder(policy.ladders[-1].rungs))
    return _edited(form, False, lambda new: _put(policy, 0, new, 0))


@bp.post("/admin/reminders/ladders/<int:place>/removal")
@requires(*READERS)
def remove_ladder(place: int) -> ResponseReturnValue:
    policy = _editable()
    _at(policy, place)
    if place == len(policy.ladders) - 1:
        raise Refused(_("Bộ mốc chung áp dụng cho mọi nhiệm vụ khác nên không bỏ được; hãy sửa nó."))
    left = policy.ladders[:place] + policy.ladders[place + 1 :]
    _decide(RemovalForm(), replace(policy, ladders=left))
    return redirect(url_for("policy.show"))


@bp.post("/admin/reminders/ladders/<int:place>/raising")
@requires(*READERS)
def raise_ladder(place: int) -> ResponseReturnValue:
    policy = _editable()
    _at(policy, place)
    if not 0 < place < len(policy.ladders) - 1:
        raise Refused(_("Bộ mốc này đã đứng đầu, hoặc là bộ mốc chung luôn đứng cuối."))
    order = list(policy.ladders)
    order[place - 1], order[place] = order[place], order[place - 1]
    _decide(RemovalForm(), replace(policy, ladders=tuple(order)))
    return redirect(url_for("policy.show"))


@bp.route("/admin/reminders/general", methods=["GET", "POST"])
@requires(*READERS)
def general() -> ResponseReturnValue:
    policy = _editable()
    form, status = GeneralForm(seen=_newest()), 200
    if not form.is_submitted():
        form.show(policy)
    elif not form.validate():
        status = 400
    else:
        try:
            _decide(form, replace(policy, **form.chosen()))
            return redirect(url_for("policy.show"))
        except Refused as error:
            back_to_reading(db.session())
            status = blame(form, error)
    return render_template("reminders/general.html", form=form), status


def _edited(form: LadderForm, is_last: bool, changed: Callable[[Ladder], Policy]) -> ResponseReturnValue:
    """The page of one ladder: shown, with one more row, tried on a task, or chosen."""
    status, tried = 200, {}
    if form.is_submitted() and "more" in request.form:
        form.add_row()
    elif form.is_submitted() and not form.validate():
        status = 400
    elif form.is_submitted():
        policy = changed(form.ladder(is_last=is_last))
        try:
            if "try" not in request.form:
                _decide(form, policy)
                return redirect(url_for("policy.show"))
            tried = _tried(form.task.data or 0, policy)
        except Refused as error:
            back_to_reading(db.session())
            status = blame(form, error)
    return render_template("reminders/ladder.html", form=form, is_last=is_last, **tried), status


def _tried(task_id: int, policy: Policy) -> dict[str, Any]:
    """The task's calendar as if the policy were to hold from tomorrow."""
    try:
        task = queries.get(db.session(), viewer().rights, task_id)
    except Missing as error:
        raise Refused(_("Không có nhiệm vụ số này. Số nằm ở cuối địa chỉ trang của nhiệm vụ."), field="task") from error
    setting, now = gather.setting(db.session(), viewer().committee), clock.database_now(db.session())
    today = setting.today(now)
    past = [era for era in setting.earlier if era.until <= today]
    earlier = (*past, Era(setting.policy_on(today), today + DAY))
    return preview(task, replace(setting, policy=policy, earlier=earlier), now) | {"task": task}


def _decide(form: ChoiceForm, policy: Policy) -> None:
    row = policies.choose(
        db.session(),
        viewer().committee,
        policy,
        seen=form.seen.number,
        reason=form.reason.data or "",
        by=viewer().person,
        now=clock.database_now(db.session()),
    )
    db.session.commit()
    told = _(
        "Đã ghi quy định nhắc việc số %(number)s, áp dụng từ %(day)s.",
        number=row.version,
        day=formats.day(row.first_on),
    )
    flash(told, "success")


def _editable() -> Policy:
    if not decides_for_all(*DECIDING):
        raise Forbidden(_("Quy định nhắc việc do lãnh đạo hoặc Văn phòng theo dõi toàn cơ quan thay đổi."))
    return policies.load(db.session(), viewer().committee)[0]


def _ladder_form(ladder: Ladder) -> LadderForm:
    form = LadderForm(seen=_newest())
    form.offer(db.session.scalars(units(viewer().committee.id)).all())
    if not form.is_submitted():
        form.show(ladder)
    return form


def _at(policy: Policy, place: int) -> Ladder:
    if place >= len(policy.ladders):
        raise Missing(_("Không còn bộ mốc này; có thể người khác vừa bỏ nó."))
    return policy.ladders[place]


def _put(policy: Policy, place: int, ladder: Ladder, over: int) -> Policy:
    """The policy with the ladder at that place, over so many that stand there."""
    return replace(policy, ladders=(*policy.ladders[:place], ladder, *policy.ladders[place + over :]))


def _newest() -> str:
    return str(policies.newest(db.session(), viewer().committee.id))


def _nav() -> list[NavItem]:
    who = viewer_or_none()
    if who is None or not who.rights.has(*READERS):
        return []
    return [NavItem(77, _("Quy định nhắc việc"), url_for("policy.show"), "envelope-check", section=sections.RULES)]
