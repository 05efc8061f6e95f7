"""What is believed of an ID token's claims."""

from __future__ import annotations

import pytest

from taskapp.people.sso.claims import Claims, read

HERE = "https://sso.example"


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"sub": "1"}, Claims(HERE, "1")),
        (
            {
                "sub": "1",
                "preferred_username": " lan ",
                "name": "Trần  Thị\nLan",
                "email": "LAN@x.vn",
                "groups": ["a", "a", "b"],
            },
            Claims(HERE, "1", "lan", "Trần Thị Lan", "lan@x.vn", frozenset("ab")),
        ),
        ({"sub": "1", "email": "a@x.vn", "email_verified": False}, Claims(HERE, "1")),
        ({"sub": "1", "email": "a@x.vn", "email_verified": "false"}, Claims(HERE, "1")),
        ({"sub": "1", "email": "a@x.vn", "email_verified": True}, Claims(HERE, "1", email="a@x.vn")),
        ({"sub": "1", "name": 7, "groups": {"a": 1}}, Claims(HERE, "1")),
        ({"sub": "1", "groups": "only"}, Claims(HERE, "1", groups=frozenset({"only"}))),
        ({"sub": "1", "groups": []}, Claims(HERE, "1", groups=frozenset())),
        ({"sub": "1", "groups": ["a", 7, "", "x" * 201]}, Claims(HERE, "1", groups=frozenset({"a"}))),
        ({"sub": ""}, None),
        ({"sub": 1}, None),
        ({"sub": "x" * 256}, None),
        ({}, None),
    ],
)
def test_claims_are_read_as_far_as_they_can_be_believed(said, known):
    assert read(HERE, said, "groups") == known


def test_another_claim_may_name_the_groups():
    found = read(HERE, {"sub": "1", "vai_tro": ["a"], "groups": ["b"]}, "vai_tro")
    assert found is not None
    assert found.groups == {"a"}
