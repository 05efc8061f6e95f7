"""The form with which a person makes a token for a program."""

from __future__ import annotations

from wtforms import IntegerField, SelectMultipleField, StringField
from wtforms.validators import Length, NumberRange

from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _l
from taskapp.people.scopes import Scope
from taskapp.people.secret_keys import LONGEST_DAYS
from taskapp.people.words import SCOPE_NAMES


class TokenForm(Form):
    """Mã truy cập: for which program, what it may do, for how long."""

    name = StringField(_l("Dùng cho phần mềm nào"), [NEEDED, Length(max=100)])
    scopes = SelectMultipleField(_l("Phần mềm được làm gì"), default=[Scope.READ.value])
    days = IntegerField(
        _l("Dùng được trong bao nhiêu ngày"),
        [NEEDED, NumberRange(1, LONGEST_DAYS, _l("Từ 1 đến 365 ngày."))],
        default=90,
        render_kw={"inputmode": "numeric"},
    )

    def offer(self) -> None:
        """Let all scopes be chosen."""
        self.scopes.choices = choices((scope.value, name) for scope, name in SCOPE_NAMES.items())

    def chosen(self) -> list[Scope]:
        """What was ticked."""
        return [Scope(value) for value in self.scopes.data or ()]
