"""Going through a door of a task: the right to it, its deed, and the files that go with it; for pages and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from taskapp.tasks import evidence, lifecycle, results
from taskapp.tasks.door_sheets import DOORS
from taskapp.tasks.doors import Visit
from taskapp.tasks.evidence import Upload
from taskapp.tasks.forms import ActForm, EvidenceForm, ResultForm
from taskapp.tasks.models import StoredFile
from taskapp.tasks.permissions import Action
from taskapp.tasks.states import Move


@contextmanager
def passed(visit: Visit, noun: str, form: ActForm, folder: Path) -> Iterator[None]:
    """The door's deed, done. The caller commits inside: when anything fails there, no file is kept.

    Raises Forbidden, Refused, BadInput.
    """
    door = DOORS[noun]
    if door.action:
        visit = _acting(visit, door.action)
        lifecycle.check(visit.task, door.action, visit.by)
    with _kept(visit, form, folder) as files:
        paper = door.do(visit, form)
        if paper is not None:
            evidence.attach(files, visit.task, paper.files)
        yield


@contextmanager
def handed_in(visit: Visit, form: ResultForm, folder: Path) -> Iterator[None]:
    """A result with its evidence, handed in; the caller commits inside, as above."""
    visit = _acting(visit, Move.SUBMIT)
    with _kept(visit, form, folder) as files:
        given, by = form.result(has_files=bool(files)), visit.by
        made = lifecycle.submit(visit.session, visit.task, result=given, by=by, now=visit.now, terms=visit.terms)
        evidence.attach(files, visit.task, made.files)
        yield


def _acting(visit: Visit, action: Action) -> Visit:
    return replace(visit, by=results.acting(visit.task, action, visit.by))


@contextmanager
def _kept(visit: Visit, form: ActForm, folder: Path) -> Iterator[list[StoredFile]]:
    uploads, committee_id = _uploads(form), visit.task.committee_id
    with evidence.kept(uploads, folder, committee_id=committee_id, by_id=visit.by.person_id, now=visit.now) as files:
        yield files


def _uploads(form: ActForm) -> Sequence[Upload]:
    if not isinstance(form, EvidenceForm):
        return ()
    return [Upload(file.filename, file.stream) for file in form.attached()]
