"""The pages of the review and the register over HTTP: paste, review, give out; refusals that lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.directives.reviews import work
from taskapp.directives.reviews.review_models import DirectiveReview, UnitAlias
from taskapp.directives.reviews.work import Work
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.documents import DocumentGiven, find_or_add_directive
from taskapp.tasks.models import Task
from taskapp.tasks.states import State
from tests.conftest import MONDAY, token_of
from tests.office import Office

SignIn = Callable[[str], FlaskClient]
TEXT = """ỦY BAN NHÂN DÂN
HUYỆN CHÂU THÀNH
Số: 12/TB-UBND
Châu Thành, ngày 27 tháng 02 năm 2026

THÔNG BÁO
Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban

Sau khi nghe báo cáo, Chủ tịch UBND huyện kết luận như sau:
1. Phòng Tư pháp
a) Chủ trì, phối hợp với Phòng Nội vụ kiểm tra công tác hòa giải ở cơ sở, báo cáo trước ngày 20/3/2026.
b) Tổng hợp tình hình theo dõi thi hành pháp luật, báo cáo trước ngày 25/3/2026.
2. Phòng Hộ tịch và Thi hành án
Rà soát hồ sơ hộ tịch, hoàn thành trước ngày 30/3/2026.

CHỦ TỊCH

