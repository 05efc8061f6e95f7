"""The lines of the register of documents say everything once."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.tasks import lifecycle
from taskapp.tasks.directive_models import Directive
from taskapp.tasks.models import Task
from tests.conftest import MONDAY
from tests.directives.reviews.test_review_pages import give_out, monitor, pasted
from tests.directives.reviews.test_whole_document import SURE
from tests.office import Office
from tests.tasks.making import Desk

__all__ = ["monitor"]


@pytest.mark.parametrize(
    ("kind", "subject", "said"),
    [
        ("Kết luận", "Kết luận kiểm tra trách nhiệm", "Kết luận kiểm tra trách nhiệm"),
        ("Thông báo", "Kết luận của Chủ tịch", "Thông báo Kết luận của Chủ tịch"),
        ("KẾ HOẠCH", "Kế hoạch tuyển quân", "Kế hoạch tuyển quân"),
        ("Công văn", "", "Công văn"),
        ("", "Tuyển quân", "Tuyển quân"),
        ("", "", ""),
    ],
)
def test_a_kind_with_which_the_subject_begins_is_not_said_twice(kind: str, subject: str, said: str):
    assert Directive(kind=kind, subject=subject).titled == said


def counted(monitor: FlaskClient) -> str:
    """What stands in the column of tasks of the only document."""
    page = monitor.get("/directives").get_data(as_text=True)
    cell = re.search(r'<td class="num" data-label="Nhiệm vụ">(.*?)</td>', page)
    assert cell is not None
    return re.sub(r"<[^>]*>", "", cell[1])


def test_drafts_are_told_once_and_as_part_of_all(app: Flask, monitor: FlaskClient, office: Office):
    give_out(monitor, pasted(monitor, SURE), "draft")
    assert counted(monitor) == "3 dự thảo"
    with app.app_context():
        desk = Desk(db.session(), office)
        first = db.session.scalars(select(Task).order_by(Task.id)).first()
        assert first is not None
        lifecycle.issue(db.session(), first, by=desk.by("vanphong"), now=MONDAY)
        db.session.commit()
    assert counted(monitor) == "3 gồm 2 dự thảo"
