"""What is doubtful of a document as a whole stands at its heading and counts among the places to look at."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.directives.reviews.test_review_pages import TEXT, act, fields_of, kept, monitor, pasted

__all__ = ["monitor"]
SURE = TEXT.replace("Phòng Hộ tịch và Thi hành án", "Phòng Nội vụ").replace(
    "CHỦ TỊCH\n\nTrần", "Nơi nhận:\nCHỦ TỊCH\nTrần"
)
ANNEX = "\nPHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n(Kèm theo Thông báo số 12/TB-UBND)\nTheo tệp riêng\n"


def test_an_annex_that_gave_no_task_is_a_place_to_look_at_until_it_is_said_to_be_seen(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, f"{SURE}{ANNEX}")
    page = monitor.get(path).get_data(as_text=True)
    assert "PHỤ LỤC: không đọc được nhiệm vụ nào" in page
    assert '<a class="soon" href="#h-doubts">1 chỗ cần xem</a>' in page
    assert 'data-confirm="Còn 1 chỗ cần xem. Vẫn giao tất cả?"' in page
    act(monitor, path, "save", whole__seen="y")
    assert kept(app).is_seen
    page = monitor.get(path).get_data(as_text=True)
    assert "Không còn chỗ cần xem" in page
    assert 'data-confirm="Còn' not in page
    assert fields_of(monitor, path)["whole-seen"] == ["y"]
