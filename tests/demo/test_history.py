"""The history of 2020 and 2021: what the record says, counted here without the functions that count for the product."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from taskapp.demo import history
from taskapp.people.models import Person, Unit
from taskapp.reports.measures import Question, measure
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Explanation, Submission, Task, TaskEvent
from taskapp.tasks.states import OPEN, Kind, LimitKind, State
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import is_workday
from tests.conftest import VIETNAM
from tests.demo.conftest import NOW, at, committee_of

YEAR_END = date(2021, 12, 31)


@pytest.fixture
def past(session):
    """What the committee assigned in 2020 and 2021."""
    query = select(Task).where(Task.issued_on <= YEAR_END, Task.kind == Kind.OFFICIAL).order_by(Task.id)
    return session.scalars(query).all()


@pytest.fixture
def events(session):
    """All events by task, in the order of their versions."""
    found = defaultdict(list)
    for event in session.scalars(select(TaskEvent).order_by(TaskEvent.task_id, TaskEvent.version)):
        found[event.task_id].append(event)
    return found


def test_about_three_hundred_tasks_were_assigned_in_two_years(past):
    years = Counter(task.issued_on.year for task in past)
    assert 280 <= len(past) <= 320
    assert set(years) == {2020, 2021}
    assert min(years.values()) > 80


def test_every_one_is_closed_or_without_a_limit(past):
    dated = [task for task in past if task.limit_kind is LimitKind.DATED]
    assert {task.state for task in dated} == {State.DONE, State.WITHDRAWN}
    still_open = [task for task in past if task.state in OPEN]
    assert 5 <= len(still_open) <= 15
    assert all(task.due_on is None for task in still_open)


def test_what_happened_is_what_happens_in_offices(past, events):
    kinds = Counter(event.kind for task in past for event in events[task.id])
    for kind in ("accept", "name_officer", "progress", "submit", "approve", "send_back", "ask_extension", "extend"):
        assert kinds[kind] >= 5, kind
    for kind in (
        "decline",
        "reassign",
        "withdraw",
        "reopen",
        "refuse_extension",
        "split",
        "urge",
        "judge_cause",
        "dispute",
    ):
        assert kinds[kind] >= 1, kind


def test_the_office_of_justice_did_everything_in_time_in_2021(session, events):
    justice = session.scalars(select(Unit.id).where(Unit.name == "Phòng Tư pháp")).one()
    last = [found[-1] for found in events.values() if found[-1].lead_unit_id == justice]
    in_year = [e for e in last if e.due_on and e.issued_on.year <= 2021 and (e.finished_on or YEAR_END).year == 2021]
    assert len(in_year) >= 30
    assert [e.task_id for e in in_year if e.excluded is None and e.submitted_on > e.due_on] == []


def test_other_units_were_in_time_with_most_of_their_tasks(session, events):
    shares = defaultdict(Counter)
    for found in events.values():
        event = found[-1]
        if event.task_kind is not Kind.OFFICIAL:
            continue
        if event.due_on and event.finished_on and event.finished_on.year == 2021:
            shares[event.lead_unit_name][event.submitted_on <= event.due_on] += 1
    assert len(shares) == 24
    for name, count in shares.items():
        if name != "Phòng Tư pháp":
            assert 0.75 <= count[True] / count.total() <= 0.98, name


def test_the_report_of_2021_says_the_same(session):
    committee = committee_of(session)
    question = Question(committee.id, committee.timezone, date(2021, 1, 1), YEAR_END, as_of=NOW)
    measured = measure(session, question)
    rows = {unit.name: unit.tally for unit in measured.units}
    assert rows["Phòng Tư pháp"].on_time_share == 1
    assert 0.8 < measured.total.on_time_share < 0.95
    assert measured.total.open_overdue == 0


def test_figures_as_of_a_day_in_2021_know_only_what_was_recorded_by_then(session):
    committee = committee_of(session)
    first, last = date(2021, 1, 1), date(2021, 6, 30)
    then = Question(committee.id, committee.timezone, first, last, as_of=at("2021-06-30T17:00"))
    later = Question(committee.id, committee.timezone, first, last, as_of=NOW)
    assert measure(session, then).total.waiting > 0
    assert measure(session, then).total.done < measure(session, later).total.assigned


def test_people_act_in_office_hours_of_working_days_one_thing_after_the_other(session, events):
    calendar = calendars.load(session, committee_of(session).id)
    for found in events.values():
        moments = [event.recorded_at.astimezone(VIETNAM) for event in found]
        assert moments == sorted(moments)
        assert [m for m in moments if not is_workday(m.date(), calendar)] == []
        assert [
            m for m in moments if not (time(7) <= m.time() <= time(11, 30) or time(13, 30) <= m.time() <= time(17))
        ] == []
        assert [e.version for e in found] == list(range(1, len(found) + 1))


def test_the_record_grew_in_the_order_of_time(session):
    moments = session.scalars(select(TaskEvent.recorded_at).order_by(TaskEvent.id)).all()
    assert moments == sorted(moments)
    assert moments[-1] < NOW


def test_every_act_was_one_of_somebody_who_works_there(session, events):
    people = dict(session.execute(select(Person.id, Person.unit_id)).all())
    for found in events.values():
        for event in found:
            assert event.by_id in people
            if event.kind in ("submit", "accept", "progress", "decline"):
                assert people[event.by_id] == event.lead_unit_id


def test_every_result_has_a_number_or_says_why_not_and_every_late_one_an_explanation(session, past):
    submissions = session.scalars(select(Submission)).all()
    numbered = [s for s in submissions if s.result_number]
    assert all(s.result_number or s.no_evidence_reason for s in submissions)
    assert 0.85 < len(numbered) / len(submissions) < 1
    assert all(s.result_on == s.submitted_on for s in numbered)
    explained = set(session.scalars(select(Explanation.task_id)))
    late = {t.id for t in past if t.state is State.DONE and t.due_on and t.submitted_on > t.due_on}
    assert late
    assert late <= explained


def test_results_of_the_office_of_justice_are_numbered_as_its_own(session):
    query = select(Submission.result_number).join(Task).where(Task.lead_unit_name == "Phòng Tư pháp")
    numbers = [number for number in session.scalars(query) if number]
    assert any(number.endswith("/BC-TP") for number in numbers)
    assert [number for number in numbers if not number.endswith("TP")] == []


def test_sentences_are_written_for_their_task_and_not_repeated(past):
    contents = Counter((task.content, task.directive_id) for task in past)
    assert len({content for content, _directive in contents}) >= 170
    offices = [task.content for task in past if task.lead_unit_name.startswith("Phòng")]
    assert len(offices) == len(set(offices))
    assert not any("đợt" in content and "(" in content for content in offices)


def test_every_task_comes_from_a_document_dated_on_or_before_its_assignment(session, past):
    assert all(task.directive and task.directive.issued_on <= task.issued_on for task in past)
    assert all(task.issued_on - task.directive.issued_on <= timedelta(days=5) for task in past)
    covid = session.scalars(select(Directive).where(Directive.number == "16/CT-TTg")).one()
    assert covid.issued_on == date(2020, 3, 31)


def test_what_goes_on_without_a_limit_is_reported_now_and_then_and_owes_no_mail_for_its_beginnings(past, events):
    going_on = [task for task in past if task.state in OPEN]
    for task in going_on:
        assert sum(event.kind == "progress" for event in events[task.id]) >= 3
        assert task.import_key.startswith(history.KEY)
        assert (task.lead_since, task.assignee_since) == (None, None)
        assert task.review_on > NOW.date()
