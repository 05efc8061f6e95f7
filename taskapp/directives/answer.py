"""A draft for other programs and for the terminal. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

from taskapp.base.formats import day as written
from taskapp.directives.draft import Draft, Due, DueKind

RuleText = Callable[[str, time | None], str]


def as_data(draft: Draft) -> dict[str, Any]:
    """The draft as plain data: header, and tasks with content, units as written and deadline; days as YYYY-MM-DD.

    A deadline has a kind (date, datetime, recurring, none), a date, a time (HH:MM), an RFC 5545 rule without DTSTART
    and the words of the document; what does not apply is None.
    """
    header = draft.header
    return {
        "header": {
            "number": header.number,
            "date": header.issued_on.isoformat() if header.issued_on else None,
            "issuer": header.issuer,
            "kind": header.kind,
            "subject": header.subject,
            "signer": header.signer,
        },
        "tasks": [
            {
                "content": task.content,
                "lead": list(task.lead),
                "cooperating": list(task.cooperating),
                "deadline": _deadline(task.due),
            }
            for task in draft.tasks
        ],
    }


def as_text(draft: Draft, rule_text: RuleText) -> Iterator[str]:
    """The draft for a reader at a terminal, line by line; `rule_text` says a rule and its hour in words."""
    header = draft.header
    issued = written(header.issued_on) if header.issued_on else "?"
    yield f"{header.kind or '?'} số {header.number or '?'} ngày {issued} của {header.issuer or '?'}"
    yield f"{header.subject} (người ký: {header.signer or '?'})"
    for number, task in enumerate(draft.tasks, start=1):
        yield ""
        yield f"{number}. {task.content}"
        yield f"   Chủ trì: {'; '.join(task.lead) or '?'}"
        if task.cooperating:
            yield f"   Phối hợp: {'; '.join(task.cooperating)}"
        yield f"   Thời hạn: {_due_text(task.due, rule_text)}"
    for doubt in draft.doubts:
        yield ""
        yield f"Cần xem: {doubt}"


def _deadline(due: Due) -> dict[str, str | None]:
    is_dated = due.kind in {DueKind.DATE, DueKind.DATETIME}
    return {
        "kind": due.kind.value,
        "date": due.day.isoformat() if is_dated and due.day else None,
        "time": due.hour.strftime("%H:%M") if due.hour and due.kind in {DueKind.DATETIME, DueKind.RECURRING} else None,
        "rrule": due.rrule if due.kind is DueKind.RECURRING else None,
        "phrase": due.phrase or None,
    }


def _due_text(due: Due, rule_text: RuleText) -> str:
    hour = f"{due.hour:%H:%M} " if due.hour else ""
    said = f" (“{due.phrase}”)" if due.phrase else ""
    match due.kind:
        case DueKind.RECURRING:
            return f"{rule_text(due.rrule or '', due.hour)}{said}"
        case DueKind.NONE:
            return f"không ghi ngày{said}"
    return f"{hour}{written(due.day) if due.day else '?'}{said}"
