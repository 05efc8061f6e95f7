"""Where webhooks may go: to the public internet by https, and to networks that the installation names.

A name is looked up once, every address that it has is judged, and the one that was judged is the one connected to: a
name that means something else a moment later changes nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from taskapp.base.settings import Network

Ip = IPv4Address | IPv6Address

LONGEST = 500
DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9_.-]{1,253}|\[[0-9a-f:.]+\]")
_TARGET = re.compile(r"[A-Za-z0-9._~/+=:;,!*'()&%?@$-]*")
_UNICAST = ip_network("2000::/3")  # all that has been given out of IPv6; NAT64 and the like lie outside
# Answered inside a cloud's own network; for protocols, which older Pythons do not know; 6to4, around an IPv4 address.
_NOT_PUBLIC = tuple(ip_network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "2002::/16"))


class Flaw(StrEnum):
    """Why an address is not used."""

    NO_ADDRESS = "no_address"
    NO_TLS = "no_tls"
    NO_NAME = "no_name"
    NOT_PUBLIC = "not_public"


class BadPlace(Exception):
    """An address that must not or cannot be used; `host` as far as it could be read."""

    def __init__(self, flaw: Flaw, host: str = "") -> None:
        super().__init__(flaw.value)
        self.flaw, self.host = flaw, host


@dataclass(frozen=True)
class Place:
    """An address in its parts; `target` is the path with its query."""

    is_secure: bool
    host: str
    port: int
    target: str

    @property
    def name(self) -> str:
        """The host as it stands in the address, with a port that is not the ordinary one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS["https" if self.is_secure else "http"] else f"{host}:{self.port}"


def read(text: str, allowed: Collection[Network]) -> Place:
    """The place that an address names, https:// or, where networks are allowed, http://. Raises BadPlace."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadPlace(Flaw.NO_ADDRESS) from error
    bare = parts.netloc.lower().removesuffix(f":{port}") if port else parts.netloc.lower()
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if (
        len(text) > LONGEST
        or parts.scheme not in DEFAULT_PORTS
        or not _HOST.fullmatch(bare)
        or not _TARGET.fullmatch(target)
        or parts.fragment
    ):
        raise BadPlace(Flaw.NO_ADDRESS, parts.hostname or "")
    if parts.scheme == "http" and not allowed:
        raise BadPlace(Flaw.NO_TLS, parts.hostname or "")
    return Place(parts.scheme == "https", parts.hostname or "", port or DEFAULT_PORTS[parts.scheme], target)


def look_up(place: Place, allowed: Collection[Network]) -> list[str]:
    """The addresses of the place, to be connected to as they are. Raises BadPlace when one of them must not be used."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise BadPlace(Flaw.NO_NAME, place.host) from error
    known = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in known:
        judge(address, place, allowed)
    return [str(address) for address in dict.fromkeys(known)]


def judge(address: Ip, place: Place, allowed: Collection[Network]) -> None:
    """Raises BadPlace for an address that is neither public, by https, nor in a network that is allowed."""
    real = getattr(address, "ipv4_mapped", None) or address
    if any(real.version == network.version and real in network for network in allowed):
        return
    if not is_public(real):
        raise BadPlace(Flaw.NOT_PUBLIC, place.host)
    if not place.is_secure:
        raise BadPlace(Flaw.NO_TLS, place.host)


def is_public(address: Ip) -> bool:
    """Whether the address is of the public internet: not private, loopback, link-local, shared or mapped."""
    if getattr(address, "ipv4_mapped", None) is not None or not address.is_global:
        return False
    if address.is_multicast or address.is_reserved or (address.version == 6 and address not in _UNICAST):
        return False
    return not any(address.version == net.version and address in net for net in _NOT_PUBLIC)
