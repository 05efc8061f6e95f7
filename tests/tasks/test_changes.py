"""Declining, urging, explaining, judging a cause, merging: the row, the event, and what each refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.tasks import changes, disputes, lifecycle, permissions
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import DisputeAbout
from taskapp.tasks.results import Result
from taskapp.tasks.rules import Terms
from taskapp.tasks.states import ANSWERS, Change, Exclusion, Move, State
from taskapp.workdays.arithmetic import Calendar
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, TERMS, Desk, at
from tests.tasks.papers import DUE, ask, child, last, part, terms

TUESDAY_OFF = Terms(Calendar({date(2026, 3, 3): "nghỉ"}, {}))


def decline(
    desk: Desk, task: Task, now: datetime, under: Terms = TERMS, proposed: str = "", by: str = "truongphong"
) -> None:
    unit = desk.unit(proposed) if proposed else None
    lifecycle.decline(
        desk.session, task, reason="Thuộc Phòng Nội vụ", by=desk.by(by), now=now, terms=under, proposed=unit
    )
    desk.session.flush()


@pytest.mark.parametrize(
    ("under", "received", "when", "allowed"),
    [
        # one working day after receipt: Monday's until the end of Tuesday
        (TERMS, at("02/03"), at("02/03", "17:00"), True),
        (TERMS, at("02/03"), at("03/03", "23:59"), True),
        (TERMS, at("02/03"), at("04/03", "00:00"), False),
        # over a weekend, and over a day off
        (TERMS, at("06/03"), at("09/03", "23:59"), True),
        (TERMS, at("06/03"), at("10/03", "08:00"), False),
        (TUESDAY_OFF, at("02/03"), at("04/03", "23:59"), True),
        (TUESDAY_OFF, at("02/03"), at("05/03", "08:00"), False),
        # none: the same day only
        (terms(decline_within=0), at("02/03"), at("02/03", "23:59"), True),
        (terms(decline_within=0), at("02/03"), at("03/03", "00:00"), False),
    ],
)
def test_until_when_a_unit_may_say_that_it_is_not_competent(
    desk: Desk, under: Terms, received: datetime, when: datetime, allowed: bool
) -> None:
    task = desk.task(received, due_on=date(2026, 3, 20))
    if allowed:
        decline(desk, task, when, under)
        assert task.state is State.DECLINED
        return
    with pytest.raises(Refused, match="ngày làm việc kể từ khi nhận"):
        decline(desk, task, when, under)
    assert task.state is State.ASSIGNED


def test_the_unit_that_is_proposed_stands_with_the_task_and_in_the_record(desk: Desk) -> None:
    task = desk.task()
    decline(desk, task, MONDAY, proposed="nv")
    assert (task.proposed_lead_id, task.declined_at) == (desk.office.units["nv"], MONDAY)
    event = last(task)
    assert (event.kind, event.reason) == ("decline", "Thuộc Phòng Nội vụ")
    assert "Phòng Nội vụ" in event.note
    lifecycle.reassign(desk.session, task, lead=desk.unit("nv"), reason="Đúng", by=desk.by("chutich"), now=at("05/03"))
    assert (task.proposed_lead, task.declined_at, task.lead_since) == (None, None, at("05/03"))
    decline(desk, task, at("06/03"), by="truongphong_nv")  # the new unit has its own day from then on


def test_the_unit_itself_is_no_proposal(desk: Desk) -> None:
    with pytest.raises(Refused, match="khác đơn vị") as refused:
        decline(desk, desk.task(), MONDAY, proposed="tp")
    assert refused.value.field == "proposed"


def test_kept_where_it_is_the_unit_has_its_day_again(desk: Desk) -> None:
    task = desk.task()
    decline(desk, task, MONDAY, proposed="nv")
    lifecycle.refuse_decline(desk.session, task, reason="Đúng việc", by=desk.by("chutich"), now=at("05/03"))
    assert (task.declined_at, task.proposed_lead, task.due_on) == (None, None, DUE)
    decline(desk, task, at("06/03"))


def urge(desk: Desk, task: Task, by: str = "vanphong", text: str = "Đề nghị khẩn trương") -> None:
    changes.urge(desk.session, task, text=text, by=desk.by(by), now=MONDAY)
    desk.session.flush()


def test_urgings_are_counted_and_logged(desk: Desk) -> None:
    task = desk.in_progress()
    urge(desk, task)
    urge(desk, task, "chutich")
    assert (task.urgings, task.unanswered_urgings) == (2, 2)
    event = last(task)
    assert (event.kind, event.note) == ("urge", "Lần 2. Đề nghị khẩn trương")
    assert event.by_id == desk.office.people["chutich"]


def play(desk: Desk, task: Task, action: permissions.Action) -> None:
    """The doers do or say something."""
    session, head = desk.session, desk.by("truongphong")
    acts: dict[permissions.Action, Callable[[], object]] = {
        Move.ACCEPT: lambda: lifecycle.accept(session, task, by=head, now=MONDAY),
        Move.DECLINE: lambda: decline(desk, task, MONDAY),
        Move.SUBMIT: lambda: desk.submit(task, MONDAY, "truongphong"),
        Change.PROGRESS: lambda: changes.progress(session, task, percent=9, note="Đang làm", by=head, now=MONDAY),
        Change.ASK_EXTENSION: lambda: ask(desk, task, MONDAY, by="truongphong"),
        Change.EXPLAIN: lambda: changes.explain(
            session, task, text="Mưa lũ", claims_objective=False, by=head, now=at("10/03"), terms=TERMS
        ),
        Change.DISPUTE: lambda: disputes.dispute(
            session, task, about=DisputeAbout.OTHER, text="Sai", by=head, now=MONDAY
        ),
        Change.NAME_OFFICER: lambda: changes.name_officer(
            session, task, officer=desk.person("congchuc2"), by=head, now=MONDAY
        ),
        Change.STAR: lambda: changes.star(session, task, starred=True, by=desk.by("chutich"), now=MONDAY),
    }
    acts[action]()


@pytest.mark.parametrize("action", [*sorted(ANSWERS), Change.STAR, Change.NAME_OFFICER])
def test_what_the_doers_do_or_say_is_an_answer_to_being_urged(desk: Desk, action: permissions.Action) -> None:
    task = desk.task() if isinstance(action, Move) else desk.in_progress()
    urge(desk, task)
    play(desk, task, action)
    assert task.unanswered_urgings == (0 if action in ANSWERS else 1)
    assert task.urgings == 1  # how often stays


@pytest.mark.parametrize("make", ["draft", "submitted", "done"])
def test_only_what_is_still_to_be_done_is_urged(desk: Desk, make: str) -> None:
    task = getattr(desk, make)()
    with pytest.raises(Refused):
        urge(desk, task)


def test_the_head_urges_his_pieces_and_the_supporting_units(desk: Desk) -> None:
    task = desk.in_progress()
    urge(desk, child(desk, task), "truongphong")
    given = part(desk, task)
    urge(desk, given, "truongphong")
    urge(desk, given, "congchuc")  # the officer who gathers the parts
    with pytest.raises(Forbidden):
        urge(desk, task, "truongphong")


def explain(desk: Desk, task: Task, now: datetime, *, claims: bool = False, text: str = "Mưa lũ") -> None:
    officer = desk.by("congchuc")
    changes.explain(desk.session, task, text=text, claims_objective=claims, by=officer, now=now, terms=TERMS)
    desk.session.flush()


@pytest.mark.parametrize(
    ("day", "hour", "refused"),
    [("06/03", "23:59", "chưa quá hạn"), ("07/03", "00:00", ""), ("09/03", "09:00", "")],
)
def test_only_a_late_task_is_explained(desk: Desk, day: str, hour: str, refused: str) -> None:
    task = desk.in_progress()
    if refused:
        with pytest.raises(Refused, match=refused):
            explain(desk, task, at(day, hour))
        return
    explain(desk, task, at(day, hour))
    assert [(each.text, each.due_version, each.is_confirmed) for each in task.explanations] == [("Mưa lũ", 1, None)]
    event = last(task)
    assert (event.kind, event.note, event.by_id) == ("explain", "Mưa lũ", desk.office.people["congchuc"])


def test_an_explanation_is_given_once_for_each_limit_and_not_asked_for_again(desk: Desk) -> None:
    task = desk.in_progress()
    explain(desk, task, at("09/03"))
    with pytest.raises(Refused, match="Đã có giải trình"):
        explain(desk, task, at("10/03"))
    desk.submit(task, at("10/03"))
    assert len(task.explanations) == 1


def test_an_explanation_needs_words(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        explain(desk, desk.in_progress(), at("09/03"), text="")
    assert refused.value.field == "explanation"


def judge(desk: Desk, task: Task, *, confirmed: bool, reason: str = "", by: str = "chutich") -> None:
    changes.judge_cause(desk.session, task, is_confirmed=confirmed, reason=reason, by=desk.by(by), now=at("11/03"))
    desk.session.flush()


def test_a_leader_confirms_an_objective_cause_or_thinks_better_of_it(desk: Desk) -> None:
    task = desk.in_progress()
    explain(desk, task, at("09/03"), claims=True)
    judge(desk, task, confirmed=True)
    given, chair = task.explanations[0], desk.office.people["chutich"]
    assert (given.is_confirmed, given.judged_by_id, given.judged_at) == (True, chair, at("11/03"))
    assert (task.objective_cause, last(task).objective_cause, last(task).kind) == (True, True, "judge_cause")
    judge(desk, task, confirmed=False, reason="Đã dự báo trước", by="phochutich")
    assert (given.is_confirmed, given.judged_reason) == (False, "Đã dự báo trước")
    assert (task.objective_cause, last(task).objective_cause, last(task).reason) == (False, False, "Đã dự báo trước")


def test_a_cause_claimed_with_the_result_is_judged_after_it_is_handed_in(desk: Desk) -> None:
    task = desk.in_progress()
    result = Result(**(vars(REPORT) | {"explanation": "Mưa lũ", "claims_objective": True}))
    desk.submit(task, at("09/03"), result=result)
    lifecycle.approve(desk.session, task, note="", by=desk.by("chutich"), now=at("10/03"))
    judge(desk, task, confirmed=True)
    assert task.objective_cause


def test_a_cause_is_not_judged_without_a_claim_nor_denied_without_a_reason(desk: Desk) -> None:
    task = desk.in_progress()
    explain(desk, task, at("09/03"))
    with pytest.raises(Refused, match="nguyên nhân khách quan"):
        judge(desk, task, confirmed=True)
    task.explanations[0].claims_objective = True
    with pytest.raises(Refused, match="vì sao") as refused:
        judge(desk, task, confirmed=False)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("username", ["vanphong", "truongphong", "congchuc", "thanhtra", "vanthu", "quantri"])
def test_only_a_leader_judges_a_cause(desk: Desk, username: str) -> None:
    task = desk.in_progress()
    explain(desk, task, at("09/03"), claims=True)
    with pytest.raises(Forbidden):
        judge(desk, task, confirmed=True, by=username)


def test_who_explained_does_not_judge(desk: Desk) -> None:
    task = desk.task()
    task.assignee_id = desk.office.people["phochutich"]
    changes.explain(
        desk.session, task, text="Bận", claims_objective=True, by=desk.by("phochutich"), now=at("09/03"), terms=TERMS
    )
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        judge(desk, task, confirmed=True, by="phochutich")


def merge(desk: Desk, task: Task, into: Task, by: str = "chutich", reason: str = "Trùng nội dung") -> None:
    lifecycle.merge(desk.session, task, into=into, reason=reason, by=desk.by(by), now=at("03/03"))
    desk.session.flush()


def test_a_merged_task_leaves_the_figures_and_says_where_it_went(desk: Desk) -> None:
    task, other = desk.in_progress(), desk.task()
    piece, given = child(desk, task), part(desk, task)
    merge(desk, task, other)
    assert (task.state, task.excluded, task.merged_into) == (State.WITHDRAWN, Exclusion.MERGED, other)
    event = last(task)
    assert (event.kind, event.excluded, event.reason) == ("merge", Exclusion.MERGED, "Trùng nội dung")
    assert event.note == f"Gộp vào nhiệm vụ {other.id}."
    for each in (piece, given):
        assert (each.state, each.excluded) == (State.WITHDRAWN, Exclusion.WITHDRAWN)
    assert (other.state, other.excluded) == (State.ASSIGNED, None)


def test_a_finished_task_can_take_another_in(desk: Desk) -> None:
    task = desk.task()
    merge(desk, task, desk.done())
    assert task.excluded is Exclusion.MERGED


@pytest.mark.parametrize("what", ["itself", "draft", "withdrawn", "piece"])
def test_a_task_is_merged_only_into_another_of_its_kind_that_counts(desk: Desk, what: str) -> None:
    task = desk.in_progress()
    withdrawn = desk.task()
    lifecycle.withdraw(desk.session, withdrawn, reason="Nhầm", by=desk.by("chutich"), now=MONDAY)
    into = {"itself": task, "draft": desk.draft(), "withdrawn": withdrawn, "piece": child(desk, desk.in_progress())}
    with pytest.raises(Refused) as refused:
        merge(desk, task, into[what])
    assert refused.value.field == "into"
    assert task.excluded is None


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "vanthu", "thanhtra", "truongphong_nv"])
def test_only_the_assigning_side_merges(desk: Desk, username: str) -> None:
    task, other = desk.task(), desk.task()
    with pytest.raises(Forbidden):
        merge(desk, task, other, by=username)
