"""A document's file becomes a Source: read by a child process with limits, refused with what to do next.

The file is read in memory and passed on through files that have no name; nothing of a refused one is kept.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from typing import Any

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _, number
from taskapp.directives import children, limits
from taskapp.directives.draft import Header, Line, Source
from taskapp.directives.reading import ocr
from taskapp.directives.reading.mails import Attached, Mail
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import TOO_COMPLEX
from taskapp.tasks.secrecy import check_secrecy

_CHILD = "taskapp.directives.reading.child"
_MAIL_CHILD = "taskapp.directives.reading.mail_child"
_SLOW = Reason("Đọc tệp quá lâu nên đã dừng. Hãy tách riêng phần giao nhiệm vụ rồi chọn lại.")


def read(data: bytes, name: str) -> Source:
    """The lines of a .docx, .pdf, .txt or .edxml, recognised by its bytes; `name` is for the messages.

    Raises BadInput for a file that cannot be read, Refused for one with a secrecy mark. Waits at most 10 s.
    """
    if len(data) > limits.LARGEST_FILE:
        raise too_large(name, len(data))
    answer = children.ask(_CHILD, data, seconds=limits.SECONDS, slow=_SLOW, dead=TOO_COMPLEX)
    if "scanned" in answer:
        if not ocr.is_installed():
            raise BadInput(_(ocr.SCANNED.text))
        seconds = limits.RECOGNISING_SECONDS
        answer = children.ask(_CHILD, data, limits.SCAN, seconds=seconds, slow=_SLOW, dead=TOO_COMPLEX)
    source = _source(answer)
    check_secrecy(*(line.text for line in source.lines), answer["aside"])
    return source


def too_large(name: str, size: int) -> BadInput:
    """The refusal of a file of `size` bytes."""
    values = {"size": number(size / limits.MEGABYTE, 1), "limit": limits.LARGEST_FILE // limits.MEGABYTE}
    text = _(
        "Tệp %(name)s nặng %(size)s MB, vượt mức %(limit)s MB. Hãy bỏ hình ảnh, phụ lục thừa rồi chọn lại.",
        name=name,
        **values,
    )
    return BadInput(text)


def unpack(data: bytes, name: str) -> Mail:
    """What a mail carries; `name` is for the messages. Raises BadInput when it cannot be unpacked. Waits at most 10 s.

    Nothing in it is read yet: that is read()'s.
    """
    if len(data) > limits.LARGEST_MAIL:
        text = _(
            "Thư %(name)s vượt mức %(limit)s MB. Hãy lưu riêng từng tệp đính kèm vào thư mục.",
            name=name,
            limit=limits.LARGEST_MAIL // limits.MEGABYTE,
        )
        raise BadInput(text)
    answer = children.ask(_MAIL_CHILD, data, seconds=limits.SECONDS, slow=_SLOW, dead=TOO_COMPLEX)
    attached = tuple(Attached(name, b64decode(content)) for name, content in answer["attached"])
    return Mail(answer["sender"], answer["subject"], answer["words"], attached)


def _source(answer: dict[str, Any]) -> Source:
    stated, due = answer["stated"], answer["proposed_due"]
    lines = tuple(Line(text, tuple(cells), label) for text, cells, label in answer["lines"])
    return Source(lines, stated and _header(stated), due and date.fromisoformat(due))


def _header(stated: dict[str, Any]) -> Header:
    issued_on = stated["issued_on"]
    return Header(
        **{
            **stated,
            "issued_on": issued_on and date.fromisoformat(issued_on),
            "recipients": tuple(stated["recipients"]),
        }
    )
