"""Manners of the API: problems, versions, the same request twice, pages, files, how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from taskapp.api import repeating
from taskapp.api.models import ApiAnswer
from taskapp.api.pacing import BLOCK
from taskapp.base.db import db
from taskapp.people import tokens
from taskapp.tasks.file_sheets import KEPT_APART
from taskapp.tasks.models import Task, TaskEvent
from tests.api.conftest import Program, assignment
from tests.conftest import MONDAY
from tests.office import Office

Programs = Callable[..., Program]


@pytest.fixture
def chair(program_of: Programs) -> Program:
    return program_of("chutich")


@pytest.fixture
def task(chair: Program, office: Office) -> Any:
    """A task of Phòng Tư pháp, just assigned."""
    answer = chair.ask("POST", "/tasks", json=assignment(office))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    assert answer.headers["Location"] == f"/api/v1/tasks/{answer.json['items'][0]['id']}"
    return answer.json["items"][0]


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/tasks/999999", {}, 404),
        ("GET", "/tasks?limit=0", {}, 400),
        ("GET", "/tasks?cursor=wrong", {}, 400),
        ("GET", "/tasks?stat=done", {}, 400),  # a misspelt filter would otherwise give everything
        ("GET", "/tasks?state=done&state=draft", {}, 400),
        ("GET", "/tasks?state=null", {}, 400),
        ("GET", "/reports/summary?from=2026-03-01&to=2026-02-01", {}, 422),
        ("PUT", "/tasks", {}, 405),
        ("POST", "/tasks", {"data": "content=x"}, 415),
        ("POST", "/tasks", {"data": "{", "content_type": "application/json"}, 400),
        ("POST", "/tasks", {"data": "[" * 200_000, "content_type": "application/json"}, 400),
        ("POST", "/tasks", {"json": {"content": "x", "unknown": 1}}, 422),
        ("POST", "/tasks", {"data": b" " * (26 * 1024 * 1024), "content_type": "application/json"}, 413),
        ("POST", "/directives", {"json": {"number": "1/KH", "kind": "TỐI MẬT"}}, 409),
    ],
)
def test_every_refusal_is_a_problem(chair: Program, method: str, path: str, more: dict[str, Any], status: int):
    answer = chair.ask(method, path, **more)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = answer.json
    assert told["status"] == status
    assert told["detail"]
    assert told["request_id"] == answer.headers["X-Request-Id"]
    assert "Set-Cookie" not in answer.headers


def test_a_fault_is_a_problem_too_and_says_nothing_of_its_cause(chair: Program, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("zebra")

    monkeypatch.setattr("taskapp.api.people_views.queries.units_on", broken)
    answer = chair.ask("GET", "/units")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "zebra" not in answer.get_data(as_text=True)


def test_each_wrong_field_is_named_with_its_reason(chair: Program, office: Office):
    wrong = assignment(office, due_on="2026-02-01")
    assert _errors(chair.ask("POST", "/tasks", json=wrong)) == ["due_on"]
    assert _errors(chair.ask("POST", "/tasks", json=wrong | {"due_on": "1/2/2026"})) == ["due_on"]
    assert _errors(chair.ask("POST", "/tasks", json=wrong | {"content": " "})) == ["content"]
    assert _errors(chair.ask("POST", "/tasks", json=assignment(office, leads=[999]))) == ["leads"]


def test_a_move_needs_the_version_that_was_seen(program_of: Programs, task: Any):
    head = program_of("truongphong")
    path = f"/tasks/{task['id']}/acceptance"
    assert head.ask("POST", path).status_code == 428
    assert head.ask("POST", path, headers={"If-Match": '"7"'}).status_code == 412
    assert head.ask("POST", path, headers={"If-Match": "nonsense"}).status_code == 412
    accepted = head.ask("POST", path, headers={"If-Match": head.ask("GET", f"/tasks/{task['id']}").headers["ETag"]})
    assert (accepted.status_code, accepted.json["state"], accepted.headers["ETag"]) == (200, "in_progress", '"2"')
    assert head.move(task, "progress", {"percent": 40, "note": "Đang làm."}).status_code == 412
    again = head.move(task, "progress", {"percent": 40, "note": "Đang làm."}, headers={"If-Match": "*"})
    assert (again.status_code, again.json["progress_percent"]) == (200, 40)


def test_the_record_says_that_a_change_came_through_the_api(app: Flask, task: Any):
    with app.app_context():
        assert db.session.scalars(select(TaskEvent.via)).all() == ["api"]


def test_the_same_request_again_is_answered_and_not_done_again(
    app: Flask, chair: Program, office: Office, frozen_clock
):
    key = {"Idempotency-Key": "a1"}
    first = chair.ask("POST", "/tasks", json=assignment(office), headers=key)
    again = chair.ask("POST", "/tasks", json=assignment(office), headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.get_data(), again.headers["Location"]) == (first.get_data(), first.headers["Location"])
    assert (again.headers["Idempotency-Replayed"], "Idempotency-Replayed" in first.headers) == ("true", False)
    assert chair.ask("POST", "/tasks", json=assignment(office, product="x"), headers=key).status_code == 422
    assert (
        chair.ask("POST", "/tasks", json=assignment(office), headers={"Idempotency-Key": "k" * 201}).status_code == 400
    )
    assert _count(app, Task) == 1
    frozen_clock(MONDAY + timedelta(hours=25))
    assert chair.ask("POST", "/tasks", json=assignment(office), headers=key).status_code == 201
    assert (_count(app, Task), _count(app, ApiAnswer)) == (2, 1)
    with app.app_context():
        assert repeating.prune(db.session(), now=MONDAY + timedelta(hours=50)) == 1


def test_a_refusal_is_not_kept_so_that_the_same_key_may_try_again(chair: Program, office: Office):
    key = {"Idempotency-Key": "a1"}
    assert chair.ask("POST", "/tasks", json=assignment(office, leads=[]), headers=key).status_code == 409
    assert chair.ask("POST", "/tasks", json=assignment(office), headers=key).status_code == 201


def test_a_key_belongs_to_its_token(chair: Program, program_of: Programs, office: Office, app: Flask):
    for program in (chair, program_of("chutich")):
        program.ask("POST", "/tasks", json=assignment(office), headers={"Idempotency-Key": "a1"})
    assert _count(app, Task) == 2


def test_evidence_comes_with_its_files_and_can_be_read_again(program_of: Programs, task: Any):
    officer, chair = program_of("truongphong"), program_of("chutich")
    accepted = officer.move(task, "acceptance").json
    given = {"text": "Đã xong.", "files": (BytesIO(b"%PDF-1.7 zebra"), "báo cáo.pdf")}
    headers = {"If-Match": f'"{accepted["version"]}"', "Idempotency-Key": "nop-1"}
    for _ in range(2):
        given["files"] = (BytesIO(b"%PDF-1.7 zebra"), "báo cáo.pdf")
        handed_in = officer.ask("POST", f"/tasks/{task['id']}/submission", data=dict(given), headers=headers)
        assert handed_in.status_code == 200, handed_in.json
        assert handed_in.json["state"] == "submitted"
    (kept,) = chair.read(f"/tasks/{task['id']}/submissions")["items"]
    assert [file["name"] for file in kept["files"]] == ["báo cáo.pdf"]
    download = chair.ask("GET", kept["files"][0]["href"].removeprefix("/api/v1"))
    assert (download.data, download.mimetype) == (b"%PDF-1.7 zebra", "application/pdf")
    assert download.headers["Content-Security-Policy"] == KEPT_APART
    wrong = {"files": (BytesIO(b"MZ"), "tep.exe"), "text": "x"}
    answer = officer.ask("POST", f"/tasks/{task['id']}/submission", data=wrong, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (400, "files")
    lost = {"tep": (BytesIO(b"%PDF-1.7"), "a.pdf"), "text": "x"}
    answer = officer.ask("POST", f"/tasks/{task['id']}/submission", data=lost, headers={"If-Match": "*"})
    assert _errors(answer) == ["tep"]


def test_a_draft_is_kept_issued_and_dropped(chair: Program, office: Office):
    drafts = [chair.ask("POST", "/tasks?draft=true", json=assignment(office)).json["items"][0] for _ in range(2)]
    assert [each["state"] for each in drafts] == ["draft", "draft"]
    assert chair.move(drafts[0], "issue").json["state"] == "assigned"
    dropped = chair.move(drafts[1], "discard")
    assert (dropped.status_code, dropped.get_data()) == (204, b"")
    assert chair.ask("GET", f"/tasks/{drafts[1]['id']}").status_code == 404


def test_a_task_is_split_and_a_supporting_unit_brought_in(program_of: Programs, task: Any, office: Office):
    head, chair = program_of("truongphong"), program_of("chutich")
    officer = f"p{office.people['congchuc']}"
    wrong = [{"content": "Lập danh sách", "who": officer, "due_on": "2026-05-01"}, {"content": "Tổng hợp"}]
    answer = head.move(task, "pieces", {"rows": wrong})
    assert answer.status_code == 422, answer.json
    assert "rows[0].due_on" in [each["field"] for each in answer.json["errors"]]
    right = [{"content": "Lập danh sách", "who": officer, "due_on": "2026-03-20"}]
    split = head.move(task, "pieces", {"rows": right})
    assert (split.status_code, split.json["state"]) == (201, "in_progress"), split.json
    piece = head.read(f"/tasks/{split.json['shares'][0]['id']}")
    assert (piece["kind"], piece["content"], piece["assignee"]["id"]) == (
        "child", "Lập danh sách", office.people["congchuc"],
    )  # fmt: skip
    assert head.move(split.json, "parts", {"unit": office.units["nv"]}).status_code == 403
    added = chair.move(split.json, "parts", {"unit": office.units["nv"], "due_on": "2026-03-18"})
    assert {each["kind"] for each in added.json["shares"]} == {"part", "child"}


def test_lists_are_read_page_by_page_and_narrowed_as_on_the_pages(chair: Program, office: Office):
    for content in ("Rà soát hộ tịch", "Báo cáo chứng thực", "Kiểm tra công chứng"):
        chair.ask("POST", "/tasks", json=assignment(office, content=content))
    found, cursor = [], ""
    for _ in range(3):
        page = chair.read(f"/tasks?limit=1{cursor}")
        found += [each["content"] for each in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert found == ["Kiểm tra công chứng", "Báo cáo chứng thực", "Rà soát hộ tịch"]
    assert page["next"] is None
    assert [each["content"] for each in chair.read("/tasks?q=ra soat")["items"]] == ["Rà soát hộ tịch"]
    assert chair.read("/tasks?view=mine")["items"] == []
    assert len(chair.read(f"/tasks?view=given&unit={office.units['tp']}&state=assigned")["items"]) == 3


def test_words_are_found_in_the_archive_page_by_page_the_newest_first(chair: Program, office: Office):
    for number in range(1, 6):
        chair.ask("POST", "/tasks", json=assignment(office, content=f"Rà soát hộ tịch {number}"))
        chair.ask("POST", "/tasks", json=assignment(office, content=f"Báo cáo chứng thực {number}"))
    found, cursor = [], ""
    for _ in range(3):
        page = chair.read(f"/tasks?view=all&q=ra soat ho tich&limit=2{cursor}")
        found.append([each["content"][-1] for each in page["items"]])
        cursor = f"&cursor={page['next']}"
    assert found == [["5", "4"], ["3", "2"], ["1"]]
    assert page["next"] is None
    assert chair.read("/tasks?view=all&q=ra soat khong co")["items"] == []
    assert chair.read("/tasks?view=all&q=...")["items"] == []
    assert len(chair.read(f"/tasks?view=all&q=ra soat&unit={office.units['tp']}")["items"]) == 5
    assert chair.read(f"/tasks?view=all&q=ra soat&unit={office.units['nv']}")["items"] == []


def test_a_document_is_entered_once_and_found(chair: Program, office: Office):
    body = {"number": "12/KH-UBND", "issued_on": "2026-02-26", "subject": "Kế hoạch", "is_incoming": True}
    made = chair.ask("POST", "/directives", json=body)
    assert (made.status_code, made.json["entry_due_on"], made.json["is_incoming"]) == (201, "2026-03-03", True)
    assert _errors(chair.ask("POST", "/directives", json=body)) == ["number"]
    given = assignment(office, number="12/KH-UBND", issued_on="2026-02-26")
    task = chair.ask("POST", "/tasks", json=given).json["items"][0]
    read = chair.read(f"/directives/{made.json['id']}")
    assert (read["task_ids"], read["tasks"], read["open_tasks"]) == ([task["id"]], 1, 1)
    assert [each["number"] for each in chair.read("/directives?q=ke hoach&way=incoming&year=2026")["items"]] == [
        "12/KH-UBND"
    ]


def test_a_token_may_call_only_so_often_on_all_nodes_together(chair: Program, app: Flask, monkeypatch, frozen_clock):
    monkeypatch.setattr(tokens, "PER_MINUTE", 2 * BLOCK)
    assert {chair.ask("GET", "/me").status_code for _ in range(BLOCK)} == {200}
    app.extensions["api_pace"].left.clear()  # another node, which knows nothing of the calls of this one
    assert {chair.ask("GET", "/me").status_code for _ in range(BLOCK)} == {200}
    answer = chair.ask("GET", "/me")
    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (
        429,
        "application/problem+json",
        "60",
    )
    frozen_clock(MONDAY + timedelta(minutes=1))
    assert chair.ask("GET", "/me").status_code == 200


def _errors(answer: Any) -> list[str]:
    assert answer.status_code in (409, 422), answer.get_data(as_text=True)
    return [each["field"] for each in answer.json["errors"]]


def _count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0
