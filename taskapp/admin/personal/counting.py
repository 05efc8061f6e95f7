"""Selects over what is kept about a person: how many rows, the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, literal, or_, union_all
from sqlalchemy.orm import Session

from taskapp.admin.personal.holdings import HOLDINGS, Holding, entity_of
from taskapp.base.db import scoped
from taskapp.people.models import Person


def counts(session: Session, person: Person) -> dict[str, int]:
    """How many rows of each holding name the person, by its key; one query."""
    parts = [
        narrowed(
            scoped(entity_of(table), person.committee_id, literal(holding.key), func.count()), holding, table, person
        )
        for holding in HOLDINGS
        for table in holding.tables
    ]
    found: dict[str, int] = {holding.key: 0 for holding in HOLDINGS}
    for key, count in session.execute(union_all(*parts)):
        found[key] += count
    return found


def rows(session: Session, person: Person, holding: Holding) -> Iterator[tuple[str, Any]]:
    """(table, row object) of everything in that holding that names the person, table by table, by id."""
    for table in holding.tables:
        entity: Any = entity_of(table)
        query = narrowed(scoped(entity, person.committee_id), holding, table, person).order_by(entity.id)
        for row in session.scalars(query.execution_options(yield_per=500)):
            yield table, row


def narrowed(query: Select[Any], holding: Holding, table: str, person: Person) -> Select[Any]:
    """The query, of rows that name the person."""
    entity: Any = entity_of(table)
    return query.where(or_(*(getattr(entity, column) == person.id for column in holding.columns_of(table))))
