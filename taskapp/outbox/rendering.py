"""From a Letter to the bytes of RFC 5322, once per message; every try sends the same bytes."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime
from email.encoders import encode_base64
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr

from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.outbox.contract import Attachment, Letter

POLICY = compat32.clone(linesep="\r\n", cte_type="7bit")  # no server on the way needs 8BITMIME

HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
# headers that begin like this are ours
OURS = ("from", "to", "subject", "date", "message-id", "auto-submitted", "list-id", "mime-version", "content-")


class Unsendable(Exception):
    """No mail can be made of this; `reason` stands in the delivery log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadSender(Unsendable):
    """MAIL_FROM is no address: not the fault of any one message."""


def message_id(committee_id: int, key: str, *, secret: str, mail_from: str) -> str:
    """The Message-ID, a function of the key: a second copy is recognisable, even after the database was restored."""
    digest = hmac.new(secret.encode(), f"message-id:{committee_id}:{key}".encode(), hashlib.sha256).hexdigest()
    return f"<{digest[:32]}@{domain(mail_from)}>"


def domain(mail_from: str) -> str:
    """The domain of the sender's address."""
    return parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"


def sender(mail_from: str) -> Address:
    """The sender as a checked address. Raises BadSender when the setting is none."""
    name, spec = parseaddr(mail_from if mail_from.isprintable() else "")
    try:
        return address(spec, name)
    except Unsendable as error:
        raise BadSender(error.reason) from error


def render(letter: Letter, *, mail_from: str, to_address: str, to_name: str, identity: str, now: datetime) -> bytes:
    """The bytes of the letter to one recipient. Raises Unsendable for an address or header that no mail may carry."""
    head = (
        _line("From", _mailbox(sender(mail_from))),
        _line("To", _mailbox(address(to_address, to_name))),
        _line("Subject", _encoded(one_line(letter.subject))),
        _line("Date", format_datetime(now)),
        _line("Message-ID", identity),
        _line("Auto-Submitted", "auto-generated"),  # RFC 3834: no out-of-office answers
        _line("List-Id", f"<giaoviec.{domain(mail_from)}>"),
        *(_further(name, value) for name, value in letter.headers.items()),
    )
    # The older classes of the library: the newer ones parse each header that is set, which takes longer than all else.
    mail = _several("alternative", _text(letter.text, "plain"), _text(letter.html, "html"))
    if letter.attachments:
        mail = _several("mixed", mail, *(_file(item) for item in letter.attachments))
    return b"".join(head) + mail.as_bytes(policy=POLICY)


def _several(how: str, *parts: Message) -> MIMEMultipart:
    # all that is written in the parts is base64, which has no "_": the boundary need not be searched for in it
    return MIMEMultipart(how, boundary=f"=_{how}", _subparts=parts)


def _text(text: str, subtype: str) -> MIMEText:
    return MIMEText("".join(f"{line}\r\n" for line in text.splitlines()), subtype, "utf-8")  # base64 whatever it says


def _file(item: Attachment) -> Message:
    part = Message()
    part.add_header("Content-Type", item.media_type, **item.params)
    part.set_payload(item.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=one_line(item.name))
    return part


def address(spec: str, name: str) -> Address:
    """A checked address. Raises Unsendable for an empty or broken one, for line breaks and for letters beyond ASCII."""
    try:
        made = Address(display_name=name, addr_spec=spec)
    except (ValueError, IndexError, MessageError) as error:  # the parser answers some input with an IndexError
        raise Unsendable(_("Địa chỉ thư không hợp lệ: %(address)s", address=repr(spec))) from error
    if not (made.username and made.domain and spec.isascii() and spec.isprintable() and name.isprintable()):
        raise Unsendable(_("Địa chỉ thư không hợp lệ: %(address)s", address=repr(f"{name} <{spec}>")))
    return made


def _line(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("ascii")


def _mailbox(who: Address) -> str:
    # one encoded word for the whole name: readers put blanks between the words of a name that is split
    return formataddr((who.display_name, who.addr_spec))


def _encoded(text: str) -> str:
    # The header registry loses blanks where it folds long text beyond ASCII (RFC 2047: those between two encoded
    # words do not count); email.header keeps each blank inside a word.
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name="Subject").encode(linesep="\r\n")


def _further(name: str, value: str) -> bytes:
    is_free = HEADER_NAME.fullmatch(name) and not name.lower().startswith(OURS)
    if not (is_free and value.isascii() and value.isprintable()):  # a line break would begin another header
        raise Unsendable(_("Dòng tiêu đề %(name)s của thư không hợp lệ.", name=repr(name)))
    return _line(name, value)
