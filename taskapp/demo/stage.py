"""Scripts of what happens to tasks, played in the order of time through the product's own verbs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from taskapp.people.models import Person
from taskapp.tasks import assigning, lifecycle
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor


class Act(Protocol):
    """A verb of the lifecycle with everything but the task and the time already said."""

    def __call__(self, session: Session, task: Task, *, now: datetime) -> object: ...


class Step(NamedTuple):
    """What is done to the task at an instant (aware UTC)."""

    at: datetime
    act: Act


class Opening(NamedTuple):
    """A new task is drafted and, unless `keep_draft`, issued; `officer` is named in the document itself."""

    at: datetime
    given: Assignment
    by: Actor
    keep_draft: bool = False
    officer: Person | None = None


@dataclass
class Script:
    """What happens to one task. `key` marks it as the demo's own; `task` is there once it has been written down.

    `below`: what happens to the tasks that hang on it, by what tells them apart: the supporting unit's id, or a piece.
    """

    key: str
    opening: Opening | None = None
    task: Task | None = None
    steps: list[Step] = field(default_factory=list)
    below: dict[int | str, Script] = field(default_factory=dict)

    def script_of(self, mark: int | str) -> Script:
        """The script of one task that hangs on this one; empty when nothing has been written for it."""
        return self.below.setdefault(mark, Script(f"{self.key}+{mark}"))

    def until(self, end: datetime) -> None:
        """Leave out what would happen at this instant or later."""
        self.steps = [step for step in self.steps if step.at < end]

    def family(self) -> Iterator[Script]:
        """The scripts of all that hangs on the task, then this one: at the same instant what is below comes first."""
        for script in self.below.values():
            yield from script.family()
        yield self


def play(session: Session, scripts: Iterable[Script]) -> None:
    """Do everything the scripts say, earliest first, so that the record grows as it would have. Does not commit."""
    due: list[tuple[datetime, int, Script, Act | None]] = []
    for script in (one for told in scripts for one in told.family()):
        if script.opening:
            due.append((script.opening.at, len(due), script, None))
        for step in script.steps:
            due.append((step.at, len(due), script, step.act))
    with session.no_autoflush:  # drafting flushes; nothing that is looked up is still unwritten
        for at, _place, script, act in sorted(due, key=lambda entry: entry[:2]):
            if act is None:
                _open(session, script)
            elif script.task is not None:
                act(session, script.task, now=at)
    session.flush()


def _open(session: Session, script: Script) -> None:
    opening = script.opening
    if opening is None:
        return
    given, by, now = opening.given, opening.by, opening.at
    (task,) = assigning.draft(session, given, by=by, committee_id=given.leads[0].committee_id, now=now)
    take(script, task, is_alone=not given.supporting)
    for part in task.below:
        take(script.script_of(part.lead_unit_id), part)
    if opening.officer:
        task.assignee, task.assignee_id, task.assignee_since = opening.officer, opening.officer.id, now
    if not opening.keep_draft:
        lifecycle.issue(session, task, by=by, now=now)


def take(script: Script, task: Task, *, is_alone: bool = True) -> None:
    """The script is that of this new task; `is_alone`: nothing hangs on it yet."""
    for empty in ("submissions", "explanations", *(("below",) if is_alone else ())):  # no need to ask for each
        set_committed_value(task, empty, [])
    task.import_key, script.task = script.key, task
