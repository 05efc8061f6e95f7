"""The register of directives: what a person sees of it, its filters, the tasks behind each, how soon entered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from taskapp.base.db import scoped, unscoped
from taskapp.base.errors import Missing
from taskapp.base.i18n import _
from taskapp.people.organisation import top_unit_id
from taskapp.people.rights import Rights, Role
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import StoredFile, Task
from taskapp.tasks.queries import may_see, visible_to
from taskapp.tasks.search_index import holds
from taskapp.tasks.searching import plain
from taskapp.tasks.states import OPEN, Kind, State

READERS = (Role.LEADER, Role.MONITOR, Role.CLERK, Role.INSPECTOR)
DOERS = (Role.UNIT_HEAD, Role.OFFICER)  # who read a document, but no register, when a task of theirs comes from it
MOST_CHOICES = 200
_WITHOUT = "none"


@dataclass(frozen=True)
class Filters:
    """What the register may be narrowed by; empty values do nothing."""

    words: str = ""
    kind: str = ""
    issuer: str = ""
    year: int | None = None
    way: str = ""  # incoming, own
    tasks: str = ""  # none: without tasks; late: entered late


@dataclass(frozen=True)
class Counts:
    """How many tasks of a document the person sees: all, still open, of these overdue, drafts."""

    all: int = 0
    open: int = 0
    overdue: int = 0
    drafts: int = 0


def sees_all(session: Session, rights: Rights) -> bool:
    """Whether the person's reading reaches the whole committee; others see what their tasks come from."""
    top = session.scalar(top_unit_id(rights.committee_id))
    return top is not None and rights.over(top, *READERS)


def visible(rights: Rights, *, whole: bool) -> Select[Directive]:
    """The documents the person may see: all, or those entered by him and those with tasks he may see."""
    query = scoped(Directive, rights.committee_id)
    if whole:
        return query
    behind = scoped(Task, rights.committee_id, Task.directive_id).where(Task.directive_id.is_not(None), may_see(rights))
    return query.where(or_(Directive.created_by_id == rights.person_id, Directive.id.in_(behind)))


def narrowed(query: Select[Directive], committee_id: int, filters: Filters, today: date) -> Select[Directive]:
    """The documents that fit the filters, in no order."""
    if filters.words.strip():
        sought = plain(committee_id, filters.words)
        query = query.where(holds(Directive, sought) if sought.terms else false())
    if filters.kind:
        query = query.where(Directive.kind == filters.kind)
    if filters.issuer:
        query = query.where(Directive.issuer == filters.issuer)
    if filters.year:
        query = query.where(Directive.issued_on.between(date(filters.year, 1, 1), date(filters.year, 12, 31)))
    if filters.way:
        query = query.where(Directive.is_incoming.is_(filters.way == "incoming"))
    if filters.tasks == _WITHOUT:
        query = query.where(~scoped(Task, committee_id, Task.id).where(Task.directive_id == Directive.id).exists())
    if filters.tasks == "late":
        query = query.where(_is_late(today))
    return query


def punctuality(query: Select[Directive], today: date) -> Select[Any]:
    """(measured, entered in time) of the documents of a query: those entered, and those whose day has passed."""
    query = query.where(Directive.entry_due_on.is_not(None))
    measured = or_(Directive.entered_on.is_not(None), Directive.entry_due_on < today)
    in_time = Directive.entered_on <= Directive.entry_due_on
    columns: list[ColumnElement[Any]] = [func.count().filter(measured), func.count().filter(in_time)]
    return query.with_only_columns(*columns).order_by(None)


def counts(session: Session, rights: Rights, ids: Collection[int], today: date) -> dict[int, Counts]:
    """What the person sees of the tasks of these documents, one query."""
    is_open = Task.state.in_(OPEN)
    late = is_open & (Task.state != State.SUBMITTED) & (Task.due_on < today)
    columns = [func.count().filter(each) for each in (is_open, late, Task.state == State.DRAFT)]
    query = scoped(Task, rights.committee_id, Task.directive_id, func.count(), *columns).where(
        Task.directive_id.in_(ids), Task.kind == Kind.OFFICIAL, may_see(rights)
    )
    return {each[0]: Counts(*each[1:]) for each in session.execute(query.group_by(Task.directive_id))}


def choices(session: Session, committee_id: int) -> dict[str, Any]:
    """The kinds and issuers that the register holds, for its filters."""
    columns = {"kinds": Directive.kind, "issuers": Directive.issuer}
    return {name: session.scalars(_values(committee_id, column)).all() for name, column in columns.items()}


def _values(committee_id: int, column: InstrumentedAttribute[str]) -> Select[str]:
    """The texts of the column, ascending: from each to the next in its index, however many documents have one."""
    least = scoped(Directive, committee_id, func.min(column).label("value"))
    found = least.where(column > "").cte("found", recursive=True)
    following = least.where(column > found.c.value).correlate(found).scalar_subquery()
    found = found.union_all(unscoped(following).where(found.c.value.is_not(None)))
    return unscoped(found.c.value).where(found.c.value.is_not(None)).limit(MOST_CHOICES)


def get(session: Session, rights: Rights, directive_id: int) -> Directive:
    """One document with who entered it. Raises Missing when there is none or the person may not see it."""
    query = visible(rights, whole=sees_all(session, rights)).where(Directive.id == directive_id)
    found: Directive | None = session.scalars(query.options(joinedload(Directive.created_by))).one_or_none()
    if found is None:
        raise Missing(_("Không có văn bản này trong sổ, hoặc văn bản nằm ngoài phạm vi của anh/chị."))
    return found


def tasks_of(rights: Rights, directive_id: int) -> Select[Task]:
    """The tasks of a document that the person may see, with what a row shows."""
    query = visible_to(rights).where(Task.directive_id == directive_id, Task.kind == Kind.OFFICIAL)
    return query.options(
        joinedload(Task.directive), joinedload(Task.assignee), joinedload(Task.assigner), selectinload(Task.below)
    )


def files_of(committee_id: int, directive_id: int) -> Select[StoredFile]:
    """The files of a document."""
    return scoped(StoredFile, committee_id).where(StoredFile.directive_id == directive_id).order_by(StoredFile.id)


def is_late(directive: Directive, today: date) -> bool:
    """Whether the document's tasks were given out after the day by which they were to be, or still are not."""
    due = directive.entry_due_on
    return due is not None and (directive.entered_on or today) > due


def _is_late(today: date) -> ColumnElement[bool]:
    return func.coalesce(Directive.entered_on, today) > Directive.entry_due_on
