"""The access log, the rules of signing in, unused accounts, the yearly review, and what was sent too late."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from taskapp.base.db import db, scoped, unscoped
from taskapp.base.ticks import Tick
from taskapp.jobs import plan
from taskapp.outbox.contract import Cancel
from taskapp.outbox.models import Message
from taskapp.people import housekeeping, sessions
from taskapp.people.access import idle
from taskapp.people.access.access_models import AccessEvent, AccessKind, HeldForm, RightsReview, Why
from taskapp.people.models import Committee, Person
from tests.conftest import MONDAY, token_of
from tests.people.browser import GOOD_PASSWORD, send, text_of, try_sign_in

RULES = {
    "profile": "tcvn14423",
    "idle_minutes": "15",
    "admin_idle_minutes": "5",
    "absolute_hours": "8",
    "networks": "",
}
ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def lines(app):
    with app.app_context():
        return [tuple(row) for row in db.session.execute(unscoped(AccessEvent.kind, AccessEvent.why)).all()]


def test_the_log_says_who_was_refused_and_why_though_the_page_does_not(app, office):
    with app.app_context():
        db.session.get_one(Person, office.people["congchuc2"]).disabled_at = MONDAY
        db.session.get_one(Person, office.people["tuphapxa"]).password_hash = None
        db.session.commit()
    tries = [("congchuc", "wrong"), ("nobody", "demo"), ("congchuc2", "demo"), ("tuphapxa", "demo"), ("x@other", "y")]
    assert {try_sign_in(app.test_client(), *each).status_code for each in tries} == {400}
    assert [why for _kind, why in lines(app)] == [Why.WRONG, Why.UNKNOWN, Why.CLOSED, Why.UNSET]


def test_whoever_goes_on_trying_does_not_fill_the_log(app, frozen_clock):
    answers = [try_sign_in(app.test_client(), "congchuc", "wrong").status_code for _ in range(9)]
    assert answers == [400] * 5 + [429] * 4
    assert lines(app) == [(AccessKind.REFUSED, Why.WRONG)] * 5 + [(AccessKind.REFUSED, Why.TOO_MANY)]


def test_signing_out_roles_links_and_locks_are_in_the_log(app, office, client_of):
    admin, person = client_of("quantri"), f"/admin/people/{office.people['congchuc']}"
    send(admin, f"{person}/roles", {"role": "clerk", "role_unit_id": office.units["tp"]})
    send(admin, f"{person}/link")
    send(admin, f"{person}/disabling")
    send(admin, f"{person}/enabling")
    send(admin, "/sign-out")
    assert [kind for kind, _why in lines(app)] == [
        AccessKind.SIGNED_IN,
        AccessKind.ROLE_GIVEN,
        AccessKind.LINK_MADE,
        AccessKind.DISABLED,
        AccessKind.ENABLED,
        AccessKind.SIGNED_OUT,
    ]
    with app.app_context():
        assert set(db.session.scalars(unscoped(AccessEvent.address))) == {"127.0.0.1"}  # each line says from where


def test_whoever_waits_after_wrong_tries_is_let_try_again_by_an_administrator(app, office, client_of):
    for _ in range(6):
        try_sign_in(app.test_client(), "congchuc", "wrong")
    admin, person = client_of("quantri"), f"/admin/people/{office.people['congchuc']}"
    assert "phải chờ 1 phút" in text_of(admin.get(person))
    assert send(admin, f"{person}/unlocking").status_code == 302
    assert "phải chờ" not in text_of(admin.get(person))
    assert try_sign_in(app.test_client(), "congchuc", "demo").status_code == 302
    assert (AccessKind.UNLOCKED, Why.NONE) in lines(app)


def test_what_is_downloaded_is_in_the_log_and_the_workbook_holds_no_formula(app, client_of, frozen_clock):
    try_sign_in(app.test_client(), '=HYPERLINK("http://evil.example")', "x")
    admin = client_of("quantri")
    client_of("vanphong").get("/admin/mail.xlsx?q=%C3%81nh")
    frozen_clock(MONDAY + timedelta(minutes=1))
    sheet = load_workbook(BytesIO(admin.get("/admin/access.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][3:6] == ("Tải danh sách, báo cáo, tệp", None, "/admin/mail.xlsx?q=Ánh")
    assert rows[-1][2].startswith("=hyperlink")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    page = text_of(admin.get("/admin/access?kind=exported"))
    assert "/admin/access.xlsx" in page
    assert "Đăng nhập bị từ chối</span>" not in page


def test_the_log_is_narrowed_to_a_person_a_kind_and_days(app, client_of, frozen_clock):
    client_of("congchuc")
    try_sign_in(app.test_client(), "congchuc", "wrong")
    frozen_clock(MONDAY + timedelta(days=2))
    client_of("vanphong")
    admin = client_of("quantri")

    def shown(query: str) -> list[str]:
        page = text_of(admin.get(f"/admin/access?{query}"))
        return [name for name in ("Ánh Tuyết", "Ngọc Mai", "Anh Thư") if name in page.split("<tbody>")[-1]]

    assert shown("q=anh tuyet") == ["Ánh Tuyết"]
    assert shown("first=03/03/2026&q=mai") == ["Ngọc Mai"]
    assert shown("last=02/03/2026") == ["Ánh Tuyết"]
    assert shown("kind=refused") == ["Ánh Tuyết"]
    assert client_of("congchuc").get("/admin/access").status_code == 403


def test_the_log_is_kept_for_a_year(app, client_of):
    client_of("congchuc")
    with app.app_context():
        assert housekeeping.prune(db.session(), now=MONDAY + timedelta(days=80)) == 0
        housekeeping.prune(db.session(), now=MONDAY + timedelta(days=365))
        assert len(db.session.scalars(unscoped(AccessEvent)).all()) == 1
        housekeeping.prune(db.session(), now=MONDAY + timedelta(days=366))
        assert db.session.scalars(unscoped(AccessEvent)).all() == []


def test_the_rules_of_signing_in_are_chosen_and_lock_nobody_out(app, office, client_of):
    admin = client_of("quantri")
    for change, reason in (
        ({"networks": "10.20.0.0/99"}, "không phải một mạng"),
        ({"outside_needs_factor": "y"}, "ít nhất một mạng"),
        ({"outside_needs_factor": "y", "networks": "10.20.0.0/16"}, "tự khóa mình ở ngoài"),
        ({"idle_minutes": "16"}, "15"),
    ):
        answer = send(admin, "/admin/sign-in-rules", RULES | change)
        assert answer.status_code in (400, 409)
        assert reason in text_of(answer)
    good = RULES | {"profile": "nist", "outside_needs_factor": "y", "networks": "10.20.0.0/16\n127.0.0.0/8"}
    assert send(admin, "/admin/sign-in-rules", good).status_code == 302
    assert "127.0.0.0/8" in text_of(admin.get("/admin/sign-in-rules"))
    with app.app_context():
        person = db.session.get_one(Person, office.people["congchuc"])
        assert sessions.policy_of(person).networks == ("10.20.0.0/16", "127.0.0.0/8")
    assert (AccessKind.RULES_CHANGED, Why.NONE) in lines(app)
    assert client_of("vanphong").get("/admin/sign-in-rules").status_code == 403


def test_accounts_unused_for_45_days_are_told_once_a_month(app, office, client_of, frozen_clock):
    frozen_clock(MONDAY + timedelta(days=40))
    client_of("congchuc")
    later = MONDAY + timedelta(days=46)
    frozen_clock(later)
    page = text_of(client_of("quantri").get("/admin/review"))
    idle_part = page.split("Mọi người và vai trò")[0]
    assert "Huỳnh Quốc Bảo" in idle_part
    assert "Nguyễn Thị Ánh Tuyết" not in idle_part
    with app.app_context(), app.test_request_context():
        session, tick = db.session(), Tick(db.session(), app.extensions["taskapp"], "test")
        for _ in range(3):
            plan(tick)
        query = scoped(Message, office.committee_id).where(Message.kind == idle.KIND)
        message = session.scalars(query).one()
        assert message.person_id == office.people["quantri"]
        letter = idle.checking("http://localhost")(session, message, later)
        assert "Huỳnh Quốc Bảo" in letter.text
        for person in session.scalars(unscoped(Person)):
            person.last_sign_in_at = later
        session.flush()
        assert isinstance(idle.checking("http://localhost")(session, message, later), Cancel)


def test_rights_are_reviewed_each_year_and_when_roles_have_changed(app, office, client_of, frozen_clock):
    admin = client_of("quantri")
    page = text_of(admin.get("/admin/review"))
    assert "đã rà soát</span>" not in page
    chosen = [office.people["congchuc"], office.people["congchuc2"], 999]
    assert send(admin, "/admin/review", {"person": chosen}).status_code == 302
    page = text_of(admin.get("/admin/review"))
    assert page.count("đã rà soát</span>") == 2
    assert "02/03/2026 · Hồ Anh Thư" in page
    role = {"role": "clerk", "role_unit_id": office.units["tp"]}
    send(admin, f"/admin/people/{office.people['congchuc2']}/roles", role)
    assert "vai trò đã đổi" in text_of(admin.get("/admin/review"))
    assert send(admin, "/admin/review").status_code == 400
    frozen_clock(MONDAY + timedelta(days=365))
    assert "đã rà soát</span>" not in text_of(client_of("quantri").get("/admin/review"))
    with app.app_context():
        assert len(db.session.scalars(unscoped(RightsReview)).all()) == 2


def absence(**more: str) -> dict[str, str]:
    return {"first_on": "03/03/2026", "last_on": "04/03/2026", "reason": "Đi học ở “tỉnh”\n<b>hai ngày</b>", **more}


def test_what_is_sent_after_the_session_has_ended_is_there_after_signing_in(app, client_of, frozen_clock):
    client = client_of("congchuc")
    token = token_of(client, "/absences/new")
    frozen_clock(MONDAY + timedelta(minutes=15))
    client.post("/absences/new", data={**absence(reason="đi"), "csrf_token": token})
    answer = client.post("/absences/new", data={**absence(), "csrf_token": token})
    assert answer.headers["Location"].startswith("/sign-in")
    with app.app_context():
        assert len(db.session.scalars(unscoped(HeldForm)).all()) == 1
    assert try_sign_in(client, "congchuc", "demo").headers["Location"] == "/held?next=/"
    page = text_of(client.get("/held"))
    assert "Đi học ở “tỉnh”\n&lt;b&gt;hai ngày&lt;/b&gt;" in page
    assert 'action="/absences/new"' in page
    sent = send(client, "/absences/new", {**absence(), "_held": "1"}, "/held")
    assert sent.status_code == 302
    assert client.get("/held").headers["Location"] == "/"


def test_what_was_held_is_for_its_writer_alone_and_for_a_day(app, client_of, frozen_clock):
    client = client_of("congchuc")
    token = token_of(client, "/absences/new")
    later = MONDAY + timedelta(minutes=15)
    frozen_clock(later)
    client.post("/absences/new", data={**absence(), "csrf_token": token})
    kept = client.get_cookie("giaoviec").value
    assert try_sign_in(client, "congchuc2", "demo").status_code == 302
    assert client.get("/held").status_code == 302
    again = app.test_client()
    again.set_cookie("giaoviec", kept)
    try_sign_in(again, "congchuc", "demo")
    assert "Đi học" in text_of(again.get("/held"))
    assert send(again, "/held/dropping", {"next": "/absences"}, "/held").headers["Location"] == "/absences"
    with app.app_context():
        assert db.session.scalars(unscoped(HeldForm)).all() == []


def test_no_password_is_ever_held(app, client_of, frozen_clock):
    client = client_of("congchuc")
    token = token_of(client, "/account")
    frozen_clock(MONDAY + timedelta(minutes=15))
    change = {"current": "demo", "password": GOOD_PASSWORD, "again": GOOD_PASSWORD, "csrf_token": token}
    client.post("/account/password", data=change)
    client.post("/absences/new", data={"password": "x", "csrf_token": token})
    with app.app_context():
        assert db.session.scalars(unscoped(HeldForm)).all() == []


def test_a_form_from_before_a_new_sign_in_is_held_when_its_browser_vouches_for_it(app, client_of):
    client = client_of("congchuc")
    old = token_of(client, "/absences/new")
    send(client, "/sign-out")
    try_sign_in(client, "congchuc", "demo")  # in another tab
    data = {**absence(), "csrf_token": old}
    assert client.post("/absences/new", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert client.post("/absences/new", data=data).status_code == 400
    answer = client.post("/absences/new", data=data, headers=ORIGIN)
    assert answer.headers["Location"].startswith("/held")
    assert "Đi học" in text_of(client.get("/held"))


def test_rules_of_another_committee_do_not_reach_this_one(app, office, client_of):
    with app.app_context():
        other = Committee(code="lapvo", name="UBND huyện Lấp Vò", timezone="Asia/Ho_Chi_Minh", created_at=MONDAY)
        other.sign_in_rules = {"idle_minutes": 1}
        db.session.add(other)
        db.session.commit()
        person = db.session.get_one(Person, office.people["congchuc"])
        assert sessions.policy_of(person).idle_minutes == 15
