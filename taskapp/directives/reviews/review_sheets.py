"""What the page of a review shows: the document with its tasks marked, the tasks with all that is doubtful in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from taskapp.base.i18n import _, named_day, weekday
from taskapp.directives.reviews import assembling
from taskapp.directives.reviews.assembling import Desk, Fault
from taskapp.directives.reviews.naming import How
from taskapp.directives.reviews.review_models import DirectiveReview
from taskapp.directives.reviews.rule_words import rule_text
from taskapp.directives.reviews.work import ROLES, Named, Piece, Said, Work
from taskapp.duties.rule_words import rule_text as recurrence_text
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import find_directive
from taskapp.tasks.states import LimitKind
from taskapp.workdays.arithmetic import is_workday

LARGE_GROUP = 3  # a name that stands for more units than these is shown folded


@dataclass(frozen=True)
class Segment:
    """A run of characters of a line: plain, or words of the task with this key; `is_first` of that task."""

    text: str
    key: str = ""
    is_first: bool = False
    start: int = 0


@dataclass(frozen=True)
class LineShown:
    """A line of the document; a table's row has cells, and belongs as a whole to the task that stands in it."""

    number: int
    label: str
    cells: Sequence[str]
    segments: Sequence[Segment]
    key: str = ""


@dataclass(frozen=True)
class UnitShown:
    """A unit to keep or leave."""

    id: int
    name: str
    is_kept: bool


@dataclass(frozen=True)
class NameShown:
    """A name at the place of a unit, how it was understood in words, its units; or the question which unit is meant."""

    written: str
    said: str
    units: Sequence[UnitShown]
    likely: Sequence[UnitShown]
    is_asked: bool
    is_skipped: bool

    @property
    def is_large(self) -> bool:
        return len(self.units) > LARGE_GROUP


@dataclass(frozen=True)
class PieceShown:
    """A task under review as its card shows it."""

    piece: Piece
    number: int
    names: Mapping[str, Sequence[NameShown]]
    faults: Mapping[str, str]
    doubts: Sequence[str]
    rule: str
    due_says: str
    is_past: bool
    count: int  # how many tasks it becomes: one for each lead unit

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts) and not self.piece.is_seen

    @property
    def is_stuck(self) -> bool:
        """Whether it cannot be given out yet: a unit is missing or asked about."""
        return bool(self.number) and (not self.count or bool(self.piece.asked))


def sheet(
    session: Session, review: DirectiveReview, work: Work, desk: Desk, faults: Sequence[Fault] = ()
) -> dict[str, Any]:
    """Everything directives/review.html needs; a fixed number of queries."""
    faults = [*faults, *assembling.typing_faults(work, desk)]
    pieces = [_shown(piece, place, desk, faults) for place, piece in _numbered(work)]
    document = assembling.given_document(work, desk.today)
    doubts = _whole_doubts(work, desk)
    doubtful = [shown for shown in pieces if shown.is_doubtful]
    return {
        "review": review,
        "work": work,
        "pieces": pieces,
        "lines": _lines(review, work),
        "faults": {fault.field: fault.reason for fault in faults if fault.key == assembling.WHOLE},
        "blamed": _blamed(pieces),
        "doubts": doubts,
        "doubtful": doubtful,
        "unseen": len(doubtful) + bool(doubts and not work.is_seen),
        "total": sum(shown.count for shown in pieces),
        "past": sum(shown.is_past for shown in pieces),
        "known": double(session, review.committee_id, work, desk.today),
        "number": document.number,
        "units": desk.units.values(),
        "leaders": desk.leaders.values(),
    }


def _whole_doubts(work: Work, desk: Desk) -> list[str]:
    """What is doubtful of the document itself; without an assigner nobody follows its tasks as given by himself."""
    found = [said(each) for each in work.doubts]
    if desk.leaders and not work.assigner:
        found.append(_("Chưa có người giao. Hãy chọn lãnh đạo đứng tên giao việc."))
    return found


def double(session: Session, committee_id: int, work: Work, today: date) -> Directive | None:
    """The same document where the register has it already: number, date and issuer."""
    given = assembling.given_document(work, today)
    return find_directive(session, given, committee_id=committee_id) if given.issued_on else None


def said(sentence: Said) -> str:
    """A kept sentence in the reader's language."""
    return _(sentence.text, **sentence.values)


def open_reviews(session: Session, query: Any) -> list[tuple[DirectiveReview, str, int]]:
    """Documents under review: with what each is called, and how many tasks it holds."""
    return [
        (
            review,
            " · ".join(
                part for part in (review.work["header"].get("number"), review.work["header"].get("subject")) if part
            )
            or review.mail_subject
            or review.file_name
            or _("Văn bản dán lúc soạn"),
            sum(not piece["is_dropped"] for piece in review.work["pieces"]),
        )
        for review in session.scalars(query)
    ]


