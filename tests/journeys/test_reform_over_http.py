"""1 July 2025: the district ends, its communes are merged and stand under the province; work and figures go on.

Over HTTP, with mails through a real server. The shape: three communes become one new commune, the district's justice
office becomes the province's, and the province succeeds the district at the top.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people import accounts, organisation
from taskapp.people.models import Committee, UnitKind
from taskapp.people.passwords import hash_password
from taskapp.people.rights import Role
from taskapp.reports.asking import Asked
from taskapp.reports.programs import summary_json
from taskapp.reports.summary import report
from taskapp.tasks import lifecycle
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.models import Task
from taskapp.tasks.results import Result
from taskapp.tasks.states import State
from tests.conftest import VIETNAM
from tests.office import Office
from tests.people.browser import send, text_of
from tests.reminders.conftest import Mails, Round, mails, remind, server
from tests.tasks.making import TERMS, Desk

__all__ = ["mails", "remind", "server"]

ClientOf = Callable[[str], FlaskClient]
NEW, PROVINCE, JUSTICE = "UBND xã Phú Hựu", "UBND tỉnh Đồng Tháp", "Sở Tư pháp"
TOTAL = "Tổng cộng"
COMMUNES = ("UBND xã Tân Nhuận Đông", "UBND xã An Nhơn", "UBND xã An Khánh")
OFFICERS = {"UBND xã An Nhơn": "annhon", "UBND xã An Khánh": "ankhanh"}
JUNE, JULY = (date(2025, 6, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 7, 31))
BOTH = JUNE[0], JULY[1]
DECIDED = {"number": "1663/NQ-UBTVQH15", "signed_on": "16/06/2025", "effective_on": "01/07/2025"}


def at(day: int, month: int, hour: int = 9) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=VIETNAM)


@contextmanager
def desk_of(app: Flask, office: Office) -> Iterator[Desk]:
    """A desk outside any request."""
    with app.app_context():
        made = Desk(db.session(), office)
        yield made
        made.session.commit()


@pytest.fixture
def june(app: Flask, office: Office, frozen_clock: Callable[[datetime], None]) -> Office:
    """Three communes with a head and an officer each, and a month of work."""
    frozen_clock(at(2, 6))
    with desk_of(app, office) as made:
        for name, username in OFFICERS.items():
            unit = organisation.create_unit(
                made.session, office.committee_id, name=name, kind=UnitKind.COMMUNE, code=username
            )
            office.units[username] = unit.id
            person = accounts.create_person(
                made.session, office.committee_id, username=username, full_name=f"Công chức {username}", unit=unit,
                email=f"{username}@chauthanh.example", by=None, now=at(2, 6),
            )  # fmt: skip
            person.password_hash = hash_password("demo")
            accounts.give_role(made.session, person, Role.UNIT_HEAD, unit, by=None, now=at(2, 6))
            office.people[username] = person.id
        make_june(made)
    return office


def make_june(desk: Desk) -> None:
    done = give(desk, "tnd", date(2025, 6, 20), "Rà soát hộ tịch")
    result = Result(text="Đã xong", result_number="12/BC-UBND", result_on=date(2025, 6, 18))
    head = desk.by("chutichxa")
    lifecycle.submit(desk.session, done, result=result, by=head, now=at(18, 6), terms=TERMS)
    lifecycle.approve(desk.session, done, note="", by=desk.by("chutich"), now=at(19, 6))
    for code in ("tnd", "annhon", "ankhanh", "tp"):
        give(desk, code, date(2025, 6, 25), f"Báo cáo còn nợ của {code}")
        give(desk, code, date(2025, 7, 4), f"Báo cáo tháng Bảy của {code}")


def give(desk: Desk, code: str, due: date, content: str) -> Task:
    return desk.task(
        at(3, 6),
        leads=[desk.unit(code)],
        due_on=due,
        content=content,
        document=DocumentGiven("12/UBND", date(2025, 6, 2)),
    )


def test_the_reform_of_july(
    app: Flask, june: Office, client_of: ClientOf, frozen_clock: Callable[[datetime], None], remind: Round, mails: Mails
) -> None:
    def play(moment: datetime) -> None:
        with desk_of(app, june) as desk:
            remind(desk.session, moment)

    play(at(1, 7, 8))
    leader = client_of("chutich")
    paths = [
        f"/reports/{name}.xlsx?from=01/06/2025&to=30/06/2025&as_of=30/06/2025"
        for name in ("summary", "overdue", "due-soon")
    ]
    files = [leader.get(path).data for path in paths]
    before, across = table(app, *JUNE), table(app, *BOTH)
    assert set(before) == {*COMMUNES, "Phòng Tư pháp", TOTAL}
    mails.clear()

    reform(client_of("quantri"), june)

    play(at(1, 7, 9))
    assert mails.subjects() == set()  # nobody is written to because units have changed
    leader = client_of("chutich")
    assert [leader.get(path).data for path in paths] == files
    assert table(app, *JUNE) == before
    after, whole = table(app, *JULY), table(app, *BOTH)
    assert set(after) == {NEW, JUSTICE, TOTAL}
    assert after[NEW] == 6
    assert whole[TOTAL] == across[TOTAL] == sum(count for name, count in whole.items() if name != TOTAL)
    assert whole[COMMUNES[0]] == 1  # what it had finished

    finish_what_is_open(app, client_of)
    play(datetime(2025, 7, 2, 7, 30, tzinfo=VIETNAM))
    letter = mails.text("chutich", "Nhắc việc")
    assert NEW in letter
    assert not [name for name in COMMUNES if name in letter]


def reform(admin: FlaskClient, office: Office) -> None:
    merge(admin, NEW, [office.units[code] for code in ("tnd", "annhon", "ankhanh")])
    merge(admin, JUSTICE, [office.units["tp"]])
    merge(admin, PROVINCE, [office.units["root"]])
    tree = text_of(admin.get("/admin/units"))
    assert tree.index(PROVINCE) < tree.index(f"– <b>{NEW}")
    then = text_of(admin.get("/admin/units?day=30/06/2025"))
    assert all(name in then for name in COMMUNES)
    assert NEW not in then


def merge(admin: FlaskClient, name: str, units: list[int]) -> None:
    path, wish = "/admin/units/changes/merge", {**DECIDED, "units": units, "into": 0, "name": name, "parent": 0}
    page = text_of(send(admin, path, {**wish, "step": "preview"}))
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert seen, page
    assert send(admin, path, {**wish, "seen": seen[1], "step": "do"}).status_code == 302


def finish_what_is_open(app: Flask, client_of: ClientOf) -> None:
    """The official of a former commune sees what was hers, accepts and reports it."""
    content = "Báo cáo tháng Bảy của annhon"
    officer = client_of("annhon")
    assert content in text_of(officer.get("/tasks?view=unit"))
    task_id, version = found(app, content)[:2]
    assert send(officer, f"/tasks/{task_id}/acceptance", {"version": version}).status_code == 302
    given = {"version": version + 1, "text": "Đã xong", "result_number": "01/BC-UBND", "result_on": "01/07/2025"}
    assert send(officer, f"/tasks/{task_id}/submission", given).status_code == 302
    assert found(app, content)[2:] == (State.SUBMITTED, NEW)


def found(app: Flask, content: str) -> tuple[int, int, State, str]:
    with app.app_context():
        task = db.session.scalars(select(Task).where(Task.content == content)).one()
        return task.id, task.version, task.state, task.lead_unit_name


def table(app: Flask, first: date, last: date) -> dict[str, int]:
    """Mẫu A as the command line prints it: by unit how many tasks, the total too."""
    with app.app_context():
        committee = db.session.scalars(select(Committee)).one()
        answer = summary_json(report(db.session(), committee, Asked(first, last), now=clock.now()))
    return {row["unit"]: row["assigned"] for row in (*answer["units"], answer["total"])}
