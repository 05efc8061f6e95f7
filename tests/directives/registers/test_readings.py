"""What a person corrects in a file is remembered for later files of the office, is seen, and can be forgotten."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.directives.registers.models import ImportBatch
from taskapp.tasks.models import Task
from tests.directives.registers.layouts import Page, book
from tests.directives.registers.layouts_ods import ods
from tests.directives.registers.test_importing import Take, take
from tests.directives.registers.test_pages import SignIn, kept, one, post, send, taken_in, text_of

__all__ = ["take"]
HEADING = ["STT", "Đầu việc cần làm", "Nơi làm", "Mốc", "Người ký"]
TOLD = {
    "sheet-0": "Sổ", "only-0": "1", "heading-0": "1", "height-0": "1", "column-0-0": "order", "column-0-1": "content",
    "column-0-2": "lead", "column-0-3": "due", "column-0-4": "",
}  # fmt: skip


def strange(content: str, title: str = "Sổ") -> bytes:
    """A register whose headings no rule knows."""
    return book(Page(title, [HEADING, [1, content, "Phòng Tư pháp", "20/01/2026", "A"]]))


def teach(client: FlaskClient) -> str:
    path = kept(client, strange("Việc một"))
    assert post(client, f"{path}/columns", **TOLD).status_code == 302
    assert post(client, f"{path}/tasks").status_code == 302
    return path


def test_headings_that_no_rule_knows_are_offered_for_a_person_to_name(client_of: SignIn) -> None:
    client = client_of("vanphong")
    page = text_of(client.get(kept(client, strange("Việc một"))))
    assert "Chưa rõ cột nào là" in page
    assert "<b>Đầu việc cần làm</b>" in page


def test_a_later_file_with_the_same_headings_is_read_as_it_was_corrected(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    teach(client)
    moved = [HEADING[1], HEADING[0], HEADING[3], HEADING[2], HEADING[4]]  # the same columns in another order
    later = ods({"Tháng 2": [["SỔ VIỆC"], moved, ["Việc hai", 1, "21/01/2026", "Phòng Tư pháp", "B"]]})
    path = kept(client_of("chutich"), later)
    client = client_of("chutich")
    assert "đã sửa ở tệp trước có cùng tiêu đề" in text_of(client.get(path))
    assert post(client, f"{path}/tasks").status_code == 302
    found = one(app, select(Task.content, Task.due_on, Task.lead_unit_name).order_by(Task.id))
    assert [(content, str(due), lead) for content, due, lead in found] == [  # type: ignore[attr-defined]
        ("Việc một", "2026-01-20", "Phòng Tư pháp"),
        ("Việc hai", "2026-01-21", "Phòng Tư pháp"),
    ]


def test_the_command_line_reads_as_the_office_has_corrected(app: Flask, client_of: SignIn, take: Take) -> None:
    teach(client_of("vanphong"))
    assert take(strange("Việc hai"))["new"] == 1


def test_what_is_remembered_is_listed_and_can_be_forgotten(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    assert "Cách đọc đã nhớ" not in text_of(client.get("/imports"))
    teach(client)
    page = text_of(client.get("/imports"))
    assert "<li>Nơi làm: <strong>Đơn vị chủ trì</strong></li>" in page
    assert "<li>Người ký: <strong>không dùng</strong></li>" in page
    mark = re.search(r'name="mark" value="(\w+)"', page)[1]  # type: ignore[index]
    assert post(client, "/imports/readings/removal", mark=mark).status_code == 302
    assert "Cách đọc đã nhớ" not in text_of(client.get("/imports"))
    assert "Chưa rõ cột nào là" in text_of(client.get(kept(client, strange("Việc hai"))))
    assert post(client, "/imports/readings/removal", mark=mark).status_code == 409


def test_a_clerk_sees_what_is_remembered_but_does_not_remove_it(client_of: SignIn) -> None:
    teach(client_of("vanphong"))
    clerk = client_of("vanthu")
    page = text_of(clerk.get("/imports"))
    assert "Cách đọc đã nhớ" in page
    assert "Quên cách đọc này" not in page
    assert post(clerk, "/imports/readings/removal", mark="x").status_code == 403


def test_what_was_only_looked_at_or_undone_is_not_remembered(client_of: SignIn) -> None:
    client = client_of("vanphong")
    post(client, f"{kept(client, strange('Việc một'))}/columns", **TOLD)
    assert "Cách đọc đã nhớ" not in text_of(client.get("/imports"))
    path = teach(client)
    post(client, f"{path}/undo", reason="Nhầm")
    assert "Cách đọc đã nhớ" not in text_of(client.get("/imports"))


def test_a_register_that_was_read_as_understood_teaches_nothing(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    rows = [["STT", "Nội dung", "Chủ trì", "Thời hạn"], [1, "Việc", "Phòng Tư pháp", "20/01/2026"]]
    path = kept(client, book(Page("Sổ", rows)))
    same = {"sheet-0": "Sổ", "only-0": "1", "heading-0": "1", "height-0": "1", "column-0-0": "order",
            "column-0-1": "content", "column-0-2": "lead", "column-0-3": "due"}  # fmt: skip
    post(client, f"{path}/columns", **same)
    assert post(client, f"{path}/tasks").status_code == 302
    assert "learned" not in one(app, select(ImportBatch.mapping))[0][0]  # type: ignore[index]


TWO = book(
    Page("Tháng 1", [["STT", "Nội dung", "Chủ trì", "Thời hạn"], [1, "Một", "Phòng Tư pháp", "20/01/2026"]]),
    Page("Tháng 2", [["STT", "Nội dung", "Chủ trì", "Thời hạn"], [1, "Hai", "Phòng Tư pháp", "32/02/2026"]]),
)


def test_every_sheet_with_a_register_is_read_and_a_person_may_leave_one_out(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = kept(client, TWO)
    page = text_of(client.get(path))
    assert "trang “Tháng 1”, “Tháng 2”" in page
    assert "Tháng 2 · 2" in page  # the problem is named with its sheet
    chosen = {"sheet-0": "Tháng 1", "read-0": "1", "sheet-1": "Tháng 2"}
    assert post(client, f"{path}/columns", **chosen).status_code == 302
    page = text_of(client.get(path))
    assert re.search(r'name="read-1" id="read-1" value="1">', page)
    assert post(client, f"{path}/tasks").status_code == 302
    assert one(app, select(Task.content)) == [("Một",)]


def test_without_any_sheet_nothing_can_be_taken_in(client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = kept(client, TWO)
    post(client, f"{path}/columns", **{"sheet-0": "Tháng 1", "sheet-1": "Tháng 2"})
    assert "Chưa chọn trang tính nào để đọc" in text_of(client.get(path))
    assert post(client, f"{path}/tasks").status_code == 409


def test_problems_and_the_record_name_the_sheet_where_several_are_read(take: Take) -> None:
    outcome = take(TWO, dry_run=True)
    assert [(p["sheet"], p["row"], p["column"]) for p in outcome["problems"]] == [("Tháng 2", 2, "D")]


@pytest.mark.parametrize("heading", ["0", "999999", "-1", "x", "99999999999"])
def test_a_heading_that_is_no_row_finds_no_columns_and_loses_nothing(client_of: SignIn, heading: str) -> None:
    client = client_of("vanphong")
    path = kept(client, strange("Việc một"))
    assert post(client, f"{path}/columns", **{**TOLD, "heading-0": heading}).status_code in (302, 400)
    assert client.get(path).status_code == 200


def test_a_text_and_an_open_document_are_taken_in_like_a_workbook(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    text = "STT;Nội dung;Chủ trì;Thời hạn\n1;Việc chữ;Phòng Tư pháp;20/01/2026\n"
    assert send(client, text.encode(), "so.csv").status_code == 302
    taken_in(client, text.encode())
    rows = [["STT", "Nội dung", "Chủ trì", "Thời hạn"], [1, "Việc mở", "Phòng Tư pháp", "20/01/2026"]]
    taken_in(client, ods({"Sổ": rows}))
    assert one(app, select(Task.content).order_by(Task.id)) == [("Việc chữ",), ("Việc mở",)]
