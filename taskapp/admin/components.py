"""The living page of the interface: every component in each of its states, made by the macros that the pages use.

Nothing on it is real, nothing is sent. Browser tests look at it in each theme: a new component gets its place here.
"""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.auth import requires
from taskapp.people.rights import Role

bp = Blueprint("components", __name__)
GROUNDS = (
    "ground",
    "paper",
    "raised",
    "grey-soft",
    "blue-soft",
    "red-soft",
    "amber-soft",
    "green-soft",
    "action",
    "stop",
)
UNITS = tuple((f"{number}", f"Phòng {name}") for number, name in enumerate(("Tư pháp", "Nội vụ", "Y tế", "Tài chính")))
SHORT = choices(UNITS)
WRONG = MultiDict({"wrong-due_on": "31/02/2026", "wrong-unit": "0", "wrong-limit": "day"})


class SampleForm(Form):
    """A field of each kind. It is never sent."""

    class Meta(Form.Meta):
        """No token: there is nothing to send it to."""

        csrf = False

    content = StringField(_l("Nội dung nhiệm vụ"), [InputRequired(_l("Hãy ghi nội dung nhiệm vụ."))])
    words = TextAreaField(_l("Ý kiến"))
    unit = SelectField(_l("Đơn vị chủ trì"), choices=SHORT)
    due_on = DayField(_l("Ngày hết hạn"))
    limit = RadioField(
        _l("Thời hạn"), choices=choices([("day", _l("Có thời hạn")), ("none", _l("Không thời hạn"))]), default="day"
    )
    supporting = SelectMultipleField(_l("Đơn vị phối hợp"), choices=SHORT)
    starred = BooleanField(_l("Nhiệm vụ trọng tâm"))
    file = FileField(_l("Tệp đính kèm"))


def init_app(app: Flask) -> None:
    """Register the page; it stands in no menu, as it is for who works on the interface."""
    app.register_blueprint(bp)


@bp.get("/admin/ui")
@requires(Role.ADMIN)
def show() -> ResponseReturnValue:
    wrong = SampleForm(WRONG, prefix="wrong-")
    wrong.validate()
    return render_template(
        "admin/ui.html",
        fresh=SampleForm(formdata=None, prefix="fresh-"),
        wrong=wrong,
        chart=_chart(),
        grounds=GROUNDS,
        person="Trần Thị Lan",
        day=date(2026, 3, 6),
    )


def _chart() -> dict[str, object]:
    return {
        "kind": "bar",
        "labels": ["I", "II", "III", "IV"],
        "stacked": True,
        "series": [
            {"name": _("Đúng hạn"), "values": [12, 18, 15, 21], "role": "done"},
            {"name": _("Sắp đến hạn"), "values": [3, 2, 4, 1], "role": "soon"},
            {"name": _("Quá hạn"), "values": [2, 1, 3, 0], "role": "late"},
        ],
    }
