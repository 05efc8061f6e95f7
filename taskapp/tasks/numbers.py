"""Tasks asked for by a number alone: their own, or that of the document that a result is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from taskapp.base import sought as typed
from taskapp.base.db import scoped
from taskapp.people.rights import Rights
from taskapp.tasks.models import Submission, Task
from taskapp.tasks.queries import visible_to

MOST_NUMBERED = 5  # tasks whose results have one number: each unit counts its own documents


def is_number(text: str) -> bool:
    """Whether the number of a task was typed, and nothing else."""
    return typed.number_of(text) is not None


def numbered(session: Session, rights: Rights, text: str) -> Sequence[int]:
    """Ids of the tasks whose own number was typed and nothing else, or that of the document that a result is.

    Only those that the person may see, the newest first; at most one query.
    """
    number, written = typed.number_of(text), text.strip()
    if number is not None:
        is_it: ColumnElement[bool] = Task.id == number
    elif "/" in written:
        result = Submission.result_number.in_({written, written.upper()}), Submission.result_number != ""
        is_it = Task.id.in_(scoped(Submission, rights.committee_id, Submission.task_id).where(*result))
    else:
        return ()
    ids = visible_to(rights).with_only_columns(Task.id).where(is_it).order_by(Task.id.desc())
    return session.scalars(ids.limit(MOST_NUMBERED)).all()
