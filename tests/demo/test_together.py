"""What the units of the demo do together: parts, pieces of the work, more time, urging, disputes."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from sqlalchemy import select

from taskapp.demo import history, live, recent
from taskapp.demo import office as demo
from taskapp.tasks.models import Explanation, Task, TaskEvent
from taskapp.tasks.paper_models import Answer, Dispute, Extension
from taskapp.tasks.selections import View
from taskapp.tasks.states import OPEN, Kind, LimitKind, State
from tests.demo.conftest import at, opened
from tests.demo.test_today import NEXT_WEEK, groups
from tests.thorough import much


@pytest.fixture
def told(session):
    """For each task its events in their order."""
    found = defaultdict(list)
    for event in session.scalars(select(TaskEvent).order_by(TaskEvent.task_id, TaskEvent.version)):
        found[event.task_id].append(event)
    return found


def below(session, kind, *keys):
    """What hangs on the tasks of these story files."""
    tasks = session.scalars(select(Task).where(Task.kind == kind).order_by(Task.id)).all()
    return [task for task in tasks if any(task.import_key.startswith(f"{key}:") for key in keys)]


def finished_parts(session):
    """Parts of tasks with a limit that are over."""
    parts = below(session, Kind.PART, history.KEY, recent.KEY)
    return [part for part in parts if part.limit_kind is LimitKind.DATED]


def first_of(told, task, kind):
    return next((event for event in told[task.id] if event.kind == kind), None)


def test_supporting_units_have_done_their_parts(session):
    states = Counter((part.state, part.excluded is None) for part in finished_parts(session))
    assert states[State.DONE, True] >= 35
    assert 1 <= states[State.WITHDRAWN, True] <= 3  # never given, though the limit had passed
    assert states[State.WITHDRAWN, False] <= 4  # the whole was finished within a day, or taken back
    assert {state for state, _counted in states} == {State.DONE, State.WITHDRAWN}


def test_a_part_is_handed_in_before_the_whole_mostly_a_day_or_more(session, told):
    days = []
    for part in finished_parts(session):
        given, whole = first_of(told, part, "submit"), first_of(told, part.parent, "submit")
        if given:
            assert given.recorded_at < whole.recorded_at
            days.append((whole.effective_on - given.effective_on).days)
    assert len(days) >= 35
    assert sum(day >= 1 for day in days) / len(days) > 0.9


def test_a_late_part_says_why_and_makes_its_whole_late(session):
    explained = set(session.scalars(select(Explanation.task_id)))
    late = [p for p in finished_parts(session) if p.state is State.DONE and p.submitted_on > p.due_on]
    assert 2 <= len(late) <= 8
    for part in late:
        assert part.id in explained
        assert part.parent.submitted_on > part.parent.due_on
        assert part.lead_unit_name != "Phòng Tư pháp"


def test_nothing_below_a_task_happens_before_it_or_is_done_after_its_end(session, told):
    for task in session.scalars(select(Task).where(Task.kind != Kind.OFFICIAL, Task.state != State.DRAFT)):
        whole = told[task.parent_id]
        assert told[task.id][0].recorded_at >= whole[0].recorded_at
        if task.parent.state is State.DONE:
            ends = [event for event in whole if event.to_state is State.DONE]
            assert told[task.id][-1].recorded_at <= ends[0].recorded_at


def test_nothing_below_a_task_is_due_after_it(session):
    dated = select(Task).where(Task.kind != Kind.OFFICIAL, Task.due_on.is_not(None))
    assert [task.id for task in session.scalars(dated) if task.due_on > task.parent.due_on] == []


def test_pieces_are_finished_and_accepted_by_the_head_before_the_whole_is_handed_in(session, told):
    pieces = below(session, Kind.CHILD, history.KEY, recent.KEY)
    assert len(pieces) >= 8
    for piece in pieces:
        assert piece.state is State.DONE
        assert piece.lead_unit_id == piece.parent.lead_unit_id
        assert told[piece.id][-1].recorded_at < first_of(told, piece.parent, "submit").recorded_at
        assert piece.content != piece.parent.content


def test_more_time_was_asked_for_given_and_refused_and_some_waits(session):
    answers = Counter(session.scalars(select(Extension.answer)))
    assert answers[Answer.GRANTED] >= 5
    assert answers[Answer.REFUSED] >= 3
    assert answers[None] == 2
    assert not any(session.scalars(select(Extension.is_late)))


def test_one_dispute_is_open_and_others_ended_in_a_correction(session, told):
    disputes = session.scalars(select(Dispute).order_by(Dispute.id)).all()
    assert [d.task.import_key.startswith(live.KEY) for d in disputes if d.is_upheld is None] == [True]
    upheld = [dispute.task for dispute in disputes if dispute.is_upheld]
    assert len(upheld) >= 2
    for task in upheld:
        assert [event.kind for event in told[task.id][-2:]] == ["answer_dispute", "correct"]
        assert task.submitted_on == task.due_on


@pytest.mark.parametrize(
    ("username", "view", "headings"),
    [
        ("chutich", View.URGED, {"Quá hạn": 1}),
        ("congchuc", View.SUPPORT, {"Trong hạn": 1}),
        ("truongphong", View.SUPPORT, {"Trong hạn": 2}),
        ("truongphong", View.DECIDE, {"Chờ duyệt": 2}),
        ("chutich", View.DECIDE, {"Chờ duyệt": 4, "Sắp đến hạn": 1}),
    ],
)
def test_each_account_finds_what_is_done_together(session, username, view, headings):
    found = groups(session, username, view)
    assert {name: found[name] for name in headings if found[name] < headings[name]} == {}


def test_what_hangs_on_yesterday_s_tasks_is_finished_with_them(session):
    ids = [task.id for kind in (Kind.PART, Kind.CHILD) for task in below(session, kind, live.KEY) if task.state in OPEN]
    assert len(ids) >= 12
    demo.refresh(session, now=NEXT_WEEK)
    session.flush()
    states = Counter(session.get_one(Task, task_id).state for task_id in ids)
    assert states == {State.DONE: len(ids)}
    assert not any(session.scalars(select(Extension.id).where(Extension.answer.is_(None), Extension.task_id.in_(ids))))


@pytest.mark.parametrize("day", ["2026-05-29T07:00", *much(["2026-01-02T16:59"], [])])
def test_refreshing_again_and_again_goes_well(empty_database, tmp_path, day):
    with opened(empty_database(), tmp_path) as session:
        demo.load(session, now=at(day))
        for moment in ("2026-06-01T00:05", "2026-09-30T18:00"):
            demo.refresh(session, now=at(moment))
        assert groups(session, "congchuc", View.MINE, at("2026-09-30T18:00"))["Quá hạn"] == 1
