"""Channels besides mail: what a person types to add one and to confirm it."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from taskapp.base.forms import Form, choices
from taskapp.base.i18n import _l
from taskapp.outbox.channel_words import CHANNEL_NAMES
from taskapp.outbox.channels import LONGEST, TYPED
from taskapp.outbox.models import LONGEST_ADDRESS


class ChannelForm(Form):
    """Loại kênh, địa chỉ nhận tin."""

    channel = SelectField(_l("Loại kênh"), choices=choices((one.value, CHANNEL_NAMES[one]) for one in TYPED))
    address = StringField(_l("Địa chỉ nhận tin"), [InputRequired(), Length(max=LONGEST)])


class BrowserForm(Form):
    """Trình duyệt được nhận thông báo: its script fills it in, as JSON."""

    subscription = HiddenField(validators=[InputRequired(), Length(max=LONGEST_ADDRESS * 2)])


class CodeForm(Form):
    """Mã xác nhận."""

    code = StringField(_l("Mã xác nhận"), [InputRequired(), Regexp(r"\d{6}$", message=_l("Mã có 6 chữ số."))])
