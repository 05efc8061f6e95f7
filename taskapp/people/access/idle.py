"""Once a month administrators hear by mail which accounts nobody has used for 45 days (TCVN 14423:2026, x.6.2.1)."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Select
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.i18n import _, _n
from taskapp.outbox import queue
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.access import access_queries
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person, RoleHeld
from taskapp.people.organisation import top_unit_id
from taskapp.people.rights import Role

KIND = "idle_accounts"
AT = time(9, 0)  # local, on the first of the month or as soon after as somebody is there to do it


def owe(session: Session, now: datetime) -> int:
    """Put this month's letter to each administrator of a committee with idle accounts; how many. Does not commit."""
    return sum(_owe(session, each, now) for each in session.scalars(unscoped(Committee).order_by(Committee.id)).all())


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message: the accounts as they lie idle when the letter goes out."""

    def check(session: Session, message: Message, now: datetime) -> Letter | Cancel:
        committee = session.get_one(Committee, message.committee_id)
        people = session.scalars(access_queries.idle_people(committee.id, now=now)).all()
        if not people:
            return Cancel(_("Không còn tài khoản nào lâu không dùng."))
        subject = _n("%(num)s tài khoản 45 ngày không dùng", "%(num)s accounts unused for 45 days", len(people))
        occasion = Frame(committee, session.get_one(Person, message.person_id), base_url)
        return written(
            "idle_accounts",
            subject,
            occasion=occasion,
            people=people,
            href=f"{base_url}/admin/review",
            local=lambda moment: clock.local(moment, committee.timezone),
        )

    return check


def _owe(session: Session, committee: Committee, now: datetime) -> int:
    local = clock.local(now, committee.timezone)
    if committee.is_demo or local.time() < AT:
        return 0
    keys = {f"{KIND}:{local:%Y-%m}:{person.id}": person for person in session.scalars(administrators(committee.id))}
    known = session.scalars(scoped(Message, committee.id, Message.key).where(Message.key.in_(keys))).all()
    new = [(key, person) for key, person in keys.items() if key not in known]
    if not new or session.scalars(access_queries.idle_people(committee.id, now=now).limit(1)).first() is None:
        return 0
    for key, person in new:
        queue.put(
            session,
            committee_id=committee.id,
            key=key,
            kind=KIND,
            person_id=person.id,
            to_address=person.email,
            to_name=person.full_name,
            now=now,
        )
    return len(new)


def administrators(committee_id: int) -> Select[Person]:
    """The enabled administrators of the whole committee who have a mail address."""
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(
        RoleHeld.role == Role.ADMIN, RoleHeld.unit_id.in_(top_unit_id(committee_id))
    )
    return scoped(Person, committee_id).where(Person.disabled_at.is_(None), Person.email != "", Person.id.in_(held))
