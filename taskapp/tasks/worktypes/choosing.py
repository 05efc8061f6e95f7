"""The type that an assigner chooses: found by what was typed, and what it fills in without touching what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.states import Source
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.receipt import Receipt

MOST_NAMED = 5


def find(text: str, versions: Sequence[WorkTypeVersion]) -> WorkTypeVersion | None:
    """The type that is meant: by its label, code or name, else the one that has the text, or all its words.

    "" means none. Neither case nor diacritics count. Raises BadInput when none or several fit, naming some.
    """
    wanted = fold(text)
    if not wanted:
        return None
    named = [version for version in versions if wanted in (fold(version.label), fold(version.code), fold(version.name))]
    holding = [version for version in versions if all(word in fold(version.label) for word in wanted.split())]
    fitting = named or [version for version in holding if wanted in fold(version.label)] or holding
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise BadInput(_("Không có loại việc nào khớp. Hãy chọn trong danh sách, hoặc để trống."), field="work_type")
    names = "; ".join(version.label for version in fitting[:MOST_NAMED])
    raise BadInput(_("Nhiều loại việc khớp: %(names)s. Hãy chọn một.", names=names), field="work_type")


@dataclass(frozen=True)
class Seen:
    """From which version and receipt a page was last filled in; kept in the form as text."""

    version_id: int
    received: Moment

    def __str__(self) -> str:
        hour = f"{self.received.at:%H:%M}" if self.received.at else ""
        return f"{self.version_id}|{self.received.on.isoformat()}|{hour}"

    @classmethod
    def read(cls, text: str) -> Seen | None:
        """What str() wrote; None for anything else."""
        version, _bar, rest = text.partition("|")
        day, _bar, hour = rest.partition("|")
        try:
            at = time.fromisoformat(hour) if hour else None
            return cls(int(version), Moment(date.fromisoformat(day), at))
        except ValueError:
            return None


@dataclass(frozen=True)
class Offer:
    """What a type puts into the fields of the assignment form; empty when none is chosen."""

    content: str = ""
    product: str = ""
    source: Source = Source.OWN
    leads: tuple[int, ...] = ()
    supporting: tuple[int, ...] = ()
    due: Moment | None = None


def offer(receipt: Receipt | None) -> Offer:
    """What a receipt offers."""
    if receipt is None:
        return Offer()
    version = receipt.version
    return Offer(
        content=version.content or version.name,
        product=version.product,
        source=version.source,
        leads=(version.lead_unit_id,) if version.lead_unit_id else (),
        supporting=tuple(version.supporting_ids),
        due=receipt.limits.proposed,
    )
