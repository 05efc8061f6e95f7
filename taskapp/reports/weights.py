"""Conversion weights of tasks (quy đổi sản phẩm): rows that are only ever added, so that past sheets keep theirs.

A weight is no change of the task: no mail, no limit and no on-time share reads it, only evaluations do. So it stands in
rows of its own beside the record, read as of an instant by the same rule as the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.people.rights import Rights
from taskapp.reports.contests import check_may_decide
from taskapp.reports.evaluating import Sheet
from taskapp.reports.evaluation_models import TaskWeight

LEAST, MOST = Decimal("0.1"), Decimal(20)
HUNDRED = 100


def weigh(
    session: Session, sheet: Sheet, wanted: Mapping[int, Decimal], *, reason: str, by: Rights, now: datetime
) -> int:
    """Let tasks of the person's sheet count for other weights from now on; gives how many changed. Does not commit.

    Raises Forbidden for who may not decide about the sheet, Refused for a weight out of bounds or no reason.
    """
    check_may_decide(by, sheet.person.id, sheet.person.unit_id)
    held = {product.judged.image.task_id: product.weight for product in sheet.evaluation.products}
    for task_id, weight in wanted.items():
        if not LEAST <= weight <= MOST or weight != round(weight, 2):
            raise Refused(_("Hệ số từ 0,1 đến 20, nhiều nhất hai số lẻ."), field=f"weight_{task_id}")
    changed = {task_id: weight for task_id, weight in wanted.items() if held.get(task_id, weight) != weight}
    if changed and not reason:
        raise Refused(_("Hãy ghi căn cứ quy đổi."), field="reason")
    for task_id, weight in changed.items():
        session.add(
            TaskWeight(
                committee_id=sheet.ground.committee.id,
                task_id=task_id,
                hundredths=int(weight * HUNDRED),
                recorded_at=now,
                by_id=by.person_id,
                reason=reason,
            )
        )
    return len(changed)
