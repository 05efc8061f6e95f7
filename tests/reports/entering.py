"""Many tasks entered at once, as a register would have them: so many of each count, with their events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, cycle
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from taskapp.people.models import Unit, UnitKind
from taskapp.reports.ontime import Count
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.record import IMAGE
from taskapp.tasks.states import Kind, LimitKind, Move, Source, State, Via
from tests.office import Office
from tests.reports.history import at

CHUNK = 5_000


@dataclass(frozen=True)
class Days:
    """When the tasks were given, when they had to be and were finished."""

    issued: date
    due: date
    on_time: date
    late: date
    far: date  # a limit that is still to come


def enter(
    session: Session,
    office: Office,
    counts: Mapping[Count, int],
    days: Days,
    units: Sequence[Unit] = (),
    words: str = "",
) -> int:
    """Enter so many tasks of each count, given to the units in turn; how many. The caller commits."""
    leads = cycle(units or [session.get_one(Unit, office.units["tp"])])
    paper = Directive(
        committee_id=office.committee_id, number="12/KH-UBND", number_key="12/kh-ubnd", issued_on=days.issued,
        created_at=at(days.issued),
    )  # fmt: skip
    session.add(paper)
    session.flush()
    first = (session.scalar(select(func.max(Task.id))) or 0) + 1
    wanted = [kind for kind, number in counts.items() for _one in range(number)]
    rows = list(_rows(office, wanted, days, leads, first, paper.id, words))
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        session.execute(insert(Task), [task for task, _event in chunk])
        session.execute(insert(TaskEvent), [event for _task, event in chunk])
    return len(rows)


def more_units(session: Session, office: Office, number: int) -> list[Unit]:
    """So many further units below the committee."""
    made = [
        Unit(
            committee_id=office.committee_id, parent_id=office.units["root"], kind=UnitKind.OFFICE, code=f"dv{order}",
            name=f"Đơn vị {order:02d}", short_name="", search_key=f"don vi {order:02d}", sort_order=100 + order,
        )
        for order in range(1, number + 1)
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    return made


def _rows(
    office: Office, wanted: Sequence[Count], days: Days, leads: Iterator[Unit], first: int, paper: int, words: str
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for number, kind in zip(count(first), wanted):
        unit, moment = next(leads), at(days.issued)
        image = _image(office, kind, days) | {"lead_unit_id": unit.id, "lead_unit_name": unit.name}
        state = image.pop("state")
        content = words or f"Nhiệm vụ số {number}: báo cáo kết quả thực hiện kế hoạch của Ủy ban nhân dân"
        task = _blank(Task) | image | {
            "id": number, "committee_id": office.committee_id, "version": 1, "state": state, "kind": Kind.OFFICIAL,
            "content": content, "search_key": "nhiem vu", "recorded_at": moment, "directive_id": paper,
            "submitted_at": at(image["submitted_on"]) if image["submitted_on"] else None,
        }  # fmt: skip
        recorded = at(image["finished_on"], 16) if image["finished_on"] else moment
        event = _blank(TaskEvent) | {name: image[name] for name in IMAGE} | {
            "committee_id": office.committee_id, "task_id": number, "version": 1, "recorded_at": recorded,
            "effective_at": recorded, "effective_on": recorded.date(), "kind": Move.RECORD_PAST.value,
            "to_state": state,
            "via": Via.IMPORT, "task_kind": Kind.OFFICIAL,
        }  # fmt: skip
        yield task, event


def _image(office: Office, kind: Count, days: Days) -> dict[str, Any]:
    done = {Count.DONE_ON_TIME: days.on_time, Count.DONE_LATE: days.late, Count.DONE_NO_LIMIT: days.on_time}.get(kind)
    is_dated = kind not in (Count.DONE_NO_LIMIT, Count.OPEN_NO_LIMIT)
    due = (days.far if kind is Count.OPEN_IN_TERM else days.due) if is_dated else None
    return dict.fromkeys(IMAGE) | {
        "state": State.DONE if done else State.IN_PROGRESS,
        "assigner_id": office.people["chutich"], "source": Source.OWN, "field": "", "starred": False,
        "limit_kind": LimitKind.DATED if is_dated else LimitKind.NONE, "issued_on": days.issued,
        "original_due_on": due, "due_on": due, "extensions": 0, "submitted_on": done, "finished_on": done,
        "waited_workdays": 0, "objective_cause": False, "disputed": False,
    }  # fmt: skip


def _blank(entity: type[Task] | type[TaskEvent]) -> dict[str, Any]:
    """A row of nothing but defaults."""
    columns = [column for column in entity.__table__.columns if column.name != "id"]
    return {c.name: c.default.arg if c.default is not None and c.default.is_scalar else None for c in columns}


def day(text: str) -> date:
    """A day written dd/mm/yyyy."""
    return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not an instant
