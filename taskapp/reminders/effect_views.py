"""The page that shows which reminders work and which are noise, for those who keep the mails."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from taskapp.base import clock, formats
from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.people.auth import requires, viewer
from taskapp.people.rights import Role
from taskapp.reminders import effect_words
from taskapp.reminders.effect import Row, Verdict, settled_until
from taskapp.reminders.effect_facts import read, terms_of
from taskapp.reminders.effect_forms import PeriodForm
from taskapp.reminders.effect_xlsx import effect_xlsx

bp = Blueprint("effect", __name__)
KEEPERS = (Role.ADMIN, Role.MONITOR)


@bp.get("/admin/reminders/effect")
@requires(*KEEPERS)
def show() -> ResponseReturnValue:
    form, period, rows = _asked()
    page = render_template(
        "reminders/effect.html", form=form, period=period, rows=rows, words=effect_words, total=_total(rows)
    )
    return page if period else (page, 400)


@bp.get("/admin/reminders/effect.xlsx")
@requires(*KEEPERS)
def download() -> ResponseReturnValue:
    _form, period, rows = _asked()
    if period is None:
        raise BadInput(_("Khoảng ngày chưa đúng. Hãy quay lại trang hiệu quả nhắc việc và chọn lại."))
    first, last = (formats.day(day) for day in period)
    title = _("Hiệu quả nhắc việc, thư gửi từ %(first)s đến %(last)s", first=first, last=last)
    name = f"hieu-qua-nhac-viec-{period[0]:%Y%m%d}-{period[1]:%Y%m%d}.xlsx"
    return send_file(BytesIO(effect_xlsx(rows, title)), mimetype=MEDIA_TYPE, as_attachment=True, download_name=name)


def _asked() -> tuple[PeriodForm, Any, list[Row]]:
    """The form, the days it asks for (None: wrongly asked) and the table of them."""
    session, committee = db.session(), viewer().committee
    terms = terms_of(session, committee)
    settled = settled_until(clock.local_day(clock.now(), terms.zone), terms.calendar)
    form = PeriodForm.read(request.args, settled)
    period = form.period(settled)
    return form, period, read(session, committee, terms, *period) if period else []


def _total(rows: list[Row]) -> dict[str, int]:
    """Reminders that asked for something, those followed, and how many steps are noise."""
    asking = [row for row in rows if row.share is not None]
    return {
        "delivered": sum(row.delivered for row in asking),
        "followed": sum(row.followed for row in asking),
        "noise": sum(row.verdict is Verdict.NOISE for row in asking),
    }
