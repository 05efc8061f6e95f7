"""What an address of the API may ask besides its path: the parameters of lists and of the report, as types."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, field

from taskapp.base.paging import SIZE
from taskapp.reports.ontime import Basis
from taskapp.reports.slices import Dimension
from taskapp.tasks.selections import Filters, View
from taskapp.tasks.states import Kind, State

Value = TypeVar("Value")

MOST = 100
Id = Annotated[int, Meta(ge=1, le=10**12)]
Words = Annotated[str, Meta(max_length=200)]
Limit = Annotated[int, Meta(ge=1, le=MOST, description="Số mục của một trang")]
Cursor = Annotated[str, Meta(max_length=2000, description="`next` của trang trước")]


def said(value: Value | UnsetType) -> Value | None:
    """What a parameter says; None when it was not sent. An absent one is UNSET, because the word "null" is no value."""
    return None if isinstance(value, UnsetType) else value


class Paged(Struct, kw_only=True, forbid_unknown_fields=True):
    """One page of a list: those after `cursor`, at most `limit`."""

    cursor: Cursor | UnsetType = UNSET
    limit: Limit = SIZE


class TaskQuestion(Paged, kw_only=True, forbid_unknown_fields=True):
    """Which list of the left menu, narrowed by what."""

    view: View = View.ALL
    q: Words = ""
    unit: Id | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    state: State | UnsetType = UNSET
    time: Literal["overdue", "today", "soon", "no_limit", "starred", "at_risk"] | UnsetType = UNSET
    order: Literal["risk"] | UnsetType = UNSET

    @property
    def filters(self) -> Filters:
        """The same, as the pages' lists take it."""
        return Filters(
            words=self.q,
            unit_id=said(self.unit),
            kind=said(self.kind),
            state=said(self.state),
            time=said(self.time) or "",
            by_risk=self.order == "risk",
        )


class NewTaskQuestion(Struct, kw_only=True, forbid_unknown_fields=True):
    """Whether the tasks stay drafts, for somebody else to hand out."""

    draft: bool = False


class DirectiveQuestion(Paged, kw_only=True, forbid_unknown_fields=True):
    """What the register is narrowed by."""

    q: Words = ""
    kind: Words = ""
    issuer: Words = ""
    year: Annotated[int, Meta(ge=1901, le=2199)] | UnsetType = UNSET
    way: Literal["incoming", "own"] | UnsetType = UNSET
    tasks: Literal["none", "late"] | UnsetType = UNSET


class PersonQuestion(Paged, kw_only=True, forbid_unknown_fields=True):
    """Words of a name, and the unit in which people work."""

    q: Words = ""
    unit: Id | UnsetType = UNSET


class SummaryQuestion(Struct, kw_only=True, forbid_unknown_fields=True):
    """What the report page asks: days of the period (this quarter unless said), moment of the figures, unit, rows."""

    first: date | UnsetType = field(name="from", default=UNSET)
    last: date | UnsetType = field(name="to", default=UNSET)
    as_of: Annotated[str, Meta(max_length=40, description="Thời điểm số liệu: ngày, hoặc ngày giờ ISO 8601")] = ""
    unit: Id | UnsetType = UNSET
    by: Dimension = Dimension.UNIT
    basis: Basis = Basis.CURRENT
    within: Annotated[str, Meta(max_length=60, description="Chỉ tính một dòng: “unit:3”, “star:1” …")] = ""
