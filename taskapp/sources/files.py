"""What a file of a source holds: a sheet with a row for each item, or the envelope of one document."""

from __future__ import annotations

from dataclasses import dataclass

from taskapp.base.errors import BadInput
from taskapp.base.i18n import _
from taskapp.directives import children, limits
from taskapp.directives.reading import edxml
from taskapp.directives.reason import Reason
from taskapp.directives.registers import spreadsheets
from taskapp.directives.unreadable import DAMAGED
from taskapp.sources import headings
from taskapp.sources.envelopes import Envelope
from taskapp.sources.items import LONGEST, Given

_CHILD = "taskapp.sources.child"
_SLOW = Reason("Đọc tệp quá lâu nên đã dừng. Hãy chia thành nhiều tệp nhỏ rồi gửi lại.")


@dataclass(frozen=True)
class Opened:
    """The items of a file, and its envelope when it is one."""

    givens: list[Given]
    envelope: Envelope | None = None


def opened(data: bytes) -> Opened:
    """Read a .csv, .xlsx, .ods or .edxml, told apart by its bytes. Raises BadInput with what to do."""
    if edxml.is_envelope(data):
        envelope = _envelope(data)
        return Opened([_given(envelope)], envelope)
    found = headings.givens(spreadsheets.sheets(data))
    if found is None:
        raise BadInput(_("Không thấy cột mã và cột ngày tiếp nhận. Hãy đặt tên cột như trong hướng dẫn nguồn việc."))
    return Opened(found)


def _envelope(data: bytes) -> Envelope:
    if len(data) > limits.LARGEST_FILE:
        raise spreadsheets.too_large(len(data))
    return Envelope(**children.ask(_CHILD, data, seconds=limits.SECONDS, slow=_SLOW, dead=DAMAGED))


def _given(envelope: Envelope) -> Given:
    kind = _(
        "%(type)s số %(code)s của %(sender)s",
        type=envelope.kind or _("Văn bản"),
        code=envelope.code or "…",
        sender=envelope.sender or envelope.sender_id,
    )
    return Given(
        1,
        id=envelope.id,
        kind=kind[: LONGEST["kind"]],
        title=envelope.subject,
        received=envelope.received,
        proposed=envelope.due,
        cancelled=envelope.is_recalled,
    )
