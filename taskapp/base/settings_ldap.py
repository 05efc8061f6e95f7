"""The settings of signing in with the password of the office's directory (LDAP: Active Directory, OpenLDAP)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from taskapp.base.settings_oidc import is_this_machine

NAMES = (
    "LDAP_URL",
    "LDAP_NAME",
    "LDAP_BASE",
    "LDAP_FILTER",
    "LDAP_BIND_DN",
    "LDAP_ACCOUNT",
    "LDAP_CA",
    "LDAP_GROUPS",
)
HIDDEN = "LDAP_PASSWORD"
PORTS = {"ldaps": 636, "ldap+starttls": 389, "ldap": 389}
HERE = "{name}"  # where the typed name goes, escaped


class BadLdap(ValueError):
    """The settings cannot be used; the text names the variable and what to do."""


@dataclass(frozen=True)
class Ldap:
    """The directory, how people call it, and how a typed name becomes an entry: searched by `filter`, or by `bind_dn`.

    `account` and its password search; without them the search is anonymous. `groups`: the attribute with the names of
    a person's groups; empty: roles do not follow groups.
    """

    scheme: str
    host: str
    port: int
    name: str
    base: str
    filter: str = "(|(uid={name})(sAMAccountName={name}))"
    bind_dn: str = ""
    account: str = ""
    password: str = field(default="", repr=False)
    ca: Path | None = None
    groups: str = ""


def read(get: Callable[[str], str]) -> Ldap | None:
    """The settings by `get("LDAP_URL")` and so on; None when nothing is set. Raises BadLdap."""
    values = {name.removeprefix("LDAP_"): get(name) for name in (*NAMES, HIDDEN)}
    if not any(values.values()):
        return None
    for name in ("URL", "BASE"):
        if not values[name]:
            raise BadLdap(f"TASKAPP_LDAP_{name}: chưa đặt. Đăng nhập bằng thư mục cần LDAP_URL và LDAP_BASE.")
    if bool(values["ACCOUNT"]) != bool(values["PASSWORD"]):
        raise BadLdap("TASKAPP_LDAP_ACCOUNT, TASKAPP_LDAP_PASSWORD: đặt cả hai, hoặc không đặt (tìm ẩn danh).")
    parts = _server(values["URL"])
    return Ldap(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=_port(parts),
        name=values["NAME"] or parts.hostname or "",
        base=values["BASE"],
        filter=_with_name("LDAP_FILTER", values["FILTER"] or Ldap.filter, "(sAMAccountName={name})"),
        bind_dn=_with_name("LDAP_BIND_DN", values["BIND_DN"], "uid={name},ou=people,dc=tinh,dc=vn"),
        account=values["ACCOUNT"],
        password=values["PASSWORD"],
        ca=_file(values["CA"]),
        groups=values["GROUPS"],
    )


def _server(value: str) -> SplitResult:
    """An address whose connection is encrypted before a password goes over it; without that only on this machine."""
    parts = urlsplit(value)
    is_plain = parts.scheme == "ldap" and not is_this_machine(parts.hostname or "")
    if parts.scheme not in PORTS or is_plain or not parts.hostname or parts.username or parts.path.strip("/"):
        raise BadLdap(
            "TASKAPP_LDAP_URL: phải có dạng ldaps://máy[:636] hoặc ldap+starttls://máy[:389], không kèm mật khẩu; "
            "ldap:// (không mã hóa) chỉ nhận cho chính máy này."
        )
    return parts


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise BadLdap("TASKAPP_LDAP_URL: cổng phải là số từ 1 đến 65535.") from error


def _with_name(variable: str, value: str, example: str) -> str:
    if value and HERE not in value:
        raise BadLdap(f"TASKAPP_{variable}={value}: phải có {HERE} ở chỗ đặt tên đăng nhập, ví dụ {example}.")
    return value


def _file(value: str) -> Path | None:
    if value and not Path(value).is_file():
        raise BadLdap(f"TASKAPP_LDAP_CA={value}: không có tệp này. Đặt tệp PEM, chứng thư của nơi cấp cho máy thư mục.")
    return Path(value) if value else None
