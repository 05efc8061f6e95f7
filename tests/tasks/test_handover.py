"""Handing over the work of who moves or leaves: who takes what, what stays, what is refused and why."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.people import accounts
from taskapp.people.models import Committee
from taskapp.people.rights import Role
from taskapp.reminders.facts import TaskFacts, doers
from taskapp.reminders.gather import gather_some
from taskapp.tasks import extensions, handover, lifecycle
from taskapp.tasks.handover import LinesRefused, Reason
from taskapp.tasks.handover_lines import Key, Wish, judged
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Handed, HandOver, HandOverReason
from taskapp.tasks.splitting import Piece, split
from taskapp.tasks.states import Change, State
from tests.conftest import MONDAY
from tests.people.standing import Book
from tests.tasks.making import TERMS, Desk, at

TUESDAY = at("03/03")
MOVES_AWAY = Reason(HandOverReason.TRANSFER, "Về Sở Tư pháp")


def wish(desk: Desk, task: Task, to: str | None, handed: Handed = Handed.WORK) -> tuple[Key, Wish]:
    return Key(handed, task.id), Wish(desk.office.people[to] if to else None, task.version)


def give(
    desk: Desk,
    who: str,
    *wishes: tuple[Key, Wish],
    by: str = "truongphong",
    why: Reason = MOVES_AWAY,
    now: datetime = TUESDAY,
) -> HandOver:
    return handover.hand_over(desk.session, desk.person(who), dict(wishes), why, by=desk.by(by), now=now)


def reminded(desk: Desk, task: Task) -> TaskFacts:
    """The task as the reminders see it."""
    desk.session.flush()
    committee = desk.session.get_one(Committee, desk.office.committee_id)
    return gather_some(desk.session, committee, [task.id], TUESDAY)[0]


def test_the_officer_s_work_goes_to_another_and_the_record_says_so(desk: Desk) -> None:
    task = desk.in_progress()
    made = give(desk, "congchuc", wish(desk, task, "congchuc2"))
    assert task.assignee_id == desk.office.people["congchuc2"]
    assert (task.assignee_since, task.state) == (at("03/03"), State.IN_PROGRESS)
    event = task.events[-1]
    assert (event.kind, event.assignee_id) == (Change.HAND_OVER, desk.office.people["congchuc2"])
    assert event.reason == "Chuyển công tác. Về Sở Tư pháp"
    assert event.note == "Nguyễn Thị Ánh Tuyết bàn giao cho Huỳnh Quốc Bảo"
    assert [e.assignee_id for e in task.events[:-1]][-1] == desk.office.people["congchuc"]
    (item,) = made.items
    assert (item.event, item.to_position, item.to_unit) == (event, "Chuyên viên", "Phòng Tư pháp")
    assert (made.from_position, made.from_unit) == ("Công chức Tư pháp - Hộ tịch", "Phòng Tư pháp")


def test_a_result_that_waits_keeps_its_submitter_and_the_new_officer_reacts(desk: Desk) -> None:
    task = desk.submitted()
    give(desk, "congchuc", wish(desk, task, "congchuc2"))
    assert (task.state, task.submissions[-1].by_id) == (State.SUBMITTED, desk.office.people["congchuc"])
    assert task.submitted_on == MONDAY.date()
    lifecycle.send_back(desk.session, task, reason="Thiếu phụ lục", by=desk.by("chutich"), now=at("04/03"), terms=TERMS)
    assert doers(reminded(desk, task)) == (desk.office.people["congchuc2"],)
    desk.submit(task, at("05/03"), by="congchuc2")
    assert [s.by_id for s in task.submissions] == [desk.office.people[who] for who in ("congchuc", "congchuc2")]


def test_a_request_for_more_time_stays_with_who_asked(desk: Desk) -> None:
    task = desk.in_progress()
    request = extensions.ask(
        desk.session,
        task,
        extensions.Request(limit=extensions.Moment(date(2026, 3, 13)), reason="Chờ số liệu"),
        by=desk.by("congchuc"),
        now=MONDAY,
        terms=TERMS,
    )
    give(desk, "congchuc", wish(desk, task, "congchuc2"))
    assert (request.asked_by_id, request.answer) == (desk.office.people["congchuc"], None)


def test_parts_pieces_and_decisions_go_in_one_list(desk: Desk) -> None:
    whole = desk.in_progress(supporting=[desk.unit("nv")])
    (piece,) = split(
        desk.session,
        whole,
        [Piece("Thống kê hồ sơ", desk.unit("tp"), desk.person("congchuc"), date(2026, 3, 5))],
        by=desk.by("truongphong"),
        now=MONDAY,
    )
    made = give(desk, "congchuc", wish(desk, whole, "congchuc2"), wish(desk, piece, "truongphong"))
    assert [(i.task_id, i.to.username) for i in made.items] == [(whole.id, "congchuc2"), (piece.id, "truongphong")]
    given = give(desk, "chutich", wish(desk, whole, "phochutich", Handed.DECISION), by="vanphong")
    assert [item.role for item in given.items] == [Handed.DECISION]
    for task in (whole, whole.parts[0]):
        assert task.assigner_id == desk.office.people["phochutich"]
        assert task.assigner_title == "Phó Chủ tịch UBND huyện"
        assert (task.events[-1].kind, task.events[-1].assigner_id) == (Change.HAND_OVER, task.assigner_id)
    assert piece.assigner_id == desk.office.people["truongphong"]  # who split it off still decides about it
    assert (made.number, given.number, made.year) == (1, 2, 2026)


def test_the_new_assigner_decides(desk: Desk) -> None:
    task = desk.submitted()
    give(desk, "chutich", wish(desk, task, "phochutich", Handed.DECISION), by="chutich")
    lifecycle.approve(desk.session, task, note="", by=desk.by("phochutich"), now=at("04/03"))
    assert task.state is State.DONE


@pytest.mark.parametrize(
    ("to", "handed", "reason"),
    [
        (None, Handed.WORK, "Hãy chọn người nhận"),
        ("congchuc", Handed.WORK, "phải là người khác"),
        ("congchuc_nv", Handed.WORK, "không công tác tại Phòng Tư pháp"),
        ("congchuc2", Handed.DECISION, "không có vai trò giao việc"),
        ("thanhtra", Handed.DECISION, "không có vai trò giao việc"),
    ],
)
def test_whoever_cannot_take_it_is_refused(desk: Desk, to: str | None, handed: Handed, reason: str) -> None:
    task = desk.in_progress()
    who = "congchuc" if handed is Handed.WORK else "chutich"
    wished = wish(desk, task, to, handed)
    _lines, told = judged(desk.session, desk.person(who), dict([wished]), by=desk.by("vanphong"), now=MONDAY)
    assert reason in told[wished[0]]
    with pytest.raises(LinesRefused):
        give(desk, who, wished, by="vanphong")


def test_a_disabled_receiver_is_refused_and_a_disabled_giver_is_not(desk: Desk) -> None:
    task = desk.in_progress()
    accounts.disable(desk.session, desk.person("congchuc2"), by=None, now=MONDAY)
    with pytest.raises(LinesRefused) as refused:
        give(desk, "congchuc", wish(desk, task, "congchuc2"))
    assert "đã khóa" in next(iter(refused.value.lines.values()))
    accounts.enable(desk.session, desk.person("congchuc2"), by=None, now=MONDAY)
    accounts.disable(desk.session, desk.person("congchuc"), by=None, now=MONDAY)
    assert len(give(desk, "congchuc", wish(desk, task, "congchuc2")).items) == 1


def test_it_is_all_or_nothing(desk: Desk) -> None:
    first, second = desk.in_progress(), desk.in_progress()
    with pytest.raises(LinesRefused) as refused:
        give(desk, "congchuc", wish(desk, first, "congchuc2"), wish(desk, second, "tuphapxa"))
    assert list(refused.value.lines) == [Key(Handed.WORK, second.id)]
    assert {first.assignee_id, second.assignee_id} == {desk.office.people["congchuc"]}
    assert desk.session.query(HandOver).all() == []


def test_who_changed_the_task_meanwhile_is_not_overruled(desk: Desk) -> None:
    task = desk.in_progress()
    stale = Key(Handed.WORK, task.id), Wish(desk.office.people["congchuc2"], task.version - 1)
    with pytest.raises(LinesRefused) as refused:
        give(desk, "congchuc", stale)
    assert "trước anh/chị" in refused.value.lines[stale[0]]


def test_finished_work_and_work_of_others_is_not_his_to_give(desk: Desk) -> None:
    done, other = desk.done(), desk.task()
    _lines, told = judged(
        desk.session,
        desk.person("congchuc"),
        dict([wish(desk, done, "congchuc2"), wish(desk, other, "congchuc2")]),
        by=desk.by("truongphong"),
        now=MONDAY,
    )
    assert ["không còn đứng tên" in text for text in told.values()] == [True, True]


@pytest.mark.parametrize("by", ["congchuc", "congchuc2", "truongphong_nv", "thanhtra", "vanthu", "quantri"])
def test_only_the_head_the_office_and_leaders_hand_over(desk: Desk, by: str) -> None:
    task = desk.in_progress()
    with pytest.raises(LinesRefused):
        give(desk, "congchuc", wish(desk, task, "congchuc2"), by=by)


@pytest.mark.parametrize("by", ["truongphong", "truongphong_nv", "congchuc"])
def test_a_head_does_not_change_who_assigns(desk: Desk, by: str) -> None:
    task = desk.in_progress()
    with pytest.raises(LinesRefused):
        give(desk, "chutich", wish(desk, task, "phochutich", Handed.DECISION), by=by)


def test_a_head_hands_over_what_another_head_of_the_unit_split_off(desk: Desk) -> None:
    whole = desk.in_progress()
    piece = Piece("Thống kê", desk.unit("tp"), desk.person("congchuc"), date(2026, 3, 5))
    (child,) = split(desk.session, whole, [piece], by=desk.by("truongphong"), now=MONDAY)
    accounts.give_role(desk.session, desk.person("congchuc2"), Role.UNIT_HEAD, desk.unit("tp"), by=None, now=MONDAY)
    give(desk, "truongphong", wish(desk, child, "congchuc2", Handed.DECISION), by="congchuc2")
    assert child.assigner_id == desk.office.people["congchuc2"]


def test_a_reason_and_a_line_are_needed(desk: Desk) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match="lý do") as refused:
        give(desk, "congchuc", wish(desk, task, "congchuc2"), why=Reason(HandOverReason.OTHER))
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="Chưa có việc nào"):
        give(desk, "congchuc")


def test_sent_twice_it_is_done_once(desk: Desk) -> None:
    task = desk.in_progress()
    wished = wish(desk, task, "congchuc2")
    first, again = give(desk, "congchuc", wished), give(desk, "congchuc", wished)
    assert first is again
    assert [event.kind for event in task.events].count(Change.HAND_OVER) == 1


def test_handing_back_and_over_again_makes_new_lists(desk: Desk) -> None:
    task = desk.in_progress()
    lists = [
        give(desk, "congchuc", wish(desk, task, "congchuc2")),
        give(desk, "congchuc2", wish(desk, task, "congchuc")),
    ]
    lists.append(give(desk, "congchuc", wish(desk, task, "congchuc2")))
    assert [made.number for made in lists] == [1, 2, 3]


def test_the_receiver_confirms_what_he_got_and_nobody_else(desk: Desk) -> None:
    first, second = desk.in_progress(), desk.in_progress()
    made = give(desk, "congchuc", wish(desk, first, "congchuc2"), wish(desk, second, "truongphong"))
    with pytest.raises(Forbidden):
        handover.confirm(made, by=desk.by("congchuc"), now=at("04/03"))
    handover.confirm(made, by=desk.by("congchuc2"), now=at("04/03"))
    handover.confirm(made, by=desk.by("congchuc2"), now=at("05/03"))
    assert [item.confirmed_at for item in made.items] == [at("04/03"), None]


def test_the_head_s_deputy_hands_over_in_his_place(desk: Desk) -> None:
    task = desk.in_progress()
    Book(desk.session, desk.office).away("truongphong", 2, 6, deputy="congchuc_nv")
    give(desk, "congchuc", wish(desk, task, "congchuc2"), by="congchuc_nv")
    event = task.events[-1]
    assert (event.by_id, event.on_behalf_of_id) == (
        desk.office.people["congchuc_nv"],
        desk.office.people["truongphong"],
    )


def test_the_new_officer_is_told_once_and_owes_nothing_of_before(desk: Desk) -> None:
    task = desk.in_progress()
    give(desk, "congchuc", wish(desk, task, "congchuc2"), now=at("05/03"))
    seen = reminded(desk, task)
    assert (seen.assignee_id, seen.assignee_since) == (desk.office.people["congchuc2"], at("05/03"))
