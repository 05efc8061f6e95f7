"""A draft read out of a document becomes what a person reviews: names looked up, dates as people write them. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taskapp.base import formats
from taskapp.base.text import fold
from taskapp.directives.draft import Draft, DraftTask, DueKind, Header
from taskapp.directives.reason import Reason
from taskapp.directives.reviews import work
from taskapp.directives.reviews.naming import Finder, How
from taskapp.directives.reviews.work import Named, Piece, Said, Work
from taskapp.people.unit_names import unit_key
from taskapp.tasks.states import LimitKind

HEADER = (
    "number",
    "issued_on",
    "issuer",
    "kind",
    "subject",
    "signer",
    "authority",
    "urgency",
    "received_on",
    "is_incoming",
)
_LIMITS = {
    DueKind.DATE: LimitKind.DATED,
    DueKind.DATETIME: LimitKind.DATED,
    DueKind.RECURRING: LimitKind.RECURRING,
    DueKind.NONE: LimitKind.NONE,
}
_URGENT = {"hoa toc": "express", "thuong khan": "very_urgent", "khan": "urgent"}  # values of tasks' Urgency


def begin(draft: Draft, names: Finder, *, own_name: str, today: date) -> Work:
    """What is reviewed at first. `own_name` is the committee's: another issuer's document has come in."""
    pieces = tuple(_piece(task, f"t{place}", names) for place, task in enumerate(draft.tasks, 1))
    doubts = tuple(_said(reason) for reason in draft.doubts)
    return Work(header=_header(draft.header, own_name, today), pieces=pieces, count=len(pieces), doubts=doubts)


def urgency_of(stamp: str) -> str:
    """What the stamp on a document says, as a value of Urgency."""
    plain = fold(stamp)
    return next((urgency for words, urgency in _URGENT.items() if words in plain), "ordinary")


def is_own(issuer: str, own_name: str) -> bool:
    """Whether the committee itself or an office of it issued the document; one that does not say is taken for such."""
    own = unit_key(own_name)
    return not issuer or unit_key(issuer) == own or unit_key(issuer).endswith(f" {own}")


def with_units(reviewed: Work, names: Finder) -> Work:
    """The work with what is typed at the units of its tasks looked up; a name that fits nothing stays in its field."""
    return work.answered_alike(replace(reviewed, pieces=tuple(_look_up(piece, names) for piece in reviewed.pieces)))


def taken(arrived: Work, names: Finder) -> Work:
    """A document that was read while it was nobody's, with the units of its tasks looked up for who reviews it."""
    return replace(arrived, pieces=tuple(_found(piece, names) for piece in arrived.pieces))


def _found(piece: Piece, names: Finder) -> Piece:
    for role in work.ROLES:
        looked_up = [work.named(name.written, names.find(name.written)) for name in piece.named(role)]
        piece = work.with_names(piece, role, looked_up)
    return piece


def _look_up(piece: Piece, names: Finder) -> Piece:
    for role in work.ROLES:
        typed = piece.more_lead if role == "lead" else piece.more_support
        rest, found = [], list(piece.named(role))
        for name in (part.strip() for part in typed.split(";")):
            unit = names.find(name) if name else None
            if unit and unit.units:
                found = _answered(found, unit.units)
            elif name:
                rest.append(name)
        piece = work.with_names(piece, role, found)
        left = "; ".join(rest)
        piece = replace(piece, more_lead=left) if role == "lead" else replace(piece, more_support=left)
    return piece


def _answered(names: list[Named], units: tuple[int, ...]) -> list[Named]:
    """The names with units that the person typed: they answer the one question there is, else stand by themselves."""
    asked = [place for place, name in enumerate(names) if name.is_asked]
    if len(asked) != 1 or len(units) != 1:
        return [*names, Named(units=units)]
    answer = replace(names[asked[0]], units=units, how=How.CHOSEN)
    return [answer if place == asked[0] else name for place, name in enumerate(names)]


def _header(header: Header, own_name: str, today: date) -> dict[str, str]:
    return {
        "number": header.number,
        "issued_on": formats.day(header.issued_on),
        "issuer": header.issuer,
        "kind": header.kind,
        "subject": header.subject,
        "signer": header.signer,
        "authority": header.authority,
        "urgency": urgency_of(header.urgency),
        "received_on": formats.day(today),
        "is_incoming": "" if is_own(header.issuer, own_name) else "y",
    }


def _piece(task: DraftTask, key: str, names: Finder) -> Piece:
    due = task.due
    return Piece(
        key=key,
        content=task.content,
        lead=tuple(work.named(written, names.find(written)) for written in task.lead),
        support=tuple(work.named(written, names.find(written)) for written in task.cooperating),
        product=task.product,
        limit=_LIMITS[due.kind].value,
        due=formats.day(due.day),
        hour=formats.hour(due.hour),
        words=due.phrase,
        rule=due.rule,
        rrule=due.rrule or "",
        places=((task.place.line, task.place.start, task.place.end),),
        doubts=tuple(_said(reason) for reason in task.doubts),
        due_doubt=_said(due.doubt) if due.doubt else None,
    )


def _said(reason: Reason) -> Said:
    return Said(reason.text, {name: _plain(value) for name, value in reason.values.items()})


def _plain(value: object) -> str | int:
    if isinstance(value, date):
        return formats.day(value)
    return value if isinstance(value, int) else str(value)
