"""The chance that a task will be late, as it is kept and shown: levels, and what raises it. Pure."""

from __future__ import annotations

from enum import StrEnum

HIGH_FROM, MEDIUM_FROM = 500, 250  # per mille: likelier late than not; one in four
FRESH_DAYS = 3  # an estimate older than this says nothing about today any more


class RiskLevel(StrEnum):
    """Nguy cơ trễ, as an office says it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Cause(StrEnum):
    """What can make a task likelier to be late than an ordinary one. Nothing about a person but his open work."""

    LEFT = "left"
    SILENT = "silent"
    UNACCEPTED = "unaccepted"
    LOAD = "load"
    UNIT = "unit"
    EXTENDED = "extended"
    RETURNED = "returned"
    URGED = "urged"
    SOURCE = "source"


def level_of(permille: int) -> RiskLevel:
    """The level of a chance."""
    if permille >= HIGH_FROM:
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if permille >= MEDIUM_FROM else RiskLevel.LOW
