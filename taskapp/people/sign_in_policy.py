"""What a committee demands of a sign-in: passwords, second factor, how long it lasts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network


class Profile(StrEnum):
    """Which book passwords follow."""

    TCVN = "tcvn14423"  # TCVN 14423:2026: four classes of characters, administrators change every two months
    NIST = "nist"  # NIST SP 800-63B-4: length and a list of bad ones, no classes, no expiry


# Lengths with and without a second factor besides.
SHORTEST = {Profile.TCVN: (8, 14), Profile.NIST: (8, 15)}
PASSWORD_AGE = timedelta(days=60)  # of administrators, by TCVN
HISTORY = 10  # passwords of an administrator that do not come back, by TCVN
MOST = {"idle_minutes": 15, "admin_idle_minutes": 5, "absolute_hours": 8}


@dataclass(frozen=True)
class SignInPolicy:
    """`networks`: the office's own, as CIDR; access from elsewhere needs a second factor if `outside_needs_factor`."""

    profile: Profile = Profile.TCVN
    idle_minutes: int = MOST["idle_minutes"]
    admin_idle_minutes: int = MOST["admin_idle_minutes"]
    absolute_hours: int = MOST["absolute_hours"]
    outside_needs_factor: bool = False
    networks: tuple[str, ...] = ()

    def idle(self, *, is_admin: bool) -> timedelta:
        """After how long without a touch a sign-in ends."""
        return timedelta(minutes=min(self.admin_idle_minutes, self.idle_minutes) if is_admin else self.idle_minutes)

    @property
    def absolute(self) -> timedelta:
        """How long a sign-in lasts at most, used or not."""
        return timedelta(hours=self.absolute_hours)

    def is_outside(self, address: str) -> bool:
        """Whether access from there counts as from outside: never before the office has named its networks."""
        if not self.outside_needs_factor or not self.networks:
            return False
        try:
            asking = ip_address(address)
        except ValueError:
            return True
        asking = getattr(asking, "ipv4_mapped", None) or asking
        return not any(asking in ip_network(network) for network in self.networks)

    def demands_factor(self, *, is_admin: bool, address: str) -> bool:
        """Whether the password alone is not enough."""
        return is_admin or self.is_outside(address)

    def shortest(self, *, has_factor: bool) -> int:
        """How many characters a password needs at least."""
        with_factor, alone = SHORTEST[self.profile]
        return with_factor if has_factor else alone

    def is_too_old(self, set_at: datetime | None, *, is_admin: bool, now: datetime) -> bool:
        """Whether the password has to be changed by its age; one of which nobody knows the age has none."""
        ages = is_admin and self.profile is Profile.TCVN
        return ages and set_at is not None and now - set_at >= PASSWORD_AGE

    @property
    def counts_history(self) -> bool:
        """Whether administrators may not take an older password again."""
        return self.profile is Profile.TCVN

    def as_json(self) -> dict[str, object]:
        """What is kept of it; of() reads it again."""
        return {**asdict(self), "networks": list(self.networks)}


def of(kept: Mapping[str, object]) -> SignInPolicy:
    """The policy that a committee has chosen; what it has not chosen is as shipped, and nothing is above its limit."""
    counts = {name: _count(kept.get(name), most) for name, most in MOST.items()}
    networks = kept.get("networks")
    return SignInPolicy(
        profile=next((each for each in Profile if each == kept.get("profile")), Profile.TCVN),
        outside_needs_factor=kept.get("outside_needs_factor") is True,
        networks=tuple(str(network) for network in networks) if isinstance(networks, list) else (),
        **counts,
    )


def read_networks(text: str) -> tuple[str, ...]:
    """The networks that somebody typed, one a line or with commas between. Raises ValueError with the wrong one."""
    found = []
    for word in text.replace(",", " ").replace(";", " ").split():
        try:
            found.append(str(ip_network(word, strict=False)))
        except ValueError:
            raise ValueError(word) from None
    return tuple(dict.fromkeys(found))


def _count(value: object, most: int) -> int:
    return min(max(value, 1), most) if isinstance(value, int) else most
