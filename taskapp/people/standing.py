"""Filling another's place for a while: on which days it holds, who may write it down. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from taskapp.people.rights import Rights, Role

# Who writes down absences of others: over the unit in which the absent person is at home.
ABSENCE_KEEPERS = (Role.UNIT_HEAD, Role.MONITOR, Role.LEADER)


class Phase(StrEnum):
    """Where a term stands on a day."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"
    ENDED = "ended"  # before its last day
    CANCELLED = "cancelled"  # before it began


@dataclass(frozen=True)
class Term:
    """Local days from the first to the last, both inclusive; from the day `ended_on` on it no longer holds."""

    first_on: date
    last_on: date
    ended_on: date | None = None

    @property
    def days(self) -> int:
        """How many days were meant, days off included."""
        return (self.last_on - self.first_on).days + 1

    @property
    def held_to(self) -> date:
        """The last day on which it holds; lies before the first when it was ended before it began."""
        return self.last_on if self.ended_on is None else min(self.last_on, self.ended_on - timedelta(days=1))

    def holds_on(self, day: date) -> bool:
        """Whether the local day belongs to it."""
        return self.first_on <= day <= self.held_to

    def meets(self, other: Term) -> bool:
        """Whether both hold on some same day."""
        return max(self.first_on, other.first_on) <= min(self.held_to, other.held_to)

    def phase(self, today: date) -> Phase:
        """Where it stands on the local day."""
        if self.ended_on is not None and self.held_to < self.last_on and self.ended_on <= today:
            return Phase.CANCELLED if self.held_to < self.first_on else Phase.ENDED
        if today < self.first_on:
            return Phase.COMING
        return Phase.NOW if today <= self.held_to else Phase.OVER


class Deputyship(NamedTuple):
    """Who fills an absent person's place, and from which aware instant on he could know."""

    deputy_id: int
    since: datetime


def may_keep_absence(rights: Rights, person_id: int, unit_id: int) -> bool:
    """Whether the absence of a person, at home in the unit, is for this one to register and to end.

    The place that he fills for that very person does not count: nobody prolongs what he has on loan.
    """
    borrowed = (rights.through(place) for place in rights.places if place.person_id != person_id)
    return person_id == rights.person_id or any(
        worn.over(unit_id, *ABSENCE_KEEPERS) for worn in (rights.alone, *borrowed)
    )


def may_keep_delegation(rights: Rights, leader_id: int, top_unit_id: int) -> bool:
    """Whether a leader's delegation is for this one to write down and to revoke: the leader, or the committee's office.

    Administering the system gives no right to it.
    """
    return leader_id == rights.person_id or keeps_delegations(rights, top_unit_id)


def keeps_delegations(rights: Rights, top_unit_id: int) -> bool:
    """Whether he follows the whole committee for its office, and so keeps the papers of all leaders."""
    return rights.over(top_unit_id, Role.MONITOR)
