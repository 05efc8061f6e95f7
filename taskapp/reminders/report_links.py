"""The link in a mail with which one person reports about one task without signing in: signed, expiring, revocable.

Whoever holds the mail holds the link, so it opens nothing but the report of that task, never a decision, and only while
the person still has to do it. Revoking: the person's number changes, and every link made before is worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.models import Committee, Person
from taskapp.people.queries import rights_of
from taskapp.tasks import permissions, queries, rule_settings
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.results import facts_of
from taskapp.tasks.states import Change, Move, Via

GOOD_FOR = timedelta(days=14)
FIRST_DAY = date(2020, 1, 1)  # days are counted from here, to keep the address short


@dataclass(frozen=True)
class Opened:
    """Whom the link lets report about what."""

    committee: Committee
    person: Person
    task: Task
    by: Actor

    def may(self, action: permissions.Action) -> bool:
        """Whether the person may do this to the task as it stands now."""
        facts = facts_of(self.task)
        rights = self.by.rights
        return (
            rights is not None
            and permissions.has_right(rights, action, facts)
            and permissions.fits_state(action, facts.state)
        )


def make(person: Person, task_id: int, on: date, secret: str) -> str:
    """The token for a mail of the local day `on`."""
    days = (on + GOOD_FOR - FIRST_DAY).days
    signed: str = _signer(secret).dumps([person.id, task_id, person.report_key, days])
    return signed


def open_link(session: Session, token: str, *, secret: str, now: datetime) -> Opened:
    """What the token of an address opens at `now`. Raises Missing, always with the same words, when that is nothing."""
    try:
        person_id, task_id, key, days = _signer(secret).loads(token)
    except (BadData, ValueError, TypeError):
        raise _nothing() from None
    person: Person | None = session.scalars(unscoped(Person).where(Person.id == person_id)).one_or_none()
    if person is None or not person.is_enabled or person.report_key != key:
        raise _nothing()
    committee = session.get_one(Committee, person.committee_id)
    today = clock.local_day(now, committee.timezone)
    if today > FIRST_DAY + timedelta(days=days) or not rule_settings.of(committee).report_by_mail:
        raise _nothing()
    by = Actor(rights_of(session, person, on=today), committee.timezone, Via.MAIL)
    opened = Opened(committee, person, _task(session, by, task_id), by)
    if not (opened.may(Change.PROGRESS) or opened.may(Move.SUBMIT)):
        raise _nothing()
    return opened


def revoke(session: Session, person: Person) -> None:
    """Make every link that was mailed to the person worthless. Does not commit."""
    found = session.scalars(scoped(Person, person.committee_id).where(Person.id == person.id).with_for_update()).one()
    found.report_key += 1


def _task(session: Session, by: Actor, task_id: int) -> Task:
    if by.rights is None:
        raise _nothing()
    try:
        return queries.get(session, by.rights, task_id)
    except Missing:
        raise _nothing() from None


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="report-now")


def _nothing() -> Missing:
    return Missing(
        _(
            "Liên kết báo cáo đã hết hạn, đã bị thu hồi, hoặc nhiệm vụ không còn chờ anh/chị báo cáo. "
            "Hãy đăng nhập để xem nhiệm vụ."
        )
    )
