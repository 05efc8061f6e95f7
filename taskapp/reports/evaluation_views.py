"""Mẫu E and its workbook, and a person's sheet."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock, sections
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.paging import Page, part_of
from taskapp.base.shell import NavItem
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.people.auth import requires, viewer, viewer_or_none
from taskapp.reports import asking
from taskapp.reports.evaluating import People, read_people
from taskapp.reports.evaluation import Evaluation
from taskapp.reports.evaluation_lines import rules, share_lines, sources
from taskapp.reports.evaluation_rights import REVIEWERS
from taskapp.reports.forms import AskForm
from taskapp.reports.people_xlsx import people_xlsx
from taskapp.reports.person_sheets import args_of, frame, person_of, quarter, sheet_page

bp = Blueprint("evaluation", __name__)


def menu() -> list[NavItem]:
    """Mẫu E for those who answer for others' work; one's own sheet stands in the account menu."""
    who = viewer_or_none()
    if who is None or not who.rights.has(*REVIEWERS):
        return []
    return [NavItem(81, _("Đánh giá cá nhân"), url_for("evaluation.index"), "person-check", section=sections.REPORTS)]


@bp.get("/reports/people")
@requires(*REVIEWERS)
def index() -> ResponseReturnValue:
    form, found = _people()
    if found is None:
        return render_template("reports/people.html", form=form, found=None, **frame()), 400
    return render_template(
        "reports/people.html",
        form=form,
        found=found,
        page=_page_of(found),
        args=args_of(found.ground.question),
        rules=rules(found.ground),
        shares=share_lines(Evaluation(deductions=found.ground.deductions)),
        sources=sources(found.ground),
        **frame(),
    )


@bp.get("/reports/people.xlsx")
@requires(*REVIEWERS)
def download() -> Response:
    _form, found = _people()
    if found is None:
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    question = found.ground.question
    name = f"mau-e-{question.first:%Y%m%d}-{question.last:%Y%m%d}.xlsx"
    return send_file(BytesIO(people_xlsx(found)), mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)


@bp.get("/reports/people/<int:person_id>")
def show(person_id: int) -> ResponseReturnValue:
    return sheet_page(person_of(person_id))


def _people() -> tuple[AskForm, People | None]:
    who, now = viewer(), clock.now()
    reach = who.rights.reach(*REVIEWERS)
    units = [unit for unit in asking.readable_units(db.session(), who.committee.id, None) if unit.id in reach]
    form = AskForm.read(request.args, units, *quarter())
    if not form.validate():
        return form, None
    try:
        found = read_people(db.session(), who.committee, form.asked(), reach, now=now)
    except BadInput as error:
        form.blame(error)
        return form, None
    form.show(found.ground.question, now)
    return form, found


def _page_of(found: People) -> Page:
    return part_of(found.rows, [str(row.person.id) for row in found.rows], request.args.get("mark", ""))
