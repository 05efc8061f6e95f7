"""One family of exceptions for rules that say no; one handler turns it into a page or JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType


class Refused(Exception):
    """A rule said no. `reason` is shown to the person as it is and says what to do next."""

    status = 409
    headers: Mapping[str, str] = MappingProxyType({})  # of the answer that tells it

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = str(reason)
        self.field = field
        self.also: tuple[Refused, ...] = ()  # what else would have been refused


class Forbidden(Refused):
    """The person may see the thing but may not do this with it."""

    status = 403


class Missing(Refused):
    """No such thing, or the person may not see it: the two look the same from outside."""

    status = 404


class Changed(Refused):
    """Somebody else changed the thing since the person's page was shown."""

    status = 409


class BadInput(Refused):
    """What was sent cannot be read or breaks a limit; nothing was changed."""

    status = 400


def check_all(*checks: Callable[[], None]) -> None:
    """Make every one of them; raise the first that is Refused, which knows of the others."""
    found = []
    for check in checks:
        try:
            check()
        except Refused as error:
            found.append(error)
    if found:
        found[0].also = tuple(found[1:])
        raise found[0]