def _blamed(pieces: Sequence[PieceShown]) -> dict[str, list[PieceShown]]:
    """The tasks at fault by what is wrong with them: a sentence that holds for ten of them is said once."""
    found: dict[str, list[PieceShown]] = {}
    for shown in pieces:
        for reason in shown.faults.values():
            found.setdefault(reason, []).append(shown)
    return found


def _numbered(work: Work) -> list[tuple[int, Piece]]:
    number, found = 0, []
    for piece in work.pieces:
        number += not piece.is_dropped
        found.append((0 if piece.is_dropped else number, piece))
    return found


def _shown(piece: Piece, number: int, desk: Desk, faults: Sequence[Fault]) -> PieceShown:
    due_on, _due_time = assembling.due_of(piece, desk.today)
    dated = piece.limit == LimitKind.DATED.value
    leads = [unit for unit in piece.units("lead") if unit in desk.units]
    return PieceShown(
        piece=piece,
        number=number,
        names={role: [_name(name, desk) for name in piece.named(role)] for role in ROLES},
        faults={fault.field: fault.reason for fault in faults if fault.key == piece.key},
        doubts=[] if piece.is_dropped else list(_doubts(piece, desk)),
        rule=_rule(piece, desk),
        due_says=_due_says(due_on, desk.today) if dated and due_on else "",
        is_past=bool(number and dated and due_on and due_on < desk.today),
        count=len(leads) if number else 0,
    )


def _name(name: Named, desk: Desk) -> NameShown:
    offered = dict.fromkeys((*name.found, *name.units))
    words = {
        How.LEARNED: _("đã học"),
        How.GROUP: _("%(count)s đơn vị", count=len([u for u in name.units if u in desk.units])),
        How.PERSON: _("theo đơn vị của người này"),
    }
    return NameShown(
        written=name.written,
        said=words.get(name.how, ""),
        units=[UnitShown(u, desk.units[u].name, u in name.units) for u in offered if u in desk.units],
        likely=[UnitShown(u, desk.units[u].name, False) for u in name.likely if u in desk.units],
        is_asked=name.is_asked,
        is_skipped=name.how is How.SKIPPED,
    )


def _doubts(piece: Piece, desk: Desk) -> Sequence[str]:
    found = [said(each) for each in piece.doubts]
    due_on, _hour = assembling.due_of(piece, desk.today)
    if piece.due_doubt:
        found.append(said(piece.due_doubt))
    elif piece.limit == LimitKind.DATED.value and due_on and not is_workday(due_on, desk.calendar):
        why = desk.calendar.off.get(due_on) or weekday(due_on)
        found.append(_("Ngày hết hạn là ngày nghỉ (%(why)s).", why=why))
    if piece.limit == LimitKind.DATED.value and not piece.due.strip():
        found.append(_("Chưa có ngày hết hạn."))
    if not piece.units("lead") and not any(name.is_asked for name in piece.lead):  # else its name is asked about below
        found.append(_("Chưa rõ đơn vị chủ trì."))
    found += [_("“%(name)s” là đơn vị nào?", name=written) for _role, written in piece.asked]
    persons = [name.written for name in piece.lead if name.how is How.PERSON]
    found += [_("“%(name)s” là người; nhiệm vụ giao cho đơn vị của người này.", name=name) for name in persons]
    return found


def _rule(piece: Piece, desk: Desk) -> str:
    if piece.limit == LimitKind.RECURRING.value and piece.rrule:
        return recurrence_text(piece.rrule, assembling.due_of(piece, desk.today)[1])
    return rule_text(piece.rule)


def _due_says(due_on: date, today: date) -> str:
    day = named_day(due_on)
    return _("%(day)s, đã qua", day=day) if due_on < today else day


def _lines(review: DirectiveReview, work: Work) -> list[LineShown]:
    places: dict[int, list[tuple[int, int, str, bool]]] = {}
    for piece in work.kept:
        for at, (line, start, end) in enumerate(piece.places):
            places.setdefault(line, []).append((start, end, piece.key, at == 0))
    return [_line(number, line, sorted(places.get(number, ()))) for number, line in enumerate(review.lines)]


def _line(number: int, line: Mapping[str, Any], places: Sequence[tuple[int, int, str, bool]]) -> LineShown:
    text, cells = line["text"], line.get("cells") or ()
    segments, at = [], 0
    for start, end, key, is_first in places:
        first, last = max(start, at), min(end, len(text))
        if first >= last:
            continue
        if first > at:
            segments.append(Segment(text[at:first], start=at))
        segments.append(Segment(text[first:last], key, is_first, first))
        at = last
    if at < len(text):
        segments.append(Segment(text[at:], start=at))
    return LineShown(number, line.get("label") or "", cells, segments, places[0][2] if places else "")
