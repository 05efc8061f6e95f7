"""Fill the ledger: insert the reminders that are owed together with the messages that carry them.

What is owed is read and planned before that, so that planning keeps no writer waiting; then come short transactions,
each with whole letters. The unique keys decide, not what was read before: any number of processes may fill at once.
They do so in turn, and look again when theirs comes: none makes a letter for what another has just put into its own.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import String, type_coerce
from sqlalchemy.orm import Session

from taskapp.base.db import insert_into, reading, scoped, unscoped, writing
from taskapp.outbox import channel_addresses, floods, queue
from taskapp.outbox.models import Message
from taskapp.people.models import Committee
from taskapp.reminders import gather, marks
from taskapp.reminders.carrying import AT_ONCE, Carrier
from taskapp.reminders.models import Reminder, ReminderState
from taskapp.reminders.owing import Owed, Setting
from taskapp.reminders.plan import besides, is_fresh, plan, speaking

log = logging.getLogger("taskapp.reminders")
CHUNK = 2000  # rows of a statement
_CHANNEL = type_coerce(Reminder.channel, String)  # its value is enough to compare
WRITTEN_TOGETHER = 2000  # reminders of one transaction; the digests of a person stay together


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
    """What goes out at once all together, then the digests of some persons at a time."""
    yield [one for one in owed if is_fresh(one, setting, now)]
    of_person: dict[int, list[Owed]] = defaultdict(list)
    for one in owed:
        if not is_fresh(one, setting, now):
            of_person[one.person_id].append(one)
    batch: list[Owed] = []
    for his in of_person.values():
        batch += his
        if len(batch) >= WRITTEN_TOGETHER:
            yield batch
            batch = []
    yield batch


def _owed(session: Session, committee: Committee, setting: Setting, now: datetime) -> list[Owed]:
    """What is owed and not yet in the ledger."""
    found: list[Owed] = []
    begun = channel_addresses.begun(session, committee.id)
    facts = gather.gather(session, committee, setting, now)
    while tasks := list(islice(facts, gather.AT_A_TIME)):
        found += _missing(session, committee.id, list(besides(plan(tasks, setting, now), begun)))
    found.sort(key=lambda one: one.task_id)
    return found


def _fill(session: Session, committee_id: int, setting: Setting, owed: Sequence[Owed], now: datetime) -> Filled:
    carrier = Carrier(session, committee_id, setting, now, owed)
    added = _insert(session, _rows(carrier, owed))  # the carrier makes messages meanwhile
    return Filled(owed=added, planned=carrier.planned, merged=carrier.merged)


def _rows(carrier: Carrier, owed: Sequence[Owed]) -> Iterator[dict[str, object]]:
    """The ledger's rows, one after the other: a leader may be owed a hundred thousand."""
    at_once = [o for o in owed if is_fresh(o, carrier.setting, carrier.now) and carrier.has_room(o)]
    for one in at_once:
        yield carrier.row(one, carrier.at_once(one), ReminderState.CARRIED)
    alone = {o.once for o in at_once}
    for lead, merged in speaking([o for o in owed if o.once not in alone]):
        message = carrier.digest(lead)
        yield carrier.row(lead, message, ReminderState.CARRIED)
        yield from (carrier.row(other, message, ReminderState.SUPERSEDED) for other in merged)


def _missing(session: Session, committee_id: int, owed: Sequence[Owed]) -> list[Owed]:
    """Those that the ledger does not hold. It is asked for these steps only: a task may have been overdue for years."""
    columns = (Reminder.task_id, Reminder.due_version, Reminder.step, Reminder.person_id, _CHANNEL, Reminder.address)
    there = scoped(Reminder, committee_id, *columns)
    found: list[Owed] = []
    for start in range(0, len(owed), CHUNK):
        some = owed[start : start + CHUNK]
        ids, steps = {o.task_id for o in some}, {o.step for o in some}
        rows = session.connection().execute(there.where(Reminder.task_id.in_(ids), Reminder.step.in_(steps)))
        known = set(map(tuple, rows))
        found += [o for o in some if o.once not in known]
    return found


def _insert(session: Session, rows: Iterator[dict[str, object]]) -> int:
    statement = insert_into(session, Reminder).on_conflict_do_nothing().returning(Reminder.id)
    added = 0
    while some := list(islice(rows, CHUNK)):
        added += len(session.execute(statement, some).all())
        _index(session, some)
    return added


def _index(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Say of each message which tasks it is about, so that a task's page can show its mails."""
    tasks_of: dict[object, list[str]] = {}
    for row in rows:
        tasks_of.setdefault(row["message_id"], []).append(f"task:{row['task_id']}")
    for message_id, abouts in tasks_of.items():
        queue.tell_about(session, session.get_one(Message, message_id), abouts)
