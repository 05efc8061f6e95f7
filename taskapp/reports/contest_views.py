"""What is done to a person's sheet: an objection, the answer to it, conversion weights."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _n
from taskapp.people.auth import viewer
from taskapp.reports import contests, weights
from taskapp.reports.evaluating import Sheet
from taskapp.reports.evaluation_forms import AnswerForm, ContestForm, WeightsForm, weights_form
from taskapp.reports.evaluation_lines import ProductLine
from taskapp.reports.evaluation_reading import weights_of
from taskapp.reports.person_sheets import args_of, frame, lines_of, person_of, sheet_of, sheet_page
from taskapp.tasks.forms import blame

bp = Blueprint("contests", __name__)


@bp.post("/reports/people/<int:person_id>/contests")
def contest(person_id: int) -> ResponseReturnValue:
    person, form = person_of(person_id), ContestForm()
    sheet = sheet_of(person)
    if not form.validate():
        return sheet_page(person, contest_form=form, status=400)
    try:
        contests.raise_contest(
            db.session(), sheet, form.objection(), by=viewer().rights, now=clock.database_now(db.session())
        )
        db.session.commit()
    except Refused as error:
        back_to_reading(db.session())
        return sheet_page(person, contest_form=form, status=blame(form, error))
    flash(_("Đã gửi đề nghị xem lại. Kết luận sẽ hiện trên phiếu này."), "success")
    args = args_of(sheet.ground.question, is_now=True)
    return redirect(url_for("evaluation.show", person_id=person_id, **args))


@bp.post("/reports/contests/<int:contest_id>")
def answer(contest_id: int) -> ResponseReturnValue:
    found, form = contests.find(db.session(), contest_id, by=viewer().rights), AnswerForm()
    contests.check_may_decide(viewer().rights, found.person_id, found.person.unit_id)
    if not form.validate():
        return sheet_page(found.person, answered=(found, form), status=400)
    try:
        now, text = clock.database_now(db.session()), form.answer.data or ""
        contests.answer(found, is_upheld=form.is_upheld, text=text, by=viewer().rights, now=now)
        db.session.commit()
    except Refused as error:
        back_to_reading(db.session())
        return sheet_page(found.person, answered=(found, form), status=blame(form, error))
    flash(_("Đã ghi kết luận."), "success")
    period: dict[str, Any] = {"from": found.first.isoformat(), "to": found.last.isoformat()}
    return redirect(url_for("evaluation.show", person_id=found.person_id, **period))


@bp.get("/reports/people/<int:person_id>/weights")
def weights_of_sheet(person_id: int) -> ResponseReturnValue:
    sheet, lines = _to_weigh(person_id)
    return _weights_page(sheet, lines, weights_form(lines, formdata=None), 200)


@bp.post("/reports/people/<int:person_id>/weights")
def weigh(person_id: int) -> ResponseReturnValue:
    sheet, lines = _to_weigh(person_id)
    form = weights_form(lines)
    if not form.validate():
        return _weights_page(sheet, lines, form, 400)
    try:
        now, reason = clock.database_now(db.session()), form.reason.data or ""
        count = weights.weigh(db.session(), sheet, form.wanted(), reason=reason, by=viewer().rights, now=now)
        db.session.commit()
    except Refused as error:
        back_to_reading(db.session())
        return _weights_page(sheet, lines, form, blame(form, error))
    told = _n("Đã ghi hệ số của 1 nhiệm vụ.", "Đã ghi hệ số của %(num)s nhiệm vụ.", count)
    flash(told if count else _("Không có hệ số nào thay đổi."), "success")
    return redirect(url_for("evaluation.show", person_id=person_id, **args_of(sheet.ground.question, is_now=True)))


def _to_weigh(person_id: int) -> tuple[Sheet, list[ProductLine]]:
    sheet = sheet_of(person_of(person_id), is_now=True)
    contests.check_may_decide(viewer().rights, person_id, sheet.person.unit_id)
    return sheet, lines_of(sheet)


def _weights_page(sheet: Sheet, lines: list[ProductLine], form: WeightsForm, status: int) -> ResponseReturnValue:
    ids = [line.shown.image.task_id for line in lines]
    history = db.session.scalars(weights_of(viewer().committee.id, ids)).all()
    args = args_of(sheet.ground.question, is_now=True)
    page = {"form": form, "sheet": sheet, "lines": lines, "history": history, "args": args, **frame()}
    page["titles"] = {line.shown.image.task_id: line.title for line in lines}
    return render_template("reports/weights.html", **page), status
