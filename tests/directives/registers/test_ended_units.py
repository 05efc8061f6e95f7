"""Rows of a register for units that have ended: open work goes to the heir, what is done stays where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.admin import reorganising
from taskapp.admin.reorganising import Plan
from taskapp.base.db import db
from taskapp.directives.registers.importing import ImportRefused, summary
from taskapp.people.models import Unit, UnitKind
from taskapp.people.unit_changes import NewUnit
from taskapp.people.unit_models import Rearranging
from taskapp.tasks.models import Task
from tests.admin import reform
from tests.directives.registers.sheets import register, row
from tests.directives.registers.test_importing import take
from tests.directives.registers.test_pages import kept, text_of
from tests.office import Office
from tests.tasks.making import Desk

__all__ = ["take"]
Take = Callable[..., dict[str, Any]]
HEIR = "Phòng Tư pháp - Nội vụ"
SAID = f"“Phòng Tư pháp” đã kết thúc ngày 01/03/2026: việc chưa xong giao cho {HEIR} (dòng 2)."


def reorganise(
    app: Flask, office: Office, *olds: str, into: tuple[str, ...], how: Rearranging = Rearranging.MERGE
) -> None:
    """The offices of these codes become others as of today."""
    with app.app_context():
        desk = Desk(db.session(), office)
        root = desk.unit("root")
        new = [NewUnit(name, UnitKind.OFFICE, root, f"N{place}") for place, name in enumerate(into)]
        plan = Plan(reform.decision(how), [desk.unit(old) for old in olds], new=new)
        reorganising.carry_out(db.session(), plan, reform.by(desk))
        db.session.commit()


@pytest.fixture
def merged(app: Flask, office: Office) -> None:
    """Two offices have become one."""
    reorganise(app, office, "tp", "nv", into=(HEIR,))


def leads(app: Flask) -> list[tuple[str, str, str]]:
    """Content, lead unit's present name and the name the task bears, in the order of the register."""
    columns = select(Task.content, Unit.name, Task.lead_unit_name).join(Unit, Unit.id == Task.lead_unit_id)
    with app.app_context():
        return [(content, name, borne) for content, name, borne in db.session.execute(columns.order_by(Task.id))]


def test_open_rows_go_to_the_heir_and_done_ones_stay(app: Flask, merged: None, take: Take) -> None:
    done = row(content="Việc đã xong", done="18/01/2026", number="13/UBND-NC")
    outcome = take(register(row(), done))
    assert leads(app) == [("Rà soát văn bản", HEIR, HEIR), ("Việc đã xong", "Phòng Tư pháp", "Phòng Tư pháp")]
    assert outcome["units"] == [SAID]
    assert SAID in summary(outcome)


def test_the_preview_says_who_gets_the_work(merged: None, client_of: Callable[[str], FlaskClient]) -> None:
    client = client_of("vanphong")
    page = text_of(client.get(kept(client, register(row(support="Phòng Nội vụ")))))
    assert SAID in page
    assert "“Phòng Nội vụ” đã kết thúc" in page
    assert "Nhập 1 nhiệm vụ" in page


def test_two_units_that_have_become_one_do_not_support_themselves(app: Flask, merged: None, take: Take) -> None:
    take(register(row(support="Phòng Nội vụ")))
    assert [name for _content, name, _borne in leads(app)] == [HEIR]


def test_the_same_row_is_known_after_the_reform_as_before(app: Flask, take: Take, office: Office) -> None:
    take(register(row()))
    reorganise(app, office, "tp", "nv", into=(HEIR,))
    again = take(register(row()))
    assert (again["new"], again["known"], again["units"], again["problems"]) == (0, 1, [], [])
    more = take(register(row(content="Việc mới")))
    assert more["new"] == 1
    assert take(register(row(content="Việc mới")))["known"] == 1


@pytest.mark.parametrize(("column", "where"), [("lead", "F"), ("support", "G")])
def test_a_unit_that_has_ended_without_one_heir_is_refused_with_what_to_do(
    app: Flask, office: Office, take: Take, column: str, where: str
) -> None:
    reorganise(app, office, "nv", into=("Phòng Nội vụ 1", "Phòng Nội vụ 2"), how=Rearranging.SPLIT)
    with pytest.raises(ImportRefused) as refused:
        take(register(row(**{column: "Phòng Nội vụ"})))
    (problem,) = refused.value.result["problems"]
    assert problem["column"] == where
    assert problem["message"] == (
        "Phòng Nội vụ đã kết thúc ngày 01/03/2026, không có một đơn vị kế thừa. Hãy ghi đơn vị nhận việc này."
    )
    assert take(register(row(**{column: "Phòng Nội vụ"}, done="18/01/2026")))["new"] == 1


def test_a_unit_whose_last_day_is_today_still_gets_its_work(app: Flask, office: Office, take: Take) -> None:
    with app.app_context():
        unit = db.session.get_one(Unit, office.units["tp"])
        unit.valid_to = reform.TODAY
        db.session.commit()
    assert take(register(row()))["units"] == []
    with app.app_context():
        db.session.get_one(Unit, office.units["tp"]).valid_to = reform.TODAY - timedelta(days=1)
        db.session.commit()
    with pytest.raises(ImportRefused):
        take(register(row(content="Việc mới")))
