"""Pages of the working calendar: a year at a glance, changes to it, and what a due date means in working days."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.admin.calendar_forms import CultureForm, DayForm, FileForm, ProposalForm
from taskapp.admin.calendar_history import calendar_history
from taskapp.admin.calendar_preview import read_preview
from taskapp.base import clock, sections
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import BadInput, Refused
from taskapp.base.formats import day as written
from taskapp.base.i18n import _
from taskapp.base.shell import NavItem, add_nav
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.people.rights import Role
from taskapp.workdays import calendars
from taskapp.workdays.commands import days_text, problem_text
from taskapp.workdays.csvfile import Problem, read_csv
from taskapp.workdays.months import workdays_of, year_months
from taskapp.workdays.proposal import FIRST_YEAR, LAST_YEAR, propose

bp = Blueprint("calendar", __name__)
EDITORS = (Role.ADMIN, Role.MONITOR)
CULTURE_FROM = 2026  # the year from which 24 November may be a day off
FORMS = {"day_form": DayForm, "file_form": FileForm}


def init_app(app: Flask) -> None:
    """Register the pages of the calendar and their place in the menu."""
    app.register_blueprint(bp)
    app.add_template_filter(lambda problem: problem_text(*problem), "problem_text")
    app.add_template_filter(days_text, "day_run")
    add_nav(app, _nav)


@bp.get("/admin/calendar")
def show() -> ResponseReturnValue:
    return _page(_year(_today().year))


@bp.post("/admin/calendar/days")
@requires(*EDITORS)
def set_day() -> ResponseReturnValue:
    form = DayForm()
    if not form.validate_on_submit():
        return _page(_year(_today().year), 400, day_form=form)
    entry = form.entry()
    try:
        _record([entry])
    except Refused as error:
        form.form_errors.append(error.reason)
        back_to_reading(db.session())
        return _page(entry.day.year, error.status, day_form=form)
    return _done(entry.day.year, _("Đã ghi ngày %(day)s.", day=written(entry.day)))


@bp.post("/admin/calendar/culture-day")
@requires(*EDITORS)
def culture_day() -> ResponseReturnValue:
    form, year = CultureForm(), _year(_today().year)
    if not form.validate_on_submit():
        raise BadInput(_("Không đọc được lựa chọn cho ngày 24/11. Hãy tải lại trang lịch rồi chọn lại."))
    _record([calendars.culture_entry(year, off=form.off.data, decision=form.decision.data or "")])
    return _done(year, _("Đã ghi 24/11 là ngày nghỉ.") if form.off.data else _("Đã ghi 24/11 là ngày làm việc."))


@bp.post("/admin/calendar/imports")
@requires(*EDITORS)
def import_days() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        return _page(_today().year, 400, file_form=form)
    sheet = read_csv(form.file.data.read())
    if sheet.problems:
        return _page(_today().year, 400, file_form=form, problems=sheet.problems)
    count = _record(sheet.entries)
    text = _(
        "Đã ghi %(count)s ngày mới từ tệp; %(known)s ngày đã có sẵn.", count=count, known=len(sheet.entries) - count
    )
    return _done(sheet.entries[0].day.year, text)


@bp.get("/admin/calendar/proposal")
@requires(*EDITORS)
def proposal() -> ResponseReturnValue:
    year = _year(_today().year + 1)
    fresh, known = _proposed(year)
    form = ProposalForm.over(fresh)
    form.days.data = [entry.day.isoformat() for entry in fresh]
    return render_template("admin/calendar_proposal.html", form=form, year=year, known=known)


@bp.post("/admin/calendar/proposal")
@requires(*EDITORS)
def confirm_proposal() -> ResponseReturnValue:
    year = _year(_today().year + 1)
    fresh, known = _proposed(year)
    form = ProposalForm.over(fresh)
    if not form.validate_on_submit():
        return render_template("admin/calendar_proposal.html", form=form, year=year, known=known), 400
    count = _record(form.chosen(fresh))
    return _done(year, _("Đã ghi %(count)s ngày vào lịch năm %(year)s.", count=count, year=year))


@bp.get("/workdays/preview")
def preview() -> ResponseReturnValue:
    calendar = calendars.load(db.session(), viewer().committee.id)
    try:
        found, problem = read_preview(request.args, _today(), calendar), ""
    except BadInput as error:
        found, problem = None, error.reason
    # htmx shows only answers of 2xx
    status = 400 if problem and not request.headers.get("HX-Request") else 200
    return render_template("admin/_workdays_preview.html", found=found, problem=problem, today=_today()), status


def _page(
    year: int, status: int = 200, *, problems: tuple[Problem, ...] = (), **forms: DayForm | FileForm
) -> ResponseReturnValue:
    committee_id, today = viewer().committee.id, _today()
    calendar = calendars.load(db.session(), committee_id)
    first, last = date(year, 1, 1), date(year, 12, 31)
    page = render_template(
        "admin/calendar.html",
        year=year,
        years=range(FIRST_YEAR, LAST_YEAR + 1),
        months=year_months(year, calendar, today),
        workdays=workdays_of(year, calendar),
        entries=db.session.scalars(calendars.current(committee_id, first, last)).all(),
        history=calendar_history(db.session(), viewer().committee, first, last),
        next_year=today.year + 1,
        culture_day=calendars.culture_day(year) if year >= CULTURE_FROM else None,
        calendar=calendar,
        can_edit=viewer().rights.has(*EDITORS),
        problems=problems,
        **{name: forms.get(name) or kind(formdata=None) for name, kind in FORMS.items()},
    )
    return page, status


def _record(entries: list[calendars.Entry] | tuple[calendars.Entry, ...]) -> int:
    who, now = viewer(), clock.database_now(db.session())
    count = calendars.set_days(db.session(), who.committee.id, entries, by_id=who.person.id, now=now)
    db.session.commit()
    return count


def _proposed(year: int) -> tuple[list[calendars.Entry], list[calendars.Entry]]:
    calendar = calendars.load(db.session(), viewer().committee.id)
    expected = propose(year)
    known = [entry for entry in expected if entry.day in calendar.off or entry.day in calendar.worked]
    return [entry for entry in expected if entry not in known], known


def _done(year: int, text: str) -> ResponseReturnValue:
    flash(_("%(text)s Thời hạn đã giao không tự đổi theo lịch.", text=text), "success")
    return redirect(url_for("calendar.show", year=year))


def _year(default: int) -> int:
    written_year = request.args.get("year", "")
    if not written_year:
        return default
    if not (written_year.isascii() and written_year.isdigit() and FIRST_YEAR <= int(written_year[:5]) <= LAST_YEAR):
        raise BadInput(_("Lịch có từ năm %(first)s đến năm %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
    return int(written_year)


def _today() -> date:
    return clock.local_day(clock.now(), viewer().committee.timezone)


def _nav() -> list[NavItem]:
    if viewer_or_none() is None:
        return []
    return [NavItem(75, _("Lịch làm việc"), url_for("calendar.show"), "calendar3", section=sections.RULES)]
