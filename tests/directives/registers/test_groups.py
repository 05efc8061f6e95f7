"""Rows of a register that name a group of units: those that help are put down one by one, a lead is one unit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.directives.registers.importing import ImportRefused
from taskapp.people.models import Unit, UnitKind
from taskapp.people.organisation import create_unit
from taskapp.tasks.models import Task
from taskapp.tasks.states import Kind
from tests.directives.registers.sheets import register, row
from tests.directives.registers.test_importing import take
from tests.directives.registers.test_pages import kept, text_of
from tests.office import Office

__all__ = ["take"]
Take = Callable[..., dict[str, Any]]


def helping(app: Flask) -> list[str]:
    """The codes of the units that help."""
    query = select(Unit.code).join(Task, Task.lead_unit_id == Unit.id).where(Task.kind == Kind.PART).order_by(Task.id)
    with app.app_context():
        return list(db.session.scalars(query))


@pytest.fixture
def communes(app: Flask, office: Office) -> list[str]:
    """The codes of two communes, in the office's order."""
    query = select(Unit.code).where(Unit.kind == UnitKind.COMMUNE).order_by(Unit.sort_order, Unit.name)
    with app.app_context():
        root = db.session.get_one(Unit, office.units["root"])
        create_unit(db.session(), office.committee_id, name="UBND xã Phú Hựu", kind=UnitKind.COMMUNE, parent=root)
        db.session.commit()
        return list(db.session.scalars(query))


def test_a_group_that_helps_becomes_its_units(app: Flask, take: Take, communes: list[str]) -> None:
    outcome = take(register(row(support="UBND các xã, thị trấn")))
    assert helping(app) == communes
    assert outcome["new"] == 1
    assert outcome["units"][0].startswith(f"“UBND các xã, thị trấn” là {len(communes)} đơn vị phối hợp: UBND ")
    assert outcome["units"][0].endswith(" (dòng 2).")
    assert take(register(row(support="UBND các xã, thị trấn")))["known"] == 1


def test_a_lead_unit_does_not_help_itself_as_one_of_a_group(app: Flask, take: Take) -> None:
    take(register(row(support="Các phòng chuyên môn; UBND các xã, thị trấn")))
    assert "tp" not in helping(app)
    assert "nv" in helping(app)


def test_the_preview_says_which_units_are_meant(client_of: Callable[[str], FlaskClient], communes: list[str]) -> None:
    client = client_of("vanphong")
    page = text_of(client.get(kept(client, register(row(support="Các xã, thị trấn")))))
    assert f"“Các xã, thị trấn” là {len(communes)} đơn vị phối hợp: " in page
    assert "Nhập 1 nhiệm vụ" in page


def test_the_units_of_a_group_are_those_of_the_day_on_which_the_work_was_done(
    app: Flask, office: Office, take: Take, communes: list[str]
) -> None:
    with app.app_context():
        db.session.get_one(Unit, office.units["tnd"]).valid_to = date(2026, 2, 1)
        db.session.commit()
    take(register(row(support="Các xã, thị trấn")))
    rest = [code for code in communes if code != "tnd"]
    assert helping(app) == rest
    take(register(row(support="Các xã, thị trấn", content="Việc đã xong", done="18/01/2026")))
    assert sorted(helping(app)) == sorted([*rest, *communes])


def test_a_group_that_leads_is_refused_with_both_ways_out(take: Take) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(lead="UBND các xã, thị trấn")))
    (problem,) = refused.value.result["problems"]
    assert problem["column"] == "F"
    assert "tách mỗi đơn vị một dòng" in problem["message"]
    assert "đơn vị đầu mối" in problem["message"]


def test_a_group_that_nobody_can_tell_is_refused(take: Take) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(register(row(support="Các đơn vị có liên quan")))
    (problem,) = refused.value.result["problems"]
    assert problem["message"] == "“Các đơn vị có liên quan” là nhiều đơn vị. Hãy ghi tên từng đơn vị."
