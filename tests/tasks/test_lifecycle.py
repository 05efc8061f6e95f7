"""The moves: who may, from which state, what the record says afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.base.errors import Changed, Forbidden, Refused
from taskapp.tasks import changes, extensions, lifecycle, registers
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.results import Result
from taskapp.tasks.states import MOVES, Exclusion, Move, State, Via
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, TERMS, Desk, at

ZONE = "Asia/Ho_Chi_Minh"


def kinds(task: Task) -> list[str]:
    return [event.kind for event in task.events]


def test_a_task_goes_its_whole_way_and_each_step_is_in_the_record(desk: Desk) -> None:
    task = desk.task()
    lifecycle.accept(desk.session, task, by=desk.by("truongphong"), now=at("02/03", "10:00"))
    changes.name_officer(
        desk.session, task, officer=desk.person("congchuc"), by=desk.by("truongphong"), now=at("02/03", "10:05")
    )
    changes.progress(desk.session, task, percent=50, note="Đã thu thập", by=desk.by("congchuc"), now=at("03/03"))
    desk.submit(task, at("05/03"))
    lifecycle.approve(desk.session, task, note="Tốt", by=desk.by("chutich"), now=at("10/03"))
    desk.session.flush()

    assert kinds(task) == ["issue", "accept", "name_officer", "progress", "submit", "approve"]
    assert [event.version for event in task.events] == [1, 2, 3, 4, 5, 6]
    assert task.version == 6
    assert task.state is State.DONE
    assert task.finished_on == date(2026, 3, 5)  # the day it was submitted, not the day it was approved
    last = task.events[-1]
    assert (last.from_state, last.to_state) == (State.SUBMITTED, State.DONE)
    assert (last.submitted_on, last.finished_on, last.due_on) == (date(2026, 3, 5), date(2026, 3, 5), date(2026, 3, 6))
    assert last.by_id == desk.office.people["chutich"]
    assert last.via is Via.WEB
    assert last.recorded_at == at("10/03")


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", [move for move in MOVES if move is not Move.LAPSE])  # no door leads to that one
def test_a_move_starts_only_from_the_states_of_the_table(desk: Desk, move: Move, state: State) -> None:
    task = {
        State.DRAFT: desk.draft,
        State.ASSIGNED: desk.task,
        State.DECLINED: lambda: declined(desk),
        State.IN_PROGRESS: desk.in_progress,
        State.SUBMITTED: desk.submitted,
        State.DONE: desk.done,
        State.WITHDRAWN: lambda: withdrawn(desk),
    }[state]()
    before = task.version
    if state in MOVES[move].sources:
        play(desk, task, move)
        assert task.state is MOVES[move].target
        assert task.version > before
    else:
        with pytest.raises(Refused):
            play(desk, task, move)
        assert (task.state, task.version) == (state, before)


def play(desk: Desk, task: Task, move: Move) -> None:
    session, now, chair, head = desk.session, MONDAY, desk.by("chutich"), desk.by("truongphong")
    because = {"reason": "Có lý do", "now": now}
    {
        Move.ISSUE: lambda: lifecycle.issue(session, task, by=chair, now=now),
        Move.ACCEPT: lambda: lifecycle.accept(session, task, by=head, now=now),
        Move.DECLINE: lambda: lifecycle.decline(session, task, by=head, terms=TERMS, **because),
        Move.REFUSE_DECLINE: lambda: lifecycle.refuse_decline(session, task, by=chair, **because),
        Move.TAKE_BACK_DECLINE: lambda: lifecycle.take_back_decline(
            session, task, by=head if task.state is State.DECLINED else lifecycle.Actor(None, ZONE), now=now
        ),
        Move.REASSIGN: lambda: lifecycle.reassign(session, task, lead=desk.unit("nv"), by=chair, **because),
        Move.SUBMIT: lambda: desk.submit(task, now, "truongphong"),
        Move.RECALL: lambda: (
            lifecycle.recall(session, task, by=desk.by("congchuc"), now=now)
            if task.submissions
            else lifecycle.recall(session, task, by=lifecycle.Actor(None, ZONE), now=now)
        ),
        Move.APPROVE: lambda: lifecycle.approve(session, task, note="", by=chair, now=now),
        Move.SEND_BACK: lambda: lifecycle.send_back(session, task, by=chair, terms=TERMS, **because),
        Move.WITHDRAW: lambda: lifecycle.withdraw(session, task, by=chair, **because),
        Move.MERGE: lambda: lifecycle.merge(session, task, into=desk.task(), by=chair, **because),
        Move.UNDO: lambda: lifecycle.undo(session, task, by=chair, **because),
        Move.REOPEN: lambda: lifecycle.reopen(session, task, by=chair, **because),
    }[move]()


def declined(desk: Desk) -> Task:
    task = desk.task()
    lifecycle.decline(
        desk.session, task, reason="Thuộc Phòng Nội vụ", by=desk.by("truongphong"), now=MONDAY, terms=TERMS
    )
    return task


def withdrawn(desk: Desk) -> Task:
    task = desk.task()
    lifecycle.withdraw(desk.session, task, reason="Giao nhầm", by=desk.by("chutich"), now=MONDAY)
    return task


@pytest.mark.parametrize("move", [move for move, rule in MOVES.items() if rule.needs_reason])
def test_moves_that_need_a_reason_are_refused_without_one(desk: Desk, move: Move) -> None:
    task = {State.ASSIGNED: desk.task, State.DECLINED: lambda: declined(desk), State.SUBMITTED: desk.submitted,
            State.DONE: desk.done}[min(MOVES[move].sources, key=list(State).index)]()  # fmt: skip
    session, now, chair, head = desk.session, MONDAY, desk.by("chutich"), desk.by("truongphong")
    verbs = {
        Move.DECLINE: lambda: lifecycle.decline(session, task, reason="", by=head, now=now, terms=TERMS),
        Move.REFUSE_DECLINE: lambda: lifecycle.refuse_decline(session, task, reason="", by=chair, now=now),
        Move.REASSIGN: lambda: lifecycle.reassign(session, task, lead=desk.unit("nv"), reason="", by=chair, now=now),
        Move.SEND_BACK: lambda: lifecycle.send_back(session, task, reason="", by=chair, now=now, terms=TERMS),
        Move.WITHDRAW: lambda: lifecycle.withdraw(session, task, reason="", by=chair, now=now),
        Move.MERGE: lambda: lifecycle.merge(session, task, into=desk.task(), reason="", by=chair, now=now),
        Move.REOPEN: lambda: lifecycle.reopen(session, task, reason="", by=chair, now=now),
    }
    with pytest.raises(Refused, match="lý do"):
        verbs[move]()


def test_strangers_to_a_task_may_not_move_it(desk: Desk) -> None:
    task = desk.task()
    for username in ("truongphong_nv", "congchuc2", "tuphapxa", "thanhtra", "quantri", "vanthu"):
        with pytest.raises(Forbidden):
            lifecycle.accept(desk.session, task, by=desk.by(username), now=MONDAY)


def test_nobody_approves_his_own_result(desk: Desk) -> None:
    task = desk.task(leads=[desk.unit("vp")])
    desk.session.flush()
    task.assignee_id = desk.office.people["vanphong"]
    desk.submit(task, MONDAY, "vanphong")
    with pytest.raises(Forbidden):
        lifecycle.approve(desk.session, task, note="", by=desk.by("vanphong"), now=MONDAY)
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=MONDAY)


def test_a_result_without_evidence_is_refused_unless_a_reason_is_given(desk: Desk) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match="minh chứng"):
        desk.submit(task, MONDAY, result=Result(text="Đã xong"))
    desk.submit(task, MONDAY, result=Result(text="Đã xong", no_evidence_reason="Họp trực tiếp"))
    assert task.state is State.SUBMITTED


@pytest.mark.parametrize(
    ("result", "field"),
    [
        (Result(result_on=date(2026, 3, 1)), "result_number"),
        (Result(result_number="1/BC", result_on=date(2026, 3, 3)), "result_on"),  # tomorrow
    ],
)
def test_a_result_document_needs_its_number_and_is_not_of_a_day_to_come(desk: Desk, result: Result, field: str) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused) as refused:
        desk.submit(task, MONDAY, result=result)
    assert refused.value.field == field


def test_a_document_without_a_day_is_of_the_day_on_which_it_is_handed_in(desk: Desk) -> None:
    task = desk.in_progress()
    desk.submit(task, MONDAY, result=Result(result_number="1/BC"))
    assert task.submissions[-1].result_on == date(2026, 3, 2)


def test_a_late_task_needs_one_explanation_for_each_version_of_its_limit(desk: Desk) -> None:
    task = desk.in_progress()
    monday = at("09/03")
    with pytest.raises(Refused, match="giải trình"):
        desk.submit(task, monday)
    explained = Result(**(vars(REPORT) | {"explanation": "Chờ số liệu của xã"}))
    desk.submit(task, monday, result=explained)
    lifecycle.send_back(desk.session, task, reason="Thiếu phụ lục", by=desk.by("chutich"), now=at("10/03"), terms=TERMS)
    desk.submit(task, at("11/03"))  # not asked again
    assert [e.text for e in task.explanations] == ["Chờ số liệu của xã"]


def test_days_waiting_for_the_approver_are_fixed_at_each_send_back(desk: Desk) -> None:
    task = desk.in_progress()
    desk.submit(task, at("04/03"))
    lifecycle.send_back(desk.session, task, reason="Sửa", by=desk.by("chutich"), now=at("06/03"), terms=TERMS)
    assert task.waited_workdays == 2
    desk.submit(task, at("10/03"))  # two working days past the limit, both the approver's
    desk.session.flush()
    assert task.explanations == []
    assert task.events[-1].waited_workdays == 2


def test_a_result_is_word_of_the_progress_even_when_it_is_sent_back(desk: Desk) -> None:
    task = desk.submitted()
    lifecycle.send_back(desk.session, task, reason="Thiếu số liệu", by=desk.by("chutich"), now=at("03/03"), terms=TERMS)
    assert task.progress_at == MONDAY


def test_an_extension_is_granted_once_before_the_limit_and_keeps_the_original(desk: Desk) -> None:
    task = desk.in_progress()
    chair = desk.by("chutich")
    new = Moment(date(2026, 3, 13))
    extensions.extend(desk.session, task, limit=new, reason="Chờ Sở", by=chair, now=at("06/03", "16:00"), terms=TERMS)
    assert (task.due_on, task.original_due_on, task.extensions) == (date(2026, 3, 13), date(2026, 3, 6), 1)
    assert task.due_version == 2
    later = Moment(date(2026, 3, 20))
    with pytest.raises(Refused, match="gia hạn 1 lần"):
        extensions.extend(desk.session, task, limit=later, reason="Nữa", by=chair, now=at("09/03"), terms=TERMS)


@pytest.mark.parametrize(
    ("day", "hour", "limit", "message"),
    [
        ("07/03", "09:00", date(2026, 3, 13), "Đã quá thời hạn"),
        ("05/03", "09:00", date(2026, 3, 6), "sau thời hạn hiện nay"),
        ("05/03", "09:00", date(2026, 3, 2), "sau thời hạn hiện nay"),
    ],
)
def test_extensions_after_the_limit_or_backwards_are_refused(
    desk: Desk, day: str, hour: str, limit: date, message: str
) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match=message):
        extensions.extend(
            desk.session,
            task,
            limit=Moment(limit),
            reason="Lý do",
            by=desk.by("chutich"),
            now=at(day, hour),
            terms=TERMS,
        )


def test_withdrawn_and_undone_tasks_leave_the_figures(desk: Desk) -> None:
    task = withdrawn(desk)
    assert task.excluded is Exclusion.WITHDRAWN
    other = desk.task()
    lifecycle.undo(desk.session, other, reason="Nhập nhầm", by=desk.by("vanphong"), now=MONDAY)
    assert (other.state, other.excluded) == (State.WITHDRAWN, Exclusion.UNDONE)


def test_reassigning_gives_the_task_to_another_unit_from_the_start(desk: Desk) -> None:
    task = desk.in_progress()
    lifecycle.reassign(
        desk.session, task, lead=desk.unit("nv"), reason="Đúng thẩm quyền", by=desk.by("chutich"), now=at("03/03")
    )
    assert (task.state, task.lead_unit_name, task.assignee_id) == (State.ASSIGNED, "Phòng Nội vụ", None)
    with pytest.raises(Forbidden):
        lifecycle.accept(desk.session, task, by=desk.by("truongphong"), now=at("03/03"))
    lifecycle.accept(desk.session, task, by=desk.by("truongphong_nv"), now=at("03/03"))


def test_who_said_that_the_unit_is_not_competent_takes_it_back_and_its_days_go_on(desk: Desk) -> None:
    task = declined(desk)
    for username in ("congchuc", "truongphong_nv", "chutich"):
        with pytest.raises(Forbidden):
            lifecycle.take_back_decline(desk.session, task, by=desk.by(username), now=at("03/03"))
    lifecycle.take_back_decline(desk.session, task, by=desk.by("truongphong"), now=at("03/03"))
    desk.session.flush()
    assert (task.state, task.declined_at, task.proposed_lead_id) == (State.ASSIGNED, None, None)
    assert task.lead_since == MONDAY  # refusing the proposal would begin its days anew; this does not
    assert kinds(task)[-1] == "take_back_decline"


def test_only_officers_of_the_lead_unit_can_be_named(desk: Desk) -> None:
    task = desk.task()
    with pytest.raises(Refused, match="không công tác"):
        changes.name_officer(
            desk.session, task, officer=desk.person("congchuc_nv"), by=desk.by("truongphong"), now=MONDAY
        )


def test_a_task_of_the_past_is_recorded_with_its_own_days_and_no_person(desk: Desk) -> None:
    task = desk.draft(past_due_known=True, due_on=date(2026, 2, 27))
    system = lifecycle.Actor(None, ZONE, Via.IMPORT)
    registers.record_past(
        desk.session, task, issued_on=date(2026, 2, 20), done_on=date(2026, 2, 26), by=system, now=MONDAY
    )
    desk.session.flush()
    assert kinds(task) == ["record_past", "record_past"]
    assert [event.effective_on for event in task.events] == [date(2026, 2, 20), date(2026, 2, 26)]
    assert task.finished_on == date(2026, 2, 26)
    assert task.lead_since is None  # so nobody is told of an assignment long gone


def test_a_page_that_showed_an_older_version_is_told_so(desk: Desk) -> None:
    task = desk.task()
    lifecycle.expect_version(task, 1)
    changes.star(desk.session, task, starred=True, by=desk.by("chutich"), now=MONDAY)
    with pytest.raises(Changed, match="Đã có người cập nhật"):
        lifecycle.expect_version(task, 1)
