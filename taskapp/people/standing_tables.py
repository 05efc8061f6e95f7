"""Absences and delegations as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from taskapp.base.formats import day as written
from taskapp.base.i18n import _
from taskapp.people.models import RoleHeld
from taskapp.people.rights import PASSED_ON, Rights, Standing
from taskapp.people.standing import Phase, may_keep_absence
from taskapp.people.standing_models import Absence, Delegation
from taskapp.people.words import PHASE_NAMES, ROLE_NAMES, ROLE_RIGHTS

BADGES = {Phase.NOW: "wait", Phase.COMING: "info"}
OPEN = frozenset(BADGES)


@dataclass(frozen=True)
class AbsenceRow:
    """One absence: its kind of badge and words, whether it goes on or is to come, whether this viewer can end it."""

    absence: Absence
    badge: tuple[str, str]
    is_open: bool
    is_coming: bool
    can_end: bool

    @property
    def lacks_deputy(self) -> bool:
        return self.is_open and not self.absence.has_deputy


@dataclass(frozen=True)
class DelegationRow:
    """One delegation that holds or is to come, and whether this viewer can revoke it."""

    delegation: Delegation
    badge: tuple[str, str]
    can_revoke: bool


@dataclass(frozen=True)
class PassedOn:
    """One role of an absent person: where, what it is good for, and whether it goes with the place."""

    role: str
    unit: str
    allows: str
    is_passed: bool


def absence_row(absence: Absence, rights: Rights, today: date) -> AbsenceRow:
    """The absence as the person of these rights sees it on the local day."""
    phase = absence.term.phase(today)
    is_open = phase in OPEN
    can_end = is_open and may_keep_absence(rights, absence.person_id, absence.person.unit_id)
    return AbsenceRow(absence, _badge(phase), is_open, phase is Phase.COMING, can_end)


def delegation_row(delegation: Delegation, today: date, *, can_revoke: bool) -> DelegationRow:
    """The delegation as it stands on the local day."""
    return DelegationRow(delegation, _badge(delegation.term.phase(today)), can_revoke)


def passed_on(roles: Iterable[RoleHeld], labels: Mapping[int, str]) -> list[PassedOn]:
    """What of an absent person's roles the deputy gets, and what not."""
    return [
        PassedOn(
            str(ROLE_NAMES[held.role]),
            labels[held.unit_id],
            str(ROLE_RIGHTS[held.role]),
            held.role in PASSED_ON[Standing.DEPUTY],
        )
        for held in roles
    ]


def days_of(absence: Absence | Delegation) -> str:
    """Its days in words."""
    if absence.first_on == absence.last_on:
        return _("ngày %(day)s", day=written(absence.first_on))
    return _("từ %(first)s đến hết %(last)s", first=written(absence.first_on), last=written(absence.last_on))


def until(row: Absence | Delegation) -> str:
    """Whose place it is, and to what day."""
    return _("%(name)s (đến hết %(day)s)", name=row.person.full_name, day=written(row.last_on))


def _badge(phase: Phase) -> tuple[str, str]:
    return BADGES.get(phase, "none"), str(PHASE_NAMES[phase])
