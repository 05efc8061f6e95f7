"""The rules by which deadlines in words became days, as people read them."""

from __future__ import annotations

from taskapp.base.i18n import _l

RULES = {
    "": _l("không ghi thời hạn"),
}


def rule_text(rule: str) -> str:
    """The rule in words; empty for one that has no words."""
    return str(RULES.get(rule, "")) if rule else ""
