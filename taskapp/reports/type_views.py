"""The page and the workbook of the figures by type of work."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.reports.addresses import link_args
from taskapp.reports.forms import AskForm
from taskapp.reports.picker_sheets import frame, picked, sent
from taskapp.reports.types import ByType, by_type
from taskapp.reports.types_xlsx import types_xlsx
from taskapp.tasks.worktypes import words as type_words

bp = Blueprint("types", __name__)


@bp.get("/reports/work-types")
@requires(*READERS)
def show() -> ResponseReturnValue:
    form, found = _found()
    around = {"form": form, "found": found, "typing": type_words, **frame("types.show")}
    if found is None:
        return render_template("reports/types.html", **around), 400
    return render_template("reports/types.html", args=link_args(found.question), **around)


@bp.get("/reports/work-types.xlsx")
@requires(*READERS)
def download() -> Response:
    _form, found = _found()
    if found is None:
        raise BadInput(_("Kỳ báo cáo chưa đúng. Hãy quay lại trang báo cáo và chọn lại."))
    return sent(types_xlsx(found), f"loai-viec-{found.question.first:%Y%m%d}-{found.question.last:%Y%m%d}", "xlsx")


def _found() -> tuple[AskForm, ByType | None]:
    who, now = viewer(), clock.now()
    form = picked()
    found = form.answered(lambda asked: by_type(db.session(), who.committee, asked, rights=who.rights, now=now))
    if found:
        form.show(found.question, now)
    return form, found
