"""From a document to a draft of its tasks: the one place where the pages ask for what was read and understood."""

from __future__ import annotations

from datetime import date

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import clean
from taskapp.directives import understanding
from taskapp.directives.draft import Draft
from taskapp.directives.phrases import Frame
from taskapp.directives.reading import reader
from taskapp.directives.reviews.readings import readings_of
from taskapp.people.models import Committee
from taskapp.tasks import rule_settings
from taskapp.workdays.arithmetic import Calendar

LONGEST = 400_000  # characters of a document


def frame_of(committee: Committee, *, calendar: Calendar, today: date) -> Frame:
    """What the words of a document received today are read against: the calendar and the readings of the office."""
    return Frame(today, today, calendar, readings_of(rule_settings.of(committee)))


def draft_text(text: str, frame: Frame) -> Draft:
    """What a pasted text holds. Raises BadInput when empty or too long, Refused with a secrecy mark."""
    if not clean(text):
        raise BadInput(_("Hãy dán nội dung văn bản, hoặc chọn tệp."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Văn bản quá dài. Hãy chỉ dán phần giao nhiệm vụ."), field="text")
    return draft_file(text.encode(errors="replace"), _("dán vào"), frame)


def draft_file(data: bytes, name: str, frame: Frame) -> Draft:
    """What a file holds. Raises BadInput when it cannot be read, Refused with a secrecy mark."""
    return understanding.draft(reader.read(data, name), frame=frame)
