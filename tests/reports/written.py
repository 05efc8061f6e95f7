"""A made-up office's tasks and events as rows, written at once: months of it through the moves would take too long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby

from sqlalchemy import insert
from sqlalchemy.orm import Session

from taskapp.reports.lives import Turn
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Exclusion, Kind, Source, State, Via
from tests.conftest import VIETNAM
from tests.office import Office

UNITS = ("tp", "nv", "tnd", "vp")
OFFICERS = ("congchuc", "congchuc2", "congchuc_nv", "tuphapxa", "truongphong", "truongphong_nv", "chutichxa")


def write(session: Session, office: Office, turns: Iterable[Turn]) -> None:
    """Add tasks and events; ids of tasks are those of the turns. The caller commits."""
    tasks, events = [], []
    for task_id, mine in groupby(turns, key=lambda turn: turn.task_id):
        life = list(mine)
        tasks.append({"id": task_id} | _task(life, office))
        events += [_event(turn, version + 1, office) for version, turn in enumerate(life)]
    session.execute(insert(Task), tasks)
    session.execute(insert(TaskEvent), events)


def _task(life: list[Turn], office: Office) -> dict[str, object]:
    last = life[-1]
    state = State.DONE if last.to_state is State.SUBMITTED else last.to_state
    return _common(last, office) | {
        "version": len(life),
        "due_version": 1 + sum(turn.kind == "extend" for turn in life),
        "kind": Kind.OFFICIAL,
        "state": state,
        "content": f"Nhiệm vụ số {last.task_id}",
        "search_key": f"nhiem vu so {last.task_id}",
        "recorded_at": _at(life[0].on),
        "lead_since": _at(life[0].on),
        "finished_on": last.submitted_on if state is State.DONE else None,
    }


def _event(turn: Turn, version: int, office: Office) -> dict[str, object]:
    return _common(turn, office) | {
        "task_id": turn.task_id,
        "version": version,
        "recorded_at": _at(turn.on),
        "effective_at": _at(turn.on),
        "effective_on": turn.on,
        "kind": turn.kind,
        "to_state": turn.to_state,
        "via": Via.WEB,
        "task_kind": Kind.OFFICIAL,
        "disputed": False,
        "waited_workdays": 0,
        "objective_cause": False,
    }


def _common(turn: Turn, office: Office) -> dict[str, object]:
    code = UNITS[turn.lead_unit_id % len(UNITS)]
    officer = OFFICERS[turn.assignee_id % len(OFFICERS)] if turn.assignee_id else None
    return {
        "committee_id": office.committee_id,
        "lead_unit_id": office.units[code],
        "lead_unit_name": code,
        "assignee_id": office.people[officer] if officer else None,
        "source": Source(turn.source),
        "field": "",
        "starred": turn.is_starred,
        "limit_kind": turn.limit_kind,
        "issued_on": turn.issued_on,
        "original_due_on": turn.due_on,
        "due_on": turn.due_on,
        "extensions": turn.extensions,
        "submitted_on": turn.submitted_on,
        "excluded": Exclusion.WITHDRAWN if turn.to_state is State.WITHDRAWN else None,
    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), VIETNAM)
