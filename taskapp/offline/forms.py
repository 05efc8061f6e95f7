"""The report of a device: the limits of the form on a task's page, and what only a device knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.web import LARGEST_ID
from taskapp.offline.reporting import Given
from taskapp.tasks.forms import ProgressForm

LARGEST_VERSION = 2**31 - 1
YEARS = range(2000, 2200)


class ReportForm(ProgressForm):
    """Tiến độ và tình hình, of which task, written when, knowing which report."""

    task = IntegerField(validators=[InputRequired(), NumberRange(1, LARGEST_ID)])
    written_at = StringField(validators=[InputRequired()])
    seen = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST_VERSION)])

    class Meta(ProgressForm.Meta):
        """Its token comes in a header, and has been looked at before."""

        csrf = False


def read(sent: object) -> Given:
    """The report in the JSON that was sent. Raises BadInput, whose reason says what is wrong with it."""
    told = sent.items() if isinstance(sent, Mapping) else ()
    fields = {name: str(value) for name, value in told if isinstance(value, str | int)}
    form = ReportForm(MultiDict(fields))
    if not form.validate():
        for field in (form.percent, form.note):
            if field.errors:
                raise BadInput(_("%(field)s: %(why)s", field=field.label.text, why=field.errors[0]), field=field.name)
        raise BadInput(_("Báo cáo gửi lên không đọc được. Hãy chép nội dung và ghi ở trang nhiệm vụ."))
    return Given(
        task_id=form.task.data or 0,
        percent=form.percent.data or 0,
        note=form.note.data or "",
        written_at=_instant(form.written_at.data or ""),
        seen=form.seen.data or 0,
    )


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found.year not in YEARS:
        raise BadInput(_("Giờ ghi trên máy không đọc được. Hãy chép nội dung và ghi ở trang nhiệm vụ."))
    return found
