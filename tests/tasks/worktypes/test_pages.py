"""The pages of the types over HTTP: who may write, what a refusal says, that history and what was typed stay."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.models import WorkTypeVersion
from tests.office import Office
from tests.tasks.browsing import ClientOf, count, page, post
from tests.tasks.worktypes.making import ready

FIELDS = {
    "code": "HT-09",
    "name": "Đăng ký lại khai sinh",
    "unit": "workdays",
    "source": "own",
    "lead": "0",
    "statutory": "8",
    "committed": "5",
    "legal_basis": "NĐ 123/2015/NĐ-CP, Điều 26",
    "valid_from": "01/01/2026",
    "decision": "Quyết định 12",
}


def test_the_list_shows_both_limits_and_how_many_are_cut(app: Flask, office: Office, client_of: ClientOf):
    ready(app, office)
    text = page(client_of("congchuc").get("/work-types"))
    assert "Theo luật 15 ngày làm việc · Cam kết 5 ngày làm việc (rút ngắn 66,7 %)" in text
    assert "1/2 loại việc đã rút ngắn so với luật" in text
    assert "Không đặt thời hạn" in text
    assert "Thêm loại việc" not in text  # an officer reads


def test_a_type_that_is_still_to_come_is_in_the_list(app: Flask, client_of: ClientOf):
    client = client_of("vanphong")
    coming = FIELDS | {"valid_from": "01/04/2026", "committed": ""}
    post(client, "/work-types/new", **coming)
    text = page(client.get("/work-types"))
    assert "Chưa có loại việc nào" not in text
    assert "Đăng ký lại khai sinh" in text.split("Sắp áp dụng", 1)[1]
    assert "Theo luật 8 ngày làm việc · từ 01/04/2026" in text
    shown = page(client.get("/work-types/1"))
    assert ("Chưa áp dụng; có hiệu lực từ 01/04/2026." in shown, "ghi 09:00 02/03/2026" in shown) == (True, True)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', shown)
    assert seen is not None
    post(client, "/work-types/1", **coming | {"statutory": "7", "seen": seen[1], "decision": "Đính chính"})
    for path in ("/work-types", "/work-types/1"):
        assert "Theo luật 7 ngày làm việc" in page(client.get(path))
    assert page(client.get("/work-types")).count("/work-types/1") == 1


def test_the_office_adds_a_type(app: Flask, office: Office, client_of: ClientOf):
    for username, status in (("vanphong", 302), ("congchuc", 403)):
        assert post(client_of(username), "/work-types/new", **FIELDS).status_code == status
    assert count(app, WorkTypeVersion) == 1
    assert client_of("quantri").get("/work-types/new").status_code == 200


def test_a_commitment_longer_than_the_law_is_refused_beside_its_field(app: Flask, office: Office, client_of: ClientOf):
    answer = post(client_of("vanphong"), "/work-types/new", **FIELDS | {"committed": "9"})
    assert answer.status_code == 409
    assert "Cam kết 9 ngày làm việc dài hơn thời hạn theo luật 8 ngày làm việc" in page(answer)
    assert 'value="Đăng ký lại khai sinh"' in page(answer)
    assert count(app, WorkTypeVersion) == 0


def test_a_new_version_stands_beside_the_old_one(app: Flask, office: Office, client_of: ClientOf):
    work_type_id, client = ready(app, office), client_of("vanphong")
    with app.app_context():
        seen = max(db.session.scalars(select(WorkTypeVersion.id).where(WorkTypeVersion.work_type_id == work_type_id)))
    change = FIELDS | {"name": "Đăng ký kết hôn có yếu tố nước ngoài", "statutory": "15", "committed": "4"}
    change |= {"legal_basis": "Luật Hộ tịch, Điều 38", "seen": str(seen), "decision": "Quyết định 44"}
    assert post(client, f"/work-types/{work_type_id}", **change).status_code == 302
    text = page(client.get(f"/work-types/{work_type_id}"))
    for told in ("Quyết định 44", "QĐ 2021", "QĐ 2020", "đang áp dụng", "Phạm Ngọc Mai"):
        assert told in text
    late = post(client, f"/work-types/{work_type_id}", **change)
    assert (late.status_code, "Đã có người ghi phiên bản khác" in page(late)) == (409, True)


def test_a_type_is_ended_with_its_reason(app: Flask, office: Office, client_of: ClientOf):
    work_type_id, client = ready(app, office), client_of("chutich")
    path = f"/work-types/{work_type_id}/end"
    assert post(client, path, ended_on="02/03/2026").status_code == 400
    assert post(client, path, ended_on="01/01/2018", ended_decision="Bãi bỏ").status_code == 409
    assert post(client, path, ended_on="02/03/2026", ended_decision="Bãi bỏ").status_code == 302
    assert "Đã thôi áp dụng" in page(client.get("/work-types"))
    assert "đã thôi áp dụng" in page(client.get(f"/work-types/{work_type_id}")).casefold()


def test_many_are_pasted_at_once_and_a_wrong_line_leaves_all_out(app: Flask, office: Office, client_of: ClientOf):
    client, table = client_of("vanphong"), "A-1\tViệc một\tTư pháp\t10\t7\t\tLuật A\r\nA-2\tViệc hai\t\t{}\t\t\tLuật B"
    fields = {"valid_from": "01/01/2026", "decision": "Quyết định 12"}
    wrong = post(client, "/work-types/paste", table=table.format("mười"), **fields)
    assert wrong.status_code == 409
    assert "dòng 2, cột Theo luật: “mười”" in page(wrong)
    assert "Việc một" in page(wrong)
    assert count(app, WorkTypeVersion) == 0
    assert post(client, "/work-types/paste", table=table.format("10"), **fields).status_code == 302
    assert count(app, WorkTypeVersion) == 2


@pytest.mark.parametrize(
    ("path", "reason"),
    [("new", "Đã có loại việc mã HT-09"), ("paste", "Có người vừa thêm một mã trong bảng này")],
)
def test_the_second_of_two_who_add_a_code_at_once_is_told(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
):
    client = client_of("vanphong")
    assert post(client, "/work-types/new", **FIELDS).status_code == 302
    monkeypatch.setattr(queries, "known", lambda _session, _committee_id: {})  # as it was a moment before
    answer = post(client, f"/work-types/{path}", **FIELDS | {"table": "HT-09\tĐăng ký lại khai sinh"})
    assert (answer.status_code, reason in page(answer), count(app, WorkTypeVersion)) == (409, True, 1)
    assert "Đăng ký lại khai sinh" in page(answer)


def test_what_is_not_there_is_not_found(app: Flask, office: Office, client_of: ClientOf):
    client = client_of("vanphong")
    assert client.get("/work-types/99").status_code == 404
    assert post(client, "/work-types/99/end", ended_on="02/03/2026", ended_decision="x").status_code == 404
    assert app.test_client().get("/work-types").status_code == 302
