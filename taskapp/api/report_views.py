"""The summary report: the question of its page, answered in the shape that programs read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from taskapp.api.bodies import read_query
from taskapp.api.operations import PREFIX, Operation, operation
from taskapp.api.questions import SummaryQuestion
from taskapp.api.refusals import FieldProblem, Invalid
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.i18n import _l
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import READERS
from taskapp.people.scopes import Scope
from taskapp.reports import asking
from taskapp.reports.forms import AskForm
from taskapp.reports.periods import Span, containing
from taskapp.reports.programs import Report, summary_json
from taskapp.reports.summary import summarise

bp = Blueprint("api_reports", __name__, url_prefix=PREFIX)


@operation(
    bp,
    Operation(
        "GET",
        "/reports/summary",
        "summary",
        _l("Báo cáo tổng hợp của một kỳ, tại một thời điểm"),
        Scope.REPORTS,
        Report,
        SummaryQuestion,
        tag="reports",
    ),
)
@requires(*READERS)
def summary() -> Any:
    read_query(SummaryQuestion)
    who, now = viewer(), clock.now()
    quarter = containing(clock.local_day(now, who.committee.timezone), Span.QUARTER)
    units = asking.readable_units(db.session(), who.committee.id, who.rights)
    form = AskForm.read(request.args, units, quarter.first, quarter.last)
    found = form.answered(lambda asked: summarise(db.session(), who.committee, asked, rights=who.rights, now=now))
    if found is None:
        raise Invalid([FieldProblem(name or "", str(text)) for name, texts in form.errors.items() for text in texts])
    return summary_json(found)
