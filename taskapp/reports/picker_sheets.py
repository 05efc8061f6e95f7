"""What every report page shares: the period, unit and moment asked for, the usual periods, the way to the others."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any

from flask import Response, current_app, request, send_file, url_for

from taskapp.base import clock, paper, workbook
from taskapp.base.db import db
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.people.auth import viewer
from taskapp.people.rights import Role
from taskapp.reports import asking, choices, listing_words, words
from taskapp.reports.forms import AskForm
from taskapp.reports.listing import Listing
from taskapp.reports.pdf import pdf_of
from taskapp.reports.periods import Span, containing

KEEPERS = (Role.LEADER, Role.MONITOR)  # of the reports that go out by themselves
MEDIA_TYPES = {"xlsx": workbook.MEDIA_TYPE, "docx": paper.MEDIA_TYPE, "pdf": "application/pdf"}


def picked() -> AskForm:
    """What was asked for, this quarter unless said."""
    who = viewer()
    units = asking.readable_units(db.session(), who.committee.id, who.rights)
    quarter = containing(clock.local_day(clock.now(), who.committee.timezone), Span.QUARTER)
    return AskForm.read(request.args, units, quarter.first, quarter.last)


def frame(endpoint: str, **values: Any) -> dict[str, Any]:
    """What the templates of the page at `endpoint` need besides its figures."""
    today = clock.local_day(clock.now(), viewer().committee.timezone)
    return {
        "periods": choices.usual_periods(today),
        "weeks": choices.weeks(today),
        "words": words,
        "page_url": partial(url_for, endpoint, **values),
        "report_tabs": tabs(),
        "report_tab": (endpoint, values),
    }


def tabs() -> list[tuple[str, str, dict[str, Any]]]:
    """The report pages beside each other: name, endpoint, what stands in its address."""
    return [
        (str(words.SUMMARY_TAB), "reports.summary", {}),
        (_("Theo loại việc"), "types.show", {}),
        *((str(listing_words.TAB_NAMES[kind]), "listings.show", {"kind": kind.value}) for kind in Listing),
        (str(words.UPDATES_TAB), "updates.show", {}),
        (_("Phần mềm khác"), "sources.show", {}),
    ]


def as_pdf(document: bytes) -> bytes:
    """The document as PDF. Raises Refused."""
    settings: Settings = current_app.extensions["taskapp"]
    return pdf_of(document, settings.data_dir)


def sent(content: bytes, name: str, ending: str) -> Response:
    """A report as a file to keep."""
    return send_file(
        BytesIO(content), mimetype=MEDIA_TYPES[ending], as_attachment=True, download_name=f"{name}.{ending}"
    )
