"""The rules by which deadlines in words became days, as people read them."""

from __future__ import annotations

from taskapp.base.i18n import _
from taskapp.directives.phrases import EXPLAINED


def rule_text(rule: str) -> str:
    """The rule in words; empty for one that has none."""
    reason = next((words for known, words in EXPLAINED.items() if known.value == rule), None)
    return _(reason.text, **reason.values) if reason else ""
