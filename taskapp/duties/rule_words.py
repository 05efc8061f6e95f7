"""Rules by which duties come back, as people read them. It loads no database."""

from __future__ import annotations

from datetime import time

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n
from taskapp.duties.labels import HALVES
from taskapp.duties.recurrence import QUARTERS, BadRule, Rule, read

NTH_NAMES = {
    1: _l("thứ nhất"),
    2: _l("thứ hai"),
    3: _l("thứ ba"),
    4: _l("thứ tư"),
    5: _l("thứ năm"),
    -1: _l("cuối cùng"),
}
PLACE_NAMES = {1: _l("tháng đầu quý"), 2: _l("tháng giữa quý"), 3: _l("tháng cuối quý")}


def rule_text(text: str, hour: time | None = None) -> str:
    """The rule in words: "hằng tháng, ngày 25", "hằng tuần, thứ Sáu, trước 16:00"; an unknown one as it is.

    `hour` is the one by which each occurrence is due.
    """
    try:
        rule = read(text)
    except BadRule:
        return text
    told = _told(rule)
    if hour:
        told = _("%(rule)s, trước %(hour)s", rule=told, hour=formats.hour(hour))
    if rule.until:
        return _("%(rule)s, đến %(day)s", rule=told, day=formats.day(rule.until))
    return _n("%(rule)s, 1 lần", "%(rule)s, %(num)s lần", rule.count, rule=told) if rule.count else told


def _told(rule: Rule) -> str:
    if rule.freq == "DAILY":
        return _n("hằng ngày", "%(num)s ngày một lần", rule.interval)
    if rule.freq == "WEEKLY":
        days = ", ".join(_(formats.WEEKDAYS[day]) for day, _which in rule.days)
        every = _n("hằng tuần", "%(num)s tuần một lần", rule.interval)
        return f"{every}, {days}" if days else every
    if rule.freq == "YEARLY" and not rule.months:
        return _n("hằng năm", "%(num)s năm một lần", rule.interval)
    return _by_months(rule)


def _by_months(rule: Rule) -> str:
    if not rule.months:
        every = _n("hằng tháng", "%(num)s tháng một lần", rule.interval)
        return f"{every}, {_day(rule)}"
    if rule.months in QUARTERS:
        place = QUARTERS[rule.months]
        if rule.month_days == (-1,) and place == 3:
            return _("hằng quý, ngày cuối quý")
        return _("hằng quý, %(day)s %(month)s", day=_day(rule), month=PLACE_NAMES[place])
    if rule.months in HALVES:
        if rule.month_days == (-1,):
            return _("6 tháng và năm, ngày cuối kỳ")
        return _("6 tháng và năm, %(day)s tháng %(first)s và tháng %(second)s", day=_day(rule), **_pair(rule))
    every = _n("hằng năm", "%(num)s năm một lần", rule.interval)
    months = ", ".join(map(str, rule.months))
    if rule.month_days == (-1,) or rule.days:
        return _("%(every)s, %(day)s của tháng %(months)s", every=every, day=_day(rule), months=months)
    return f"{every}, {_day(rule)}/{months}"


def _pair(rule: Rule) -> dict[str, int]:
    return {"first": rule.months[0], "second": rule.months[1]}


def _day(rule: Rule) -> str:
    if rule.workday:
        if rule.workday == -1:
            return _("ngày làm việc cuối cùng")
        if rule.workday < 0:
            return _("ngày làm việc thứ %(nth)s từ cuối tháng", nth=-rule.workday)
        return _("ngày làm việc thứ %(nth)s", nth=rule.workday)
    if rule.days:
        return ", ".join(_weekday(day, which or rule.position) for day, which in rule.days)
    if rule.month_days == (-1,):
        return _("ngày cuối tháng") if not rule.months or len(rule.months) > 1 else _("ngày cuối")
    return _("ngày %(days)s", days=", ".join(map(str, rule.month_days))) if rule.month_days else _("cùng ngày")


def _weekday(day: int, which: int) -> str:
    name = _(formats.WEEKDAYS[day])
    return _("%(weekday)s %(nth)s", weekday=name, nth=NTH_NAMES.get(which, which)) if which else name
