"""From a document to a draft of its tasks: the one place where the pages ask for what was read and understood."""

from __future__ import annotations

import re

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import clean
from taskapp.directives.draft import Draft, Header, Line
from taskapp.tasks.assigning import check_secrecy
from taskapp.workdays.arithmetic import Calendar

LONGEST = 400_000  # characters of a document
_MARK = re.compile(r"(?:ĐỘ MẬT\s*:?\s*)?(?:TUYỆT |TỐI )?MẬT", re.IGNORECASE)


def draft_text(text: str, calendar: Calendar) -> Draft:
    """What a pasted text holds. Raises BadInput when it is empty or too long, Refused with a secrecy mark."""
    lines = tuple(Line(line) for line in clean(text).split("\n"))
    if not any(line.text for line in lines):
        raise BadInput(_("Hãy dán nội dung văn bản, hoặc chọn tệp."), field="text")
    if len(text) > LONGEST:
        raise BadInput(_("Văn bản quá dài. Hãy chỉ dán phần giao nhiệm vụ."), field="text")
    return _checked(Draft(Header(), lines, ()))


def draft_file(data: bytes, name: str, calendar: Calendar) -> Draft:
    """What a file holds. Raises BadInput when it cannot be read, Refused with a secrecy mark."""
    if name.lower().endswith(".txt"):
        return draft_text(data.decode("utf-8", errors="replace"), calendar)
    raise BadInput(_("Chưa đọc được loại tệp này. Hãy mở tệp, chép nội dung rồi dán vào ô bên dưới."), field="file")


def _checked(draft: Draft) -> Draft:
    """Refuse a document that carries a secrecy mark: a line of its own, in any letters; or in what it says of itself."""
    stamps = [line.text.upper() for line in draft.lines if _MARK.fullmatch(line.text.strip(" .:*[]()"))]
    check_secrecy(draft.header.kind.upper(), draft.header.number, *stamps)
    return draft
