"""By which rule a phrase was read, and what is doubtful about it: the texts that people read. Pure."""

from __future__ import annotations

from enum import StrEnum

from taskapp.directives.reason import Reason


class Rule(StrEnum):
    """The stable key of a rule of reading, kept with the limit it gave."""

    DAY = "day"
    DAY_BEFORE = "day-before"
    DAY_NO_YEAR = "day-no-year"
    LAST_OF_SEVERAL = "last-of-several"
    RANGE_END = "range-end"
    PERIOD_END = "period-end"
    PERIOD_PART = "period-part"
    WEEK = "week"
    WEEKDAY = "weekday"
    LAST_WORKDAY = "last-workday"
    TERM_WORKDAYS = "term-workdays"
    TERM_CALENDAR = "term-calendar"
    TERM_BACK = "term-back"
    SAME_DAY = "same-day"
    RECURRING = "recurring"
    RECURRING_DEFAULT = "recurring-default"
    EVENT = "event"
    URGENT = "urgent"
    PAST = "past"
    IMPOSSIBLE = "impossible"


EXPLAINED = {
    Rule.DAY: Reason("Ngày ghi trong văn bản là ngày cuối của thời hạn."),
    Rule.DAY_BEFORE: Reason("“Trước ngày” là hết ngày liền trước, theo quy định của cơ quan."),
    Rule.DAY_NO_YEAR: Reason("Không ghi năm: lấy ngày gần nhất kể từ ngày văn bản."),
    Rule.LAST_OF_SEVERAL: Reason("Có nhiều mốc: lấy mốc cuối cùng."),
    Rule.RANGE_END: Reason("“Từ … đến …”: lấy ngày cuối của khoảng."),
    Rule.PERIOD_END: Reason("Tháng, quý, năm hoặc giai đoạn kết thúc vào ngày cuối cùng của nó."),
    Rule.PERIOD_PART: Reason("Đầu, giữa, cuối kỳ hoặc một tuần trong tháng: lấy ngày cuối của phần ấy."),
    Rule.WEEK: Reason("Trong tuần: lấy ngày cuối tuần theo quy định của cơ quan."),
    Rule.WEEKDAY: Reason("Thứ trong tuần: lấy ngày gần nhất kể từ ngày văn bản, hoặc trong tuần được nêu."),
    Rule.LAST_WORKDAY: Reason("Lấy ngày làm việc đầu tiên hoặc cuối cùng của kỳ được nêu."),
    Rule.TERM_WORKDAYS: Reason("Đếm ngày làm việc từ ngày làm việc kế tiếp, bỏ ngày nghỉ và ngày lễ."),
    Rule.TERM_CALENDAR: Reason("Đếm theo lịch từ ngày văn bản hoặc từ ngày được nêu; ngày đầu không tính."),
    Rule.TERM_BACK: Reason("Đếm lùi từ ngày được nêu."),
    Rule.SAME_DAY: Reason("“Cùng ngày”: ngày của thời hạn nêu ngay trước đó."),
    Rule.RECURRING: Reason("Nhiệm vụ định kỳ, đến hạn vào ngày được nêu của mỗi kỳ."),
    Rule.RECURRING_DEFAULT: Reason("Nhiệm vụ định kỳ không nêu ngày: lấy ngày cuối của mỗi kỳ, với tuần là thứ Sáu."),
    Rule.EVENT: Reason("Thời hạn phụ thuộc một sự kiện mà văn bản không ghi ngày."),
    Rule.URGENT: Reason("Văn bản chỉ nói làm gấp, không ghi thời hạn."),
    Rule.PAST: Reason("Ngày được nêu đứng trước ngày văn bản, không phải thời hạn."),
    Rule.IMPOSSIBLE: Reason("Ngày hoặc giờ được nêu không có trong lịch."),
}

UNNAMED = Reason(
    "“%(phrase)s” phụ thuộc một sự kiện chưa có ngày. Hãy ghi thời hạn khi biết ngày, hoặc để chờ sự kiện."
)
URGENT = Reason("Văn bản chỉ nói “%(phrase)s”. Hãy ghi thời hạn, hoặc để không thời hạn.")


def off_day(day: str, reason: str) -> Reason:
    """The limit falls on a day off; `reason` is the holiday or the weekday."""
    return Reason(
        "Ngày %(day)s là ngày nghỉ (%(reason)s). Hãy xem có cần dời thời hạn không.", {"day": day, "reason": reason}
    )


def past_day(day: str) -> Reason:
    """The day lies before the document's own."""
    return Reason("Ngày %(day)s đứng trước ngày văn bản. Hãy kiểm tra lại ngày.", {"day": day})


def no_such_day(phrase: str) -> Reason:
    """No calendar has the day, or no clock the hour."""
    return Reason("“%(phrase)s” có ngày hoặc giờ không tồn tại. Hãy ghi lại thời hạn.", {"phrase": phrase})


def no_event(phrase: str) -> Reason:
    """The limit hangs from an event without a day."""
    return Reason(UNNAMED.text, {"phrase": phrase})


def only_urgent(phrase: str) -> Reason:
    """The words only urge."""
    return Reason(URGENT.text, {"phrase": phrase})
