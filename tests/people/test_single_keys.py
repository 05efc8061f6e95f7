"""Keys of a single letter, which each person can switch off."""

from __future__ import annotations

import pytest

from taskapp.base.db import db
from taskapp.base.errors import BadInput
from taskapp.people import single_keys
from taskapp.people.models import Person
from tests.people.browser import send, text_of

OFF = 'class="shell no-keys"'


def test_what_is_chosen_is_kept_and_nothing_else_is_offered() -> None:
    person = Person(single_keys=True)
    for choice in ("off", "on"):
        single_keys.choose(person, choice)
        assert single_keys.chosen(person) == choice
    with pytest.raises(BadInput, match="bật hoặc tắt"):
        single_keys.choose(person, "")


def test_a_person_switches_them_off_on_every_page_and_on_again(client_of, app, office):
    clerk, other = client_of("vanphong"), client_of("chutich")
    assert 'aria-keyshortcuts="/"' in text_of(clerk.get("/dashboard"))
    assert send(clerk, "/account/keys", {"keys": "off"}).location == "/account"
    for page in ("/dashboard", "/account"):
        shown = text_of(clerk.get(page))
        assert OFF in shown
        assert "aria-keyshortcuts" not in shown
    assert 'value="off" aria-pressed="true"' in shown
    assert OFF in text_of(client_of("vanphong").get("/dashboard"))  # wherever the person signs in
    assert OFF not in text_of(other.get("/dashboard"))
    send(clerk, "/account/keys", {"keys": "on"})
    assert OFF not in text_of(clerk.get("/dashboard"))


def test_what_is_not_offered_is_refused_and_changes_nothing(client_of, app, office):
    assert send(client_of("vanphong"), "/account/keys", {"keys": "sometimes"}).status_code == 400
    with app.app_context():
        assert db.session.get_one(Person, office.people["vanphong"]).single_keys