Trần Thị Lan
"""


@pytest.fixture
def monitor(client_of: SignIn) -> FlaskClient:
    return client_of("vanphong")


def post(client: FlaskClient, path: str, fields: dict[str, object], **more: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token_of(client, "/account"), **fields}, **more)  # type: ignore[arg-type]


def pasted(client: FlaskClient, text: str = TEXT) -> str:
    answer = post(client, "/directives/new", {"text": text})
    assert answer.status_code == 302, re.findall("field-error[^<]*<.*", answer.get_data(as_text=True))
    return answer.location


def kept(app: Flask) -> Work:
    with app.app_context():
        return work.load(db.session.scalars(select(DirectiveReview)).one().work)


def fields_of(client: FlaskClient, path: str) -> dict[str, object]:
    """What the page's form holds, as a browser would send it."""
    page = client.get(path).get_data(as_text=True)
    found: dict[str, list[str]] = {}
    for element in re.findall(r"<input\b[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', element), re.search(r'value="([^"]*)"', element)
        if name and ('type="checkbox"' not in element or " checked" in element):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', page):
        found[name] = [text]
    for name, choices in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', choices)
        found[name] = [chosen[1] if chosen else ""]
    return {name: values for name, values in found.items() if name not in ("q", "view", "language")}


def act(client: FlaskClient, path: str, name: str, **changes: object) -> TestResponse:
    fields = {key.replace("__", "-"): value for key, value in changes.items()}
    return client.post(path, data=fields_of(client, path) | {"act": name} | fields)


def give_out(client: FlaskClient, path: str, save: str = "issue", **changes: object) -> TestResponse:
    fields = {key.replace("__", "-"): value for key, value in changes.items()}
    return client.post(f"{path}/tasks", data=fields_of(client, path) | {"save": save} | fields)


def count(app: Flask, entity: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(entity)) or 0


def test_a_pasted_document_is_read_and_shown_beside_its_tasks(app: Flask, monitor: FlaskClient, office: Office):
    path = pasted(monitor)
    page = monitor.get(path).get_data(as_text=True)
    read = kept(app)
    assert read.header["number"] == "12/TB-UBND"
    assert [piece.due for piece in read.pieces] == ["20/03/2026", "25/03/2026", "30/03/2026"]
    assert read.assigner == str(office.people["chutich"])  # who signed
    for words in ("kiểm tra công tác hòa giải", "“Phòng Hộ tịch và Thi hành án” là đơn vị nào?", "Giao 2 nhiệm vụ",
                  'href="#t1"', 'href="#p-t1"', "1 chỗ cần xem"):  # fmt: skip
        assert words in page
    assert count(app, Task) == 0


def test_what_is_typed_is_kept_by_itself_and_comes_back(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    fields = fields_of(monitor, path) | {"t1-content": "Kiểm tra hòa giải", "t1-due": "31/2", "h-subject": "Giao ban"}
    quiet = monitor.post(path, data=fields, headers={"X-Quiet": "1"})
    assert quiet.status_code == 204
    page = monitor.get(path).get_data(as_text=True)
    assert "Kiểm tra hòa giải</textarea>" in page
    assert 'value="31/2"' in page
    assert "Không có ngày 31/02" in page  # said at once
    assert kept(app).header["subject"] == "Giao ban"


def test_every_rearrangement_works_as_a_plain_form(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    assert act(monitor, path, "merge:t2").status_code == 302
    assert [piece.key for piece in kept(app).kept] == ["t1", "t3"]
    assert act(monitor, path, "drop:t3").location.endswith("#t1")
    assert "Đã bỏ:" in monitor.get(path).get_data(as_text=True)
    act(monitor, path, "restore:t3")
    act(monitor, path, "split:t3", t3__content="Rà soát hồ sơ || báo cáo kết quả")
    act(monitor, path, "add", add__text="Kiểm tra thêm", add__place="2-0-5")
    assert [piece.content for piece in kept(app).kept][0::2] == ["Kiểm tra thêm", "Rà soát hồ sơ"]
    answer = act(monitor, path, "split:t1")
    assert "Chưa rõ tách ở đâu" in monitor.get(answer.location).get_data(as_text=True)


def test_an_old_page_rearranges_nothing_but_what_was_typed_stays(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    old = fields_of(monitor, path)
    act(monitor, path, "drop:t3")
    answer = monitor.post(path, data=old | {"act": "merge:t2", "t1-content": "Đã sửa"})
    assert "Trang này đã cũ" in monitor.get(answer.location).get_data(as_text=True)
    assert next(piece.content for piece in kept(app).kept) == "Đã sửa"
    assert len(kept(app).kept) == 2


def test_units_are_chosen_typed_and_taken_away(app: Flask, monitor: FlaskClient, office: Office):
    path, tp, nv = pasted(monitor), office.units["tp"], office.units["nv"]
    act(monitor, path, "save", t3__more_lead="phong noi vu; Phòng Trời")
    third = kept(app).piece("t3")
    assert third is not None
    assert third.units("lead") == (nv,)
    assert third.more_lead == "Phòng Trời"
    assert "Không có đơn vị “Phòng Trời”" in monitor.get(path).get_data(as_text=True)
    act(monitor, path, f"choose:t3:lead:0:{tp}", t3__more_lead="")
    act(monitor, path, "save", t1__support__0=[])
    first, third = kept(app).piece("t1"), kept(app).piece("t3")
    assert first is not None
    assert third is not None
    assert (first.units("support"), third.units("lead")) == ((), (tp,))


def test_a_review_is_given_out_and_the_units_have_their_tasks(
    app: Flask, monitor: FlaskClient, client_of: SignIn, office: Office
):
    path = pasted(monitor)
    act(monitor, path, f"choose:t3:lead:0:{office.units['nv']}")
    answer = give_out(monitor, path)
    page = monitor.get(answer.location).get_data(as_text=True)
    for words in (
        "Đã giao 3 nhiệm vụ.",
        "Thông báo 12/TB-UBND",
        "đúng hạn nhập",
        "Phạm Ngọc Mai",
        "Rà soát hồ sơ hộ tịch",
    ):
        assert words in page
    assert monitor.get(path).status_code == 404
    assert give_out(monitor, answer.location).status_code == 404
    unit = client_of("truongphong_nv").get("/tasks?view=unit").get_data(as_text=True)
    assert "Rà soát hồ sơ hộ tịch" in unit
    names = client_of("quantri").get("/admin/unit-names").get_data(as_text=True)
    assert "“Phòng Hộ tịch và Thi hành án” là Phòng Nội vụ" in names
    assert "đã học" in monitor.get(pasted(monitor)).get_data(as_text=True)
    assert "Văn bản này đã có trong sổ" in monitor.get(pasted(monitor)).get_data(as_text=True)


def test_a_refused_review_gives_out_nothing_and_says_so_at_the_field(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    answer = give_out(monitor, path, t1__due="1/2/2026", t2__content="Tổng hợp khác")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert 'id="t1-due-error"' in page
    assert 'id="t3-lead-error"' in page
    assert "Tổng hợp khác</textarea>" in page
    assert (count(app, Task), count(app, Directive)) == (0, 0)
    assert "Tổng hợp khác</textarea>" in monitor.get(path).get_data(as_text=True)


def test_a_document_in_the_register_is_given_out_again_only_as_further_tasks(app: Flask, monitor: FlaskClient):
    give_out(monitor, (path := pasted(monitor)), "draft", act="", h__number="12/TB-UBND")
    act(monitor, path, "drop:t3")
    assert give_out(monitor, path).status_code == 302
    again = pasted(monitor)
    act(monitor, again, "drop:t3")
    assert "Giao bổ sung" in monitor.get(again).get_data(as_text=True)
    assert give_out(monitor, again).status_code == 409
    assert count(app, Task) == 3  # two tasks and a part
    assert give_out(monitor, again, again_known="y").status_code == 302
    assert count(app, Directive) == 1


def test_a_document_without_a_number_stands_in_the_register_as_such(app: Flask, monitor: FlaskClient):
    unnumbered = TEXT.replace("Số: 12/TB-UBND\n", "")
    path = pasted(monitor, unnumbered)
    act(monitor, path, "drop:t3")
    assert "“Không số”" in monitor.get(path).get_data(as_text=True)
    assert give_out(monitor, path).status_code == 302
    assert count(app, Directive) == 1
    assert "<b>Không số</b>" in monitor.get("/directives").get_data(as_text=True)
    again = pasted(monitor, unnumbered)
    assert "Giao bổ sung" in monitor.get(again).get_data(as_text=True)


def test_a_clerk_keeps_drafts_for_a_leader(app: Flask, client_of: SignIn):
    clerk = client_of("vanthu")
    path = pasted(clerk)
    act(clerk, path, "drop:t3")
    page = clerk.get(path).get_data(as_text=True)
    assert "Giao 2 nhiệm vụ" not in page
    answer = give_out(clerk, path, "draft")
    assert "Đã lưu 2 dự thảo." in clerk.get(answer.location).get_data(as_text=True)
    with app.app_context():
        assert {task.state for task in db.session.scalars(select(Task))} == {State.DRAFT}
    leader = client_of("chutich").get("/tasks?view=drafts").get_data(as_text=True)
    assert "công tác hòa giải" in leader


def test_a_review_belongs_to_who_began_it(monitor: FlaskClient, client_of: SignIn):
    path = pasted(monitor)
    assert client_of("vanthu").get(path).status_code == 404
    assert client_of("congchuc").get(path).status_code == 403
    assert client_of("congchuc").get("/directives/new").status_code == 403


def test_a_document_thrown_away_leaves_no_text(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    assert "12/TB-UBND" in monitor.get("/directives/new").get_data(as_text=True)
    post(monitor, f"{path}/removal", {})
    assert count(app, DirectiveReview) == 0
    assert "12/TB-UBND" not in monitor.get("/directives/new").get_data(as_text=True)


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("  ", 400, "Hãy dán nội dung văn bản"),
        ("x" * 400_001, 400, "Văn bản quá dài"),
        ("MẬT\n" + TEXT, 409, "dấu chỉ độ mật"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    app: Flask, monitor: FlaskClient, text: str, status: int, words: str
):
    answer = post(monitor, "/directives/new", {"text": text})
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert count(app, DirectiveReview) == 0


def test_a_file_is_read_and_one_that_cannot_be_is_refused_in_words(app: Flask, monitor: FlaskClient):
    sent = {"file": (BytesIO(TEXT.encode()), "thong bao.txt"), "text": ""}
    answer = post(monitor, "/directives/new", sent, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert len(kept(app).pieces) == 3
    broken = {"file": (BytesIO(b"\x00\x01\x02"), "thong bao.docx"), "text": ""}
    answer = post(monitor, "/directives/new", broken, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "field-error" in answer.get_data(as_text=True)


def test_the_register_is_searched_without_diacritics_and_narrowed(
    monitor: FlaskClient, client_of: SignIn, frozen_clock: Callable[[datetime], None]
):
    path = pasted(monitor)
    act(monitor, path, "drop:t3")
    give_out(monitor, path)
    late = pasted(monitor, TEXT.replace("12/TB", "13/TB").replace("giao ban", "phòng cháy"))
    act(monitor, late, "drop:t3")
    frozen_clock(MONDAY + timedelta(days=3))
    monitor = client_of("vanphong")  # three days later one signs in anew
    give_out(monitor, late, h__is_incoming="y", h__issuer="UBND tỉnh Đồng Tháp")

    def listed(query: str) -> set[str]:
        page = monitor.get(f"/directives?{query}").get_data(as_text=True)
        return set(re.findall(r"<b>(\d+/TB-UBND)</b>", page))

    both = {"12/TB-UBND", "13/TB-UBND"}
    assert listed("") == both
    assert listed("q=chay+phong") == {"13/TB-UBND"}
    assert listed("q=" + "Đồng Tháp") == {"13/TB-UBND"}
    assert listed("way=incoming") == {"13/TB-UBND"}
    assert listed("way=own&kind=" + "Thông báo&year=2026") == {"12/TB-UBND"}
    assert listed("year=2025") == set()
    assert listed("tasks=none") == set()
    assert listed("tasks=late") == {"13/TB-UBND"}
    page = monitor.get("/directives").get_data(as_text=True)
    assert "50 %" in page
    assert "= 1 văn bản giao việc đúng hạn ÷ 2 văn bản" in page


def test_a_learned_name_can_be_removed(app: Flask, monitor: FlaskClient, client_of: SignIn, office: Office):
    path = pasted(monitor)
    act(monitor, path, f"choose:t3:lead:0:{office.units['nv']}")
    give_out(monitor, path)
    with app.app_context():
        alias_id = db.session.scalars(select(UnitAlias.id)).one()
    admin = client_of("quantri")
    answer = post(admin, f"/admin/unit-names/{alias_id}/removal", {})
    assert "lần sau hệ thống sẽ hỏi lại" in admin.get(answer.location).get_data(as_text=True)
    assert count(app, UnitAlias) == 0
    assert "là đơn vị nào?" in monitor.get(pasted(monitor)).get_data(as_text=True)


def test_a_document_without_tasks_stands_in_the_register_too(app: Flask, monitor: FlaskClient, office: Office):
    with app.app_context():
        given = DocumentGiven("15/KH-UBND", MONDAY.date(), subject="Kế hoạch")
        find_or_add_directive(db.session(), given, committee_id=office.committee_id, now=MONDAY)
        db.session.commit()
    assert "15/KH-UBND" in monitor.get("/directives?tasks=none&q=ke+hoach").get_data(as_text=True)


def test_a_pasted_table_keeps_its_columns(app: Flask, monitor: FlaskClient):
    rows = ["Nhiệm vụ\tCơ quan chủ trì\tThời gian", "Rà soát thủ tục\tPhòng Tư pháp\t30/6/2026"]
    rows += ["Tập huấn công chức\tPhòng Nội vụ\t15/5/2026"]
    pasted(monitor, "\r\n".join(["Số: 16/KH-UBND", "KẾ HOẠCH", "Cải cách hành chính", *rows]))
    assert [piece.due for piece in kept(app).pieces] == ["30/06/2026", "15/05/2026"]


def test_whoever_has_a_task_opens_the_document_it_comes_from_and_its_file(
    app: Flask, monitor: FlaskClient, client_of: SignIn
):
    paper, written = Document(), BytesIO()
    for line in TEXT.splitlines():
        paper.add_paragraph(line)
    paper.save(written)
    sent = {"file": (BytesIO(written.getvalue()), "thong bao.docx"), "text": ""}
    path = post(monitor, "/directives/new", sent, content_type="multipart/form-data").location
    act(monitor, path, "drop:t3")
    assert give_out(monitor, path).status_code == 302
    with app.app_context():
        task = db.session.scalars(select(Task).where(Task.lead_unit.has(code="tp"))).first()
        assert task is not None
        task_id, directive = task.id, f"/directives/{task.directive_id}"
    head = client_of("truongphong")
    assert f'href="{directive}"' in head.get(f"/tasks/{task_id}").get_data(as_text=True)
    page = head.get(directive).get_data(as_text=True)
    (file,) = re.findall(rf'href="({directive}/files/\d+)"', page)
    assert head.get(file).get_data() == written.getvalue()
    assert "Sổ văn bản" not in page
    assert head.get("/directives").status_code == 403
    assert client_of("chutichxa").get(directive).status_code == 404, "nothing in it is his"
    assert client_of("chutichxa").get(file).status_code == 404
