"""The share of progress reports, worked out by hand: what was expected in the period, and what came in time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.base.errors import Refused
from taskapp.people.models import Person, Unit
from taskapp.people.queries import rights_of
from taskapp.reports import update_stories
from taskapp.reports.measures import measure
from taskapp.reports.question import Question
from taskapp.reports.updates import Expected, Seen, Share, expected, share_of
from taskapp.tasks import assigning, changes, lifecycle, registers
from taskapp.tasks.models import Task
from taskapp.tasks.record import Actor
from taskapp.tasks.states import OPEN, State
from taskapp.workdays.shipped import shipped_calendar
from tests.conftest import MONDAY
from tests.office import Office
from tests.reports.conftest import Writing
from tests.reports.history import History, at

CALENDAR = shipped_calendar()
ISSUED, DUE = date(2026, 3, 2), date(2026, 6, 30)  # checkpoints on 10 April and 21 May


def seen(on: date, kind: str, state: State = State.IN_PROGRESS, due_on: date | None = DUE, unit: int = 1) -> Seen:
    return Seen(on, kind, state, ISSUED, due_on, unit, f"Đơn vị {unit}")


def days(*story: Seen, last: date = date(2026, 7, 31)) -> list[tuple[str, str | None]]:
    found = expected(story, CALENDAR, date(2026, 1, 1), last)
    return [(f"{one.on:%d/%m}", f"{one.told_on:%d/%m}" if one.told_on else None) for one in found]


GIVEN = seen(ISSUED, "issue", State.ASSIGNED)


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ([GIVEN], [("10/04", None), ("21/05", None)]),
        # one in time, one a day late
        (
            [GIVEN, seen(date(2026, 4, 8), "progress"), seen(date(2026, 5, 22), "progress")],
            [("10/04", "08/04"), ("21/05", None)],
        ),
        # handed in before the second checkpoint: nothing more was expected
        ([GIVEN, seen(date(2026, 5, 4), "submit", State.SUBMITTED)], [("10/04", None)]),
        # the result itself on the day of the first
        ([GIVEN, seen(date(2026, 4, 10), "submit", State.SUBMITTED)], [("10/04", "10/04")]),
        # handed in and approved on the day of the first: the report counts
        (
            [GIVEN, seen(date(2026, 4, 10), "submit", State.SUBMITTED), seen(date(2026, 4, 10), "approve", State.DONE)],
            [("10/04", "10/04")],
        ),
        # handed in on 20 April; that the unit was succeeded on 1 April is recorded later: the first was still expected
        (
            [
                GIVEN,
                seen(date(2026, 4, 20), "submit", State.SUBMITTED),
                seen(date(2026, 4, 1), "unit_changed", State.SUBMITTED, unit=2),
            ],
            [("10/04", None)],
        ),
        # extended on 4 May: the longer time has thirds of its own, what was due before that stays
        (
            [GIVEN, seen(date(2026, 5, 4), "extend", due_on=date(2026, 9, 22))],
            [("10/04", None), ("08/05", None), ("16/07", None)],
        ),
        # shortened to less than three months before anything was due
        ([GIVEN, seen(date(2026, 3, 9), "move_limit", due_on=date(2026, 5, 29))], []),
    ],
)
def test_reports_are_expected_at_the_checkpoints_of_the_limit_of_that_day(story: list[Seen], found: list[object]):
    assert days(*story) == found


def test_work_without_a_limit_owes_a_report_in_each_whole_month():
    story = [
        seen(ISSUED, "issue", State.ASSIGNED, None),  # 2 March: that month is not whole
        seen(date(2026, 4, 30), "progress", due_on=None),
        seen(date(2026, 6, 15), "withdraw", State.WITHDRAWN, None),
    ]
    assert days(*story) == [("30/04", "30/04"), ("31/05", None)]
    assert days(*story, last=date(2026, 5, 30)) == [("30/04", "30/04")]


def test_a_report_is_expected_of_the_unit_that_had_the_task_that_day():
    story = [GIVEN, seen(date(2026, 5, 4), "reassign", State.ASSIGNED, unit=2)]
    found = expected(story, CALENDAR, date(2026, 1, 1), date(2026, 7, 31))
    assert [one.unit_id for one in found] == [1, 2]


def test_the_share_is_what_came_in_time_of_what_was_expected():
    one = Expected(DUE, ISSUED, 1, "", False, None)
    assert share_of([one, one._replace(told_on=DUE), one]) == Share(1, 3)
    assert share_of([one]).share == 0
    assert share_of([]).share is None


def test_the_page_opens_the_reports_behind_each_number(
    app: Flask, office: Office, client_of: Callable[[str], FlaskClient], frozen_clock: Callable[..., None]
):
    with app.app_context():
        session = db.session()
        person = session.get_one(Person, office.people["chutich"])
        by = Actor(rights_of(session, person, on=ISSUED), "Asia/Ho_Chi_Minh")
        for content in ("Rà soát quy hoạch", "Số hóa sổ hộ tịch"):
            given = assigning.Assignment(content, [session.get_one(Unit, office.units["tp"])], due_on=DUE)
            (task,) = assigning.draft(session, given, by=by, committee_id=office.committee_id, now=MONDAY)
            lifecycle.issue(session, task, by=by, now=MONDAY)
        head = session.get_one(Person, office.people["truongphong"])
        doer = Actor(rights_of(session, head, on=ISSUED), "Asia/Ho_Chi_Minh")
        frozen_clock(MONDAY + timedelta(days=35))
        changes.progress(session, task, percent=30, note="Đã xong 2 xã.", by=doer, now=clock.now())
        session.commit()
    frozen_clock(MONDAY + timedelta(days=49))
    page = client_of("thanhtra").get("/reports/updates?from=01/04/2026&to=30/04/2026").get_data(as_text=True)
    assert "50 %" in page
    assert "1 trên 2 lần phải cập nhật" in page
    assert page.index("Rà soát quy hoạch") < page.index("Số hóa sổ hộ tịch")  # what did not come first
    assert "báo tiến độ ngày 06/04/2026" in page
    other = client_of("congchuc_nv").get("/reports/updates?from=01/04/2026&to=30/04/2026").get_data(as_text=True)
    assert "Không có lần cập nhật nào phải có trong kỳ" in other


def test_a_task_that_went_to_another_unit_shows_each_unit_only_what_is_its_own(
    app: Flask, office: Office, client_of: Callable[[str], FlaskClient], frozen_clock: Callable[..., None]
):
    with app.app_context():
        session = db.session()
        person = session.get_one(Person, office.people["chutich"])
        by = Actor(rights_of(session, person, on=ISSUED), "Asia/Ho_Chi_Minh")
        lead, other = (session.get_one(Unit, office.units[code]) for code in ("tp", "nv"))
        given = assigning.Assignment("Rà soát quy hoạch", [lead], due_on=DUE)
        (task,) = assigning.draft(session, given, by=by, committee_id=office.committee_id, now=MONDAY)
        lifecycle.issue(session, task, by=by, now=MONDAY)
        frozen_clock(MONDAY + timedelta(days=50))
        lifecycle.reassign(session, task, lead=other, reason="Đúng việc", by=by, now=clock.now())
        session.commit()
    frozen_clock(MONDAY + timedelta(days=60))
    path = "/reports/updates?from=01/04/2026&to=30/04/2026&as_of=16/04/2026"
    pages = {name: client_of(name).get(path).get_data(as_text=True) for name in ("truongphong", "truongphong_nv")}
    assert "Rà soát quy hoạch" not in pages["truongphong"]
    assert "Phòng Tư pháp" not in pages["truongphong_nv"].partition("<main")[2]
    assert "nay thuộc đơn vị khác" in pages["truongphong"]


def test_what_may_owe_a_report_is_found_whatever_became_of_its_limit(writing: Writing, office: Office):
    rng, start = Random(5), date(2026, 1, 5)
    with writing() as h:
        for n in range(80):
            day = start + timedelta(days=n * 3)
            h.give(day, rng.choice((None, day + timedelta(days=rng.choice((20, 85, 95, 200))))))
            for task in h.session.query(Task).order_by(Task.id):
                if rng.random() < 0.08 and task.state in OPEN:
                    with suppress(Refused), h.session.begin_nested():
                        due = day + timedelta(days=rng.randint(1, 150))
                        rng.choice((h.extend, h.bring_forward, partial(_correct, h), _finish(h)))(task, day, due)
                        h.session.flush()
        for first, last in ((date(2026, 4, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 12, 31))):
            question = Question(office.committee_id, "Asia/Ho_Chi_Minh", first, last, at(date(2026, 9, 30), 18))
            every = [task.image.task_id for task in measure(h.session, question).judged]
            owing = {
                task_id
                for task_id, story in update_stories.stories(h.session, question, every).items()
                if expected(story, CALENDAR, first, last)
            }
            may = set(h.session.scalars(update_stories.may_owe(question)))
            assert len(owing) > 15
            assert owing <= may
            assert len(may) < len(every)


def _finish(h: History) -> Callable[[Task, date, date], None]:
    return lambda task, day, _due: h.finish(task, day)


def _correct(h: History, task: Task, day: date, due: date) -> None:
    registers.correct(
        h.session, task, due_on=due, done_on=None, reason="Sổ ghi khác", by=h.actor("vanphong"), now=at(day, 12)
    )
