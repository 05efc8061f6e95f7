"""The night's job over a real database: once a day, whoever runs it; what lists, pages and a letter say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from taskapp.base import paging
from taskapp.base.db import db
from taskapp.base.ticks import Tick
from taskapp.people.models import Committee
from taskapp.reminders import telling
from taskapp.reminders.fill import fill_reminders
from taskapp.reminders.models import Reminder
from taskapp.reports import forecast, foretelling, nights, steps
from taskapp.tasks import selections
from taskapp.tasks.models import Task
from taskapp.tasks.now import Now
from taskapp.tasks.risk import RiskLevel
from taskapp.tasks.risk_models import RiskRun, TaskRisk
from taskapp.tasks.selections import Filters, Sight, View
from taskapp.workdays.arithmetic import add_workdays
from tests.bench.working import Workplace
from tests.conftest import application, copied
from tests.office import Office
from tests.reports.conftest import Counting, Writing
from tests.reports.history import at
from tests.reports.told import CALENDAR, Days, turns
from tests.reports.written import write

TODAY, NIGHT = date(2026, 3, 2), at(date(2026, 3, 2), 2, 5)
LIVED = 240  # working days up to yesterday
Freeze = Callable[[datetime], None]
Clients = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def lived(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a database with an office that has a year behind it."""
    folder = tmp_path_factory.mktemp("lived")
    days = Days(add_workdays(TODAY, -LIVED, CALENDAR))
    assert days[LIVED] == TODAY
    with copied(template, folder) as url:
        with application(url, folder) as app, app.app_context():
            office, life = Office.load(db.session), Workplace(11, units=4, pressure=1.1).live(LIVED + 40)
            write(db.session(), office, turns(life, days, LIVED - 1))
            db.session.commit()
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, template: str, tmp_path: Path) -> Iterator[str]:
    """The database of an office that has lived, for tests of a `busy` one."""
    source = request.getfixturevalue("lived") if "busy" in request.fixturenames else template
    with copied(source, tmp_path) as url:
        yield url


@pytest.fixture
def busy(app: Flask) -> None:
    """The office has a year behind it."""


@pytest.fixture
def tonight(app: Flask, frozen_clock: Freeze) -> Callable[..., int]:
    """`tonight()`: the job's tick at five past two; `tonight(moment)`: at another."""

    def run(moment: datetime = NIGHT, owner: str = "one") -> int:
        frozen_clock(moment)
        with app.app_context():
            return steps.forecast(Tick(db.session(), app.extensions["taskapp"], owner))

    return run


def risks(app: Flask) -> list[TaskRisk]:
    with app.app_context():
        return list(db.session.scalars(select(TaskRisk).order_by(TaskRisk.kept_permille, TaskRisk.task_id)))


def test_at_night_every_open_task_whose_limit_has_not_passed_gets_its_chance(
    app: Flask, busy: None, tonight: Callable[..., int]
) -> None:
    count = tonight()
    found = risks(app)
    assert count == len(found) > 20
    with app.app_context():
        tasks = {task.id: task for task in db.session.scalars(select(Task))}
        (run,) = db.session.scalars(select(RiskRun))
    assert all(tasks[one.task_id].due_on >= TODAY and one.as_of == TODAY for one in found)
    assert all(tasks[one.task_id].due_version == one.due_version for one in found)
    assert {one.level for one in found} == set(RiskLevel)
    assert all(bool(one.high_since) == (one.level is RiskLevel.HIGH) for one in found)
    assert all(one.reasons for one in found if one.level is RiskLevel.HIGH)
    assert (run.day, run.tasks) == (TODAY, count)
    assert run.results > 500
    assert run.missed > 50


def test_it_is_made_once_a_day_after_two_by_whoever_comes_first(busy: None, tonight: Callable[..., int]) -> None:
    assert tonight(at(TODAY, 1, 59)) == 0
    assert tonight() > 0
    assert tonight(NIGHT + timedelta(minutes=1), owner="two") == 0
    assert tonight(at(TODAY, 23)) == 0
    assert tonight(at(TODAY + timedelta(days=1), 2)) > 0


