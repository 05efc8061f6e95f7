"""Rules of the house that a reader would otherwise have to remember."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePosixPath

from taskapp.base.db import Base
from tests.repo.source import ROOT, application, at, is_view

CLOCK = "taskapp/base/clock.py"
LIFECYCLE = "taskapp/tasks/lifecycle.py"
SELECTS = "taskapp/base/db.py"
SELECTING = {("sa", "select"), ("sqlalchemy", "select"), ("session", "query")}
# a wrong password may have been typed for a name that belongs to nobody, so failed_sign_in may lack its committee
WITHOUT_COMMITTEE = {"committee", "heartbeat", "clock_mark", "mail_pause", "alembic_version", "failed_sign_in"}
READINGS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
EDGES = {"cli", "opening", "jobs", "steps", "ticks", "scheduler", "serve", "load"}
# a claim must stand before anything is sent, a plan before its delivery begins, a report before its mail is put away,
# a seal before it is noted outside
COMMITTING = {
    "taskapp/outbox/delivery.py",
    "taskapp/outbox/preparing.py",
    "taskapp/outbox/bounces.py",
    "taskapp/directives/arrivals/arriving.py",
    "taskapp/reminders/fill.py",
    "taskapp/sources/dropping.py",
    "taskapp/people/sso/directory_door.py",  # no transaction waits for the directory
    "taskapp/reminders/round.py",
    "taskapp/tasks/audit/sealing.py",
}


def test_only_the_clock_module_reads_the_clock():
    found = [at(name, node) for name, node in _calls() if name != CLOCK and tuple(_chain(node.func)[-2:]) in READINGS]
    assert found == []


def test_only_the_lifecycle_writes_a_task_s_state():
    assert [place for name, place in _state_writes() if name != LIFECYCLE] == []
    assert any(name == LIFECYCLE for name, _ in _state_writes())  # else this test looks for the wrong thing


def test_selects_start_from_the_scoped_ones():
    found = [
        at(name, node)
        for name, module in application()
        if name != SELECTS
        for node in ast.walk(module)
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("sqlalchemy")
            and {"select", "Query"} & {alias.name for alias in node.names}
        )
        or (
            isinstance(node, ast.Attribute)
            and _chain(node)[-2:] in (["sa", "select"], ["sqlalchemy", "select"], ["session", "query"])
        )
    ]
    assert found == []


def test_only_the_edge_commits():
    found = [
        at(name, node)
        for name, node in _calls()
        if _chain(node.func)[1:][-1:] == ["commit"] and not _is_edge(name) and name not in COMMITTING
    ]
    assert found == []


def test_every_table_belongs_to_a_committee():
    for path in ROOT.glob("taskapp/*/*models.py"):
        import_module(f"taskapp.{path.parent.name}.{path.stem}")
    loose = [
        table.name
        for table in Base.metadata.tables.values()
        if table.name not in WITHOUT_COMMITTEE and ("committee_id" not in table.c or table.c.committee_id.nullable)
    ]
    assert loose == []
    assert len(Base.metadata.tables) > len(WITHOUT_COMMITTEE)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for name, module in application():
        yield from ((name, node) for node in ast.walk(module) if isinstance(node, ast.Call))


def _state_writes() -> Iterator[tuple[str, str]]:
    """Writes to `.state`; messages, reminders and import batches have one of their own."""
    for name, module in application():
        if not name.startswith("taskapp/outbox/"):
            yield from ((name, at(name, node)) for node in ast.walk(module) if _writes_state(node))


def _writes_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        written = [t for target in targets for t in ast.walk(target) if isinstance(t, ast.Attribute)]
        return any(t.attr == "state" and _chain(t)[-2:-1] not in (["reminder"], ["batch"]) for t in written)
    if not isinstance(node, ast.Call):
        return False
    last = _chain(node.func)[-1:]
    return (last == ["setattr"] and "'state'" in ast.dump(node)) or (
        _last(node.func) == "values" and _is_of_tasks(node)
    )


def _last(function: ast.expr) -> str:
    """The name that is called, also at the end of a chain of calls: `values` of `update(Task).where(…).values`."""
    return function.attr if isinstance(function, ast.Attribute) else ""


def _is_of_tasks(node: ast.Call) -> bool:
    """Whether this is `update(Task)….values(state=…)`."""
    return any(word.arg == "state" for word in node.keywords) and "Name(id='Task'" in ast.dump(node.func)


def _chain(node: ast.AST) -> list[str]:
    """["db", "session", "commit"] of `db.session.commit`; what cannot be named is left out."""
    if isinstance(node, ast.Attribute):
        return [*_chain(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def _is_edge(name: str) -> bool:
    return is_view(name) or PurePosixPath(name).stem in EDGES
