"""The official working calendar of civil servants, 2019 to 2026, as it was announced. Data only.

Days of the Labour Code fall where the lunar calendar and the weekend put them (Art. 111.3 and 112: a holiday on a
weekend is taken on the next working day; before 2021 National Day was one day). Days swapped by decision name it.
The day of Vietnamese culture, 24 November, was not announced as a day off: it is ordinary until an office says so.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from taskapp.workdays.arithmetic import Calendar
from taskapp.workdays.kinds import DayKind

FIRST_YEAR, LAST_YEAR = 2019, 2026

CODE_2012 = "Bộ luật Lao động 2012, Điều 115"
CODE_2019 = "Bộ luật Lao động 2019, Điều 112"
IN_LIEU = "Bộ luật Lao động 2019, Điều 111 khoản 3"
IN_LIEU_2012 = "Bộ luật Lao động 2012, Điều 115 khoản 3"
PRESS = "Lịch nghỉ được công bố ({})"
CV_2450 = "Công văn 2450/VPCP-KGVX"
TB_6150 = "Thông báo 6150/TB-BLĐTBXH"
CV_12729 = "Công văn 12729/VPCP-KGVX"
CV_9859 = "Công văn 9859/VPCP-KGVX"

NEW_YEAR = "Tết Dương lịch"
TET = "Tết Nguyên đán"
KINGS = "Giỗ Tổ Hùng Vương"
VICTORY = "Ngày Chiến thắng 30/4"
LABOUR = "Ngày Quốc tế Lao động 1/5"
NATIONAL = "Quốc khánh 2/9"

# year, days off (day.month), why, by which decision or source
_OFF: tuple[tuple[int, str, str, str], ...] = (
    (2019, "1.1", NEW_YEAR, CODE_2012),
    (2019, "4.2 5.2 6.2 7.2 8.2", TET, CODE_2012),
    (2019, "15.4", f"Nghỉ bù {KINGS}", IN_LIEU_2012),
    (2019, "29.4", "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2019", PRESS.format("VietnamNet")),
    (2019, "30.4", VICTORY, CODE_2012),
    (2019, "1.5", LABOUR, CODE_2012),
    (2019, "2.9", NATIONAL, CODE_2012),
    (2020, "1.1", NEW_YEAR, CODE_2012),
    (2020, "23.1 24.1 27.1 28.1 29.1", TET, PRESS.format("VietnamNet")),
    (2020, "2.4", KINGS, CODE_2012),
    (2020, "30.4", VICTORY, CODE_2012),
    (2020, "1.5", LABOUR, CODE_2012),
    (2020, "2.9", NATIONAL, CODE_2012),
    (2021, "1.1", NEW_YEAR, CODE_2019),
    (2021, "10.2 11.2 12.2 15.2 16.2", TET, PRESS.format("SGGP")),
    (2021, "21.4", KINGS, CODE_2019),
    (2021, "30.4", VICTORY, CODE_2019),
    (2021, "3.5", f"Nghỉ bù {LABOUR}", IN_LIEU),
    (2021, "2.9 3.9", NATIONAL, PRESS.format("SGGP")),
    (2022, "3.1", f"Nghỉ bù {NEW_YEAR}", IN_LIEU),
    (2022, "31.1 1.2 2.2 3.2 4.2", TET, PRESS.format("SGGP")),
    (2022, "11.4", f"Nghỉ bù {KINGS}", IN_LIEU),
    (2022, "2.5", f"Nghỉ bù {VICTORY}", IN_LIEU),
    (2022, "3.5", f"Nghỉ bù {LABOUR}", IN_LIEU),
    (2022, "1.9 2.9", NATIONAL, PRESS.format("SGGP")),
    (2023, "2.1", f"Nghỉ bù {NEW_YEAR}", IN_LIEU),
    (2023, "20.1 23.1 24.1 25.1 26.1", TET, PRESS.format("SGGP")),
    (2023, "1.5", LABOUR, CODE_2019),
    (2023, "2.5", f"Nghỉ bù {KINGS}", IN_LIEU),
    (2023, "3.5", f"Nghỉ bù {VICTORY}", IN_LIEU),
    (2023, "1.9", NATIONAL, PRESS.format("SGGP")),
    (2023, "4.9", f"Nghỉ bù {NATIONAL}", IN_LIEU),
    (2024, "1.1", NEW_YEAR, CODE_2019),
    (2024, "8.2 9.2 12.2 13.2 14.2", TET, CODE_2019),
    (2024, "18.4", KINGS, CODE_2019),
    (2024, "29.4", "Nghỉ hoán đổi, làm bù thứ Bảy 04/05/2024", CV_2450),
    (2024, "30.4", VICTORY, CODE_2019),
    (2024, "1.5", LABOUR, CODE_2019),
    (2024, "2.9 3.9", NATIONAL, CODE_2019),
    (2025, "1.1", NEW_YEAR, CODE_2019),
    (2025, "27.1 28.1 29.1 30.1 31.1", TET, TB_6150),
    (2025, "7.4", KINGS, CODE_2019),
    (2025, "30.4", VICTORY, CODE_2019),
    (2025, "1.5", LABOUR, CODE_2019),
    (2025, "2.5", "Nghỉ hoán đổi, làm bù thứ Bảy 26/04/2025", TB_6150),
    (2025, "1.9 2.9", NATIONAL, TB_6150),
    (2026, "1.1", NEW_YEAR, CODE_2019),
    (2026, "2.1", "Nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026", CV_12729),
    (2026, "16.2 17.2 18.2 19.2 20.2", TET, CODE_2019),
    (2026, "27.4", f"Nghỉ bù {KINGS}", IN_LIEU),
    (2026, "30.4", VICTORY, CODE_2019),
    (2026, "1.5", LABOUR, CODE_2019),
    (2026, "31.8", "Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026", CV_9859),
    (2026, "1.9 2.9", NATIONAL, CODE_2019),
)
_WORKED: tuple[tuple[int, str, str, str], ...] = (
    (2019, "5.1", "Làm bù cho thứ Hai 31/12/2018", PRESS.format("VietnamNet")),
    (2019, "4.5", "Làm bù cho thứ Hai 29/04/2019", PRESS.format("VietnamNet")),
    (2024, "4.5", "Làm bù cho thứ Hai 29/04/2024", CV_2450),
    (2025, "26.4", "Làm bù cho thứ Sáu 02/05/2025", TB_6150),
    (2026, "10.1", "Làm bù cho thứ Sáu 02/01/2026", CV_12729),
    (2026, "22.8", "Làm bù cho thứ Hai 31/08/2026", CV_9859),
)


class ShippedDay(NamedTuple):
    """A day that differs from the weekly rule, why, and by which decision or source."""

    day: date
    kind: DayKind
    note: str
    decision: str


def _days(kind: DayKind, rows: tuple[tuple[int, str, str, str], ...]) -> list[ShippedDay]:
    return [
        ShippedDay(date(year, *map(int, reversed(text.split(".")))), kind, note, decision)
        for year, days, note, decision in rows
        for text in days.split()
    ]


SHIPPED: tuple[ShippedDay, ...] = tuple(sorted(_days(DayKind.OFF, _OFF) + _days(DayKind.WORKED, _WORKED)))


def shipped_calendar() -> Calendar:
    """The calendar that a new office begins with, for those who ask without one."""
    return Calendar(
        off={entry.day: entry.note for entry in SHIPPED if entry.kind is DayKind.OFF},
        worked={entry.day: entry.note for entry in SHIPPED if entry.kind is DayKind.WORKED},
    )
