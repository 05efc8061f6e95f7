"""How a committee has chosen to read deadlines in words: its house rules as the grammar's readings. Pure."""

from __future__ import annotations

from dataclasses import fields

from taskapp.directives.phrases import Readings
from taskapp.tasks.rules import OfficeRules


def readings_of(rules: OfficeRules) -> Readings:
    """The switches P1 to P7 as the office has set them; they carry the same names in both."""
    return Readings(**{one.name: getattr(rules, one.name) for one in fields(Readings)})
