"""The reports that the command line writes: each by its name, as plain values or as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from taskapp.people.models import Committee
from taskapp.reports import evaluating, summary
from taskapp.reports.asking import Asked
from taskapp.reports.evaluation_programs import people_json
from taskapp.reports.people_xlsx import people_xlsx
from taskapp.reports.programs import summary_json
from taskapp.reports.xlsx import summary_xlsx


class _Kind(NamedTuple):
    answer: Callable[..., Any]
    values: Callable[[Any], Any]
    workbook: Callable[[Any], bytes]


KINDS: Mapping[str, _Kind] = {
    "summary": _Kind(summary.report, summary_json, summary_xlsx),
    "people": _Kind(evaluating.report, people_json, people_xlsx),
}


@dataclass(frozen=True)
class Report:
    """One answered report, not yet written out."""

    kind: _Kind
    answer: Any

    def values(self) -> Any:
        return self.kind.values(self.answer)

    def workbook(self) -> bytes:
        return self.kind.workbook(self.answer)


def report(session: Session, committee: Committee, name: str, asked: Asked, *, unit: str, now: datetime) -> Report:
    """Answer the report of that name, a key of KINDS. Raises BadInput, Missing."""
    kind = KINDS[name]
    return Report(kind, kind.answer(session, committee, asked, unit=unit, now=now))
