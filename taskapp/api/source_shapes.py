"""What programs say of the files of another system, what they are answered, and the figures they read back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from taskapp.api.questions import Id

MOST_ITEMS = 2000
Text = Annotated[str, Meta(max_length=2000)]
Moment = Annotated[str, Meta(max_length=60, description="Ngày (2026-03-05) hoặc ngày giờ ISO 8601")]


class SourceItem(Struct, kw_only=True, forbid_unknown_fields=True):
    """One file or document: `id` is the other system's own; days may carry an hour; without `due` it has no limit."""

    id: Text
    received: Moment
    due: Moment | None = None
    done: Moment | None = None
    kind: Text = ""
    title: Text = ""
    unit: Text = ""
    officer: Text = ""
    cancelled: bool = False


class SourceItems(Struct, kw_only=True, forbid_unknown_fields=True):
    """A batch. Sending it again changes nothing; other values are a further version."""

    items: Annotated[list[SourceItem], Meta(min_length=1, max_length=MOST_ITEMS)]


class SourceRefusal(Struct):
    """An item that did not enter: its place in the batch (from 1), its id, the field at fault and why."""

    position: int
    id: str
    field: str
    reason: str


class SourceReceipt(Struct):
    """How many items are new, went on, were corrected, were known just so; and those that did not enter."""

    added: int
    changed: int
    corrected: int
    unchanged: int
    refused: list[SourceRefusal]


class SourceFigures(Struct):
    """One source in the period; `share`: done on time ÷ `denominator` (done with a limit, or overdue)."""

    name: str
    title: str
    noun: str
    total: int
    carried_over: int
    in_period: int
    done: int
    done_on_time: int
    early: int
    done_late: int
    done_no_limit: int
    open: int
    open_in_term: int
    open_overdue: int
    open_no_limit: int
    denominator: int
    share: float | None
    corrected: int


class SourceReport(Struct):
    """The sources of a period as known at a moment; never added to the figures of assigned tasks."""

    first: date = field(name="from")
    last: date = field(name="to")
    as_of: datetime
    is_provisional: bool
    sources: list[SourceFigures]


class SourceQuestion(Struct, kw_only=True, forbid_unknown_fields=True):
    """Days of the period (this quarter unless said), moment of the figures, unit."""

    first: date | UnsetType = field(name="from", default=UNSET)
    last: date | UnsetType = field(name="to", default=UNSET)
    as_of: Annotated[str, Meta(max_length=40, description="Thời điểm số liệu: ngày, hoặc ngày giờ ISO 8601")] = ""
    unit: Id | UnsetType = UNSET
