"""The persons of the story as the rules know them: their rights, the places they fill, the facts of each task. Pure."""

from __future__ import annotations

from taskapp.people.rights import PASSED_ON, Place, Rights, Role, Standing
from taskapp.tasks.permissions import Facts, Ties
from taskapp.tasks.states import Kind, State
from tests.rights.expected import DECLINERS, PERSONS, SUBMITTERS

ROOT, TP, HT, NV, OTHER, VP = 1, 2, 3, 4, 5, 6  # the committee; Phòng Tư pháp, Tổ Hộ tịch below it; Phòng Nội vụ; …
ALL = frozenset({ROOT, TP, HT, NV, OTHER, VP})
COMMITTEE = 7
IDS = {name: number for number, name in enumerate((*PERSONS, "outsider", "writer"), start=100)}

# (role, the units it reaches, home unit)
HELD: dict[str, tuple[Role | None, frozenset[int], int]] = {
    "leader": (Role.LEADER, ALL, ROOT),
    "monitor": (Role.MONITOR, ALL, ROOT),
    "clerk": (Role.CLERK, ALL, ROOT),
    "inspector": (Role.INSPECTOR, ALL, ROOT),
    "admin": (Role.ADMIN, ALL, ROOT),
    "assigner": (None, frozenset(), ROOT),
    "head": (Role.UNIT_HEAD, frozenset({TP, HT}), TP),
    "officer": (Role.OFFICER, frozenset({TP}), TP),
    "colleague": (Role.OFFICER, frozenset({TP}), TP),
    "section head": (Role.UNIT_HEAD, frozenset({HT}), HT),
    "section officer": (Role.OFFICER, frozenset({HT}), HT),
    "supporting head": (Role.UNIT_HEAD, frozenset({NV}), NV),
    "supporting officer": (Role.OFFICER, frozenset({NV}), NV),
    "other head": (Role.UNIT_HEAD, frozenset({OTHER}), OTHER),
    "other officer": (Role.OFFICER, frozenset({OTHER}), OTHER),
    "outsider": (None, frozenset(), VP),
    "writer": (None, frozenset(), VP),
}
OF: dict[Kind, dict[str, int]] = {
    Kind.OFFICIAL: {"lead_unit_id": TP, "assigner_id": IDS["assigner"], "assignee_id": IDS["officer"]},
    Kind.PART: {
        "lead_unit_id": NV,
        "assigner_id": IDS["assigner"],
        "assignee_id": IDS["supporting officer"],
        "above_unit_id": TP,
        "above_assignee_id": IDS["officer"],
    },
    Kind.CHILD: {
        "lead_unit_id": HT,
        "assigner_id": IDS["head"],
        "assignee_id": IDS["section officer"],
        "above_unit_id": TP,
        "above_assignee_id": IDS["officer"],
    },
}


def facts(
    kind: Kind, state: State = State.IN_PROGRESS, *handed_in_by: str, declined_by: tuple[str, ...] | None = None
) -> Facts:
    """The task, handed in and declined by its usual persons unless others are named."""
    said = DECLINERS[kind] if declined_by is None else declined_by
    whose = {
        "handed_in_by": frozenset(IDS[name] for name in handed_in_by or SUBMITTERS[kind]),
        "declined_by": frozenset(IDS[name] for name in said),
    }
    return Facts(state=state, kind=kind, **whose, **OF[kind])  # type: ignore[arg-type]


def ties(*followers: str, writer: str | None = None, giving: tuple[int, ...] = ()) -> Ties:
    """Who else is tied to it."""
    ids = frozenset(IDS[name] for name in followers)
    return Ties(IDS[writer] if writer else None, ids, frozenset(giving))


def rights(name: str, *places: Place) -> Rights:
    """The person's rights, with the places filled for others."""
    role, reach, home = HELD[name]
    return Rights(IDS[name], COMMITTEE, home, {role: reach} if role else {}, places)


def place_of(name: str, standing: Standing) -> Place:
    """Another's place, with what of his roles is passed on."""
    role, reach, _home = HELD[name]
    passed = {role: reach} if role and role in PASSED_ON[standing] else {}
    return Place(IDS[name], standing, passed)
