"""Requests made up from the document: no fault, and every answer is one that the document knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import positive_data_acceptance
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from taskapp.people import tokens
from tests.api.conftest import Program, assignment
from tests.office import Office

CALLS = int(os.environ.get("CALLS", "2"))  # well-formed and ill-formed ones of each operation: `make fuzz` makes many
SEED = 20261126
# What a schema cannot say a rule still may: an id that is nobody's, a day gone by. All requests here have a good token.
NOT_ASKED = [positive_data_acceptance, ignored_auth]
ANY_VERSION = {"If-Match": "*"}


def test_no_request_is_answered_otherwise_than_the_document_says(
    app: Flask, office: Office, program_of: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tokens, "PER_MINUTE", 10**9)
    chair = program_of("chutich")
    ids = list(_tasks(chair, program_of("truongphong"), office))
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {chair.token}"}
    wrong = []
    for found in document.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            try:
                _try(operation, mode, ids, headers)
            except Unsatisfiable:  # what takes nothing cannot be asked wrongly
                assert mode is GenerationMode.NEGATIVE, operation.label
            except FailureGroup as group:
                wrong += [f"{operation.label}, {mode.value}: {each}\n{group}" for each in group.exceptions]
    assert not wrong, "\n".join(wrong)


def _tasks(chair: Program, head: Program, office: Office) -> Iterator[int]:
    """Tasks that stand where most moves can start."""
    for noun in ("", "acceptance", "submission"):
        task = chair.ask("POST", "/tasks", json=assignment(office)).json["items"][0]
        if noun:
            body = {"no_evidence_reason": "Kết quả là cuộc họp."} if noun == "submission" else {}
            assert head.move(task, noun, body).status_code == 200
        yield task["id"]
    yield chair.ask("POST", "/tasks?draft=true", json=assignment(office)).json["items"][0]["id"]


def _try(operation: schemathesis.APIOperation, mode: GenerationMode, ids: list[int], headers: dict[str, str]) -> None:
    """Some requests of the kind; those about a task mostly ask for one that is there, as whatever it is now."""
    known = {"headers": headers | ANY_VERSION}
    of_task = {"path_parameters": {"task_id": ids[0]}} if "{task_id}" in operation.path else {}
    strategy = operation.as_strategy(generation_mode=mode, **known, **of_task)

    @seed(SEED)
    @settings(
        max_examples=CALLS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy, st.sampled_from(ids))
    def check(case: schemathesis.Case, task_id: int) -> None:
        if of_task:
            case.path_parameters["task_id"] = task_id
        case.call_and_validate(excluded_checks=NOT_ASKED)

    check()
