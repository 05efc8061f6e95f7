"""From what a person has reviewed to assignments: dates read, units looked up, every fault at its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from taskapp.base.dates import read_day, read_hour
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.directives.reviews.recurring import Recurring, is_rule
from taskapp.directives.reviews.work import Piece, Work
from taskapp.duties.rule_words import rule_text
from taskapp.people.models import Person, Unit
from taskapp.tasks import assigning
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.states import LimitKind
from taskapp.workdays.arithmetic import Calendar

Read = TypeVar("Read")
WHOLE = ""  # the key of faults of the heading
# how a rule of assigning names its field, and how the review does
_FIELDS = {"leads": "lead", "supporting": "support", "due_on": "due", "due_time": "hour", "often": "limit"}
_LONGEST = {"number": 60, "issuer": 200, "kind": 60, "subject": 1000, "signer": 120}
LONGEST_CONTENT = 4000


@dataclass(frozen=True)
class Fault:
    """Why something cannot be given out: the task's key (WHOLE: the heading), the field, the sentence."""

    key: str
    field: str
    reason: str


class NotReady(Refused):
    """A review that cannot be given out as it stands; nothing was."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_("Chưa giao được. Hãy sửa các mục được đánh dấu; chưa có nhiệm vụ nào được giao."))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Desk:
    """What assignments are put together from: units that may be given tasks, leaders by id, the day, the calendar."""

    units: Mapping[int, Unit]
    leaders: Mapping[int, Person]
    today: date
    calendar: Calendar
    review_id: int


@dataclass
class Assembled:
    """The document and the assignments by their keys, and what is wrong with them."""

    document: DocumentGiven
    received_on: date | None = None
    given: dict[str, Assignment] = field(default_factory=dict)
    recurring: dict[str, Recurring] = field(default_factory=dict)  # those of them that come back
    faults: list[Fault] = field(default_factory=list)


def assemble(work: Work, desk: Desk) -> Assembled:
    """All tasks that were kept as assignments; rules of a single task are asked already, those of reach are not."""
    faults: list[Fault] = []
    document = _document(work, desk, faults)
    received = _read(work.header.get("received_on", ""), WHOLE, "received_on", faults, desk.today, is_past=True)
    if received and received > desk.today:
        faults.append(Fault(WHOLE, "received_on", _("Ngày đến không thể sau hôm nay.")))
    made = Assembled(document, received, faults=faults)
    if not work.kept:
        faults.append(Fault(WHOLE, "pieces", _("Chưa có nhiệm vụ nào. Hãy thêm nhiệm vụ, hoặc bỏ văn bản này.")))
    for piece in work.kept:
        assignment = _assignment(piece, work, made, desk)
        try:
            assigning.check(assignment, desk.today)
        except Refused as error:
            faults.append(fault_of(piece.key, error))
        made.given[piece.key] = assignment
        if piece.limit == LimitKind.RECURRING.value and is_rule(piece.rrule):
            made.recurring[piece.key] = Recurring(piece.rrule, _quietly(read_hour, piece.hour), piece.words[:300])
    made.faults = _first_of_each(faults)
    return made


def typing_faults(work: Work, desk: Desk) -> list[Fault]:
    """What cannot be read in the fields of dates, hours and units as they are: said before anything is sent."""
    faults: list[Fault] = []
    _document(work, desk, faults)
    for piece in work.kept:
        _due(piece, desk, faults)
        faults.extend(_strangers(piece))
    return faults


def fault_of(key: str, error: Refused) -> Fault:
    """A refusal of the rules of assigning, at the field of the review."""
    if error.field in ("issued_on", "assigner"):
        return Fault(WHOLE, error.field, error.reason)
    return Fault(key, _FIELDS.get(error.field or "", error.field or "content"), error.reason)


def due_of(piece: Piece, today: date) -> tuple[date | None, time | None]:
    """The day and hour that are typed, as far as they can be read."""
    return _quietly(read_day, piece.due, today), _quietly(read_hour, piece.hour)


def issued_on(work: Work, today: date) -> date | None:
    """The date of the document, as far as it can be read."""
    return _quietly(lambda text, day: read_day(text, day, is_past=True), work.header.get("issued_on", ""), today)


def urgency_of(work: Work) -> Urgency:
    """How urgent the document is."""
    known = {urgency.value: urgency for urgency in Urgency}
    return known.get(work.header.get("urgency", ""), Urgency.ORDINARY)


def given_document(work: Work, today: date) -> DocumentGiven:
    """The heading as it can be read: for looking whether the document is in the register already."""
    texts = {name: one_line(work.header.get(name, ""))[:most] for name, most in _LONGEST.items()}
    return DocumentGiven(issued_on=issued_on(work, today), urgency=urgency_of(work), **texts)


def _document(work: Work, desk: Desk, faults: list[Fault]) -> DocumentGiven:
    _read(work.header.get("issued_on", ""), WHOLE, "issued_on", faults, desk.today, is_past=True)
    for name, most in _LONGEST.items():
        if len(one_line(work.header.get(name, ""))) > most:
            faults.append(Fault(WHOLE, name, _("Dài quá %(most)s ký tự. Hãy viết gọn lại.", most=most)))
    return given_document(work, desk.today)


def _assignment(piece: Piece, work: Work, made: Assembled, desk: Desk) -> Assignment:
    faults = made.faults
    due_on, due_time = _due(piece, desk, faults)
    faults.extend((*_strangers(piece), *_unanswered(piece)))
    if len(piece.content) > LONGEST_CONTENT:
        faults.append(Fault(piece.key, "content", _("Nội dung quá dài. Hãy tách thành nhiều nhiệm vụ.")))
    return Assignment(
        content=piece.content,
        leads=[desk.units[unit] for unit in piece.units("lead") if unit in desk.units],
        supporting=[desk.units[unit] for unit in piece.units("support") if unit in desk.units],
        limit_kind=LimitKind(piece.limit),
        due_on=due_on,
        due_time=due_time,
        deadline_text=deadline_text(piece),
        document=made.document,
        product=piece.product[:300],
        assigner=desk.leaders.get(int(work.assigner)) if work.assigner.isdecimal() else None,
        past_due_known=work.past_due_known,
        once=f"van-ban-{desk.review_id}-{piece.key}",
    )


def deadline_text(piece: Piece) -> str:
    """The deadline in the words of the document; of a recurring duty the rule too, in words and as RFC 5545 has it."""
    if piece.limit != LimitKind.RECURRING.value or not piece.rrule:
        return piece.words[:300]
    hour = _quietly(read_hour, piece.hour)
    return " · ".join(part for part in (piece.words, rule_text(piece.rrule, hour), piece.rrule) if part)[:300]


def _due(piece: Piece, desk: Desk, faults: list[Fault]) -> tuple[date | None, time | None]:
    if piece.limit == LimitKind.RECURRING.value:
        _hour(piece, faults)
    if piece.limit != LimitKind.DATED.value:
        return None, None
    return _read(piece.due, piece.key, "due", faults, desk.today), _hour(piece, faults)


def _hour(piece: Piece, faults: list[Fault]) -> time | None:
    try:
        return read_hour(piece.hour) if piece.hour.strip() else None
    except ValueError as error:
        faults.append(Fault(piece.key, "hour", str(error)))
        return None


def _strangers(piece: Piece) -> list[Fault]:
    typed = {"lead": piece.more_lead, "support": piece.more_support}
    return [
        Fault(piece.key, role, _("Không có đơn vị “%(name)s”. Hãy chọn trong danh sách gợi ý.", name=name))
        for role, name in typed.items()
        if name
    ]


def _unanswered(piece: Piece) -> list[Fault]:
    """A unit that the document names is not left out because nobody has said which it is."""
    return [
        Fault(piece.key, role, _("“%(name)s” là đơn vị nào? Hãy chọn, gõ tên đơn vị, hoặc “Bỏ qua”.", name=written))
        for role, written in piece.asked
    ]


def _read(text: str, key: str, where: str, faults: list[Fault], today: date, *, is_past: bool = False) -> date | None:
    if not text.strip():
        return None
    try:
        return read_day(text, today, is_past=is_past)
    except ValueError as error:
        faults.append(Fault(key, where, str(error)))
        return None


def _quietly(read: Callable[..., Read], text: str, *rest: object) -> Read | None:
    try:
        return read(text, *rest) if text.strip() else None
    except ValueError:
        return None


def _first_of_each(faults: Sequence[Fault]) -> list[Fault]:
    """One fault for each field: the first that was found."""
    return list({(fault.key, fault.field): fault for fault in reversed(faults)}.values())[::-1]
