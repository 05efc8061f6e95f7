"""What the form library says to people, in the interface's language: it ships no Vietnamese of its own."""

from __future__ import annotations

from taskapp.base.i18n import _, _l

TEXTS = {
    "This field is required.": _l("Mục này chưa có. Hãy điền rồi gửi lại."),
    "Not a valid choice.": _l("Lựa chọn này không còn dùng được. Hãy chọn lại trong danh sách."),
    "Invalid Choice: could not coerce.": _l("Lựa chọn này không đúng. Hãy chọn lại trong danh sách."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Có lựa chọn không đúng. Hãy chọn lại."),
    "'%(value)s' is not a valid choice for this field.": _l("“%(value)s” không còn dùng được. Hãy chọn lại."),
    "Field must be at least %(min)d character long.": _l("Cần ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d character.": _l("Dài quá %(max)d ký tự. Hãy ghi ngắn lại."),
    "Field must be exactly %(max)d character long.": _l("Cần đúng %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Cần từ %(min)d đến %(max)d ký tự."),
    "Number must be at least %(min)s.": _l("Số phải từ %(min)s trở lên."),
    "Number must be at most %(max)s.": _l("Số không được quá %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Số phải từ %(min)s đến %(max)s."),
    "Not a valid integer value.": _l("Đây phải là một số nguyên, ví dụ 5."),
    "Not a valid decimal value.": _l("Đây phải là một số."),
    "Invalid email address.": _l("Địa chỉ thư điện tử không đúng, ví dụ đúng: ten@coquan.gov.vn."),
    "Invalid input.": _l("Nội dung này không đúng dạng."),
    "Field must be equal to %(other_name)s.": _l("Hai lần nhập không giống nhau."),
}


class FormTexts:
    """The translations object that the form library asks. A text that is not known here is shown generally."""

    def gettext(self, text: str) -> str:
        """The text with its %(name)s places unfilled."""
        return str(TEXTS[text]) if text in TEXTS else _("Nội dung này không đúng dạng.")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Like gettext(): Vietnamese has one form, whatever `plural` and `n` are."""
        return self.gettext(singular)
