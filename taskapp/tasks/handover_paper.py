"""The list that both sides sign (biên bản bàn giao): how each task stood that day, and who confirmed when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from taskapp.base import clock, formats
from taskapp.base.i18n import _, _n
from taskapp.people.models import Committee
from taskapp.tasks.deadlines import Moment, is_past, moment
from taskapp.tasks.models import TaskEvent
from taskapp.tasks.paper_models import HandOver, HandOverItem
from taskapp.tasks.states import State
from taskapp.tasks.words import HANDED_NAMES, LIMIT_NAMES, STATE_NAMES, hand_over_reason


@dataclass(frozen=True)
class Party:
    """One who gives or gets, with position and unit of that day; `confirmed_at` in local time, None: not yet."""

    person_id: int
    name: str
    position: str
    unit: str
    confirmed_at: datetime | None = None

    @property
    def described(self) -> str:
        """Name, position and unit as a document writes them."""
        return _("ông (bà) %(who)s", who=", ".join(filter(None, (self.name, self.position, self.unit))))


@dataclass(frozen=True)
class Entry:
    """One row of the table."""

    number: int
    content: str
    document: str
    limit: str
    state: str
    progress: str
    receiver: str

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells, in the order of headings()."""
        number = str(self.number)
        return number, self.content, self.document, self.limit, self.state, self.progress, self.receiver


@dataclass(frozen=True)
class Paper:
    """Everything the list says, ready to be shown, printed or written as a document."""

    committee: str
    unit: str
    number: str
    place: str
    made_on: date
    reason: str
    giver: Party
    receivers: Sequence[Party]
    sections: Sequence[tuple[str, Sequence[Entry]]]

    @property
    def file_name(self) -> str:
        return f"bien-ban-ban-giao-{self.made_on.year}-{self.number.partition('/')[0]}"

    @property
    def place_and_day(self) -> str:
        """What stands under the national motto."""
        return (
            _("%(place)s, %(day)s", place=self.place, day=in_words(self.made_on)) if self.place else self.made_in_words
        )

    @property
    def made_in_words(self) -> str:
        """The day of the list as a document writes it."""
        return in_words(self.made_on)

    @property
    def opening(self) -> list[str]:
        """The sentences before the table."""
        count = sum(len(entries) for _title, entries in self.sections)
        return [
            _("Hôm nay, %(day)s, hai bên lập biên bản bàn giao công việc như sau.", day=self.made_in_words),
            _("Bên giao: %(who)s.", who=self.giver.described),
            _("Bên nhận: %(who)s.", who="; ".join(one.described for one in self.receivers)),
            _("Lý do: %(reason)s.", reason=self.reason.rstrip(".")),
            _n("Bàn giao 1 việc sau:", "Bàn giao %(num)s việc sau:", count),
        ]

    @property
    def closing(self) -> list[str]:
        """The sentences after the table, and who confirmed on his own page."""
        confirmed = [one for one in self.receivers if one.confirmed_at]
        return [
            _(
                "Bên nhận tiếp tục thực hiện các việc nêu trên đúng thời hạn đã giao. "
                "Kết quả đã nộp trước khi bàn giao vẫn ghi tên người đã thực hiện."
            ),
            *(
                _(
                    "%(name)s đã xác nhận nhận đủ trên hệ thống lúc %(hour)s ngày %(day)s.",
                    name=one.name,
                    hour=formats.hour(one.confirmed_at),
                    day=formats.day(one.confirmed_at),
                )
                for one in confirmed
            ),
        ]


def in_words(value: date) -> str:
    """The day as NĐ 30/2020/NĐ-CP writes it: days below 10 and the months 1 and 2 with a nought."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return _("ngày %(day)s tháng %(month)s năm %(year)s", day=f"{value.day:02d}", month=month, year=value.year)


def paper(hand_over: HandOver, items: Iterable[HandOverItem], committee: Committee) -> Paper:
    """The list as it was made, reduced to these of its items."""
    local = clock.local(hand_over.made_at, committee.timezone)
    shown = list(items)
    ordered = [item for kind in HANDED_NAMES for item in shown if (item.role, item.event.task_kind) == kind]
    entries = {item.id: _entry(number, item, moment(local)) for number, item in enumerate(ordered, start=1)}
    sections = [
        (str(title), [entries[item.id] for item in ordered if (item.role, item.event.task_kind) == kind])
        for kind, title in HANDED_NAMES.items()
    ]
    giver = hand_over.from_person
    return Paper(
        committee=committee.name,
        unit=hand_over.from_unit if hand_over.from_unit != committee.name else "",
        number=_("%(number)s/BB-BGCV", number=f"{hand_over.number:02d}"),
        place=committee.place,
        made_on=local.date(),
        reason=hand_over_reason(hand_over.reason_code, hand_over.reason),
        giver=Party(giver.id, giver.full_name, hand_over.from_position, hand_over.from_unit),
        receivers=list({item.to_id: _receiver(item, committee.timezone) for item in shown}.values()),
        sections=[section for section in sections if section[1]],
    )


def headings() -> tuple[str, ...]:
    """What the columns of the table are called."""
    return (
        _("STT"),
        _("Nhiệm vụ"),
        _("Văn bản giao"),
        _("Thời hạn"),
        _("Tình trạng"),
        _("Tiến độ"),
        _("Người nhận"),
    )


def _receiver(item: HandOverItem, zone: str) -> Party:
    at = clock.local(item.confirmed_at, zone) if item.confirmed_at else None
    return Party(item.to_id, item.to.full_name, item.to_position, item.to_unit, at)


def _entry(number: int, item: HandOverItem, then: Moment) -> Entry:
    document = item.task.directive
    written = (
        _("%(number)s ngày %(day)s", number=document.number, day=formats.day(document.issued_on))
        if document and document.issued_on
        else (document.number if document else "")
    )
    return Entry(
        number=number,
        content=item.task.content,
        document=written,
        limit=_limit(item.event),
        state=_state(item.event, then),
        progress=f"{item.progress_percent} %",
        receiver=item.to.full_name,
    )


def _limit(event: TaskEvent) -> str:
    if event.due_on is None:
        return str(LIMIT_NAMES[event.limit_kind])
    return " ".join(filter(None, (formats.hour(event.due_time), formats.day(event.due_on))))


def _state(event: TaskEvent, then: Moment) -> str:
    state = str(STATE_NAMES[event.to_state])
    if event.to_state is State.SUBMITTED:
        return _("%(state)s, nộp %(day)s", state=state, day=formats.day(event.submitted_on))
    judging = (event.missed_due_on, event.missed_due_time) if event.missed_due_on else (event.due_on, event.due_time)
    is_late = judging[0] is not None and is_past(Moment(judging[0], judging[1]), then)
    return _("%(state)s, đã quá hạn", state=state) if is_late else state
