"""RFC 5545 rules of recurring duties in words, for those rules that deadlines in documents give. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from taskapp.directives.reason import Reason

_DAYS = {
    "MO": "thứ Hai",
    "TU": "thứ Ba",
    "WE": "thứ Tư",
    "TH": "thứ Năm",
    "FR": "thứ Sáu",
    "SA": "thứ Bảy",
    "SU": "Chủ nhật",
}
_WORKDAYS = "MO,TU,WE,TH,FR"


def said(rule: str) -> Reason:
    """The rule in words: "hằng tháng, ngày 25", "hằng quý, ngày cuối tháng"; an unknown one as it is."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    reader = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}.get(parts.get("FREQ", ""))
    return reader(parts) if reader else Reason("%(rule)s", {"rule": rule})


def _daily(_parts: Mapping[str, str]) -> Reason:
    return Reason("hằng ngày")


def _weekly(parts: Mapping[str, str]) -> Reason:
    days = ", ".join(_DAYS.get(day, day) for day in parts.get("BYDAY", "").split(",") if day)
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 1
    if every > 1:
        return Reason("%(count)s tuần một lần, %(days)s", {"count": every, "days": days})
    return Reason("hằng tuần, %(days)s", {"days": days}) if days else Reason("hằng tuần")


def _monthly(parts: Mapping[str, str]) -> Reason:
    if parts.get("BYDAY") == _WORKDAYS and parts.get("BYSETPOS") == "-1":
        return Reason("hằng tháng, ngày làm việc cuối cùng của tháng")
    days = parts.get("BYMONTHDAY", "-1")
    if days == "-1":
        return Reason("hằng tháng, ngày cuối tháng")
    return Reason("hằng tháng, ngày %(days)s", {"days": days.replace(",", ", ")})


def _yearly(parts: Mapping[str, str]) -> Reason:
    months, day = parts.get("BYMONTH", "12"), parts.get("BYMONTHDAY", "-1")
    often = {"3,6,9,12": "quarter", "1,4,7,10": "after", "6,12": "half"}.get(months)
    if often == "quarter" and day == "-1":
        return Reason("hằng quý, ngày cuối quý")
    if often == "quarter":
        return Reason("hằng quý, ngày %(day)s tháng cuối quý", {"day": day})
    if often == "after":
        return Reason("hằng quý, ngày %(day)s tháng đầu quý sau", {"day": day})
    if often == "half" and day == "-1":
        return Reason("6 tháng và năm, ngày cuối kỳ")
    if often == "half":
        return Reason("6 tháng và năm, ngày %(day)s tháng 6 và tháng 12", {"day": day})
    if day == "-1":
        return Reason("hằng năm, ngày cuối tháng %(months)s", {"months": months.replace(",", ", ")})
    return Reason("hằng năm, ngày %(day)s/%(months)s", {"day": day, "months": months.replace(",", ", ")})