def test_two_who_come_at_the_same_moment_do_it_once(app: Flask, office: Office, frozen_clock: Freeze) -> None:
    frozen_clock(NIGHT)
    with app.app_context():
        committee = db.session.get_one(Committee, office.committee_id)
        assert nights.due(db.session(), NIGHT) == [office.committee_id]
        assert nights.claim(db.session(), committee, NIGHT)
        assert not nights.claim(db.session(), committee, NIGHT)
        assert nights.due(db.session(), NIGHT) == []
        later = NIGHT + timedelta(minutes=31)  # who began has died
        assert nights.due(db.session(), later) == [office.committee_id]
        assert nights.claim(db.session(), committee, later)
        assert not nights.claim(db.session(), committee, later)


def test_what_goes_wrong_is_logged_and_stops_nothing_else(
    busy: None, tonight: Callable[..., int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_arguments: object, **_more: object) -> None:
        raise ArithmeticError("no step to go")

    monkeypatch.setattr(forecast, "learn", fails)
    assert tonight() == 0
    assert "could not be made" in caplog.text
    monkeypatch.undo()
    assert tonight(NIGHT + timedelta(minutes=29)) == 0
    assert tonight(NIGHT + timedelta(minutes=30)) > 0


def test_no_writer_waits_while_it_learns(
    app: Flask, busy: None, tonight: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def learns(*_arguments: object, **_more: object) -> None:
        seen.append(db.session().in_transaction())

    monkeypatch.setattr(forecast, "learn", learns)
    tonight()
    assert seen == [False]


def test_an_office_with_little_behind_it_hears_nothing(
    app: Flask, usual: dict[str, int], tonight: Callable[..., int], client_of: Clients
) -> None:
    assert tonight() == 0
    assert risks(app) == []
    page = client_of("chutich").get("/tasks?view=all&order=risk").get_data(as_text=True)
    assert "Chưa đủ dữ liệu để ước tính" in page
    assert "Nguy cơ trễ:" not in page


def test_the_next_night_takes_over_what_changed_and_drops_what_ended(
    app: Flask, busy: None, tonight: Callable[..., int]
) -> None:
    tonight()
    first = {one.task_id: (one.level, one.high_since) for one in risks(app)}
    tonight(at(TODAY + timedelta(days=3), 2))
    second = {one.task_id: one for one in risks(app)}
    assert first.keys() - second.keys()  # those due before
    stayed = [n for n in second if first[n][0] is RiskLevel.HIGH and second[n].level is RiskLevel.HIGH]
    assert stayed
    assert all(second[n].high_since == first[n][1] for n in stayed)


def riskiest(app: Flask) -> int:
    return next(one.task_id for one in risks(app) if one.level is RiskLevel.HIGH)


def test_lists_order_by_risk_and_say_why_and_so_does_the_task_s_page(
    app: Flask, busy: None, tonight: Callable[..., int], client_of: Clients
) -> None:
    tonight()
    client, number = client_of("chutich"), riskiest(app)
    page = client.get("/tasks?view=all&order=risk").get_data(as_text=True)
    order = [page.index(f'id="task-{one.task_id}"') for one in risks(app)[:10]]
    assert order == sorted(order)
    assert "Nguy cơ trễ: cao (" in page
    ordinary = client.get("/tasks?view=all&time=at_risk").get_data(as_text=True)
    assert f'id="task-{number}"' in ordinary
    assert "Nguy cơ trễ: thấp" not in ordinary
    task = client.get(f"/tasks/{number}").get_data(as_text=True)
    assert "Nguy cơ trễ: cao" in task
    assert "Ước tính sáng 02/03/2026" in task


def test_pages_of_the_order_of_risk_follow_each_other(
    app: Flask, busy: None, tonight: Callable[..., int], writing: Writing
) -> None:
    tonight()
    filters, seen, mark = Filters(by_risk=True), [], None
    with writing() as h:
        sight = Sight(h.rights("chutich"), TODAY)
        for _page in range(20):
            query = selections.narrowed(sight, View.ALL, filters, TODAY, TODAY)
            page = paging.page(h.session, query, selections.order_of(View.ALL, filters), mark, size=7)
            seen += [task.id for task in page.rows]
            mark = page.next_mark
            if mark is None:
                break
    assert seen == [one.task_id for one in risks(app)]


@pytest.mark.parametrize("change", ["limit", "state", "stale"])
def test_an_estimate_about_another_limit_another_state_or_of_long_ago_is_not_shown(
    app: Flask, busy: None, tonight: Callable[..., int], client_of: Clients, frozen_clock: Freeze, change: str
) -> None:
    tonight()
    number = riskiest(app)
    with app.app_context():
        task = db.session.get_one(Task, number)
        if change == "limit":
            task.due_version += 1
        elif change == "state":
            task.state, task.submitted_on = "submitted", TODAY
        else:
            task.due_on = date(2026, 3, 30)
            frozen_clock(at(date(2026, 3, 6), 9))
        task.version += 1
        db.session.commit()
    client = client_of("chutich")
    assert "Nguy cơ trễ: cao" not in client.get(f"/tasks/{number}").get_data(as_text=True)
    assert f'id="task-{number}"' not in client.get("/tasks?view=all&order=risk").get_data(as_text=True)


def test_the_order_of_risk_costs_as_many_queries_however_long_the_list(
    app: Flask, busy: None, tonight: Callable[..., int], client_of: Clients, count_queries: Counting
) -> None:
    client, counts = client_of("chutich"), []
    for moment in (None, NIGHT):
        if moment:
            tonight(moment)
        client.get("/tasks?view=all&order=risk")
        with count_queries() as seen:
            client.get("/tasks?view=all&order=risk")
        counts.append(len(seen))
    assert counts[1] - counts[0] <= 2  # what belongs to the rows is read only when there are rows


def test_the_head_gets_one_reminder_for_each_limit(app: Flask, busy: None, tonight: Callable[..., int]) -> None:
    tonight()
    number = riskiest(app)
    with app.app_context():
        fill_reminders(db.session(), at(TODAY, 7, 31))
        fill_reminders(db.session(), at(TODAY, 9))
    tonight(at(TODAY + timedelta(days=1), 2))
    with app.app_context():
        fill_reminders(db.session(), at(TODAY + timedelta(days=1), 7, 31))
        told = select(func.count()).select_from(Reminder).where(Reminder.step == "at_risk", Reminder.task_id == number)
        assert db.session.scalar(told) == 1


def test_the_letter_says_that_the_limit_is_at_risk_and_why(app: Flask, busy: None, tonight: Callable[..., int]) -> None:
    tonight()
    number = riskiest(app)
    with app.test_request_context():
        fill_reminders(db.session(), at(TODAY, 7, 31))
        reminder = db.session.scalars(
            select(Reminder).where(Reminder.step == "at_risk", Reminder.task_id == number)
        ).first()
        assert reminder is not None
        told = telling.tell(db.session(), reminder, Now(at(TODAY, 8), "Asia/Ho_Chi_Minh", CALENDAR))
        assert told.what == "Nguy cơ trễ: cao"
        assert told.words


def test_estimates_are_kept_for_as_long_as_the_night_that_made_them_knew(writing: Writing, app: Flask) -> None:
    """A limit that moved while the night was learning is not given the chance of the old one."""
    with writing() as h:
        task = h.give(date(2026, 2, 27), date(2026, 3, 6))
        night = foretelling.Night(100, 20, [forecast.Foreseen(task.id, 0.7)], {task.id: task.due_version})
        h.extend(task, TODAY, date(2026, 3, 13))
        foretelling.keep(h.session, h.office.committee_id, night, TODAY, at(TODAY, 3))
        number = task.id
    (row,) = risks(app)
    with app.app_context():
        assert db.session.get_one(Task, number).due_version == row.due_version + 1
