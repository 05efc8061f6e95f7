"""Forms of the second factor."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from taskapp.base.forms import Form
from taskapp.base.i18n import _l
from taskapp.people.forms import password_field

LONGEST_ANSWER = 20_000
DIGITS = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": 40}


class CodeForm(Form):
    """A code, or in `credential` what the browser brought from a security key."""

    code = StringField(_l("Mã xác nhận"), [Length(max=40, message=_l("Dài quá %(max)d ký tự."))], render_kw=DIGITS)
    credential = HiddenField(validators=[Length(max=LONGEST_ANSWER)])


class PasswordForm(Form):
    """The password once more."""

    current = password_field(_l("Mật khẩu"), "current-password")


class AppForm(Form):
    """The first code of a new app, and what its owner calls it."""

    code = StringField(_l("Mã đang hiện trong ứng dụng"), [InputRequired(), Length(max=40)], render_kw=DIGITS)
    label = StringField(_l("Tên gợi nhớ"), [Length(max=60, message=_l("Dài quá %(max)d ký tự."))])


class KeyForm(Form):
    """What the browser brought of a new key, and what its owner calls it."""

    label = StringField(_l("Tên gợi nhớ"), [Length(max=60, message=_l("Dài quá %(max)d ký tự."))])
    credential = HiddenField(validators=[Length(max=LONGEST_ANSWER)])
