"""For which days the effect of reminders is measured."""

from __future__ import annotations

from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from taskapp.base.forms import DayField, Form
from taskapp.base.i18n import _, _l

LONG = 90  # days, when nothing else is asked for
LONGEST = 731


class PeriodForm(Form):
    """From which day to which the mails went out; it only reads, so it is sent as an address and needs no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    first = DayField(_l("Thư gửi từ ngày"), name="from", is_past=True)
    last = DayField(_l("Đến ngày"), name="to", is_past=True)

    @classmethod
    def read(cls, args: MultiDict[str, str], settled: date) -> PeriodForm:
        """As asked; what is left out is the last LONG days up to `settled`, the last day whose effect is known."""
        form = cls(args)
        if not form.last.raw_data:
            form.last.data = settled
        if not form.first.raw_data and form.last.data:
            form.first.data = form.last.data - timedelta(days=LONG - 1)
        return form

    def period(self, settled: date) -> tuple[date, date] | None:
        """The days asked for, cut at `settled`; None when they are none, with the reason beside the field."""
        if not self.validate() or self.first.data is None or self.last.data is None:
            return None
        first, last = self.first.data, min(self.last.data, settled)
        if first > self.last.data:
            self.first.errors = [_("Ngày đầu phải trước ngày cuối.")]
        elif first > last:
            self.first.errors = [_("Thư gửi từ ngày này chưa qua hết 1 ngày làm việc. Hãy chọn ngày sớm hơn.")]
        elif (last - first).days >= LONGEST:
            self.first.errors = [_("Hãy chọn khoảng không quá 2 năm.")]
        else:
            return first, last
        return None
