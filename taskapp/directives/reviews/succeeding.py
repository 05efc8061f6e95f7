"""What documents call a unit that has ended means its successor from now on."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.directives.reviews.review_models import UnitAlias
from taskapp.people.models import Unit


def follow_units(session: Session, committee_id: int, heirs: Mapping[int, Unit]) -> int:
    """Let the names learned for closed units mean their successors; how many there are. Does not commit."""
    learned = list(session.scalars(scoped(UnitAlias, committee_id).where(UnitAlias.unit_id.in_(heirs))))
    for alias in learned:
        alias.unit = heirs[alias.unit_id]
    session.flush()
    return len(learned)
