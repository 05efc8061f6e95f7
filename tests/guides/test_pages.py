"""Guides in the software: the reader's own first, the "?" beside each page, what has changed in one's language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from taskapp.guides import changes, places
from tests.conftest import token_of

ClientOf = Callable[[str], FlaskClient]
TABS = re.compile(r'<nav class="tabs" aria-label="Hướng dẫn">(.*?)</nav>', re.DOTALL)
HERE = re.compile(r'class="help-here" href="([^"]+)"')
LINK = re.compile(r'<a href="([^"]+)"')
ARTICLE = re.compile(r"<article .*</article>", re.DOTALL)


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("username", "first"),
    [
        ("chutich", "lanh-dao"),
        ("vanphong", "van-phong"),
        ("vanthu", "van-phong"),
        ("truongphong", "don-vi"),
        ("congchuc", "cong-chuc"),
        ("quantri", "quan-tri"),
    ],
)
def test_help_opens_with_the_guide_of_the_readers_role(client_of: ClientOf, username: str, first: str) -> None:
    client = client_of(username)
    found = TABS.search(text(client, "/help"))
    assert found
    tabs = LINK.findall(found[1])
    assert tabs[0] == f"/help/{first}"
    assert len(tabs) == 6
    assert text(client, tabs[0]).count('<h2 id="') > 5


def test_every_page_of_the_menu_has_its_part_of_a_guide(app: Flask, client_of: ClientOf) -> None:
    lines = app.jinja_env.globals["nav_lines"]
    app.add_url_rule("/pages", view_func=lambda: [page.href for line in lines() for page in line.pages])
    router, missing, asked = app.url_map.bind("localhost"), [], set()
    for username in ("chutich", "vanphong", "truongphong", "congchuc", "thanhtra", "quantri"):
        for address in client_of(username).get("/pages").get_json():
            endpoint, _values = router.match(address.partition("?")[0])
            asked.add(endpoint)
            if places.of(endpoint, ()) is None:
                missing.append(f"{username}: {address}")
    assert missing == []
    assert {"tasks.index", "reports.dashboard", "welcome.show", "calendar.show", "webhooks.index"} <= asked


@pytest.mark.parametrize(
    ("username", "path", "place"),
    [
        ("congchuc", "/tasks?view=mine", "/help/cong-chuc#mo-ra-thay-gi"),
        ("truongphong", "/tasks?view=unit", "/help/don-vi#mo-ra-thay-gi"),
        ("chutich", "/tasks/new", "/help/lanh-dao#giao-viec"),
        ("vanphong", "/tasks/new", "/help/van-phong#giao-mot-viec"),
        ("quantri", "/admin/calendar", "/help/quan-tri#lich-lam-viec"),
        ("congchuc", "/admin/calendar", "/help/quan-tri#lich-lam-viec"),
    ],
)
def test_the_question_mark_leads_to_what_the_readers_guide_says_of_the_page(
    client_of: ClientOf, username: str, path: str, place: str
) -> None:
    found = HERE.search(text(client_of(username), path))
    assert found
    assert found[1] == place


def test_guides_have_pictures_and_no_question_mark_beside_themselves(client_of: ClientOf) -> None:
    client = client_of("congchuc")
    page = text(client, "/help/cong-chuc")
    assert not HERE.search(page)
    picture = client.get(re.findall(r'src="(/help/screens/[^"]+)"', page)[0])
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    picture.close()


@pytest.mark.parametrize("path", ["/help/khong-co", "/help/screens/khong-co.png", "/help/screens/..%2fdashboard.png"])
def test_what_is_not_on_the_shelf_is_not_found(client_of: ClientOf, path: str) -> None:
    assert client_of("congchuc").get(path).status_code == 404


def test_what_has_changed_is_told_in_the_readers_language(app: Flask, client_of: ClientOf) -> None:
    client = client_of("congchuc")
    before = text(client, "/help/changes")
    assert "Phiên bản 0.1.0 (chưa phát hành)" in before
    assert "Chạy trên SQLite hoặc PostgreSQL." in before
    assert "Runs on SQLite" not in before
    client.post("/language", data={"language": "en", "csrf_token": token_of(client, "/help")})
    after = text(client, "/help/changes")
    assert "0.1.0 (unreleased)" in after
    assert "Runs on SQLite or PostgreSQL." in after
    assert "Chạy trên" not in after


def test_the_question_mark_leads_who_reads_english_to_the_same_part_in_english(client_of: ClientOf) -> None:
    client = client_of("congchuc")
    client.post("/language", data={"language": "en", "csrf_token": token_of(client, "/help")})
    found = HERE.search(text(client, "/tasks?view=mine"))
    assert found
    assert found[1] == "/help/cong-chuc#mo-ra-thay-gi"
    page = text(client, found[1])
    guide = ARTICLE.search(page)
    assert guide
    assert '<html lang="en"' in page
    assert '<h2 id="mo-ra-thay-gi">What you see first</h2>' in guide[0]
    assert not changes.VIETNAMESE.search(guide[0])
    assert '<h2 id="mo-ra-thay-gi">Mở ra thấy gì</h2>' in text(client_of("congchuc"), found[1])
