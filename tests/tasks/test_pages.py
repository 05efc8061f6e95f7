"""Pages of the tasks over HTTP: assigning, the lists, the moves; what is typed is never lost."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.tasks import lifecycle
from taskapp.tasks.models import Directive, StoredFile, Submission, Task, TaskEvent
from taskapp.tasks.states import State
from tests.conftest import MONDAY, token_of
from tests.office import Office
from tests.tasks.making import Desk, at

ClientOf = Callable[[str], FlaskClient]


def post(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    token = token_of(client, "/account")
    return client.post(path, data={"csrf_token": token, **fields})


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def assignment(office: Office, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "content": "Báo cáo kết quả rà soát hộ tịch",
        "number": "12/UBND-NC",
        "issued_on": "27/02/2026",
        "leads": [office.units["tp"]],
        "limit_kind": "dated",
        "due_on": "06/03/2026",
        "urgency": "ordinary",
        "source": "own",
        "assigner": office.people["chutich"],
        "save": "issue",
    }
    return values | changes


def made(app: Flask, build: Callable[[Desk], Task], office: Office) -> tuple[int, int]:
    """Id and version of a task made outside any request."""
    with app.app_context():
        task = build(Desk(db.session(), office))
        db.session.commit()
        return task.id, task.version


def state_of(app: Flask, task_id: int) -> State:
    with app.app_context():
        return db.session.get_one(Task, task_id).state


def count(app: Flask, entity: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(entity)) or 0


def test_a_leader_assigns_to_several_units_and_each_gets_one_task(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    answer = post(chair, "/tasks/new", **assignment(office, leads=[office.units["tp"], office.units["tnd"]]))
    assert answer.status_code == 302
    with app.app_context():
        tasks = db.session.scalars(select(Task).order_by(Task.lead_unit_name)).all()
        assert [t.lead_unit_name for t in tasks] == ["Phòng Tư pháp", "UBND xã Tân Nhuận Đông"]
        assert {t.state for t in tasks} == {State.ASSIGNED}
        assert {t.due_on for t in tasks} == {date(2026, 3, 6)}
        assert db.session.scalar(select(func.count()).select_from(Directive)) == 1


def test_n_working_days_become_a_day_and_the_words_are_kept(app: Flask, office: Office, client_of: ClientOf) -> None:
    post(client_of("vanphong"), "/tasks/new", **assignment(office, due_on="", workdays="5"))
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        assert (task.due_on, task.deadline_text) == (date(2026, 3, 9), "5 ngày làm việc")
        assert task.assigner_id == office.people["chutich"]
        assert task.created_by_id == office.people["vanphong"]
        assert db.session.scalars(select(TaskEvent)).one().on_behalf_of_id == office.people["chutich"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"content": ""}, "Hãy điền mục này"),
        ({"content": "\x00\x07"}, "Hãy"),
        ({"leads": []}, "Hãy chọn đơn vị chủ trì"),
        ({"due_on": ""}, "Hãy ghi thời hạn"),
        ({"due_on": "31/02/2026"}, "Không có ngày"),
        ({"due_on": "hôm nào đó"}, "không phải là ngày"),
        ({"due_on": "27/02/2026"}, "Thời hạn đã qua"),
        ({"due_on": "20/02/2026"}, "trước ngày văn bản"),
        ({"issued_on": "03/03/2026"}, "sau hôm nay"),
        ({"due_on": "06/03/2126"}, "quá xa"),
        ({"workdays": "0", "due_on": ""}, "Từ 1 đến 500"),
        ({"kind": "TỐI MẬT"}, "chỉ độ mật"),
    ],
)
def test_bad_assignments_are_refused_with_a_reason_and_what_was_typed(
    app: Flask, office: Office, client_of: ClientOf, changes: dict[str, object], message: str
) -> None:
    fields = assignment(office, product="Báo cáo giấy", **changes)
    answer = post(client_of("chutich"), "/tasks/new", **fields)
    assert answer.status_code in (400, 409)
    assert message in page(answer)
    assert "Báo cáo giấy" in page(answer)
    assert count(app, Task) == 0


def test_a_supporting_unit_cannot_be_the_lead(office: Office, client_of: ClientOf) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, supporting=[office.units["tp"]]))
    assert answer.status_code == 409
    assert "cả chủ trì và phối hợp" in page(answer)


def test_a_past_limit_is_taken_when_the_person_says_that_it_is_known(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    answer = post(client_of("chutich"), "/tasks/new", **assignment(office, due_on="28/02/2026", past_due_known="y"))
    assert answer.status_code == 302
    assert count(app, Task) == 1


def test_the_clerk_drafts_and_the_leader_issues(app: Flask, office: Office, client_of: ClientOf) -> None:
    clerk = client_of("vanthu")
    assert post(clerk, "/tasks/new", **assignment(office)).status_code == 403
    assert post(clerk, "/tasks/new", **assignment(office, save="draft")).status_code == 302
    with app.app_context():
        task = db.session.scalars(select(Task)).one()
        task_id, version = task.id, task.version
        assert task.state is State.DRAFT
        assert db.session.scalars(select(TaskEvent)).all() == []  # drafts have no events
    assert client_of("truongphong").get(f"/tasks/{task_id}").status_code == 404
    assert post(clerk, f"/tasks/{task_id}/issue", version=version).status_code == 403
    assert post(client_of("chutich"), f"/tasks/{task_id}/issue", version=version).status_code == 302
    assert state_of(app, task_id) is State.ASSIGNED


def test_a_draft_can_be_thrown_away_but_an_issued_task_cannot(app: Flask, office: Office, client_of: ClientOf) -> None:
    draft_id, version = made(app, lambda desk: desk.draft(), office)
    chair = client_of("chutich")
    assert post(chair, f"/tasks/{draft_id}/discard", version=version).status_code == 302
    task_id, version = made(app, lambda desk: desk.task(), office)
    assert post(chair, f"/tasks/{task_id}/discard", version=version).status_code == 409
    assert count(app, Task) == 1


@pytest.mark.parametrize("username", ["truongphong", "congchuc", "tuphapxa", "thanhtra", "quantri"])
def test_only_those_who_assign_see_the_form(client_of: ClientOf, username: str) -> None:
    assert client_of(username).get("/tasks/new").status_code == 403


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
    assert "Báo cáo kết quả rà soát hộ tịch" in page(monitor.get("/tasks?view=decide"))
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


def test_tasks_of_other_units_do_not_exist_for_a_person(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.task(), office)
    for username in ("truongphong_nv", "congchuc_nv", "chutichxa", "quantri"):
        stranger = client_of(username)
        assert stranger.get(f"/tasks/{task_id}").status_code == 404
        assert stranger.get(f"/tasks/{task_id}/mails").status_code == 404
        assert post(stranger, f"/tasks/{task_id}/acceptance", version=version).status_code == 404
        assert "Báo cáo kết quả theo dõi" not in page(stranger.get("/tasks?view=all"))
    for username in ("chutich", "vanphong", "thanhtra", "congchuc2", "truongphong"):
        assert client_of(username).get(f"/tasks/{task_id}").status_code == 200


def test_who_sees_a_task_but_may_not_decide_is_told_so(app: Flask, office: Office, client_of: ClientOf) -> None:
    task_id, version = made(app, lambda desk: desk.submitted(), office)
    for username in ("thanhtra", "congchuc", "truongphong"):
        answer = post(client_of(username), f"/tasks/{task_id}/approval", version=version)
        assert answer.status_code == 403
    assert state_of(app, task_id) is State.SUBMITTED


@pytest.mark.parametrize("words", ["ra soat ho tich", "RÀ SOÁT HỘ TỊCH", "12/ubnd-nc", "dat dai"])
def test_search_finds_with_and_without_diacritics(app: Flask, office: Office, client_of: ClientOf, words: str) -> None:
    made(app, lambda desk: desk.task(content="Rà soát hộ tịch và đất đai năm 2026"), office)
    made(app, lambda desk: desk.task(content="Việc khác hẳn", document=desk.given().document.__class__()), office)
    shown = page(client_of("chutich").get("/tasks", query_string={"view": "all", "q": words}))
    assert "Rà soát hộ tịch và đất đai năm 2026" in shown
    assert "Việc khác hẳn" not in shown


def test_filters_narrow_the_list_and_nonsense_in_the_address_does_no_harm(
    app: Flask, office: Office, client_of: ClientOf, frozen_clock: Callable[[object], None]
) -> None:
    made(app, lambda desk: desk.task(content="Việc đã quá hạn"), office)
    made(app, lambda desk: desk.task(content="Việc hạn sau", due_on=date(2026, 3, 30)), office)
    frozen_clock(at("09/03"))
    chair = client_of("chutich")
    shown = page(chair.get("/tasks?view=all&time=overdue"))
    assert "Việc đã quá hạn" in shown
    assert "Việc hạn sau" not in shown
    for query in ("view=nonsense", "view=all&unit=x'--&state=zzz&time=never", "view=all&unit=99999999999999"):
        assert chair.get(f"/tasks?{query}").status_code == 200
    assert chair.get("/tasks?view=all&mark=!!!").status_code == 400


def test_a_list_page_takes_at_most_six_queries_however_many_rows(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    head = client_of("truongphong")
    few, many = queries_of(app, office, head, 3), queries_of(app, office, head, 30)
    assert few == many
    assert many <= 6


def queries_of(app: Flask, office: Office, client: FlaskClient, rows: int) -> int:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(rows):
            desk.task(content=f"Việc số {number}", supporting=[desk.unit("nv")])
        db.session.commit()
        engine = db.engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get("/tasks?view=unit").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_long_lists_come_in_pages_that_hold_every_task_once(app: Flask, office: Office, client_of: ClientOf) -> None:
    with app.app_context():
        desk = Desk(db.session(), office)
        for number in range(120):
            due = date(2026, 3, 3 + number % 20) if number % 7 else None
            (desk.task if due else desk.undated)(content=f"Việc thứ {number:03d}.", **({"due_on": due} if due else {}))
        db.session.commit()
    chair, address, seen = client_of("chutich"), "/tasks?view=given", ""
    for _page in range(5):
        shown = page(chair.get(address))
        seen += shown
        if 'rel="next"' not in shown:
            break
        address = shown.split('rel="next" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert [seen.count(f"Việc thứ {number:03d}.") for number in range(120)] == [1] * 120


def test_approving_from_a_list_returns_to_it_and_never_leaves_the_site(
    app: Flask, office: Office, client_of: ClientOf
) -> None:
    chair = client_of("chutich")
    for target, expected in (("/tasks?view=decide", "/tasks?view=decide"), ("//evil.example/", None)):
        task_id, version = made(app, lambda desk: desk.submitted(), office)
        answer = post(chair, f"/tasks/{task_id}/approval", version=version, next=target)
        assert answer.location == (expected or f"/tasks/{task_id}")


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
