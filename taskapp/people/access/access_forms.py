"""What the access log may be narrowed by, and the committee's rules of signing in."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.access.access_words import KIND_NAMES
from taskapp.people.sign_in_policy import MOST, Profile, SignInPolicy, read_networks

PROFILES = {
    Profile.TCVN: _l("TCVN 14423:2026: ít nhất 14 ký tự đủ bốn loại; người quản trị đổi mỗi 60 ngày"),
    Profile.NIST: _l("NIST SP 800-63B: ít nhất 15 ký tự, không bắt loại ký tự, không bắt đổi định kỳ"),
}


class AccessFilterForm(Form):
    """Người dùng, việc, từ ngày, đến ngày; it only reads, so it is sent as an address."""

    q = StringField(_l("Người dùng, tài khoản"), [Length(max=120)])
    kind = SelectField(_l("Việc"), choices=choices([("", _l("Mọi việc")), *KIND_NAMES.items()]), default="")
    first = DayField(_l("Từ ngày"), is_past=True)
    last = DayField(_l("Đến ngày"), is_past=True)


def _count(name: str, label: Any) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(1, MOST[name])])


class SignInRulesForm(Form):
    """One field for each rule, under the rule's own name."""

    profile = SelectField(
        _l("Yêu cầu về mật khẩu"),
        choices=choices((profile.value, name) for profile, name in PROFILES.items()),
        description=_l("Ai đã bật đăng nhập hai bước thì mật khẩu từ 8 ký tự, theo cả hai cách."),
    )
    idle_minutes = _count("idle_minutes", _l("Hết phiên khi không dùng quá bao nhiêu phút (1 đến 15)"))
    admin_idle_minutes = _count("admin_idle_minutes", _l("Với người quản trị: bao nhiêu phút (1 đến 5)"))
    absolute_hours = _count("absolute_hours", _l("Phiên dài nhất bao nhiêu giờ, dù đang dùng (1 đến 8)"))
    outside_needs_factor = BooleanField(
        _l("Truy cập từ ngoài mạng cơ quan phải có bước xác nhận thứ hai"),
        description=_l("Người quản trị luôn phải có, ở đâu cũng vậy."),
    )
    networks = TextAreaField(
        _l("Các mạng của cơ quan"),
        [Length(max=4000)],
        description=_l("Mỗi dòng một mạng dạng CIDR, ví dụ 10.20.0.0/16 hoặc 113.161.70.8/32."),
        render_kw={"rows": 4},
    )

    def validate_networks(self, field: TextAreaField) -> None:
        """Each must be a network, and there must be one when access from elsewhere is to be told apart."""
        try:
            found = read_networks(field.data or "")
        except ValueError as error:
            raise ValidationError(
                _("%(word)s không phải một mạng. Ví dụ đúng: 10.20.0.0/16.", word=str(error)[:60])
            ) from error
        if self.outside_needs_factor.data and not found:
            raise ValidationError(_("Hãy ghi ít nhất một mạng của cơ quan, nếu không thì chưa biết đâu là bên ngoài."))

    def policy(self) -> SignInPolicy:
        """What was chosen."""
        return SignInPolicy(
            profile=Profile(self.profile.data),
            idle_minutes=self.idle_minutes.data or MOST["idle_minutes"],
            admin_idle_minutes=self.admin_idle_minutes.data or MOST["admin_idle_minutes"],
            absolute_hours=self.absolute_hours.data or MOST["absolute_hours"],
            outside_needs_factor=bool(self.outside_needs_factor.data),
            networks=read_networks(self.networks.data or ""),
        )
