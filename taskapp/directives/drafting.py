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
from taskapp.workdays.arithmetic import Calendar

LONGEST = 400_000  # characters of a document


def draft_text(text: str, *, calendar: Calendar, today: date) -> Draft:
    """What a pasted text holds, received today. Raises BadInput when empty or too long, Refused with a secrecy mark."""
    if not clean(text):
        raise BadInput(_("Hãy dán nội dung văn bản, hoặc chọn tệp."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Văn bản quá dài. Hãy chỉ dán phần giao nhiệm vụ."), field="text")
    return _read(text.encode(errors="replace"), _("dán vào"), calendar, today)


def draft_file(data: bytes, name: str, *, calendar: Calendar, today: date) -> Draft:
    """What a file holds, received today. Raises BadInput when it cannot be read, Refused with a secrecy mark."""
    return _read(data, name, calendar, today)


def _read(data: bytes, name: str, calendar: Calendar, today: date) -> Draft:
    frame = Frame(issued_on=today, received_on=today, calendar=calendar)
    return understanding.draft(reader.read(data, name), frame=frame)
