"""Pages of bulk actions: a preview of what would become of each task, and the run with its result."""

from __future__ import annotations

import re
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.people.auth import viewer
from taskapp.tasks import asked, bulk, bulk_doors, bulk_sheets, forms, permissions, selections, sheets
from taskapp.tasks.bulk import Deed, Seen
from taskapp.tasks.bulk_doors import Round
from taskapp.tasks.bulk_forms import FORMS, BulkForm
from taskapp.tasks.selections import Filters, View

bp = Blueprint("bulk", __name__)

TICK = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")


class Order(NamedTuple):
    """What is asked for, of which tasks."""

    action: permissions.Action
    chosen: list[Seen]


@bp.post("/tasks/bulk/preview")
def preview() -> ResponseReturnValue:
    order = _order()
    form = FORMS[order.action]()
    return _preview(order, form, None if form.is_new and form.waits else _deed(order.action, form))


@bp.post("/tasks/bulk")
def act() -> ResponseReturnValue:
    order = _order()
    form = FORMS[order.action]()
    deed = _deed(order.action, form)
    if deed is None or not form.is_as_previewed():
        return _preview(order, form, deed), 400 if deed is None else 409
    outcomes = bulk.run(db.session(), order.chosen, deed, by=sheets.actor())
    db.session.commit()
    page = bulk_sheets.done(db.session(), order.action, outcomes)
    return render_template("tasks/bulk_done.html", parameters=asked.parameters_of(*_list()), **page)


@bp.errorhandler(BadInput)
def back_to_list(error: BadInput) -> ResponseReturnValue:
    flash(error.reason, "danger")
    return redirect(url_for("tasks.index", **asked.parameters_of(*_list())))


def _preview(order: Order, form: BulkForm, deed: Deed | None) -> str:
    """The page before anything is done; without a deed, since something has to be typed, it shows who may at all."""
    outcomes = bulk.preview(db.session(), order.chosen, deed or bulk.checking(order.action), by=sheets.actor())
    form.previewed.data = form.deciding() if deed else ""
    page = bulk_sheets.judged(db.session(), order.action, outcomes, form)
    parameters = asked.parameters_of(*_list())
    return render_template("tasks/bulk.html", chosen=order.chosen, is_ready=bool(deed), parameters=parameters, **page)


def _deed(action: permissions.Action, form: BulkForm) -> Deed | None:
    """What was typed, ready to be done; None when the form now says what is missing or wrong."""
    if not form.validate():
        return None
    try:
        session, now = db.session(), clock.database_now(db.session())
        return bulk_doors.deed_of(action, form, Round(session, viewer().committee.id, now, sheets.seen_now().terms))
    except Refused as error:
        forms.blame(form, error)
        return None


def _order() -> Order:
    action = next((each for each in bulk.ACTIONS if each.value == request.form.get("action")), None)
    if action is None:
        raise BadInput(_("Chưa rõ làm việc gì với các nhiệm vụ đã chọn. Hãy chọn lại."))
    chosen = _whole() if request.form.get("whole") else _ticked()
    if not chosen:
        raise BadInput(_("Chưa chọn nhiệm vụ nào. Hãy đánh dấu các nhiệm vụ trong danh sách, rồi chọn việc cần làm."))
    return Order(action, chosen)


def _whole() -> list[Seen]:
    view, filters = _list()
    return bulk.whole(db.session(), sheets.undone(view, filters), selections.order_of(view, filters))


def _ticked() -> list[Seen]:
    found = [TICK.fullmatch(value) for value in request.form.getlist("chosen")]
    if None in found:
        raise BadInput(_("Danh sách đã chọn không đọc được. Hãy mở lại danh sách rồi chọn lại."))
    seen = {int(tick[1]): Seen(int(tick[1]), int(tick[2])) for tick in found if tick}
    bulk.check_size(len(seen))
    return list(seen.values())


def _list() -> tuple[View, Filters]:
    """The list from which the tasks were chosen: its address goes along with each step."""
    return asked.view_of(request.args, viewer().rights), asked.filters_of(request.args)
