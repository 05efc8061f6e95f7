"""What is doubtful of a document as a whole stands at its heading and counts among the places to look at."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from taskapp.base.db import db
from taskapp.directives.draft import Draft, Header
from taskapp.directives.reviews import arrived
from taskapp.people.models import Committee
from tests.conftest import MONDAY
from tests.directives.reviews.test_review_pages import TEXT, act, fields_of, give_out, kept, monitor, pasted, post
from tests.office import Office

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


def test_a_document_signed_for_the_chairman_is_given_in_his_name(app: Flask, monitor: FlaskClient, office: Office):
    path = pasted(monitor, SURE.replace("CHỦ TỊCH\nTrần Thị Lan", "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nLê Văn Tám"))
    assert kept(app).assigner == str(office.people["chutich"])
    assert "Không còn chỗ cần xem" in monitor.get(path).get_data(as_text=True)


def test_an_empty_assigner_is_a_place_to_look_at_and_keeps_nothing_back(app: Flask, monitor: FlaskClient):
    path = pasted(monitor)
    act(monitor, path, "drop:t3", assigner="")
    page = monitor.get(path).get_data(as_text=True)
    assert "Chưa có người giao" in page
    assert "1 chỗ cần xem" in page
    assert give_out(monitor, path).status_code == 302


def test_a_mailed_document_that_somebody_takes_is_given_in_the_chairman_s_name(
    app: Flask, monitor: FlaskClient, office: Office
):
    with app.app_context():
        committee = db.session.get_one(Committee, office.committee_id)
        header = Header("12/TB-UBND", authority="TL. CHỦ TỊCH CHÁNH VĂN PHÒNG", signer="Lê Văn Tám")
        came = arrived.add(db.session(), committee, Draft(header, (), ()), now=MONDAY).id
        db.session.commit()
    post(monitor, f"/directives/reviews/{came}/reviewer", {})
    assert kept(app).assigner == str(office.people["chutich"])
