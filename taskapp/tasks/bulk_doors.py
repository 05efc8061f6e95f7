"""What a form asks to be done to many tasks: for the pages of a list and for programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from taskapp.people.queries import get_person
from taskapp.tasks import bulk, permissions
from taskapp.tasks.bulk import Deed
from taskapp.tasks.bulk_forms import BulkForm, ExtendManyForm
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import Change, Move


@dataclass(frozen=True)
class Round:
    """One run over many tasks: of which committee, at what time of the database, under which terms."""

    session: Session
    committee_id: int
    now: datetime
    terms: Terms


def deed_of(action: permissions.Action, form: BulkForm, run: Round) -> Deed:
    """What was filled in, ready to be done to each task. Raises Refused."""
    return _DEEDS[action](form, run)


def _naming(form: Any, run: Round) -> Deed:
    return bulk.naming(get_person(run.session, run.committee_id, form.officer.data or 0), run.now)


def _extending(form: ExtendManyForm, run: Round) -> Deed:
    return bulk.extending(form.limit(), form.reason.data or "", run.now, run.terms)


_DEEDS: dict[permissions.Action, Callable[[Any, Round], Deed]] = {
    Move.ACCEPT: lambda _form, run: bulk.accepting(run.now),
    Change.NAME_OFFICER: _naming,
    Change.URGE: lambda form, run: bulk.urging(form.text.data or "", run.now),
    Change.EXTEND: _extending,
}
