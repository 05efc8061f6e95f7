"""Hand-over (bàn giao): the open work of who moves or leaves goes to others in one go, with a list to sign.

History stays with the one who did it: what he handed in, asked for and decided keeps his name. What is judged is told
by line, before and while it is done; all or nothing. Functions do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import Forbidden, Refused
from taskapp.base.i18n import _, _n
from taskapp.people import accounts
from taskapp.people.models import Person
from taskapp.tasks import permissions
from taskapp.tasks.handover_lines import Key, Line, Wishes, judged
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.paper_models import Handed, HandOver, HandOverItem, HandOverReason
from taskapp.tasks.record import Actor, Words, record
from taskapp.tasks.results import facts_of
from taskapp.tasks.states import OPEN, Change
from taskapp.tasks.words import hand_over_reason


class Reason(NamedTuple):
    """Why the work is handed over, in one word and in full."""

    code: HandOverReason
    text: str = ""


class LinesRefused(Refused):
    """Some lines cannot be handed over; nothing was. `lines`: why, by line."""

    def __init__(self, lines: Mapping[Key, str]) -> None:
        super().__init__(
            _n(
                "Chưa bàn giao việc nào: 1 việc còn vướng, lý do ghi ở dòng đó. Hãy sửa rồi gửi lại.",
                "Chưa bàn giao việc nào: %(num)s việc còn vướng, lý do ghi ở từng dòng. Hãy sửa rồi gửi lại.",
                len(lines),
            )
        )
        self.lines = dict(lines)


def hand_over(session: Session, person: Person, wishes: Wishes, why: Reason, *, by: Actor, now: datetime) -> HandOver:
    """Give all these lines of the person's open work to others, and make the list; sent twice it is done once.

    Raises LinesRefused, or Refused without a line or a reason.
    """
    accounts.lock(session, person.committee_id)
    made = _made_already(session, person, wishes, by)
    if made is not None:
        return made
    if why.code is HandOverReason.OTHER and not why.text:
        raise Refused(_("Hãy ghi rõ lý do bàn giao."), field="reason")
    if not wishes:
        raise Refused(_("Chưa có việc nào được chọn để bàn giao. Hãy chọn người nhận cho ít nhất một việc."))
    lines, refused = judged(session, person, wishes, by=by, now=now)
    if refused:
        raise LinesRefused(refused)
    made = _begin(session, person, why, by=by, now=now)
    for line in lines:
        _transfer(session, made, line, why, by=by, now=now)
    session.flush()
    return made


def confirm(hand_over: HandOver, *, by: Actor, now: datetime) -> None:
    """The receiver says that he has got all his lines; said again it stays as it was. Raises Forbidden for others."""
    mine = [item for item in hand_over.items if item.to_id == by.person_id]
    if not mine:
        raise Forbidden(_("Biên bản này không bàn giao việc cho anh/chị nên không cần xác nhận."))
    for item in mine:
        item.confirmed_at = item.confirmed_at or now


def _made_already(session: Session, person: Person, wishes: Wishes, by: Actor) -> HandOver | None:
    """The person's newest list when it says just this and was made after this page was seen: a form sent twice."""
    query = scoped(HandOver, person.committee_id).where(HandOver.from_id == person.id, HandOver.by_id == by.person_id)
    last = session.scalars(query.order_by(HandOver.id.desc()).limit(1)).first()
    if last is None:
        return None
    items = {Key(item.role, item.task_id): item for item in last.items}
    wished = {key: wish.to_id for key, wish in wishes.items()}
    is_same = {key: item.to_id for key, item in items.items()} == wished
    return last if is_same and all(items[key].event.version > wish.seen for key, wish in wishes.items()) else None


def _begin(session: Session, person: Person, why: Reason, *, by: Actor, now: datetime) -> HandOver:
    year = clock.local_day(now, by.zone).year
    numbers = scoped(HandOver, person.committee_id, func.max(HandOver.number)).where(HandOver.year == year)
    made = HandOver(
        committee_id=person.committee_id,
        year=year,
        number=(session.scalar(numbers) or 0) + 1,
        from_person=person,
        from_position=person.position,
        from_unit=person.unit.name,
        by_id=by.person_id,
        made_at=now,
        reason_code=why.code,
        reason=why.text,
    )
    session.add(made)
    return made


def _transfer(session: Session, made: HandOver, line: Line, why: Reason, *, by: Actor, now: datetime) -> None:
    task, to = line.task, line.to
    acting = _acting(task, by)
    if line.key.handed is Handed.WORK:
        task.assignee_id, task.assignee, task.assignee_since = to.id, to, now
    else:
        _give_decision(task, to)
        for part in _parts_of(task, made.from_person):
            _give_decision(part, to)
            _record(session, part, made, to, why, by=acting, now=now)
    event = _record(session, task, made, to, why, by=acting, now=now)
    made.items.append(
        HandOverItem(
            committee_id=task.committee_id,
            task=task,
            event=event,
            role=line.key.handed,
            progress_percent=task.progress_percent,
            to=to,
            to_position=to.position,
            to_unit=to.unit.name,
        )
    )


def _record(
    session: Session, task: Task, made: HandOver, to: Person, why: Reason, *, by: Actor, now: datetime
) -> TaskEvent:
    words = Words(
        reason=hand_over_reason(why.code, why.text),
        note=_("%(giver)s bàn giao cho %(receiver)s", giver=made.from_person.full_name, receiver=to.full_name),
    )
    return record(session, task, Change.HAND_OVER, by=by, now=now, before=task.state, words=words)


def _acting(task: Task, by: Actor) -> Actor:
    if by.rights is None:
        return by
    return by.for_person(permissions.on_behalf_of(by.rights, Change.HAND_OVER, facts_of(task)))


def _give_decision(task: Task, to: Person) -> None:
    task.assigner_id, task.assigner, task.assigner_title = to.id, to, to.position


def _parts_of(task: Task, person: Person) -> Sequence[Task]:
    """What supporting units owe goes with the whole."""
    return [part for part in task.parts if part.state in OPEN and part.assigner_id == person.id]
