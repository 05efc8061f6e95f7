"""What a committee demands of a sign-in: pure rules, as tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taskapp.base.errors import BadInput
from taskapp.people import passwords, sign_in_policy
from taskapp.people.sign_in_policy import Profile, SignInPolicy, read_networks
from tests.conftest import MONDAY

OUTSIDE = SignInPolicy(outside_needs_factor=True, networks=("10.20.0.0/16", "2001:db8::/32"))


@pytest.mark.parametrize(
    ("policy", "address", "outside"),
    [
        (OUTSIDE, "10.20.3.4", False),
        (OUTSIDE, "10.21.3.4", True),
        (OUTSIDE, "2001:db8::1", False),
        (OUTSIDE, "::ffff:10.20.3.4", False),  # one address, written the other way
        (OUTSIDE, "", True),  # nobody knows where from
        (SignInPolicy(outside_needs_factor=True), "10.21.3.4", False),  # no networks named yet
        (SignInPolicy(networks=("10.20.0.0/16",)), "10.21.3.4", False),  # named, but not asked for
    ],
)
def test_what_counts_as_outside(policy, address, outside):
    assert policy.is_outside(address) is outside
    assert policy.demands_factor(is_admin=False, address=address) is outside
    assert policy.demands_factor(is_admin=True, address=address)


@pytest.mark.parametrize(
    ("profile", "has_factor", "password", "is_good"),
    [
        (Profile.TCVN, False, "Ba con 9 chuột", True),  # 14 characters of four classes
        (Profile.TCVN, False, "Ba con 9 chuộ", False),
        (Profile.TCVN, False, "ba con 9 chuột xám", False),  # no capital
        (Profile.TCVN, False, "Ba con chuột xám", False),  # no digit
        (Profile.TCVN, False, "BaConChuotXam9Duoi", False),  # nothing but letters and digits
        (Profile.TCVN, True, "ba chuột", True),  # eight beside a second factor
        (Profile.TCVN, True, "ba chuộ", False),
        (Profile.NIST, False, "ba con chuột xá", True),  # 15, of any kind
        (Profile.NIST, False, "ba con chuột x", False),
        (Profile.NIST, True, "ba chuột", True),
        (Profile.NIST, False, "Mật Khẩu 123456", False),  # on the list of bad ones
    ],
)
def test_what_each_profile_takes(profile, has_factor, password, is_good):
    policy = SignInPolicy(profile=profile)
    try:
        passwords.check_new(password, "congchuc", policy, has_factor=has_factor)
        taken = True
    except BadInput:
        taken = False
    assert taken is is_good


@pytest.mark.parametrize(
    ("profile", "is_admin", "days", "too_old"),
    [
        (Profile.TCVN, True, 60, True),
        (Profile.TCVN, True, 59, False),
        (Profile.TCVN, False, 600, False),
        (Profile.NIST, True, 600, False),
        (Profile.TCVN, True, None, False),  # nobody knows since when
    ],
)
def test_when_a_password_is_too_old(profile, is_admin, days, too_old):
    set_at = None if days is None else MONDAY - timedelta(days=days)
    assert SignInPolicy(profile=profile).is_too_old(set_at, is_admin=is_admin, now=MONDAY) is too_old


@pytest.mark.parametrize(
    ("kept", "policy"),
    [
        ({}, SignInPolicy()),
        ({"profile": "nist", "idle_minutes": 7}, SignInPolicy(profile=Profile.NIST, idle_minutes=7)),
        ({"profile": "own", "idle_minutes": 0, "absolute_hours": "x"}, SignInPolicy(idle_minutes=1)),
        (OUTSIDE.as_json(), OUTSIDE),
    ],
)
def test_what_was_kept_is_read_again_and_never_looser_than_shipped(kept, policy):
    assert sign_in_policy.of(kept) == policy


def test_networks_are_read_as_people_type_them():
    assert read_networks("10.20.1.5/16, 192.168.1.7\n10.20.0.0/16;2001:db8::/32") == (
        "10.20.0.0/16",
        "192.168.1.7/32",
        "2001:db8::/32",
    )
    with pytest.raises(ValueError, match="cơ-quan"):
        read_networks("10.0.0.0/8 cơ-quan")
