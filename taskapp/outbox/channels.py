"""Ways on which a person is reached: mail, which always goes, and what he may have besides. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORTS = {"https": 443, "http": 80}
LONGEST = 500
LONGEST_OF_BROWSER = 800  # push services put long tokens into their addresses
_HOST = re.compile(r"[a-z0-9.-]{1,253}")
_PATH = re.compile(r"[A-Za-z0-9._~/+=:;,!*'()-]*")  # no %: whoever decodes it reads another path
_QUERY = re.compile(r"[A-Za-z0-9._~/+=:;,!*'()&%-]*")
_HOOK = re.compile(r"(?P<path>.*)/hooks/(?P<token>[A-Za-z0-9]+)/?")  # an incoming webhook of Mattermost


class Channel(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"
    MATTERMOST = "mattermost"
    PUSH = "push"  # notifications of a browser
    HOOK = "hook"  # a webhook of the office, by which another program is told


TYPED = (Channel.WEBHOOK, Channel.MATTERMOST)  # whose addresses a person types, one of a kind
BESIDES = (*TYPED, Channel.PUSH)  # mail


class Flaw(StrEnum):
    """Why an address is not used."""

    NO_ADDRESS = "no_address"
    NOT_ALLOWED = "not_allowed"  # the administrator has not named its host, or not with this port
    NO_HOOK = "no_hook"
    NO_BROWSER = "no_browser"  # what a browser should have said of itself cannot be read


class BadAddress(Exception):
    """An address that must not or cannot be used; `host` as far as it could be read."""

    def __init__(self, flaw: Flaw, host: str = "") -> None:
        super().__init__(flaw.value)
        self.flaw, self.host = flaw, host


@dataclass(frozen=True)
class Address:
    """Where a channel's messages go. `token`: of a Mattermost hook, whose `path` is what stands before it."""

    is_secure: bool
    host: str
    port: int
    path: str
    query: str = ""
    token: str = ""

    @property
    def name(self) -> str:
        """The host as people may see it, with a port that is not the ordinary one."""
        ordinary = DEFAULT_PORTS["https" if self.is_secure else "http"]
        return self.host if self.port == ordinary else f"{self.host}:{self.port}"


class Begun(NamedTuple):
    """A channel that a person has confirmed: its kind, what messages to it carry as their address, since when."""

    channel: Channel
    address: str
    since: datetime


def read(text: str, channel: Channel, allowed: Collection[str]) -> Address:
    """The address in `text`, https:// or http://, if its host is one of `allowed` (host, host:port, or .what-is-above).

    A host without a port allows the ordinary ports only, and to a browser https:// alone. Raises BadAddress for
    everything else: names and passwords before the host, letters beyond ASCII, and what two readers might take for two
    hosts.
    """
    parts = _parts(text, LONGEST_OF_BROWSER if channel is Channel.PUSH else LONGEST)
    host, port = parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]
    is_ordinary = port == DEFAULT_PORTS[parts.scheme]
    is_plain = is_ordinary and (parts.scheme == "https" or channel is not Channel.PUSH)
    if f"{host}:{port}" not in allowed and not (is_plain and _is_among(host, allowed)):
        raise BadAddress(Flaw.NOT_ALLOWED, host if is_ordinary else f"{host}:{port}")
    path, token = parts.path or "/", ""
    if channel is Channel.MATTERMOST:
        hook = _HOOK.fullmatch(path)
        if hook is None or parts.query:
            raise BadAddress(Flaw.NO_HOOK, host)
        path, token = hook["path"] or "/", hook["token"]
    return Address(parts.scheme == "https", host, port, path, parts.query, token)


def _is_among(host: str, allowed: Collection[str]) -> bool:
    return host in allowed or any(one.startswith(".") and host.endswith(one) for one in allowed)


def _parts(text: str, longest: int) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:  # brackets that do not match, a port that is none
        raise BadAddress(Flaw.NO_ADDRESS) from error
    host = parts.hostname or ""
    plain = host if port is None else f"{host}:{port}"
    if not (
        len(text) <= longest
        and not re.search(r"[\s\\]", text)
        and parts.scheme in DEFAULT_PORTS
        and _HOST.fullmatch(host)
        and parts.netloc.lower() == plain
        and _PATH.fullmatch(parts.path)
        and _QUERY.fullmatch(parts.query)
        and not parts.fragment
    ):
        raise BadAddress(Flaw.NO_ADDRESS, host)
    return parts
