"""What a task of a type is received with: the version, the moment of receipt, both limits; and the rules it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.tasks.deadlines import Moment, is_later
from taskapp.tasks.words import moment_text
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.terms import Limits, blanks, limits
from taskapp.workdays.arithmetic import Calendar


@dataclass(frozen=True)
class Receipt:
    """One receipt of work of a type. `reason`: why the due date may lie after the limit by law."""

    version: WorkTypeVersion
    received: Moment
    limits: Limits
    reason: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What a task keeps of it, by column."""
        statutory, commitment = self.limits.statutory, self.limits.commitment
        return {
            "work_type_id": self.version.work_type_id,
            "work_type_version_id": self.version.id,
            "received_on": self.received.on,
            "received_time": self.received.at,
            "statutory_due_on": statutory and statutory.on,
            "statutory_due_time": statutory and statutory.at,
            "commitment_due_on": commitment and commitment.on,
            "commitment_due_time": commitment and commitment.at,
        }


def receive(version: WorkTypeVersion, received: Moment, calendar: Calendar, reason: str = "") -> Receipt:
    """The receipt with both limits counted."""
    return Receipt(version, received, limits(version.terms, received, calendar), reason)


def check(receipt: Receipt, content: str, due: Moment | None, today: date) -> None:
    """Raise Refused, naming the field: places left to fill, received in the future, due after the law without a reason.

    `due` None: the task is to have no limit.
    """
    if left := blanks(content):
        raise Refused(_("Hãy điền những chỗ còn trống của mẫu: %(names)s.", names=", ".join(left)), field="content")
    if receipt.received.on > today:
        raise Refused(_("Ngày tiếp nhận không thể sau hôm nay."), field="received_on")
    law = receipt.limits.statutory
    if law and not receipt.reason and (due is None or is_later(due, law)):
        raise Refused(_beyond(law, due), field="law_reason")


def _beyond(law: Moment, due: Moment | None) -> str:
    day = moment_text(law)
    if due is None:
        return _(
            "Theo luật việc này phải xong trước khi hết %(day)s. Hãy ghi thời hạn, hoặc ghi lý do không đặt.", day=day
        )
    return _(
        "Thời hạn đang ghi sau thời hạn theo luật (%(day)s). Hãy sửa thời hạn, hoặc ghi lý do giao như vậy.", day=day
    )
