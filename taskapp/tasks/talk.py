"""Talk on a task (trao đổi): opinions, those of leaders that direct, and the people named in them.

What is said stays as it was said. It is no move: the record and the task's version are left alone, so nobody's move is
in conflict with it. Functions do not commit; they raise Forbidden or Refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, literal
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base import clock
from taskapp.base.db import scoped
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.i18n import _
from taskapp.base.text import clean, fold
from taskapp.people.models import Person
from taskapp.people.queries import people, rights_of
from taskapp.people.rights import Rights
from taskapp.tasks import followers, mentions, permissions, queries
from taskapp.tasks.mentions import Found, Named
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment, Mention
from taskapp.tasks.record import Actor
from taskapp.tasks.results import listed_facts
from taskapp.tasks.states import OPEN, State

LONGEST = 4000
MOST_NAMED = 20
MOST_ADDED = 100


def check_speaker(task: Task, by: Actor) -> Rights:
    """The rights of a person who may say something about the task. Raises Forbidden or Refused."""
    if by.rights is None or not permissions.may_comment(by.rights):
        raise Forbidden(_("Anh/chị được xem nhiệm vụ này, không tham gia trao đổi."))
    if task.state is State.DRAFT:
        raise Refused(_("Dự thảo chưa giao nên chưa có trao đổi. Hãy giao việc trước."))
    return by.rights


def say(
    session: Session,
    task: Task,
    *,
    text: str,
    by: Actor,
    now: datetime,
    directing: bool = False,
    mentioned: Sequence[Person] = (),
    once: str | None = None,
) -> Comment:
    """Say something about the task; whoever is named in it and could not see the task has it to know from now on.

    `once` is what once_key() made of the form that was sent.
    """
    rights, text, facts = check_speaker(task, by), clean(text), listed_facts(task)
    if directing and not permissions.may_direct(rights, facts):
        raise Forbidden(_("Ý kiến chỉ đạo là của lãnh đạo hoặc người giao việc. Hãy bỏ dấu chọn rồi gửi lại."))
    if not text:
        raise Refused(_("Hãy ghi nội dung trao đổi."), field="text")
    if len(text) > LONGEST:
        raise Refused(
            _("Nội dung dài quá %(count)s ký tự. Hãy rút gọn hoặc gửi bằng tệp.", count=LONGEST), field="text"
        )
    named = [person for person in dict.fromkeys(mentioned) if person.id != rights.person_id]
    if len(named) > MOST_NAMED:
        reason = _("Mỗi ý kiến nhắc được %(count)s người. Hãy chọn thêm ở mục gửi tới để biết.", count=MOST_NAMED)
        raise Refused(reason, field="text")
    said = Comment(
        committee_id=task.committee_id,
        task=task,
        by_id=rights.person_id,
        on_behalf_of_id=permissions.speaks_for(rights, facts, directing=directing),
        said_at=now,
        text=text,
        is_directing=directing,
        once=once,
        mentions=[Mention(committee_id=task.committee_id, person=person) for person in named],
    )
    session.add(said)
    # what somebody sees in another's place ends with that place, so it does not count
    own = {person: rights_of(session, person, on=clock.local_day(now, by.zone)).alone for person in named}
    outside = [person for person, theirs in own.items() if not queries.sees(session, theirs, task.id)]
    followers.give(session, task, outside, by=by, now=now)
    return said


def once_key(once: str, text: str) -> str | None:
    """What is unique about one form and the words in it; None when the form brings nothing unique."""
    return hashlib.sha256(f"{once}:{clean(text)}".encode()).hexdigest() if once else None


def said_before(session: Session, task: Task, once: str | None, by: Actor) -> bool:
    """Whether this very form has been taken already: a double click, or a page sent again."""
    same = (Comment.task_id == task.id, Comment.by_id == by.person_id, Comment.once == once)
    return once is not None and session.scalar(scoped(Comment, task.committee_id, Comment.id).where(*same)) is not None


def names_in(session: Session, committee_id: int, text: str) -> list[Found]:
    """The names with @ in a text, each with everybody of the committee whom it can mean."""
    if "@" not in text:
        return []
    known = scoped(Person, committee_id, Person.id, Person.username, Person.full_name)
    rows = session.execute(known.where(Person.disabled_at.is_(None)))
    return mentions.find(clean(text), [Named(*row) for row in rows])


def named_in_vain(said: Comment) -> list[str]:
    """What is named with @ in something said though nobody of the committee is called so."""
    meant = [said.by, *(mention.person for mention in said.mentions)]  # whoever names himself is not told
    return mentions.unknown(said.text, mentions.find(said.text, [Named(p.id, p.username, p.full_name) for p in meant]))


def mentioned_in(session: Session, committee_id: int, text: str, chosen: Collection[int] = ()) -> list[Person]:
    """The persons whom a text names with @; `chosen` says which of those whom one name fits. Raises Refused to ask."""
    found = names_in(session, committee_id, text)
    unclear = mentions.unclear(found, chosen)
    if unclear:
        names = ", ".join(dict.fromkeys(f"“{name.words}”" for name in unclear))
        raise Refused(
            _("Có nhiều người cùng tên %(names)s. Hãy chọn đúng người rồi gửi lại.", names=names), field="meant"
        )
    return persons(session, committee_id, mentions.meant(found, chosen))


def persons(session: Session, committee_id: int, ids: Collection[int]) -> list[Person]:
    """The enabled persons with these ids, in the order of given names. Raises BadInput when there are too many."""
    if len(ids) > MOST_ADDED:
        raise BadInput(_("Mỗi lần chọn được %(count)s người. Hãy bỏ bớt rồi gửi lại.", count=MOST_ADDED))
    if not ids:
        return []
    query = people(committee_id).where(Person.id.in_(sorted(ids)), Person.disabled_at.is_(None))
    return list(session.scalars(query))


def called(committee_id: int, words: str) -> Select[Person]:
    """Enabled persons with words in their names that begin so, in the order of their given names."""
    query = people(committee_id).where(Person.disabled_at.is_(None))
    for word in fold(words).split()[:8]:
        query = query.where((literal(" ") + Person.search_key).contains(f" {word}", autoescape=True))
    return query


def thread(committee_id: int, task_id: int) -> Select[Comment]:
    """What was said about a task, in no order, with all that a page shows of it."""
    return (
        scoped(Comment, committee_id)
        .where(Comment.task_id == task_id)
        .options(
            joinedload(Comment.by).joinedload(Person.unit),
            joinedload(Comment.on_behalf_of),
            selectinload(Comment.mentions).joinedload(Mention.person),
            selectinload(Comment.files),
        )
    )


def standing_opinion(session: Session, task: Task) -> Comment | None:
    """The newest directing opinion since the doers last reported progress or a result; None once the task has ended."""
    if task.state not in OPEN:
        return None
    handed_in = task.submissions[-1].submitted_at if task.submissions else None
    reported = max((moment for moment in (task.progress_at, handed_in) if moment), default=None)
    query = thread(task.committee_id, task.id).where(Comment.is_directing)
    if reported:
        query = query.where(Comment.said_at > reported)
    newest: Comment | None = session.scalars(query.order_by(Comment.id.desc()).limit(1)).first()
    return newest
