"""Documents that have come, on the page: shown to whoever may review, taken by one of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from taskapp.base.db import db
from taskapp.base.errors import Changed, Missing
from taskapp.directives.arrivals import arriving
from taskapp.directives.reviews import arrived, reviewing, work
from taskapp.directives.reviews.review_models import DirectiveReview
from taskapp.people.models import Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import Rights
from tests.conftest import MONDAY, token_of
from tests.directives.arrivals.mailing import document, mail
from tests.office import Office

SignIn = Callable[[str], FlaskClient]
ZONE = "Asia/Ho_Chi_Minh"


@pytest.fixture
def came(app: Flask, tmp_path: Path) -> int:
    """A mailed document that waits; its id."""
    place = tmp_path / "data" / "documents-in" / "new"
    place.mkdir(parents=True)
    (place / "1").write_bytes(mail(ket_luan_docx=document()).replace(b"ket.luan.docx", b"ket-luan.docx"))
    with app.app_context():
        assert arriving.take_in(db.session(), tmp_path / "data", now=MONDAY) == 1
        return db.session().scalars(select(DirectiveReview.id)).one()


def take(client: FlaskClient, review_id: int, **more: object) -> TestResponse:
    token = token_of(client, "/account")
    return client.post(f"/directives/reviews/{review_id}/reviewer", data={"csrf_token": token}, **more)  # type: ignore[arg-type]


def rights(office: Office, username: str) -> Rights:
    return rights_of(db.session(), db.session().get_one(Person, office.people[username]), on=MONDAY.date())


def test_whoever_may_review_sees_what_has_come_and_one_takes_it(
    app: Flask, came: int, client_of: SignIn, office: Office
):
    clerk, monitor = client_of("vanthu"), client_of("vanphong")
    for client in (clerk, monitor):
        page = client.get("/directives/new").get_data(as_text=True)
        for words in ("Văn bản mới đến", "12/TB-UBND", "ket-luan.docx", "Văn thư tỉnh &lt;vanthu@tinh.example&gt;",
                      "Gửi thông báo kết luận", "1 nhiệm vụ", "02/03/2026", "Nhận rà soát"):  # fmt: skip
            assert words in page
    assert take(clerk, came).location == f"/directives/reviews/{came}"
    page = clerk.get(f"/directives/reviews/{came}").get_data(as_text=True)
    assert "Theo thư của Văn thư tỉnh" in page
    assert "Phòng Tư pháp" in page
    assert "Văn bản mới đến" not in clerk.get("/directives/new").get_data(as_text=True)
    with app.app_context():
        review = db.session().get_one(DirectiveReview, came)
        begun = work.load(review.work)
        assert review.by_id == office.people["vanthu"]
        assert begun.pieces[0].units("lead") == (office.units["tp"],)
        assert begun.assigner == str(office.people["chutich"])  # who signed
        assert review.read == review.work


def test_who_comes_second_is_told_so_and_sees_nothing_of_it(came: int, client_of: SignIn):
    clerk, monitor = client_of("vanthu"), client_of("vanphong")
    monitor.get("/directives/new")
    take(clerk, came)
    late = take(monitor, came, follow_redirects=True)
    assert "vừa có người khác nhận rà soát" in late.get_data(as_text=True)
    assert "12/TB-UBND" not in late.get_data(as_text=True)
    assert monitor.get(f"/directives/reviews/{came}").status_code == 404
    assert clerk.get(f"/directives/reviews/{came}").status_code == 200


def test_of_two_persons_one_takes_it(app: Flask, came: int, office: Office):
    with app.app_context():
        first, second = rights(office, "vanthu"), rights(office, "vanphong")
        taken = arrived.take(db.session(), came, by=first, leaders={}, zone=ZONE, now=MONDAY)
        assert taken.by_id == first.person_id
        with pytest.raises(Changed):
            arrived.take(db.session(), came, by=second, leaders={}, zone=ZONE, now=MONDAY)
        assert reviewing.get(db.session(), first, came).id == came


def test_a_document_thrown_away_is_missing(app: Flask, came: int, office: Office):
    with app.app_context(), pytest.raises(Missing):
        arrived.take(db.session(), came + 1, by=rights(office, "vanthu"), leaders={}, zone=ZONE, now=MONDAY)


def test_nobody_opens_what_nobody_has_taken_nor_who_may_not_review(app: Flask, came: int, client_of: SignIn):
    assert client_of("vanthu").get(f"/directives/reviews/{came}").status_code == 404
    assert take(client_of("congchuc"), came).status_code == 403
    assert app.test_client().post(f"/directives/reviews/{came}/reviewer").status_code in (302, 400)
    with app.app_context():
        assert db.session().get_one(DirectiveReview, came).by_id is None


def test_a_person_with_too_many_documents_takes_no_more(
    app: Flask, came: int, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reviewing, "MOST_OPEN", 0)
    answer = take(client_of("vanthu"), came)
    assert answer.status_code == 409
    assert "quá nhiều văn bản" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session().get_one(DirectiveReview, came).by_id is None
