"""What the delivery log may be narrowed by."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _l
from taskapp.outbox.channel_words import CHANNEL_NAMES


class MailFilterForm(Form):
    """Kênh, người nhận, ngày lập; the state comes from the chips above."""

    state = HiddenField()
    channel = SelectField(_l("Kênh"), choices=choices([("", _l("Mọi kênh")), *CHANNEL_NAMES.items()]), default="")
    q = StringField(_l("Người nhận"), [Length(max=120)])
    day = DayField(_l("Ngày lập thư"), is_past=True)


class CancelFloodForm(Form):
    """Why a whole flood of mails is not sent."""

    reason = TextAreaField(_l("Lý do hủy"), [InputRequired(), Length(max=300)], render_kw={"rows": 2})
