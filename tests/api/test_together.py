"""What people do together, by programs: talk, followers, many tasks at once, work handed over, recurring duties."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from taskapp.people.scopes import Scope
from tests.api.conftest import Program, assignment
from tests.office import Office

Programs = Callable[..., Program]
PDF = b"%PDF-1.4 opinion"
REASON = "Chuyển công tác."


@pytest.fixture
def chair(program_of: Programs) -> Program:
    return program_of("chutich")


def issue(chair: Program, office: Office, count: int = 1) -> list[Any]:
    made = [chair.ask("POST", "/tasks", json=assignment(office)) for _each in range(count)]
    return [answer.json["items"][0] for answer in made]


def test_an_opinion_is_said_with_names_and_files_and_read_again(chair, program_of, office):
    task = issue(chair, office)[0]
    place, head = f"/tasks/{task['id']}/comments", program_of("truongphong")
    files = {
        "text": "Nhờ @congchuc xem giúp.",
        "files": [(BytesIO(PDF), "y-kien.pdf")],
        "know": office.people["thanhtra"],
    }
    said = head.ask("POST", place, data=files, content_type="multipart/form-data", headers={"Idempotency-Key": "one"})
    assert said.status_code == 201, said.text
    assert [person["id"] for person in said.json["mentions"]] == [office.people["congchuc"]]
    assert head.ask("GET", said.json["files"][0]["href"].removeprefix("/api/v1")).data == PDF
    followers = head.read(f"/tasks/{task['id']}/followers")["items"]
    assert office.people["thanhtra"] in [each["person"]["id"] for each in followers]
    assert head.read(f"/tasks/{task['id']}")["version"] == task["version"], "talk is no move"

    assert head.ask("POST", place, json={"text": "Phải xong sớm.", "directing": True}).status_code == 403
    narrow = program_of("chutich", Scope.READ, Scope.TASKS)
    assert narrow.ask("POST", place, json={"text": "Phải xong sớm.", "directing": True}).status_code == 403
    assert chair.ask("POST", place, json={"text": "Phải xong sớm.", "directing": True}).json["is_directing"]
    page = chair.read(f"{place}?limit=1")
    assert page["items"][0]["text"] == "Phải xong sớm."
    assert chair.read(f"{place}?cursor={page['next']}")["items"][0]["text"] == "Nhờ @congchuc xem giúp."


def test_a_task_is_given_to_know_followed_and_let_go(chair, program_of, office):
    task = issue(chair, office)[0]
    place, clerk = f"/tasks/{task['id']}", program_of("vanthu")
    added = chair.ask("POST", f"{place}/followers", json={"know": [office.people["vanthu"]]})
    assert [each["person"]["id"] for each in added.json["items"]] == [office.people["vanthu"]]
    assert clerk.ask("POST", f"{place}/followers/{office.people['vanthu']}/removal").status_code == 204
    assert chair.read(f"{place}/followers")["items"] == []
    assert len(chair.ask("POST", f"{place}/following").json["items"]) == 1


def test_many_tasks_are_moved_at_once_each_with_its_own_result(chair, program_of, office):
    tasks, head = issue(chair, office, 3), program_of("truongphong")
    seen = [{"id": task["id"], "version": task["version"]} for task in tasks]
    wrong = [seen[0], {**seen[1], "version": 9}, {"id": 987654, "version": 1}]
    done = head.ask("POST", "/tasks/bulk/acceptance", json={"tasks": wrong})
    assert done.status_code == 200, done.text
    assert [each["is_done"] for each in done.json["items"]] == [True, False, False]
    assert "Đã có người cập nhật" in done.json["items"][1]["reason"]
    assert done.json["items"][2]["version"] is None
    again = head.ask("POST", "/tasks/bulk/acceptance", json={"tasks": seen[:1]}).json["items"][0]
    assert again["is_repeated"]

    accepted = [{"id": seen[0]["id"], "version": done.json["items"][0]["version"]}]
    named = head.ask("POST", "/tasks/bulk/officer", json={"tasks": accepted, "officer": office.people["congchuc"]})
    assert named.json["items"][0]["is_done"], named.text
    assert head.read(f"/tasks/{seen[0]['id']}")["assignee"]["id"] == office.people["congchuc"]
    assert chair.ask("POST", "/tasks/bulk/urging", json={"tasks": seen[1:], "text": "Sớm."}).json["items"][1]["is_done"]
    body = {"tasks": [{"id": tasks[2]["id"], "version": 2}], "due_on": "2026-05-29", "reason": "Thêm việc."}
    assert chair.ask("POST", "/tasks/bulk/extension", json=body).json["items"][0]["is_done"]
    assert chair.read(f"/tasks/{tasks[2]['id']}")["due_on"] == "2026-05-29"
    assert head.ask("POST", "/tasks/bulk/extension", json=body).json["items"][0]["is_done"] is False
    narrow = program_of("chutich", Scope.READ, Scope.TASKS)
    assert narrow.ask("POST", "/tasks/bulk/urging", json={"tasks": seen, "text": "Sớm."}).status_code == 403


def test_work_is_handed_over_whole_or_not_at_all_and_confirmed_by_who_gets_it(chair, program_of, office):
    head, giver, getter = program_of("truongphong"), office.people["congchuc"], office.people["congchuc2"]
    for task in issue(chair, office, 2):
        assert head.move(task, "officer", {"officer": giver}).status_code == 200
    found = head.read(f"/people/{giver}/open-work")
    lines = [
        {"handed": each["handed"], "task_id": each["task"]["id"], "version": each["task"]["version"], "to": getter}
        for each in found["items"]
    ]
    assert [line["handed"] for line in lines] == ["assignee"] * 2
    place = f"/people/{giver}/handover"
    half = {"reason_code": "transfer", "reason": REASON, "lines": [lines[0], {**lines[1], "version": 99}]}
    refused = head.ask("POST", place, json=half)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["errors"]] == ["lines[1]"]
    assert len(head.read(f"/people/{giver}/open-work")["items"]) == 2, "nothing was handed over"

    made = head.ask("POST", place, json={**half, "lines": lines})
    assert made.status_code == 201, made.text
    assert (made.json["lines"], made.json["unconfirmed"]) == (2, 2)
    receiver, one = program_of("congchuc2"), f"/handovers/{made.json['id']}"
    assert head.ask("POST", f"{one}/confirmation").status_code == 403
    assert receiver.ask("POST", f"{one}/confirmation").json["unconfirmed"] == 0
    assert [each["id"] for each in receiver.read("/handovers")["items"]] == [made.json["id"]]
    assert program_of("tuphapxa").ask("GET", one).status_code == 404
    assert receiver.ask("GET", f"/people/{giver}/open-work").status_code == 403


def test_a_duty_is_written_begun_changed_left_out_once_and_ended(chair, office):
    body = {
        "content": "Báo cáo chứng thực hằng tháng",
        "leads": [office.units["tp"]],
        "assigner": office.people["chutich"],
        "often": "monthly",
        "number": 25,
        "starts_on": "2026-03-02",
    }
    made = chair.ask("POST", "/duties?draft=true", json=body)
    assert made.status_code == 201, made.text
    place = f"/duties/{made.json['items'][0]['id']}"
    assert (made.headers["Location"], made.json["items"][0]["phase"]) == (f"/api/v1{place}", "draft")
    begun = chair.ask("POST", f"{place}/begin").json
    assert begun["phase"] == "running"
    assert [each["due_on"] for each in begun["coming"]][:2] == ["2026-03-25", "2026-04-24"]
    skipped = chair.ask("POST", f"{place}/skips", json={"on_day": "2026-04-25", "reason": "Nghỉ lễ."})
    assert skipped.json["occurrences"][0]["outcome"] == "skipped", skipped.text

    changed = {**body, "number": 20}
    assert chair.ask("POST", f"{place}/change", json=changed).status_code == 428
    assert chair.ask("POST", f"{place}/change", json=changed, headers={"If-Match": '"1"'}).status_code == 412
    seen = chair.ask("GET", place)
    told = chair.ask("POST", f"{place}/change", json=changed, headers={"If-Match": seen.headers["ETag"]}).json
    assert told["coming"][0]["due_on"] == "2026-03-20"
    assert chair.ask("POST", f"{place}/end", json={"reason": "Hết năm."}).json["phase"] == "ended"
    assert chair.ask("POST", f"{place}/end", json={"reason": "Hết năm."}).status_code == 409
    assert chair.ask("POST", f"{place}/resume", json={"reason": "Lại có."}).json["phase"] == "running"
    assert [each["id"] for each in chair.read("/duties")["items"]] == [told["id"]]
    assert chair.ask("POST", f"{place}/occurrences/9999/task", json={"due_on": "2026-05-29"}).status_code == 404
    assert chair.ask("POST", "/duties", json={**body, "often": "other"}).status_code == 422
