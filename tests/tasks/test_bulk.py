"""One action on many tasks: what is refused leaves the others done, a preview leaves nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.people.rights import Place, Role, Standing
from taskapp.tasks import bulk, changes, lifecycle, selections
from taskapp.tasks.bulk import Deed, Outcome, Seen
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.record import Actor
from taskapp.tasks.rules import Terms
from taskapp.tasks.selections import Filters, Sight, View
from taskapp.tasks.states import State
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.making import CALENDAR, TERMS, Desk, at

LATER = Moment(date(2026, 3, 20), None)
REASON = "Chờ ý kiến Sở Tư pháp"


def seen(*tasks: Task) -> list[Seen]:
    return [Seen(task.id, task.version) for task in tasks]


def run(desk: Desk, tasks: Sequence[Task], deed: Deed, by: str) -> list[Outcome]:
    return bulk.run(desk.session, seen(*tasks), deed, by=desk.by(by))


def reasons(outcomes: Sequence[Outcome]) -> list[str]:
    """The beginning of each reason, empty where the task was done."""
    return [outcome.reason[:24] for outcome in outcomes]


def kinds(task: Task) -> list[str]:
    return [event.kind for event in task.events]


def count_events(desk: Desk) -> int:
    return desk.session.scalar(select(func.count()).select_from(TaskEvent)) or 0


def test_a_unit_head_accepts_several_and_what_cannot_be_accepted_says_why(desk: Desk) -> None:
    new, elsewhere, under_way = desk.task(), desk.task(leads=[desk.unit("nv")]), desk.in_progress()
    outcomes = run(desk, [under_way, elsewhere, new], bulk.accepting(at("02/03", "10:00")), "truongphong")
    assert [outcome.task_id for outcome in outcomes] == [under_way.id, elsewhere.id, new.id]
    assert [outcome.is_done for outcome in outcomes] == [False, False, True]
    assert "đang ở trạng thái “Đang thực hiện”" in outcomes[0].reason
    assert "Không có nhiệm vụ này" in outcomes[1].reason  # of another unit: the head cannot see it
    assert (new.state, kinds(new)) == (State.IN_PROGRESS, ["issue", "accept"])
    assert (elsewhere.state, elsewhere.version) == (State.ASSIGNED, 1)


def test_naming_one_officer_accepts_what_was_new_and_refuses_other_units(desk: Desk) -> None:
    new, under_way = desk.task(), desk.in_progress()
    officer = desk.person("congchuc2")
    outcomes = run(desk, [new, under_way], bulk.naming(officer, MONDAY), "truongphong")
    assert reasons(outcomes) == ["", ""]
    assert kinds(new) == ["issue", "accept", "name_officer"]
    assert {new.assignee_id, under_way.assignee_id} == {officer.id}
    stranger = desk.person("congchuc_nv")
    [refused] = run(desk, [new], bulk.naming(stranger, MONDAY), "truongphong")
    assert "không công tác tại đơn vị chủ trì" in refused.reason
    assert new.assignee_id == officer.id


def test_each_urging_is_counted_and_in_the_record_of_its_task(desk: Desk) -> None:
    late, done, fresh = desk.in_progress(at("27/02"), due_on=date(2026, 2, 27)), desk.done(), desk.task()
    outcomes = run(desk, [late, done, fresh], bulk.urging("Báo cáo trước 16 giờ", at("02/03")), "vanphong")
    assert [outcome.is_done for outcome in outcomes] == [True, False, True]
    assert [task.urgings for task in (late, done, fresh)] == [1, 0, 1]
    last = late.events[-1]
    assert (last.kind, last.note) == ("urge", "Lần 1. Báo cáo trước 16 giờ")
    assert (last.by_id, last.on_behalf_of_id) == (desk.person("vanphong").id, None)


def test_one_new_limit_is_judged_task_by_task(desk: Desk) -> None:
    plain, later = desk.in_progress(), desk.in_progress(due_on=date(2026, 3, 27))
    once, undated = desk.in_progress(), desk.undated()
    run(desk, [once], bulk.extending(Moment(date(2026, 3, 13), None), REASON, MONDAY, TERMS), "chutich")
    deed = bulk.extending(LATER, REASON, MONDAY, TERMS)
    outcomes = run(desk, [plain, later, once, undated], deed, "vanphong")
    assert [outcome.is_done for outcome in outcomes] == [True, False, False, False]
    assert "phải sau thời hạn hiện nay" in outcomes[1].reason
    assert "đã được gia hạn 1 lần" in outcomes[2].reason
    assert "không có thời hạn" in outcomes[3].reason
    assert (plain.due_on, plain.extensions, plain.events[-1].kind) == (date(2026, 3, 20), 1, "extend")
    assert (later.due_on, later.version) == (date(2026, 3, 27), 3)


def test_what_a_verb_had_begun_before_it_refused_is_undone(desk: Desk) -> None:
    first, second = desk.task(), desk.task()

    def accept_the_first_only(session: object, task: Task, *, by: Actor) -> None:
        lifecycle.accept(desk.session, task, by=by, now=MONDAY)
        if task is second:
            lifecycle.accept(desk.session, task, by=by, now=MONDAY)  # refused: it is accepted by now

    deed = replace(bulk.accepting(MONDAY), do=accept_the_first_only)
    assert [o.is_done for o in run(desk, [first, second], deed, "truongphong")] == [True, False]
    assert (first.state, second.state) == (State.IN_PROGRESS, State.ASSIGNED)
    assert (second.version, kinds(second)) == (1, ["issue"])


@pytest.mark.parametrize(
    ("deed", "by"),
    [
        (lambda desk: bulk.accepting(MONDAY), "truongphong"),
        (lambda desk: bulk.naming(desk.person("congchuc2"), MONDAY), "truongphong"),
        (lambda desk: bulk.urging("", MONDAY), "vanphong"),
        (lambda desk: bulk.extending(LATER, REASON, MONDAY, TERMS), "chutich"),
    ],
    ids=["accept", "name_officer", "urge", "extend"],
)
def test_a_preview_says_what_the_run_says_and_changes_nothing(
    desk: Desk, deed: Callable[[Desk], Deed], by: str
) -> None:
    tasks = [desk.task(), desk.in_progress(), desk.done(), desk.undated(), desk.submitted()]
    desk.session.commit()
    chosen, events, before = seen(*tasks), count_events(desk), [(task.version, task.state) for task in tasks]
    shown = bulk.preview(desk.session, chosen, deed(desk), by=desk.by(by))
    assert not desk.session.dirty
    assert (count_events(desk), [(task.version, task.state) for task in tasks]) == (events, before)
    assert bulk.run(desk.session, chosen, deed(desk), by=desk.by(by)) == shown
    assert {outcome.is_done for outcome in shown} == {True, False}
    assert count_events(desk) > events


def test_before_anything_is_typed_a_preview_asks_who_may_and_in_which_state(desk: Desk) -> None:
    tasks = [desk.in_progress(), desk.done()]
    deed = bulk.checking(bulk.extending(LATER, REASON, MONDAY, TERMS).action)
    assert [o.is_done for o in bulk.preview(desk.session, seen(*tasks), deed, by=desk.by("vanphong"))] == [True, False]
    refused = bulk.preview(desk.session, seen(*tasks), deed, by=desk.by("truongphong"))
    assert ["không có quyền" in outcome.reason for outcome in refused] == [True, True]


def test_a_task_changed_since_the_list_was_shown_is_refused(desk: Desk) -> None:
    first, second = desk.task(), desk.task()
    chosen = seen(first, second)
    changes.urge(desk.session, second, text="", by=desk.by("chutich"), now=MONDAY)
    outcomes = bulk.run(desk.session, chosen, bulk.urging("", MONDAY), by=desk.by("vanphong"))
    assert reasons(outcomes) == ["", "Đã có người cập nhật sau"]
    assert [task.urgings for task in (first, second)] == [1, 1]


def test_the_same_run_again_does_nothing_twice_and_says_so(desk: Desk) -> None:
    chosen = seen(desk.task(), desk.task())
    deed = bulk.urging("", MONDAY)
    bulk.run(desk.session, chosen, deed, by=desk.by("vanphong"))
    again = bulk.run(desk.session, chosen, deed, by=desk.by("vanphong"))
    assert [(o.is_done, o.is_repeated) for o in again] == [(False, True), (False, True)]
    assert again[0].reason == "Anh/chị đã đôn đốc nhiệm vụ này sau khi mở danh sách nên không làm lần nữa."
    other = bulk.run(desk.session, chosen, deed, by=desk.by("chutich"))
    assert [o.is_repeated for o in other] == [False, False]  # it was somebody else who did it
    assert count_events(desk) == 4


def test_a_row_that_somebody_changes_at_that_very_moment_is_refused_alone(desk: Desk) -> None:
    first, second = desk.task(), desk.task()
    first_id = first.id

    def overtaken(session: object, task: Task, *, by: Actor) -> None:
        if task.id == first_id:  # as another connection would: behind the session's back
            newer = update(Task).where(Task.id == first_id).values(version=Task.version + 1)
            desk.session.execute(newer, execution_options={"synchronize_session": False})
        changes.urge(desk.session, task, text="", by=by, now=MONDAY)

    deed = replace(bulk.urging("", MONDAY), do=overtaken)
    assert reasons(run(desk, [first, second], deed, "vanphong")) == ["Đã có người cập nhật sau", ""]
    assert [task.urgings for task in (first, second)] == [0, 1]


def test_two_people_at_once_do_each_task_once(app: Flask, office: Office) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        tasks = [desk.task(content=f"Việc số {number}") for number in range(20)]
        db.session.commit()
        chosen = seen(*tasks)
    start, found = threading.Barrier(2), {}

    def urge(username: str, order: list[Seen]) -> None:
        with app.app_context():
            by = Desk(db.session(), office).by(username)
            db.session.rollback()
            start.wait()
            found[username] = bulk.run(db.session(), order, bulk.urging("", MONDAY), by=by)
            db.session.commit()

    pairs = [("vanphong", chosen), ("chutich", chosen[::-1])]  # chosen in opposite orders
    threads = [threading.Thread(target=urge, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.is_done for outcomes in found.values() for outcome in outcomes) == 20
    with app.app_context():
        assert set(db.session.scalars(select(Task.urgings))) == {1}
        assert count_events(Desk(db.session(), office)) == 40


def test_who_stands_in_for_another_acts_on_behalf_of_him_where_his_own_rights_do_not_do(desk: Desk) -> None:
    own, others = desk.task(leads=[desk.unit("nv")]), desk.task()
    absent = desk.person("truongphong_nv").id
    place = Place(absent, Standing.DEPUTY, {Role.UNIT_HEAD: frozenset({desk.office.units["nv"]})})
    deputy = desk.by("truongphong")
    assert deputy.rights is not None
    by = replace(deputy, rights=replace(deputy.rights, places=(place,)))
    outcomes = bulk.run(desk.session, seen(own, others), bulk.accepting(MONDAY), by=by)
    assert [outcome.is_done for outcome in outcomes] == [True, True]
    assert [task.events[-1].on_behalf_of_id for task in (own, others)] == [absent, None]


def test_what_is_unfinished_of_a_whole_list_is_taken_in_its_order_and_as_it_stands(desk: Desk) -> None:
    late, later = (desk.task(content=f"Việc {day}", due_on=date(2026, 3, day)) for day in (10, 4))
    desk.task(content="Chuyện khác", leads=[desk.unit("nv")])
    desk.done(content="Việc đã xong")
    found = whole(desk, View.ALL, Filters(words="viec", unit_id=desk.office.units["tp"]), MONDAY)
    assert found == seen(later, late)  # the newest first; what is finished is left out


def test_more_tasks_than_one_run_may_touch_are_refused_before_anything_is_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    tasks = [desk.task() for _number in range(3)]
    with pytest.raises(BadInput, match="nhiều nhất 2 nhiệm vụ"):
        run(desk, tasks, bulk.urging("", MONDAY), "vanphong")
    with pytest.raises(BadInput, match="Hãy lọc danh sách hẹp lại"):
        whole(desk, View.GIVEN, Filters(), MONDAY)
    assert count_events(desk) == 3
    assert len(run(desk, tasks[:2], bulk.urging("", MONDAY), "vanphong")) == 2


def whole(desk: Desk, view: View, filters: Filters, now: datetime) -> list[Seen]:
    rights = desk.by("chutich").rights
    assert rights is not None
    query = selections.narrowed(Sight(rights, now.date()), view, filters, now.date(), now.date())
    assert bulk.size(desk.session, query) <= bulk.MOST + 1
    return bulk.whole(desk.session, query, selections.order_of(view))


def test_a_piece_may_follow_the_limit_of_its_whole_in_the_same_run(desk: Desk) -> None:
    """The whole has the lower number, so it is extended first."""
    whole_task = desk.in_progress(supporting=[desk.unit("nv")])
    part = whole_task.parts[0]
    rules = replace(TERMS.rules, most_extensions=2)
    deed = bulk.extending(LATER, REASON, MONDAY, Terms(CALENDAR, rules))
    assert reasons(run(desk, [part, whole_task], deed, "chutich")) == ["", ""]
    assert (part.due_on, whole_task.due_on) == (LATER.on, LATER.on)
