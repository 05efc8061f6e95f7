"""Hand-overs over HTTP: the one screen, its preview, the list to sign on paper and in Word, the receiver's word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.people import accounts
from taskapp.tasks import extensions, handover_sheets
from taskapp.tasks.deadlines import Moment
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import HandOver, HandOverItem
from tests.conftest import MONDAY
from tests.office import Office
from tests.people.standing import Book
from tests.tasks.browsing import ClientOf, count, made, page, post
from tests.tasks.making import TERMS, Desk, at


@pytest.fixture
def task(app: Flask, office: Office) -> tuple[int, int]:
    """Id and version of a task of Phòng Tư pháp that `congchuc` does."""
    return made(app, lambda desk: desk.in_progress(), office)


def screen(office: Office, who: str = "congchuc") -> str:
    return f"/handovers/new?person={office.people[who]}"


def fields(office: Office, *lines: tuple[int, int], to: str | None = "congchuc2", **changes: object) -> dict:
    values: dict[str, object] = {
        "seen": " ".join(f"assignee-official-{task_id}:{version}" for task_id, version in lines),
        "to-assignee-official": office.people[to] if to else "",
        "reason_code": "transfer",
        "reason": "Về Sở Tư pháp",
        "step": "do",
    }
    return values | changes


def assignee_of(app: Flask, task_id: int) -> str:
    with app.app_context():
        found = db.session.get_one(Task, task_id).assignee
        return found.username if found else ""


@pytest.fixture
def done(app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]) -> str:
    """The address of a list that the head made: from `congchuc` to `congchuc2`."""
    answer = post(client_of("truongphong"), screen(office), **fields(office, task))
    assert answer.status_code == 302, page(answer)
    return str(answer.location)


def test_the_people_of_the_head_by_given_name_with_their_open_work(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    with app.app_context():
        accounts.disable(db.session(), Desk(db.session(), office).person("congchuc"), by=None, now=MONDAY)
        db.session.commit()
    shown = page(client_of("truongphong").get("/handovers/new"))
    options = re.findall(r'<option value="\d+">(.*?)</option>', shown)
    assert options == [
        "Huỳnh Quốc Bảo · Chuyên viên · Phòng Tư pháp · không có việc",
        "Võ Minh Khang · Trưởng phòng · Phòng Tư pháp · không có việc",
        "Nguyễn Thị Ánh Tuyết · Công chức Tư pháp - Hộ tịch · Phòng Tư pháp · 1 việc · đã khóa",
    ]


def test_a_big_committee_offers_those_with_open_work(
    office: Office, client_of: ClientOf, task: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover_sheets, "CROWD", 3)
    shown = page(client_of("vanphong").get("/handovers/new"))
    assert len(re.findall(r'<option value="\d+">', shown)) == 2  # who does it and who assigned it


def test_who_moved_away_is_still_his_old_head_s_to_hand_over(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    with app.app_context():
        Desk(db.session(), office).person("congchuc").unit_id = office.units["nv"]
        db.session.commit()
    assert client_of("truongphong").get(screen(office)).status_code == 200
    assert "Không còn việc nào đang mở" in page(client_of("truongphong_nv").get(screen(office)))
    assert "Còn 1 việc ngoài phạm vi" in page(client_of("truongphong_nv").get(screen(office)))
    assert client_of("truongphong_nv").get(screen(office, "congchuc2")).status_code == 404


def test_the_screen_shows_all_open_work_by_groups(app: Flask, office: Office, client_of: ClientOf) -> None:
    made(app, lambda desk: desk.in_progress(content="Việc chủ trì của tôi", supporting=[desk.unit("nv")]), office)
    made(app, lambda desk: desk.submitted(content="Việc đã nộp"), office)
    made(app, lambda desk: desk.done(content="Việc đã xong"), office)
    shown = page(client_of("truongphong").get(screen(office)))
    assert "Việc chủ trì của tôi" in shown
    assert "Việc đã nộp" in shown
    assert "Việc đã xong" not in shown
    of_leader = page(client_of("vanphong").get(screen(office, "chutich")))
    assert "còn phải theo dõi và duyệt" in of_leader
    assert of_leader.count("handover-line") == 2  # parts go with their whole
    assert "Lê Văn Đức – Phó Chủ tịch UBND huyện" in of_leader
    assert client_of("truongphong").get(screen(office, "chutich")).status_code == 404


def test_who_is_away_is_marked_in_the_selects(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    with app.app_context():
        Book(db.session(), office).away("congchuc2", 2, 6)
        db.session.commit()
    assert "Huỳnh Quốc Bảo – Chuyên viên (vắng đến 06/03/2026)" in page(client_of("truongphong").get(screen(office)))


def test_a_preview_changes_nothing_and_keeps_what_was_chosen(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    answer = post(client_of("truongphong"), screen(office), **fields(office, task, step="preview"))
    shown = page(answer)
    assert answer.status_code == 200
    assert "Sẽ bàn giao 1 việc; chưa có gì thay đổi." in shown
    assert "Bàn giao 1 việc</button>" in shown
    assert 'value="Về Sở Tư pháp"' in shown
    assert f'value="{office.people["congchuc2"]}" selected' in shown
    assert (assignee_of(app, task[0]), count(app, HandOver)) == ("congchuc", 0)


def test_refusals_stand_at_their_rows_and_nothing_typed_is_lost(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    other = made(app, lambda desk: desk.in_progress(content="Việc thứ hai"), office)
    name = f"to-assignee-official-{other[0]}"
    for step, status in (("preview", 200), ("do", 409)):
        sent = fields(office, task, other, step=step) | {name: office.people["congchuc_nv"]}
        answer = post(client_of("truongphong"), screen(office), **sent)
        shown = page(answer)
        assert answer.status_code == status
        row = shown.split(f'id="{name}"')[1].split("</li>")[0]
        assert "không công tác tại Phòng Tư pháp" in row
        assert shown.count("không công tác tại") == 1
        assert 'value="Về Sở Tư pháp"' in shown
        assert f'value="{office.people["congchuc2"]}" selected' in shown
    assert {assignee_of(app, one) for one in (task[0], other[0])} == {"congchuc"}


@pytest.mark.parametrize(
    ("changes", "reason", "status"),
    [
        ({"reason_code": ""}, "Hãy chọn lý do bàn giao", 400),
        ({"reason_code": "other", "reason": ""}, "Hãy ghi rõ lý do", 409),
        ({"to-assignee-official": ""}, "Hãy chọn người nhận chung", 409),
        ({"to-assignee-official": "keep"}, "Chưa có việc nào được chọn", 409),
        ({"to-assignee-official": "9" * 30}, "việc còn vướng", 409),
        ({"reason": "x" * 501}, "Dài quá", 400),
    ],
)
def test_what_is_missing_is_said(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int], changes: dict, reason: str, status: int
) -> None:
    answer = post(client_of("truongphong"), screen(office), **fields(office, task, **changes))
    assert (answer.status_code, reason in page(answer)) == (status, True)
    assert count(app, HandOver) == 0


def test_nonsense_in_the_form_does_no_harm(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    for seen in ("x", "assignee-official-1", "boss-official-1:1", "assignee-official-" + "9" * 40 + ":1", ":::"):
        answer = post(client_of("truongphong"), screen(office), **fields(office, task, seen=seen))
        assert answer.status_code == 409
    assert client_of("truongphong").get("/handovers/new?person=x").status_code == 200


def test_one_line_may_go_elsewhere_and_another_stay(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    second, third = (made(app, lambda desk: desk.in_progress(), office) for _ in range(2))
    own = {
        f"to-assignee-official-{second[0]}": office.people["truongphong"],
        f"to-assignee-official-{third[0]}": "keep",
    }
    answer = post(client_of("truongphong"), screen(office), **fields(office, task, second, third) | own)
    assert answer.status_code == 302
    assert [assignee_of(app, one[0]) for one in (task, second, third)] == ["congchuc2", "truongphong", "congchuc"]


def test_sent_twice_it_leads_to_the_same_list(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    head = client_of("truongphong")
    first, second = (post(head, screen(office), **fields(office, task)) for _ in range(2))
    assert first.location == second.location
    assert (count(app, HandOver), count(app, HandOverItem)) == (1, 1)


def test_a_task_that_somebody_changed_meanwhile_is_shown_anew(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    task_id, version = task
    post(client_of("congchuc"), f"/tasks/{task_id}/progress", version=version, percent=50, note="Xong một nửa")
    head = client_of("truongphong")
    answer = post(head, screen(office), **fields(office, task))
    assert (answer.status_code, "trước anh/chị" in page(answer)) == (409, True)
    assert f"assignee-official-{task_id}:{version + 1}" in page(answer)
    assert post(head, screen(office), **fields(office, (task_id, version + 1))).status_code == 302


def test_a_line_that_is_gone_is_told_and_drops_out(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int], done: str
) -> None:
    other = made(app, lambda desk: desk.in_progress(), office)
    answer = post(client_of("vanphong"), screen(office), **fields(office, task, other))
    assert answer.status_code == 409
    assert "1 việc đã xong hoặc không còn đứng tên người này" in page(answer)
    assert f"assignee-official-{task[0]}:" not in page(answer)


def test_the_list_says_who_gave_what_to_whom(client_of: ClientOf, done: str) -> None:
    shown = page(client_of("truongphong").get(done))
    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "PHÒNG TƯ PHÁP",
        "Số: 01/BB-BGCV",
        "Châu Thành, ngày 02 tháng 3 năm 2026",
        "Bên giao: ông (bà) Nguyễn Thị Ánh Tuyết, Công chức Tư pháp - Hộ tịch, Phòng Tư pháp.",
        "Bên nhận: ông (bà) Huỳnh Quốc Bảo, Chuyên viên, Phòng Tư pháp.",
        "Lý do: Chuyển công tác. Về Sở Tư pháp.",
        "12/UBND-NC ngày 27/02/2026",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "chưa xác nhận",
    ):
        assert text in shown


def test_the_list_stays_as_it_was_signed(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int], done: str
) -> None:
    receiver = client_of("congchuc2")
    post(receiver, f"/tasks/{task[0]}/progress", version=task[1] + 1, percent=90, note="Gần xong")
    with app.app_context():
        Desk(db.session(), office).person("congchuc").position = "Chuyên viên Sở Tư pháp"
        db.session.commit()
    shown = page(receiver.get(done)).split('<article class="paper"')[1]
    assert "0 %" in shown
    assert "90 %" not in shown
    assert "Chuyên viên Sở Tư pháp" not in shown


def test_the_word_document_opens_and_holds_the_list(client_of: ClientOf, done: str) -> None:
    answer = client_of("congchuc").get(f"{done}.docx")
    assert answer.headers["Content-Disposition"].endswith("bien-ban-ban-giao-2026-01.docx")
    document = docx.Document(BytesIO(answer.data))
    head, lines, signs = document.tables
    assert "Số: 01/BB-BGCV" in head.cell(0, 0).text
    assert "Châu Thành, ngày 02 tháng 3 năm 2026" in head.cell(0, 1).text
    assert [cell.text for cell in lines.rows[0].cells] == [
        "STT", "Nhiệm vụ", "Văn bản giao", "Thời hạn", "Tình trạng", "Tiến độ", "Người nhận",
    ]  # fmt: skip
    assert [cell.text for cell in lines.rows[2].cells] == [
        "1", "Báo cáo kết quả theo dõi thi hành pháp luật quý I", "12/UBND-NC ngày 27/02/2026", "06/03/2026",
        "Đang thực hiện", "0 %", "Huỳnh Quốc Bảo",
    ]  # fmt: skip
    assert [cell.text.split("\n")[0] for cell in signs.rows[0].cells] == ["BÊN GIAO", "BÊN NHẬN", "THỦ TRƯỞNG ĐƠN VỊ"]
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert "BIÊN BẢN BÀN GIAO CÔNG VIỆC" in paragraphs
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)


def test_the_receiver_is_told_on_each_page_and_confirms_with_one_touch(
    client_of: ClientOf, done: str, frozen_clock: Callable[[object], None]
) -> None:
    receiver = client_of("congchuc2")
    assert "Bàn giao chờ xác nhận: 1 việc." in page(receiver.get("/tasks?view=mine"))
    assert "Bàn giao chờ xác nhận" not in page(client_of("congchuc").get("/tasks?view=mine"))
    waiting = page(receiver.get("/handovers"))
    assert "1 việc từ Nguyễn Thị Ánh Tuyết" in waiting
    assert "Tôi đã nhận đủ" in waiting
    frozen_clock(at("03/03", "14:05"))
    receiver = client_of("congchuc2")
    assert post(receiver, f"{done}/confirmation").status_code == 302
    assert post(receiver, f"{done}/confirmation").status_code == 302
    assert "Bàn giao chờ xác nhận" not in page(receiver.get("/tasks?view=mine"))
    shown = page(client_of("truongphong").get(done))
    assert "đã nhận đủ, 14:05 03/03/2026" in shown
    assert "Huỳnh Quốc Bảo đã xác nhận nhận đủ trên hệ thống lúc 14:05 ngày 03/03/2026." in shown
    assert "đã xác nhận đủ" in page(client_of("thanhtra").get("/handovers"))


def test_what_has_gone_on_to_somebody_else_waits_no_more(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int], done: str
) -> None:
    sent = fields(office, (task[0], task[1] + 1), to="truongphong")
    assert post(client_of("truongphong"), screen(office, "congchuc2"), **sent).status_code == 302
    assert "Bàn giao chờ xác nhận" not in page(client_of("congchuc2").get("/tasks?view=mine"))


def test_who_takes_over_again_sees_that_the_last_list_lacks_a_word(
    office: Office, client_of: ClientOf, done: str
) -> None:
    shown = page(client_of("truongphong").get(screen(office, "congchuc2")))
    assert "nhận bàn giao từ Nguyễn Thị Ánh Tuyết, chưa xác nhận" in shown


def test_a_request_for_more_time_is_shown_as_staying(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    def ask(desk: Desk) -> Task:
        found, terms = desk.session.get_one(Task, task[0]), TERMS
        wanted = extensions.Request(limit=Moment(date(2026, 3, 13)), reason="Chờ số liệu")
        extensions.ask(desk.session, found, wanted, by=desk.by("congchuc"), now=MONDAY, terms=terms)
        return found

    made(app, ask, office)
    assert "đề nghị vẫn mang tên người đã gửi" in page(client_of("truongphong").get(screen(office)))


def test_tasks_beyond_the_reader_s_reach_stay_out_of_the_list(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    def elsewhere(desk: Desk) -> Task:
        other = desk.task(leads=[desk.unit("nv")], content="Việc của Phòng Nội vụ")
        other.assignee_id = office.people["congchuc"]
        return other

    other = made(app, elsewhere, office)
    line = {f"to-assignee-official-{other[0]}": office.people["congchuc_nv"]}
    answer = post(client_of("vanphong"), screen(office), **fields(office, task, other) | line)
    head = page(client_of("truongphong").get(answer.location))
    assert "Việc của Phòng Nội vụ" not in head
    assert "1 việc của biên bản nằm ngoài phạm vi" in head
    assert "Việc của Phòng Nội vụ" in page(client_of("vanphong").get(answer.location))


def test_the_page_of_an_administrator_warns_with_a_number_and_who_can_help(
    app: Flask, office: Office, client_of: ClientOf, task: tuple[int, int]
) -> None:
    admin = client_of("quantri")
    path = f"/admin/people/{office.people['congchuc']}"
    assert f'hx-get="{path}/open-work"' in page(admin.get(path))
    shown = _block(admin, f"{path}/open-work")
    assert "Còn 1 việc chưa xong đứng tên Nguyễn Thị Ánh Tuyết" in shown
    assert "Võ Minh Khang" in shown
    assert "Báo cáo kết quả theo dõi" not in shown
    post(admin, f"{path}/disabling")
    assert "cần bàn giao ngay" in _block(admin, f"{path}/open-work")
    with app.app_context():
        Desk(db.session(), office).person("congchuc").unit_id = office.units["nv"]
        db.session.commit()
    assert "trong đó 1 việc ở đơn vị khác" in _block(admin, f"{path}/open-work")
    assert _block(admin, f"/admin/people/{office.people['congchuc2']}/open-work").strip() == ""


def _block(client: FlaskClient, path: str) -> str:
    answer: TestResponse = client.get(path, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return page(answer)
