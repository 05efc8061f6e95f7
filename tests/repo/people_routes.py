"""The doors of signing in, accounts, units, absences and delegations."""

from __future__ import annotations

from tests.repo.doors import (
    ADMIN,
    ASSIGNING,
    DOING,
    REARRANGINGS,
    Door,
    page,
    post,
)

PEOPLE_DOORS = (
    page("people.sign_in", is_public=True),
    post("people.sign_in", is_public=True),
    page("account.set_password", is_public=True, thing="link"),
    post("account.set_password", is_public=True, thing="link"),
    post("account.choose_language", is_public=True, data={"language": "vi"}),
    post("account.choose_theme", is_public=True, data={"theme": "dark"}),
    page("account.show"),
    post("account.choose_keys", data={"keys": "off"}),
    page("account.stay"),
    page("proof.sign_in", is_public=True),
    *(post(f"proof.{door}", is_public=True) for door in ("sign_in", "sign_in_options")),
    *(page(door) for door in ("proof.show", "factors.show", "factors.app", "factors.key", "held.show")),
    *(post(door) for door in ("proof.show", "proof.proof_options", "held.drop")),
    *(post(f"factors.{door}") for door in ("begin_app", "app", "key", "key_options", "make_codes", "remove")),
    *(post(f"admin_factors.{door}", ADMIN, thing="person") for door in ("reset", "unlock")),
    *(page(door, ADMIN) for door in ("access.index", "access.export", "review.show", "sign_in_rules.show")),
    *(post(door, ADMIN) for door in ("review.confirm", "sign_in_rules.change")),
    *(page(f"personal.{door}") for door in ("mine", "take_mine", "seen_of_mine", "take_seen_of_mine")),
    *(page(f"personal.{door}", ADMIN, thing="person") for door in ("of_person", "take", "seen_of_person", "take_seen")),
    post("personal.anonymise", ADMIN, thing="person"),
    post("account.change_password"),
    post("account.end_one", frozenset(), sees=frozenset(), thing="sign_in"),  # somebody else's
    post("account.end_others"),
    page("tokens.index"),
    post("tokens.make"),
    post("tokens.revoke", frozenset(), sees=frozenset(), thing="api_token"),  # somebody else's
    page("tokens.everybody", ADMIN),
    post("tokens.revoke_any", ADMIN, thing="api_token"),
    page("admin_people.index", ADMIN),
    page("pasting.paste", ADMIN),
    post("pasting.paste", ADMIN, data={"table": "Phòng Y tế", "act": "preview"}),
    post("pasting.make_links", ADMIN),
    page("admin_people.new", ADMIN),
    post("admin_people.new", ADMIN),
    page("admin_people.show", ADMIN, thing="person"),
    post("admin_people.show", ADMIN, thing="person"),
    post("admin_people.give_role", ADMIN, thing="person", data={"role": "clerk", "role_unit_id": "1"}),
    post("admin_people.take_role", ADMIN, thing="role"),
    post("admin_people.make_link", ADMIN, thing="person"),
    post("admin_people.disable", ADMIN, thing="person"),
    post("admin_people.enable", ADMIN, thing="person"),
    post("admin_people.end_sign_ins", ADMIN, thing="person"),
    page("admin_units.index", ADMIN),
    page("admin_units.new", ADMIN),
    post("admin_units.new", ADMIN),
    page("sign_on.index", ADMIN),
    post("sign_on.link", ADMIN, thing="outer_account", data={"username": "congchuc"}),
    post("sign_on.refuse", ADMIN, thing="outer_account"),
    post("sign_on.unlink", ADMIN, thing="outer_account"),
    post("sign_on.add_group", ADMIN, data={"group_name": "cc-tp", "role": "officer", "unit_id": "1"}),
    post("sign_on.remove_group", ADMIN, thing="group_role"),
    *(Door("GET", "reorganising.change", ADMIN, values={"kind": kind}) for kind in REARRANGINGS),
    *(Door("POST", "reorganising.change", ADMIN, values={"kind": kind}) for kind in REARRANGINGS),
    page("admin_units.edit", ADMIN, thing="unit"),
    post("admin_units.edit", ADMIN, thing="unit"),
)

ABSENCE_OF_CONGCHUC = ASSIGNING | DOING
SEEING_IT = ABSENCE_OF_CONGCHUC | {"congchuc2"}  # the deputy

STANDING_DOORS = (
    page("absences.index"),
    page("absences.new"),
    post("absences.new"),
    page("absences.show", SEEING_IT, sees=SEEING_IT, thing="absence"),
    post("absences.end", ABSENCE_OF_CONGCHUC, sees=SEEING_IT, thing="absence"),
    page("absences.delegate", ASSIGNING),
    post("absences.delegate", ASSIGNING),
    post("absences.revoke", frozenset({"chutich", "vanphong"}), sees=ASSIGNING, thing="delegation"),
)
