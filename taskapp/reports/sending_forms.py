"""The form of a report that goes out by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import cast

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from taskapp.base.formats import WEEKDAYS
from taskapp.base.forms import NEEDED, Form, HourField, VersionField, choices
from taskapp.base.i18n import _l
from taskapp.people.models import Person
from taskapp.reports.occurrences import Cadence, Days, Timing
from taskapp.reports.periods import Cutoff
from taskapp.reports.sending_models import Filed, ReportSchedule
from taskapp.reports.sending_words import CADENCE_NAMES, DAYS_NAMES, REPORT_NAMES
from taskapp.reports.sendings import Wish
from taskapp.reports.words import CUTOFF_NAMES

CHOSEN = InputRequired(_l("Hãy chọn ít nhất một người nhận trong danh sách."))


class SendingForm(Form):
    """Which report, about which days, when, to whom; `seen`: the version that the page had shown."""

    seen = VersionField(default="0")
    report = SelectField(_l("Báo cáo"), choices=choices(REPORT_NAMES.items()))
    days = SelectField(_l("Kỳ số liệu"), choices=choices(DAYS_NAMES.items()), default=Days.THIS_MONTH.value)
    cutoff = SelectField(_l("Cách chốt kỳ"), choices=choices(CUTOFF_NAMES.items()))
    cadence = SelectField(_l("Gửi"), choices=choices(CADENCE_NAMES.items()), default=Cadence.MONTHLY.value)
    weekday = SelectField(
        _l("Thứ (họp giao ban)"), coerce=int, choices=choices(enumerate(map(_l, WEEKDAYS), start=1)), default=1
    )
    day = IntegerField(_l("Ngày (họp giao ban)"), [NEEDED, NumberRange(1, 31)], default=25)
    workdays_before = IntegerField(_l("Gửi trước … ngày làm việc"), [NumberRange(0, 10)], default=1)
    at = HourField(_l("Lúc"), [NEEDED], default=time(15, 0))
    receivers = SelectMultipleField(_l("Người nhận"), [CHOSEN], coerce=int)

    def offer(self, people: Iterable[Person]) -> None:
        """Let these persons be chosen."""
        self.receivers.choices = choices(
            (one.id, " · ".join(filter(None, (one.full_name, one.position, one.unit.name)))) for one in people
        )

    def show(self, schedule: ReportSchedule) -> None:
        """Fill in what holds."""
        self.seen.data = str(schedule.version)
        self.report.data, self.days.data = schedule.report.value, schedule.days.value
        self.cutoff.data, self.cadence.data = schedule.cutoff.value, schedule.cadence.value
        (self.weekday if schedule.cadence is Cadence.WEEKLY else self.day).data = schedule.day
        self.workdays_before.data = schedule.workdays_before
        self.at.data, self.receivers.data = schedule.at, [one.person_id for one in schedule.receivers]

    def wish(self) -> Wish:
        """What was chosen; only after it has been found valid."""
        cadence = Cadence(self.cadence.data)
        timing = Timing(
            cadence,
            cast(int, self.weekday.data if cadence is Cadence.WEEKLY else self.day.data),
            self.workdays_before.data or 0,
            cast(time, self.at.data),
        )
        return Wish(
            Filed(self.report.data),
            Days(self.days.data),
            Cutoff(self.cutoff.data),
            timing,
            frozenset(self.receivers.data or ()),
        )
