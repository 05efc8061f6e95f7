"""The office that tests work in: a committee, five units, the people of the demo accounts and a second officer.

chutich, phochutich: leaders · vanphong: monitor · vanthu: clerk · thanhtra: inspector · quantri: administrator ·
truongphong, congchuc, congchuc2: Phòng Tư pháp · truongphong_nv, congchuc_nv: Phòng Nội vụ ·
chutichxa, tuphapxa: UBND xã Tân Nhuận Đông.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from taskapp.base import clock
from taskapp.base.text import fold, name_key
from taskapp.people.models import Committee, Person, RoleHeld, Unit, UnitKind
from taskapp.people.passwords import hash_password
from taskapp.people.rights import Role

UNITS = {
    "root": ("UBND huyện Châu Thành", "UBND huyện", UnitKind.COMMITTEE),
    "vp": ("Văn phòng HĐND và UBND huyện", "Văn phòng", UnitKind.OFFICE),
    "tp": ("Phòng Tư pháp", "", UnitKind.OFFICE),
    "nv": ("Phòng Nội vụ", "", UnitKind.OFFICE),
    "tnd": ("UBND xã Tân Nhuận Đông", "", UnitKind.COMMUNE),
}
PEOPLE = {
    "chutich": ("Trần Thị Lan", "Chủ tịch UBND huyện", "root", "root", Role.LEADER),
    "phochutich": ("Lê Văn Đức", "Phó Chủ tịch UBND huyện", "root", "root", Role.LEADER),
    "vanphong": ("Phạm Ngọc Mai", "Chuyên viên theo dõi", "vp", "root", Role.MONITOR),
    "vanthu": ("Đỗ Thị Hồng Ân", "Văn thư", "vp", "root", Role.CLERK),
    "truongphong": ("Võ Minh Khang", "Trưởng phòng", "tp", "tp", Role.UNIT_HEAD),
    "congchuc": ("Nguyễn Thị Ánh Tuyết", "Công chức Tư pháp - Hộ tịch", "tp", "tp", Role.OFFICER),
    "congchuc2": ("Huỳnh Quốc Bảo", "Chuyên viên", "tp", "tp", Role.OFFICER),
    "truongphong_nv": ("Đặng Hữu Phước", "Trưởng phòng", "nv", "nv", Role.UNIT_HEAD),
    "congchuc_nv": ("Bùi Thanh Hà", "Chuyên viên", "nv", "nv", Role.OFFICER),
    "chutichxa": ("Ngô Văn Bền", "Chủ tịch UBND xã", "tnd", "tnd", Role.UNIT_HEAD),
    "tuphapxa": ("Lý Thị Cẩm Nhung", "Công chức Tư pháp - Hộ tịch", "tnd", "tnd", Role.OFFICER),
    "thanhtra": ("Trương Công Định", "Thanh tra viên", "root", "root", Role.INSPECTOR),
    "quantri": ("Hồ Anh Thư", "Quản trị hệ thống", "vp", "root", Role.ADMIN),
}


@dataclass(frozen=True)
class Office:
    """Ids by short names."""

    committee_id: int
    units: dict[str, int]
    people: dict[str, int]

    @classmethod
    def load(cls, session: Session | scoped_session[Session]) -> Office:
        committee_id = session.scalars(select(Committee.id)).one()
        units = dict(session.execute(select(Unit.code, Unit.id)).all())
        people = dict(session.execute(select(Person.username, Person.id)).all())
        return cls(committee_id, units, people)


def build_office(session: Session | scoped_session[Session]) -> None:
    """Add the office; the caller commits."""
    now = clock.now()
    committee = Committee(
        code="chauthanh",
        name="UBND huyện Châu Thành",
        place="Châu Thành",
        timezone="Asia/Ho_Chi_Minh",
        created_at=now,
    )
    session.add(committee)
    session.flush()
    units: dict[str, Unit] = {}
    for order, (code, (name, short, kind)) in enumerate(UNITS.items()):
        units[code] = Unit(
            committee_id=committee.id,
            parent=units.get("root"),
            kind=kind,
            code=code,
            name=name,
            short_name=short,
            search_key=fold(f"{name} {short}"),
            sort_order=order,
        )
        session.add(units[code])
    session.flush()
    password = hash_password("demo")
    for username, (name, position, home, scope, role) in PEOPLE.items():
        person = Person(
            committee_id=committee.id,
            unit_id=units[home].id,
            username=username,
            full_name=name,
            sort_key=name_key(name),
            search_key=fold(f"{name} {username}"),
            position=position,
            email=f"{username}@chauthanh.example",
            password_hash=password,
            created_at=now,
        )
        person.roles.append(RoleHeld(committee_id=committee.id, unit_id=units[scope].id, role=role))
        session.add(person)
    session.flush()
