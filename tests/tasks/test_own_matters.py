"""Nobody decides about his own result, request, word or explanation: neither himself nor through his deputy.

Nor, in the leader's seat, about what his deputy has handed in, asked for or said for him.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from taskapp.base.errors import Forbidden
from taskapp.people.rights import Place, Standing
from taskapp.tasks import changes, disputes, extensions, lifecycle, permissions
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.extensions import Request
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import DisputeAbout
from taskapp.tasks.record import Actor
from taskapp.tasks.results import Result, facts_of
from taskapp.tasks.states import Change, Move, State
from tests.tasks.making import REPORT, TERMS, Desk, at

ASKED = Request(Moment(date(2026, 3, 12)), "Chờ ý kiến của tỉnh")
NO_EVIDENCE = Result(no_evidence_reason="Đã báo cáo", explanation="Chờ ý kiến của tỉnh", claims_objective=True)


@pytest.fixture
def task(desk: Desk) -> Task:
    """The office that follows tasks has one itself, and is its own assigning side by its role."""
    made = desk.task(leads=[desk.unit("vp")], due_on=date(2026, 3, 6))
    made.assignee = desk.person("vanphong")
    made.assignee_id = made.assignee.id
    lifecycle.accept(desk.session, made, by=desk.by("vanphong"), now=at("02/03"))
    return made


def deputy_of_the_office(desk: Desk, task: Task, action: permissions.Action) -> Actor:
    """Somebody without any right of his own over the task, in the place of `vanphong`, who is away."""
    rights, absent = desk.by("congchuc_nv").rights, desk.by("vanphong").rights
    assert rights
    assert absent
    standing = replace(rights, places=(Place(absent.person_id, Standing.DEPUTY, absent.reaches),))
    return Actor(standing, "Asia/Ho_Chi_Minh").for_person(permissions.on_behalf_of(standing, action, facts_of(task)))


@pytest.mark.parametrize("move", [Move.APPROVE, Move.SEND_BACK])
def test_the_deputy_of_the_one_who_handed_in_does_not_decide_about_it(desk, task, move):
    desk.submit(task, at("05/03"), by="vanphong", result=REPORT)
    by = deputy_of_the_office(desk, task, move)
    assert not permissions.has_right(by.rights, move, facts_of(task))
    with pytest.raises(Forbidden):
        lifecycle.check(task, move, by)


def test_the_deputy_decides_about_what_others_handed_in(desk, task):
    desk.submit(task, at("05/03"), by="vanphong", result=REPORT)
    lifecycle.recall(desk.session, task, by=desk.by("vanphong"), now=at("05/03", "10:00"))
    task.assignee = desk.person("vanthu")
    task.assignee_id = task.assignee.id
    desk.submit(task, at("05/03", "11:00"), by="vanthu", result=REPORT)
    by = deputy_of_the_office(desk, task, Move.APPROVE)
    lifecycle.approve(desk.session, task, note="", by=by, now=at("06/03"))
    assert task.state is State.DONE
    assert task.events[-1].on_behalf_of_id == desk.office.people["vanphong"]


def test_nor_about_his_request_for_more_time(desk, task):
    extensions.ask(desk.session, task, ASKED, by=desk.by("vanphong"), now=at("03/03"), terms=TERMS)
    for action, decide, more in (
        (Change.EXTEND, extensions.grant, {"limit": None, "reason": ""}),
        (Change.REFUSE_EXTENSION, extensions.refuse, {"reason": "Không được"}),
    ):
        by = deputy_of_the_office(desk, task, action)
        with pytest.raises(Forbidden, match="không tự quyết định"):
            decide(desk.session, task, by=by, now=at("03/03", "10:00"), **more)


def test_nor_about_his_word_that_a_figure_is_wrong(desk, task):
    by, now = desk.by("vanphong"), at("03/03")
    disputes.dispute(desk.session, task, about=DisputeAbout.LIMIT, text="Hạn ghi sai", by=by, now=now)
    deputy = deputy_of_the_office(desk, task, Change.ANSWER_DISPUTE)
    with pytest.raises(Forbidden, match="không tự kết luận"):
        disputes.answer(desk.session, task, is_upheld=True, text="Đúng", by=deputy, now=at("03/03", "10:00"))


def test_nobody_ends_the_wait_for_a_decision_about_his_own_result_by_answering_somebody_s_dispute(desk, task):
    desk.submit(task, at("05/03"), by="vanphong", result=REPORT)
    by, now = desk.by("chutich"), at("06/03")
    task.assignee_id = desk.office.people["vanthu"]
    disputes.dispute(
        desk.session, task, about=DisputeAbout.LIMIT, text="Hạn ghi sai", by=desk.by("vanthu"), now=at("05/03", "15:00")
    )
    with pytest.raises(Forbidden, match="không tự kết luận kết quả của mình"):
        disputes.answer(
            desk.session, task, is_upheld=True, text="Đúng", by=desk.by("vanphong"), now=now, done_on=date(2026, 3, 4)
        )
    assert (task.state, task.disputed) == (State.SUBMITTED, True)
    disputes.answer(desk.session, task, is_upheld=True, text="Đúng", by=by, now=now, done_on=date(2026, 3, 4))
    assert task.state is State.DONE


def test_nor_about_the_cause_that_he_claims(desk):
    task = desk.in_progress()
    desk.submit(task, at("10/03"), result=NO_EVIDENCE)
    explainer, leader = desk.by("congchuc").person_id, desk.by("chutich")
    by = leader.for_person(explainer)
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        changes.judge_cause(desk.session, task, is_confirmed=True, reason="", by=by, now=at("11/03"))


def delegate(desk: Desk, username: str, action: permissions.Action, task: Task) -> Actor:
    """The person about to do this, with the chairman's written delegation."""
    rights, leader = desk.by(username).rights, desk.by("chutich").rights
    assert rights
    assert leader
    standing = replace(rights, places=(Place(leader.person_id, Standing.DELEGATE, leader.reaches),))
    return Actor(standing, "Asia/Ho_Chi_Minh").for_person(permissions.on_behalf_of(standing, action, facts_of(task)))


