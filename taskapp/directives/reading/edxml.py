""".edxml of the national document axis (QCVN 102:2016/BTTTT): what the envelope states, and the document in it.

Senders differ in prefixes and namespaces, so elements are known by their local names. DueDate is filled by default in
some systems: it is a proposal, never a deadline.
"""

from __future__ import annotations

import binascii
import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from taskapp.base.text import one_line
from taskapp.directives.draft import Header, Source
from taskapp.directives.reading.package import Package, child, children, local, parsed
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import Scanned, Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NO_DOCUMENT = Reason("Gói .edxml không kèm văn bản đọc được. Hãy mở gói, lưu văn bản chính thành tệp rồi chọn tệp đó.")
MOST_ATTACHMENTS = 20
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:edXML|edXMLEnvelope)[\s>]", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_URGENCY = {"1": "Khẩn", "2": "Thượng khẩn", "3": "Hỏa tốc", "4": "Hỏa tốc hẹn giờ"}
ReadDocument = Callable[[bytes], tuple[Source, str]]


def is_envelope(data: bytes) -> bool:
    """Whether XML is such an envelope."""
    return bool(_ROOT.search(data[:4096].replace(b"\0", b"")))


def read(data: bytes, read_document: ReadDocument, beside: Package | None = None) -> tuple[Source, str]:
    """The main document with what the envelope states; `beside` is the zip that holds the documents apart.

    Raises Unreadable when none of its documents can be read, with what is said of the first one.
    """
    root = parsed(data)
    header = next((element for element in root.iter() if local(element) == "MessageHeader"), None)
    if header is None:
        raise Unreadable(NO_DOCUMENT)
    source, aside = _document([*_attachments(root), *_members(beside)], read_document)
    stated = _header(header)
    due = _day(_text(header, "DueDate"))
    return Source(source.lines, stated, due), f"{aside}\n{stated.subject}"


def _document(files: list[bytes], read_document: ReadDocument) -> tuple[Source, str]:
    """The first of the attached files that can be read: the main document is sent first."""
    refusal: Exception = Unreadable(NO_DOCUMENT)
    for place, content in enumerate(files[:MOST_ATTACHMENTS]):
        try:
            return read_document(content)
        except (Unreadable, Scanned) as error:
            refusal = error if place == 0 else refusal
    raise refusal


def _attachments(root: Element) -> Iterator[bytes]:
    for element in root.iter():
        if local(element) == "ContentTransferEncoded":
            try:
                content = b64decode("".join(element.itertext()).strip())
            except (binascii.Error, ValueError):
                continue
            yield _unpacked(content)


def _unpacked(content: bytes) -> bytes:
    """The one file of a zip, as some senders pack each attachment; anything else as it is."""
    if not content.startswith(b"PK\x03\x04") or not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    package = Package(content)
    names = [name for name in package.names if not name.endswith("/")]
    return package.read(names[0]) if len(names) == 1 else content


def _members(beside: Package | None) -> Iterator[bytes]:
    """The documents beside the envelope in its zip, in their order."""
    for name in sorted(beside.names) if beside else ():
        if not name.lower().endswith((".edxml", ".xml", "/")):
            yield beside.read(name) if beside else b""


def _header(header: Element) -> Header:
    number, notation = _text(header, "Code", "CodeNumber"), _text(header, "Code", "CodeNotation")
    places = [_own(place) for place in children(child(header, "ToPlaces"), "Place")]
    to = [_text(each, "OrganName") for each in children(header, "To")]
    return Header(
        number=number if "/" in number or not notation else f"{number}/{notation}",
        issued_on=_day(_text(header, "PromulgationInfo", "PromulgationDate")),
        place=_text(header, "PromulgationInfo", "Place"),
        issuer=_text(header, "From", "OrganName"),
        kind=_text(header, "DocumentType", "TypeName"),
        subject=_text(header, "Subject"),
        signer=_text(header, "SignerInfo", "FullName"),
        recipients=tuple(name for name in places or to if name),
        urgency=_URGENCY.get(_text(header, "OtherInfo", "Priority"), ""),
    )


def _text(parent: Element, *path: str) -> str:
    return _own(child(parent, *path))


def _own(element: Element | None) -> str:
    return one_line(element.text or "")[:2000] if element is not None else ""


def _day(text: str) -> date | None:
    found = _DAY.match(text)
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
