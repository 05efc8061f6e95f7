"""Something said about a task with all that comes along: people named, people to know, files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from taskapp.tasks import evidence, followers, talk
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Comment
from taskapp.tasks.record import Actor
from taskapp.tasks.talk_forms import CommentForm


@contextmanager
def spoken(
    session: Session, task: Task, form: CommentForm, folder: Path, *, by: Actor, now: datetime
) -> Iterator[Comment]:
    """What the form says, said. The caller commits inside: when anything fails there, no file is kept.

    Raises Forbidden, Refused, BadInput.
    """
    text, chosen = form.text.data or "", form.meant.data or ()
    mentioned = talk.mentioned_in(session, task.committee_id, text, chosen)
    knowing = talk.persons(session, task.committee_id, form.know.data or ())
    uploads = [evidence.Upload(f.filename, f.stream) for f in form.attached()]
    with evidence.kept(uploads, folder, committee_id=task.committee_id, by_id=by.person_id, now=now) as files:
        comment = talk.say(
            session,
            task,
            text=text,
            directing=bool(form.directing.data),
            mentioned=mentioned,
            once=talk.once_key(form.once.data or "", text),
            by=by,
            now=now,
        )
        if knowing:
            followers.add(session, task, knowing, by=by, now=now)
        for file in files:
            file.task_id = task.id
        comment.files.extend(files)
        yield comment
