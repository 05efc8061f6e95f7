"""What a file that has come holds: one document, or a mail with several; read, nothing stored."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from taskapp.base.errors import BadInput, Refused
from taskapp.base.i18n import _
from taskapp.base.text import clean
from taskapp.directives.draft import Draft
from taskapp.directives.reading import reader
from taskapp.directives.reading.mails import Mail
from taskapp.directives.registers.importing import safe_name
from taskapp.directives.reviews import drafting
from taskapp.directives.reviews.drafting import Office
from taskapp.tasks.secrecy import check_secrecy

log = logging.getLogger("taskapp.directives")
MOST_ATTACHED = 20  # files of one mail


@dataclass(frozen=True)
class Document:
    """A document that was read; `content` is None for the words of a mail."""

    draft: Draft
    file_name: str = ""
    content: bytes | None = None
    from_whom: str = ""
    subject: str = ""


class Opened(NamedTuple):
    """The documents that could be read, and for each other file of the mail why not."""

    documents: tuple[Document, ...]
    faults: tuple[str, ...]


def opened(data: bytes, name: str, office: Office, *, is_mail: bool, alive: Callable[[], None]) -> Opened:
    """Read a file. `alive` is called before each document: reading one takes a while.

    Raises Refused, with nothing kept of any part, where there is a secrecy mark; what cannot be read is a fault.
    """
    check_secrecy(name)
    if is_mail:
        return _mail(data, name, office, alive)
    alive()
    try:
        return Opened((_document(data, name, office),), ())
    except BadInput as refused:
        return Opened((), (refused.reason,))


def _document(data: bytes, name: str, office: Office) -> Document:
    try:
        return Document(drafting.draft_file(data, name, office), safe_name(name), data)
    except Refused:
        raise
    except Exception as error:  # a document nobody has thought of must not keep the others waiting
        log.exception("a document that came in could not be understood")
        raise BadInput(
            _("Chưa đọc được văn bản này do lỗi của hệ thống. Hãy dán nội dung ở trang Giao việc từ văn bản.")
        ) from error


def _mail(data: bytes, name: str, office: Office, alive: Callable[[], None]) -> Opened:
    alive()
    try:
        mail = reader.unpack(data, name)
    except BadInput as refused:
        return Opened((), (refused.reason,))
    check_secrecy(mail.subject, mail.words, *(each.name for each in mail.attached))
    documents, faults = [], []
    for each in mail.attached[:MOST_ATTACHED]:
        alive()
        try:
            documents.append(_document(each.content, each.name or _("tệp đính kèm"), office))
        except BadInput as refused:
            faults.append(f"{each.name}: {refused.reason}")
    if len(mail.attached) > MOST_ATTACHED:
        faults.append(_("Thư có quá %(most)s tệp: hãy lưu riêng các tệp còn lại vào thư mục.", most=MOST_ATTACHED))
    if not documents:
        alive()
        documents, faults = _words(mail, office, faults)
    sent = (replace(each, from_whom=mail.sender, subject=mail.subject) for each in documents)
    return Opened(tuple(sent), tuple(faults))


def _words(mail: Mail, office: Office, faults: list[str]) -> tuple[list[Document], list[str]]:
    """The mail's own words as the document; beside files that could not be read only if they give tasks."""
    if not clean(mail.words):
        return [], faults or [_("Thư không có tệp đính kèm, cũng không có phần chữ thường (không đọc HTML).")]
    try:
        document = Document(drafting.draft_text(mail.words, office))
    except BadInput as refused:
        return [], faults or [refused.reason]
    return ([document] if document.draft.tasks or not faults else []), faults
