"""Addresses that show figures without signing in: the wall of a meeting room, a unit's figure for the public."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db, unscoped
from taskapp.people import accounts
from taskapp.people.models import Person
from taskapp.reports import links
from taskapp.reports.link_models import OpenLink
from tests.conftest import MONDAY
from tests.people.browser import send, text_of
from tests.reports.conftest import FEB_2, FEB_9, FRI, Writing

WALLS, FIGURES = "/dashboard/displays", "/admin/public-figures"
ADDRESS = re.compile(r'id="address" value="http://localhost([^"]+)"')
SITE = "https://tanphu.gov.vn"


@pytest.fixture
def tasks(writing: Writing) -> None:
    """Two units' tasks: one done late, one overdue, one to do."""
    with writing() as h:
        h.give(FEB_2, FEB_9, words="Báo cáo mật độ hộ tịch")
        h.give(FEB_2, FEB_9, words="Việc của Nội vụ", unit="nv")
        h.give(FEB_2, FRI, words="Việc tuần này")


def made(client: FlaskClient, page: str, **fields: object) -> str:
    answer = send(client, page, page=page, data={"name": "Tivi tầng 2", "days": "90", **fields})
    return ADDRESS.search(html.unescape(text_of(answer)))[1]


def test_a_wall_goes_on_without_a_sign_in_and_leaves_nothing_behind(app, client_of, tasks):
    tv, address = app.test_client(), made(client_of("vanphong"), WALLS)
    answer = tv.get(address)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Phòng Tư pháp" in page
    assert "quá hạn" in page
    assert "Báo cáo mật độ hộ tịch" not in page
    assert "<a " not in page
    assert f'hx-get="{address}"' in page
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    signed_in = text_of(client_of("vanphong").get("/dashboard/wall"))
    assert re.sub("<[^>]+>", "", signed_in).count("2 quá hạn") == re.sub("<[^>]+>", "", page).count("2 quá hạn")


def test_a_wall_shows_what_its_maker_may_see_of_its_unit_and_no_more(app, office, client_of, tasks):
    tv, maker = app.test_client(), client_of("chutich")
    one = text_of(tv.get(made(maker, WALLS, unit=str(office.units["nv"]), names_tasks="y")))
    assert "Việc của Nội vụ" in one
    assert "Báo cáo mật độ hộ tịch" not in one
    assert "<h1>Phòng Nội vụ</h1>" in one
    everything = made(maker, WALLS, names_tasks="y")
    assert "Báo cáo mật độ hộ tịch" in text_of(tv.get(everything))
    with app.app_context():
        person = db.session.get_one(Person, office.people["chutich"])
        for held in list(person.roles):
            accounts.take_role(db.session(), person, held, by=None, now=MONDAY)
        db.session.commit()
    assert tv.get(everything).status_code == 404


@pytest.mark.parametrize("how", ["revoked", "expired", "disabled"])
def test_a_wall_ends_at_once_and_its_screen_says_so(app, office, client_of, tasks, frozen_clock, how):
    tv, maker = app.test_client(), client_of("vanphong")
    address = made(maker, WALLS)
    assert tv.get(address).status_code == 200
    if how == "revoked":  # by an administrator, who could not have made it
        page = text_of(client_of("quantri").get(WALLS))
        send(client_of("quantri"), re.search(rf'action="({WALLS}/\d+/end)"', page)[1], page=WALLS)
    elif how == "expired":
        frozen_clock(MONDAY + timedelta(days=90))
    else:
        with app.app_context():
            person = db.session.get_one(Person, office.people["vanphong"])
            accounts.disable(db.session(), person, by=None, now=MONDAY)
            db.session.commit()
    answer = tv.get(address)
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert 'id="wall"' in text_of(answer)  # takes the place of the figures on the screen
    assert "Hãy xin người tạo địa chỉ khác" in text_of(answer)
    assert tv.get(f"{address}x").status_code == 404


