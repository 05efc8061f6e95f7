"""Figures over a reorganisation: days gone by stay as they were, each unit has what was its, the total adds up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from taskapp.admin.reorganising import Plan, carry_out
from taskapp.base.db import db
from taskapp.people.unit_changes import Decision
from taskapp.people.unit_models import Rearranging
from taskapp.reports.asking import Asked
from taskapp.reports.comparing import compare
from taskapp.reports.programs import summary_json
from taskapp.reports.summary import report, summarise
from taskapp.tasks import lifecycle
from taskapp.tasks.models import Task
from tests.admin.reform import NEW, by, merging, unit_called
from tests.conftest import MONDAY
from tests.tasks.making import Desk

FEBRUARY = "from=01/02/2026&to=28/02/2026"
LATER = MONDAY + timedelta(hours=3)
FILES = ("summary.xlsx", "overdue.xlsx", "overdue.docx", "due-soon.xlsx", "undated.docx")


@pytest.fixture
def reform(app, office):
    """Phòng Tư pháp and the commune become one at noon of 2 March."""

    def carry(*codes: str) -> int:
        with app.app_context():
            desk = Desk(db.session(), office)
            carry_out(desk.session, merging(desk, *(codes or ("tp", "tnd"))), by(desk, LATER))
            desk.session.commit()
            return unit_called(desk.session, NEW).id

    return carry


def told(app, office, first: date, last: date, *, unit_id: int | None = None) -> dict:
    """Mẫu A of a period as known now."""
    with app.app_context():
        committee = by(Desk(db.session(), office)).committee
        asked = Asked(first, last, unit_id=unit_id)
        found = summarise(db.session(), committee, asked, rights=None, now=LATER + timedelta(hours=1))
        return summary_json(found)


def without_moment(answer: dict) -> str:
    return json.dumps({name: value for name, value in answer.items() if name != "as_of"}, ensure_ascii=False)


def rows(answer: dict) -> dict[str, int]:
    return {row["unit"]: row["assigned"] for row in answer["units"]}


def contents(file: bytes) -> dict[str, bytes]:
    """Every part of an office file but the one that says when it was saved."""
    with ZipFile(BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist() if name != "docProps/core.xml"}


def test_files_of_a_past_moment_are_the_same_to_the_byte(usual, client_of, frozen_clock, reform):
    leader = client_of("chutich")
    paths = [f"/reports/{name}?{FEBRUARY}&as_of=2026-03-02T08:30:00" for name in FILES]
    before = [contents(leader.get(path).data) for path in paths]
    reform()
    frozen_clock(LATER + timedelta(hours=1))
    leader = client_of("chutich")
    assert [contents(leader.get(path).data) for path in paths] == before


def earlier(desk: Desk, kind: Rearranging) -> Plan:
    """A decision about Phòng Tư pháp that has held since 16 February."""
    tp, nv = desk.unit("tp"), desk.unit("nv")
    told = Decision(kind, date(2026, 2, 16), "12/QĐ")
    if kind is Rearranging.RENAME:
        return Plan(told, [tp], name="Ban Tư pháp")
    return Plan(told, [tp], parent=nv) if kind is Rearranging.MOVE else Plan(told, [tp], heirs=[nv])


@pytest.mark.parametrize("kind", [Rearranging.MERGE, Rearranging.MOVE, Rearranging.RENAME])
def test_what_was_known_stays_when_an_earlier_decision_is_recorded_later(
    app, office, usual, shared, client_of, frozen_clock, kind
):
    known = "as_of=2026-03-02T08:30:00"
    units = ["", *(f"&unit={office.units[code]}" for code in ("root", "tp", "nv"))]
    files = [f"/reports/{name}?{FEBRUARY}&{known}{unit}" for name in FILES for unit in units]
    papers = [f"/reports/summary/document?{FEBRUARY}&{known}{unit}" for unit in units]

    def answers() -> list[object]:
        leader = client_of("chutich")
        pages = [leader.get(path).get_data(as_text=True) for path in papers]
        return [*(contents(leader.get(path).data) for path in files), *(words_of(page) for page in pages)]

    before = answers()
    with app.app_context():
        desk = Desk(db.session(), office)
        carry_out(desk.session, earlier(desk, kind), by(desk, LATER))
        desk.session.commit()
    frozen_clock(LATER + timedelta(hours=1))
    assert answers() == before
    page = client_of("chutich").get(f"/reports/summary?{FEBRUARY}&{known}").get_data(as_text=True)
    assert "Cộng cả đơn vị tiền thân" not in page


def words_of(page: str) -> str:
    """What the paper of a report says, as proposed."""
    return page.split("<textarea", 1)[1].split("</textarea>", 1)[0]


def test_earlier_periods_are_compared_by_the_tree_of_their_own_days(app, office, usual):
    with app.app_context():
        desk = Desk(db.session(), office)
        moving = Plan(Decision(Rearranging.MOVE, MONDAY.date(), "12/QĐ"), [desk.unit("tp")], parent=desk.unit("nv"))
        carry_out(desk.session, moving, by(desk, LATER))
        now, committee = LATER + timedelta(hours=1), by(desk).committee
        march = Asked(date(2026, 3, 1), date(2026, 3, 31), unit_id=office.units["nv"])
        found = summarise(desk.session, committee, march, rights=None, now=now)
        previous = compare(desk.session, found).previous
    assert "Phòng Tư pháp" in {row.name for row in found.rows}
    assert previous.question.leads == {office.units["nv"]}


def test_a_period_before_the_change_asked_after_it_says_what_it_said(app, office, usual, shared, reform):
    february = date(2026, 2, 1), date(2026, 2, 28)
    before = told(app, office, *february)
    assert rows(before)["Phòng Tư pháp"] > 5
    reform()
    assert without_moment(told(app, office, *february)) == without_moment(before)


def test_a_unit_that_has_ended_still_answers_for_its_period(app, office, usual, shared, reform):
    asked = date(2026, 2, 1), date(2026, 2, 28)
    before = told(app, office, *asked, unit_id=office.units["tp"])
    new = reform()
    assert without_moment(told(app, office, *asked, unit_id=office.units["tp"])) == without_moment(before)
    assert told(app, office, *asked, unit_id=new)["total"]["assigned"] == 0
    whole = told(app, office, *asked, unit_id=office.units["root"])
    assert whole["total"]["assigned"] == told(app, office, *asked)["total"]["assigned"]


def test_a_period_across_shows_each_with_what_was_its_and_adds_up(app, office, usual, shared, reform):
    across = date(2026, 2, 1), date(2026, 3, 31)
    before = told(app, office, *across)
    reform()
    after = told(app, office, *across)
    assert {"Phòng Tư pháp", NEW, "Phòng Nội vụ"} <= set(rows(after))
    assert sum(rows(after).values()) == after["total"]["assigned"] == before["total"]["assigned"]
    assert after["total"] == before["total"]
    assert after["supporting"]["total"]["assigned"] == before["supporting"]["total"]["assigned"]


def test_a_period_after_shows_the_new_unit_with_what_it_inherited(app, office, usual, reform):
    reform()
    march = told(app, office, date(2026, 3, 2), date(2026, 3, 31))
    assert {"Phòng Tư pháp", "UBND xã Tân Nhuận Đông"}.isdisjoint(rows(march))
    assert rows(march)[NEW] == 3  # one in term, one waiting, one without a limit


def test_the_tree_of_the_period_says_which_units_are_below(app, office, usual):
    asked = date(2026, 2, 1), date(2026, 2, 28)
    before = told(app, office, *asked, unit_id=office.units["nv"])
    with app.app_context():
        desk = Desk(db.session(), office)
        moving = Plan(Decision(Rearranging.MOVE, MONDAY.date(), "12/QĐ"), [desk.unit("tp")], parent=desk.unit("nv"))
        carry_out(desk.session, moving, by(desk, LATER))
        desk.session.commit()
    assert without_moment(told(app, office, *asked, unit_id=office.units["nv"])) == without_moment(before)
    march = told(app, office, date(2026, 3, 1), date(2026, 3, 31), unit_id=office.units["nv"])
    assert "Phòng Tư pháp" in rows(march)


def test_what_was_given_to_another_unit_afterwards_counts_there(app, office, usual, writing, reform):
    with writing() as history:
        task_id = history.give(date(2026, 2, 2), date(2026, 3, 20)).id
    reform()
    count = rows(told(app, office, date(2026, 2, 1), date(2026, 2, 28)))
    with writing() as history:
        task = history.session.get_one(Task, task_id)
        actor, nv = history.actor("chutich"), history.unit("nv")
        lifecycle.reassign(history.session, task, lead=nv, reason="Đúng việc", by=actor, now=LATER)
    again = rows(told(app, office, date(2026, 2, 1), date(2026, 2, 28)))
    assert again["Phòng Nội vụ"] == count["Phòng Nội vụ"] + 1


def test_the_command_line_finds_a_unit_by_the_name_it_had(app, office, usual, reform):
    reform()
    with app.app_context():
        committee = by(Desk(db.session(), office)).committee
        asked = Asked(date(2026, 2, 1), date(2026, 2, 28))
        found = report(db.session(), committee, asked, unit="P. Tư pháp", now=LATER + timedelta(hours=1))
        assert [row.name for row in found.rows] == ["Phòng Tư pháp"]


def test_a_successor_is_shown_together_with_its_predecessors(app, office, usual, client_of, frozen_clock, reform):
    reform()
    frozen_clock(LATER + timedelta(hours=1))
    page = client_of("chutich").get("/reports/summary?from=01/02/2026&to=31/03/2026").get_data(as_text=True)
    joined = page.split("Cộng cả đơn vị tiền thân", 1)[1].split("</section>", 1)[0]
    answer = rows(told(app, office, date(2026, 2, 1), date(2026, 3, 31)))
    whole = answer["Phòng Tư pháp"] + answer[NEW] + answer.get("UBND xã Tân Nhuận Đông", 0)
    assert f"{NEW}: {whole} nhiệm vụ" in joined
    february = client_of("chutich").get(f"/reports/summary?{FEBRUARY}").get_data(as_text=True)
    assert "Cộng cả đơn vị tiền thân" not in february


def test_the_picker_offers_the_units_of_the_period(usual, client_of, frozen_clock, reform):
    reform()
    frozen_clock(LATER + timedelta(hours=1))
    leader = client_of("chutich")
    february, april = (
        leader.get(f"/reports/summary?{days}").get_data(as_text=True)
        for days in (FEBRUARY, "from=01/04/2026&to=30/04/2026")
    )
    assert "Phòng Tư pháp (đến 01/03/2026)" in february
    assert f"{NEW}</option>" not in february
    assert "Phòng Tư pháp" not in april
    assert f"{NEW}</option>" in april
