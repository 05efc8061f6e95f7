"""Fill the ledger: insert the reminders that are owed together with the messages that carry them.

What is owed is read and planned before that, so that planning keeps no writer waiting; then come short transactions,
each with whole letters. The unique keys decide, not what was read before: any number of processes may fill at once.
They do so in turn, and look again when theirs comes: none makes a letter for what another has just put into its own.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from sqlalchemy import func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import reading, scoped, unscoped, writing
from taskapp.base.i18n import _
from taskapp.outbox import channel_addresses, floods, queue
from taskapp.outbox.channels import Channel
from taskapp.outbox.models import ORDINARY, URGENT, Message, MessageState
from taskapp.people.models import Committee
from taskapp.reminders import gather, marks
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import Owed, Setting
from taskapp.reminders.plan import besides, digest_day, is_fresh, plan, speaking
from taskapp.workdays.arithmetic import add_workdays

log = logging.getLogger("taskapp.reminders")
AT_ONCE, DIGEST = "task", "digest"
CHUNK = 5000  # rows of a statement
PERSONS = 100  # whose digests are made in one transaction


@dataclass(frozen=True)
class Filled:
    """`owed`: reminders that were owed and not yet in the ledger; `planned`: messages made to carry them;
    `merged`: waiting digests of earlier days that were cancelled because a new one speaks for them."""

    owed: int = 0
    planned: int = 0
    merged: int = 0

    def __add__(self, other: Filled) -> Filled:
        return Filled(self.owed + other.owed, self.planned + other.planned, self.merged + other.merged)


def fill_reminders(session: Session, now: datetime) -> Filled:
    """Fill for every committee. Commits each by itself."""
    total = Filled()
    for committee_id in session.scalars(unscoped(Committee.id).order_by(Committee.id)).all():
        try:
            total += fill(session, committee_id, now)
        except Exception:  # one committee's trouble leaves nobody else unreminded; the next tick tries again
            session.rollback()
            log.exception("the reminders of committee %s could not be planned", committee_id)
    return total


def fill(session: Session, committee_id: int, now: datetime, *, dry_run: bool = False) -> Filled:
    """Fill for one committee; with `dry_run` only count what is owed. Commits, what was begun before too."""
    session.commit()
    with reading():
        committee = session.get_one(Committee, committee_id)
        setting = gather.setting(session, committee)
        mark = marks.read(session, committee_id)
        owed = _owed(session, committee, marks.narrowed(setting, mark, now), now)
        session.rollback()
    if dry_run or not (owed or marks.is_old(mark, now)):
        return Filled(owed=len(owed))
    total = Filled()
    with writing():
        for batch in filter(None, _batches(owed, setting, now)):
            _take_turn(session, committee_id)
            total += _fill(session, committee_id, setting, _missing(session, committee_id, batch), now)
            floods.guard(session, committee_id, AT_ONCE, now)  # in this transaction: none of them is seen unheld
            session.commit()
        marks.write(session, committee_id, now)
        session.commit()
    return total


def _take_turn(session: Session, committee_id: int) -> None:
    """Wait until no other process fills for the committee; for as long as the transaction lasts none does."""
    turn = unscoped(Committee.id).where(Committee.id == committee_id)
    session.execute(turn.with_for_update(key_share=True))  # PostgreSQL; SQLite has one writer at a time


def _batches(owed: Sequence[Owed], setting: Setting, now: datetime) -> Iterator[list[Owed]]:
    """What goes out at once all together, then the digests of so many persons at a time."""
    yield [one for one in owed if is_fresh(one, setting, now)]
    of_person: dict[int, list[Owed]] = defaultdict(list)
    for one in owed:
        if not is_fresh(one, setting, now):
            of_person[one.person_id].append(one)
    groups = iter(of_person.values())
    while batch := list(chain.from_iterable(islice(groups, PERSONS))):
        yield batch


def _owed(session: Session, committee: Committee, setting: Setting, now: datetime) -> list[Owed]:
    """What is owed and not yet in the ledger."""
    found: list[Owed] = []
    begun = channel_addresses.begun(session, committee.id)
    facts = gather.gather(session, committee, setting, now)
    while tasks := list(islice(facts, gather.AT_A_TIME)):
        found += _missing(session, committee.id, list(besides(plan(tasks, setting, now), begun)))
    return sorted(found, key=lambda one: one.task_id)


def _fill(session: Session, committee_id: int, setting: Setting, owed: Sequence[Owed], now: datetime) -> Filled:
    carrier = _Carrier(session, committee_id, setting, now, owed)
    rows: list[dict[str, object]] = []
    at_once = [o for o in owed if is_fresh(o, setting, now) and carrier.has_room(o)]
    rows += [carrier.row(o, carrier.at_once(o), ReminderState.CARRIED) for o in at_once]
    alone = {(o.key, o.channel) for o in at_once}
    for lead, merged in speaking([o for o in owed if (o.key, o.channel) not in alone]):
        message = carrier.digest(lead)
        rows += [carrier.row(lead, message, ReminderState.CARRIED)]
        rows += [carrier.row(other, message, ReminderState.SUPERSEDED) for other in merged]
    return Filled(owed=_insert(session, rows), planned=carrier.planned, merged=carrier.merged)


class _Carrier:
    """Finds or makes the message for each reminder, one digest a person and channel."""

    def __init__(
        self, session: Session, committee_id: int, setting: Setting, now: datetime, owed: Sequence[Owed]
    ) -> None:
        self.session, self.committee_id, self.setting, self.now = session, committee_id, setting, now
        persons = {o.person_id for o in owed}
        self.today = setting.today(now)
        self.persons = gather.people(session, committee_id, persons)
        self.told = Counter(_told_today(session, committee_id, persons, clock.start_of(self.today, setting.zone)))
        self.digests: dict[tuple[int, str], Message] = {}
        self.planned = self.merged = 0

    def has_room(self, owed: Owed) -> bool:
        """Whether one more letter of today is not too many for the person; what presses always has room."""
        if owed.due_on and owed.due_on <= self.today:
            return True
        self.told[owed.person_id, owed.channel] += 1
        return self.told[owed.person_id, owed.channel] <= self.setting.policy_on(self.today).most_at_once

    def at_once(self, owed: Owed) -> Message:
        key = f"{owed.task_id}:{owed.due_version}:{owed.step}:{owed.person_id}:{owed.channel}"
        return self._put(key, AT_ONCE, owed, self.setting.told_from(self.now), rank=URGENT)

    def row(self, owed: Owed, message: Message, state: ReminderState) -> dict[str, object]:
        return {
            "committee_id": self.committee_id,
            "task_id": owed.task_id,
            "due_version": owed.due_version,
            "step": owed.step,
            "person_id": owed.person_id,
            "channel": owed.channel,
            "owed_since": owed.moment,
            "planned_at": self.now,
            "state": state,
            "reason": "" if state is ReminderState.CARRIED else _("gộp vào bước gấp hơn"),
            "message_id": message.id,
            "policy_version": self.setting.policy_on(self.setting.today(owed.moment)).version,
        }

    def digest(self, owed: Owed) -> Message:
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
            about=(),
            now=self.now,
            not_before=not_before,
            rank=rank,
        )
        self.planned += before is None
        return message


def _digest_key(owed: Owed, day: date) -> str:
    return f"digest:{owed.person_id}:{day}:{_way(owed)}"


def _way(owed: Owed) -> str:
    """The channel, and which of those that the person has had one after the other."""
    return f"{owed.channel}{owed.address}"


def _is_still_open(message: Message) -> bool:
    return message.state is MessageState.WAITING and message.content is None


def _take_over(session: Session, into: Message, now: datetime) -> int:
    """Digests of earlier days that could not be sent hand their reminders to the new one: one mail, not two."""
    waiting = scoped(Message, into.committee_id).where(
        Message.person_id == into.person_id,
        Message.channel == into.channel,
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


def _told_today(
    session: Session, committee_id: int, persons: set[int], since: datetime
) -> dict[tuple[int, Channel], int]:
    """How many letters about what just happened each of them got since midnight on each channel."""
    place = (Message.person_id, Message.channel)
    query = scoped(Message, committee_id, *place, func.count()).where(
        Message.kind == AT_ONCE, Message.created_at >= since, Message.person_id.in_(persons)
    )
    return {(person_id, channel): count for person_id, channel, count in session.execute(query.group_by(*place))}


def _missing(session: Session, committee_id: int, owed: Sequence[Owed]) -> list[Owed]:
    if not owed:
        return []
    ids = sorted({o.task_id for o in owed})
    columns = (Reminder.task_id, Reminder.due_version, Reminder.step, Reminder.person_id, Reminder.channel)
    known: set[tuple[tuple[int, int, str, int], str]] = set()
    for start in range(0, len(ids), CHUNK):
        query = scoped(Reminder, committee_id, *columns).where(Reminder.task_id.in_(ids[start : start + CHUNK]))
        known.update(((row[0], row[1], row[2], row[3]), row[4]) for row in session.connection().execute(query))
    return [o for o in owed if (o.key, o.channel) not in known]


def _insert(session: Session, rows: Sequence[dict[str, object]]) -> int:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Reminder).on_conflict_do_nothing().returning(Reminder.id)
    added = 0
    for start in range(0, len(rows), CHUNK):
        added += len(session.execute(statement, list(rows[start : start + CHUNK])).all())
    _index(session, rows)
    return added


def _index(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Say of each message which tasks it is about, so that a task's page can show its mails."""
    tasks_of: dict[object, list[str]] = {}
    for row in rows:
        tasks_of.setdefault(row["message_id"], []).append(f"task:{row['task_id']}")
    for message_id, abouts in tasks_of.items():
        queue.tell_about(session, session.get_one(Message, message_id), abouts)
