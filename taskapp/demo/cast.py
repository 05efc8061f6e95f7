"""The demo office: built once, and read back as the stories know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from sqlalchemy.orm import Session, selectinload

from taskapp.base.db import scoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.demo.names import Names
from taskapp.demo.posts import COMMUNES, NAME, OFFICES, posts
from taskapp.people import accounts
from taskapp.people.models import Committee, Person, Unit, UnitKind
from taskapp.people.organisation import create_committee, create_unit
from taskapp.people.passwords import hash_password
from taskapp.people.queries import DEMO_ACCOUNTS, DEMO_PASSWORD, rights_of
from taskapp.people.rights import Role
from taskapp.tasks.record import Actor

CODE = "chauthanh"
PLACE = "Châu Thành"
PASSWORD = DEMO_PASSWORD
MAIL_DOMAIN = "chauthanh.example"  # a reserved domain (RFC 2606): nothing sent there arrives anywhere

# Which officer of a commune does a task of this field: a word of the position.
FIELD_OFFICER = {
    "Tư pháp": "Tư pháp",
    "Tài chính": "Tài chính",
    "Kinh tế": "Địa chính",
    "Nông nghiệp": "Địa chính",
    "Tài nguyên": "Địa chính",
    "Lao động": "Văn hóa",
    "Y tế": "Văn hóa",
    "Văn hóa": "Văn hóa",
    "Giáo dục": "Văn hóa",
}


def build(session: Session, *, zone: str, now: datetime) -> Committee:
    """Add the committee, its units and persons as of `now`; the offered accounts get a password. Does not commit."""
    committee = create_committee(session, code=CODE, name=NAME, timezone=zone, place=PLACE, is_demo=True, now=now)
    root = create_unit(session, committee.id, name=NAME, short_name="UBND huyện", kind=UnitKind.COMMITTEE)
    units = {"root": root}
    for key, (name, short, _letters) in OFFICES.items():
        units[key] = create_unit(session, committee.id, name=name, short_name=short, kind=UnitKind.OFFICE, parent=root)
    for key, name in COMMUNES.items():
        units[key] = create_unit(session, committee.id, name=name, kind=UnitKind.COMMUNE, parent=root)
    _fill_posts(session, committee, units, now=now)
    return committee


def _fill_posts(session: Session, committee: Committee, units: dict[str, Unit], *, now: datetime) -> None:
    filled = list(posts())
    names = Names(Random("châu thành"), {post.name for post in filled if post.name})
    password = hash_password(PASSWORD)  # once: hashing is meant to be slow
    for post in filled:
        full_name = post.name or names.draw()
        who = post.who or fold(full_name).replace(" ", "")
        person = accounts.create_person(
            session,
            committee.id,
            username=who,
            full_name=full_name,
            unit=units[post.unit],
            position=post.position,
            email=f"{who}@{MAIL_DOMAIN}",
            by=None,
            now=now,
        )
        for role, over in post.roles:
            accounts.give_role(session, person, role, units[over], by=None, now=now)
        if who in DEMO_ACCOUNTS:
            person.password_hash = password
    session.flush()


@dataclass
class Office:
    """The office as the stories know it: units by key, persons by user name, and each of them as an actor."""

    session: Session
    committee: Committee
    today: date
    units: dict[str, Unit]
    people: dict[str, Person]
    heads: dict[int, Person]  # by the id of the unit
    officers: dict[int, list[Person]]
    _actors: dict[int, Actor] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session, committee: Committee, today: date) -> Office:
        """The built office on the local day `today`, read back in three queries.

        Raises Refused when somebody whom the stories need has gone.
        """
        names = {"root": NAME} | {key: office[0] for key, office in OFFICES.items()} | COMMUNES
        by_name = {unit.name: unit for unit in session.scalars(scoped(Unit, committee.id).order_by(Unit.id.desc()))}
        found = session.scalars(scoped(Person, committee.id).options(selectinload(Person.roles)).order_by(Person.id))
        people = {person.username: person for person in found if person.is_enabled}
        made = cls(session, committee, today, {key: by_name[name] for key, name in names.items()}, people, {}, {})
        for person in people.values():
            for held in person.roles:
                if held.role is Role.UNIT_HEAD:
                    made.heads[held.unit_id] = person
                elif held.role is Role.OFFICER and held.unit_id == person.unit_id:
                    made.officers.setdefault(held.unit_id, []).append(person)
        needed = {post.who for post in posts() if post.who}
        if needed - set(people) or any(unit.id not in made.heads for key, unit in made.units.items() if key != "root"):
            raise Refused(
                _("Người của cơ quan mẫu đã bị khóa hoặc đổi vai trò. Hãy mở lại tài khoản, hoặc nạp lại từ đầu.")
            )
        return made

    def actor(self, person: Person) -> Actor:
        """The person as the one who acts, with the rights the office gives."""
        if person.id not in self._actors:
            rights = rights_of(self.session, person, on=self.today)
            self._actors[person.id] = Actor(rights, self.committee.timezone)
        return self._actors[person.id]

    def fitting_officers(self, unit: Unit, subject: str) -> list[Person]:
        """Officers of the unit who do tasks of this field: in a commune those whose position names it."""
        officers = self.officers.get(unit.id, [])
        if unit.kind is not UnitKind.COMMUNE:
            return officers
        word = FIELD_OFFICER.get(subject, "Thống kê")
        return [person for person in officers if word in person.position] or officers

    def letters(self, unit: Unit) -> str:
        """What stands after the kind in the numbers of the unit's own documents: TP in 214/BC-TP."""
        return next((letters for name, _short, letters in OFFICES.values() if name == unit.name), "UBND")
