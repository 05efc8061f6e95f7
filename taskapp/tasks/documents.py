"""The document that assigns: found in the register by what is typed of it, or entered there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base.db import scoped
from taskapp.base.text import fold, one_line
from taskapp.people.unit_names import unit_key
from taskapp.tasks.directive_models import UNNUMBERED, Directive, Urgency


@dataclass(frozen=True)
class DocumentGiven:
    """The source document as typed; without a number it is known by its subject, date and issuer."""

    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    kind: str = ""
    subject: str = ""
    signer: str = ""
    urgency: Urgency = Urgency.ORDINARY


def find_or_add_directive(
    session: Session, given: DocumentGiven, *, committee_id: int, now: datetime
) -> Directive | None:
    """The directive with this number and date of this issuer, added when it is new.

    One without a number is entered as such when its subject and date are given; else there is none.
    """
    key = number_key(given.number)
    if not key and not _is_told_without_number(given):
        return None
    known = find_directive(session, given, committee_id=committee_id)
    if known:
        return known
    made = Directive(
        committee_id=committee_id,
        number=given.number if key else UNNUMBERED,
        number_key=key,
        issued_on=given.issued_on,
        issuer=given.issuer,
        kind=given.kind,
        subject=given.subject,
        signer=given.signer,
        urgency=given.urgency,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def find_directive(session: Session, given: DocumentGiven, *, committee_id: int) -> Directive | None:
    """The directive with this number and date; of several issuers that of this one. An issuer not said fits each.

    Where there is no number the subject tells the documents of a day apart.
    """
    key = number_key(given.number)
    if not key and not _is_told_without_number(given):
        return None
    same = (Directive.number_key == key, Directive.issued_on == given.issued_on)
    issuer = unit_key(given.issuer)
    known: Sequence[Directive] = session.scalars(scoped(Directive, committee_id).where(*same)).all()
    if not key:
        known = [each for each in known if subject_key(each.subject) == subject_key(given.subject)]
    fitting = [each for each in known if not issuer or unit_key(each.issuer) in ("", issuer)]
    return max(fitting, key=lambda each: (unit_key(each.issuer) == issuer, -each.id), default=None)


def number_key(number: str) -> str:
    """A document number as it is compared: "Số: 012/QĐ-UBND " and "12/qđ-ubnd" are the same; "không số" is none."""
    plain = fold(one_line(number)).removeprefix("so").lstrip(": ").replace(" ", "")
    return "" if plain == fold(UNNUMBERED).replace(" ", "") else plain.lstrip("0") or plain


def subject_key(subject: str) -> str:
    """A document's subject as it is compared: without marks of punctuation, diacritics and "V/v"."""
    words = re.findall(r"\w+", fold(subject))
    return " ".join(words[2:] if words[:2] in (["v", "v"], ["ve", "viec"]) else words)


def _is_told_without_number(given: DocumentGiven) -> bool:
    return bool(given.subject.strip() and given.issued_on)
