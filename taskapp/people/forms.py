"""Forms of signing in, the own account, persons and units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length
from wtforms.widgets import PasswordInput

from taskapp.base.errors import Refused
from taskapp.base.forms import NEEDED, DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.passwords import LONGEST
from taskapp.people.tables import UnitRow, unit_choices
from taskapp.people.words import ROLE_NAMES, UNIT_KIND_NAMES

ROLES = choices((role.value, name) for role, name in ROLE_NAMES.items())
UNIT_KINDS = choices((kind.value, name) for kind, name in UNIT_KIND_NAMES.items())
HOME_UNIT = 0
UNIT_FIELDS = ("unit_id", "role_unit_id", "parent_id")


def blame(form: FlaskForm, error: Refused) -> None:
    """Show a refusal's reason at the field that it names, else at the top of the form."""
    names = (error.field, f"{error.field}_id")
    field = next((form[name] for name in names if name in form), None)
    if field is None:
        form.form_errors.append(error.reason)
    else:
        field.errors = [*field.errors, error.reason]


def offer_units(form: FlaskForm, rows: Iterable[UnitRow]) -> None:
    """Let the form's selects of units offer the open units of the tree.

    A role's scope begins with the role's own; the unit of a new person is chosen, since the first one sees everything.
    """
    offered = unit_choices(rows)
    firsts = {"role_unit_id": _("Theo vai trò: cả cơ quan hoặc đơn vị công tác")}
    if isinstance(form, NewPersonForm):
        firsts["unit_id"] = _("Chọn đơn vị")
    for name in UNIT_FIELDS:
        if name in form:
            own = [(str(HOME_UNIT), firsts[name])] if name in firsts else []
            form[name].choices = choices([*own, *offered])


def _text(label: Any, longest: int, *, required: bool = False, **attrs: Any) -> StringField:
    checks: list[Any] = [Length(max=longest, message=_l("Dài quá %(max)d ký tự."))]
    if required:
        checks.insert(0, NEEDED)
    return StringField(label, validators=checks, render_kw={"maxlength": longest, **attrs})


def password_field(label: Any, autocomplete: str) -> PasswordField:
    """A field for a password: shown as dots, never given back."""
    checks = [NEEDED, Length(max=LONGEST, message=_l("Dài quá %(max)d ký tự."))]
    return PasswordField(label, validators=checks, render_kw={"autocomplete": autocomplete})


class SignInForm(Form):
    """User name (or name@code) and password."""

    username = _text(
        _l("Tên đăng nhập"), 100, required=True, autocomplete="username", autocapitalize="none", spellcheck="false"
    )
    password = password_field(_l("Mật khẩu"), "current-password")

    def fill(self, username: str, password: str) -> None:
        """Show both filled in: for accounts of the demo only."""
        self.username.data, self.password.data = username, password
        self.password.widget = PasswordInput(hide_value=False)


class NewPasswordForm(Form):
    """A new password, typed twice."""

    password = password_field(_l("Mật khẩu mới"), "new-password")
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        validators=[EqualTo("password", _l("Hai lần nhập chưa giống nhau."))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """The current password and a new one."""

    current = password_field(_l("Mật khẩu hiện tại"), "current-password")


class PersonForm(Form):
    """A person's name, home unit, position, e-mail."""

    full_name = _text(_l("Họ và tên"), 120, required=True, autocomplete="off")
    unit_id = SelectField(_l("Đơn vị"), coerce=int)
    position = _text(_l("Chức danh"), 120, autocomplete="off")
    email = _text(_l("Thư điện tử"), 254, autocomplete="off", inputmode="email")


class NewPersonForm(PersonForm):
    """A new account with its first role."""

    username = _text(_l("Tên đăng nhập"), 64, required=True, autocomplete="off", autocapitalize="none")
    unit_id = SelectField(_l("Đơn vị"), [DataRequired(_l("Hãy chọn đơn vị nơi người này công tác."))], coerce=int)
    role = SelectField(_l("Vai trò"), choices=ROLES)
    role_unit_id = SelectField(_l("Phạm vi của vai trò"), coerce=int)


class RoleForm(Form):
    """One more role."""

    role = SelectField(_l("Vai trò"), choices=ROLES)
    role_unit_id = SelectField(_l("Phạm vi của vai trò"), coerce=int)


class UnitForm(Form):
    """A new unit."""

    name = _text(_l("Tên đơn vị"), 200, required=True, autocomplete="off")
    short_name = _text(_l("Tên ngắn"), 60, autocomplete="off")
    kind = SelectField(_l("Loại"), choices=UNIT_KINDS)
    parent_id = SelectField(_l("Trực thuộc"), coerce=int)


class TreeForm(Form):
    """As of which day the tree is asked for; it only reads, so it is sent as an address and needs no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    day = DayField(_l("Cơ cấu tại ngày"), is_past=True)


class ShortNameForm(Form):
    """Another short name of a unit."""

    short_name = _text(_l("Tên ngắn"), 60, autocomplete="off")
