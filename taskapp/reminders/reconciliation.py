"""Each working morning the office is told whether every mail that was owed went out, and by name which did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_
from sqlalchemy.orm import Session, defer

from taskapp.base import clock, formats
from taskapp.base.db import scoped, unscoped
from taskapp.base.i18n import _
from taskapp.outbox import bounces, floods, queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import RECONCILIATION, Cancel, Check, Letter
from taskapp.outbox.models import MailHold, Message, MessageState
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.reminders import gather
from taskapp.reminders.carrying import DIGEST
from taskapp.reminders.facts import TO_DO, doers
from taskapp.tasks.models import Task
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import add_workdays, is_workday

KIND = RECONCILIATION
AT = time(9, 0)  # local; the digests of 07:30 have had their first tries by then
FIRST_TRIES = timedelta(minutes=10)  # the letter waits so long: after an outage the morning's mails are only being sent
MADE_AHEAD = timedelta(days=20)  # how long before its morning a digest may have been made: the longest Tết


@dataclass(frozen=True)
class Account:
    """The mails of one morning: its digests, and what was told at once since the morning before."""

    day: date
    messages: Sequence[Message]
    without_address: Sequence[Person]
    failing: Sequence[Person]
    unowned: Sequence[Task]
    hold: MailHold | None = None  # a flood of mails that waits for somebody's decision

    @property
    def counts(self) -> Counter[MessageState]:
        return Counter(message.state for message in self.messages)

    @property
    def expected(self) -> int:
        """What had to go out: cancelled ones no longer held."""
        return len(self.messages) - self.counts[MessageState.CANCELLED]

    @property
    def delivered(self) -> int:
        return self.counts[MessageState.DELIVERED]

    @property
    def missing(self) -> list[Message]:
        """What has not gone out, whatever the reason."""
        gone = (MessageState.DELIVERED, MessageState.CANCELLED)
        return [message for message in self.messages if message.state not in gone]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.messages or self.without_address or self.failing or self.unowned or self.hold)


def owe(session: Session, now: datetime) -> int:
    """Put the morning's letter to each office that is due for one at `now`; how many people get it. Does not commit."""
    return sum(_owe(session, each, now) for each in session.scalars(unscoped(Committee).order_by(Committee.id)).all())


def account(session: Session, committee: Committee, day: date) -> Account:
    """How the mails of a local day's morning stand now."""
    terms = gather.setting(session, committee)
    until, since = (_moment(each, committee.timezone) for each in (day, add_workdays(day, -1, terms.calendar)))
    people = list(session.scalars(_reminded(committee.id)))
    failing = bounces.failing_addresses(session, committee.id, (person.email for person in people))
    unowned = [f.id for f in gather.gather(session, committee, terms, until) if f.state in TO_DO and not doers(f)]
    return Account(
        day=day,
        messages=session.scalars(_messages(committee.id, day, since, until)).all(),
        without_address=[person for person in people if not person.email],
        failing=[person for person in people if person.email.lower() in failing],
        unowned=session.scalars(scoped(Task, committee.id).where(Task.id.in_(unowned)).order_by(Task.id)).all(),
        hold=floods.current(session, committee.id),
    )


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message: the account as it stands when the letter goes out."""

    def check(session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        committee = session.get_one(Committee, message.committee_id)
        person = session.get_one(Person, message.person_id)
        found = account(session, committee, date.fromisoformat(message.key.split(":")[1]))
        if found.is_empty:
            return Cancel(_("Sáng nay không có thư nào phải gửi."))
        return _letter(found, Frame(committee, person, base_url))

    return check


def _owe(session: Session, committee: Committee, now: datetime) -> int:
    local = clock.local(now, committee.timezone)
    if local.time() < AT or not is_workday(local.date(), calendars.load(session, committee.id)):
        return 0
    office = list(session.scalars(_office(committee.id)))
    for person in office:
        queue.put(
            session,
            committee_id=committee.id,
            key=f"{KIND}:{local.date()}:{person.id}",
            kind=KIND,
            person_id=person.id,
            to_address=person.email,
            to_name=person.full_name,
            now=now,
            not_before=now + FIRST_TRIES,
        )
    return len(office)


def _letter(found: Account, occasion: Frame) -> Letter:
    day, missing = formats.day(found.day), found.expected - found.delivered
    subject = (
        _("Đối chiếu thư nhắc việc %(day)s: còn %(count)s thư chưa gửi được", day=day, count=missing)
        if missing
        else _("Đối chiếu thư nhắc việc %(day)s: %(count)s/%(count)s đã gửi", day=day, count=found.delivered)
    )
    return written(
        "reconciliation",
        subject,
        occasion=occasion,
        account=found,
        href=lambda task: f"{occasion.base_url}/tasks/{task.id}",
        log_href=f"{occasion.base_url}/admin/mail",
        hold_href=f"{occasion.base_url}/admin/mail/hold",
    )


def _moment(day: date, zone: str) -> datetime:
    return datetime.combine(day, AT, ZoneInfo(zone))


def _messages(committee_id: int, day: date, since: datetime, until: datetime) -> Select[Message]:
    digests = (Message.kind == DIGEST) & Message.key.like(f"{DIGEST}:%:{day}:%")
    told = Message.kind.not_in((DIGEST, KIND)) & (Message.created_at > since) & (Message.created_at <= until)
    query = scoped(Message, committee_id).where(
        Message.channel == Channel.MAIL, Message.created_at > since - MADE_AHEAD, or_(digests, told)
    )
    return query.options(defer(Message.content)).order_by(Message.to_name, Message.id)


def _office(committee_id: int) -> Select[Person]:
    """Enabled persons of the office: who follows the tasks of the whole committee."""
    top = scoped(Unit, committee_id, Unit.id).where(Unit.parent_id.is_(None))
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(
        RoleHeld.role == Role.MONITOR, RoleHeld.unit_id.in_(top)
    )
    return scoped(Person, committee_id).where(Person.disabled_at.is_(None), Person.id.in_(held)).order_by(Person.id)


def _reminded(committee_id: int) -> Select[Person]:
    """Enabled persons whom tasks can make owe something."""
    roles = (Role.LEADER, Role.MONITOR, Role.UNIT_HEAD, Role.OFFICER)
    held = scoped(RoleHeld, committee_id, RoleHeld.person_id).where(RoleHeld.role.in_(roles))
    query = scoped(Person, committee_id).where(Person.disabled_at.is_(None), Person.id.in_(held))
    return query.order_by(Person.sort_key, Person.id)
