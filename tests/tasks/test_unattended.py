"""The alarm: an open task for which nobody who is here is responsible; naming a deputy silences it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from taskapp.base.db import db
from taskapp.people import accounts, standing_queries
from taskapp.people.models import Committee, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.reminders import posts
from taskapp.tasks import changes, lifecycle, row_reading
from taskapp.tasks.models import Task
from taskapp.tasks.row_reading import Listing
from taskapp.tasks.selections import EVERYTHING, Sight, View
from tests.asked import statements
from tests.conftest import MONDAY
from tests.office import Office
from tests.people.standing import Book, march
from tests.tasks.browsing import ClientOf, made, page
from tests.tasks.making import TERMS, Desk, at

TODAY = MONDAY.date()
ALARM = "/tasks?view=unattended"


@pytest.fixture
def book(desk: Desk) -> Book:
    return Book(desk.session, desk.office)


def alarm(desk: Desk, who: str = "vanphong", day: date = TODAY) -> list[Task]:
    rights = desk.by(who).rights
    assert rights is not None
    desk.session.flush()
    sight = Sight(rights, day)
    asked = row_reading.page(sight, Listing(View.UNATTENDED, EVERYTHING, day, day), None, 50)
    return sorted((row[0] for row in desk.session.execute(*asked).unique()), key=lambda task: task.id)


def of_commune(desk: Desk) -> Task:
    """A task of the commune, whose single officer is named."""
    task = desk.task(leads=[desk.unit("tnd")])
    officer = desk.person("tuphapxa")
    changes.name_officer(desk.session, task, officer=officer, by=desk.by("chutichxa"), now=MONDAY)
    return task


def test_all_is_well_while_the_officer_or_a_head_is_here(desk: Desk) -> None:
    desk.in_progress()
    desk.task()
    assert alarm(desk) == []


def test_an_officer_away_without_a_deputy(desk: Desk, book: Book) -> None:
    task = of_commune(desk)
    book.away("tuphapxa", 2, 6)
    assert [(found.id, found.away_until) for found in alarm(desk)] == [(task.id, march(6))]
    assert alarm(desk, day=march(9)) == []


@pytest.mark.parametrize(("deputy_away", "alarms"), [(False, 0), (True, 1)])
def test_a_deputy_counts_when_he_is_here(desk: Desk, book: Book, deputy_away: bool, alarms: int) -> None:
    of_commune(desk)
    book.away("tuphapxa", 2, 6, deputy="chutichxa")
    if deputy_away:
        book.away("chutichxa", 2, 3)
    assert len(alarm(desk)) == alarms


def test_an_officer_who_has_gone_or_moved(desk: Desk) -> None:
    gone, moved = of_commune(desk), desk.in_progress()
    accounts.disable(desk.session, desk.person("tuphapxa"), by=None, now=MONDAY)
    desk.person("congchuc").unit_id = desk.office.units["nv"]
    assert {task.id for task in alarm(desk)} == {gone.id, moved.id}


def test_nobody_named_and_the_head_away(desk: Desk, book: Book) -> None:
    task = desk.task()
    book.away("truongphong", 2, 6)
    assert [found.id for found in alarm(desk)] == [task.id]
    changes.name_officer(desk.session, task, officer=desk.person("congchuc"), by=desk.by("truongphong"), now=MONDAY)
    assert alarm(desk) == []


def test_a_unit_without_a_head_has_the_one_above(desk: Desk, book: Book) -> None:
    task = desk.task()
    accounts.disable(desk.session, desk.person("truongphong"), by=None, now=MONDAY)
    assert [found.id for found in alarm(desk)] == [task.id]
    root = desk.unit("root")
    accounts.give_role(desk.session, desk.person("phochutich"), Role.UNIT_HEAD, root, by=None, now=MONDAY)
    assert alarm(desk) == []
    book.away("phochutich", 2, 3)
    assert [found.id for found in alarm(desk)] == [task.id]


def test_the_heads_are_those_that_are_reminded(desk: Desk) -> None:
    session, committee_id = desk.session, desk.office.committee_id
    sub = Unit(
        committee_id=committee_id, parent_id=desk.office.units["tp"], kind=desk.unit("tp").kind, code="hotich",
        name="Bộ phận hộ tịch", search_key="bo phan ho tich",
    )  # fmt: skip
    session.add(sub)
    accounts.disable(session, desk.person("truongphong_nv"), by=None, now=MONDAY)
    session.flush()
    filled = posts.load(session, session.get_one(Committee, committee_id), MONDAY)
    reminded = {unit_id for unit_id, heads in filled.heads.items() if heads}
    assert set(session.scalars(standing_queries.attended_units(committee_id, TODAY))) == reminded
    assert sub.id in reminded
    assert session.query(RoleHeld).filter_by(unit_id=sub.id).all() == []


def test_only_work_still_to_be_done_alarms(desk: Desk, book: Book) -> None:
    book.away("congchuc", 2, 6)
    waiting, declined = desk.submitted(), desk.task()
    lifecycle.decline(desk.session, declined, reason="Không đúng", by=desk.by("truongphong"), now=MONDAY, terms=TERMS)
    book.away("truongphong", 2, 6)
    assert [task.id for task in alarm(desk)] == [declined.id]
    assert waiting.assignee_id is not None


@pytest.mark.parametrize(
    ("who", "sees"),
    [("chutich", 1), ("vanphong", 1), ("chutichxa", 1), ("truongphong", 0), ("tuphapxa", 0), ("thanhtra", 0)],
)
def test_who_is_alarmed(desk: Desk, book: Book, who: str, sees: int) -> None:
    of_commune(desk)
    book.away("tuphapxa", 2, 6)
    assert len(alarm(desk, who)) == sees


@pytest.fixture
def away(app: Flask, office: Office) -> Callable[[str], None]:
    """The single officer of the commune is away from Monday to Friday; with "" nobody fills the place."""

    def registered(deputy: str) -> None:
        with app.app_context():
            Book(db.session(), office).away("tuphapxa", 2, 6, deputy=deputy or None)
            db.session.commit()

    return registered


def test_the_office_is_told_on_its_board_and_why_in_the_list(
    app: Flask, office: Office, client_of: ClientOf, away: Callable[[str], None]
) -> None:
    task_id, _version = made(app, of_commune, office)
    monitor = client_of("vanphong")
    assert "Không có người phụ trách" not in page(monitor.get("/dashboard"))
    away("")
    board = page(monitor.get("/dashboard"))
    assert "1 việc đang mở không có người phụ trách." in board
    assert "không có người phụ trách." not in page(monitor.get("/tasks?view=given"))
    shown = page(monitor.get(ALARM))
    assert "người xử lý vắng đến 06/03/2026, không có người thay" in shown
    assert "Ghi người thay" in shown
    assert f"/handovers/new?person={office.people['tuphapxa']}" in shown
    assert f"/tasks/{task_id}" in shown


def test_a_deputy_silences_it(app: Flask, office: Office, client_of: ClientOf, away: Callable[[str], None]) -> None:
    made(app, of_commune, office)
    away("chutichxa")
    monitor = client_of("vanphong")
    assert "Không có người phụ trách" not in page(monitor.get("/dashboard"))
    assert "Việc nào cũng có người phụ trách" in page(monitor.get(ALARM))


def test_the_reasons_in_words(app: Flask, office: Office, client_of: ClientOf) -> None:
    def build(desk: Desk) -> Task:
        desk.in_progress(content="Việc của người đã nghỉ")
        moved = desk.in_progress(content="Việc của người đã chuyển")
        changes.name_officer(
            desk.session, moved, officer=desk.person("congchuc2"), by=desk.by("truongphong"), now=MONDAY
        )
        accounts.disable(desk.session, desk.person("congchuc"), by=None, now=MONDAY)
        desk.person("congchuc2").unit_id = office.units["nv"]
        accounts.disable(desk.session, desk.person("chutichxa"), by=None, now=MONDAY)
        return desk.task(leads=[desk.unit("tnd")])

    made(app, build, office)
    shown = page(client_of("chutich").get(ALARM))
    for reason in ("người xử lý đã nghỉ", "người xử lý đã chuyển đơn vị", "đơn vị chưa có thủ trưởng"):
        assert reason in shown


def test_the_list_takes_at_most_six_queries_with_its_reasons(
    app: Flask, office: Office, client_of: ClientOf, away: Callable[[str], None]
) -> None:
    for _number in range(4):
        made(app, of_commune, office)
    away("")
    monitor = client_of("vanphong")
    with app.app_context():
        engine = db.engine
    with statements(engine) as seen:
        assert "Không có người phụ trách" in page(monitor.get(ALARM))
    assert len(seen) <= 6


def test_yesterday_s_absence_alarms_no_more(
    app: Flask, office: Office, client_of: ClientOf, away: Callable[[str], None], frozen_clock: Callable[[object], None]
) -> None:
    made(app, of_commune, office)
    away("")
    frozen_clock(at("09/03"))
    assert "Không có người phụ trách" not in page(client_of("vanphong").get("/dashboard"))
