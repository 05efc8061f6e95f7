"""Forms of the working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self, cast

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from taskapp.base.formats import day as written
from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _, _l, weekday
from taskapp.workdays.calendars import Entry
from taskapp.workdays.kinds import DayKind

KINDS = (
    (DayKind.OFF.value, _l("Nghỉ (ngày trong tuần)")),
    (DayKind.WORKED.value, _l("Làm bù (thứ Bảy, Chủ nhật)")),
    (DayKind.ORDINARY.value, _l("Bỏ, trở lại bình thường")),
)


class DayForm(Form):
    """One day that differs from the weekly rule, or no longer does."""

    day = DayField(_l("Ngày"), [InputRequired()])
    kind = RadioField(_l("Loại"), choices=choices(KINDS), default=DayKind.OFF.value)
    note = StringField(_l("Lý do"), [Length(max=200)])
    decision = StringField(_l("Số văn bản"), [Length(max=200)])

    def entry(self) -> Entry:
        """What the form says; only after it has been found valid."""
        day = cast(date, self.day.data)  # InputRequired has seen to it
        return Entry(day, DayKind(self.kind.data), self.note.data or "", self.decision.data or "")


class CultureForm(Form):
    """The switch for 24 November of the year in the address."""

    off = BooleanField(_l("Nghỉ 24/11 (Ngày Văn hóa Việt Nam)"))
    decision = StringField(_l("Số văn bản"), [Length(max=200)])


class FileForm(Form):
    """A CSV file of days."""

    file = FileField(_l("Tệp CSV"), [FileRequired()])


class ProposalForm(Form):
    """The proposed days that a person confirms, and by which decision."""

    days = SelectMultipleField(_l("Ngày ghi vào lịch"), [InputRequired()])
    decision = StringField(_l("Số văn bản công bố lịch nghỉ"), [InputRequired(), Length(max=200)])

    @classmethod
    def over(cls, proposed: Iterable[Entry]) -> Self:
        """The form with one box for each proposed day."""
        form = cls()
        form.days.choices = choices((entry.day.isoformat(), _label(entry)) for entry in proposed)
        return form

    def chosen(self, proposed: Iterable[Entry]) -> list[Entry]:
        """The proposed days that were ticked, with the decision that was typed."""
        ticked = set(self.days.data or ())
        decision = self.decision.data or ""
        return [entry._replace(decision=decision) for entry in proposed if entry.day.isoformat() in ticked]


def _label(entry: Entry) -> str:
    names = {"weekday": weekday(entry.day), "day": written(entry.day), "note": entry.note}
    if entry.kind is DayKind.WORKED:
        return _("%(weekday)s %(day)s: làm bù, %(note)s", **names)
    return _("%(weekday)s %(day)s: nghỉ, %(note)s", **names)
