"""What a day of the calendar can be. Pure."""

from __future__ import annotations

from enum import StrEnum


class DayKind(StrEnum):
    OFF = "off"  # a weekday on which nobody works
    WORKED = "worked"  # a day of the weekend that is worked in exchange (làm bù)
    ORDINARY = "ordinary"  # takes an earlier entry back: the weekday rule holds again
