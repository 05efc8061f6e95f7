"""The office that load data are about: the demo's as it stands, or one of any size built for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, selectinload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.demo.cast import MAIL_DOMAIN, PASSWORD
from taskapp.demo.names import Names
from taskapp.people import accounts
from taskapp.people.models import Committee, Person, Unit, UnitKind
from taskapp.people.organisation import create_committee, create_unit
from taskapp.people.passwords import hash_password
from taskapp.people.rights import Role
from taskapp.sample.lives import Desk, Officer
from taskapp.workdays import calendars

NAME = "UBND tỉnh Mẫu"
DEPARTMENTS = (
    "Văn phòng UBND tỉnh", "Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính", "Sở Xây dựng", "Sở Nông nghiệp và Môi trường",
    "Sở Công Thương", "Sở Giáo dục và Đào tạo", "Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Khoa học và Công nghệ", "Thanh tra tỉnh",
)  # fmt: skip
COMMUNE_WORDS = ("Tân", "An", "Phú", "Hòa", "Bình", "Long", "Mỹ", "Thạnh", "Vĩnh", "Định", "Thuận", "Hưng", "Lộc")
FEWEST = 8  # persons besides two in each unit: leaders and the office


class Seat(NamedTuple):
    """The committee whose office it is."""

    id: int
    name: str
    timezone: str


@dataclass(frozen=True)
class Office:
    """Who gives tasks to whom: the leaders with their titles, who follows tasks, the units that do them."""

    committee: Seat
    leaders: list[tuple[int, str]]
    monitor_id: int
    desks: list[Desk]


class Size(NamedTuple):
    """How many persons in how many units an office has that is built for load data."""

    people: int
    units: int


def office(session: Session, size: Size, random: Random, *, zone: str, opened_on: date, now: datetime) -> Office:
    """The demo's office, or a new one of this size in an empty database.

    Raises Refused where a committee is that is not the demo's, or when there are too few persons. Does not commit.
    """
    found = session.scalars(unscoped(Committee).order_by(Committee.id)).all()
    if any(not committee.is_demo for committee in found):
        raise Refused(_("Cơ sở dữ liệu đã có dữ liệu thật nên không nạp số liệu mẫu. Hãy dùng một cơ sở dữ liệu khác."))
    committee = found[0] if found else _built(session, size, random, zone=zone, opened_on=opened_on, now=now)
    session.flush()
    return _read(session, committee)


def _read(session: Session, committee: Committee) -> Office:
    units = scoped(Unit, committee.id, Unit.id, Unit.name).where(Unit.valid_to.is_(None))
    names: dict[int, str] = {row.id: row.name for row in session.execute(units)}
    query = scoped(Person, committee.id).where(Person.disabled_at.is_(None)).options(selectinload(Person.roles))
    leaders: list[tuple[int, str]] = []
    monitors: list[int] = []
    heads: dict[int, Officer] = {}
    officers: dict[int, list[Officer]] = {}
    for person in session.scalars(query.order_by(Person.id)):
        for held in person.roles:
            if held.role is Role.LEADER:
                leaders.append((person.id, person.position))
            elif held.role is Role.MONITOR:
                monitors.append(person.id)
            elif held.role is Role.UNIT_HEAD and held.unit_id == person.unit_id:
                heads[held.unit_id] = Officer(person.id, person.full_name)
            elif held.role is Role.OFFICER and held.unit_id == person.unit_id:
                officers.setdefault(held.unit_id, []).append(Officer(person.id, person.full_name))
    desks = [
        Desk(unit_id, names[unit_id], head.id, tuple(officers.get(unit_id, ())) or (head,))
        for unit_id, head in sorted(heads.items())
        if unit_id in names
    ]
    if not (leaders and monitors and len(desks) > 1):
        raise Refused(_("Cơ quan mẫu thiếu lãnh đạo, người theo dõi hoặc đơn vị. Hãy nạp vào một cơ sở dữ liệu trống."))
    seat = Seat(committee.id, committee.name, committee.timezone)
    return Office(seat, leaders, monitors[-1], desks)


def _built(session: Session, size: Size, random: Random, *, zone: str, opened_on: date, now: datetime) -> Committee:
    if size.people < FEWEST + 2 * size.units:
        least = FEWEST + 2 * size.units
        raise Refused(_("%(units)s đơn vị cần ít nhất %(people)s người (--people).", units=size.units, people=least))
    opened_at = min(now, datetime.combine(opened_on, time(8), ZoneInfo(zone)).astimezone(UTC))
    committee = create_committee(
        session, code="mau", name=NAME, timezone=zone, place="Mẫu", is_demo=True, now=opened_at
    )
    calendars.ship(session, committee.id, now=opened_at)
    root = create_unit(session, committee.id, name=NAME, short_name="UBND tỉnh", kind=UnitKind.COMMITTEE)
    units = [
        create_unit(session, committee.id, name=name, kind=kind, parent=root)
        for name, kind in _unit_names(random, size.units)
    ]
    password = hash_password(PASSWORD)  # once: hashing is meant to be slow
    names = Names(random, set())
    for number, post in enumerate(_posts(root, units, size)):
        person = accounts.create_person(
            session,
            committee.id,
            username=post.who or f"cb{number:04}",
            full_name=names.draw(),
            unit=post.unit,
            position=post.position,
            email=f"{post.who or f'cb{number:04}'}@{MAIL_DOMAIN}",
            by=None,
            now=opened_at,
        )
        for role, over in post.roles:
            accounts.give_role(session, person, role, over, by=None, now=opened_at)
        person.password_hash = password
    return committee


def _unit_names(random: Random, count: int) -> Iterator[tuple[str, UnitKind]]:
    yield from ((name, UnitKind.OFFICE) for name in DEPARTMENTS[:count])
    taken: set[str] = set()
    while len(taken) < count - len(DEPARTMENTS):
        words = [random.choice(COMMUNE_WORDS) for _place in range(2 if len(taken) < 100 else 3)]
        name = f"UBND {random.choice(('xã', 'xã', 'xã', 'phường'))} {' '.join(words)}"
        if name not in taken:
            taken.add(name)
            yield name, UnitKind.COMMUNE


class _Post(NamedTuple):
    unit: Unit
    position: str
    roles: tuple[tuple[Role, Unit], ...]
    who: str = ""


def _posts(root: Unit, units: list[Unit], size: Size) -> Iterator[_Post]:
    """Leaders and the office, a head and an officer in each unit, the others by turns in the units."""
    leading, first, second = ((Role.LEADER, root),), units[0], units[1 % len(units)]
    yield _Post(root, "Chủ tịch UBND tỉnh", leading, "chutich")
    yield _Post(root, "Phó Chủ tịch UBND tỉnh", leading, "phochutich")
    yield _Post(root, "Phó Chủ tịch UBND tỉnh", leading)
    yield _Post(first, "Chuyên viên theo dõi", ((Role.MONITOR, root), (Role.OFFICER, first)), "vanphong")
    yield _Post(first, "Văn thư", ((Role.CLERK, root), (Role.OFFICER, first)), "vanthu")
    yield _Post(first, "Chuyên viên công nghệ thông tin", ((Role.ADMIN, root),), "quantri")
    yield _Post(first, "Thanh tra viên", ((Role.INSPECTOR, root),), "thanhtra")
    for unit in units:
        yield _Post(unit, "Thủ trưởng đơn vị", ((Role.UNIT_HEAD, unit),), "truongphong" if unit is second else "")
        yield _Post(unit, "Chuyên viên", ((Role.OFFICER, unit),), "congchuc" if unit is second else "")
    for number in range(size.people - 7 - 2 * len(units)):
        unit = units[number % len(units)]
        yield _Post(unit, "Chuyên viên", ((Role.OFFICER, unit),))
