"""Pages of the sources: an administrator makes one, the office reads its figures and opens each number."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from taskapp.admin import doctor
from taskapp.base import clock
from taskapp.base.db import db
from taskapp.cli import cli
from taskapp.people.models import Unit
from taskapp.sources import keeping
from taskapp.sources.models import SourceItem, WorkSource
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.sources.conftest import Desk, make_source
from tests.sources.test_dropping import SHEET

Clients = Callable[[str], FlaskClient]
MARCH = "from=2026-03-01&to=2026-03-31"


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


def _numbers(text: str) -> dict[str, str]:
    """The address of each number by its cell."""
    found = re.findall(r'href="(/reports/sources/items\?[^"]+)"', text)
    return {re.search(r"cell=(\w+)", path)[1]: path for path in found}  # type: ignore[index]


def test_an_administrator_makes_a_source_and_is_told_how_to_send(app: Flask, office: Office, client_of: Clients):
    client = client_of("quantri")
    token = token_of(client, "/admin/sources/new")
    typed = {"csrf_token": token, "title": "Hồ sơ trực tuyến", "noun": "hồ sơ", "unit": office.units["tp"]}
    again = client.post("/admin/sources/new", data=typed | {"name": "Hồ sơ"})
    assert again.status_code == 400
    assert "Hồ sơ trực tuyến" in again.get_data(as_text=True)  # nothing typed is lost
    made = client.post("/admin/sources/new", data=typed | {"name": "dvc"}, follow_redirects=True)
    shown = made.get_data(as_text=True)
    assert "POST /api/v1/sources/dvc/items" in shown
    assert "sources-in/dvc/" in shown
    assert "Tên hồ sơ không được lưu" in shown
    assert client.post("/admin/sources/new", data=typed | {"name": "dvc"}).status_code == 400
    where = made.request.path
    changed = client.post(where, data=typed | {"title": "Hồ sơ DVC", "keeps_titles": "y"}, follow_redirects=True)
    assert "Tên hồ sơ được lưu" in changed.get_data(as_text=True)
    for door, told in (("closing", "đã thôi nhận"), ("reopening", "Thôi nhận")):
        answer = client.post(f"{where}/{door}", data={"csrf_token": token}, follow_redirects=True)
        assert told in answer.get_data(as_text=True)
    assert "Hồ sơ DVC" in _page(client, "/admin/sources")


def test_the_office_reads_the_figures_and_opens_each_number(
    app: Flask, office: Office, client_of: Clients, frozen_clock: Callable[[datetime], None]
):
    with app.app_context():
        desk = Desk(db.session(), office)
        one = {"id": "HT-1", "received": "2026-03-02", "due": "2026-03-04", "title": "Khai sinh", "done": "2026-03-02"}
        desk.tell(
            one, {"id": "HT-2", "received": "2026-03-02"}, {"id": "HT-3", "received": "2026-03-02", "due": "2026-03-02"}
        )
        frozen_clock(MONDAY + timedelta(days=40))
        desk.tell(one | {"done": "2026-03-03"})
    client = client_of("chutich")
    text = _page(client, f"/reports/sources?{MARCH}")
    assert re.search(r">1</a>/<a[^>]*>2</a> hồ sơ <b[^>]*>\(đạt tỷ lệ 50\s%\)", text)
    numbers = _numbers(text)
    assert numbers.keys() == {
        "all",
        "in_period",
        "done_on_time",
        "open_no_limit",
        "open_overdue",
        "denominator",
        "corrected",
    }
    opened = {cell: set(re.findall(r"HT-\d", _page(client, path))) for cell, path in numbers.items()}
    assert opened["corrected"] == opened["done_on_time"] == {"HT-1"}
    assert (opened["open_overdue"], opened["denominator"]) == ({"HT-3"}, {"HT-1", "HT-3"})
    item = _page(client, re.search(r'href="(/reports/sources/items/\d+)"', _page(client, numbers["corrected"]))[1])  # type: ignore[index]
    assert ("đính chính" in item, "03/03/2026" in item, "02/03/2026" in item) == (True, True, True)
    sheet = load_workbook(BytesIO(client.get(f"/reports/sources.xlsx?{MARCH}").data)).active
    row = next(values for values in sheet.iter_rows(values_only=True) if values[1] == "Hồ sơ hộ tịch, chứng thực")
    assert (row[4], row[13], row[14], row[15], row[16]) == (3, 1, 2, 0.5, 1)
    assert "Hồ sơ hộ tịch" in _page(client, "/dashboard/sources")
    assert "sources" in _page(client, "/dashboard")
    assert client.get("/reports/sources?from=2026-03-31&to=2026-03-01").status_code == 400
    assert client.get(f"{numbers['all']}x").status_code == 400


def test_others_see_nothing_of_a_source_that_is_not_their_unit_s(app: Flask, office: Office, client_of: Clients):
    with app.app_context():
        Desk(db.session(), office).tell({"id": "HT-1", "received": "2026-03-02", "title": "Nguyễn Văn A"})
    assert _numbers(_page(client_of("congchuc"), f"/reports/sources?{MARCH}")).keys() == {
        "all",
        "in_period",
        "open_no_limit",
    }
    for username in ("congchuc_nv", "chutichxa"):
        assert "Chưa có nguồn nào" in _page(client_of(username), f"/reports/sources?{MARCH}")
    assert client_of("quantri").get(f"/reports/sources?{MARCH}").status_code == 403


def test_a_source_follows_its_unit_and_what_was_recorded_stays(desk: Desk):
    desk.tell({"id": "HT-1", "received": "2026-03-02"})
    heir = desk.session.get_one(Unit, desk.office.units["nv"])
    assert keeping.follow_units(desk.session, desk.office.committee_id, {desk.office.units["tp"]: heir}) == 1
    assert desk.source.unit_id == heir.id
    assert desk.session.scalars(select(SourceItem.unit_id)).all() == [desk.office.units["tp"]]


def test_the_command_takes_a_file_and_the_doctor_tells_of_what_lies_aside(
    app: Flask, office: Office, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = app.extensions["taskapp"]
    with app.app_context():
        make_source(db.session(), office)
        db.session.commit()
    file = tmp_path / "so.csv"
    file.write_text(SHEET + "HT-3;;khi nào;;\n", encoding="utf-8")
    values = {
        "DATABASE_URL": database_url,
        "DATA_DIR": settings.data_dir,
        "ENV": "test",
        "SECRET_KEY": settings.secret_key,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"TASKAPP_{name}", str(value))
    done = CliRunner().invoke(cli, ["sources", "import", "ho-tich", str(file), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["added"], [no["position"] for no in told["refused"]]) == (2, [5])
    aside = settings.data_dir / "sources-in" / "ho-tich" / "refused"
    aside.mkdir(parents=True)
    for name in ("so.csv", "so.csv.json"):
        (aside / name).touch()
    [found] = doctor._sources(settings)
    assert not found.is_ok
    with app.app_context():
        assert db.session.scalars(select(WorkSource.made_at)).one() == clock.now()
