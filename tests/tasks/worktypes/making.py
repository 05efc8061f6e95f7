"""Types for tests: marriage with a foreign element 15 → 8 → 5, a plain template, one counted in hours."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from taskapp.base.db import db
from taskapp.tasks.worktypes import keeping
from taskapp.tasks.worktypes.keeping import Said
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion
from taskapp.tasks.worktypes.terms import TermUnit
from tests.conftest import MONDAY
from tests.office import Office
from tests.tasks.making import Desk

MARRIAGE = {
    "name": "Đăng ký kết hôn có yếu tố nước ngoài",
    "valid_from": date(2019, 1, 1),
    "field": "Hộ tịch",
    "content": "Giải quyết hồ sơ đăng ký kết hôn của {người nộp}",
    "product": "Giấy chứng nhận kết hôn",
    "statutory": 15,
    "legal_basis": "Luật Hộ tịch, Điều 38",
    "decision": "Quyết định 01",
}
CUTS = ((date(2020, 1, 1), 8), (date(2021, 1, 1), 5))


def said(**changes: object) -> Said:
    return Said(**(MARRIAGE | changes))  # type: ignore[arg-type]


def add(desk: Desk, code: str = "HT-03", now: datetime = MONDAY, **changes: object) -> WorkTypeVersion:
    by = desk.person("vanphong")
    return keeping.add(desk.session, desk.office.committee_id, code, said(**changes), by=by, now=now)


def revise(desk: Desk, work_type: WorkType, now: datetime = MONDAY, **changes: object) -> WorkTypeVersion:
    return keeping.revise(desk.session, work_type, said(**changes), by=desk.person("vanphong"), now=now)


def marriage(desk: Desk) -> WorkType:
    """The article's case: by law 15 days, promised 15, then 8, then 5."""
    lead = desk.office.units["tp"]
    work_type = add(desk, committed=15, lead_unit_id=lead).work_type
    for day, count in CUTS:
        revise(desk, work_type, valid_from=day, committed=count, lead_unit_id=lead, decision=f"QĐ {day.year}")
    return work_type


def ready(app: Flask, office: Office) -> int:
    """Marriage with its versions, a template without limits and one counted in hours; the id of the first."""
    with app.app_context():
        desk = Desk(db.session(), office)
        made = marriage(desk)
        plain = {"statutory": None, "legal_basis": "", "product": "Báo cáo", "field": "Tổng hợp"}
        add(desk, "TH-01", **plain | {"name": "Báo cáo tuần", "content": "Báo cáo công tác tuần"})
        add(desk, "CT-01", name="Chứng thực bản sao", content="", statutory=8, unit=TermUnit.HOURS)
        db.session.commit()
        return made.id
