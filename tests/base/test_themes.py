"""Light, dark or as the machine is set: what a browser chose is in the page it is sent, and outlives the sign-in."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.base.test_i18n import sign_in
from tests.conftest import token_of


def choose(client: FlaskClient, theme: str, page: str = "/sign-in", came_from: str = "") -> object:
    fields = {"theme": theme, "csrf_token": token_of(client, page)}
    return client.post("/theme", data=fields, headers={"Referer": came_from} if came_from else {})


def theme_of(client: FlaskClient, page: str) -> str:
    found = re.search(r'<html [^>]*data-theme="(\w+)"', client.get(page).get_data(as_text=True))
    assert found
    return found[1]


def test_the_choice_outlives_signing_in_and_out_and_the_language_with_it(app):
    client = app.test_client()
    assert theme_of(client, "/sign-in") == "auto"
    client.post("/language", data={"language": "en", "csrf_token": token_of(client, "/sign-in")})
    assert choose(client, "dark").status_code == 302
    sign_in(client, "chutich")
    shown = client.get("/tasks?view=all").get_data(as_text=True)
    assert 'data-theme="dark"' in shown
    assert '<html lang="en"' in shown
    assert re.findall(r'name="theme" value="(\w+)" aria-pressed="true"', shown) == ["dark"]
    client.post("/sign-out", data={"csrf_token": token_of(client, "/tasks?view=all")})
    assert theme_of(client, "/sign-in") == "dark"
    choose(client, "auto")
    assert theme_of(client, "/sign-in") == "auto"


def test_the_page_before_opens_again(client_of):
    answer = choose(client_of("chutich"), "light", "/account", "http://localhost/tasks?view=all")
    assert (answer.status_code, answer.location) == (302, "/tasks?view=all")


@pytest.mark.parametrize("theme", ["", "sepia"])
def test_a_look_that_is_not_offered_is_refused(app, theme):
    client = app.test_client()
    assert choose(client, theme).status_code == 400
    assert theme_of(client, "/sign-in") == "auto"


def test_the_screen_of_a_meeting_room_is_always_dark(client_of):
    client = client_of("chutich")
    choose(client, "light", "/account")
    assert theme_of(client, "/dashboard/wall") == "dark"
    assert theme_of(client, "/dashboard") == "light"