def deputy_of(desk: Desk, username: str) -> Actor:
    """`congchuc_nv` in the place of the person, who is away."""
    rights, absent = desk.by("congchuc_nv").rights, desk.by(username).rights
    assert rights
    assert absent
    standing = replace(rights, places=(Place(absent.person_id, Standing.DEPUTY, absent.reaches),))
    return Actor(standing, "Asia/Ho_Chi_Minh").for_person(absent.person_id)


def test_a_delegate_does_not_decide_about_the_time_that_his_deputy_asked_for_in_his_place(desk):
    task, by = desk.in_progress(), deputy_of(desk, "congchuc")
    extensions.ask(desk.session, task, ASKED, by=by, now=at("03/03"), terms=TERMS)
    for action, decide, more in (
        (Change.EXTEND, extensions.grant, {"limit": None, "reason": ""}),
        (Change.REFUSE_EXTENSION, extensions.refuse, {"reason": "Không được"}),
    ):
        with pytest.raises(Forbidden, match="không tự quyết định"):
            decide(desk.session, task, by=delegate(desk, "congchuc", action, task), now=at("03/03", "10:00"), **more)
    extensions.take_back(desk.session, task, by=desk.by("congchuc"), now=at("03/03", "11:00"))
    assert (task.events[-1].by_id, task.events[-1].on_behalf_of_id) == (desk.office.people["congchuc"], None)


def test_nor_about_the_dispute_that_was_raised_in_his_place(desk):
    task, by = desk.in_progress(), deputy_of(desk, "congchuc")
    disputes.dispute(desk.session, task, about=DisputeAbout.LIMIT, text="Hạn ghi sai", by=by, now=at("03/03"))
    his_own = delegate(desk, "congchuc", Change.ANSWER_DISPUTE, task)
    with pytest.raises(Forbidden, match="không tự kết luận"):
        disputes.answer(desk.session, task, is_upheld=True, text="Đúng", by=his_own, now=at("03/03", "10:00"))


def test_nor_about_a_result_of_his_by_way_of_somebody_s_dispute(desk):
    task = desk.in_progress()
    desk.session.flush()
    by, now = deputy_of(desk, "congchuc"), at("05/03")
    lifecycle.submit(desk.session, task, result=REPORT, by=by, now=now, terms=TERMS)
    head = desk.by("truongphong")
    disputes.dispute(
        desk.session, task, about=DisputeAbout.LIMIT, text="Hạn ghi sai", by=head, now=at("05/03", "15:00")
    )
    with pytest.raises(Forbidden, match="không tự kết luận kết quả của mình"):
        disputes.answer(
            desk.session,
            task,
            is_upheld=True,
            text="Đúng",
            by=delegate(desk, "congchuc", Change.ANSWER_DISPUTE, task),
            now=at("06/03"),
            done_on=date(2026, 3, 4),
        )


def test_nor_about_the_cause_that_his_deputy_claimed_for_him(desk):
    task, by = desk.in_progress(), deputy_of(desk, "congchuc")
    lifecycle.submit(desk.session, task, result=NO_EVIDENCE, by=by, now=at("10/03"), terms=TERMS)
    his_own = delegate(desk, "congchuc", Change.JUDGE_CAUSE, task)
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        changes.judge_cause(desk.session, task, is_confirmed=True, reason="", by=his_own, now=at("11/03"))


@pytest.mark.parametrize("by_deputy", [False, True])
def test_a_head_who_is_a_delegate_does_not_answer_his_own_word_that_the_unit_is_not_competent(desk, by_deputy):
    task = desk.task()
    by = deputy_of(desk, "truongphong") if by_deputy else desk.by("truongphong")
    lifecycle.decline(desk.session, task, reason="Thuộc Phòng Nội vụ", by=by, now=at("02/03", "10:00"), terms=TERMS)
    desk.session.flush()
    for action, answer, more in (
        (Move.REFUSE_DECLINE, lifecycle.refuse_decline, {}),
        (Move.REASSIGN, lifecycle.reassign, {"lead": desk.unit("nv")}),
    ):
        his_own = delegate(desk, "truongphong", action, task)
        with pytest.raises(Forbidden):
            answer(desk.session, task, reason="Đúng", by=his_own, now=at("02/03", "11:00"), **more)
    other = delegate(desk, "truongphong_nv", Move.REFUSE_DECLINE, task)
    lifecycle.refuse_decline(desk.session, task, reason="Đúng việc của phòng", by=other, now=at("02/03", "11:00"))
    his_own = delegate(desk, "truongphong", Move.REASSIGN, task)
    lifecycle.reassign(desk.session, task, lead=desk.unit("nv"), reason="Sắp xếp", by=his_own, now=at("02/03", "12:00"))
