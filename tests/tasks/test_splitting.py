"""Down: a unit head splits a task into pieces; sideways: the assigning side brings in a supporting unit later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.tasks import lifecycle, limits, registers, splitting
from taskapp.tasks.deadlines import Moment, internal_due, within
from taskapp.tasks.models import Task
from taskapp.tasks.splitting import Piece, UnfitPieces
from taskapp.tasks.states import Exclusion, Kind, LimitKind, State
from tests.conftest import MONDAY
from tests.tasks.making import CALENDAR, Desk, at
from tests.tasks.sharing import DUE, EARLIER, child_of, part_of, piece, section, split, whole


def kinds(task: Task) -> list[str]:
    return [event.kind for event in task.events]


def test_a_head_splits_a_task_and_both_sides_have_it_in_the_record(desk: Desk) -> None:
    task = desk.task()
    first, second = split(desk, task, piece(desk, "congchuc"), piece(desk, "congchuc2", content="Viết báo cáo"))
    assert task.state is State.IN_PROGRESS  # splitting accepts it
    assert kinds(task) == ["issue", "accept", "split", "split"]
    assert task.events[-1].note == "Huỳnh Quốc Bảo: Viết báo cáo"
    assert kinds(first) == ["issue", "accept", "name_officer"]
    assert (first.kind, first.parent_id, first.lead_unit_id) == (Kind.CHILD, task.id, desk.office.units["tp"])
    assert (second.assignee_id, second.due_on) == (desk.office.people["congchuc2"], EARLIER)
    assert {e.task_kind for e in second.events} == {Kind.CHILD}
    assert {e.parent_id for e in second.events} == {task.id}
    assert second.assigner_id == desk.office.people["truongphong"]  # the head gives it, not the chairman
    assert second.search_key.startswith("viet bao cao")


def test_a_unit_below_takes_its_piece_like_any_task_and_may_split_it_again(desk: Desk) -> None:
    unit = section(desk)
    task = desk.task()
    child = split(desk, task, piece(desk, "", unit=unit))[0]
    assert (child.state, child.assignee_id, child.lead_unit_name) == (State.ASSIGNED, None, "Tổ Hộ tịch")
    grandchild = split(
        desk, child, Piece("Đối chiếu sổ", unit, desk.person("totruong"), date(2026, 3, 3)), by="totruong"
    )[0]
    assert (child.state, grandchild.parent_id) == (State.IN_PROGRESS, child.id)
    with pytest.raises(UnfitPieces, match="sau thời hạn của nhiệm vụ chung"):
        split(desk, child, Piece("Muộn", unit, desk.person("totruong"), date(2026, 3, 5)), by="totruong")


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"content": ""}, "content", "nội dung việc con"),
        ({"content": "Xử lý văn bản TỐI MẬT số 5"}, "content", "độ mật"),
        ({"officer": None}, "who", "chọn người làm"),
        ({"due_on": None}, "due_on", "Hãy ghi hạn"),
        ({"due_on": date(2026, 3, 9)}, "due_on", "06/03/2026"),
        ({"due_on": date(2026, 2, 27)}, "due_on", "đã qua"),
    ],
)
def test_an_unfit_piece_is_refused_and_nothing_is_handed_out(
    desk: Desk, change: dict[str, object], field: str, message: str
) -> None:
    task = desk.task()
    with pytest.raises(UnfitPieces, match=message) as refused:
        split(desk, task, piece(desk), piece(desk, **change))
    assert [(place, error.field) for place, error in refused.value.found] == [(1, field)]
    assert (task.children, task.state) == ([], State.ASSIGNED)


def test_all_unfit_pieces_are_named_at_once(desk: Desk) -> None:
    task = desk.task()
    stranger = piece(desk, "congchuc_nv")
    elsewhere = piece(desk, "", unit=desk.unit("nv"))
    with pytest.raises(UnfitPieces) as refused:
        split(desk, task, piece(desk, content=""), piece(desk), stranger, elsewhere)
    assert [(place, error.field) for place, error in refused.value.found] == [(0, "content"), (2, "who"), (3, "who")]
    assert isinstance(refused.value.found[2][1], Forbidden)
    with pytest.raises(UnfitPieces) as refused:
        split(desk, task, piece(desk, "", content="", due_on=None))
    assert [error.field for _place, error in refused.value.found] == ["content", "who", "due_on"]


def test_nobody_who_left_is_given_a_piece(desk: Desk) -> None:
    desk.person("congchuc2").disabled_at = MONDAY
    with pytest.raises(UnfitPieces, match="không công tác"):
        split(desk, desk.task(), piece(desk))


def test_without_pieces_there_is_nothing_to_split(desk: Desk) -> None:
    with pytest.raises(Refused, match="ít nhất một việc con"):
        splitting.split(desk.session, desk.task(), [], by=desk.by("truongphong"), now=MONDAY)


@pytest.mark.parametrize("username", ["congchuc", "chutich", "vanphong", "truongphong_nv", "quantri"])
def test_only_the_head_of_the_lead_unit_splits(desk: Desk, username: str) -> None:
    with pytest.raises(Forbidden):
        split(desk, whole(desk), by=username)


@pytest.mark.parametrize("state", [State.DECLINED, State.SUBMITTED, State.DONE, State.WITHDRAWN])
def test_only_work_to_be_done_is_split(desk: Desk, state: State) -> None:
    task = child_of(desk, whole(desk), state) if state is State.DECLINED else desk.submitted()
    if state is State.DONE:
        lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=MONDAY)
    if state is State.WITHDRAWN:
        lifecycle.withdraw(desk.session, task, reason="Thôi", by=desk.by("chutich"), now=MONDAY)
    with pytest.raises(Refused):
        split(desk, task)


def test_a_late_task_can_still_be_split_and_its_pieces_are_due_with_it(desk: Desk) -> None:
    task = whole(desk)
    child = split(desk, task, piece(desk, due_on=DUE), now=at("10/03"))[0]
    assert child.due_on == DUE
    with pytest.raises(UnfitPieces, match="06/03/2026"):
        split(desk, task, piece(desk, due_on=date(2026, 3, 5)), now=at("10/03"))


def test_pieces_of_a_task_without_a_limit_may_have_one_or_none(desk: Desk) -> None:
    task = desk.undated()
    dated, undated = split(desk, task, piece(desk), piece(desk, due_on=None))
    assert (dated.limit_kind, dated.due_on) == (LimitKind.DATED, EARLIER)
    assert (undated.limit_kind, undated.review_on) == (LimitKind.NONE, task.review_on)
    with pytest.raises(UnfitPieces, match="quá xa"):
        split(desk, task, piece(desk, due_on=date(2126, 3, 6)))


def test_a_piece_due_on_the_last_day_ends_at_the_hour_of_the_whole(desk: Desk) -> None:
    task = desk.task(due_time=time(14, 0))
    child = split(desk, task, piece(desk, due_on=DUE))[0]
    assert (child.due_on, child.due_time) == (DUE, time(14, 0))
    with pytest.raises(UnfitPieces):
        split(desk, task, piece(desk, due_on=DUE, due_time=time(15, 0)))


@pytest.mark.parametrize(
    ("limit", "of_whole", "kept"),
    [
        (Moment(DUE), Moment(DUE, time(14, 0)), Moment(DUE, time(14, 0))),
        (Moment(DUE, time(9, 0)), Moment(DUE, time(14, 0)), Moment(DUE, time(9, 0))),
        (Moment(EARLIER), Moment(DUE, time(14, 0)), Moment(EARLIER)),
        (Moment(DUE), Moment(DUE), Moment(DUE)),
        (Moment(DUE), None, Moment(DUE)),
    ],
)
def test_a_day_within_the_whole_keeps_its_own_hour(limit: Moment, of_whole: Moment | None, kept: Moment) -> None:
    assert within(limit, of_whole) == kept


@pytest.mark.parametrize(
    ("of_whole", "days", "today", "proposed"),
    [
        (DUE, 2, date(2026, 3, 2), date(2026, 3, 4)),
        (DUE, 0, date(2026, 3, 2), DUE),
        (date(2026, 3, 9), 2, date(2026, 3, 2), date(2026, 3, 5)),  # over a weekend
        (DUE, 9, date(2026, 3, 2), date(2026, 3, 2)),  # never before today
        (DUE, 2, DUE, DUE),
        (DUE, 2, date(2026, 3, 10), DUE),  # a late whole: with it
    ],
)
def test_the_day_proposed_for_a_piece_is_counted_back_in_working_days(
    of_whole: date, days: int, today: date, proposed: date
) -> None:
    assert internal_due(of_whole, days, today, CALENDAR) == proposed


def test_a_piece_can_be_given_to_another_unit_of_the_head_but_not_to_a_stranger(desk: Desk) -> None:
    task = whole(desk)
    child = child_of(desk, task, State.ASSIGNED)
    head, session = desk.by("truongphong"), desk.session
    with pytest.raises(Forbidden, match="không giao việc được"):
        lifecycle.reassign(session, child, lead=desk.unit("nv"), reason="Đúng việc", by=head, now=MONDAY)
    lifecycle.reassign(session, child, lead=desk.unit("tp"), reason="Làm tại phòng", by=head, now=MONDAY)
    assert (child.state, child.lead_unit_name) == (State.ASSIGNED, "Phòng Tư pháp")


def test_a_supporting_unit_brought_in_later_gets_its_own_task_and_day(desk: Desk) -> None:
    task = whole(desk)
    part = part_of(desk, task, State.ASSIGNED)
    assert (part.kind, part.parent_id, part.due_on, part.content) == (Kind.PART, task.id, EARLIER, task.content)
    assert kinds(task)[-1] == "add_part"
    assert task.events[-1].note == "Phòng Nội vụ"
    assert kinds(part) == ["issue"]
    assert part.assigner_id == task.assigner_id


def test_without_a_day_of_its_own_a_part_has_the_limit_of_the_whole_with_its_hour(desk: Desk) -> None:
    task = desk.task(due_time=time(14, 0))
    part = part_of(desk, task, State.ASSIGNED, due_on=None)
    assert (part.due_on, part.due_time) == (DUE, time(14, 0))


def test_the_supporting_units_of_an_assignment_share_one_day_of_their_own(desk: Desk) -> None:
    task = desk.task(supporting=[desk.unit("nv"), desk.unit("tnd")], support_due_on=EARLIER)
    assert [(p.lead_unit_name, p.due_on, p.state) for p in task.parts] == [
        ("Phòng Nội vụ", EARLIER, State.ASSIGNED),
        ("UBND xã Tân Nhuận Đông", EARLIER, State.ASSIGNED),
    ]
    undated = desk.undated(supporting=[desk.unit("nv")], support_due_on=EARLIER)
    assert (undated.due_on, undated.parts[0].due_on) == (None, EARLIER)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"support_due_on": date(2026, 3, 9)}, "không được sau thời hạn"),
        ({"support_due_on": date(2026, 2, 27)}, "đã qua"),
        ({"support_due_on": EARLIER, "supporting": []}, "chọn đơn vị phối hợp"),
        ({"support_due_on": date(2126, 3, 4), "due_on": None, "limit_kind": LimitKind.NONE}, "quá xa"),
    ],
)
def test_a_supporting_day_that_cannot_be_is_refused_beside_its_field(
    desk: Desk, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(Refused, match=message) as refused:
        desk.task(**{"supporting": [desk.unit("nv")], **changes})
    assert refused.value.field == "support_due_on"


@pytest.mark.parametrize(
    ("unit", "due_on", "field"),
    [("tp", EARLIER, "unit"), ("nv", EARLIER, "unit"), ("tnd", date(2026, 3, 9), "due_on"),
     ("tnd", date(2026, 2, 27), "due_on")],
)  # fmt: skip
def test_a_part_that_cannot_be_is_refused(desk: Desk, unit: str, due_on: date, field: str) -> None:
    task = desk.task(supporting=[desk.unit("nv")])
    with pytest.raises(Refused) as refused:
        splitting.add_part(
            desk.session, task, unit=desk.unit(unit), due_on=due_on, reason="", by=desk.by("chutich"), now=MONDAY
        )
    assert refused.value.field == field


@pytest.mark.parametrize("build", [part_of, child_of])
def test_what_hangs_on_a_task_has_no_supporting_units_of_its_own(
    desk: Desk, build: Callable[[Desk, Task, State], Task]
) -> None:
    below = build(desk, whole(desk), State.IN_PROGRESS)
    with pytest.raises(Forbidden):
        part_of(desk, below, State.ASSIGNED)


def test_a_unit_whose_part_ended_without_a_result_can_be_brought_in_again_after_reopening(desk: Desk) -> None:
    task = whole(desk)
    part_of(desk, task, State.ASSIGNED)
    desk.submit(task, at("05/03"))
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("05/03"))
    lifecycle.reopen(desk.session, task, reason="Thiếu số liệu", by=desk.by("chutich"), now=at("05/03"))
    again = part_of(desk, task, State.ASSIGNED, due_on=DUE, now=at("05/03"))
    assert [(p.state, p.excluded) for p in task.parts] == [(State.WITHDRAWN, None), (State.ASSIGNED, None)]
    assert again.due_on == DUE


def test_a_supporting_unit_splits_its_part_too(desk: Desk) -> None:
    part = part_of(desk, whole(desk), State.ASSIGNED)
    officer = desk.person("congchuc_nv")
    child = split(desk, part, Piece("Gửi số liệu", desk.unit("nv"), officer, EARLIER), by="truongphong_nv")[0]
    assert (child.kind, child.parent_id) == (Kind.CHILD, part.id)


def test_moving_the_limit_forward_names_what_would_break_and_then_carries_it(desk: Desk) -> None:
    task = whole(desk)
    child, part = child_of(desk, task, State.IN_PROGRESS), part_of(desk, task, State.ASSIGNED, due_on=DUE)
    grandchild = split(desk, child, piece(desk))[0]
    sooner, chair = Moment(date(2026, 3, 3)), desk.by("chutich")
    changes = {"limit": sooner, "reason": "Chủ tịch yêu cầu", "by": chair, "now": MONDAY}
    with pytest.raises(Refused, match="Phòng Nội vụ 06/03/2026"):
        limits.bring_forward(desk.session, task, carry=False, **changes)
    moved = limits.bring_forward(desk.session, task, carry=True, **changes)
    assert moved == [part, child, grandchild]
    assert {t.due_on for t in (task, *moved)} == {sooner.on}


def test_a_register_that_states_an_earlier_limit_carries_what_hangs_on_the_task(desk: Desk) -> None:
    task = whole(desk)
    child = child_of(desk, task, State.IN_PROGRESS)
    sooner = date(2026, 3, 3)
    registers.correct(
        desk.session, task, due_on=sooner, done_on=None, reason="Sổ ghi khác", by=desk.by("chutich"), now=MONDAY
    )
    assert (task.due_on, child.due_on, child.original_due_on) == (sooner, sooner, EARLIER)
    assert child.excluded is not Exclusion.WITHDRAWN
