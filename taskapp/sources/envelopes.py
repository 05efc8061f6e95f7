"""The envelope of a document that came in (edXML, QCVN 102:2016/BTTTT) as an item of a source. Pure.

What is in the document is not read. Systems fill DueDate by default: it is a proposal, and counts for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskapp.base.text import one_line
from taskapp.directives.reading.package import child, children, local, parsed
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NO_HEADER = Reason("Gói edXML không có MessageHeader nên không biết là văn bản nào. Hãy gửi lại gói đủ phần đầu.")
RECALLED = "1"  # BussinessDocType, spelt so; 0 new, 2 update, 3 replace
_MOST = 500
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")


@dataclass(frozen=True)
class Envelope:
    """What it states of the document; days as ISO texts, "" for none. `recipient_id`: only when there is one."""

    sender_id: str
    sender: str
    recipient_id: str
    code: str
    document_id: str
    promulgated: str
    received: str
    due: str
    kind: str
    subject: str
    is_recalled: bool

    @property
    def id(self) -> str:
        """By which the document is known again."""
        return self.document_id or ",".join((self.sender_id, self.promulgated, self.code))


def read(data: bytes) -> Envelope:
    """What the envelope states. Raises Unreadable."""
    root = parsed(data)
    header = next((element for element in root.iter() if local(element) == "MessageHeader"), None)
    if header is None:
        raise Unreadable(NO_HEADER)
    traces = [element for element in root.iter() if local(element) == "TraceHeader"]
    business = next((element for element in root.iter() if local(element) == "BussinessDocType"), None)
    recipients = [_text(each, "OrganId") for each in children(header, "To")]
    promulgated = _day(_text(header, "PromulgationInfo", "PromulgationDate"))
    return Envelope(
        sender_id=_text(header, "From", "OrganId"),
        sender=_text(header, "From", "OrganName"),
        recipient_id=recipients[0] if len(recipients) == 1 else "",
        code=_code(header),
        document_id=_text(header, "DocumentId"),
        promulgated=promulgated,
        received=max((_day(_text(trace, "Timestamp")) for trace in traces), default="") or promulgated,
        due=_day(_text(header, "DueDate")),
        kind=_text(header, "DocumentType", "TypeName"),
        subject=_text(header, "Subject"),
        is_recalled=_own(business) == RECALLED,
    )


def _code(header: Element) -> str:
    number, notation = _text(header, "Code", "CodeNumber"), _text(header, "Code", "CodeNotation")
    return number if "/" in number or not notation else f"{number}/{notation}"


def _text(parent: Element, *path: str) -> str:
    return _own(child(parent, *path))


def _own(element: Element | None) -> str:
    return one_line(element.text or "")[:_MOST] if element is not None else ""


def _day(text: str) -> str:
    found = _DAY.match(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
