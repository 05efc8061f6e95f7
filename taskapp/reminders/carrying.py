"""Which message carries a reminder: one at once for what just happened, else the digest of that person's morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, update
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.outbox import queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import ORDINARY, URGENT, Message, MessageState
from taskapp.reminders import gather
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import Owed, Setting
from taskapp.reminders.plan import digest_day
from taskapp.workdays.arithmetic import add_workdays

AT_ONCE, DIGEST = "task", "digest"


class Carrier:
    """Finds or makes the message for each reminder of `owed`, one digest a person and way. Commits nothing.

    `planned` counts the messages that it made, `merged` the waiting digests that it cancelled because one speaks for
    them.
    """

    def __init__(
        self, session: Session, committee_id: int, setting: Setting, now: datetime, owed: Sequence[Owed]
    ) -> None:
        self.session, self.committee_id, self.setting, self.now = session, committee_id, setting, now
        persons = {o.person_id for o in owed}
        self.today = setting.today(now)
        self.persons = gather.people(session, committee_id, persons)
        self.told = _told_today(session, committee_id, persons, clock.start_of(self.today, setting.zone))
        self.digests: dict[tuple[int, str], Message] = {}
        self.planned = self.merged = 0

    def has_room(self, owed: Owed) -> bool:
        """Whether one more letter of today is not too many for the person; what presses always has room."""
        if owed.due_on and owed.due_on <= self.today:
            return True
        place = owed.person_id, _way(owed)
        self.told[place] += 1
        return self.told[place] <= self.setting.policy_on(self.today).most_at_once

    def at_once(self, owed: Owed) -> Message:
        """The message that tells of this alone."""
        key = f"{owed.task_id}:{owed.due_version}:{owed.step}:{owed.person_id}:{_way(owed)}"
        return self._put(key, AT_ONCE, owed, self.setting.told_from(self.now), rank=URGENT)

    def row(self, owed: Owed, message: Message, state: ReminderState) -> dict[str, object]:
        """The ledger's row for a reminder and the message that carries it, or that speaks for it."""
        return {
            "committee_id": self.committee_id,
            "task_id": owed.task_id,
            "due_version": owed.due_version,
            "step": owed.step,
            "person_id": owed.person_id,
            "channel": owed.channel,
            "address": owed.address,
            "owed_since": owed.moment,
            "planned_at": self.now,
            "state": state,
            "reason": "" if state is ReminderState.CARRIED else _("gộp vào bước gấp hơn"),
            "message_id": message.id,
            "policy_version": self.setting.policy_on(self.setting.today(owed.moment)).version,
        }

    def digest(self, owed: Owed) -> Message:
        """The message of the morning that carries it."""
        place = owed.person_id, _way(owed)
        if place not in self.digests:
            self.digests[place] = self._todays_or_next(owed)
        return self.digests[place]

    def _todays_or_next(self, owed: Owed) -> Message:
        day = digest_day(self.setting, self.now)
        known = self._known(owed, day)
        if known is not None and not _is_still_open(known):
            day = add_workdays(day, 1, self.setting.calendar)  # the morning's digest has gone: the next one carries it
            return self._put(_digest_key(owed, day), DIGEST, owed, self.setting.morning(day))
        made = self._put(_digest_key(owed, day), DIGEST, owed, max(self.now, self.setting.morning(day)))
        self.merged += _take_over(self.session, made, self.now)
        return made

    def _known(self, owed: Owed, day: date) -> Message | None:
        # locked: a worker that is about to send it either has it already or waits until our reminders are in it
        query = scoped(Message, self.committee_id).where(Message.key == _digest_key(owed, day)).with_for_update()
        found: Message | None = self.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
        return found

    def _put(self, key: str, kind: str, owed: Owed, not_before: datetime, *, rank: int = ORDINARY) -> Message:
        person = self.persons[owed.person_id]
        before = self.session.scalar(scoped(Message, self.committee_id, Message.id).where(Message.key == key))
        message = queue.put(
            self.session,
            committee_id=self.committee_id,
            key=key,
            kind=kind,
            channel=owed.channel,
            person_id=person.id,
            to_address=owed.address or person.email,
            to_name=person.full_name,
            now=self.now,
            not_before=not_before,
            rank=rank,
        )
        self.planned += before is None
        return message


def _digest_key(owed: Owed, day: date) -> str:
    return f"digest:{owed.person_id}:{day}:{_way(owed)}"


def _way(owed: Owed) -> str:
    """The channel, and which of the person's addresses there."""
    return f"{owed.channel}{owed.address}"


def _is_still_open(message: Message) -> bool:
    return message.state is MessageState.WAITING and message.content is None


def _take_over(session: Session, into: Message, now: datetime) -> int:
    """Digests of earlier days that could not be sent hand their reminders to the new one: one mail, not two."""
    waiting = scoped(Message, into.committee_id).where(
        Message.person_id == into.person_id,
        Message.channel == into.channel,
        or_(Message.channel == Channel.MAIL, Message.to_address == into.to_address),
        Message.kind == DIGEST,
        Message.state == MessageState.WAITING,
        Message.possible_copies == 0,  # one that may have arrived keeps its own name
        Message.id < into.id,
    )
    found = session.scalars(waiting.with_for_update(skip_locked=True)).all()  # one that is being sent keeps its own
    for old in found:
        queue.cancel(session, old, reason=_("Gộp vào thư nhắc việc tiếp theo."), now=now)
        session.execute(update(Reminder).where(Reminder.message_id == old.id).values(message_id=into.id))
        queue.tell_about(session, into, [about.about for about in old.abouts])
    return len(found)


def _told_today(session: Session, committee_id: int, persons: set[int], since: datetime) -> Counter[tuple[int, str]]:
    """How many letters about what just happened each of them got since midnight on each way."""
    place = (Message.person_id, Message.channel, Message.to_address)
    query = scoped(Message, committee_id, *place, func.count()).where(
        Message.kind == AT_ONCE, Message.created_at >= since, Message.person_id.in_(persons)
    )
    told: Counter[tuple[int, str]] = Counter()
    for person_id, channel, address, count in session.execute(query.group_by(*place)):
        told[person_id, f"{channel}{'' if channel is Channel.MAIL else address}"] += count
    return told
