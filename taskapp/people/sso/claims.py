"""What a provider says of who signed in there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from taskapp.base.text import one_line

LONGEST_GROUP = 200
MOST_GROUPS = 500
LATEST = 32_503_680_000  # the year 3000


@dataclass(frozen=True)
class Claims:
    """An account there: known by issuer and subject alone, for names and addresses may pass to others.

    `groups` None: the provider says nothing of groups, which is not the same as being in none. `signed_in_at`: when
    the password was last asked for there, if the provider says so.
    """

    issuer: str
    subject: str
    username: str = ""
    full_name: str = ""
    email: str = ""
    groups: frozenset[str] | None = None
    signed_in_at: datetime | None = None


def read(issuer: str, claims: Mapping[str, object], groups_claim: str) -> Claims | None:
    """The account that a checked ID token names (OpenID Connect Core 5.1); None when it has no usable subject.

    The e-mail counts only where the provider says that it has verified it, or says nothing of that.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:  # Core 2: at most 255 characters of ASCII
        return None
    email = _text(claims, "email", 254) if claims.get("email_verified", True) is True else ""
    return Claims(
        issuer=issuer,
        subject=subject,
        username=_text(claims, "preferred_username", 100),
        full_name=_text(claims, "name", 120),
        email=email.lower(),
        groups=groups_of(claims.get(groups_claim)),
        signed_in_at=_moment(claims.get("auth_time")),
    )


def _text(claims: Mapping[str, object], name: str, longest: int) -> str:
    value = claims.get(name)
    return one_line(value)[:longest] if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    """Seconds since 1970 (Core 2); None for what is no time."""
    if isinstance(value, int | float) and 0 < value < LATEST:
        return datetime.fromtimestamp(value, UTC)
    return None


def groups_of(value: object) -> frozenset[str] | None:
    """The names of groups: a list of texts, or one text; anything else says nothing."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return None
    names = (name for name in value[:MOST_GROUPS] if isinstance(name, str))
    return frozenset(name for name in names if name and len(name) <= LONGEST_GROUP)
