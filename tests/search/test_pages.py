"""The page of the search and the hits under its box: groups, words, marks, and nothing from out of sight."""

from __future__ import annotations

import pytest
from markupsafe import escape

from taskapp.base.db import db
from taskapp.base.sought import marked, read
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.results import Result
from tests.conftest import MONDAY
from tests.tasks.browsing import page, queries_for
from tests.tasks.making import Desk

NUMBER = "45/KL-UBND"


@pytest.fixture
def task_id(app, office):
    with app.app_context():
        desk = Desk(db.session(), office)
        document = DocumentGiven(NUMBER, MONDAY.date(), subject="Kết luận giao ban <b>tháng 2</b>")
        task = desk.in_progress(content="Rà soát hộ tịch <script>", document=document)
        desk.done(content="Rà soát hộ tịch năm trước")
        db.session.commit()
        return task.id


@pytest.mark.parametrize("path", ["/search?q=", "/search/typed?q="])
def test_a_row_says_where_a_task_stands_and_marks_what_was_sought(client_of, task_id, path):
    text = page(client_of("vanphong").get(f"{path}ho tich"))
    assert f'href="/tasks/{task_id}"' in text
    assert "Rà soát <mark>hộ tịch</mark> &lt;script&gt;" in text
    for said in ("Còn 4 ngày làm việc", "Đang thực hiện", "Phòng Tư pháp", "Đã hoàn thành", "Nguyễn Thị Ánh Tuyết"):
        assert said in text


def test_documents_persons_and_units_have_groups_of_their_own(client_of, task_id):
    monitor = client_of("vanphong")
    text = page(monitor.get(f"/search?q={NUMBER}"))
    assert text.index("Văn bản chỉ đạo") < text.index('class="group">Việc')  # a notation means the document first
    assert "<mark>45/KL-UBND</mark>: Kết luận giao ban &lt;b&gt;" in text or "<mark>45</mark>/<mark>KL</mark>" in text
    text = page(monitor.get("/search?q=anh tuyet"))
    assert 'href="/search?q=Nguy%E1%BB%85n+Th%E1%BB%8B+%C3%81nh+Tuy%E1%BA%BFt"' in text
    assert f'href="/tasks/{task_id}"' in text  # hers
    assert "view=all&amp;unit=" in page(monitor.get("/search?q=tu phap"))


@pytest.mark.parametrize("number", ["#{}", "{}", " # {} "])
def test_a_number_alone_is_that_of_a_task(client_of, task_id, number):
    path = f"/search?q={number.format(task_id).replace('#', '%23')}"
    assert f'href="/tasks/{task_id}"' in page(client_of("congchuc").get(path))
    assert f'href="/tasks/{task_id}"' not in page(client_of("congchuc_nv").get(path))


@pytest.mark.parametrize("path", ["/search?q=", "/search/typed?q="])
def test_the_number_of_a_result_s_document_is_that_of_its_task(app, office, client_of, task_id, path):
    with app.app_context():
        desk = Desk(db.session(), office)
        done = desk.in_progress(content="Báo cáo quý")
        desk.submit(done, MONDAY, result=Result(result_number="281/BC-TP"))
        db.session.commit()
        address = f'href="/tasks/{done.id}"'
    assert address in page(client_of("vanphong").get(f"{path}281/BC-TP"))
    assert address in page(client_of("congchuc").get(f"{path} 281/bc-tp "))
    assert address not in page(client_of("congchuc_nv").get(f"{path}281/BC-TP"))
    assert address not in page(client_of("vanphong").get(f"{path}28/BC-TP"))


def test_the_search_is_narrowed_to_what_is_open_or_ended(client_of, task_id):
    officer = client_of("congchuc")
    everything, is_open, ended = (
        page(officer.get(f"/search?q=ho tich{more}")) for more in ("", "&state=open", "&state=ended")
    )
    link = f'href="/tasks/{task_id}"'
    assert [link in each for each in (everything, is_open, ended)] == [True, True, False]
    assert ["năm trước" in each for each in (everything, is_open, ended)] == [True, False, True]


def test_whoever_sees_no_tasks_finds_persons_only(client_of, task_id):
    admin = client_of("quantri")
    for path in ("/search?q=", "/search/typed?q="):
        assert "Rà soát" not in page(admin.get(f"{path}ho tich"))
        assert "Kết luận giao ban" not in page(admin.get(f"{path}{NUMBER}"))
    assert "/admin/people/" in page(admin.get("/search?q=anh tuyet"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Tìm gì cũng được"),
        ("r", "Hãy gõ thêm"),
        ("%%", "Hãy gõ thêm"),
        ("không có gì", "Không thấy gì khớp với “không có gì”"),
        ("<b>xx</b>", "Không thấy gì khớp với “&lt;b&gt;xx&lt;/b&gt;”"),
    ],
)
def test_an_empty_answer_says_what_to_do(client_of, task_id, text, said):
    officer = client_of("congchuc")
    assert said in page(officer.get("/search", query_string={"q": text}))
    assert "Rà soát" not in page(officer.get("/search/typed", query_string={"q": text}))


def test_a_wrong_mark_is_refused_and_a_long_text_is_cut(client_of, task_id):
    officer = client_of("congchuc")
    assert officer.get("/search?q=ho tich&mark=bad").status_code == 400
    assert officer.get("/search", query_string={"q": "hộ " * 5000}).status_code == 200


def test_the_search_costs_the_same_however_much_it_finds(app, office, client_of, task_id):
    monitor = client_of("vanphong")
    few = queries_for(app, monitor, "/search/typed?q=ra soat")
    with app.app_context():
        desk = Desk(db.session(), office)
        for n in range(20):
            desk.task(content=f"Rà soát số {n}", document=DocumentGiven(f"{n}/UBND", MONDAY.date()))
        db.session.commit()
    assert queries_for(app, monitor, "/search/typed?q=ra soat") <= few
    assert few <= 18


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("Báo cáo hộ tịch", "bao cao", "[Báo cáo] hộ tịch"),
        ("Đôn đốc, nhắc", "doc nh", "Đôn [đốc], [nhắc]"),
        ("số 45/KL-UBND", "45/kl", "số [45]/[KL]-UBND"),
        ("Báo", "cao", "Báo"),
        ("", "a", ""),
    ],
)
def test_marks_stand_around_whole_words(text, sought, shown):
    pieces = marked(text, read(sought))
    assert "".join(piece for piece, _ in pieces) == text
    assert "".join(f"[{escape(piece)}]" if is_sought else piece for piece, is_sought in pieces) == shown
