"""Forms of the pages about personal data."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from taskapp.base.forms import DayField, Form
from taskapp.base.i18n import _l


class TermForm(Form):
    """Từ ngày, đến ngày; it only reads, so it is sent as an address."""

    first = DayField(_l("Từ ngày"), is_past=True)
    last = DayField(_l("Đến ngày"), is_past=True)


class AnonymiseForm(Form):
    """The user name, typed as a sign that this very person is meant."""

    username = StringField(_l("Gõ tên đăng nhập của người này để xác nhận"), [InputRequired(), Length(max=64)])
