"""What a token of a program may be used for; whatever it says, never more than its person may now. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """One thing that a program is let do."""

    READ = "read"
    TASKS = "tasks"  # assign, and what those who do the work do
    DECIDE = "decide"  # what those who gave it decide
    DIRECTIVES = "directives"  # enter documents
    REPORTS = "reports"
    SOURCES = "sources"  # tell of the files of another system


def written(scopes: Iterable[Scope]) -> str:
    """The scopes as they are kept: in one order, between blanks."""
    chosen = set(scopes)
    return " ".join(scope.value for scope in Scope if scope in chosen)


def parsed(text: str) -> frozenset[Scope]:
    """The scopes that were written."""
    return frozenset(Scope(word) for word in text.split())
