"""Languages: every page speaks English where that is set or chosen, and nothing of the interface stays Vietnamese."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import get_translations
from sqlalchemy import String, select

from taskapp.app import create_app
from taskapp.base import i18n
from taskapp.base.db import db
from taskapp.base.settings import LOCALES
from taskapp.directives.registers.models import ImportBatch
from taskapp.tasks import lifecycle
from tests.conftest import MONDAY, make_settings, token_of
from tests.directives.registers.sheets import workbook
from tests.office import Office
from tests.repo.test_texts import ENGLISH
from tests.tasks.making import TERMS, Desk

VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹĐđ]")
SPOKEN = {"title", "placeholder", "aria-label", "alt", "label", "value", "data-confirm", "data-label", "data-sending"}
OWN_NAMES = {"Giao Việc", "Tiếng Việt"}
SHEET = [  # a new task, a unit nobody knows, a day that does not exist, a row without its task, a total
    ("STT", "So, ky hieu", "Ngay van ban", "Noi dung nhiem vu", "Don vi chu tri", "Thoi han"),
    (1, "12/UBND-NC", "05/01/2026", "Ra soat", "Phong Tu phap", "20/01/2026"),
    (2, "12/UBND-NC", "05/01/2026", "Ra soat lan hai", "Phong Chua Co", "20/01/2026"),
    (3, "12/UBND-NC", "05/01/2026", "Bao cao", "Phong Noi vu", "30/02/2026"),
    (4, "12/UBND-NC", "05/01/2026", None, "Phong Noi vu", "20/01/2026"),
    (None, None, None, "Tong cong", None, None),
]
PAGES = [
    ("", "/sign-in"),
    ("chutich", "/dashboard"),
    ("chutich", "/tasks?view=all"),
    ("chutich", "/tasks?view=decide"),
    ("chutich", "/tasks?view=given"),
    ("chutich", "/tasks/new"),
    ("chutich", "/tasks/{late}"),
    ("chutich", "/tasks/{submitted}"),
    ("chutich", "/tasks/{declined}"),
    ("chutich", "/reports/summary?from=2026-01-01&to=2026-12-31"),
    ("chutich", "/reports/tasks?from=2026-01-01&to=2026-12-31&cell=assigned"),
    ("chutich", "/workdays/preview?workdays=30"),
    ("chutich", "/no/such/page"),
    ("vanphong", "/imports"),
    ("vanphong", "/imports/{batch}"),
    ("vanphong", "/admin/calendar?year=2026"),
    ("vanphong", "/admin/mail"),
    ("truongphong", "/tasks?view=unit"),
    ("truongphong", "/tasks/{new}"),
    ("congchuc", "/tasks?view=mine"),
    ("congchuc", "/tasks/{late}/submission"),
    ("congchuc", "/tasks/{done}"),
    ("congchuc", "/mailbox"),
    ("congchuc", "/account"),
    ("congchuc", "/account/data"),
    ("congchuc", "/account/data/seen"),
    ("congchuc", "/admin/people"),  # refused
    ("quantri", "/admin/people"),
    ("quantri", "/admin/people/new"),
    ("quantri", "/admin/people/{person}"),
    ("quantri", "/admin/people/{person}/data"),
    ("quantri", "/admin/people/{person}/data/seen"),
    ("quantri", "/admin/units"),
    ("quantri", "/admin/units/new"),
    ("quantri", "/admin/units/changes/merge"),
]


class Reader(HTMLParser):
    """Collects what a page says: its text, the attributes that are shown or spoken, the words of its charts."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skipping = self.in_script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.in_script = tag == "script"
        self.skipping = ("class", "avatar") in attributes  # initials of a name
        self.said += [value for name, value in attributes if value and name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.in_script = self.skipping = False

    def handle_data(self, data: str) -> None:
        if not self.skipping and data.strip():
            self.said.append(json.dumps(json.loads(data), ensure_ascii=False) if self.in_script else data)


def left_vietnamese(html: str, data: set[str]) -> list[str]:
    """What a page says in Vietnamese that is neither data nor a name of its own."""
    reader = Reader()
    reader.feed(html)
    known = sorted(data | OWN_NAMES, key=len, reverse=True)
    return [said for said in map(_one_line, reader.said) if VIETNAMESE.search(_without(said, known))]


def _without(said: str, known: list[str]) -> str:
    for name in known:
        said = said.replace(name, "")
    return said


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _data(app: Flask) -> set[str]:
    """Every text in the database, and the English texts that quote Vietnamese words on purpose."""
    found: set[str] = set()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if isinstance(column.type, String)]
            rows = db.session.execute(select(*columns)) if columns else ()
            found.update(_one_line(value) for row in rows for value in row if value)
    with ENGLISH.open("rb") as file:
        found.update(str(message.string) for message in read_po(file, locale="en") if message.id)
    return {text for text in found if VIETNAMESE.search(text)}


@pytest.fixture
def things(app: Flask, office: Office, client_of: Callable[[str], FlaskClient]) -> dict[str, int]:
    """Ids of tasks in different states, of a kept file and of a person."""
    with app.app_context():
        desk = Desk(db.session(), office)
        before = MONDAY - timedelta(days=3)  # Friday
        tasks = {
            "new": desk.task(supporting=[desk.unit("nv")], starred=True),
            "late": desk.in_progress(before, due_on=date(2026, 2, 27)),
            "submitted": desk.submitted(before),
            "done": desk.done(before),
            "undated": desk.undated(),
            "draft": desk.draft(),
            "declined": desk.task(before),
        }
        lifecycle.decline(
            db.session(), tasks["declined"], reason="Việc", by=desk.by("truongphong"), now=MONDAY, terms=TERMS
        )
        db.session.commit()
        ids = {name: task.id for name, task in tasks.items()}
    return ids | {"batch": _kept_file(app, client_of("vanphong")), "person": office.people["congchuc"]}


