"""The settings of signing in with an account of another office's directory (OpenID Connect)."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

NAMES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_NAME", "OIDC_SCOPE", "OIDC_GROUPS")
HIDDEN = "OIDC_CLIENT_SECRET"


class BadOidc(ValueError):
    """The settings cannot be used; the text names the variable and what to do."""


@dataclass(frozen=True)
class Oidc:
    """The provider, what we are called there, how people call it, and the claim with the names of groups."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    scope: str = "openid profile email"
    groups: str = "groups"


def read(get: Callable[[str], str]) -> Oidc | None:
    """The settings by `get("OIDC_ISSUER")` and so on; None when nothing is set. Raises BadOidc."""
    values = {name: get(name) for name in (*NAMES, HIDDEN)}
    if not any(values.values()):
        return None
    for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", HIDDEN):
        if not values[name]:
            raise BadOidc(f"TASKAPP_{name}: chưa đặt. Đăng nhập một lần cần OIDC_ISSUER, OIDC_CLIENT_ID và {HIDDEN}.")
    scope = values["OIDC_SCOPE"] or Oidc.scope
    if "openid" not in scope.split():
        raise BadOidc(f"TASKAPP_OIDC_SCOPE={scope}: phải có openid, ví dụ: {Oidc.scope}.")
    issuer = _issuer(values["OIDC_ISSUER"])
    return Oidc(
        issuer=issuer,
        client_id=values["OIDC_CLIENT_ID"],
        client_secret=values[HIDDEN],
        name=values["OIDC_NAME"] or urlsplit(issuer).hostname or "",
        scope=scope,
        groups=values["OIDC_GROUPS"] or Oidc.groups,
    )


def _issuer(value: str) -> str:
    """An address with https, as OpenID Connect Discovery 1.0 section 3 asks; without it only on this machine."""
    parts = urlsplit(value)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    if not is_safe or not parts.hostname or parts.query or parts.fragment:
        raise BadOidc(
            f"TASKAPP_OIDC_ISSUER={value}: phải là địa chỉ https:// của máy chủ đăng nhập, ví dụ https://sso.tinh.gov.vn."
        )
    return value.rstrip("/")


def is_this_machine(host: str) -> bool:
    """Whether a host's name or number means the machine that asks."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
