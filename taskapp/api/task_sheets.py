"""One task as it is told to a program: read within what its person may see, with the doors that are open to him."""

from __future__ import annotations

from taskapp.api import shapes, telling
from taskapp.base.db import db
from taskapp.people.auth import viewer
from taskapp.tasks import queries, shares, sheets
from taskapp.tasks.door_sheets import Scene, open_doors
from taskapp.tasks.models import Task


def read_task(task_id: int) -> Task:
    """The task. Raises Missing when there is none or the person may not see it."""
    return queries.get(db.session(), viewer().rights, task_id)


def whole(task: Task) -> shapes.Task:
    """The task with its papers and open doors."""
    session, rights, now = db.session(), viewer().rights, sheets.seen_now()
    papers = queries.papers(session, rights, task)
    moves = open_doors(Scene(session, rights, task, papers, now)) | shares.additions(rights, task)
    return telling.whole(task, now, papers, moves)
