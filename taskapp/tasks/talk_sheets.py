"""What the page of one task shows of its talk: opinions with their names marked, the form, who has it to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from taskapp.base import paging
from taskapp.people.auth import Viewer
from taskapp.people.models import Person
from taskapp.people.queries import people
from taskapp.tasks import followers, mentions, permissions, talk
from taskapp.tasks.mentions import Named, Piece
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment, Follower
from taskapp.tasks.results import listed_facts
from taskapp.tasks.states import State
from taskapp.tasks.talk_forms import CommentForm, offer

SHOWN = 30


@dataclass(frozen=True)
class Line:
    """One opinion, its text cut at the names in it."""

    said: Comment
    pieces: list[Piece]


@dataclass(frozen=True)
class Talk:
    """`earlier`: the mark of the opinions before those shown; `standing`: the directing one not yet reported on."""

    lines: list[Line]
    earlier: str | None
    form: CommentForm | None
    may_direct: bool
    standing: Comment | None
    followers: list[tuple[Follower, bool]]
    may_add: bool
    is_following: bool


def talk_of(session: Session, who: Viewer, task: Task, form: CommentForm | None = None) -> Talk | None:
    """The talk as the person sees it, None on a draft; `form` is one that was refused."""
    if task.state is State.DRAFT:
        return None
    lines, earlier = page_of(session, task)
    may_direct = permissions.may_direct(who.rights, listed_facts(task))
    if form is None and permissions.may_comment(who.rights):
        form = CommentForm(formdata=None, data={"directing": may_direct})
    if form is not None:
        prepare(session, form, task)
    knowing = session.scalars(followers.of_task(task.committee_id, task.id)).all()
    return Talk(
        lines=lines,
        earlier=earlier,
        form=form,
        may_direct=may_direct,
        standing=talk.standing_opinion(session, task),
        followers=[(each, _may_remove(who, task, each)) for each in knowing],
        may_add=followers.may_add(session, task, who.rights),
        is_following=any(each.person_id == who.person.id for each in knowing),
    )


def page_of(session: Session, task: Task, mark: str | None = None) -> tuple[list[Line], str | None]:
    """The newest opinions, or those before a mark, oldest first; and the mark of what came before them."""
    thread = talk.thread(task.committee_id, task.id)
    page = paging.page(session, thread, (Comment.id * -1,), mark, size=SHOWN)
    return [_line(said) for said in reversed(page.rows)], page.next_mark


def prepare(session: Session, form: CommentForm, task: Task, *, with_people: bool = False) -> None:
    """Give the form its ids on the page, and the persons to choose from where it asks for some."""
    if with_people or form.know.data or request.args.get("people"):
        offer(form.know, everybody(session, task.committee_id))
    names = talk.names_in(session, task.committee_id, form.text.data or "") if form.errors else []
    namesakes = sorted({i for name in mentions.unclear(names) for i in name.ids})[: talk.MOST_ADDED]
    if namesakes:
        offer(form.meant, talk.persons(session, task.committee_id, namesakes))
    for field in form:
        field.id = f"talk-{field.name}"


def everybody(session: Session, committee_id: int) -> Sequence[Person]:
    """Whoever can be given a task to know, in the order of given names."""
    return session.scalars(people(committee_id).where(Person.disabled_at.is_(None))).all()


def _line(said: Comment) -> Line:
    named = [Named(m.person.id, m.person.username, m.person.full_name) for m in said.mentions]
    return Line(said, mentions.pieces(said.text, named))


def _may_remove(who: Viewer, task: Task, follower: Follower) -> bool:
    own = who.person.id in (follower.person_id, follower.added_by_id)
    return own or permissions.may_take_off(who.rights, listed_facts(task))
