"""A mail: from whom, about what, the files attached to it, its words. Pure, and made for hostile input.

HTML is not looked at: what a mail says in words it says in its plain part too.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

from taskapp.base.text import one_line
from taskapp.directives.reading import texts
from taskapp.directives.unreadable import Unreadable

LONGEST_FIELD = 300
_READ = ("from", "subject", "content-type", "content-disposition")
_NO_DOCUMENTS = frozenset(  # what programs add to a mail
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "message/delivery-status",
        "text/calendar",
        "text/rfc822-headers",
        "text/vcard",
        "text/x-vcard",
    }
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a mail carries, under the name the sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail carries. `words` is its plain text, empty where it has none."""

    sender: str
    subject: str
    words: str
    attached: tuple[Attached, ...] = ()


def unpacked(data: bytes) -> Mail:
    """The mail in these bytes. Anything is a mail; what is none has neither words nor files."""
    mail = message_from_bytes(data, policy=compat32)
    for part in mail.walk():
        _mend(part)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    attached = tuple(Attached(_name(part), _bytes(part)) for part in parts if _is_attached(part))
    words = next((_words(part) for part in parts if _is_body(part)), "")
    return Mail(_decoded(mail.get("From")), _decoded(mail.get("Subject")), words, attached)


def _mend(part: Message) -> None:
    """Take UTF-8 in the fields for what it is, as many programs write it without saying so."""
    for name, value in list(part.raw_items()):
        plain = value.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
        if name.lower() in _READ and plain != value:
            part.replace_header(name, plain)


def _is_attached(part: Message) -> bool:
    kind, is_picture = part.get_content_type(), part.get_content_maintype() == "image"
    if kind in _NO_DOCUMENTS or (is_picture and "Content-ID" in part):  # a picture in the mail's own letterhead
        return False
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename()) and not is_picture and kind != "text/html"


def _is_body(part: Message) -> bool:
    return part.get_content_type() == "text/plain" and not _is_attached(part)


def _name(part: Message) -> str:
    return _decoded(part.get_filename())


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _words(part: Message) -> str:
    content = _bytes(part)
    with suppress(LookupError, ValueError):
        return content.decode(part.get_content_charset() or "", errors="replace")
    with suppress(Unreadable):
        return texts.decoded(content)
    return ""


def _decoded(field: object) -> str:
    """A field as people read it: RFC 2047 words decoded, on one line, of bearable length."""
    written = str(field or "")[: 10 * LONGEST_FIELD]
    with suppress(HeaderParseError, LookupError, ValueError):
        written = str(make_header(decode_header(written)))
    plain = written.encode("utf-8", errors="replace").decode("utf-8")
    return one_line(plain)[:LONGEST_FIELD]
