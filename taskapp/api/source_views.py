"""The office's other systems: batches of their files in, figures of each source out."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, request

from taskapp.api import source_shapes as shapes
from taskapp.api.bodies import read_body, read_query
from taskapp.api.operations import PREFIX, Operation, kept, operation, told
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
from taskapp.sources import queries, taking
from taskapp.sources.figures import SourceRow, by_source
from taskapp.sources.items import Given
from taskapp.sources.models import Door
from taskapp.sources.taking import Delivery, Receipt

bp = Blueprint("api_sources", __name__, url_prefix=PREFIX)


@operation(
    bp,
    Operation(
        "POST",
        "/sources/<name>/items",
        "take",
        _l("Nhận một lô hồ sơ, văn bản của phần mềm khác"),
        Scope.SOURCES,
        shapes.SourceReceipt,
        body=shapes.SourceItems,
        tag="sources",
    ),
)
def take(name: str) -> Response:
    who, session, now = viewer(), db.session(), clock.database_now(db.session())
    source = queries.provided(session, who.rights, name)
    sent = read_body(shapes.SourceItems)
    what = taking.understand(_given(sent), taking.surroundings(session, source, now=now))
    if not what.entries:
        raise Invalid([FieldProblem(f"items[{no.position - 1}].{no.field}", no.reason) for no in what.refused])
    receipt = taking.take(session, source, what, Delivery(Door.API, who.person.id), now=now)
    answer = kept(told(_receipt(receipt)))
    session.commit()
    return answer


@operation(
    bp,
    Operation(
        "GET",
        "/reports/sources",
        "figures",
        _l("Số liệu của từng nguồn trong một kỳ, tại một thời điểm"),
        Scope.REPORTS,
        shapes.SourceReport,
        shapes.SourceQuestion,
        tag="sources",
    ),
)
@requires(*READERS)
def figures() -> Any:
    read_query(shapes.SourceQuestion)
    who, now = viewer(), clock.now()
    quarter = containing(clock.local_day(now, who.committee.timezone), Span.QUARTER)
    units = asking.readable_units(db.session(), who.committee.id, who.rights)
    form = AskForm.read(request.args, units, quarter.first, quarter.last)
    found = form.answered(lambda asked: by_source(db.session(), who.committee, asked, rights=who.rights, now=now))
    if found is None:
        raise Invalid([FieldProblem(name or "", str(text)) for name, texts in form.errors.items() for text in texts])
    days = found.question.first, found.question.last
    return shapes.SourceReport(*days, found.question.as_of, found.is_provisional, [_figures(row) for row in found.rows])


def _given(sent: shapes.SourceItems) -> list[Given]:
    return [Given(place, **msgspec.structs.asdict(item)) for place, item in enumerate(sent.items, start=1)]


def _receipt(receipt: Receipt) -> shapes.SourceReceipt:
    refused = [shapes.SourceRefusal(no.position, no.id, no.field, no.reason) for no in receipt.refused]
    return shapes.SourceReceipt(receipt.added, receipt.changed, receipt.corrected, receipt.unchanged, refused)


def _figures(row: SourceRow) -> shapes.SourceFigures:
    told, tally = row.source, row.tally
    return shapes.SourceFigures(
        name=told.name,
        title=told.title,
        noun=told.noun,
        total=tally.assigned,
        carried_over=tally.carried_over,
        in_period=tally.in_period,
        done=tally.done,
        done_on_time=tally.done_on_time,
        early=tally.early,
        done_late=tally.done_late,
        done_no_limit=tally.done_no_limit,
        open=tally.open,
        open_in_term=tally.open_in_term,
        open_overdue=tally.open_overdue,
        open_no_limit=tally.open_no_limit,
        denominator=tally.denominator,
        share=tally.on_time_share,
        corrected=tally.corrected,
    )
