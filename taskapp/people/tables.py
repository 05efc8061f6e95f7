"""Rows as pages show them: local times, names of roles, units as a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from taskapp.base import clock
from taskapp.base.i18n import _
from taskapp.people.models import AccountChange, AccountEvent, Person, SignInSession, Unit
from taskapp.people.rights import Role
from taskapp.people.secret_models import ForATime
from taskapp.people.token_models import ApiToken
from taskapp.people.unit_queries import UnitThen
from taskapp.people.words import CHANGE_NAMES, ROLE_NAMES, SCOPE_NAMES

Node = TypeVar("Node", Unit, UnitThen)

_BROWSERS = (("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"))


@dataclass(frozen=True)
class SessionRow:
    """One sign-in, in local time."""

    id: int
    browser: str
    address: str
    started: datetime
    last_seen: datetime
    is_current: bool


@dataclass(frozen=True)
class TokenRow:
    """One token of a program, in local time; `state` is (colour word, what it is called)."""

    token: ApiToken
    scopes: tuple[str, ...]
    made: datetime
    expires: datetime
    used: datetime | None
    state: tuple[str, str]
    is_live: bool


@dataclass(frozen=True)
class EventRow:
    """One change of an account, in local time; `by` empty: the command line."""

    when: datetime
    what: str
    note: str
    by: str


@dataclass(frozen=True)
class UnitRow:
    """A unit at its depth in the tree (0: the top) and how many enabled persons are at home in it."""

    unit: Unit
    depth: int
    people: int


def session_rows(rows: Iterable[SignInSession], zone: str, *, current_id: int | None = None) -> list[SessionRow]:
    """The sign-ins as a page shows them; `zone` is the committee's."""
    return [
        SessionRow(
            row.id,
            browser_name(row.browser),
            row.address,
            clock.local(row.started_at, zone),
            clock.local(row.last_seen_at, zone),
            row.id == current_id,
        )
        for row in rows
    ]


def token_rows(tokens: Iterable[ApiToken], zone: str, now: datetime) -> list[TokenRow]:
    """Tokens as a page shows them; `zone` is the committee's."""
    return [
        TokenRow(
            token,
            tuple(str(name) for scope, name in SCOPE_NAMES.items() if scope in token.allows),
            clock.local(token.made_at, zone),
            clock.local(token.expires_at, zone),
            clock.local(token.last_used_at, zone) if token.last_used_at else None,
            secret_state(token, now),
            token.is_live(now),
        )
        for token in tokens
    ]


def secret_state(row: ForATime, now: datetime) -> tuple[str, str]:
    """Colour word and name of how it stands with something that a secret opens."""
    if row.ended_at is not None:
        return "none", _("đã thu hồi")
    return ("done", _("đang dùng được")) if row.is_live(now) else ("none", _("đã hết hạn"))


def browser_name(user_agent: str) -> str:
    """What a person calls the browser: "Chrome · Windows"; the beginning of the text when it is not known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    if not browser and "Safari" in user_agent:
        browser = "Safari"
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "Linux" if "Linux" in user_agent else "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:40]


def event_rows(events: Iterable[AccountEvent], zone: str) -> list[EventRow]:
    """What happened to an account, roles by their names."""
    return [
        EventRow(
            clock.local(event.recorded_at, zone),
            str(CHANGE_NAMES[event.kind]),
            _note(event),
            event.by.full_name if event.by else "",
        )
        for event in events
    ]


def by_unit(people: Sequence[Person]) -> list[tuple[Unit, list[Person]]]:
    """Persons that come sorted by unit, as groups."""
    return [(rows[0].unit, rows) for _unit, group in groupby(people, key=lambda p: p.unit_id) if (rows := list(group))]


def role_texts(person: Person, labels: Mapping[int, str]) -> list[str]:
    """The person's roles in words, with the unit where it is not the home one."""
    return [
        str(ROLE_NAMES[held.role]) + (f" ({labels[held.unit_id]})" if held.unit_id != person.unit_id else "")
        for held in person.roles
    ]


def remarks_on(person: Person, failing: Collection[str] = ()) -> list[tuple[str, str]]:
    """What an administrator should see at once about an account: kind of badge and words.

    `failing`: addresses, in small letters, whose last mail was refused or came back.
    """
    if not person.is_enabled:
        return [("none", _("đã khóa"))]
    remarks = (
        (person.password_hash is None, "wait", _("chưa đặt mật khẩu")),
        (not person.email, "soon", _("thiếu thư điện tử")),
        (person.email.lower() in failing, "late", _("thư gửi tới bị trả lại")),
        (not person.roles, "soon", _("chưa có vai trò")),
    )
    return [(kind, text) for is_so, kind, text in remarks if is_so]


def tree(units: Iterable[Unit], people: Mapping[int, int], within: Collection[int]) -> list[UnitRow]:
    """The units of `within` in the order of the tree, with their persons."""
    placed = in_tree([unit for unit in units if unit.id in within])
    return [UnitRow(unit, depth, people.get(unit.id, 0)) for unit, depth in placed]


def in_tree(nodes: Sequence[Node]) -> list[tuple[Node, int]]:
    """Units in the order of the tree with their depth: each below its parent, siblings as they come."""
    known = {node.id for node in nodes}
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        below[node.parent_id if node.parent_id in known else None].append(node)
    found: list[tuple[Node, int]] = []
    stack = [(node, 0) for node in reversed(below[None])]
    while stack:
        node, depth = stack.pop()
        found.append((node, depth))
        stack += [(child, depth + 1) for child in reversed(below[node.id])]
    return found


def unit_choices(rows: Iterable[UnitRow]) -> list[tuple[str, str]]:
    """Ids and names of the open units, indented by depth, for a select."""
    return [(str(row.unit.id), "– " * row.depth + row.unit.name) for row in rows if row.unit.valid_to is None]


def _note(event: AccountEvent) -> str:
    if event.kind not in (AccountChange.ROLE_GIVEN, AccountChange.ROLE_TAKEN):
        return event.note
    role, _dot, unit = event.note.partition(" · ")
    return f"{ROLE_NAMES[Role(role)]} · {unit}"
