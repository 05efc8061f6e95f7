"""What a sign-in still lacks before it opens anything. No database, no clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from taskapp.people.models import Committee, Person, SignInSession
from taskapp.people.sign_in_policy import SignInPolicy


class Demand(StrEnum):
    """What has to be made up for first."""

    FACTOR = "factor"
    RENEWAL = "renewal"  # of the password


def is_in_earnest(env: str, committee: Committee) -> bool:
    """Whether a second factor is demanded at all: an office for practice opens with its password alone."""
    return env == "production" and not committee.is_demo


def lacks_factor(policy: SignInPolicy, sign_in: SignInSession, *, is_admin: bool, address: str) -> bool:
    """Whether this sign-in needs a second factor and has shown none: who has one was asked for it at the door."""
    return sign_in.factor_at is None and policy.demands_factor(is_admin=is_admin, address=address)


def lacks_password(
    policy: SignInPolicy, person: Person, sign_in: SignInSession, *, is_admin: bool, now: datetime
) -> bool:
    """Whether the password is too old, or was chosen for use beside a second factor that is there no longer."""
    is_alone = person.needs_factor and sign_in.factor_at is None
    return is_alone or policy.is_too_old(person.password_set_at, is_admin=is_admin, now=now)
