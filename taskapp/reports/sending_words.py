"""The words of reports that go out by themselves: which, about which days, when."""

from __future__ import annotations

from taskapp.base import formats
from taskapp.base.formats import WEEKDAYS
from taskapp.base.i18n import _, _l, _n
from taskapp.reports.listing import Listing
from taskapp.reports.listing_words import TAB_NAMES
from taskapp.reports.occurrences import Cadence, Days, Timing
from taskapp.reports.sending_models import Filed
from taskapp.reports.words import SUMMARY_TAB

REPORT_NAMES = {Filed.SUMMARY: SUMMARY_TAB} | {Filed(kind.value): TAB_NAMES[kind] for kind in Listing}
DAYS_NAMES = {
    Days.THIS_WEEK: _l("tuần có ngày gửi"),
    Days.LAST_WEEK: _l("tuần trước ngày gửi"),
    Days.THIS_MONTH: _l("tháng có ngày gửi"),
    Days.LAST_MONTH: _l("tháng trước ngày gửi"),
    Days.THIS_QUARTER: _l("quý có ngày gửi"),
    Days.LAST_QUARTER: _l("quý trước ngày gửi"),
    Days.THIS_YEAR: _l("năm có ngày gửi, đến ngày gửi"),
}
CADENCE_NAMES = {
    Cadence.WEEKLY: _l("Hằng tuần"),
    Cadence.MONTHLY: _l("Hằng tháng"),
    Cadence.QUARTERLY: _l("Hằng quý (tháng 3, 6, 9, 12)"),
}


def timing_text(timing: Timing) -> str:
    """When it is sent, as a sentence without its end."""
    words = {"day": _(WEEKDAYS[timing.day - 1]) if timing.cadence is Cadence.WEEKLY else timing.day}
    named = {
        Cadence.WEEKLY: _("%(day)s hằng tuần", **words),
        Cadence.MONTHLY: _("ngày %(day)s hằng tháng", **words),
        Cadence.QUARTERLY: _("ngày %(day)s tháng cuối quý", **words),
    }[timing.cadence]
    hour = formats.hour(timing.at)
    if not timing.workdays_before:
        return _("%(hour)s %(named)s, ngày nghỉ thì gửi ngày làm việc liền trước", hour=hour, named=named)
    before = _n("trước 1 ngày làm việc", "trước %(num)s ngày làm việc", timing.workdays_before)
    return _("%(hour)s, %(before)s so với %(named)s", hour=hour, before=before, named=named)
