"""Changes of the rules that nobody could tell from outside, each with the reason."""

from __future__ import annotations

ONLY_A_NAME = "the name of a type; nothing asks it"
NO_WHOLE_ABOVE = "only parts and pieces belong to a whole, so an official task has nobody above"

EQUIVALENT: dict[str, str] = {
    "permissions: Move | Change → Move": ONLY_A_NAME,
    "permissions: Move | Change → Change": ONLY_A_NAME,
    "permissions: facts.above_unit_id is not None and rights.over(facts.above_unit_id, Role.UNIT_HEAD)"
    " → rights.over(facts.above_unit_id, Role.UNIT_HEAD)": "no role reaches a unit that is none",
    "permissions: facts.kind is Kind.CHILD and _heads_above(rights, facts) and _heads_lead_unit(rights, facts)"
    " → _heads_above(rights, facts) and _heads_lead_unit(rights, facts)": NO_WHOLE_ABOVE,
    "permissions: _assigned_it → _in_charge": NO_WHOLE_ABOVE,
    "permissions: not rights.places or allows(rights.alone) → allows(rights.alone)": "no place, no name",
}
