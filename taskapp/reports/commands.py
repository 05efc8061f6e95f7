"""Reports for the command line: which one, about what, in which format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.models import Committee
from taskapp.reports import evaluating
from taskapp.reports.asking import Asked
from taskapp.reports.drafting import draft
from taskapp.reports.evaluation_programs import people_json
from taskapp.reports.listing import Listing
from taskapp.reports.listing_docx import listing_docx
from taskapp.reports.listing_programs import listing_json
from taskapp.reports.listing_xlsx import listing_xlsx
from taskapp.reports.listings import Scope, listed
from taskapp.reports.pdf import pdf_of
from taskapp.reports.people_xlsx import people_xlsx
from taskapp.reports.programs import summary_json
from taskapp.reports.summary import report, unit_called
from taskapp.reports.summary_docx import summary_docx
from taskapp.reports.xlsx import summary_xlsx

SUMMARY, PEOPLE = "summary", "people"
KINDS = (SUMMARY, *(kind.value for kind in Listing), PEOPLE)
FORMATS = ("json", "xlsx", "docx", "pdf")
Writers = Mapping[str, Callable[[], Any]]


@dataclass(frozen=True)
class Wanted:
    """One of KINDS in one of FORMATS; `unit` by its name in documents, "" for all; `data_dir`: the installation's."""

    kind: str
    form: str
    asked: Asked
    unit: str
    data_dir: Path


def write(session: Session, committee: Committee, wanted: Wanted, *, now: datetime) -> bytes:
    """The report's bytes, of all units or of the one named and all below it. Raises BadInput, Missing, Refused."""
    writers = {SUMMARY: _of_summary, PEOPLE: _of_people}.get(wanted.kind, _of_list)(session, committee, wanted, now)
    if wanted.form not in writers:
        raise Refused(_("Báo cáo này chỉ có dạng: %(forms)s.", forms=", ".join(writers)))
    made = writers[wanted.form]()
    return made if isinstance(made, bytes) else (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _of_summary(session: Session, committee: Committee, wanted: Wanted, now: datetime) -> Writers:
    found = report(session, committee, wanted.asked, unit=wanted.unit, now=now)
    asked = _in_unit(session, committee, wanted)

    def paper() -> bytes:
        return summary_docx(draft(session, Scope(committee, None), asked, now=now))

    return {
        "json": lambda: summary_json(found),
        "xlsx": lambda: summary_xlsx(found),
        "docx": paper,
        "pdf": lambda: pdf_of(paper(), wanted.data_dir),
    }


def _of_list(session: Session, committee: Committee, wanted: Wanted, now: datetime) -> Writers:
    asked = _in_unit(session, committee, wanted)
    found = listed(session, Listing(wanted.kind), Scope(committee, None), asked, now=now)
    return {
        "json": lambda: listing_json(session, found),
        "xlsx": lambda: listing_xlsx(session, found),
        "docx": lambda: listing_docx(session, found),
        "pdf": lambda: pdf_of(listing_docx(session, found), wanted.data_dir),
    }


def _of_people(session: Session, committee: Committee, wanted: Wanted, now: datetime) -> Writers:
    found = evaluating.report(session, committee, wanted.asked, unit=wanted.unit, now=now)
    return {"json": lambda: people_json(found), "xlsx": lambda: people_xlsx(found)}


def _in_unit(session: Session, committee: Committee, wanted: Wanted) -> Asked:
    return replace(wanted.asked, unit_id=unit_called(session, committee, wanted.unit))
