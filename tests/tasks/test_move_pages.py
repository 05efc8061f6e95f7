"""The moves of a task over HTTP; what is typed is never lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.tasks import changes, lifecycle
from taskapp.tasks.models import StoredFile, Submission, Task
from taskapp.tasks.states import State
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.browsing import ClientOf, assignment, count, made, page, post, state_of
from tests.tasks.making import Desk, at


def test_the_story_from_assignment_to_approval_over_http(app: Flask, office: Office, client_of: ClientOf) -> None:
    post(client_of("chutich"), "/tasks/new", **assignment(office))
    with app.app_context():
        task_id = db.session.scalars(select(Task.id)).one()
    head, officer, monitor = client_of("truongphong"), client_of("congchuc"), client_of("vanphong")
    assert "Báo cáo kết quả rà soát hộ tịch" in page(head.get("/tasks?view=unit"))
    assert post(head, f"/tasks/{task_id}/acceptance", version=1).status_code == 302
    assert post(head, f"/tasks/{task_id}/officer", version=2, officer=office.people["congchuc"]).status_code == 302
    assert "Báo cáo kết quả rà soát hộ tịch" in page(officer.get("/tasks?view=mine"))
    assert post(officer, f"/tasks/{task_id}/progress", version=3, percent=60, note="Còn 2 xã").status_code == 302
    result = {"version": 4, "text": "Đã rà soát 12 xã", "result_number": "214/BC-TP", "result_on": "02/03/2026"}
    files = (io.BytesIO(b"%PDF-1.7 noi dung"), "../../báo cáo.pdf")
    answer = post(officer, f"/tasks/{task_id}/submission", **result, files=files)
    assert answer.status_code == 302
    waiting = page(monitor.get("/tasks?view=decide"))
    assert "Báo cáo kết quả rà soát hộ tịch" in waiting
    assert "kết quả: 214/BC-TP ngày 02/03/2026, 1 tệp" in waiting
    assert "tiến độ 60" not in waiting  # the work is done as far as its doers go
    assert post(monitor, f"/tasks/{task_id}/return", version=5, reason="").status_code == 400
    assert post(monitor, f"/tasks/{task_id}/return", version=5, reason="Thiếu phụ lục").status_code == 302
    assert "Thiếu phụ lục" in page(officer.get(f"/tasks/{task_id}"))
    assert post(officer, f"/tasks/{task_id}/submission", **result | {"version": 6}).status_code == 302
    assert post(monitor, f"/tasks/{task_id}/approval", version=7, note="Tốt").status_code == 302
    assert state_of(app, task_id) is State.DONE
    shown = page(monitor.get(f"/tasks/{task_id}"))
    assert "báo cáo.pdf" in shown
    assert "Trước hạn" in shown


def test_evidence_is_downloaded_as_an_attachment_by_those_who_see_the_task(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer = client_of("congchuc")
    post(officer, f"/tasks/{task_id}/submission", version=version, files=(io.BytesIO(b"%PDF-1.7 x"), "báo cáo.pdf"))
    with app.app_context():
        stored = db.session.scalars(select(StoredFile)).one()
        file_id, name = stored.id, stored.name
    assert name == "báo cáo.pdf"
    answer = officer.get(f"/files/{file_id}")
    assert answer.data == b"%PDF-1.7 x"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()
    assert client_of("congchuc_nv").get(f"/files/{file_id}").status_code == 404
    assert client_of("quantri").get(f"/files/{file_id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("virus.exe", b"MZ", "không thuộc loại được nhận"),
        ("bao-cao.pdf", b"<html>", "bị hỏng hoặc không đúng loại"),
        ("bao-cao.docx", b"PK\x03\x04 nope", "bị hỏng hoặc không đúng loại"),
        ("bao-cao.pdf", b"", "rỗng"),
        ("bao-cao.pdf", b"%PDF-" + b"x" * (20 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)
def test_files_that_cannot_be_evidence_are_refused_and_nothing_is_kept(
    app: Flask, office: Office, client_of: ClientOf, name: str, content: bytes, message: str
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    good = (io.BytesIO(b"%PDF-1.7 x"), "tot.pdf")
    answer = post(
        client_of("congchuc"),
        f"/tasks/{task_id}/submission",
        version=version,
        text="Những gì đã viết",
        files=[good, (io.BytesIO(content), name)],
    )
    assert answer.status_code == 400
    assert message in page(answer)
    assert "Những gì đã viết" in page(answer)
    assert count(app, StoredFile) == count(app, Submission) == 0
    folder = app.extensions["taskapp"].files_dir
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def test_a_request_of_fifty_megabytes_is_refused(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    huge = (io.BytesIO(b"%PDF-" + b"x" * (50 * 1024 * 1024)), "lon.pdf")
    answer = post(client_of("congchuc"), f"/tasks/{task_id}/submission", version=version, files=huge)
    assert answer.status_code == 413
    assert "Dung lượng" in page(answer)
    assert state_of(app, task_id) is State.IN_PROGRESS


def test_a_late_result_asks_for_an_explanation_in_the_same_form(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    frozen_clock(at("09/03"))
    officer = client_of("congchuc")
    assert "Giải trình" in page(officer.get(f"/tasks/{task_id}/submission"))
    fields = {"version": version, "no_evidence_reason": "Báo cáo miệng tại họp", "text": "Đã xong"}
    answer = post(officer, f"/tasks/{task_id}/submission", **fields)
    assert answer.status_code == 409
    assert "Báo cáo miệng tại họp" in page(answer)
    answer = post(officer, f"/tasks/{task_id}/submission", **fields, explanation="Chờ số liệu")
    assert answer.status_code == 302


def test_a_result_that_was_taken_back_is_written_on_from_what_it_said(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer, said = client_of("congchuc"), {"text": "Đã rà soát 12 xã", "result_number": "12/BC-TP"}
    assert post(officer, f"/tasks/{task_id}/submission", version=version, **said).status_code == 302
    assert post(officer, f"/tasks/{task_id}/recall", version=version + 1).status_code == 302
    shown = page(officer.get(f"/tasks/{task_id}/submission"))
    assert all(words in shown for words in said.values())


def test_work_without_a_day_to_end_on_is_reported_on_first_and_ends_by_its_result(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    def going_on(desk: Desk) -> Task:
        task = desk.undated()
        changes.name_officer(desk.session, task, officer=desk.person("congchuc"), by=desk.by("truongphong"), now=MONDAY)
        return task

    task_id, _version = made(app, going_on, office)
    officer, words = client_of("congchuc"), "kết quả được duyệt thì việc kết thúc"
    shown = page(officer.get(f"/tasks/{task_id}"))
    assert shown.index("Cập nhật tiến độ</summary>") < shown.index(f'href="/tasks/{task_id}/submission"')
    assert words in page(officer.get(f"/tasks/{task_id}/submission"))
    dated, _version = made(app, lambda desk: desk.in_progress(), office)
    assert words not in page(officer.get(f"/tasks/{dated}/submission"))


def test_a_form_that_comes_back_says_which_files_must_be_chosen_again(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    officer = client_of("congchuc")
    shown = page(officer.get(f"/tasks/{task_id}/submission"))
    assert "hãy chọn lại" not in shown
    photo = (io.BytesIO(b"%PDF-1.7 x"), "anh-chup.pdf")
    fields = {"version": version, "text": "Đã xong", "result_on": "01/12/2026"}
    shown = page(post(officer, f"/tasks/{task_id}/submission", **fields, files=photo))
    assert "Chưa gửi được tệp, hãy chọn lại: anh-chup.pdf" in shown


def test_the_second_editor_is_told_and_keeps_his_text(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    head, officer = client_of("truongphong"), client_of("congchuc")
    assert post(head, f"/tasks/{task_id}/progress", version=version, percent=10, note="Trước").status_code == 302
    answer = post(officer, f"/tasks/{task_id}/progress", version=version, percent=80, note="Chữ tôi đã gõ")
    assert answer.status_code == 409
    assert "Đã có người cập nhật" in page(answer)
    assert "Chữ tôi đã gõ" in page(answer)
    again = post(officer, f"/tasks/{task_id}/progress", version=version + 1, percent=80, note="Chữ tôi đã gõ")
    assert again.status_code == 302


def test_of_two_people_who_submit_at_the_same_moment_one_wins_and_one_is_told(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    task_id, version = made(app, lambda desk: desk.in_progress(), office)
    clients = [client_of("truongphong"), client_of("congchuc")]
    tokens = [token_of(client, "/account") for client in clients]
    together = threading.Barrier(2)
    answers: list[TestResponse] = []

    def submit(client: FlaskClient, token: str) -> None:
        data = {"csrf_token": token, "version": version, "no_evidence_reason": "Họp", "text": "Của tôi"}
        together.wait()
        answers.append(client.post(f"/tasks/{task_id}/submission", data=data))

    threads = [threading.Thread(target=submit, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "Của tôi" in page(loser)
    assert count(app, Submission) == 1


def test_who_sees_a_task_but_may_not_decide_is_told_so(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.submitted(), office)
    for username in ("thanhtra", "congchuc", "truongphong"):
        answer = post(client_of(username), f"/tasks/{task_id}/approval", version=version)
        assert answer.status_code == 403
    assert state_of(app, task_id) is State.SUBMITTED


def test_approving_from_a_list_returns_to_it_names_the_task_and_never_leaves_the_site(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    for target, expected in (("/tasks?view=decide", "/tasks?view=decide"), ("//evil.example/", None)):
        task_id, version = made(app, lambda desk: desk.submitted(content="Rà soát hộ tịch " * 9), office)
        answer = post(chair, f"/tasks/{task_id}/approval", version=version, next=target)
        assert answer.location == (expected or f"/tasks/{task_id}")
        said = "Đã duyệt kết quả. Rà soát hộ tịch" if expected else "Đã duyệt kết quả.</"
        assert said in " ".join(page(chair.get(answer.location)).split())


def test_a_declined_task_is_decided_by_the_assigner(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    head, chair = client_of("truongphong"), client_of("chutich")
    answer = post(head, f"/tasks/{task_id}/refusal", version=version, reason="Thuộc Phòng Nội vụ")
    assert answer.status_code == 302
    assert state_of(app, task_id) is State.DECLINED
    assert "Thuộc Phòng Nội vụ" in page(chair.get(f"/tasks/{task_id}"))
    answer = post(chair, f"/tasks/{task_id}/lead", version=version + 1, lead=office.units["nv"], reason="Đúng")
    assert answer.status_code == 302
    assert client_of("truongphong_nv").get(f"/tasks/{task_id}").status_code == 200


def test_every_text_of_a_person_is_shown_as_text(app: Flask, office: Office, client_of: ClientOf) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    task_id, version = made(app, lambda desk: desk.in_progress(content=hostile, product=hostile), office)
    officer = client_of("congchuc")
    post(officer, f"/tasks/{task_id}/progress", version=version, percent=1, note=hostile)
    for path in (f"/tasks/{task_id}", "/tasks?view=mine", f"/tasks/{task_id}/submission"):
        assert "<script>alert" not in page(officer.get(path))
        assert "<img src=x" not in page(officer.get(path))


def test_a_withdrawn_task_shows_why(app: Flask, office: Office, client_of: ClientOf) -> None:
    def withdrawn(desk: Desk) -> Task:
        task = desk.task()
        lifecycle.withdraw(desk.session, task, reason="Giao nhầm", by=desk.by("chutich"), now=MONDAY)
        return task

    task_id, _version = made(app, withdrawn, office)
    assert "Giao nhầm" in page(client_of("truongphong").get(f"/tasks/{task_id}"))
