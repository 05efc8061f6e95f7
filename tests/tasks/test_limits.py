"""Bringing a limit forward: what hangs on the task is named first, then moves along; the original limit stays."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.tasks import lifecycle, limits
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.states import LimitKind, State
from tests.conftest import MONDAY
from tests.tasks.making import Desk, at
from tests.tasks.papers import DUE, LATER, ask, child, grant, last, part

EARLIER = date(2026, 3, 4)


def bring(
    desk: Desk,
    task: Task,
    day: date = EARLIER,
    hour: time | None = None,
    *,
    carry: bool = False,
    by: str = "chutich",
    reason: str = "Tỉnh yêu cầu sớm hơn",
    now: datetime = MONDAY,
) -> list[Task]:
    limit, actor = Moment(day, hour), desk.by(by)
    moved = limits.bring_forward(desk.session, task, limit=limit, reason=reason, carry=carry, by=actor, now=now)
    desk.session.flush()
    return moved


def test_an_earlier_limit_is_another_version_and_the_original_stays(desk: Desk) -> None:
    task = desk.in_progress()
    assert bring(desk, task, hour=time(10), now=at("03/03")) == []
    assert (task.due_on, task.due_time, task.original_due_on) == (EARLIER, time(10), DUE)
    assert (task.due_version, task.due_since, task.extensions) == (2, at("03/03"), 0)
    event = last(task)
    assert (event.kind, event.reason, event.due_on) == ("move_limit", "Tỉnh yêu cầu sớm hơn", EARLIER)
    assert event.original_due_on == DUE
    assert "06/03/2026" in event.note
    assert "04/03/2026" in event.note


@pytest.mark.parametrize(
    ("day", "hour", "message"),
    [
        (LATER, None, "Gia hạn"),
        (DUE, None, "Gia hạn"),
        (date(2026, 2, 27), None, "đã qua"),
        (date(2026, 3, 2), time(8, 59), "đã qua"),
    ],
)
def test_a_later_limit_is_an_extension_and_a_past_one_is_refused(
    desk: Desk, day: date, hour: time | None, message: str
) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match=message) as refused:
        bring(desk, task, day, hour)
    assert refused.value.field == "due_on"
    assert (task.due_on, last(task).kind) == (DUE, "name_officer")


def test_today_and_this_minute_are_not_past(desk: Desk) -> None:
    task = desk.in_progress()
    bring(desk, task, date(2026, 3, 2), time(9))
    assert task.due_on == date(2026, 3, 2)


def test_a_reason_is_needed(desk: Desk) -> None:
    with pytest.raises(Refused, match="lý do") as refused:
        bring(desk, desk.in_progress(), reason="")
    assert refused.value.field == "reason"


def test_a_task_without_a_limit_gets_its_first_one_as_its_original(desk: Desk) -> None:
    task = desk.undated()
    assert task.review_on is not None
    bring(desk, task)
    assert (task.limit_kind, task.due_on, task.original_due_on) == (LimitKind.DATED, EARLIER, EARLIER)
    assert task.review_on is None
    assert last(task).limit_kind is LimitKind.DATED
    with pytest.raises(Refused, match="quá xa"):
        bring(desk, desk.undated(), date(2057, 3, 4))


def test_what_would_be_due_after_the_whole_is_named_and_nothing_moves(desk: Desk) -> None:
    task = desk.in_progress()
    piece, given = child(desk, task), part(desk, task)
    with pytest.raises(Refused) as refused:
        bring(desk, task)
    assert refused.value.field == "carry"
    assert "Phòng Nội vụ 05/03/2026; Phòng Tư pháp 05/03/2026" in refused.value.reason
    assert "Chuyển hạn các phần việc này theo" in refused.value.reason
    assert (task.due_on, piece.due_on, given.due_on) == (DUE, date(2026, 3, 5), date(2026, 3, 5))


def test_ticked_they_move_along_each_with_its_own_event(desk: Desk) -> None:
    task = desk.in_progress()
    piece, given = child(desk, task), part(desk, task)
    early = child(desk, task, date(2026, 3, 3))
    below = child(desk, piece, date(2026, 3, 5), "congchuc")
    moved = bring(desk, task, carry=True)
    assert set(moved) == {piece, given, below}
    for each in (task, piece, given, below):
        assert (each.due_on, each.due_version, last(each).kind) == (EARLIER, 2, "move_limit")
    assert piece.original_due_on == date(2026, 3, 5)
    assert (early.due_on, early.due_version) == (date(2026, 3, 3), 1)


def test_what_is_finished_or_fits_does_not_stand_in_the_way(desk: Desk) -> None:
    task = desk.in_progress()
    piece = child(desk, task)
    desk.submit(piece, MONDAY, "congchuc2")
    assert limits.broken_by(task, Moment(EARLIER)) == [piece]  # handed in is not finished
    assert limits.broken_by(task, Moment(date(2026, 3, 5))) == []  # the day of the whole is not after it
    lifecycle.approve(desk.session, piece, note="", by=desk.by("truongphong"), now=MONDAY)
    assert piece.state is State.DONE
    assert limits.broken_by(task, Moment(EARLIER)) == []


def test_the_hour_of_the_whole_counts_too(desk: Desk) -> None:
    task = desk.in_progress()
    piece = child(desk, task, date(2026, 3, 5))
    assert limits.broken_by(task, Moment(date(2026, 3, 5), time(11))) == [piece]  # it ends with the day, so after 11:00


def test_an_hour_may_be_set_on_the_day_of_the_limit(desk: Desk) -> None:
    task = desk.in_progress()
    bring(desk, task, DUE, time(16))
    assert (task.due_on, task.due_time) == (DUE, time(16))
    with pytest.raises(Refused, match="Gia hạn"):
        bring(desk, task, DUE)  # the end of the day is later again


def test_a_piece_is_not_set_after_its_whole(desk: Desk) -> None:
    task = desk.in_progress()
    piece = child(desk, task)
    with pytest.raises(Refused, match="Không được sau thời hạn của nhiệm vụ chung"):
        limits.check_inside(piece, Moment(LATER))
    limits.check_inside(piece, Moment(DUE))
    limits.check_inside(task, Moment(LATER))  # belongs to none


def test_a_late_piece_of_an_extended_whole_may_go_as_far_as_that(desk: Desk) -> None:
    task = desk.in_progress()
    piece = child(desk, task)
    ask(desk, task, MONDAY)
    grant(desk, task, MONDAY)
    ask(desk, piece, MONDAY, by="congchuc2", limit=LATER)
    grant(desk, piece, MONDAY, by="truongphong")
    assert piece.due_on == LATER


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "vanthu", "thanhtra", "truongphong_nv"])
def test_only_who_is_in_charge_moves_the_limit(desk: Desk, username: str) -> None:
    with pytest.raises(Forbidden):
        bring(desk, desk.in_progress(), by=username)


def test_the_head_moves_the_limits_of_his_pieces_and_of_the_parts_he_gathers(desk: Desk) -> None:
    task = desk.in_progress()
    for each in (child(desk, task), part(desk, task)):
        bring(desk, each, by="truongphong")
        assert each.due_on == EARLIER


@pytest.mark.parametrize("make", ["submitted", "done"])
def test_the_limit_of_what_is_handed_in_stays(desk: Desk, make: str) -> None:
    task = getattr(desk, make)()
    with pytest.raises(Refused, match="trạng thái"):
        bring(desk, task)
