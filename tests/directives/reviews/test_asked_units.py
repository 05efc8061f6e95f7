"""A unit that the document names and the office does not know: it is answered or left out in so many words."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from taskapp.directives.reviews import lessons
from taskapp.tasks.models import Task
from tests.directives.reviews.test_review_pages import TEXT, act, count, give_out, kept, monitor, pasted
from tests.office import Office

__all__ = ["monitor"]
NAMED = TEXT.replace("Phòng Hộ tịch và Thi hành án\nRà", "Phòng Nội vụ\nPhối hợp với Công an huyện rà").replace(
    "với Phòng Nội vụ kiểm", "với Công an huyện kiểm"
)
ASKED = "“Công an huyện” là đơn vị nào? Hãy chọn, gõ tên đơn vị, hoặc “Bỏ qua”."


def test_a_supporting_unit_that_nobody_answered_keeps_the_tasks_from_being_given_out(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, NAMED)
    for save in ("issue", "draft"):
        answer = give_out(monitor, path, save, t1__seen="y", t2__content="Tổng hợp khác")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert page.count(ASKED) == 3  # at the top for both tasks, and at each
        assert 'id="t1-support-error"' in page
        assert "Tổng hợp khác</textarea>" in page
    assert count(app, Task) == 0
    assert 'data-confirm="Còn' not in monitor.get(path).get_data(as_text=True)


def test_a_name_that_is_no_unit_is_left_out_once_for_the_whole_document(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, NAMED)
    act(monitor, path, "skip:t1:support:0")
    assert not any(piece.asked for piece in kept(app).pieces)
    assert lessons.learned(kept(app)) == {}
    page = monitor.get(path).get_data(as_text=True)
    assert page.count("“Công an huyện”: bỏ qua") == 2
    assert "Không còn chỗ cần xem" in page
    assert give_out(monitor, path).status_code == 302
    assert count(app, Task) == 3


def test_leaving_a_name_out_is_taken_back(app: Flask, monitor: FlaskClient, office: Office):
    path = pasted(monitor, NAMED)
    act(monitor, path, "skip:t1:support:0")
    act(monitor, path, "ask:t3:support:0")
    assert [role for piece in kept(app).pieces for role, _name in piece.asked] == ["support", "support"]
    act(monitor, path, "save", t1__more_support="Phòng Nội vụ")
    assert not any(piece.asked for piece in kept(app).pieces)
    first = kept(app).piece("t1")
    assert first is not None
    assert first.units("support") == (office.units["nv"],)


def test_a_button_beside_no_name_changes_nothing(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, NAMED)
    for name in ("skip:t1:support:9", "skip:t9:support:0", "skip:t1:x:0", "ask:t1:support:0", "skip:t1"):
        act(monitor, path, name)
    assert [len(piece.asked) for piece in kept(app).pieces] == [1, 0, 1]
