"""The hour of a limit that comes back: seen and changed while reviewing, told wherever the rule is told."""

from __future__ import annotations

from datetime import time

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from taskapp.base.db import db
from taskapp.directives import answer, understanding
from taskapp.directives.draft import Line, Source
from taskapp.duties.models import Duty
from taskapp.duties.rule_words import rule_text
from tests.directives.reviews.test_review_pages import TEXT, act, give_out, monitor, pasted
from tests.directives.understanding.scoring import FRAME

__all__ = ["monitor"]
WEEKLY = TEXT.replace("hoàn thành trước ngày 30/3/2026", "báo cáo trước 16 giờ ngày thứ Sáu hằng tuần").replace(
    "Phòng Hộ tịch và Thi hành án", "Phòng Nội vụ"
)
SAID = "hằng tuần, thứ Sáu, trước 16:00"


def test_the_review_shows_the_hour_with_the_rule_and_lets_it_be_changed(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, WEEKLY)
    page = monitor.get(path).get_data(as_text=True)
    assert SAID in page
    hour = page[page.index('id="t3-hour"') :].split(">")[0]
    assert 'value="16:00"' in hour
    assert "data-off" not in hour
    assert "data-off" in page[page.index('id="t3-due"') :].split(">")[0]
    act(monitor, path, "save", t3__hour="9h30")
    assert "hằng tuần, thứ Sáu, trước 09:30" in monitor.get(path).get_data(as_text=True)
    answer = give_out(monitor, path)
    assert "Hằng tuần, thứ Sáu, trước 09:30" in monitor.get(answer.location).get_data(as_text=True)
    with app.app_context():
        duty = db.session.scalars(select(Duty)).one()
        assert duty.due_time == time(9, 30)
    for page in ("/duties", f"/duties/{duty.id}"):
        assert "Hằng tuần, thứ Sáu, trước 09:30" in monitor.get(page).get_data(as_text=True)


def test_an_hour_of_a_rule_that_cannot_be_read_is_told_at_its_field(app: Flask, monitor: FlaskClient):
    path = pasted(monitor, WEEKLY)
    answer = give_out(monitor, path, t3__hour="25h")
    assert answer.status_code == 409
    assert 'id="t3-hour-error"' in answer.get_data(as_text=True)


def test_a_draft_on_the_terminal_says_the_rule_in_words(app: Flask):
    lines = tuple(Line(text) for text in WEEKLY.splitlines())
    with app.app_context():
        told = list(answer.as_text(understanding.draft(Source(lines), frame=FRAME), rule_text))
    assert f"   Thời hạn: {SAID} (“trước 16 giờ ngày thứ Sáu hằng tuần”)" in told
    assert not [line for line in told if "FREQ" in line]
