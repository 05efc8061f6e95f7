"""Programs of other systems: what they may send, what they are answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from taskapp.base import clock
from taskapp.base.db import db
from taskapp.people.scopes import Scope
from taskapp.sources import keeping, queries
from taskapp.sources.models import WorkSource
from tests.api.conftest import Program, program_of
from tests.office import Office
from tests.sources.conftest import make_source

__all__ = ["program_of"]
ITEM = {"id": "DVC-1", "received": "2026-03-02", "due": "2026-03-05"}
ADDRESS = "/sources/dvc/items"


@pytest.fixture(autouse=True)
def source(app: Flask, office: Office) -> None:
    with app.app_context():
        make_source(db.session(), office, "dvc")
        db.session.commit()


def test_a_batch_is_answered_item_by_item_and_figures_follow(program_of: Callable[..., Program]):
    sender, office = program_of("quantri", Scope.SOURCES), program_of("chutich", Scope.REPORTS)
    items = [ITEM | {"done": "2026-03-02"}, {"id": "DVC-2", "received": "2026-03-02", "due": "2026-03-31"}]
    told = sender.ask("POST", ADDRESS, json={"items": [*items, {"id": "DVC-3", "received": "khi nào"}]})
    assert told.status_code == 200
    said = dict(told.json)
    [refused] = said.pop("refused")
    assert said == {"added": 2, "changed": 0, "corrected": 0, "unchanged": 0}
    assert (refused["position"], refused["id"], refused["field"]) == (3, "DVC-3", "received")
    again = sender.ask("POST", ADDRESS, json={"items": items})
    assert again.json == {"added": 0, "changed": 0, "corrected": 0, "unchanged": 2, "refused": []}
    report = office.read("/reports/sources?from=2026-03-01&to=2026-03-31")
    [row] = report["sources"]
    assert (row["name"], row["total"], row["done_on_time"], row["denominator"], row["share"]) == ("dvc", 2, 1, 1, 1.0)
    assert office.read("/reports/summary?from=2026-03-01&to=2026-03-31")["total"]["assigned"] == 0


def test_a_batch_of_which_nothing_can_be_taken_is_refused_with_the_place_of_each_fault(
    program_of: Callable[..., Program],
):
    sender = program_of("vanthu")
    told = sender.ask(
        "POST", ADDRESS, json={"items": [{"id": "1", "received": ""}, {"id": "", "received": "1/3/2026"}]}
    )
    assert told.status_code == 422
    assert [error["field"] for error in told.json["errors"]] == ["items[0].received", "items[1].id"]
    for wrong in (
        {},
        {"items": []},
        {"items": [{"id": 1, "received": "2026-03-01"}]},
        {"items": [ITEM | {"cccd": "1"}]},
    ):
        assert sender.ask("POST", ADDRESS, json=wrong).status_code == 422
    assert sender.ask("POST", ADDRESS, data="items").status_code == 415
    assert sender.ask("POST", ADDRESS, data="{", content_type="application/json").status_code == 400


def test_the_same_key_gets_the_same_answer(program_of: Callable[..., Program]):
    sender, key = program_of("quantri"), {"Idempotency-Key": "lo-1"}
    first = sender.ask("POST", ADDRESS, json={"items": [ITEM]}, headers=key)
    second = sender.ask("POST", ADDRESS, json={"items": [ITEM]}, headers=key)
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"


def test_who_may_send_is_the_office_and_its_administrator(program_of: Callable[..., Program]):
    asked = {
        username: program_of(username).ask("POST", ADDRESS, json={"items": [ITEM]}).status_code
        for username in ("vanphong", "quantri", "vanthu", "chutich", "truongphong", "tuphapxa")
    }
    assert list(asked.values()) == [200, 200, 200, 403, 403, 404]


def test_without_the_scope_or_the_source_nothing_enters(app: Flask, office: Office, program_of: Callable[..., Program]):
    assert program_of("quantri", Scope.TASKS).ask("POST", ADDRESS, json={"items": [ITEM]}).status_code == 403
    sender = program_of("quantri")
    assert sender.ask("POST", "/sources/khac/items", json={"items": [ITEM]}).status_code == 404
    with app.app_context():
        known = queries.get(db.session(), queries.sources(office.committee_id), WorkSource.name == "dvc")
        keeping.close(known, now=clock.now())
        db.session.commit()
    closed = sender.ask("POST", ADDRESS, json={"items": [ITEM]})
    assert (closed.status_code, closed.mimetype) == (409, "application/problem+json")
