"""Mẫu B, C, D in the shape that programs rely on: keys are only ever added."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from sqlalchemy.orm import Session

from taskapp.reports import listing_words as words
from taskapp.reports.listing import Line, Listing
from taskapp.reports.listings import Listed
from taskapp.reports.programs import Days


class ListedTask(TypedDict):
    """One task; days are ISO or None. `days`: what the list is about; `band` of overdue ones only."""

    task: int
    document: str
    document_date: str | None
    content: str
    lead: str
    supporting: list[str]
    assigner: str
    due_on: str | None
    original_due_on: str | None
    silent_since: str | None
    days: int
    workdays_late: int
    band: str | None
    situation: str
    cause: str
    urgings: int


class ListReport(TypedDict):
    """A list as programs read it; instants and days are ISO. `bands`: counts of overdue tasks by calendar days."""

    period: Days
    as_of: str
    list: str
    count: int
    bands: dict[str, int]
    tasks: list[ListedTask]


def listing_json(session: Session, found: Listed) -> ListReport:
    """The list as plain values."""
    question = found.measured.question
    is_overdue = found.kind is Listing.OVERDUE
    return {
        "period": {"from": question.first.isoformat(), "to": question.last.isoformat()},
        "as_of": found.as_of.isoformat(),
        "list": found.kind.value,
        "count": len(found.tasks),
        "bands": {band.value: count for band, count in found.bands.items()} if is_overdue else {},
        "tasks": [_task(line, is_overdue=is_overdue) for line in found.lines(session)],
    }


def _task(line: Line, *, is_overdue: bool) -> ListedTask:
    known, image = line.known, line.judged.image
    return {
        "task": image.task_id,
        "document": known.number,
        "document_date": _iso(known.written_on),
        "content": words.content(line),
        "lead": image.lead_unit_name,
        "supporting": list(known.supporting),
        "assigner": line.assigner,
        "due_on": _iso(line.due_on),
        "original_due_on": _iso(image.original_due_on),
        "silent_since": _iso(line.since),
        "days": line.days,
        "workdays_late": line.workdays,
        "band": line.band.value if is_overdue else None,
        "situation": known.situation,
        "cause": known.cause,
        "urgings": known.urgings,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