def test_only_a_hash_is_kept_and_the_use_is_shown_and_paced(app, client_of, tasks, frozen_clock, monkeypatch):
    monkeypatch.setattr(links, "A_MINUTE", 2)
    tv, maker = app.test_client(), client_of("vanphong")
    address = made(maker, WALLS)
    assert "chưa ai mở" in text_of(maker.get(WALLS))
    assert [tv.get(address).status_code for _ in range(3)] == [200, 200, 429]
    refused = tv.get(address)
    assert refused.headers["Retry-After"] == "60"
    assert "Set-Cookie" not in refused.headers
    assert "Thử lại sau ít phút" in text_of(refused)
    frozen_clock(MONDAY + timedelta(minutes=1))
    assert tv.get(address).status_code == 200
    page = text_of(maker.get(WALLS))
    assert "mở lần cuối 09:01 ngày 02/03/2026" in page
    assert address.rpartition("/")[2] not in page
    with app.app_context():
        kept = db.session.scalars(unscoped(OpenLink)).one()
        assert address.rpartition("/")[2] not in json.dumps([str(value) for value in vars(kept).values()])


def test_an_administrator_is_told_who_makes_walls(client_of):
    page = text_of(client_of("quantri").get(WALLS))
    assert "địa chỉ do lãnh đạo hoặc văn phòng tạo" in page
    assert "Tạo địa chỉ</button>" not in page
    assert client_of("quantri").post(WALLS).status_code == 400  # without a token of the form


def test_a_public_figure_is_a_number_with_its_formula_and_nothing_else(app, office, client_of, tasks):
    web, admin = app.test_client(), client_of("quantri")
    address = made(admin, FIGURES, unit=str(office.units["tp"]), span="quarter", origins=f"{SITE}/\nhttp://a.vn:81")
    answer = web.get(address)
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", text_of(answer)))
    assert "Phòng Tư pháp Tỷ lệ nhiệm vụ đúng hạn, quý I/2026 0 % 0/1 nhiệm vụ đến hạn = hoàn thành đúng hạn ÷" in page
    assert "Nguồn: phần mềm Giao Việc của" in page
    assert "số liệu lúc 09:00 ngày 02/03/2026" in page
    assert "hộ tịch" not in page
    assert "Set-Cookie" not in answer.headers
    assert f"frame-ancestors {SITE} http://a.vn:81" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in admin.get(FIGURES).headers["Content-Security-Policy"]
    assert admin.get(FIGURES).headers["X-Frame-Options"] == "DENY"


def test_programs_read_the_public_figure_and_the_sites_that_are_named_from_a_browser(app, office, client_of, tasks):
    web = app.test_client()
    address = made(client_of("quantri"), FIGURES, unit=str(office.units["tp"]), span="year", origins=SITE) + ".json"
    answer = web.get(address, headers={"Origin": SITE})
    found = answer.get_json()
    assert {name: found[name] for name in ("numerator", "denominator", "share", "unit", "as_of", "source")} == {
        "numerator": 0,
        "denominator": 1,
        "share": 0.0,
        "unit": "Phòng Tư pháp",
        "as_of": "2026-03-02T09:00:00+07:00",
        "source": "Giao Việc",
    }
    assert found["period"] == {"name": "năm 2026", "first": "2026-01-01", "last": "2026-12-31"}
    assert answer.headers["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Origin" not in web.get(address, headers={"Origin": "https://la.vn"}).headers
    wrong = web.get("/public/khong-co.json")
    assert (wrong.status_code, list(wrong.get_json())) == (404, ["error"])
    assert "Set-Cookie" not in wrong.headers


def test_a_public_figure_stands_for_five_minutes_and_is_not_sent_twice(
    app: Flask, office, client_of, writing: Writing, tasks, frozen_clock
):
    web = app.test_client()
    address = made(client_of("quantri"), FIGURES, unit=str(office.units["tp"]), span="quarter") + ".json"
    first = web.get(address)
    with writing() as h:
        h.give(FEB_2, FEB_9, words="Thêm một việc")
    for minutes, status in ((0, 304), (4, 304), (5, 200)):
        frozen_clock(MONDAY + timedelta(minutes=minutes))
        assert web.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == status, minutes
    assert web.get(address).get_json()["denominator"] == 2


@pytest.mark.parametrize(
    ("origins", "reason"),
    [("tanphu.gov.vn", "Mỗi dòng một trang"), ("https://a.vn/x", "Mỗi dòng một trang"), ("https://a.vn;", "chưa đúng")],
)
def test_what_is_no_site_is_refused_and_nothing_typed_is_lost(office, client_of, origins, reason):
    data = {"name": "Cổng", "days": "30", "unit": str(office.units["tp"]), "span": "quarter", "origins": origins}
    page = text_of(send(client_of("quantri"), FIGURES, page=FIGURES, data=data))
    assert reason in page
    assert origins in page
