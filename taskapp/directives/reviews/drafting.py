"""From a document to a draft of its tasks: the one place where the pages ask for what was read and understood."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import clean
from taskapp.directives import understanding
from taskapp.directives.draft import Draft
from taskapp.directives.phrases import Frame
from taskapp.directives.reading import reader
from taskapp.directives.reviews.readings import readings_of
from taskapp.people.models import Committee
from taskapp.people.queries import units_on
from taskapp.tasks import rule_settings
from taskapp.workdays.arithmetic import Calendar

LONGEST = 400_000  # characters of a document


class Office(NamedTuple):
    """What the words of a document are read against: calendar and readings of the office, names of its units."""

    frame: Frame
    units: tuple[str, ...]


def office_of(session: Session, committee: Committee, *, calendar: Calendar, today: date) -> Office:
    """The office as it stands, for a document received today. One query."""
    units = session.scalars(units_on(committee.id, today)).all()
    frame = Frame(today, today, calendar, readings_of(rule_settings.of(committee)))
    return Office(frame, tuple(unit.name for unit in units))


def draft_text(text: str, office: Office) -> Draft:
    """What a pasted text holds. Raises BadInput when empty or too long, Refused with a secrecy mark."""
    if not clean(text):
        raise BadInput(_("Hãy dán nội dung văn bản, hoặc chọn tệp."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Văn bản quá dài. Hãy chỉ dán phần giao nhiệm vụ."), field="text")
    return draft_file(text.encode(errors="replace"), _("dán vào"), office)


def draft_file(data: bytes, name: str, office: Office) -> Draft:
    """What a file holds. Raises BadInput when it cannot be read, Refused with a secrecy mark."""
    return understanding.draft(reader.read(data, name), frame=office.frame, units=office.units)
