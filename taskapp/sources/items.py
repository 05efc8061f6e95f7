"""One item as another system tells it, read and checked: the same for programs, sheets and envelopes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from taskapp.base.text import fold, one_line
from taskapp.directives.reason import Reason
from taskapp.directives.registers import dates
from taskapp.tasks.deadlines import Moment

LONGEST = {"id": 100, "kind": 200, "title": 500, "officer": 100, "unit": 200}
YES = frozenset({"x", "1", "co", "true", "yes", "huy", "da huy", "rut", "da rut", "cancelled"})
NO = frozenset({"", "0", "khong", "false", "no", "chua"})

NO_ID = Reason("Thiếu mã. Mỗi mục cần mã riêng của phần mềm nguồn để lần sau nhận ra.")
NO_RECEIPT = Reason("Thiếu ngày tiếp nhận. Hãy ghi ngày/tháng/năm.")
FUTURE = Reason("Ngày ở tương lai. Hãy kiểm tra lại ngày, hoặc đồng hồ của phần mềm nguồn.")
BEFORE_RECEIPT = Reason("Xong trước ngày tiếp nhận. Hãy kiểm tra lại hai ngày này.")


class Wrong(Exception):
    """One field of an item cannot be taken as it is."""

    def __init__(self, field: str, reason: Reason) -> None:
        super().__init__(field)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Given:
    """What was said, in the words or values in which it came; empty: not said. `position`: in the batch, or its row."""

    position: int
    id: object = ""
    kind: object = ""
    title: object = ""
    officer: object = ""
    unit: object = ""
    received: object = ""
    due: object = ""
    done: object = ""
    cancelled: object = False
    proposed: object = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an item says, understood; the columns of the table that hold it are called the same."""

    own_id: str
    kind: str
    title: str
    officer: str
    unit_id: int | None  # None: not said, so as before, or that of the source
    received_on: date
    due_on: date | None = None
    due_time: time | None = None
    done_on: date | None = None
    done_time: time | None = None
    proposed_on: date | None = None
    is_cancelled: bool = False

    @property
    def due(self) -> Moment | None:
        """Its limit; without an hour the end of the day."""
        return Moment(self.due_on, self.due_time) if self.due_on else None

    @property
    def done(self) -> Moment | None:
        """When it was finished."""
        return Moment(self.done_on, self.done_time) if self.done_on else None


FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class Surroundings:
    """What an item is read by: the zone, the present day, the source's units by folded code and name."""

    zone: str
    today: date
    units: Mapping[str, int]
    keeps_titles: bool = True


def read(given: Given, by: Surroundings) -> Entry:
    """The item, understood. Raises Wrong for the first field that cannot be."""
    own_id = _words(given, "id")
    if not own_id:
        raise Wrong("id", NO_ID)
    kind, officer = _words(given, "kind"), _words(given, "officer")
    received, due, done = (_moment(name, getattr(given, name), by.zone) for name in ("received", "due", "done"))
    proposed = _moment("proposed", given.proposed, by.zone)
    if received is None:
        raise Wrong("received", NO_RECEIPT)
    for name, moment in (("received", received), ("done", done)):
        if moment is not None and moment.on > by.today:
            raise Wrong(name, FUTURE)
    if done is not None and done.on < received.on:
        raise Wrong("done", BEFORE_RECEIPT)
    return Entry(
        own_id=own_id,
        kind=kind,
        title=_words(given, "title") if by.keeps_titles else "",
        officer=officer,
        unit_id=_unit(_words(given, "unit"), by),
        received_on=received.on,
        due_on=due.on if due else None,
        due_time=due.at if due else None,
        done_on=done.on if done else None,
        done_time=done.at if done else None,
        proposed_on=proposed.on if proposed else None,
        is_cancelled=_is_yes("cancelled", given.cancelled),
    )


def corrects(before: Entry, after: Entry) -> bool:
    """Whether something that figures read had been said and is now said otherwise.

    What was not known yet and is told now (that it is done, a limit, that it was cancelled) is no correction.
    """
    said = ((before.due, after.due), (before.done, after.done))
    return (
        before.received_on != after.received_on
        or before.unit_id != after.unit_id
        or (before.is_cancelled and not after.is_cancelled)
        or any(old is not None and old != new for old, new in said)
    )


def _words(given: Given, name: str) -> str:
    value = getattr(given, name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # as spreadsheets keep a number
    text = one_line(str(value)) if value is not None else ""
    if len(text) > LONGEST[name]:
        raise Wrong(name, Reason("Dài quá %(most)s ký tự. Hãy rút gọn.", {"most": LONGEST[name]}))
    return text


def _unit(text: str, by: Surroundings) -> int | None:
    if not text:
        return None
    found = by.units.get(fold(text))
    if found is None:
        reason = Reason(
            "Không có đơn vị “%(text)s” trong phạm vi của nguồn này. Hãy ghi mã hoặc tên đơn vị, hoặc để trống.",
            {"text": text[:60]},
        )
        raise Wrong("unit", reason)
    return found


def _moment(name: str, value: object, zone: str) -> Moment | None:
    """The local day and minute that a value says; None where it says nothing, or that there is none."""
    if isinstance(value, str) and "T" in value[8:12]:
        return _instant(name, value, zone)
    written = dates.read(value)
    if written.problem or (written.day is None and written.kind is None and written.text):
        raise Wrong(name, written.problem or _unreadable(written.text))
    return Moment(written.day, _minute(written.hour)) if written.day else None


def _instant(name: str, text: str, zone: str) -> Moment:
    try:
        read_as = datetime.fromisoformat(text.strip())
        local = read_as.astimezone(ZoneInfo(zone)) if read_as.tzinfo else read_as
    except (ValueError, OverflowError) as error:
        raise Wrong(name, _unreadable(text)) from error
    if not dates.EARLIEST <= local.year <= dates.LATEST:
        raise Wrong(name, _unreadable(text))
    return Moment(local.date(), _minute(local.time()))


def _unreadable(text: str) -> Reason:
    return Reason(
        "Không đọc được “%(text)s”. Hãy ghi ngày dạng 2026-03-05, 05/03/2026 hoặc 2026-03-05T16:00:00+07:00.",
        {"text": text[:40]},
    )


def _minute(hour: time | None) -> time | None:
    """The minute; None for midnight, as which programs write a day without an hour."""
    return hour.replace(second=0, microsecond=0) if hour and hour != time() else None


def _is_yes(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = fold(_number(value))
    if word in YES or word in NO:
        return word in YES
    reason = Reason(
        "Không rõ “%(text)s” là có hay không. Hãy ghi “x” nếu đã hủy, để trống nếu không.", {"text": word[:40]}
    )
    raise Wrong(name, reason)


def _number(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
