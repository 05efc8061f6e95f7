"""What a mail that came back says: for which message, for good or for now, and why. Pure, and made for hostile input.

Sources: RFC 3464 (delivery status), RFC 3834 (automatic answers), VERP (each message its own return address).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import compat32

MARK = "+b"
LONGEST = 2 * 1024 * 1024
REASON_LENGTH = 400
_OURS = re.compile(r"\+b([0-9a-z]{1,13})-([0-9a-f]{12})@", re.IGNORECASE)
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Report:
    """A delivery status: the number of our message, whether the address failed for good, the server's words."""

    message_id: int
    is_final: bool
    reason: str


def return_address(sender: str, message_id: int, secret: str) -> str:
    """Where a mail server sends this one message back to: the sender's box, marked and signed."""
    box, _at, domain = sender.rpartition("@")
    number = _in_letters(message_id)
    return f"{box}{MARK}{number}-{_signature(number, secret)}@{domain}"


def read(content: bytes, secret: str) -> Report | None:
    """The report that a returned mail makes about one of our messages; None for anything else.

    An address nobody but a server that got our mail can know: what is not signed by us is not believed.
    """
    if len(content) > LONGEST:
        return None
    mail = message_from_bytes(content, policy=compat32)
    message_id = _whose(mail, secret)
    if message_id is None or mail.get_content_type() != "multipart/report":
        return None
    fields = _status(mail)
    action, status = fields.get("action", "").lower(), fields.get("status", "")
    if action not in ("failed", "delayed"):
        return None
    why = fields.get("diagnostic-code", "") or f"{status} {_told(mail, fields.get('final-recipient', ''))}"
    is_final = action == "failed" and not status.startswith("4")
    return Report(message_id, is_final, " ".join(why.split())[:REASON_LENGTH])


def _whose(mail: Mail, secret: str) -> int | None:
    for name in _RECIPIENTS:
        for value in mail.get_all(name, []):
            found = _OURS.search(str(value))
            if found and hmac.compare_digest(_signature(found[1].lower(), secret), found[2].lower()):
                return int(found[1], 36)
    return None


def _status(mail: Mail) -> dict[str, str]:
    """The fields about the first recipient of the message/delivery-status part, by lower-case name."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            rows = [block for block in blocks if isinstance(block, Mail)] if isinstance(blocks, list) else []
            return {name.lower(): str(value) for block in reversed(rows) for name, value in block.items()}
    return {}


def _told(mail: Mail, recipient: str) -> str:
    """What the part for people says right below the recipient's address: not every server fills Diagnostic-Code."""
    address = recipient.rpartition(";")[2].strip()
    part = next((part for part in mail.walk() if part.get_content_type() == "text/plain"), None)
    content = part.get_payload(decode=True) if part else None
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    below = text.partition(address)[2].partition("\n")[2] if address else ""
    return below.partition("\n\n")[0] if below[:1].isspace() else ""


def _signature(number: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"return-address:{number}".encode(), hashlib.sha256).hexdigest()[:12]


def _in_letters(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
