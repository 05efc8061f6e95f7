"""A refusal leaves everything as it was, before any rollback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from taskapp.base.errors import Refused
from taskapp.tasks import lifecycle
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.results import Result
from tests.tasks import sharing
from tests.tasks.making import TERMS, Desk, at

NEXT_WEEK = at("09/03")
LATE = Result(no_evidence_reason="Đã báo cáo tại cuộc họp", explanation="Chờ ý kiến của tỉnh")


def everything(desk: Desk) -> list[Any]:
    """Every row that a move may touch."""
    desk.session.flush()
    tables = (Task.__table__, TaskEvent.__table__, Submission.__table__, Explanation.__table__)
    return [desk.session.execute(select(table).order_by(table.c.id)).all() for table in tables]


def refused(desk: Desk, match: str, move: Callable[..., Any], task: Task, **more: Any) -> None:
    """The move is refused with these words, and nothing has changed."""
    before = everything(desk)
    with pytest.raises(Refused, match=match):
        move(desk.session, task, **more)
    assert everything(desk) == before


def declined(desk: Desk) -> Task:
    task = desk.task()
    lifecycle.decline(desk.session, task, reason="Không đúng", by=desk.by("truongphong"), now=at("02/03"), terms=TERMS)
    return task


@pytest.mark.parametrize(
    ("make", "move", "who", "more"),
    [
        (Desk.task, lifecycle.decline, "truongphong", {"terms": TERMS}),
        (declined, lifecycle.refuse_decline, "chutich", {}),
        (declined, lifecycle.reassign, "chutich", {"lead": "nv"}),
        (Desk.submitted, lifecycle.send_back, "chutich", {"terms": TERMS}),
        (Desk.in_progress, lifecycle.withdraw, "chutich", {}),
        (Desk.in_progress, lifecycle.merge, "chutich", {"into": True}),
        (Desk.done, lifecycle.reopen, "chutich", {}),
    ],
)
def test_a_move_without_its_reason_changes_nothing(desk, make, move, who, more):
    task = make(desk)
    more = {**more, **({"lead": desk.unit("nv")} if "lead" in more else {})}
    more = {**more, **({"into": desk.task(content="Việc trùng")} if "into" in more else {})}
    refused(desk, "Hãy ghi lý do", move, task, reason="", by=desk.by(who), now=at("03/03"), **more)


def test_a_late_result_refused_for_its_unfinished_pieces_leaves_no_explanation(desk):
    task = sharing.whole(desk)
    sharing.split(desk, task)
    by, more = desk.by("congchuc"), {"result": LATE, "terms": TERMS, "now": NEXT_WEEK}
    refused(desk, "Còn 1 việc con chưa xong", lifecycle.submit, task, by=by, **more)


def test_a_draft_is_not_issued_once_the_limit_of_a_part_has_passed(desk):
    task = desk.draft(due_on=date(2026, 3, 13), support_due_on=date(2026, 3, 6), supporting=[desk.unit("nv")])
    refused(desk, "Thời hạn ghi trong dự thảo đã qua", lifecycle.issue, task, by=desk.by("chutich"), now=NEXT_WEEK)