def _kept_file(app: Flask, client: FlaskClient) -> int:
    file = (BytesIO(workbook(SHEET)), "so.xlsx")
    answer = client.post("/imports", data={"csrf_token": token_of(client, "/imports"), "file": file})
    assert answer.status_code == 302
    with app.app_context():
        return db.session.scalars(select(ImportBatch.id)).one()


@pytest.fixture
def english(database_url: str, tmp_path) -> Iterator[Flask]:
    """The application where the installation's language is English."""
    app = create_app(make_settings(database_url, tmp_path / "data", locale="en"))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def browser(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    if username:
        sign_in(client, username)
    return client


def sign_in(client: FlaskClient, username: str) -> None:
    token = token_of(client, "/sign-in")
    answer = client.post("/sign-in", data={"username": username, "password": "demo", "csrf_token": token})
    assert answer.status_code == 302


def speak(client: FlaskClient, language: str, page: str = "/sign-in", came_from: str = "") -> object:
    fields = {"language": language, "csrf_token": token_of(client, page)}
    return client.post("/language", data=fields, headers={"Referer": came_from} if came_from else {})


def language_of(client: FlaskClient, page: str) -> str:
    return re.search(r'<html lang="([^"]+)"', client.get(page).get_data(as_text=True))[1]


def test_pages_in_english_hold_no_vietnamese_but_data(things, english):
    data = _data(english)
    clients = {name: browser(english, name) for name in {who for who, _page in PAGES}}
    found = []
    for who, page in PAGES:
        answer = clients[who].get(page.format(**things))
        html = answer.get_data(as_text=True)
        assert answer.status_code in (200, 403, 404), page
        assert '<html lang="en"' in html or "<html" not in html, page
        found += [f"{page}: {said}" for said in left_vietnamese(html, data)]
    assert found == []


def test_a_vietnamese_page_is_seen_as_one(things, app, client_of):
    data = _data(app)
    client = client_of("chutich")
    for page in ("/dashboard", "/tasks/new", "/reports/summary", "/workdays/preview?workdays=30"):
        assert left_vietnamese(client.get(page).get_data(as_text=True), data)


def test_one_missing_translation_is_seen(english):
    data = _data(english)
    with english.test_request_context():
        del get_translations()._catalog["Tên đăng nhập"]
    page = english.test_client().get("/sign-in").get_data(as_text=True)
    assert set(left_vietnamese(page, data)) == {"Tên đăng nhập"}


def test_a_person_chooses_the_language_and_keeps_it_through_signing_in_and_out(app):
    client = app.test_client()
    assert language_of(client, "/sign-in") == "vi"
    speak(client, "en")
    assert language_of(client, "/sign-in") == "en"
    sign_in(client, "chutich")
    assert language_of(client, "/tasks?view=all") == "en"
    client.post("/sign-out", data={"csrf_token": token_of(client, "/tasks?view=all")})
    assert language_of(client, "/sign-in") == "en"
    speak(client, "vi")
    assert language_of(client, "/sign-in") == "vi"


def test_the_choice_is_this_browser_s_alone(client_of):
    speak(client_of("chutich"), "en", "/account")
    assert language_of(client_of("chutich"), "/account") == "vi"


@pytest.mark.parametrize(
    ("came_from", "to"),
    [
        ("http://localhost/tasks?view=all", "/tasks?view=all"),
        ("http://localhost/account/password", "/"),  # a refused form's address, which cannot be opened
        ("http://elsewhere.example/tasks", "/"),
        ("", "/"),
    ],
)
def test_the_page_before_opens_again_in_the_chosen_language(client_of, came_from, to):
    answer = speak(client_of("chutich"), "en", "/account", came_from)
    assert (answer.status_code, answer.location) == (302, to)


def test_a_language_that_is_not_offered_is_refused(app):
    client = app.test_client()
    assert speak(client, "fr").status_code == 400
    assert language_of(client, "/sign-in") == "vi"


def test_pages_offer_the_other_language_by_its_own_name(client_of, app):
    for client, page in ((app.test_client(), "/sign-in"), (client_of("congchuc"), "/account")):
        html = client.get(page).get_data(as_text=True)
        assert 'value="en" lang="en"' in html
        assert 'value="vi"' not in html


def test_outside_requests_the_installation_s_language_speaks(app, english):
    with app.app_context():
        assert i18n._("Giao việc") == "Giao việc"
    with english.app_context():
        assert i18n._("Giao việc") == "Assign"
        assert i18n._n("Đã giao 1 nhiệm vụ.", "Đã giao %(num)s nhiệm vụ.", 1) == "1 task was assigned."
        assert i18n._n("Đã giao 1 nhiệm vụ.", "Đã giao %(num)s nhiệm vụ.", 2) == "2 tasks were assigned."


def test_weekdays_and_numbers_follow_the_language_and_days_do_not(app, english):
    week = [date(2026, 3, 2) + timedelta(days=n) for n in range(7)]
    with app.app_context():
        assert [i18n.weekday(week[0]), i18n.number(1387.5, 1), i18n.percent(0.874)] == ["thứ Hai", "1.387,5", "87,4 %"]
    with english.app_context():
        names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        assert [i18n.weekday(day) for day in week] == names
        assert [i18n.number(1387.5, 1), i18n.percent(0.874), i18n.percent(None)] == ["1,387.5", "87.4 %", "–"]
        assert english.jinja_env.filters["day"](week[0]) == "02/03/2026"


def test_each_language_of_the_settings_is_offered():
    assert tuple(i18n.LANGUAGES) == LOCALES
