"""The open tasks of today: each account finds something on its screens, whatever day it is; refreshing renews them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.demo import live
from taskapp.demo import office as demo
from taskapp.reminders import gather, plan
from taskapp.reports.measures import Question, measure
from taskapp.reports.periods import Span, containing, previous
from taskapp.tasks import lifecycle
from taskapp.tasks.lists import row
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.now import Now
from taskapp.tasks.record import Actor
from taskapp.tasks.row_reading import with_rows
from taskapp.tasks.selections import Filters, Sight, View, narrowed
from taskapp.tasks.states import OPEN, Kind, State
from taskapp.workdays import calendars
from taskapp.workdays.arithmetic import add_workdays, workdays_between
from tests.demo.conftest import NOW, at, committee_of, opened, person_of, rights
from tests.thorough import much

TODAY = NOW.date()
NEXT_WEEK = at("2026-03-11T08:30")


def groups(session, username, view, now=NOW):
    """The headings of one list of the person, with how many tasks stand under each."""
    committee, who = committee_of(session), rights(session, username)
    seen = Now(now, committee.timezone, calendars.load(session, committee.id))
    soon = add_workdays(seen.today, 5, seen.calendar)
    sight = Sight(who, seen.today)
    query = with_rows(narrowed(sight, view, Filters(), seen.today, soon), sight, view, seen.today)
    found = session.scalars(query).unique().all()
    return Counter(row(task, who, seen).group for task in found)


def live_tasks(session, day):
    official = Task.kind == Kind.OFFICIAL
    return session.scalars(select(Task).where(Task.import_key.startswith(live.key_of(day)), official)).all()


def test_the_officer_finds_a_day_s_work(session):
    assert groups(session, "congchuc", View.MINE) == {
        "Quá hạn": 1,
        "Hôm nay": 1,
        "Sắp đến hạn": 3,
        "Chưa tiếp nhận": 1,
        "Không thời hạn": 1,
        "Chờ duyệt": 1,
    }
    assert groups(session, "truongphong", View.SUPPORT).total() >= 2


@pytest.mark.parametrize(
    ("username", "view", "headings"),
    [
        ("chutich", View.DECIDE, {"Chờ duyệt": 4, "Đề nghị chuyển đơn vị khác": 1}),
        ("chutich", View.GIVEN, {"Quá hạn": 1, "Hôm nay": 2, "Sắp đến hạn": 5, "Trong hạn": 3}),
        ("phochutich", View.GIVEN, {"Quá hạn": 1, "Sắp đến hạn": 1}),
        ("vanphong", View.DRAFTS, {"Dự thảo": 3}),
        ("vanphong", View.DECIDE, {"Chờ duyệt": 4}),
        ("vanphong", View.MINE, {"Hôm nay": 1}),
        ("vanthu", View.DRAFTS, {"Dự thảo": 3}),
        ("vanthu", View.MINE, {"Không thời hạn": 1}),
        ("truongphong", View.UNIT, {"Chưa tiếp nhận": 2, "Quá hạn": 1, "Hôm nay": 1, "Trong hạn": 1}),
        ("tuphapxa", View.MINE, {"Quá hạn": 1, "Hôm nay": 1, "Sắp đến hạn": 1, "Không thời hạn": 1}),
        ("congchuc", View.DONE, {"Đã hoàn thành": 5}),
        ("truongphong", View.DONE, {"Đã hoàn thành": 40}),
        ("thanhtra", View.ALL, {"Quá hạn": 3, "Hôm nay": 2, "Đã hoàn thành": 300, "Đã thu hồi": 1}),
    ],
)
def test_each_account_finds_something_on_its_screens(session, username, view, headings):
    found = groups(session, username, view)
    assert {name: found[name] for name in headings if found[name] < headings[name]} == {}


def test_the_administrator_sees_no_tasks(session):
    assert groups(session, "quantri", View.ALL) == {}


def test_about_forty_tasks_are_open_around_today(session):
    tasks = live_tasks(session, TODAY)
    open_ones = [task for task in tasks if task.state in OPEN]
    calendar = calendars.load(session, committee_of(session).id)
    left = [workdays_between(TODAY, task.due_on, calendar) for task in open_ones if task.due_on]
    assert 36 <= len(open_ones) <= 44
    assert {-6, -2, -1, 0, 1, 3, 5, 9, 20} <= set(left)
    assert any(task.due_time for task in open_ones)
    assert sum(task.starred for task in open_ones) >= 3
    assert {task.state for task in tasks} == {*OPEN, State.DRAFT}


def test_they_were_assigned_some_days_ago_and_nothing_happened_today(session):
    tasks = [task for task in live_tasks(session, TODAY) if task.state in OPEN]
    for task in tasks:
        assert clock.local_day(task.lead_since, "Asia/Ho_Chi_Minh") == task.issued_on < TODAY
        assert task.lead_since == task.recorded_at
        assert task.due_since == task.recorded_at or task.extensions
        assert task.assignee_id is None or task.lead_since <= task.assignee_since < NOW


def test_reminders_are_owed_about_them_alone_and_only_to_those_concerned(session):
    committee = committee_of(session)
    setting = gather.setting(session, committee)
    owed = plan.plan(gather.gather(session, committee, setting, NOW), setting, NOW)
    keys = {session.get_one(Task, one.task_id).import_key.rsplit(":", 3)[0] for one in owed}
    assert keys == {live.KEY}
    assert 20 < len({one.person_id for one in owed}) < 45
    assert [one for one in owed if plan.is_fresh(one, setting, NOW)] == []


@pytest.mark.parametrize("back", [0, 1, 2, 3])
def test_the_current_quarter_and_those_before_have_shares(session, back):
    committee = committee_of(session)
    quarter = containing(TODAY, Span.QUARTER)
    for _n in range(back):
        quarter = previous(quarter)
    question = Question(committee.id, committee.timezone, quarter.first, quarter.last, as_of=NOW)
    total = measure(session, question).total
    assert total.denominator >= 20
    assert 0.85 < total.on_time_share < 0.97


@pytest.mark.parametrize(
    "now",
    [
        "2026-02-18T10:00",  # in the middle of Tết
        *much(["2026-01-05T08:00"], []),  # the first working day of a quarter
        *much(["2027-08-03T00:10"], []),  # a year whose calendar is not shipped
    ],
)
def test_any_day_gives_a_picture(empty_database, tmp_path, now):
    moment = at(now)
    with opened(empty_database(), tmp_path) as session:
        demo.load(session, now=moment)
        assert 36 <= sum(t.state in OPEN for t in live_tasks(session, _day(moment))) <= 44
        assert groups(session, "congchuc", View.MINE, moment)["Quá hạn"] == 1
        assert max(session.scalars(select(TaskEvent.recorded_at))) < moment


def test_refreshing_on_the_same_day_changes_nothing(session):
    assert demo.refresh(session, now=NOW).added == 0


def test_refreshing_makes_the_day_s_picture_new_again(session):
    before = {view: groups(session, "congchuc", view) for view in (View.MINE, View.SUPPORT)}
    assert demo.refresh(session, now=NEXT_WEEK).added > 0
    assert {view: groups(session, "congchuc", view, NEXT_WEEK) for view in before} == before
    assert groups(session, "vanphong", View.DRAFTS, NEXT_WEEK) == {"Dự thảo": 3}
    assert groups(session, "chutich", View.DECIDE, NEXT_WEEK) == groups(session, "phochutich", View.DECIDE, NEXT_WEEK)
    assert demo.refresh(session, now=NEXT_WEEK).added == 0


def test_what_was_open_is_finished_by_its_units_and_the_record_only_grows(session):
    known = dict(session.execute(select(TaskEvent.id, TaskEvent.recorded_at)).all())
    open_ones = [task.id for task in live_tasks(session, TODAY) if task.state in OPEN]
    demo.refresh(session, now=NEXT_WEEK)
    session.flush()
    assert {session.get_one(Task, task_id).state for task_id in open_ones} == {State.DONE}
    now_known = dict(session.execute(select(TaskEvent.id, TaskEvent.recorded_at)).all())
    assert known.items() <= now_known.items()
    by_task = session.execute(
        select(TaskEvent.task_id, TaskEvent.recorded_at).order_by(TaskEvent.task_id, TaskEvent.version)
    )
    last = {}
    for task_id, moment in by_task:
        assert last.get(task_id, moment) <= moment < NEXT_WEEK
        last[task_id] = moment


def test_tasks_of_visitors_are_left_as_they_are(session):
    task = next(t for t in live_tasks(session, TODAY) if t.state is State.ASSIGNED and t.assignee_id is None)
    committee = committee_of(session)
    lifecycle.withdraw(session, task, reason="Giao nhầm", by=Actor(None, committee.timezone), now=NOW)
    session.flush()
    demo.refresh(session, now=NEXT_WEEK)
    assert (task.state, task.version) == (State.WITHDRAWN, 2)


def test_refreshing_says_so_when_somebody_of_the_office_is_locked_out(session):
    person_of(session, "congchuc").disabled_at = NOW
    with pytest.raises(Refused, match="bị khóa"):
        demo.refresh(session, now=NEXT_WEEK)


def test_there_is_nothing_to_refresh_in_a_real_office(app):
    with app.app_context(), pytest.raises(Refused, match="Chưa có số liệu minh họa"):
        demo.refresh(db.session(), now=NOW)


def test_a_quarter_later_the_new_quarters_have_shares_too(session):
    later = at("2026-08-19T09:00")
    demo.refresh(session, now=later)
    committee = committee_of(session)
    for first, last in ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 9, 30))):
        question = Question(committee.id, committee.timezone, first, last, as_of=later)
        assert measure(session, question).total.denominator >= 20


def _day(moment):
    return clock.local_day(moment, "Asia/Ho_Chi_Minh")
