"""What a search finds in each of its groups; every group asks only for what the person may see, and for a few rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlalchemy.orm import Session

from taskapp.base.paging import SIZE
from taskapp.base.sought import Term
from taskapp.directives.reviews import book_queries
from taskapp.people import queries as people_queries
from taskapp.people.models import Person, Unit
from taskapp.people.rights import Rights
from taskapp.tasks import numbers, searching
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from taskapp.tasks.search_index import Sought
from taskapp.tasks.searching import Limits, named_like

LEAST = 2  # letters or digits typed, from which on anything is looked for


@dataclass(frozen=True)
class Asked:
    """What was typed, from which mark on, which tasks only (a group of search_index), how many of each kind."""

    text: str
    mark: str = ""
    only: str = ""
    tasks: int = SIZE
    others: int = 5

    @property
    def is_enough(self) -> bool:
        """Whether there is something to look for."""
        return sum(map(str.isalnum, self.text)) >= LEAST or numbers.is_number(self.text)


@dataclass(frozen=True)
class Found:
    """The hits of a search; `next_mark`: where more tasks begin, `terms`: what is marked in the texts."""

    terms: tuple[Term, ...] = ()
    tasks: Sequence[Task] = ()
    next_mark: str | None = None
    directives: Sequence[Directive] = ()
    persons: Sequence[Person] = ()
    units: Sequence[Unit] = ()

    @property
    def count(self) -> int:
        """How many rows are shown; not how many there are, which nobody counts."""
        return len(self.tasks) + len(self.directives) + len(self.persons) + len(self.units)


def everywhere(session: Session, rights: Rights, asked: Asked, today: date) -> Found:
    """The tasks, and on the first page the documents, persons and units, that have all that was typed.

    Raises BadInput for a mark that is none.
    """
    if not asked.is_enough:
        return Found()
    sought = searching.read(session, rights.committee_id, asked.text)
    page = searching.page(session, rights, sought, asked.mark, only=asked.only, size=asked.tasks)
    numbered = () if asked.mark else numbers.numbered(session, rights, asked.text)
    ids = list(dict.fromkeys([*numbered, *page.rows]))
    tasks = searching.tasks(session, rights, ids) if ids else []
    if asked.mark or asked.only:
        return Found(sought.terms, tasks, page.next_mark)
    return Found(
        sought.terms,
        tasks,
        page.next_mark,
        _directives(session, rights, sought, asked.others),
        _persons(session, rights, sought, asked.others),
        _units(session, rights, sought, asked.others, today),
    )


def _directives(session: Session, rights: Rights, sought: Sought, most: int) -> Sequence[Directive]:
    """For those who may open the register."""
    if not (sought.terms and rights.has(*book_queries.READERS)):
        return ()
    whole = book_queries.sees_all(session, rights)
    behind = searching.behind(rights, Directive.id)
    conditions = () if whole else (or_(Directive.created_by_id == rights.person_id, behind),)
    words = Sought(sought.terms, (), sought.among)
    ids = searching.newest_documents(session, rights.committee_id, words, Limits(size=most), *conditions)
    if not ids:
        return ()
    query = book_queries.visible(rights, whole=whole).where(Directive.id.in_(ids))
    return session.scalars(query.order_by(Directive.id.desc())).all()


def _persons(session: Session, rights: Rights, sought: Sought, most: int) -> Sequence[Person]:
    if not sought.terms:
        return ()
    query = people_queries.at_work(rights).where(*(named_like(Person, term) for term in sought.terms))
    return session.scalars(query.limit(most)).all()


def _units(session: Session, rights: Rights, sought: Sought, most: int, today: date) -> Sequence[Unit]:
    if not sought.terms:
        return ()
    query = people_queries.units_on(rights.committee_id, today)
    return session.scalars(query.where(*(named_like(Unit, term) for term in sought.terms)).limit(most)).all()
