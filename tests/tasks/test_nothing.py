"""Empty lists say what will stand in them and what to do now: the office of the tests has no tasks yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from taskapp.tasks import nothing
from taskapp.tasks.selections import View


def test_every_list_has_words_of_its_own() -> None:
    assert set(nothing._WORDS) == set(View)
    assert len({str(title) for title, _text in nothing._WORDS.values()}) == len(View)


@pytest.mark.parametrize(
    ("username", "path", "title", "action"),
    [
        ("congchuc", "/tasks?view=mine", "Chưa có việc nào được phân công cho anh/chị", "Chọn nơi nhận nhắc việc"),
        ("truongphong", "/tasks?view=unit", "Đơn vị không có việc nào chờ xử lý", ""),
        ("chutich", "/tasks?view=given", "Anh/chị chưa giao việc nào đang mở", "Giao việc từ văn bản"),
        ("vanthu", "/tasks?view=drafts", "Không có dự thảo nào", "Giao việc từ văn bản"),
        ("chutich", "/tasks?view=all", "Chưa có nhiệm vụ nào", "Giao việc từ văn bản"),
        ("congchuc", "/tasks?view=all", "Chưa có nhiệm vụ nào", ""),
        ("chutich", "/tasks?view=all&q=khongco", "Không có nhiệm vụ nào khớp", "Bỏ lọc"),
        ("vanphong", "/directives", "Sổ chưa có văn bản", "Giao việc từ văn bản"),
    ],
)
def test_an_empty_list_teaches(
    client_of: Callable[[str], FlaskClient], username: str, path: str, title: str, action: str
) -> None:
    page = client_of(username).get(path).get_data(as_text=True)
    box = page.split('<div class="empty">', 1)[1].split("</div>", 1)[0]
    assert f'<p class="empty-title">{title}</p>' in box
    assert (f">{action}</a>" in box) if action else ("<a" not in box)


@pytest.mark.parametrize(("username", "is_told"), [("chutich", True), ("vanphong", True), ("thanhtra", False)])
def test_a_dashboard_without_tasks_says_how_to_begin(
    client_of: Callable[[str], FlaskClient], username: str, is_told: bool
) -> None:
    page = client_of(username).get("/dashboard").get_data(as_text=True)
    assert ("Có ba cách bắt đầu" in page) == is_told
