"""What a door of a task's page is: the action behind a noun, the form it asks for, the verb it calls, what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from taskapp.tasks.forms import ActForm, ReasonForm
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Dispute, Extension
from taskapp.tasks.permissions import Action
from taskapp.tasks.record import Actor
from taskapp.tasks.rules import Terms


@dataclass(frozen=True)
class Visit:
    """One attempt to go through a door: to which task, by whom, at what time of the database, under which terms."""

    session: Session
    task: Task
    by: Actor
    now: datetime
    terms: Terms


Deed = Callable[[Visit, Any], Extension | Dispute | None]


@dataclass(frozen=True)
class Door:
    """`label` is on its button, `done` is said afterwards; what `do` gives is the paper that files are put with."""

    label: Any
    done: Any
    do: Deed
    action: Action | None = None  # None: the verb alone knows who may
    form: type[ActForm] = ActForm
    confirm: Any = ""


def plain(verb: Callable[..., None]) -> Deed:
    """A deed that asks for nothing."""

    def do(visit: Visit, _form: ActForm) -> None:
        verb(visit.session, visit.task, by=visit.by, now=visit.now)

    return do


def with_reason(verb: Callable[..., None]) -> Deed:
    """A deed that asks for a reason only."""

    def do(visit: Visit, form: ReasonForm) -> None:
        verb(visit.session, visit.task, reason=form.reason.data or "", by=visit.by, now=visit.now)

    return do
