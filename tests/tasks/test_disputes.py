"""Báo sai: raised once at a time, decided by the assigning side, set right by a correction that the record shows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from taskapp.base.errors import Forbidden, Refused
from taskapp.tasks import disputes, extensions
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Dispute, DisputeAbout
from taskapp.tasks.results import Result
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.tasks.making import REPORT, Desk, at
from tests.tasks.papers import DUE, LATER, child, deputy_of, last, seen, terms

WORDS = "Thông báo ghi ngày 10/3, không phải ngày 6/3"


def dispute(desk: Desk, task: Task, *, by: str = "truongphong", text: str = WORDS, now: datetime = MONDAY) -> Dispute:
    about, actor = DisputeAbout.LIMIT, desk.by(by)
    made = disputes.dispute(desk.session, task, about=about, text=text, by=actor, now=now)
    desk.session.flush()
    return made


def answer(
    desk: Desk, task: Task, *, upheld: bool, by: str = "chutich", text: str = "Đã đối chiếu", now: datetime = MONDAY,
    due_on: date | None = None, done_on: date | None = None,
) -> None:  # fmt: skip
    actor = desk.by(by)
    disputes.answer(desk.session, task, is_upheld=upheld, text=text, by=actor, now=now, due_on=due_on, done_on=done_on)
    desk.session.flush()


def late(desk: Desk) -> Task:
    """Handed in one working day after its limit."""
    task = desk.in_progress()
    desk.submit(task, at("09/03"), result=Result(**(vars(REPORT) | {"explanation": "Chờ xã"})))
    return task


def test_a_dispute_is_kept_and_marks_the_task_until_it_is_decided(desk: Desk) -> None:
    task = desk.in_progress()
    made = dispute(desk, task, now=at("03/03"))
    head = desk.office.people["truongphong"]
    assert (made.about, made.text, made.by_id, made.raised_at) == (DisputeAbout.LIMIT, WORDS, head, at("03/03"))
    assert (made.is_upheld, task.disputed) == (None, True)
    event = last(task)
    assert (event.kind, event.note, event.by_id, event.disputed) == ("dispute", WORDS, head, True)
    assert (event.due_on, event.from_state, event.to_state) == (DUE, task.state, task.state)


@pytest.mark.parametrize(("make", "allowed"), [("task", True), ("in_progress", True), ("submitted", True),
                                               ("done", True), ("draft", False)])  # fmt: skip
def test_what_counts_in_the_figures_can_be_disputed(desk: Desk, make: str, allowed: bool) -> None:
    task = getattr(desk, make)()
    if allowed:
        dispute(desk, task)
        return
    with pytest.raises(Refused):
        dispute(desk, task)


def test_it_needs_words_and_comes_one_at_a_time(desk: Desk) -> None:
    task = desk.in_progress()
    with pytest.raises(Refused, match="sai ở đâu") as refused:
        dispute(desk, task, text="")
    assert refused.value.field == "text"
    dispute(desk, task)
    with pytest.raises(Refused, match="đang chờ xem xét"):
        dispute(desk, task, by="congchuc")


def test_a_dispute_that_is_not_upheld_changes_no_figure(desk: Desk) -> None:
    task = late(desk)
    made = dispute(desk, task, now=at("10/03"))
    answer(desk, task, upheld=False, text="Thông báo ghi rõ ngày 6/3", now=at("11/03"))
    chair = desk.office.people["chutich"]
    assert (made.is_upheld, made.answer) == (False, "Thông báo ghi rõ ngày 6/3")
    assert (made.answered_by_id, made.answered_at) == (chair, at("11/03"))
    assert (task.disputed, task.due_on) == (False, DUE)
    event = last(task)
    assert (event.kind, event.disputed, event.by_id) == ("answer_dispute", False, chair)
    assert event.note == "Báo sai không đúng: Thông báo ghi rõ ngày 6/3"
    assert seen(task, at("11/03")) == "overdue"
    dispute(desk, task, now=at("12/03"))  # decided, so another may come


def test_upheld_it_sets_the_limit_right_and_the_record_shows_a_correction(desk: Desk) -> None:
    task = late(desk)
    assert seen(task, at("09/03")) == "overdue"
    dispute(desk, task, now=at("10/03"))
    answer(desk, task, upheld=True, due_on=date(2026, 3, 10), now=at("11/03"))
    assert (task.due_on, task.original_due_on) == (date(2026, 3, 10), date(2026, 3, 10))
    assert [event.kind for event in task.events[-2:]] == ["answer_dispute", "correct"]
    said, corrected = task.events[-2:]
    assert (said.due_on, said.note) == (DUE, "Báo sai đúng: Đã đối chiếu")
    assert (corrected.due_on, corrected.reason) == (date(2026, 3, 10), "Đã đối chiếu")
    assert seen(task, at("11/03")) == "due_soon"


def test_upheld_it_sets_the_day_of_the_result_right(desk: Desk) -> None:
    task = late(desk)
    dispute(desk, task, now=at("10/03"))
    answer(desk, task, upheld=True, done_on=date(2026, 3, 6), now=at("11/03"))
    assert (task.state, task.submitted_on, task.finished_on) == (State.DONE, date(2026, 3, 6), date(2026, 3, 6))
    assert seen(task, at("11/03")) == "on_time"
    assert (last(task).kind, last(task).finished_on) == ("correct", date(2026, 3, 6))


def test_the_right_limit_judges_even_where_a_missed_one_did(desk: Desk) -> None:
    task, under = desk.in_progress(), terms(late_requests=True)
    extensions.extend(
        desk.session, task, limit=Moment(LATER), reason="Thêm", by=desk.by("chutich"), now=at("09/03"), terms=under
    )
    assert seen(task, at("10/03"), under) == "overdue"
    dispute(desk, task, now=at("10/03"))
    answer(desk, task, upheld=True, due_on=date(2026, 3, 20), now=at("10/03"))
    assert (task.due_on, task.missed_due_on, task.original_due_on) == (date(2026, 3, 20), None, DUE)
    assert seen(task, at("10/03"), under) == "in_term"


@pytest.mark.parametrize(
    ("given", "message", "field"),
    [
        ({"upheld": True, "text": ""}, "kết luận", "answer"),
        ({"upheld": False, "due_on": LATER}, "công nhận", "is_upheld"),
        ({"upheld": False, "done_on": DUE}, "công nhận", "is_upheld"),
        ({"upheld": True, "done_on": date(2026, 3, 3)}, "sau hôm nay", "done_on"),
    ],
)
def test_a_conclusion_that_cannot_be_is_refused_beside_its_field(
    desk: Desk, given: dict[str, object], message: str, field: str
) -> None:
    task = desk.in_progress()
    dispute(desk, task)
    with pytest.raises(Refused, match=message) as refused:
        answer(desk, task, **given)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert task.disputed


def test_the_right_limit_of_a_piece_is_not_after_its_whole(desk: Desk) -> None:
    piece = child(desk, desk.in_progress())
    dispute(desk, piece, by="congchuc2")
    with pytest.raises(Refused, match="nhiệm vụ chung") as refused:
        answer(desk, piece, upheld=True, due_on=LATER, by="truongphong")
    assert refused.value.field == "due_on"


def test_nothing_is_concluded_that_was_not_raised(desk: Desk) -> None:
    with pytest.raises(Refused, match="Không có báo sai"):
        answer(desk, desk.in_progress(), upheld=True)


def test_who_raised_it_does_not_decide_it(desk: Desk) -> None:
    task = desk.task(leads=[desk.unit("vp")])
    task.assignee_id = desk.office.people["vanphong"]  # who decides, as monitor, on what others raise
    dispute(desk, task, by="vanphong")
    with pytest.raises(Forbidden, match="không tự kết luận"):
        answer(desk, task, upheld=True, by="vanphong")
    answer(desk, task, upheld=True, by="phochutich")


def test_who_raised_it_takes_it_back_or_his_deputy_for_him(desk: Desk) -> None:
    task = desk.in_progress()
    made = dispute(desk, task, by="congchuc")
    for username in ("truongphong", "chutich"):
        with pytest.raises(Forbidden, match="Chỉ người báo sai"):
            disputes.take_back(desk.session, task, by=desk.by(username), now=at("03/03"))
    disputes.take_back(desk.session, task, by=desk.by("congchuc"), now=at("03/03"))
    desk.session.flush()
    assert (made.is_taken_back, made.is_upheld, made.answered_at) == (True, False, at("03/03"))
    assert (task.disputed, last(task).kind, last(task).note) == (False, "answer_dispute", "Rút lại báo sai.")
    with pytest.raises(Refused, match="Không có báo sai"):
        disputes.take_back(desk.session, task, by=desk.by("congchuc"), now=at("03/03"))

    again = dispute(desk, task, by="congchuc", now=at("03/03"))
    disputes.take_back(desk.session, task, by=deputy_of(desk, "congchuc2", "congchuc"), now=at("04/03"))
    desk.session.flush()
    assert again.is_taken_back
    officer = desk.office.people["congchuc"]
    assert (last(task).by_id, last(task).on_behalf_of_id) == (desk.office.people["congchuc2"], officer)
    decided = dispute(desk, task, by="congchuc", now=at("04/03"))
    answer(desk, task, upheld=False, now=at("04/03"))
    assert not decided.is_taken_back


@pytest.mark.parametrize("username", ["congchuc2", "truongphong_nv", "chutich", "vanthu", "thanhtra", "quantri"])
def test_only_the_doers_raise_one(desk: Desk, username: str) -> None:
    with pytest.raises(Forbidden):
        dispute(desk, desk.in_progress(), by=username)


@pytest.mark.parametrize("username", ["congchuc", "truongphong_nv", "vanthu", "thanhtra", "quantri"])
def test_only_the_assigning_side_decides(desk: Desk, username: str) -> None:
    task = desk.in_progress()
    dispute(desk, task)
    with pytest.raises(Forbidden):
        answer(desk, task, upheld=True, by=username)
