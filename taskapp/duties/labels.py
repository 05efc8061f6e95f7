"""Which period an occurrence is about, as the task's content says it: data of the record, in Vietnamese. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from taskapp.duties.recurrence import QUARTERS, Rule

_ROMAN = ("I", "II", "III", "IV")
HALVES = ((6, 12), (1, 7))


def label(rule: Rule, on: date, *, is_of_previous: bool) -> str:
    """The period of the occurrence named by `on`: "tháng 3/2026", "quý I/2026", "tuần từ 02/03/2026", "năm 2026".

    `is_of_previous`: it reports on the period before, like a report of March that is due on 5 April.
    """
    if rule.freq == "DAILY" or len(rule.month_days) > 1 or (len(rule.days) > 1 and not rule.position):
        return f"ngày {on:%d/%m/%Y}"
    if rule.freq == "WEEKLY":
        monday = on - timedelta(days=on.weekday() + (7 if is_of_previous else 0))
        return f"tuần từ {monday:%d/%m/%Y}"
    return _of_months(rule, on, int(is_of_previous))


def _of_months(rule: Rule, on: date, back: int) -> str:
    if rule.months in QUARTERS:
        years, quarter = divmod(on.year * 4 + (on.month - 1) // 3 - back, 4)
        return f"quý {_ROMAN[quarter]}/{years}"
    if rule.months in HALVES:
        years, half = divmod(on.year * 2 + (on.month - 1) // 6 - back, 2)
        return f"năm {years}" if half else f"6 tháng đầu năm {years}"
    if len(rule.months) == 1 or (rule.freq == "YEARLY" and not rule.months):
        return f"năm {on.year - back}"
    years, month = divmod(on.year * 12 + on.month - 1 - back, 12)
    return f"tháng {month + 1}/{years}"
