"""Texts of the interface: Vietnamese is the source text, the catalogue holds the other languages."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext, ngettext

__all__ = ["_", "_l", "_n"]


def _(text: str, /, **values: object) -> str:
    """The text in the reader's language, now."""
    return str(gettext(text, **values))


def _n(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The text for a count, in the reader's language, now. Vietnamese has one form; English needs both."""
    return str(ngettext(singular, plural, num, **values))


_l = lazy_gettext
