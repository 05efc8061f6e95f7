"""Imports over HTTP: upload, look, correct, take in, undo; who may what; refusals that lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.directives.registers import spreadsheets
from taskapp.directives.registers.models import BatchState, ImportBatch
from taskapp.directives.registers.sheet import Sheet
from taskapp.people.models import Unit
from taskapp.tasks.models import Task, TaskEvent
from taskapp.tasks.states import Exclusion, Kind, State
from tests.conftest import DATA, MONDAY, token_of
from tests.directives.registers.sheets import register, row, workbook

SignIn = Callable[[str], FlaskClient]


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, "/imports"), **fields})


def send(client: FlaskClient, data: bytes, name: str = "so.xlsx") -> TestResponse:
    # the body is put together here since the test client would leave its temporary file for large ones open
    token = token_of(client, "/imports")
    parts = (
        f'--cut\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n',
        f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n',
        "Content-Type: application/octet-stream\r\n\r\n",
    )
    body = "".join(parts).encode() + data + b"\r\n--cut--\r\n"
    return client.post("/imports", data=body, content_type="multipart/form-data; boundary=cut")


def kept(client: FlaskClient, data: bytes) -> str:
    answer = send(client, data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.location


def taken_in(client: FlaskClient, data: bytes, **fields: object) -> str:
    path = kept(client, data)
    assert post(client, f"{path}/tasks", **fields).status_code == 302
    return path


def text_of(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def one(app: Flask, query: object) -> object:
    with app.app_context():
        return db.session.execute(query).all()  # type: ignore[call-overload]


def count(app: Flask) -> int:
    return one(app, select(func.count()).select_from(Task))[0][0]  # type: ignore[index]


def test_a_register_is_looked_at_before_anything_is_taken_in(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = kept(client, register(row(), row(content="Hai", due="01/02/2026", done="30/01/2026")))
    page = text_of(client.get(path))
    assert "Nhập 2 nhiệm vụ" in page
    assert "1 đã quá hạn, chưa xong" in page
    assert re.search(r'<option value="lead" selected>', page)
    assert count(app) == 0
    done = post(client, f"{path}/tasks")
    assert done.status_code == 302
    assert "Đã nhập 2 nhiệm vụ" in text_of(client.get(done.location))
    assert count(app) == 2
    assert one(app, select(ImportBatch.state, ImportBatch.content)) == [(BatchState.COMMITTED, None)]


def test_unknown_units_are_created_only_when_ticked(app: Flask, client_of: SignIn) -> None:
    client = client_of("chutich")
    path = kept(client, register(row(lead="UBND xã Phú Hựu"), row(lead="Phòng Y tế")))
    page = text_of(client.get(path))
    assert "Đơn vị chưa có trong hệ thống" in page
    fields = {"unit-0": "UBND xã Phú Hựu", "create-0": "1", "kind-0": "commune", "unit-1": "Phòng Y tế"}
    refused = post(client, f"{path}/tasks", **fields)
    assert refused.status_code == 409
    assert re.search(r'id="create-0" value="1" checked', text_of(refused))
    assert count(app) == 0
    assert post(client, f"{path}/tasks", **fields, **{"create-1": "1", "kind-1": "office"}).status_code == 302
    made = one(
        app, select(Unit.name, Unit.kind).where(Unit.name.in_(["UBND xã Phú Hựu", "Phòng Y tế"])).order_by(Unit.id)
    )
    assert [(name, kind.value) for name, kind in made] == [("UBND xã Phú Hựu", "commune"), ("Phòng Y tế", "office")]  # type: ignore[attr-defined]


def test_all_unknown_units_are_created_with_one_tick(app: Flask, client_of: SignIn) -> None:
    path = kept(client_of("vanphong"), (DATA / "bang-theo-doi-van-phong.xlsx").read_bytes())
    client = client_of("vanphong")
    names = re.findall(r'name="(unit-\d+)" value="([^"]+)"', text_of(client.get(path)))
    assert post(client, f"{path}/tasks", **dict(names), **{"create-all": "1"}).status_code == 302
    assert len(one(app, select(Task.id).where(Task.kind == Kind.OFFICIAL))) == 85  # type: ignore[arg-type]


def test_changed_dates_are_shown_old_and_new_and_applied_where_ticked(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    taken_in(client, register(row(), row(content="Hai")))
    path = kept(client, register(row(due="25/01/2026"), row(content="Hai", due="26/01/2026")))
    page = text_of(client.get(path))
    assert "<del>20/01/2026</del> <ins>25/01/2026</ins>" in page
    assert post(client, f"{path}/tasks").status_code == 409
    first = one(app, select(Task.id).order_by(Task.id))[0][0]  # type: ignore[index]
    assert post(client, f"{path}/tasks", update=str(first)).status_code == 302
    days = one(app, select(Task.due_on).order_by(Task.id))
    assert [day.isoformat() for (day,) in days] == ["2026-01-25", "2026-01-20"]  # type: ignore[attr-defined]


def test_every_problem_is_shown_and_nothing_can_be_taken_in(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = kept(client, register(row(), row(content="Hai", due="31/04/2026", support="Phòng Tư pháp")))
    page = text_of(client.get(path))
    assert "tháng 4 năm 2026 chỉ có 30 ngày" in page
    assert "cả chủ trì và phối hợp" in page
    assert "Nhập 1 nhiệm vụ" not in page
    refused = post(client, f"{path}/tasks")
    assert (refused.status_code, count(app)) == (409, 0)
    assert "Hãy sửa trong tệp rồi nhập lại" in text_of(refused)


def test_a_person_corrects_what_a_column_means(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    sheet = workbook([["STT", "Việc", "Nơi làm", "Thời hạn"], [1, "Báo cáo", "Phòng Tư pháp", "20/01/2026"]])
    path = kept(client, sheet)
    assert "Chưa rõ cột nào là" in text_of(client.get(path))
    columns = {"column-0-0": "order", "column-0-1": "content", "column-0-2": "lead", "column-0-3": ""}
    told = {"sheet-0": "Sheet", "only-0": "1", "heading-0": "1", "height-0": "1", **columns}
    assert post(client, f"{path}/columns", **told).status_code == 302
    assert post(client, f"{path}/tasks").status_code == 302
    assert one(app, select(Task.content, Task.lead_unit_name, Task.due_on)) == [("Báo cáo", "Phòng Tư pháp", None)]


def test_others_write_while_a_file_is_read(app: Flask, client_of: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    read, times = spreadsheets.sheets, []

    def read_slowly(data: bytes) -> list[Sheet]:
        with app.app_context():
            engine = create_engine(db.engine.url)
        impatience = "PRAGMA busy_timeout = 1" if engine.dialect.name == "sqlite" else "SET LOCAL lock_timeout = 100"
        with engine.begin() as other:
            other.execute(text(impatience))
            other.execute(text("UPDATE import_batch SET file_name = 'tên khác.xlsx'"))
        engine.dispose()
        times.append(len(data))
        return read(data)

    client = client_of("vanphong")
    monkeypatch.setattr(spreadsheets, "sheets", read_slowly)
    path = kept(client, register(row()))
    assert len(times) == 1
    assert post(client, f"{path}/columns").status_code == 302
    assert len(times) == 2, "once, however often its columns are looked at"
    assert post(client, f"{path}/tasks").status_code == 302
    assert len(times) == 3
    assert count(app) == 1


def test_undo_withdraws_the_tasks_and_takes_corrections_back(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    taken_in(client, register(row(), row(content="Hai")))
    newer = register(row(due="25/01/2026"), row(content="Hai", done="30/01/2026"), row(content="Ba", done="20/01/2026"))
    path = taken_in(client, newer, **{"update-all": "1"})
    assert post(client, f"{path}/undo").status_code == 400
    assert post(client, f"{path}/undo", reason="Nhầm sổ").status_code == 302
    states = one(app, select(Task.content, Task.state, Task.excluded, Task.finished_on).order_by(Task.id))
    assert states == [
        ("Rà soát văn bản", State.ASSIGNED, None, None),
        ("Hai", State.IN_PROGRESS, None, None),
        ("Ba", State.WITHDRAWN, Exclusion.UNDONE, states[2][3]),  # type: ignore[index]
    ]
    assert [day.isoformat() for (day,) in one(app, select(Task.due_on).order_by(Task.id))] == ["2026-01-20"] * 3  # type: ignore[attr-defined]
    reasons = one(app, select(TaskEvent.reason).where(TaskEvent.kind == "undo"))
    assert reasons == [("Nhầm sổ",)]
    assert post(client, f"{path}/undo", reason="Nữa").status_code == 409


def test_what_was_undone_can_be_taken_in_again(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = taken_in(client, register(row()))
    post(client, f"{path}/undo", reason="Nhầm")
    taken_in(client, register(row()))
    assert sorted(state.value for (state,) in one(app, select(Task.state))) == ["assigned", "withdrawn"]  # type: ignore[attr-defined]


def test_undo_says_how_many_tasks_were_worked_on_since(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    path = taken_in(client, register(row(), row(content="Hai")))
    newer = kept(client, register(row(due="25/01/2026")))
    post(client, f"{newer}/tasks", **{"update-all": "1"})
    assert "1 nhiệm vụ của đợt này đã có người cập nhật" in text_of(client.get(path))


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "so.xlsx", "Tệp rỗng"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "so.xls", "kiểu cũ"),
        (b"PK\x03\x04 damaged", "so.xlsx", "hỏng"),
        (bytes(21 * 1024 * 1024), "so.xlsx", "vượt mức 20 MB"),
        (workbook([["Họ tên", "Tuổi"], ["An", 30]]), "so.xlsx", "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_an_unusable_file_is_refused_on_the_page(
    app: Flask, client_of: SignIn, data: bytes, name: str, words: str
) -> None:
    answer = send(client_of("vanphong"), data, name)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert one(app, select(ImportBatch.id)) == []


def test_a_50_mb_file_gets_a_clear_page(client_of: SignIn) -> None:
    answer = send(client_of("vanphong"), bytes(50 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Dung lượng gửi lên vượt mức" in text_of(answer)


def test_a_file_name_with_folders_is_kept_without_them(app: Flask, client_of: SignIn) -> None:
    kept_at = send(client_of("vanphong"), register(row()), "../../etc/sổ theo dõi.xlsx")
    assert kept_at.status_code == 302
    assert one(app, select(ImportBatch.file_name)) == [("sổ theo dõi.xlsx",)]


def test_a_clerk_looks_but_does_not_take_in(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanthu")
    path = kept(client, register(row()))
    page = text_of(client.get(path))
    assert "Anh/chị xem trước được" in page
    assert post(client, f"{path}/tasks").status_code == 403
    assert post(client, f"{path}/undo", reason="x").status_code == 403
    assert count(app) == 0


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "thanhtra", "quantri"])
def test_others_are_kept_out(client_of: SignIn, username: str) -> None:
    assert client_of(username).get("/imports").status_code == 403


def test_a_file_that_was_not_confirmed_can_be_thrown_away_and_is_after_a_week(
    app: Flask, client_of: SignIn, frozen_clock: Callable[[datetime], None]
) -> None:
    client = client_of("vanphong")
    post(client, f"{kept(client, register(row()))}/removal")
    assert one(app, select(ImportBatch.id)) == []
    kept(client, register(row()))
    frozen_clock(MONDAY + timedelta(days=8))
    later = client_of("vanphong")
    kept(later, register(row()))
    assert one(app, select(ImportBatch.made_at)) == [((MONDAY + timedelta(days=8)),)]


def test_two_people_confirm_the_same_file_and_it_arrives_once(app: Flask, client_of: SignIn) -> None:
    first, second = client_of("vanphong"), client_of("chutich")
    one_path, other_path = kept(first, register(row())), kept(second, register(row()))
    assert post(first, f"{one_path}/tasks").status_code == 302
    late = post(second, f"{other_path}/tasks")
    assert late.status_code == 409
    assert "mọi dòng đã có" in text_of(late)
    assert post(second, f"{one_path}/tasks").status_code == 409
    assert count(app) == 1


def test_the_list_shows_each_batch_with_its_state_in_few_queries(app: Flask, client_of: SignIn) -> None:
    client = client_of("vanphong")
    taken_in(client, register(row()))
    kept(client, (DATA / "so-theo-doi-2021.xlsx").read_bytes())
    page = text_of(client.get("/imports"))
    assert "Đã nhập" in page
    assert "Đang xem trước" in page


def test_a_missing_batch_is_not_found(client_of: SignIn) -> None:
    assert client_of("vanphong").get("/imports/999").status_code == 404
