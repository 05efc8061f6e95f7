"""How dates, numbers and shares are written: dd/mm/yyyy, 1.387, 87,4 %. Pure."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: date | None) -> str:
    """05/03/2021; empty for None."""
    return f"{value:%d/%m/%Y}" if value else ""


def hour(value: time | datetime | None) -> str:
    """14:05; empty for None."""
    return f"{value:%H:%M}" if value else ""


def weekday(value: date) -> str:
    """thứ Hai … Chủ nhật."""
    return WEEKDAYS[value.weekday()]


def sentence(text: str) -> str:
    """The text as it begins a line: its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def number(value: int | float | Decimal, places: int = 0) -> str:
    """1.387 and 87,4: dot for thousands, comma for decimals."""
    return f"{rounded(value, places):,.{places}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float | Decimal | None) -> str:
    """A share of 0 to 1 as 87,4 %; whole shares as 100 %; a dash when there is nothing to divide by.

    Never rounded up to 100 % nor down to 0 %: what is not complete does not read as complete.
    """
    if share is None:
        return "–"
    value = rounded(Decimal(str(share)) * 100, 1)
    if value >= 100 and share < 1:
        value = Decimal("99.9")
    if value <= 0 and share > 0:
        value = Decimal("0.1")
    return f"{number(value, 0 if value == value.to_integral_value() else 1)} %"


def rounded(value: int | float | Decimal, places: int) -> Decimal:
    """Rounded half up, as offices do (not half to even)."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
