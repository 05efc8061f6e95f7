"""Pages of the reports that go out by themselves: which there are, one chosen or changed, one stopped."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.auth import requires, viewer
from taskapp.reports import sending_words, sendings
from taskapp.reports.occurrences import days_of, next_days
from taskapp.reports.picker_sheets import KEEPERS
from taskapp.reports.sending_forms import SendingForm
from taskapp.reports.sending_models import ReportSchedule
from taskapp.reports.sendings import Wish
from taskapp.reports.words import days_name
from taskapp.tasks.forms import blame
from taskapp.workdays import calendars

bp = Blueprint("sendings", __name__)
SHOWN = 3  # coming sendings


@bp.get("/reports/schedules")
@requires(*KEEPERS)
def index() -> ResponseReturnValue:
    found = db.session.scalars(sendings.running(viewer().committee.id)).all()
    rows = [(one, _coming(_wish(one))) for one in found]
    return render_template("reports/sendings.html", rows=rows, words=sending_words)


@bp.route("/reports/schedules/new", methods=["GET", "POST"])
@requires(*KEEPERS)
def new() -> ResponseReturnValue:
    return _chosen(None)


@bp.route("/reports/schedules/<int:schedule_id>", methods=["GET", "POST"])
@requires(*KEEPERS)
def edit(schedule_id: int) -> ResponseReturnValue:
    return _chosen(sendings.get(db.session(), viewer().committee.id, schedule_id))


@bp.post("/reports/schedules/<int:schedule_id>/end")
@requires(*KEEPERS)
def stop(schedule_id: int) -> ResponseReturnValue:
    now = clock.database_now(db.session())
    sendings.stop(sendings.get(db.session(), viewer().committee.id, schedule_id), now=now)
    db.session.commit()
    flash(_("Đã dừng lịch gửi. Thư chưa gửi của lịch này sẽ được hủy."), "success")
    return redirect(url_for("sendings.index"))


def _chosen(schedule: ReportSchedule | None) -> ResponseReturnValue:
    """The form: shown, its coming sendings looked at, or taken."""
    form, status, coming = SendingForm(), 200, []
    form.offer(db.session.scalars(sendings.possible_receivers(viewer().committee.id)))
    if schedule and not form.is_submitted():
        form.show(schedule)
    if form.is_submitted() and not form.validate():
        status = 400
    elif form.is_submitted():
        coming = _coming(form.wish())
        try:
            if "look" not in request.form:
                return _taken(form, schedule)
        except Refused as error:
            back_to_reading(db.session())
            status = blame(form, error)
    return render_template("reports/sending.html", form=form, coming=coming, schedule_id=_id(schedule)), status


def _taken(form: SendingForm, schedule: ReportSchedule | None) -> ResponseReturnValue:
    now, by = clock.database_now(db.session()), viewer().person
    if schedule is None:
        sendings.begin(db.session(), viewer().committee.id, form.wish(), by=by, now=now)
    else:
        sendings.change(db.session(), schedule, form.wish(), seen=form.seen.number, by=by, now=now)
    db.session.commit()
    flash(_("Đã ghi lịch gửi báo cáo."), "success")
    return redirect(url_for("sendings.index"))


def _coming(wish: Wish) -> list[dict[str, Any]]:
    """The next sendings: day, hour, and the period that each is about."""
    committee = viewer().committee
    local = clock.local(clock.database_now(db.session()), committee.timezone)
    days = next_days(wish.timing, local, calendars.load(db.session(), committee.id), SHOWN)
    periods = [days_name(*days_of(wish.days, wish.cutoff, day)) for day in days]
    return [{"day": day, "at": wish.timing.at, "period": period} for day, period in zip(days, periods, strict=True)]


def _wish(one: ReportSchedule) -> Wish:
    return Wish(one.report, one.days, one.cutoff, one.timing, frozenset())


def _id(schedule: ReportSchedule | None) -> int | None:
    return schedule.id if schedule else None
