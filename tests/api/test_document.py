"""The OpenAPI document: valid, complete, and what its answers keep to."""

from __future__ import annotations

import re

from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from taskapp.api.operations import OPERATIONS
from taskapp.tasks.door_sheets import DOORS

NOT_OPERATIONS = {"api.openapi", "api.docs"}


def test_the_document_is_valid_openapi(app: Flask):
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(answer.json).iter_errors()) == []


def test_the_document_holds_every_route_and_nothing_else(app: Flask):
    document = app.test_client().get("/api/v1/openapi.json").json
    told = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    real = {
        (method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule))
        for rule in rules
        if rule.endpoint not in NOT_OPERATIONS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == real
    assert {rule.endpoint for rule in rules} - NOT_OPERATIONS == set(OPERATIONS)
    names = [each["operationId"] for methods in document["paths"].values() for each in methods.values()]
    assert len(set(names)) == len(names)


def test_every_door_of_a_task_s_page_is_an_operation(app: Flask):
    paths = app.test_client().get("/api/v1/openapi.json").json["paths"]
    assert {f"/api/v1/tasks/{{task_id}}/{noun}" for noun in (*DOORS, "submission")} <= set(paths)


def test_a_body_says_what_its_form_asks_for(app: Flask):
    schemas = app.test_client().get("/api/v1/openapi.json").json["components"]["schemas"]
    asked = schemas["AskBody"]
    assert set(asked["required"]) == {"due_on", "reason", "code"}
    assert asked["properties"]["due_on"] == {"type": "string", "format": "date", "description": "Thời hạn mới"}
    assert asked["properties"]["reason"]["maxLength"] == 4000
    assert "volume" in asked["properties"]["code"]["enum"]
    assert asked["additionalProperties"] is False
    assert "version" not in asked["properties"]
    assert schemas["AssignBody"]["required"] == ["content"]  # a source and an urgency are chosen when nothing is said
    assert set(schemas["CauseBody"]["required"]) == {"verdict"}
