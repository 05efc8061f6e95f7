"""Tasks found by any words: what is typed read against the office's names, and the newest tasks that fit.

What a person may see is part of each question, so nothing out of sight is counted, and no hit is looked for in vain:
whoever reads a few units only asks among the marks of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, literal, not_, or_
from sqlalchemy.orm import Session, joinedload, selectinload

from taskapp.base import sought as typed
from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.paging import SIZE, Page
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Rights
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Follower
from taskapp.tasks.queries import may_see, undone, visible_to
from taskapp.tasks.search_index import BLOCKS, ENDED, OPEN, Searched, Sought, hits_of, holds, matching
from taskapp.tasks.states import Kind, State

MOST_NAMED = 100  # units or persons that a search may mean; words that more of them bear are no names
MOST_UNITS = 12  # whose marks are asked for; who reads more of them is shown most of what fits anyway


@dataclass(frozen=True)
class Limits:
    """Which of the hits are wanted: of one group only, those before an id, so many."""

    group: str = ""  # documents have none
    before: int | None = None
    size: int = SIZE


def read(session: Session, committee_id: int, text: str) -> Sought:
    """What is sought, with the units and persons whose names the words may be: two small queries."""
    terms = typed.read(text)
    units = _bearers(session, scoped(Unit, committee_id, Unit.id, Unit.search_key), Unit, terms)
    persons = _bearers(session, scoped(Person, committee_id, Person.id, Person.search_key), Person, terms)
    names = [frozenset({*(f"u{i}" for i in u), *(f"p{i}" for i in p)}) for u, p in zip(units, persons, strict=True)]
    return Sought(terms, tuple(names), ((f"c{committee_id}",),))


def plain(committee_id: int, text: str) -> Sought:
    """What is sought in the texts alone."""
    return Sought(typed.read(text), (), ((f"c{committee_id}",),))


def named_like(entity: type[Unit | Person], term: typed.Term) -> ColumnElement[bool]:
    """The condition that a unit or a person has the words in its name."""
    key = literal(" ") + entity.search_key + literal(" ")
    return key.contains(_named(term), autoescape=True)


def _named(term: typed.Term) -> str:
    return f" {' '.join(term.words)}{'' if term.is_open else ' '}"


def _bearers(
    session: Session, keys: Select[Any], entity: type[Unit | Person], terms: Sequence[typed.Term]
) -> list[set[int]]:
    """For each term the ids of those who bear it in their names; who bears less of what was typed than another is out.

    So "phong tu phap" means one unit, though every other one is a "phòng" too.
    """
    found: dict[int, frozenset[int]] = {}
    if terms:
        for identity, key in session.execute(keys.where(or_(*(named_like(entity, term) for term in terms)))):
            found[identity] = frozenset(n for n, term in enumerate(terms) if _named(term) in f" {key} ")
    best = set(found.values())
    best = {one for one in best if not any(one < other for other in best)}
    meant = {identity: borne for identity, borne in found.items() if borne in best}
    if len(meant) > MOST_NAMED:
        meant = {}
    return [{identity for identity, borne in meant.items() if place in borne} for place in range(len(terms))]


def page(session: Session, rights: Rights, sought: Sought, mark: str = "", *, only: str = "", size: int = SIZE) -> Page:
    """The tasks that fit, those still to be done first, of each group the newest first: their ids, and the next mark.

    `only`: one of the two groups. Raises BadInput when `mark` is not one that page() gave out.
    """
    if mark and not re.fullmatch(f"[{OPEN}{ENDED}][0-9]{{1,15}}", mark):
        raise BadInput(_("Địa chỉ trang không đúng. Hãy mở lại danh sách từ đầu."))
    before, look = int(mark[1:]) if mark else None, _look(session, rights, sought)
    found: list[tuple[str, int]] = []
    for group in (OPEN, ENDED) if sought.terms else ():
        if group != (only or group) or (mark and group == OPEN != mark[0]):
            continue
        limits = Limits(group, before if mark[:1] == group else None, size + 1 - len(found))
        found += [(group, each) for each in _newest(look, limits)]
        if len(found) > size:
            return Page([each for _group, each in found[:size]], "{}{}".format(*found[size - 1]))
    return Page([each for _group, each in found], None)


def tasks(session: Session, rights: Rights, ids: Sequence[int]) -> list[Task]:
    """The tasks of these ids that the person may see, in their order, with what a row shows; two queries."""
    query = visible_to(rights).where(Task.id.in_(ids))
    query = query.options(
        joinedload(Task.directive), joinedload(Task.assignee), joinedload(Task.assigner), joinedload(Task.parent)
    )
    known = {task.id: task for task in session.scalars(query.options(selectinload(Task.below)))}
    return [known[each] for each in ids if each in known]


def newest_documents(
    session: Session, committee_id: int, sought: Sought, limits: Limits, *conditions: ColumnElement[bool]
) -> list[int]:
    """Ids of the documents entered last that fit; who may see them is for the caller to say."""
    query = scoped(Directive, committee_id, Directive.id).where(*conditions)
    return _first(session, query, Directive, sought, limits)


def behind(rights: Rights, directive_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """The condition that the person may see a task of the document."""
    query = scoped(Task, rights.committee_id, Task.id).where(Task.directive_id == directive_id, may_see(rights))
    return query.exists()


@dataclass(frozen=True)
class _Look:
    """One person's search, for as many questions as it takes; `wanted`: that he may see a task and looks for it.

    `marks`: of which one stands at every task that the person sees, but those that he is tied to; () for all marks.
    """

    session: Session
    rights: Rights
    sought: Sought
    wanted: tuple[ColumnElement[bool], ...]
    marks: tuple[str, ...]
    is_tied: bool


def _look(session: Session, rights: Rights, sought: Sought) -> _Look:
    marks: tuple[str, ...] = ()
    if len(rights.readable) <= MOST_UNITS:
        units, persons = (f"u{unit}" for unit in rights.readable), (f"p{person}" for person in rights.hands)
        marks = (*units, *persons, *(f"a{person}" for person in rights.seats), f"w{rights.person_id}")
    is_tied = bool(marks) and any(session.scalar(each.limit(1)) for each in _ties(rights))
    return _Look(session, rights, sought, (may_see(rights), _is_for(rights)), marks, is_tied)


def newest_tasks(session: Session, query: Select[Any], sought: Sought, limits: Limits) -> list[int]:
    """Of the tasks of a query that gives ids, the newest that have the words, however large the archive is."""
    return _first(session, query, Task, sought, limits) if sought.terms else []


def _newest(look: _Look, limits: Limits) -> list[int]:
    """Ids of the newest tasks of one group that fit and that the person may see."""
    within = look.sought.within(limits.group, *([look.marks] if look.marks else []))
    query = scoped(Task, look.rights.committee_id, Task.id).where(*look.wanted)
    found = _first(look.session, query, Task, within, limits)
    if look.is_tied:
        found = sorted({*found, *_tied(look, limits)}, reverse=True)
    return found[: limits.size]


def _is_for(rights: Rights) -> ColumnElement[bool]:
    """A part of a task says the same as the task: only those who have to do it find it beside the whole."""
    return or_(Task.kind != Kind.PART, Task.lead_unit_id == rights.unit_id, Task.assignee_id.in_(sorted(rights.hands)))


def _ties(rights: Rights) -> tuple[Select[Any], Select[Any]]:
    """Ids of what the person has to know, and of that to which his units give a part or a piece."""
    committee_id = rights.committee_id
    followed = scoped(Follower, committee_id, Follower.task_id).where(Follower.person_id == rights.person_id)
    given = scoped(Task, committee_id, Task.parent_id).where(
        Task.parent_id.is_not(None), Task.lead_unit_id.in_(rights.readable), Task.state != State.DRAFT
    )
    return followed, given


def _tied(look: _Look, limits: Limits) -> list[int]:
    """Of the few tasks that a person is tied to by something else than a mark, those that fit."""
    query = scoped(Task, look.rights.committee_id, Task.id).where(
        or_(*(Task.id.in_(each) for each in _ties(look.rights))),
        undone() if limits.group == OPEN else not_(undone()),
        *(_says(term, look.sought.named(place)) for place, term in enumerate(look.sought.terms)),
        *look.wanted,
    )
    return list(look.session.scalars(_cut(query, Task, limits)))


def _says(term: typed.Term, named: Iterable[str]) -> ColumnElement[bool]:
    meant = {kind: [int(mark[1:]) for mark in named if mark[0] == kind] for kind in "up"}
    text = and_(*(Task.search_key.contains(word, autoescape=True) for word in term.words))
    return or_(text, Task.lead_unit_id.in_(meant["u"]), Task.assignee_id.in_(meant["p"]))


def _first(session: Session, query: Select[Any], entity: type[Searched], sought: Sought, limits: Limits) -> list[int]:
    if session.get_bind().dialect.name == "sqlite":
        return list(session.scalars(_streamed(query, entity, sought, limits)))
    return _by_blocks(session, query, entity, sought, limits)


def _streamed(query: Select[Any], entity: type[Searched], sought: Sought, limits: Limits) -> Select[Any]:
    """FTS5 gives its hits newest first, one by one, and as many are looked at as are needed: nothing is sorted."""
    hits = hits_of(entity)
    found = unscoped(hits.c.rowid).where(matching(hits, sought))
    if limits.before is not None:
        found = found.where(hits.c.rowid < limits.before)
    found = found.where(query.where(entity.id == hits.c.rowid).correlate(hits).exists())
    return found.order_by(hits.c.rowid.desc()).limit(limits.size)


def _by_blocks(
    session: Session, query: Select[Any], entity: type[Searched], sought: Sought, limits: Limits
) -> list[int]:
    """PostgreSQL gathers all hits before it sorts them: so first those of the newest blocks, then of larger ones.

    Open tasks are few, whatever the archive holds, and asked for at once.
    """
    end = limits.before or (session.scalar(unscoped(func.max(entity.id))) or 0) + 1
    for bits in BLOCKS if limits.group != OPEN else ():
        last = (end - 1) >> bits
        within = sought.within({f"b{bits}_{last}", f"b{bits}_{max(last - 1, 0)}"})
        found = list(session.scalars(_cut(query.where(holds(entity, within)), entity, limits)))
        if len(found) == limits.size or last <= 1:
            return found
    return list(session.scalars(_cut(query.where(holds(entity, sought)), entity, limits)))


def _cut(query: Select[Any], entity: type[Searched], limits: Limits) -> Select[Any]:
    if limits.before is not None:
        query = query.where(entity.id < limits.before)
    return query.order_by(entity.id.desc()).limit(limits.size)
