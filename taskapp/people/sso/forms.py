"""Forms of accounts of the outer directory: who one is, and which group is which role."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.validators import Length

from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _l
from taskapp.people.rights import Role
from taskapp.people.sso.claims import LONGEST_GROUP
from taskapp.people.words import ROLE_NAMES

ROLES = choices((role.value, name) for role, name in ROLE_NAMES.items() if role is not Role.ADMIN)


class PersonOfForm(Form):
    """Who an account is, by the user name here."""

    username = StringField(
        _l("Tên đăng nhập của người được gắn"),
        [NEEDED, Length(max=100, message=_l("Dài quá %(max)d ký tự."))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "list": "everybody"},
    )


class GroupRoleForm(Form):
    """One group there as one role here."""

    group_name = StringField(
        _l("Tên nhóm ở máy chủ đăng nhập"),
        [NEEDED, Length(max=LONGEST_GROUP, message=_l("Dài quá %(max)d ký tự."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    role = SelectField(_l("Vai trò"), choices=ROLES)
    unit_id = SelectField(_l("Phạm vi của vai trò"), coerce=int)
